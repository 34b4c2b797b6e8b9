"""Kakuro: patterns of white cells, and digits for them whose sums leave one solution."""

from collections.abc import Callable, Sequence, Set
from functools import lru_cache

from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.drawing.givens import filled
from tasksynth_puzzles.solving.net import Masks, Net, TooHard
from tasksynth_puzzles.solving.sums import summing

LONGEST = 5
"""White cells of a block, at most."""
_PATTERNS = 40
"""Patterns drawn in a row: some fall apart."""
_CHANGES = 250
"""Digits that are changed one by one until the sums have one solution."""
_HARDER = 80
"""Digits that are changed after that until it is hard enough."""
_NEARLY = 2.5
"""Digits that cells may still have on average, where a search for another solution is worth it."""
_NODES = 60
"""Assumptions of one search for another solution."""


def blocks(side: int, white: Set[int]) -> list[tuple[int, ...]]:
    """White cells in succession, by rows and then by columns, as cells numbered row by row."""
    span = range(side)
    found: list[tuple[int, ...]] = []
    lines = [[r * side + c for c in span] for r in span]
    for line in lines + [list(column) for column in zip(*lines, strict=True)]:
        block: list[int] = []
        for cell in line:
            if cell in white:
                block.append(cell)
            elif block:
                found.append(tuple(block))
                block = []
        if block:
            found.append(tuple(block))
    return found


def pattern(dice: Dice, side: int, share: float) -> frozenset[int] | None:
    """White cells, at most that share of a square, that hang together; it may be turned halfway.

    Blocks have two cells at least, and `LONGEST` at most.
    """
    for _ in range(_PATTERNS):
        white = _pattern(dice, side, share)
        if len(white) >= 0.75 * share * side**2 and _whole(side, white):
            return frozenset(white)
    return None


def _pattern(dice: Dice, side: int, share: float) -> set[int]:
    last = side * side - 1
    white = set(range(last + 1))
    while white:
        found = blocks(side, white)
        long = [block for block in found if len(block) > LONGEST]
        off = [block[0] for block in found if len(block) == 1]
        if not off and long:
            off = [dice.of(dice.of(long))]
        elif not off and len(white) > share * (last + 1):
            off = [dice.of(sorted(white))]
        if not off:
            break
        for cell in off:
            white -= {cell, last - cell}
    return white


def _whole(side: int, white: Set[int]) -> bool:
    left = set(white)
    reached = [left.pop()]
    while reached:
        cell = reached.pop()
        row, column = divmod(cell, side)
        near = [cell - side] * (row > 0) + [cell + side] * (row < side - 1)
        near += [cell - 1] * (column > 0) + [cell + 1] * (column < side - 1)
        for other in near:
            if other in left:
                left.discard(other)
                reached.append(other)
    return not left


@lru_cache(maxsize=64)
def bare_net(side: int, white: frozenset[int]) -> Net:
    """Different digits in each block, in the order of the white cells; no sums."""
    at = {cell: i for i, cell in enumerate(sorted(white))}
    return Net(len(at), 9, [tuple(at[i] for i in block) for block in blocks(side, white)])


def summed(net: Net, digits: Masks) -> Net:
    """The net with the sums that those digits have."""
    tied = net.like()
    for group in net.groups:
        total = sum(digits[i].bit_length() for i in group)
        tied.tie_wide(group, summing(len(group), total))
    return tied


def draw_digits(
    net: Net, dice: Dice, hardness: Callable[[Net], float], target: float
) -> Masks | None:
    """Digits whose sums alone leave one solution; so hard at least, where the target is not 0.

    With 0 all follows by single steps. First digits are changed as long as no more stays open,
    then as long as it gets no easier.
    """
    try:
        digits = filled(net, dice)
    except TooHard:
        return None
    masks = _settled(net, digits)
    for _ in range(_CHANGES):
        open_cells = [i for i, mask in enumerate(masks) if mask & (mask - 1)]
        if not open_cells:
            break
        nearly = _left(masks) < _NEARLY * net.size
        if target and nearly and _unique(summed(net, digits), masks, digits, dice):
            break
        changed = _changed(net, dice, digits, dice.of(open_cells))
        after = _settled(net, changed)
        if _left(after) <= _left(masks):
            digits, masks = changed, after
    else:
        return None
    return _harder(net, dice, digits, hardness, target) if target else digits


def _harder(
    net: Net, dice: Dice, digits: Masks, hardness: Callable[[Net], float], target: float
) -> Masks | None:
    most = hardness(summed(net, digits))
    for _ in range(_HARDER):
        if most >= target:
            return digits
        changed = _changed(net, dice, digits, dice.below(net.size))
        tied = summed(net, changed)
        masks = _settled(net, changed)
        if changed != digits and _unique(tied, masks, changed, dice):
            hard = hardness(tied)
            if hard >= most:
                digits, most = changed, hard
    return None


def _settled(net: Net, digits: Masks) -> Masks:
    masks = net.start()
    summed(net, digits).settle(masks, list(range(net.size)))
    return masks


def _left(masks: Sequence[int]) -> int:
    return sum(mask.bit_count() for mask in masks)


def _unique(net: Net, masks: Masks, digits: Masks, dice: Dice) -> bool:
    """Whether no other solution exists; False, too, where the search would be long."""
    try:
        return net.other(masks.copy(), digits, [_NODES], dice.below(9)) is None
    except TooHard:
        return False


def _changed(net: Net, dice: Dice, digits: Masks, cell: int) -> Masks:
    """Another digit in one cell, as far as its blocks allow for one."""
    taken = digits[cell]
    for peer in net.peers[cell]:
        taken |= digits[peer]
    free = [1 << digit for digit in range(9) if not taken >> digit & 1]
    if not free:
        return digits
    changed = digits.copy()
    changed[cell] = dice.of(free)
    return changed
