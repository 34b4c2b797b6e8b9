"""Hidden ships: all arrangements that may be, and how many misses finding them costs at least.

What is known is the set of arrangements that are left, as bits of a whole number. What was shot at
is the same in all of them, so that the least misses to be expected depend on that set alone.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from typing import Literal

from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_schemas import Model

SEAS = (
    (4, 4, (2, 2), 6, 9),
    (4, 4, (3, 2), 7, 12),
    (5, 4, (3, 2), 10, 16),
    (5, 5, (3, 2), 14, 22),
    (6, 5, (3, 2, 2), 14, 19),
    (6, 6, (4, 3, 2), 21, 30),
)
"""Columns, rows, ships, and how many arrangements are left, at least and at most."""
_CELL = re.compile(
    r"(?:(?:i\s+(?:will\s+|would\s+)?)?(?:shoot|fire)\s+)?(?:at\s+)?(?:cell\s+)?\(?(?:column\s+)?"
    r"(?:([a-f])[\s,-]*(?:row\s+)?([1-6])|([1-6])[\s,-]*([a-f]))\)?",
    re.IGNORECASE,
)
Hunted = tuple[int, int]
"""Arrangements that are left, and cells that were shot at, as bits."""


class SeaTooLargeError(Exception):
    """More states would have to be looked at than is allowed."""


class Sea(Model):
    """A board with hidden ships, at some cells of which somebody has shot."""

    kind: Literal["sea"] = "sea"
    width: int
    height: int
    ships: tuple[int, ...]
    """Their lengths."""
    shots: tuple[int, ...]
    """Cells, row by row."""
    hidden: tuple[int, ...]
    """Cells of the ships."""

    def begin(self) -> Hunted:
        return (1 << len(arrangements(self))) - 1, sum(1 << cell for cell in self.shots)

    def over(self, b: Hunted) -> bool:
        left, shots = b
        return not arrangements(self)[(left & -left).bit_length() - 1] & ~shots

    def choices(self, b: Hunted) -> tuple[str, ...]:
        cells = range(self.width * self.height)
        return tuple(self.name(cell) for cell in cells if not b[1] >> cell & 1)

    def outcomes(self, b: Hunted, choice: str) -> Mapping[str, tuple[int, Hunted]]:
        left, shots = b
        cell = self.cell(choice)
        hit, shots = left & covered(self)[cell], shots | 1 << cell
        outcomes: dict[str, tuple[int, Hunted]] = {}
        if hit:
            outcomes["hit"] = (0, (hit, shots))
        if left ^ hit:
            outcomes["miss"] = (-(left ^ hit).bit_count(), (left ^ hit, shots))
        return outcomes

    def happens(self, b: Hunted, choice: str) -> str:
        return "hit" if self.cell(choice) in self.hidden else "miss"

    def scale(self, b: Hunted) -> int:
        """What a value is divided by to be misses."""
        return b[0].bit_count()

    def rules(self) -> str:
        counts = {length: self.ships.count(length) for length in self.ships}
        some = [
            f"{'a ship' if count == 1 else 'two ships'} of {length} cells"
            for length, count in counts.items()
        ]
        ships = f"{', '.join(some[:-1])} and {some[-1]}" if some[1:] else some[0]
        lie = "lie" if self.ships[1:] else "lies"
        return (
            f"Let us play battleship; you alone shoot. On a board of {self.width} columns and "
            f"{self.height} rows {lie} {ships}, each straight, across or down. Ships may touch, "
            "and share no cell. Every arrangement that agrees with what is known is as likely as "
            "any other. A shot at a cell tells whether it hits a ship, and nothing else: not which "
            "one, and not whether it is sunk. It is over when all cells of all ships have been "
            "hit.\n\n"
            f"This is known so far: X is a hit, o is a miss.\n\n{self.plan(self.begin())}"
        )

    def plan(self, b: Hunted) -> str:
        """The board as text."""
        marks = [
            "." if not b[1] >> cell & 1 else "X" if cell in self.hidden else "o"
            for cell in range(self.width * self.height)
        ]
        head = "  " + " ".join("ABCDEF"[: self.width])
        rows = [marks[row * self.width : (row + 1) * self.width] for row in range(self.height)]
        return "\n".join([head, *(f"{i} {' '.join(row)}" for i, row in enumerate(rows, 1))])

    def seen(self, choice: str, outcome: str, b: Hunted) -> str:
        return f"{choice} is a {outcome}.\n\n{self.plan(b)}\n"

    def read(self, text: str) -> str:
        if (match := _CELL.fullmatch(text.strip())) is None:
            raise Unreadable(f"want a cell such as B2, got {text.strip()[:30]!r}")
        name = f"{(match[1] or match[4]).upper()}{match[2] or match[3]}"
        if "ABCDEF".index(name[0]) >= self.width or int(name[1]) > self.height:
            raise Unreadable(f"there is no cell {name} on this board")
        return name

    def name(self, cell: int) -> str:
        """A cell as it is called."""
        return f"{'ABCDEF'[cell % self.width]}{cell // self.width + 1}"

    def cell(self, name: str) -> int:
        """A cell's number."""
        return "ABCDEF".index(name[0]) + (int(name[1]) - 1) * self.width


def arrangements(sea: Sea) -> tuple[int, ...]:
    """All that may lie there: cells as bits."""
    return _fitting(sea.width, sea.height, sea.ships, *_known(sea))


def covered(sea: Sea) -> tuple[int, ...]:
    """For each cell, the arrangements in which a ship is there, as bits."""
    return _covering(sea.width, sea.height, sea.ships, *_known(sea))


