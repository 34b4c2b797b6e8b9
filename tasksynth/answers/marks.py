r"""Where a text says "here is the answer": boxes, tags, `Answer:` lines, sentences, fences, blocks.

Each finder returns the complete marks of one kind in the order of the text, of most kinds the last
two: two are enough to see that a reply gives one answer "or" another.
"""

import re
import textwrap
import unicodedata
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice
from json import JSONDecoder


@dataclass(frozen=True)
class Mark:
    """One place that gives an answer."""

    start: int
    end: int
    content: str
    """What the mark holds; of a line, all that follows it."""
    open_ended: bool = False
    """Whether the content goes on to the end of the text, and the answer may end before."""


_BOX = re.compile(r"\\(?:boxed|fbox|framebox)\s*\{")
_BARE_BOX = re.compile(r"\\(?:boxed|fbox)(?![a-zA-Z{])[ \t]*([^\s{}\\$][^\n{}$]{0,2000})")
_MISSPELT_BOX = re.compile(r"(?:\x08|(?<![\\\w])b)oxed\s*\{")
"""Without its backslash, or read with it as JSON's and Python's backspace."""
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
"""A brace, or a character that a backslash escapes, which may be one."""
_WRAPPER_END = re.compile(r"[ \t]{0,9}\}")
_STEP = {"{": 1, "}": -1}
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>(?:final[_ -]?)?answer|final|solution|result)>", re.IGNORECASE
)
_EMPHASIS = r"[*_~`]{0,3}"
_ANSWER_WORDS = (  # "answer" as the languages say it that models answer in
    "answers answer ans respuesta resposta r\u00e9ponse reponse endantwort "
    "schlussantwort antwort risposta antwoord svar cevap yan\u0131t odpowied\u017a "
    "odpov\u011b\u010f v\u00e1lasz vastaus r\u0103spuns jawaban "
    "\u03b1\u03c0\u03ac\u03bd\u03c4\u03b7\u03c3\u03b7 \u043e\u0442\u0432\u0435\u0442 "
    "\u0432\u0456\u0434\u043f\u043e\u0432\u0456\u0434\u044c \u0111\u00e1p_\u00e1n "
    "c\u00e2u_tr\u1ea3_l\u1eddi \u7b54\u6848 \u7b54\u3048 \u89e3\u7b54 \u56de\u7b54 \u7b54 "
    "\uc815\ub2f5 \ub2f5\ubcc0 \ub2f5 \u0909\u0924\u094d\u0924\u0930 "
    "\u0627\u0644\u0625\u062c\u0627\u0628\u0629 \u0627\u0644\u062c\u0648\u0627\u0628 "
    "\u067e\u0627\u0633\u062e \u05ea\u05e9\u05d5\u05d1\u05d4 "
    "\u0e04\u0e33\u0e15\u0e2d\u0e1a"
)
_APART = unicodedata.normalize("NFD", _ANSWER_WORDS)
"""The same words, their accents characters of their own."""
_ANSWER = f"(?:{'|'.join(dict.fromkeys((_ANSWER_WORDS + ' ' + _APART).split())).replace('_', ' ')})"
_LATER = r"(?: (?:final|finale|finala|definitiva|d\u00e9finitive|k\u0142\u0105cowa|key))?"
_REMARK = (
    r"(?: ?[(\uff08](?![^()\n\uff08\uff09]{0,60}\b(?:not|wrong|incorrect|rejected|revers\w*"
    r"|backwards?)\b)[^()\n\uff08\uff09]{0,60}[)\uff09])?"
)
"""A remark in brackets before the colon: no denial, and nothing that turns the answer round."""
_LINE = re.compile(
    rf"(?<![a-z\u00c0-\u024f\u0400-\u04ff\\]){_ANSWER}{_LATER}{_EMPHASIS}{_REMARK}{_EMPHASIS}"
    rf" {{0,4}}(?:(?:is|es|ist|est|are)? ?[:\uff1a]|[=\uff1d])[*_`]{{0,3}}",
    re.IGNORECASE,
)
_HEADING = re.compile(
    rf"^[ \t>#*_]{{0,12}}(?:(?:the|my|our|final|correct|complete) ){{0,3}}{_ANSWER}{_LATER}"
    r"[ \t*_#]{0,8}\n(?:[=-]{3,}+[ \t]*\n)?",
    re.IGNORECASE | re.MULTILINE,
)
_NOUN_WORDS = (
    "answer solution result assignment arrangement schedule coloring colouring model "
    "output outcome valuation string vector selection choice set subset core group clique "
    "order ordering plan sequence proof refutation verdict decision conclusion mapping "
    "allocation one"
)
_NOUN = f"(?:{_NOUN_WORDS.replace(' ', '|')})"
_OTHER_NOUNS = (  # what the other branches of a sentence begin with
    "respuesta resposta risposta r\u00e9ponse re\u0301ponse reponse antwort \u7b54\u6848 "
    "\u7ed3\u679c \u89e3 \u7b54\u3048 \uc815\ub2f5 \ub2f5"
)
_SENTENCE = re.compile(
    rf"\b{_NOUN}(?: [a-z]{{2,12}}){{0,3}}?(?: (?:is|are|would be)(?: as follows| given by|"
    r" therefore| thus| now)?(?! (?:not|correct|right|valid|wrong|unique|complete|found|verified"
    r"|confirmed|also|indeed|that|because|in|to|a|an)\b)[ \t]{0,4}:?| as follows:?|[ \t]?[:=])"
    r"|(?:respuesta|resposta|risposta)(?: (?:final|correcta|correta))? (?:es|\u00e9|\u00e8)\b:?"
    r"|r(?:\u00e9|e\u0301?)ponse(?: finale)? est\b ?:?|antwort (?:ist|lautet)\b:?"
    r"|(?:\u7b54\u6848|\u7ed3\u679c|\u89e3)(?:\u662f|\u4e3a|\u70ba)[:\uff1a]?"
    r"|\u7b54\u3048\u306f[\u3001:\uff1a]?|(?:\uc815\ub2f5|\ub2f5)(?:\uc740|\uc774)[:\uff1a]?",
    re.IGNORECASE,
)
_ANSWERS = re.compile(_ANSWER)
_NOUNS = re.compile(f"{_NOUN_WORDS} {_OTHER_NOUNS}".replace(" ", "|"))
_KEYS = re.compile(
    r"""["'](?:final_?answer|answer|solution|result|final)["']\s{0,9}:\s{0,9}""", re.IGNORECASE
)
_NESTING = re.compile(r"""(?P<object>\{(?=\s*+["']))|[\[{]|[\]}]|"(?:[^"\\\n]++|\\[^\n])*+"?""")
"""A bracket outside strings, or a string; one that is not closed ends with its line."""
_QUOTED = re.compile(r"'([^'\n]*)'")
_FENCE = re.compile(
    r"^[ \t]{0,8}((?:[-*+]|\d{1,3}[.)])[ \t]{1,4})?"
    r"(`{3,}+|~{3,}+)[ \t]*+([\w+-]{0,20})[^\n`]{0,80}\n",
    re.MULTILINE,
)
"""It may begin on the line of its list mark."""
_HASHES = re.compile(r"^#{4} ([^\s#][^\n]{0,2000})$", re.MULTILINE)
"""How GSM8K, and what learnt from it, ends."""
_LEAD_IN = re.compile(r"^[^\n]{1,400}[:\uff1a][*_]{0,3}[ \t]{0,9}\n", re.MULTILINE)


