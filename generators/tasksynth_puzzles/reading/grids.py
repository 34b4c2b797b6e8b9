"""Reading a grid of digits from an answer, however it is laid out."""

import re
from collections.abc import Sequence

from tasksynth.answers import Form, Unreadable, plain, read_final

_FENCE = re.compile(r"```[a-z]*", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:row|line|r)[ \t]{0,3}[1-9][0-9]?\b|\b(?:columns?|c)[ \t]{0,3}[1-9]\b", re.IGNORECASE
)
_ORDER = re.compile(r"^[ \t>|]*\d{1,2}[.):](?=\s)", re.MULTILINE)
_TOKEN = re.compile(r"[^\W\d_]+|[+-]?\d+(?:\.\d+)?|[?_\u2022*#]")
_TALK = (
    "the a is are as follows here final finally answer solution result grid sudoku kakuro puzzle "
    "rows row complete completed finished solved filled in of for and so thus therefore"
)
_FILLERS = frozenset(_TALK.split())
_RULES = re.compile(r"\+?(?:[-=+]{3,}\+?)+|[\u2500-\u257f]")


def read_grid(answer: str, rows: int, columns: int, *, asked: Form = "tag") -> tuple[int, ...]:
    """The digits of a grid, row by row.

    Digits may stand apart or together, one row or all rows at once; borders, brackets, list
    numbers and labels of rows are skipped.

    Raises:
        Unreadable: if there are more or fewer, or other words than those that mean nothing here.
    """

    def read(text: str) -> tuple[int, ...]:
        text = _RULES.sub(" ", _FENCE.sub(" ", text))
        text = _LABEL.sub(" ", plain(text))
        fault = Unreadable("there is no final answer")
        for view in (text, _ORDER.sub(" ", text)):
            try:
                return _digits(view, rows, columns)
            except Unreadable as e:
                fault = e
        raise fault

    return read_final(answer, read, asked=asked)


def _digits(text: str, rows: int, columns: int) -> tuple[int, ...]:
    tokens: list[str] = []
    for token in _TOKEN.findall(text):
        if token.isascii() and token.isdigit():
            tokens.append(token)
        elif token.casefold() not in _FILLERS:
            raise Unreadable(f"{token[:40]!r} means nothing here")
    size = rows * columns
    if {len(token) for token in tokens} not in ({1}, {columns}, {size}):
        tokens = _apart(tokens, columns)
    digits = "".join(tokens)
    if len(digits) != size:
        raise Unreadable(f"want {size} digits, got {len(digits)}")
    return tuple(map(int, digits))


def _apart(tokens: Sequence[str], columns: int) -> list[str]:
    """Blocks of boxes, `53 4 67 8`, are no clear layout unless they are as long all along."""
    lengths = {len(token) for token in tokens}
    if len(lengths) == 1 and columns % min(lengths) == 0:
        return list(tokens)
    raise Unreadable("want digits one by one, or a row at a time")


_SUMS = re.compile(r"(?<![\d\\])\d{0,2}[ \t]?\\[ \t]?\d{0,2}(?![\w\\])")
_BLACK = re.compile(r"[#\u25a0\u2588\u2b1b_*.\u00b7]|(?<!\w)[xX](?!\w)|(?<!\S)[-\u2013](?!\S)")


def read_cells(
    answer: str, side: int, white: Sequence[int], *, asked: Form = "tag"
) -> tuple[int, ...]:
    """The digits of the white cells of a square, row by row, whatever black ones are marked with.

    Sums in black cells, `16\\7`, are skipped; so are zeros there, if all black cells have one.

    Raises:
        Unreadable: if there are more or fewer, or other words than those that mean nothing here.
    """

    def read(text: str) -> tuple[int, ...]:
        text = _RULES.sub(" ", _FENCE.sub(" ", text))
        text = _LABEL.sub(" ", plain(_SUMS.sub(" # ", text)))
        fault = Unreadable("there is no final answer")
        for view in (text, _ORDER.sub(" ", text)):
            try:
                return _white_digits(_BLACK.sub(" ", view), side, white)
            except Unreadable as e:
                fault = e
        raise fault

    return read_final(answer, read, asked=asked)


def _white_digits(text: str, side: int, white: Sequence[int]) -> tuple[int, ...]:
    digits = ""
    for token in _TOKEN.findall(text):
        if token.isascii() and token.isdigit():
            digits += token
        elif token.casefold() not in _FILLERS:
            raise Unreadable(f"{token[:40]!r} means nothing here")
    if len(digits) == side * side:
        black = set(range(side * side)) - {*white}
        if all(digits[cell] == "0" for cell in black):
            digits = "".join(digits[cell] for cell in white)
    if len(digits) != len(white):
        raise Unreadable(f"want {len(white)} digits, got {len(digits)}")
    return tuple(map(int, digits))
