"""Draw a pile: pages that are much alike, and points of which each holds of some of them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tasksynth.rng import Dice
from tasksynth_vision.documents.data import ORDERED, Cell, DocumentData, SheetEntry
from tasksynth_vision.documents.making import Kind
from tasksynth_vision.piles.points import PagePoint, holds, reach


def draw_kinds(dice: Dice, kinds: Sequence[Kind], pages: int, alike: float) -> list[Kind]:
    """Of each page: that of the first one, or with the chance 1 - `alike` any."""
    first = dice.of(kinds)
    others = [
        first if dice.below(1000) < 1000 * alike else dice.of(kinds) for _ in range(pages - 1)
    ]
    return [first, *others]


def spread_around(dice: Dice, pile: Sequence[DocumentData]) -> list[DocumentData]:
    """The pages, about half of the alike ones with each name that the first one has, too.

    Names that stand on one page alone would be told by a search for a word.
    """
    first, *others = pile
    fields = [one for one in first.entries if one.column.sort == "text"]
    listed = dice.of(first.table.values(0))
    out = [first]
    for page in others:
        if page.kind == first.kind:
            for field in fields:
                if dice.below(2):
                    page = _with_field(page, field)
            if dice.below(2):
                page = page.model_copy(update={"issuer": first.issuer})
            if dice.below(2):
                page = _with_listed(dice, page, listed)
        out.append(page)
    return out


def _with_field(page: DocumentData, field: SheetEntry) -> DocumentData:
    entries = tuple(field if one.column == field.column else one for one in page.entries)
    return page.model_copy(update={"entries": entries})


def _with_listed(dice: Dice, page: DocumentData, name: Cell) -> DocumentData:
    rows = list(page.table.rows)
    if name not in page.table.values(0):
        place = dice.below(len(rows))
        rows[place] = (name, *rows[place][1:])
    table = page.table.model_copy(update={"rows": tuple(rows)})
    return page.model_copy(update={"table": table})


def draw_points(
    dice: Dice, pile: Sequence[DocumentData], count: int
) -> tuple[PagePoint, ...] | None:
    """So many points of different sorts or names, each of which holds of some pages, not of all."""
    found: dict[tuple[str, str], list[PagePoint]] = {}
    for point in _possible(dice, pile):
        if 0 < sum(holds(page, point) for page in pile) < len(pile):
            name = point.column.name if point.column else ""
            found.setdefault((point.sort, name), []).append(point)
    if len(found) < count:
        return None
    keys = list(found)
    dice.shuffle(keys)
    return tuple(dice.of(found[key]) for key in keys[:count])


def _possible(dice: Dice, pile: Sequence[DocumentData]) -> Iterator[PagePoint]:
    first = pile[0]
    yield PagePoint(sort="kind", value=first.kind)
    yield PagePoint(sort="issuer", value=first.issuer)
    for name in first.table.values(0):
        if sum(name in page.table.values(0) for page in pile) > 1:
            yield PagePoint(sort="lists", value=name)
    for entry in first.entries:
        if entry.column.sort in ORDERED:
            yield from _limited(dice, pile, PagePoint(sort="beyond", value=0, column=entry.column))
        elif entry.column.sort == "text":
            yield PagePoint(sort="field", value=entry.value, column=entry.column)
    if first.total is not None:
        total = PagePoint(sort="total", value=0, column=first.total.column)
        yield from _limited(dice, pile, total)
    for column in first.table.columns[1:]:
        if column.sort in ORDERED:
            yield from _limited(dice, pile, PagePoint(sort="some", value=0, column=column))
    yield from _limited(dice, pile, PagePoint(sort="rows", value=0))


def _limited(dice: Dice, pile: Sequence[DocumentData], point: PagePoint) -> Iterator[PagePoint]:
    """The point with a limit between two of the pages, if there are two that differ by two."""
    point = point.model_copy(update={"low": bool(dice.below(2))})
    numbers = sorted({n for page in pile if (n := reach(page, point)) is not None})
    gaps = [(a, b) for a, b in pairwise(numbers) if b - a > 1]
    if gaps:
        a, b = dice.of(gaps)
        yield point.model_copy(update={"value": (a + b) // 2})
