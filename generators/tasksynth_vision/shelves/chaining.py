"""What gets by without a rule: to put frames beside those that they are most alike."""

from collections.abc import Callable, Sequence
from itertools import pairwise, permutations

from tasksynth_vision.shelves.props import ShelfKind, Shelves
from tasksynth_vision.shelves.ruling import Order

WIDTHS: dict[ShelfKind, int] = {
    "candle": 18, "glass": 40, "flower": 16, "ball": 18, "door": 52, "dial": 12, "balloon": 60,
    "lift": 26, "bird": 10, "blind": 80,
}  # fmt: skip
"""Pixels that change, or so, where a thing moves by one."""


def chained(shelf: Shelves) -> Order:
    """The order of the least change from frame to frame, as far as pixels would tell it."""

    def change(i: int, j: int) -> float:
        pairs = zip(shelf.props, shelf.frames[i], shelf.frames[j], strict=True)
        return sum(WIDTHS[prop.kind] * abs(one - other) for prop, one, other in pairs)

    return likest(len(shelf.frames), change)


def likest(count: int, change: Callable[[int, int], float]) -> Order:
    """The order whose frames change least from one to the next, in either direction."""
    table = [[change(i, j) for j in range(count)] for i in range(count)]
    return min(
        (order for order in permutations(range(count)) if order[0] < order[-1]),
        key=lambda order: sum(table[i][j] for i, j in pairwise(order)),
    )


def heights(shelf: Shelves) -> list[int]:
    """The frames by how much of all things they show, least first."""

    def shown(values: Sequence[int]) -> int:
        return sum(WIDTHS[prop.kind] * at for prop, at in zip(shelf.props, values, strict=True))

    return sorted(range(len(shelf.frames)), key=lambda at: shown(shelf.frames[at]))