def last_boxed(text: str) -> str | None:
    r"""What the last closed `\boxed{…}` holds, braces nested to any depth; None without one."""
    found = boxes(text)
    return found[-1].content if found else None


def boxes(text: str, *, most: int = 2) -> list[Mark]:
    r"""The last closed `\boxed{…}`, at `most`; without any, `\boxed …` to its line's end."""
    openings = list(_BOX.finditer(text))
    if not openings and "oxed" in text and "\\boxed" not in text:
        openings = list(_MISSPELT_BOX.finditer(text))
    found: list[Mark] = []
    end = len(text)
    for opening in reversed(openings):
        close = _closing(text, opening.end(), end)
        if close is not None:
            found.append(Mark(opening.start(), close + 1, text[opening.end() : close]))
            if len(found) == most:
                break
        end = opening.start()  # an unclosed box hides nothing before it
    if not openings and "\\boxed" in text:
        bare = list(_BARE_BOX.finditer(text))[-1:]
        return [Mark(m.start(), m.end(), m[1]) for m in bare]
    return found[::-1]


def _closing(text: str, start: int, end: int) -> int | None:
    depth = 1
    for brace in _BRACE.finditer(text, start, end):
        depth += _STEP.get(brace[0], 0)
        if depth == 0:
            return brace.start()
    return None


