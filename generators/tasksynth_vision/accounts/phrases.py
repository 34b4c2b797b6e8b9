"""Phrases that stand for one token, and a sentence as tokens."""

import re
from collections.abc import Callable

from tasksynth_vision.accounts.words import LEXICON, NUMBERS, Token

MOST_CHARS = 1500
"""Characters of one sentence that are read."""
Change = str | Callable[[re.Match[str]], str]

_PICTURE = (
    "(?:picture|image|photo|photograph|scene|canvas|frame|illustration|drawing|composition|page|"
    "view|layout|artwork|graphic|screen|arrangement)"
)
_BEHIND = "(?:background|backdrop|surface|ground|cloth|fabric|felt|table|slate|plaster|linen)"
_DESIGN = "(?:pattern|texture|fill|design|finish|surface|look|interior)"
_SORTS = "(?:colou?rs|shapes|sizes|patterns|kinds)"
_NTH = "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|final)"
_AREA = (
    "(?:quarter|quadrant|corner|half|side|part|area|section|region|portion|edge|border|third|zone)"
)
_V, _H, _MID = "top|upper|bottom|lower", "left|right", "center|centre|middle|central|mid"
_IN = r"\b(?:in|at|on|near|along|within|toward|towards|by|to|into|from|inside|across)"
_END = rf"(?: ?-?hand)?(?: {_AREA})?(?![\w-])"
_LINK = "(?:[ -]|, ?| and )?"
_BELOW = "below|under|underneath|beneath"
_WAYS = {"under": "below", "underneath": "below", "beneath": "below", "lower": "below",
         "down": "below", "higher": "above", "up": "above"}  # fmt: skip
_DOWN = {"top": "upper", "upper": "upper", "bottom": "lower", "lower": "lower"}


def _place(match: re.Match[str]) -> str:
    words = re.findall(rf"{_V}|{_H}", match[0])
    down = next((_DOWN[word] for word in words if word in _DOWN), "")
    across = next((word for word in words if word in ("left", "right")), "")
    return f" @place.{down}.{across} "


def _side(match: re.Match[str]) -> str:
    return f" @side.{_WAYS.get(match['way'], match['way'])}. "


def _half(match: re.Match[str]) -> str:
    return f" @place.{'upper' if match['way'] == 'above' else 'lower'}. "


def _order(match: re.Match[str]) -> str:
    return f" @order.{match['way']}. "


def _in_all(match: re.Match[str]) -> str:
    """`…, a ring and a cross (5 in total)`: what is in brackets is no number of crosses."""
    token = LEXICON.get(match["last"])
    alone = token is not None and token.sort == "noun" and not token.many and match["all"] != "1"
    return f"{match['last']}; {match['all']} things" if alone else match[0]


