"""Grids as text: how they are told, and how answers are read."""

import json
import re
from contextlib import suppress

from tasksynth.answers import Unreadable, normalized, read_final
from tasksynth_vision.grids.steps import EMPTY, LETTERS, Grid

_WORDS = {name: letter for letter, name in LETTERS.items()} | {
    "empty": EMPTY, "blank": EMPTY, "white": EMPTY, "none": EMPTY,
}  # fmt: skip
_WORD = re.compile(r"\b(?:" + "|".join(_WORDS) + r")\b", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;|\"'`\[\]()$&\\]+")
_ROW = re.compile(rf"[{''.join(LETTERS)}.]{{1,48}}")
_ROW_NAME = re.compile(r"^\s*(?:[-*+]\s+)?(?:row\s*\d{0,2}|\d{1,2})[:.)]\s(?=\s*\S)", re.IGNORECASE)
_EMPTIES = str.maketrans("_-0\u00b7\u2022", "....." )  # fmt: skip
MOST = 4000
"""Characters of an answer, at most."""


def read_grid(reply: str) -> Grid:
    """The grid that a reply gives: rows of letters, with or without something between cells.

    Raises:
        Unreadable: if there is none, or several.
    """
    return read_final(reply, grid_in)


def grid_in(text: str) -> Grid:
    """The grid that a text is.

    Raises:
        Unreadable: if it is none, or has rows of different lengths.
    """
    if len(text) > MOST:
        raise Unreadable("want a grid, got much more")
    said = normalized(text).replace("\r\n", "\n").strip()
    said = re.sub(r"```\w*\n?|\\\\", "\n", said)
    rows = _from_json(said) or [
        found for line in said.split("\n") if line.strip() and (found := _row(line))
    ]
    if len(rows) < 2:
        raise Unreadable(f"want a grid, a line for each row, got {text[:40]!r}")
    if len({len(row) for row in rows}) > 1:
        raise Unreadable("the rows of the grid are not equally long")
    return tuple(rows)


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


def _from_json(text: str) -> list[str]:
    """The rows of a JSON list, or of an object with one; nothing where it is none."""
    start = text[:1]
    if start not in ("[", "{"):
        return []
    value: object = None
    with suppress(ValueError, RecursionError):
        value = json.loads(text)
    if isinstance(value, dict) and len(value) == 1:
        (value,) = value.values()
    if isinstance(value, str):
        value = value.split("\n")
    if not isinstance(value, list):
        return []
    return [_row(" ".join(map(str, row)) if isinstance(row, list) else str(row)) for row in value]