def tags(text: str) -> list[Mark]:
    """`<answer>…</answer>` and the like, in any case, that are closed."""
    opened: dict[str, re.Match[str]] = {}
    found: list[Mark] = []
    for tag in _TAG.finditer(text) if "</" in text else ():
        name = tag["name"].lower()
        if not tag["close"]:
            opened[name] = tag
        elif (opening := opened.pop(name, None)) is not None:
            found.append(Mark(opening.start(), tag.end(), text[opening.end() : tag.start()]))
    return found[-2:]


def lines(text: str) -> list[Mark]:
    """`Answer:` and its like in other languages, with what follows; a heading `## Answer` too."""
    headings = reversed(list(_HEADING.finditer(text)))
    found = _beginning(_ANSWERS, _LINE, text)
    kept: list[re.Match[str]] = []
    for mark in merge(headings, found, key=lambda mark: mark.start(), reverse=True):
        if text[mark.end() : mark.end() + 5000].strip(" \t\r\n*_`}$") and not (
            kept and kept[-1].start() < mark.end()
        ):
            kept.append(mark)
            if len(kept) == 2:
                break
    return [_to_the_end(text, mark) for mark in reversed(kept)]


def sentences(text: str) -> list[Mark]:
    """`the answer is …`, `the solution is: …`, with what follows."""
    found = list(islice(_beginning(_NOUNS, _SENTENCE, text), 2))[::-1]
    return [_to_the_end(text, mark) for mark in found if text[mark.end() :].strip()]


