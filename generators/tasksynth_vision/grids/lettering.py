"""Grids as text: how they are told, and how answers are read."""

import json
import re
from contextlib import suppress

from tasksynth.answers import Unreadable, normalized, read_final
from tasksynth.answers.marks import fences
from tasksynth.answers.typeset import without_wrappers
from tasksynth_vision.grids.steps import EMPTY, LETTERS, Grid

_WORDS = {name: letter for letter, name in LETTERS.items()} | {
    "empty": EMPTY, "blank": EMPTY, "white": EMPTY, "none": EMPTY,
}  # fmt: skip
_WORD = re.compile(r"\b(?:" + "|".join(_WORDS) + r")\b", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;|\"'`\u201c\u201d\[\]()$&\\]+")
_ROW = re.compile(rf"[{''.join(LETTERS)}.]{{1,48}}")
_ROW_NAME = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:row\s*(\d{0,2})|(\d{1,2}))[:.)]\s(?=\s*\S)", re.IGNORECASE
)
_EMPTIES = str.maketrans("_-0\u00b7\u2022", "....." )  # fmt: skip
_SQUARES = {
    "red": 0x1F7E5, "blue": 0x1F7E6, "orange": 0x1F7E7, "yellow": 0x1F7E8, "green": 0x1F7E9,
    "purple": 0x1F7EA, "brown": 0x1F7EB,
}  # fmt: skip
_DRAWN = {_SQUARES[name]: letter for letter, name in LETTERS.items() if name in _SQUARES} | {
    0x2B1C: EMPTY, 0x2B1B: EMPTY,
}  # fmt: skip
_LINE_END = re.compile(r"\r\n|\\\\|<br ?/?>|\\end\{\w{1,20}\}")
_TYPESET = re.compile(r"</?\w{1,12}>|\\begin\{\w{1,20}\}(?:\{[clr|]{0,60}\})?|\*\*")
_RULE = re.compile(r"^[| ]*:?-{2,}:? *(?:\| *:?-{2,}:? *)+[| ]*$", re.MULTILINE)
"""The line below the head of a Markdown table of two columns at least."""
_NAMED = re.compile(r"^\w{1,20} ?= ?(?=[\[(])")
_PYTHON = str.maketrans("()'", '[]"')
MOST = 4000
"""Characters of an answer, at most."""


def read_grid(reply: str) -> Grid:
    """The grid that a reply gives: rows of letters, with or without something between cells.

    Raises:
        Unreadable: if there is none, or several.
    """
    return read_final(reply, grid_in)


def grid_in(text: str) -> Grid:
    """The grid that a text is; of several code fences, the last one.

    Raises:
        Unreadable: if it is none, or has rows of different lengths.
    """
    if len(text) > MOST:
        raise Unreadable("want a grid, got much more")
    said = re.sub(r"```\w*\n?", "\n", normalized(_fenced(text)).translate(_DRAWN)).strip()
    rows = _from_list(_NAMED.sub("", said)) or _from_lines(said)
    if len(rows) < 2:
        raise Unreadable(f"want a grid, a line for each row, got {text[:40]!r}")
    if len({len(row) for row in rows}) > 1:
        raise Unreadable("the rows of the grid are not equally long")
    return tuple(rows)


def _fenced(text: str) -> str:
    """What the last of several code fences holds, if there is nothing else; else the text."""
    found = fences(text)
    outside, last = [], 0
    for fence in found:
        outside.append(text[last : fence.start])
        last = fence.end
    alone = found and not "".join([*outside, text[last:]]).strip()
    return found[-1].content if alone else text


def _from_lines(said: str) -> list[str]:
    """The rows of a grid that is written line by line, or in one line with `/` or `;` between.

    Raises:
        Unreadable: if a line is no row, or rows are numbered out of their order.
    """
    rule = _RULE.search(said) if "|" in said else None
    if rule is not None:
        said = _RULE.sub("", _without_head(said, rule.start()))
    said = _LINE_END.sub("\n", _TYPESET.sub("", without_wrappers(_LINE_END.sub("\n", said))))
    lines = [line for line in said.split("\n") if line.strip()]
    if len(lines) == 1:
        lines = re.split("/" if "/" in said else ";", said)
    names = [name for line in lines if (name := _ROW_NAME.match(line)) is not None]
    numbers = [int(name[1] or name[2]) for name in names if name[1] or name[2]]
    if numbers != sorted(numbers):
        raise Unreadable("the rows are numbered out of their order")
    return [found for line in lines if (found := _row(line))]


def _without_head(said: str, end: int) -> str:
    """A Markdown table without its head, where that numbers the columns or says nothing."""
    head = said[:end]
    numbers = re.fullmatch(r"[|\s\d]*[1-9][|\s\d]*", head)
    return said[end:] if numbers else said


def _row(line: str) -> str:
    """The cells of a line.

    Raises:
        Unreadable: if it is no row.
    """
    bare = _ROW_NAME.sub("", line).strip()
    if bare[:2] in ("* ", "+ ") or (bare[:2] == "- " and "-" not in bare[2:]):
        bare = bare[2:]
    cells = _WORD.sub(lambda word: _WORDS[word[0].lower()], bare)
    cells = _BETWEEN.sub("", cells).translate(_EMPTIES).upper()
    if cells and not _ROW.fullmatch(cells):
        raise Unreadable(f"{line[:40]!r} is no row of a grid")
    return cells


def _from_list(text: str) -> list[str]:
    """The rows of a JSON or Python list, or of an object with one; nothing where it is none."""
    if text[:1] not in ("[", "(", "{"):
        return []
    value: object = None
    for written in (text, re.sub(r",\s*\]", "]", text.translate(_PYTHON))):
        with suppress(ValueError, RecursionError):
            value = json.loads(written)
            break
    if isinstance(value, dict):
        lists = [one for one in value.values() if isinstance(one, list)]
        value = lists[0] if len(lists) == 1 else next(iter(value.values()), None)
        value = None if len(lists) > 1 else value
    if isinstance(value, str):
        value = value.split("\n")
    if not isinstance(value, list):
        return []
    return [_row(" ".join(map(str, row)) if isinstance(row, list) else str(row)) for row in value]
