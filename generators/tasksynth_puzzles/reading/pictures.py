"""Reading a picture of filled and empty cells from an answer, whatever marks it is drawn with."""

import re

from tasksynth.answers import Form, Unreadable, normalized, plain, read_final

FILLED = "X1#\u2588\u25a0\u25a3\u25fc\u2593\u25cf\u2b1b@"
EMPTY = ".0_-\u00b7\u25a1\u25fb\u2591\u25cb\u2b1c"
_FENCE = re.compile(r"```[a-z]*", re.IGNORECASE)
_RULE = re.compile(r"^(?=[^\n]*--)[-|+:= \t]*$", re.MULTILINE)
_LABEL = re.compile(r"\b(?:row|line|r)[ \t]{0,3}\d{1,2}\b[ \t]*[:.)]?", re.IGNORECASE)
_ORDER = re.compile(r"^[ \t>|]*\d{1,2}[.):](?=[ \t])", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+")
_NEUTRAL = re.compile(r"[\s,;:|/\\\[\](){}\"'`$&\u2500-\u257f]+")
_TALK = (
    "the a is are as follows here final finally answer solution result grid picture image nonogram "
    "rows row complete completed finished solved filled in of for and so thus therefore"
)
_FILLERS = frozenset(_TALK.split())
_BITS = {**dict.fromkeys(FILLED, 1), **dict.fromkeys(EMPTY, 0)}


def read_picture(answer: str, height: int, width: int, *, asked: Form = "tag") -> tuple[int, ...]:
    """The rows as masks, the first cell of a row in the lowest bit.

    Raises:
        Unreadable: if there are more cells or fewer, other marks or other words.
    """

    def read(text: str) -> tuple[int, ...]:
        bare = _FENCE.sub(" ", normalized(text))
        fault = Unreadable("there is no final answer")
        for view in (bare, _ORDER.sub(" ", bare), plain(bare)):  # `plain` takes "- " for a bullet
            try:
                return _rows(_LABEL.sub(" ", _RULE.sub(" ", view)), height, width)
            except Unreadable as e:
                fault = e
        raise fault

    return read_final(answer, read, asked=asked)


def _rows(text: str, height: int, width: int) -> tuple[int, ...]:
    for word in _WORD.findall(text):
        if word.casefold() not in _FILLERS and set(word) - set("xX"):
            raise Unreadable(f"{word[:40]!r} means nothing here")
    text = _WORD.sub(lambda word: " " if word[0].casefold() in _FILLERS else word[0].upper(), text)
    marks = _NEUTRAL.sub("", text)
    size = height * width
    if len(marks) != size:
        raise Unreadable(f"want {size} cells, got {len(marks)}")
    if other := next((mark for mark in marks if mark not in _BITS), None):
        raise Unreadable(f"{other!r} is neither a filled nor an empty cell")
    cells = [_BITS[mark] for mark in marks]
    return tuple(sum(cells[r * width + c] << c for c in range(width)) for r in range(height))
