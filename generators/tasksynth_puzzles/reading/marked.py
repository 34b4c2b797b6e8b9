"""Reading which cells are safe and which are mines."""

import re
from collections.abc import Sequence

from tasksynth.answers import Form, Unreadable, plain, read_final

_CELL = re.compile(
    r"\br(?:ow)?[\s_:=]{0,2}\{?(\d{1,2})\}?[\s_,;]{0,2}(?:and\s)?"
    r"c(?:ol(?:umn)?)?[\s_:=]{0,2}\{?(\d{1,2})(?:\}|\b)"
    r"|[(\[]\s{0,3}(\d{1,2})\s{0,3},\s{0,3}(\d{1,2})\s{0,3}[)\]]",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\x02\d+\x03|[^\W\d_]+|\d+|[?!]")
_FENCE = re.compile(r"```[a-z]*", re.IGNORECASE)
_LIST_MARK = re.compile(r"^[ \t>|]*\d{1,3}[.)](?=\s)", re.MULTILINE)
_NOT = re.compile(r"\u2260|!=|<>|\u00ac|\\(?:neq?|neg|lnot)(?![a-zA-Z])")
_KINDS = {"safe": -1, "clear": -1, "mine": -2, "mines": -2, "mined": -2}
_NONE = frozenset(["none", "nothing"])
_TALK = (
    "a all and are as at cell cells certain certainly definitely covered each final following for "
    "hence here in is list must be of on so square squares the them then therefore these thus "
    "answer"
)
_FILLERS = frozenset(_TALK.split())


def read_marked(
    answer: str, height: int, width: int, *, asked: Form = "line"
) -> tuple[frozenset[int], frozenset[int]]:
    """The cells that are called safe, and those called mines, numbered row by row.

    A kind and then its cells, or cells and then their kind; cells as `r2c5`, `(2, 5)` or "row 2,
    column 5".

    Raises:
        Unreadable: if a cell is there twice or outside the board, or a word means nothing here.
    """

    def read(text: str) -> tuple[frozenset[int], frozenset[int]]:
        fault = Unreadable("there is no final answer")
        plainer = _NOT.sub(" not ", plain(_FENCE.sub(" ", text)))
        for view in (plainer, _LIST_MARK.sub(" ", plainer)):
            try:
                return _marked(_decoded(view, height, width))
            except Unreadable as e:
                fault = e
        raise fault

    return read_final(answer, read, asked=asked)


def _decoded(text: str, height: int, width: int) -> list[int | None]:
    """Cells from 0 on, kinds below 0, None for none."""
    text = _CELL.sub(lambda m: f" \x02{_number(m, height, width)}\x03 ", text)
    row: list[int | None] = []
    for token in _TOKEN.findall(text):
        word = token.casefold()
        if token[0] == "\x02":
            row.append(int(token[1:-1]))
        elif word in _KINDS:
            row.append(_KINDS[word])
        elif word in _NONE:
            row.append(None)
        elif word not in _FILLERS:
            raise Unreadable(f"{token[:40]!r} means nothing here")
    return row


def _number(cell: re.Match[str], height: int, width: int) -> int:
    r, c = (int(digits) for digits in cell.groups() if digits is not None)
    if not (1 <= r <= height and 1 <= c <= width):
        raise Unreadable(f"there is no cell in row {r}, column {c}")
    return (r - 1) * width + c - 1


def _marked(row: list[int | None]) -> tuple[frozenset[int], frozenset[int]]:
    cells = [code for code in row if code is not None and code >= 0]
    if not cells and None not in row:
        raise Unreadable("want cells that are safe or mines, got none")
    if len(set(cells)) != len(cells):
        raise Unreadable("a cell is named twice")
    found: tuple[set[int], set[int]] = (set(), set())
    kind_first = row[0] is not None and row[0] < 0
    ordered: Sequence[int | None] = row if kind_first else row[::-1]
    kind: int | None = None
    for code in ordered:
        if code is not None and code < 0:
            kind = code
        elif kind is None:
            raise Unreadable("a cell is called neither safe nor a mine")
        elif code is not None:
            found[-kind - 1].add(code)
    return frozenset(found[0]), frozenset(found[1])
