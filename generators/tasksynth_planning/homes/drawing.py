"""Draw homes: rooms on a plan, furniture along the walls, and things that went astray."""

from collections.abc import Iterable
from typing import TypeVar

from tasksynth.rng import Dice
from tasksynth_planning.homes.models import Belonging, Furniture, Home

T = TypeVar("T")

OPEN: dict[str, tuple[str, ...]] = {
    "kitchen": ("kitchen table", "worktop", "spice rack", "window sill"),
    "living room": ("sofa", "coffee table", "mantelpiece", "bookcase"),
    "bedroom": ("bed", "bedside table", "blanket box", "armchair"),
    "study": ("desk", "bookshelf", "footstool", "drafting table"),
    "bathroom": ("washstand", "bath rack", "towel rack", "stool"),
    "hall": ("bench", "hat shelf", "console table", "shoe rack"),
}
"""Furniture without doors, by rooms."""
DOORS: dict[str, tuple[str, ...]] = {
    "kitchen": ("fridge", "kitchen cupboard", "oven"),
    "living room": ("sideboard", "glass cabinet", "toy chest"),
    "bedroom": ("wardrobe", "chest of drawers", "jewellery box"),
    "study": ("filing cabinet", "safe", "roll-top desk"),
    "bathroom": ("mirror cabinet", "laundry hamper", "medicine chest"),
    "hall": ("coat cupboard", "shoe cupboard", "key cabinet"),
}
COLOURS = ("red", "blue", "green", "yellow", "white", "black", "grey", "orange")
NOUNS = (
    "mug", "book", "ball", "scarf", "torch", "notebook", "teapot", "vase", "camera", "umbrella",
    "candle", "hairbrush", "parcel", "cap", "clock", "toy car", "bottle", "glove", "radio", "bowl",
)  # fmt: skip
WIDE, HIGH = (3, 5), (2, 4)
"""Cells of a room, from and to."""
_TRIES = 20
"""Ways to strew the things that are drawn before a home is given up."""


def draw_home(
    dice: Dice,
    *,
    rooms: int,
    pieces: int,
    doors: int,
    things: int,
    others: int,
    hands: int,
) -> Home | None:
    """A home with so many pieces of furniture, of which `doors` have doors.

    `things` are astray and `others` where they belong; None if that was not found.
    """
    rows, insides = _plan(dice, *_SHAPES[rooms])
    names = list(OPEN)
    dice.shuffle(names)
    inside = dict(zip(names, insides, strict=False))
    furniture = _furnished(dice, inside, pieces, doors)
    taken = {one.cell for one in furniture}
    free = [(room, cell) for room, cells in inside.items() for cell in cells if cell not in taken]
    room, start = dice.of(free)
    for _ in range(_TRIES):
        strewn = _strewn(dice, furniture, things, others)
        if strewn is not None:
            return Home(
                rows=rows, start=start, room=room, pieces=furniture, things=strewn, hands=hands
            )
    return None


_SHAPES = {2: (2, 1), 3: (3, 1), 4: (2, 2), 6: (3, 2)}
"""Rooms side by side, and one above the other."""


def _plan(dice: Dice, across: int, down: int) -> tuple[tuple[str, ...], list[list[int]]]:
    """Rows of the plan, and the cells of each room."""
    lefts, wide = _cut(dice, across, WIDE)
    tops, high = _cut(dice, down, HIGH)
    width, height = lefts[-1] + wide[-1] + 1, tops[-1] + high[-1] + 1
    insides = [
        [r * width + c for r in range(top, top + tall) for c in range(left, left + broad)]
        for top, tall in zip(tops, high, strict=True)
        for left, broad in zip(lefts, wide, strict=True)
    ]
    floor = {cell for inside in insides for cell in inside}
    for a, b in _joined(dice, across, down):
        step = 1 if b == a + 1 else width
        floor.add(dice.of([cell + step for cell in insides[a] if cell + 2 * step in insides[b]]))
    marks = "".join("." if cell in floor else "#" for cell in range(width * height))
    return tuple(marks[i : i + width] for i in range(0, len(marks), width)), insides


def _cut(dice: Dice, count: int, sizes: tuple[int, int]) -> tuple[list[int], list[int]]:
    """Where rooms begin, with a wall before each, and their sizes."""
    lengths = [dice.between(*sizes) for _ in range(count)]
    return [1 + i + sum(lengths[:i]) for i in range(count)], lengths


def _joined(dice: Dice, across: int, down: int) -> list[tuple[int, int]]:
    """Rooms with a gap between them: a tree over all of them, and a third of the other pairs."""
    count = across * down
    pairs = [(i, i + 1) for i in range(count) if (i + 1) % across]
    pairs += [(i, i + across) for i in range(count - across)]
    dice.shuffle(pairs)
    part, joined = list(range(count)), []
    for a, b in pairs:
        if part[a] != part[b]:
            part = [part[a] if one == part[b] else one for one in part]
            joined.append((a, b))
        elif dice.below(3) == 0:
            joined.append((a, b))
    return joined


def _furnished(
    dice: Dice, rooms: dict[str, list[int]], pieces: int, doors: int
) -> tuple[Furniture, ...]:
    """Pieces of furniture, in the order of the plan; each room has one at least."""
    order = [name for _ in range(pieces) for name in rooms][:pieces]
    shut = [i < doors for i in range(pieces)]
    dice.shuffle(shut)
    names = {
        (room, door): _shuffled(dice, kinds[room])
        for door, kinds in ((False, OPEN), (True, DOORS))
        for room in rooms
    }
    cells = {room: _shuffled(dice, inside) for room, inside in rooms.items()}
    found = []
    for room, door in zip(order, shut, strict=True):
        door = door if names[room, door] else not door
        name = names[room, door].pop()
        cell, holds = cells[room].pop(), dice.between(1, 3)
        found.append(Furniture(name=name, cell=cell, room=room, holds=holds, door=door))
    return tuple(sorted(found, key=lambda one: one.cell))


def _shuffled(dice: Dice, items: Iterable[T]) -> list[T]:
    found = list(items)
    dice.shuffle(found)
    return found


def _strewn(
    dice: Dice, furniture: tuple[Furniture, ...], things: int, others: int
) -> tuple[Belonging, ...] | None:
    """Things, of which the first ones are astray; None if they find no room."""
    slots = [i for i, one in enumerate(furniture) for _ in range(one.holds)]
    if len(slots) <= things + others:
        return None
    at, homes = _shuffled(dice, slots), _shuffled(dice, slots)
    stay = at[:others]
    for one in stay:
        homes.remove(one)
    pairs = list(zip(at[others : others + things], homes, strict=False))
    if any(a == b for a, b in pairs):
        return None
    names = [f"{colour} {noun}" for noun in NOUNS for colour in COLOURS]
    dice.shuffle(names)
    found = [
        Belonging(name=name, at=a, home=b)
        for name, (a, b) in zip(names, [*pairs, *zip(stay, stay, strict=True)], strict=False)
    ]
    return tuple(_shuffled(dice, found))
