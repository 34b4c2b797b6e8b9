"""Killer sudoku: cages of neighbouring cells whose sums leave one solution."""

from collections.abc import Callable, Iterator, Sequence

from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.drawing.regions import beside, boxes, sudoku_net
from tasksynth_puzzles.solving.net import Masks, Net, TooHard
from tasksynth_puzzles.solving.sums import summing

Cages = dict[int, tuple[int, ...]]
"""The cells of each cage, by the least of them."""
_NODES = 40
"""Assumptions of one search for another solution."""
_SPLITS = 60
"""Cages that are opened until one solution is left."""


def cage_net(side: int, digits: Sequence[int], cages: Cages) -> Net:
    """Rows, columns, boxes and cages, with the sums that those digits, as masks, have."""
    plain = sudoku_net(side, boxes(side), diagonal=False)
    own = [cells for cells in cages.values() if len(cells) > 1]
    net = Net(side * side, side, [*plain.groups, *own])
    for cells in cages.values():
        total = sum(digits[i].bit_length() for i in cells)
        net.tie_wide(cells, summing(len(cells), total, side))
    return net


def draw_cages(
    side: int,
    dice: Dice,
    digits: Masks,
    longest: int,
    hardness: Callable[[Net], float],
    target: float,
) -> Cages | None:
    """Cages of up to so many cells for those digits, joined until solving is so hard.

    With a target of 0 they are joined as long as all follows by single steps. None if the target
    is not reached.
    """
    cages = _told_apart(side, dice, digits)
    if cages is None:
        return None
    for joined in _joins(side, dice, digits, cages, longest):
        net = cage_net(side, digits, joined)
        masks = _settled(net)
        done = all(not mask & (mask - 1) for mask in masks)
        if not done and not (target and _unique(net, masks, digits, dice)):
            continue
        cages.clear()
        cages.update(joined)
        if target and not done and hardness(net) >= target:
            return cages
    return None if target else cages


def _told_apart(side: int, dice: Dice, digits: Masks) -> Cages | None:
    """Cages of two cells, those opened in which another solution differs."""
    near = beside(side)
    order = list(range(side * side))
    dice.shuffle(order)
    cages: Cages = {}
    left = set(order)
    for cell in order:
        if cell in left:
            pair = dice.sample([i for i in near[cell] if i in left and i != cell], 1)
            cage = tuple(sorted([cell, *pair]))
            left.difference_update(cage)
            cages[cage[0]] = cage
    for _ in range(_SPLITS):
        net = cage_net(side, digits, cages)
        masks = _settled(net)
        open_cells = [i for i, mask in enumerate(masks) if mask & (mask - 1)]
        if not open_cells:
            return cages
        cage = next(cells for cells in cages.values() if open_cells[0] in cells)
        del cages[cage[0]]
        cages.update({i: (i,) for i in cage})
    return None


def _joins(side: int, dice: Dice, digits: Masks, cages: Cages, longest: int) -> Iterator[Cages]:
    """The cages with two neighbours joined whose digits differ; what becomes of them counts."""
    near = beside(side)
    borders = [(i, j) for i in range(side * side) for j in near[i] if i < j]
    dice.shuffle(borders)
    for i, j in borders:
        one, other = (next(c for c in cages.values() if cell in c) for cell in (i, j))
        cells = tuple(sorted({*one, *other}))
        if one == other or len(cells) > longest or len({digits[k] for k in cells}) < len(cells):
            continue
        joined = {first: cage for first, cage in cages.items() if cage not in (one, other)}
        yield joined | {cells[0]: cells}


def _settled(net: Net) -> Masks:
    masks = net.start()
    net.settle(masks, list(range(net.size)))
    return masks


def _unique(net: Net, masks: Masks, digits: Masks, dice: Dice) -> bool:
    """Whether no other solution exists; False, too, where the search would be long."""
    try:
        return net.other(masks.copy(), digits, [_NODES], dice.below(9)) is None
    except TooHard:
        return False
