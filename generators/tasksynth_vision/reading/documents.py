"""Read a document's values off its pixels, letter by letter.

How pages are set is taken as known: where cells are, what is above them, how askew a page lies, and
the shapes of the typeface. What stands in the cells is found: each is split into letters so that
these, drawn one after the other, are as near to its pixels as can be.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

import numpy as np

from tasksynth_vision.documents.data import (
    Cell,
    DocumentData,
    DocumentTable,
    SheetColumn,
    SheetEntry,
)
from tasksynth_vision.documents.shown import MONTHS, NUMBERS, day_in, time_in
from tasksynth_vision.documents.words import vocabulary
from tasksynth_vision.drawing.documents import MARGIN, MARK_HUES
from tasksynth_vision.drawing.pillow import font, pillow
from tasksynth_vision.drawing.sheets import SPACED, Sheet, SheetSpot, TypeRun, Where
from tasksynth_vision.drawing.typesetting import set_pages

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
TURNED = 0.45
"""Pixels of blur that turning a page and turning it back makes."""
LIKE = 0.65
"""How like a word of the vocabulary one has to be that is taken for it, of 1."""
UNREAD = "?"
"""What stands for a value that is none of its sort."""
Seen = dict[Where, str]


def read_document(pictures: Sequence["np.ndarray[Any, Any]"], d: DocumentData) -> DocumentData:
    """The document with the values that its pictures show, each (height, width, 3) uint8."""
    found: Seen = {}
    for picture, sheet in zip(pictures, set_pages(d), strict=True):
        page = _straight(picture, d, sheet)
        light = page.mean(2)
        for run in sheet.runs:
            if run.where is not None:
                found[run.where] = read_run(light, run, _alphabet(d, run.where), _blur(d))
        for spot in sheet.spots:
            found[spot.where] = _read_spot(page, spot)
    return _with(d, found)


def _blur(d: DocumentData) -> float:
    turned = TURNED if d.look.tilt else 0.0
    return round(float(np.hypot(d.look.blur / 10, turned)), 2)


def _straight(
    picture: "np.ndarray[Any, Any]", d: DocumentData, sheet: Sheet
) -> "np.ndarray[Any, Any]":
    """The page alone, as it was before it was turned: float32."""
    if not d.look.tilt:
        return picture.astype(np.float32)
    image = pillow("Image")
    back = image.fromarray(picture).rotate(-d.look.tilt / 10, image.Resampling.BICUBIC)
    cut = np.asarray(back, dtype=np.float32)
    return cut[MARGIN : MARGIN + sheet.height, MARGIN : MARGIN + sheet.width]


def _column(d: DocumentData, where: Where) -> SheetColumn:
    name, row, column = where
    if name == "entry":
        return d.entries[row].column
    if name == "total" and d.total is not None:
        return d.total.column
    table = d.side if name == "side" and d.side is not None else d.table
    return table.columns[column]


def _alphabet(d: DocumentData, where: Where) -> str:
    """The letters that a value of that sort may be written with."""
    match _column(d, where).sort:
        case "int" | "decimal" | "money":
            return DIGITS + "".join(NUMBERS[d.manner.numbers]).strip()
        case "time":
            return DIGITS + ":"
        case "date":
            named = "," + "".join(sorted({one for name in MONTHS for one in name[:3]}))
            return DIGITS + (named if d.manner.dates > 3 else "-./")
        case "code":
            return DIGITS + LETTERS[:26] + "-inout"
    return DIGITS + LETTERS


@cache
def _letters(alphabet: str, size: int, bold: bool, blur: float) -> dict[int, tuple[str, Any]]:  # noqa: FBT001
    """Letters by how wide they are: which, and what they look like, (letters, height * width)."""
    image, draw, face = pillow("Image"), pillow("ImageDraw"), font(size)
    by_width: dict[int, list[tuple[str, Any]]] = {}
    for letter in alphabet:
        wide = round(face.getlength(letter))
        tile = image.new("L", (wide + 8, size + 2 * _drop(size)), 0)
        pen = draw.Draw(tile)
        for shift in range(1 + bold):
            pen.text((4 + shift, size + _drop(size) // 2), letter, fill=255, font=face, anchor="ls")
        if blur:
            tile = tile.filter(pillow("ImageFilter").GaussianBlur(blur))
        cut = np.asarray(tile, dtype=np.float32)[:, 4 : 4 + wide] / 255
        by_width.setdefault(wide, []).append((letter, cut.ravel()))
    return {
        wide: ("".join(letter for letter, _ in held), np.stack([cut for _, cut in held]))
        for wide, held in by_width.items()
    }


def _drop(size: int) -> int:
    return max(3, size // 4)


def read_run(light: "np.ndarray[Any, Any]", run: TypeRun, alphabet: str, blur: float) -> str:
    """What stands in the room of some type, on a page of one channel."""
    size, drop = run.size, _drop(run.size)
    left, right = max(0, run.room[0] - 2), run.room[1] + 3
    top = run.y - size - drop // 2
    patch = light[max(0, top) : top + size + 2 * drop, left:right]
    if patch.shape[0] < size + 2 * drop:
        return UNREAD
    ground = float(np.median(patch))
    ink = sum(run.ink) / 3
    shown = np.clip((ground - patch) / ((ground - ink) or 1.0), -0.5, 1.3)
    return _split(shown, _letters(alphabet, size, run.bold, blur), size)


def _split(shown: "np.ndarray[Any, Any]", letters: dict[int, tuple[str, Any]], size: int) -> str:
    """The letters, and blank columns between words, that leave the least unexplained."""
    height, width = shown.shape
    blank = (shown**2).sum(0)
    before = np.concatenate([[0.0], np.cumsum(blank)])
    best: dict[int, tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]] = {}
    for wide, (_, cuts) in letters.items():
        if wide > width:
            continue
        windows = np.lib.stride_tricks.sliding_window_view(shown, wide, axis=1)
        flat = windows.transpose(1, 0, 2).reshape(width - wide + 1, height * wide)
        costs = (cuts**2).sum(1) - 2 * flat @ cuts.T  # (places, letters)
        which = costs.argmin(1)
        whole = before[wide:] - before[: width - wide + 1]
        best[wide] = which, costs[np.arange(len(which)), which] + whole
    return _spelt(_way(blank, best, width), letters, size)


def _way(
    blank: "np.ndarray[Any, Any]", best: dict[int, tuple[Any, Any]], width: int
) -> list[tuple[int, int]]:
    """The cheapest way from left to right: widths and which letter of that width, 0 for blanks."""
    cost = [0.0] * (width + 1)
    came: list[tuple[int, int]] = [(0, 0)] * (width + 1)
    told = {wide: (which.tolist(), costs.tolist()) for wide, (which, costs) in best.items()}
    bare = blank.tolist()
    for x in range(1, width + 1):
        low, step = cost[x - 1] + bare[x - 1], (0, 0)
        for wide, (which, costs) in told.items():
            if x >= wide and (here := cost[x - wide] + costs[x - wide] + _LETTER) < low:
                low, step = here, (wide, which[x - wide])
        cost[x], came[x] = low, step
    out, x = [], width
    while x > 0:
        out.append(came[x])
        x -= came[x][0] or 1
    return out[::-1]


_LETTER = 0.35
"""What a letter has to explain to be seen: less is noise."""


def _spelt(way: Iterable[tuple[int, int]], letters: dict[int, tuple[str, Any]], size: int) -> str:
    gap = round(font(size).getlength(" ")) + SPACED
    out, blanks = "", 0
    for wide, which in way:
        if wide == 0:
            blanks += 1
            continue
        if out and blanks >= gap - 1:
            out += " "
        out, blanks = out + letters[wide][0][which], 0
    return out


def _read_spot(page: "np.ndarray[Any, Any]", spot: SheetSpot) -> str:
    """The colour of a mark, or whether a box is ticked."""
    inner = max(2, spot.r // 2)
    patch = page[spot.y - inner : spot.y + inner + 1, spot.x - inner : spot.x + inner + 1]
    tone = patch.reshape(-1, 3).mean(0)
    if isinstance(spot.said, str):
        hues = {name: np.array(rgb) for name, rgb in MARK_HUES.items()}
        return min(hues, key=lambda name: float(np.linalg.norm(hues[name] - tone)))
    return "1" if tone.mean() < 205 else "0"


def _spoken(text: str) -> str:
    """A text with each word brought to the likest one of the vocabulary, if there is one."""
    return " ".join(_word(word, first=i == 0) for i, word in enumerate(text.split()))


@cache
def _word(word: str, *, first: bool) -> str:
    known = vocabulary()
    if word in known or not word.isalpha():
        return word
    if not first and word.lower() in known:
        return word.lower()
    return (get_close_matches(word, known, 1, LIKE) or [word])[0]


def _valued(d: DocumentData, text: str, column: SheetColumn) -> Cell:
    """What a text says as a value of a column; `UNREAD` where it is none."""
    match column.sort:
        case "int" | "decimal" | "money":
            digits = "".join(one for one in text if one in DIGITS)
            return int(digits) if digits else UNREAD
        case "tick":
            return int(text)
        case "date":
            day = day_in(text, d.manner)
            return UNREAD if day is None else day
        case "time":
            time = time_in(text)
            return UNREAD if time is None else time
        case "text":
            return _spoken(text)
    return text


def _with(d: DocumentData, found: Seen) -> DocumentData:
    def value(where: Where) -> Cell:
        return _valued(d, found.get(where, UNREAD), _column(d, where))

    def table(name: Any, told: DocumentTable) -> DocumentTable:
        rows = tuple(
            tuple(value((name, row, column)) for column in range(len(told.columns)))
            for row in range(len(told.rows))
        )
        return told.model_copy(update={"rows": rows})

    entries = tuple(
        SheetEntry(column=one.column, value=value(("entry", i, 0)))
        for i, one in enumerate(d.entries)
    )
    total = d.total and SheetEntry(column=d.total.column, value=value(("total", 0, 0)))
    side = None if d.side is None else table("side", d.side)
    return d.model_copy(
        update={"table": table("table", d.table), "side": side, "entries": entries, "total": total}
    )