@lru_cache(maxsize=64)
def _known(sea: Sea) -> tuple[int, int]:
    """Hits and misses, as bits."""
    hits = sum(1 << cell for cell in sea.shots if cell in sea.hidden)
    return hits, sum(1 << cell for cell in sea.shots) ^ hits


@lru_cache(maxsize=64)
def _fitting(
    width: int, height: int, ships: tuple[int, ...], hits: int, misses: int
) -> tuple[int, ...]:
    found = [0]
    for length in sorted(set(ships), reverse=True):
        places = [place for place in _places(width, height, length) if not place & misses]
        sets = list(_apart(places, ships.count(length)))
        found = [before | one for before in found for one in sets if not before & one]
    return tuple(one for one in found if not hits & ~one)


@lru_cache(maxsize=64)
def _covering(
    width: int, height: int, ships: tuple[int, ...], hits: int, misses: int
) -> tuple[int, ...]:
    bits = [(1 << i, one) for i, one in enumerate(_fitting(width, height, ships, hits, misses))]
    cells = range(width * height)
    return tuple(sum(bit for bit, one in bits if one >> cell & 1) for cell in cells)


def places_of(sea: Sea, length: int) -> Iterator[int]:
    """Where a ship by itself may lie, as bits."""
    return _places(sea.width, sea.height, length)


def _places(width: int, height: int, length: int) -> Iterator[int]:
    for row in range(height):
        for column in range(width):
            for across, down in ((1, 0), (0, 1)):
                end = (column + across * (length - 1), row + down * (length - 1))
                if end[0] < width and end[1] < height:
                    yield sum(
                        1 << (row + down * i) * width + column + across * i for i in range(length)
                    )


def _apart(places: list[int], count: int) -> Iterator[int]:
    """So many of the places that share no cell, as one."""
    for some in combinations(places, count):
        both = 0
        for place in some:
            if both & place:
                break
            both |= place
        else:
            yield both


def elsewhere(sea: Sea, arrangement: int) -> Sea:
    """The same board, as far as is known, with the ships in another arrangement."""
    cells = range(sea.width * sea.height)
    return sea.model_copy(update={"hidden": tuple(c for c in cells if arrangement >> c & 1)})


class SeaValues:
    """The misses that have to be expected, by which arrangements are left."""

    def __init__(self, world: Sea, most: int, known: dict[int, int] | None = None) -> None:
        self.world, self.most = world, most
        self.known: dict[int, int] = {} if known is None else known
        every = covered(world)
        self._cells = [mask for mask in dict.fromkeys(every) if mask]

    def of(self, b: Hunted) -> int:
        return -self._missed(b[0])

    def choice(self, b: Hunted, choice: str) -> int:
        after = self.world.outcomes(b, choice).values()
        return sum(paid + self.of(then) for paid, then in after)

    @property
    def size(self) -> int:
        return len(self.known)

    def _missed(self, left: int) -> int:
        """Misses, times arrangements.

        Raises:
            SeaTooLargeError: if there are more states than allowed.
        """
        if left & (left - 1) == 0:
            return 0
        if left not in self.known:
            if len(self.known) >= self.most:
                raise SeaTooLargeError(f"more than {self.most} states")
            self.known[left] = self._least(left)
        return self.known[left]

    def _least(self, left: int) -> int:
        """By the best shot: of those tried first that hit most often.

        To tell n arrangements apart takes n - 1 misses at least, all in all.
        """
        count = left.bit_count()
        hits = sorted({left & mask for mask in self._cells} - {0, left}, key=_often, reverse=True)
        least: int | None = None
        for hit in hits:
            missed = count - hit.bit_count()
            if least is not None and missed + count - 2 >= least:
                break
            total = missed + self._missed(hit) + self._missed(left ^ hit)
            least = total if least is None else min(least, total)
        return least or 0


def luck(values: SeaValues) -> float:
    """The chance that drawing lots among the cells that may be hit loses nothing."""
    sea, hits = values.world, covered(values.world)
    known: dict[Hunted, float] = {}

    def chance(b: Hunted) -> float:
        if sea.over(b):
            return 1.0
        if b not in known:
            cells = [one for one in sea.choices(b) if b[0] & hits[sea.cell(one)]]
            good = [one for one in cells if values.choice(b, one) == values.of(b)]
            after = (sea.outcomes(b, one)[sea.happens(b, one)][1] for one in good)
            known[b] = sum(map(chance, after)) / len(cells)
        return known[b]

    return chance(sea.begin())


def _often(hit: int) -> tuple[int, int]:
    return hit.bit_count(), hit


def draw_sea(dice: Dice, size: int) -> Sea | None:
    """A board of chance, shot at until so many arrangements are left."""
    width, height, ships, least, most = SEAS[size]
    empty = Sea(width=width, height=height, ships=ships, shots=(), hidden=())
    hidden = 0
    for length in ships:
        free = [place for place in _places(width, height, length) if not place & hidden]
        if not free:
            return None
        hidden |= dice.of(free)
    cells = list(range(width * height))
    dice.shuffle(cells)
    count = width * height // 4 if size < 3 else width * height * 2 // 5
    lie = tuple(cell for cell in range(width * height) if hidden >> cell & 1)
    sea = empty.model_copy(update={"shots": tuple(cells[:count]), "hidden": lie})
    left = arrangements(sea)
    while len(left) > most:
        cell = cells[count]
        left = tuple(one for one in left if (one ^ hidden) >> cell & 1 == 0)
        count += 1
    if len(left) < least or len(set(left)) < len(left):
        return None
    return sea.model_copy(update={"shots": tuple(sorted(cells[:count]))})
