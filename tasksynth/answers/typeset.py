r"""Drop typesetting that changes nothing: LaTeX, Markdown, HTML, and Unicode's doubles of ASCII."""

import re
import unicodedata
from functools import lru_cache

from tasksynth.answers.quotes import STRUCK
from tasksynth.answers.tables import from_latex, from_markdown

_SUBSCRIPTS = re.compile("[\u2080-\u2089]+")
_WRAPPED = re.compile(
    r"\\(?:text(?:rm|bf|it|tt|sf|sc|sl|up|normal|md)?|math(?:rm|bf|it|tt|sf|cal|bb|scr|frak|ord|bin"
    r"|rel|normal)|operatorname\*?|mbox|hbox|emph|underline|boldsymbol|bm|pmb|ensuremath|vec|hat"
    r"|mathbf|smash|fbox|bold|phantom)\s*\{([^{}]*)\}"
)
_COLOR = re.compile(
    r"\\(?:textcolor|color|colorbox)\s*+(?:\[[^\][]{0,20}\]\s*+)?\{[^{}]{0,40}\}\s*+(?:\{([^{}]*)\})?"
)
_SWITCH = re.compile(
    r"\\(?:bf|it|rm|tt|sf|sc|em|bfseries|itshape|ttfamily|sffamily|rmfamily|normalfont"
    r"|displaystyle|textstyle|scriptstyle|tiny|small|normalsize|large|Large|LARGE|huge|Huge"
    r"|[bB]igg?[lrm]?|left|right|middle|limits|nolimits|centering|hline|noindent)(?![a-zA-Z])\.?"
)
_SPACING = re.compile(r"\\(?:[ ,;:!>]|q?quad(?![a-zA-Z])|[vh]?space\*?\{[^{}]{0,20}\}|thinspace)|~")
_ESCAPED = re.compile(r"\\([#%&$_])")
_MATH = re.compile(r"\\[()\[\]]|\$")
_HTML = re.compile(
    r"</?(?:b|i|u|em|strong|code|pre|tt|kbd|samp|span|p|div|mark|sub|small|center|font|ul|ol)"
    r"(?:\s[^<>]{0,80})?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<(?:br\s*/?|/?li)>", re.IGNORECASE)
_LINE_START = re.compile(
    r"^[ \t]{0,20}(?:(?:#{1,6}|>|[-*+\u2022\u2023\u25e6\u25aa\u25cf\u2219\u00b7])[ \t]+){1,3}",
    re.MULTILINE,
)
_ITALIC = re.compile(r"(?<![\w*])\*([^\s*](?:[^*\n]{0,200}[^\s*])?)\*(?![\w*])")
_NUMBERED = re.compile(r"^[ \t>|]*\(?(\d{1,4})(?:[.)]|\\?\.)(?=[ \t]+\S)", re.MULTILINE)
UNSEEN = (0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060,
          *range(0x2066, 0x206A), 0xFE0E, 0xFE0F, 0xFEFF)  # fmt: skip
"""Characters that nobody sees: soft hyphens, zero-width ones, and marks that turn the direction of
writing, as text is read in the order in which it was written."""
_QUOTES = dict.fromkeys(map(ord, "\"'`\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb"), " ")


@lru_cache(maxsize=1)
def _doubles() -> dict[int, str | None]:
    """ASCII for characters that only look otherwise, nothing for those that cannot be seen."""
    table: dict[int, str | None] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for code in range(0x1D400, 0x1D800):  # mathematical letters and digits
        plain_one = unicodedata.normalize("NFKC", chr(code))
        if len(plain_one) == 1 and plain_one.isascii():
            table[code] = plain_one
    for code in range(0x660, 0x1FC00):  # of Arabic, Devanagari and all other scripts
        if (digit := unicodedata.decimal(chr(code), None)) is not None:
            table[code] = str(digit)
    table |= dict.fromkeys((*UNSEEN, 0x20E3))
    spaces = (0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
    table |= dict.fromkeys(spaces, " ")
    table |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212, 0xFE63), "-")
    table |= {0x3001: ",", 0x3002: ".", 0x2236: ":", 0x2028: "\n", 0x2029: "\n", 0x208B: "-"}
    table |= {0x3010: "[", 0x3011: "]", 0x3014: "(", 0x3015: ")", 0x300C: '"', 0x300D: '"'}
    return table | {0x300E: '"', 0x300F: '"', 0x300A: '"', 0x300B: '"'}


def normalized(text: str) -> str:
    """ASCII in place of full-width, mathematical, subscript and no-break characters, and of digits.

    What cannot be seen is dropped, marks that turn the direction of writing too. A subscript `x₁₂`
    becomes `x_12`.
    """
    if text.isascii():
        return text
    text = _SUBSCRIPTS.sub(lambda m: "_" + "".join(chr(ord(c) - 0x2050) for c in m[0]), text)
    return text.translate(_doubles())


def plain(text: str) -> str:
    r"""Drop typesetting that changes nothing.

    LaTeX (`$`, `\text{…}`, colours, sizes, spacing), Markdown (emphasis, quotes, bullets,
    headings, what is struck out), HTML's simplest tags, quotation marks and `normalized` characters
    go. Of a table or a LaTeX array, the cells stay: `a = b` a line, or separated by commas.
    """
    text = normalized(text).replace("\r\n", "\n")
    if "<" in text:
        text = _HTML.sub("", _BREAK.sub("\n", text))
    if "|" in text:
        text = from_markdown(text)
    if "~~" in text:
        text = STRUCK.sub(" ", text)
    text = text.replace("**", " ")
    if "\n" in text or text[:1] in "#>-*+\u2022 ":
        text = _LINE_START.sub("", text)
    if "*" in text:
        text = _ITALIC.sub(r"\1", text)
    if "\\" in text:
        text = _without_latex(text)
    text = text.replace("~", " ").replace("$", " ")
    return text.translate(_QUOTES).strip()


def _without_latex(text: str) -> str:
    text = from_latex(text)
    text = _SWITCH.sub(" ", _SPACING.sub(" ", text)).replace("\\{", "\x01").replace("\\}", "\x02")
    text = without_wrappers(_ESCAPED.sub(r"\1", text))
    return _MATH.sub(" ", text).replace("\x01", "{").replace("\x02", "}")


def without_wrappers(text: str) -> str:
    r"""The text without `\text{…}`, colours and the like around its parts."""
    if "\\" not in text:
        return text
    for _ in range(4):  # a level of nesting each; deeper typesetting is nobody's answer
        text = _COLOR.sub(r"\1", _WRAPPED.sub(r"\1", text))
    return text


def unlisted(text: str) -> str:
    """The text without list numbers, where lines are numbered from 1 or 0 on; else as it is."""
    numbers = [int(match[1]) for match in _NUMBERED.finditer(text)]
    counts = len(numbers) > 1 and numbers[0] in (0, 1)
    if not counts or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return text
    return _NUMBERED.sub(" ", text)