_ROUGHLY = r"(?:\b(?:at|about|around|roughly|approximately|approx\.?|nearly|near|by|with)\s+|~\s*)"
_NUMBER = r"[-+]?\d{1,5}(?:\.\d{1,5})?\s?"
_MEASURES: tuple[tuple[str, Change], ...] = (
    (rf"[(\[]\s?{_NUMBER}(?:px|%)?\s?[,;x\u00d7]\s?{_NUMBER}(?:px|%)?\s?[)\]]", " "),
    (rf"{_ROUGHLY}{{0,2}}\b[xy]\s?[=:\u2248]\s?{_NUMBER}(?:px|%)?", " "),
    (
        (
            rf"{_ROUGHLY}{{0,2}}(?<![\w.]){_NUMBER}(?:px|pixels?|%|percent|degrees?|\u00b0|units?)"
            r"(?!\w)(?!\s+of\b(?! the way))"
            r"(?:\s+(?:wide|tall|high|across|long|down|clockwise|of the way|"
            r"in (?:size|diameter|width|height)|(?:from|to|of|over|down|across) (?:the )?"
            r"(?:left|right|top|bottom|width|height)(?: edge| side| border)?)){0,3}"
        ),
        " ",
    ),
    (
        (
            r"\b(?P<last>[a-z]{3,12}) \((?P<all>\d{1,2}) (?:(?:things|shapes|objects) )?"
            r"(?:in total|total|altogether|overall)\)\s*$"
        ),
        _in_all,
    ),
    (r"(?<=[a-z)]) ?(?:\u00d7 ?|\bx)(?=\d)", ": "),
)
"""Where something is in pixels, and how large: nobody asks for it, and it is not checked."""
_COMPASS = {
    rf"\b{down}[ -]?{across}(?:ern)?\b": f"{upper} {side}"
    for down, upper in (("north", "upper"), ("south", "lower"))
    for across, side in (("west", "left"), ("east", "right"))
} | {
    rf"(?<!['\u2019\w])[{down}]{across}(?: (?:quarter|quadrant)\b|(?= ?[:),\u2013\u2014-]|$))":
    f"{upper} {side} quarter"
    for down, upper in (("ut", "upper"), ("lb", "lower"))
    for across, side in (("l", "left"), ("r", "right"))
}  # fmt: skip
_ABOUT: tuple[tuple[str, Change], ...] = (
    (r"n['\u2019]t\b", " not"),
    (
        (
            r"\b(?:from )?(?:the )?(?P<way>left|right|top|bottom)(?:[ -]?most)?[ -]to[ -](?:the )?"
            r"(?:left|right|top|bottom)(?:[ -]?most)?(?: order)?\b"
        ),
        _order,
    ),
    (r"['\u2019]s\b", " "),
    (
        (
            r"\b(?:in|of|on|within|across|inside|throughout|from)? ?(?:the|this|an?) "
            rf"(?:whole |entire |overall |same )?{_PICTURE}\b"
        ),
        " ",
    ),
    (
        (
            r"\b(?:(?:set|laid|arranged|placed|scattered|on|against|over|upon|atop|with|all) )"
            r"{1,3}(?:an?|the) (?:(?!on\b|with\b|of\b|in\b|and an?\b)[\w-]{1,20},? ){0,6}"
            rf"{_BEHIND}\b"
        ),
        " ",
    ),
    (r"\b(?:another|a different|some other) (?:picture|image|photo|scene)\b", " not "),
    (r"\b(?:apart|aside) from\b|\bwith the exceptions? of\b|\bexcept for\b", " except "),
    (r"\bother than\b|\bsave for\b", " except "),
    (r"\b(?:none|nothing) (?:but|except)\b|\bnothing other than\b", " only "),
    (r"\beverything\b(?! else)", " all things "),
    (r"\ball (?:the )?(?:rest|others)\b|\beverything else\b", " the others "),
    (r"\b(?:total |overall )?(?:number|count|amount) of\b", " "),
    (r"\b(?:in|with|of) (?:total|all|sum)\b|\bin (?:size|colou?r|shape|pattern)\b", " "),
    (r"\bone (?:can )?(?:sees?|finds?|observes?|notices?)\b", " there "),
    (r"\b(?:shape|colou?r|size|pattern|position|location|quarter|place|count)\s*:", " "),
    (r"\b(?:colou?r|shape|size|pattern) (?:of|is|are|being)\b", " "),
    (
        (
            rf"\b(?:of|in|with) (?:different|various|varying|several|many) {_SORTS}"
            rf"(?:,? (?:and )?{_SORTS})*"
        ),
        " ",
    ),
    (r"\b(?:each other|one another)\b", " "),
    (r"\b(?:consists|composed|made up|consisting|comprised) of\b|\bsuch as\b", " including "),
    (r"\bcan be (?:seen|found)\b", " is "),
    (rf"\bthe {_NTH}(?: (?:one|thing|shape|object))? is (?=an? )", " there is "),
    (r"\b\d{1,3} ?[-\u2013] ?\d{1,3}\b", " or "),
    (
        (
            r"\b(?:around|about|at least|at most|up to|more than|less than|over) "
            rf"(?=\d|{'|'.join(NUMBERS)})"
        ),
        " or ",
    ),
)
"""What says nothing, or counts."""
_LIKE: tuple[tuple[str, Change], ...] = (
    (r"\bpolka[ -]?dot(s|ted)\b", r"dot\1"),
    (r"\bpolka[ -]?dot\b", " dotted "),
    (r"\b(?:blue|green)(?:ish)?[ -](?:green|blue)\b", " teal "),
    (
        (
            rf"\b(?:without|with no|no|lacking) (?:any )?(?:visible )?(?:{_DESIGN}s?|"
            r"stripes or dots|dots or stripes|markings|decorations?)\b"
        ),
        " plain ",
    ),
    (
        (
            rf"\b(?:an? )?(striped|stripe|dotted|spotted|plain|solid)[ -](?:{_DESIGN}|"
            r"colou?r(?:ed)?)s?\b"
        ),
        r" \1 ",
    ),
    (
        (
            r"\b(?:with|has|have|having|bearing|featuring|covered in|covered with) "
            r"(?:(?!and\b|an?\b|two\b)[a-z]{1,12} ){0,3}?(stripes|dots|spots)\b"
        ),
        r" \1 ",
    ),
    (
        (
            r"\b(?:with|has|have) (?:(?:diagonal|slanted|parallel|white|lighter|dark|darker) )"
            r"{1,3}(?:lines|bands)\b"
        ),
        " stripes ",
    ),
    (r"\bstripe\b", " striped "),
    (r"\b(?:tear|rain|water)[ -]drop", "teardrop"),
    (r"\bplus[ -](?:signs?|symbols?|shapes?)\b", " cross "),
    (r"\b(?:hollow circles?|circles? with (?:a )?holes?)\b", " ring "),
)
"""Looks."""
_WHERE: tuple[tuple[str, Change], ...] = (
    *_COMPASS.items(),
    (rf"\b(?:{_H}) half{_LINK}(?:(?:in|of) )?(?:the )?(?:{_V}) half\b", _place),
    (rf"\b(?:{_V}) half{_LINK}(?:(?:in|of) )?(?:the )?(?:{_H}) half\b", _place),
    (r"\b(?:on top of|next to|adjacent to|close to|in front of)\b", " @near.. "),
    (rf"\b(?P<way>above|{_BELOW}) the (?:{_MID}|midline)\b", _half),
    (rf"\b(?:to|on) the (?:{_H}) of the (?:{_MID}|midline)\b", _place),
    (
        (
            rf"(?:{_IN} )?(?:the )?(?:far |very |extreme )?\b(?:(?:{_V}){_LINK}(?:{_H}|{_MID})"
            rf"|(?:{_H}|{_MID})-?(?:most)?{_LINK}(?:{_V}|{_H})|(?:{_MID}) (?:{_V}|{_H}))\b{_END}"
            r"(?! of\b)"
        ),
        _place,
    ),
    (
        (
            r"\b(?:further|farther|more)? ?(?:to|on|at|toward|towards)? ?(?:the )?"
            rf"(?:immediate |direct |far )?(?P<way>{_H})(?: ?-?hand)?(?: side)? (?:of|from)\b"
        ),
        _side,
    ),
    (rf"\b(?:further|farther) (?:to the )?(?P<way>{_H}|up|down) than\b", _side),
    (r"\b(?P<way>higher|lower)(?: (?:up|down))? than\b", _side),
    (rf"\b(?P<way>above|{_BELOW})\b", _side),
    (rf"\bto (?:its|their) (?P<way>{_H})\b", lambda found: f"{_side(found)}it "),
    (rf"\bto the (?:{_H})\b", " @near.. "),
    (
        (
            rf"(?:in|on|at|near|along|within|toward|towards|by) (?:the )?(?:far |very )?"
            rf"\b(?:{_V}|{_H}){_END}"
        ),
        _place,
    ),
    (rf"(?:\bthe )?\b(?:{_V}|{_H})(?: ?-?hand)? {_AREA}(?![\w-])", _place),
    (rf"^\s*(?:the )?(?:{_V}|{_H})\s*(?=:)", _place),
    (
        rf"(?:in|at|near|around|toward|towards) the (?:very )?(?:{_MID})\b{_END}",
        " @place.. ",
    ),
)
"""Places, and what lies beside what."""
_PHRASES = [(re.compile(pattern), to) for pattern, to in (*_MEASURES, *_ABOUT, *_LIKE, *_WHERE)]
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
_TOKEN = re.compile(
    r"@(\w+)\.(\w*)\.(\w*)|[a-z]+|\d{1,4}|[,:;()<>\u2192\u2013\u2014=&/+?-]"
)  # fmt: skip


def tokens_of(sentence: str) -> list[Token]:
    """The tokens of a sentence in small letters; what is not known is `unknown`."""
    text = _HYPHEN.sub(" ", " ".join(sentence[:MOST_CHARS].replace("@", " ").split()))
    for pattern, to in _PHRASES:
        text = pattern.sub(to, text)
    out: list[Token] = []
    for match in _TOKEN.finditer(text):
        if match[1]:
            out.append(Token(match[1], f"{match[2]} {match[3]}"))
        elif match[0].isdigit():
            out.append(Token("number", str(int(match[0]))))
        else:
            out.append(LEXICON.get(match[0], Token("unknown", match[0])))
    return [token for token in out if token.sort != "fluff"]