def _beginning(
    words: re.Pattern[str], pattern: re.Pattern[str], text: str
) -> Iterator[re.Match[str]]:
    """Matches of a pattern that begins with one of the words, from the last on.

    Words are found ten times faster than matches, and of those few are looked at.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # as some letters outside ASCII are longer then
        yield from reversed(list(pattern.finditer(text)))
        return
    for word in reversed(list(words.finditer(lowered))):
        if match := pattern.match(text, word.start()):
            yield match


def _to_the_end(text: str, mark: re.Match[str]) -> Mark:
    """All that follows, up to a brace that was opened before; it ends where its line does."""
    wrapped = _WRAPPER_END.match(text, mark.end())  # \\text{Answer: } 7
    start = wrapped.end() if wrapped else mark.end()
    close = _closing(text, start, len(text))
    tag = _TAG.search(text, start, close if close is not None else len(text))
    if tag and tag["close"]:
        close = tag.start()
    content = text[start:close]
    begins = start + len(content) - len(content.lstrip())
    end = text.find("\n", begins, close)
    return Mark(mark.start(), end if end >= 0 else start + len(content), content, open_ended=True)


def keys(text: str) -> list[Mark]:
    """The value of `"answer"` in a JSON object, but not in an object that is part of another."""
    found = []
    for key in _outer_keys(text)[-2:]:
        quoted = text[key.end() : key.end() + 1] == '"'
        if python := _QUOTED.match(text, key.end()):
            found.append(Mark(key.start(), python.end(), python[1]))
            continue
        try:
            value, end = JSONDecoder().raw_decode(text, key.end())
        except (ValueError, RecursionError):
            continue
        content = value if quoted and isinstance(value, str) else text[key.end() : end]
        found.append(Mark(key.start(), end, content))
    return found


def is_object(text: str) -> bool:
    """Whether the text is one JSON object from end to end."""
    text = text.strip()
    if not text.startswith("{") or not text.endswith("}"):
        return False
    try:
        _, end = JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return False
    return end == len(text)


def _outer_keys(text: str) -> list[re.Match[str]]:
    found = list(_KEYS.finditer(text))
    if not found:
        return []
    opened: list[bool] = []
    within, places, depths = 0, [0], [0]
    for part in _NESTING.finditer(text, 0, found[-1].end()):
        if part[0][0] in "[{":
            opened.append(part["object"] is not None)
            within += opened[-1]
        elif part[0] in "]}" and opened:
            within -= opened.pop()
        places.append(part.start())
        depths.append(within)
    return [key for key in found if depths[bisect(places, key.start()) - 1] <= 1]


def fences(text: str) -> list[Mark]:
    """Closed code fences; what is indented by four more than the opening closes none, as in
    CommonMark: it stands in a text of the code. In an item of a list all lines are indented as the
    opening is, or as what follows the mark is, which is no part of the code. Of two fences, one at
    once in the other, the inner one counts.
    """
    found: list[Mark] = []
    opening: re.Match[str] | None = None
    outer: re.Match[str] | None = None
    for match in _FENCE.finditer(text + "\n") if "```" in text or "~~~" in text else ():
        if opening is None:
            if outer and _closes(outer, match) and not text[found[-1].end : match.start()].strip():
                found[-1] = replace(found[-1], end=min(match.end(), len(text)))
                outer = None
            else:
                opening, outer = match, None
        elif _closes(opening, match):
            content = text[opening.end() : match.start()]
            if opening[1]:
                content = textwrap.dedent(content)
            else:
                content = _outdented(content, text[opening.start() : opening.start(2)])
            start = (outer or opening).start()
            found.append(Mark(start, min(match.end(), len(text)), content))
            opening = None
        elif outer is None and match[3] and not text[opening.end() : match.start()].strip():
            outer, opening = opening, match
    return found


def _closes(opening: re.Match[str], match: re.Match[str]) -> bool:
    return (
        match[2].startswith(opening[2])
        and not match[1]
        and not match[3]
        and match.start(2) - match.start() < 4 + opening.start(2) - opening.start()
    )


def _outdented(code: str, indent: str) -> str:
    """Code without what all its lines are indented by, as far as the fence is."""
    lines = code.splitlines(keepends=True) if indent else []
    if lines and all(line.startswith(indent) or not line.strip() for line in lines):
        return "".join(line.removeprefix(indent) for line in lines)
    return code


def blocks(text: str) -> list[Mark]:
    """What follows the last line that ends in a colon."""
    found = list(_LEAD_IN.finditer(text))[-1:]
    return [_to_the_end(text, m) for m in found if text[m.end() :].strip()]


def hashes(text: str) -> list[Mark]:
    """What stands after `#### `, in the last line that begins so."""
    found = list(_HASHES.finditer(text))[-1:]
    return [Mark(m.start(), m.end(), m[1]) for m in found]


def outermost(groups: Sequence[Sequence[Mark]]) -> list[Mark]:
    """The last two of several kinds, by where they end; of two that end alike, the outer one."""
    found = sorted(
        (mark for group in groups for mark in group), key=lambda mark: (mark.end, -mark.start)
    )
    return found[-2:]
