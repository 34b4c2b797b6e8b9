"""Which cells of a solved grid to show, so that all the others follow."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.solving.net import Masks, Net, TooHard, bits

NODES = 1500
"""Nodes of all searches for one puzzle; past them the draw is rejected."""
_ROUNDS = 24
"""Times that a puzzle is changed until it is hard enough."""
_EXCHANGED = 3
"""Cells that are drawn anew each time."""


def filled(net: Net, dice: Dice, masks: Masks | None = None) -> Masks:
    """A random solution of a net, or one that a settled state allows.

    Raises:
        TooHard: if none is found soon, or there is none.
    """
    budget = [400]
    found = _filled(net, dice, net.start() if masks is None else masks, budget)
    if found is None:
        raise TooHard
    return found


def _filled(net: Net, dice: Dice, masks: Masks, budget: list[int]) -> Masks | None:
    free = [(mask.bit_count(), cell) for cell, mask in enumerate(masks) if mask & (mask - 1)]
    if not free:
        return masks
    cell = min(free)[1]
    values = list(bits(masks[cell]))
    dice.shuffle(values)
    for value in values:
        budget[0] -= 1
        if budget[0] < 0:
            raise TooHard
        trial = masks.copy()
        trial[cell] = value
        if net.settle(trial, [cell]) and (found := _filled(net, dice, trial, budget)):
            return found
    return None


@lru_cache(maxsize=8)
def every(net: Net) -> tuple[tuple[int, ...], ...]:
    """All solutions of a small net."""

    def below(masks: Masks) -> Iterator[tuple[int, ...]]:
        cell = next((i for i, mask in enumerate(masks) if mask & (mask - 1)), None)
        if cell is None:
            yield tuple(masks)
            return
        for value in bits(masks[cell]):
            trial = masks.copy()
            trial[cell] = value
            if net.settle(trial, [cell]):
                yield from below(trial)

    return tuple(below(net.start()))


def direct(net: Net, dice: Dice, solution: Sequence[int], first: int) -> list[int]:
    """Cells from which all others follow by single steps: so many at random, then what lacks."""
    order = list(range(net.size))
    dice.shuffle(order)
    shown = order[:first]
    masks = _shown(net, solution, shown)
    for cell in order[first:]:
        if masks[cell] & (masks[cell] - 1):
            shown.append(cell)
            masks[cell] = solution[cell]
            net.settle(masks, [cell])
    return shown


def unique(net: Net, dice: Dice, solution: Sequence[int], first: int, *, spare: bool) -> list[int]:
    """Cells that leave one solution: so many at random, then where another solution differs.

    Unless there may be `spare` ones, each of them is needed.

    Raises:
        TooHard: if the searches use up their nodes.
    """
    budget = [NODES]
    others: list[Masks] = []
    start = dice.sample(range(net.size), first)
    shown = _told_apart(net, dice, solution, start, others, budget)
    if spare:
        return shown
    dice.shuffle(shown)
    return min(_thinner(net, solution, shown, others, budget), key=len)


def deep(
    net: Net,
    dice: Dice,
    solution: Sequence[int],
    first: int,
    hardness: Callable[[list[int]], float],
    target: float,
) -> list[int] | None:
    """Cells that leave one solution, taken away one by one until the rest is so hard.

    Where none can go any more, a few are drawn anew, as often as that makes it no easier. None if
    the target is not reached.

    Raises:
        TooHard: if the searches of the first round use up their nodes.
    """
    best, most = dice.sample(range(net.size), first), -1.0
    others: list[Masks] = []
    for at in range(_ROUNDS):
        kept = dice.sample(best, len(best) - _EXCHANGED) if at else best
        budget = [NODES]
        shown, hard = kept, -1.0
        try:
            start = _told_apart(net, dice, solution, kept, others, budget)
            dice.shuffle(start)
            for shown in _thinner(net, solution, start, others, budget):
                hard = hardness(shown)
                if hard >= target:
                    return shown
        except TooHard:
            if not at:
                raise
            continue
        if hard >= most:
            best, most = shown, hard
    return None


def _told_apart(
    net: Net,
    dice: Dice,
    solution: Sequence[int],
    start: Sequence[int],
    others: list[Masks],
    budget: list[int],
) -> list[int]:
    """The cells and more of them, where other solutions differ; those join the others known."""
    shown = list(start)
    masks = _shown(net, solution, shown)
    known = iter(tuple(others))
    while True:
        other = next((one for one in known if all(one[i] == solution[i] for i in shown)), None)
        if other is None:
            other = net.other(masks, solution, budget, dice.below(9))
            if other is None:
                return shown
            others.append(other)
        cell = dice.of([i for i in range(net.size) if other[i] != solution[i]])
        shown.append(cell)
        masks[cell] = solution[cell]
        net.settle(masks, [cell])


def _thinner(
    net: Net, solution: Sequence[int], shown: list[int], others: list[Masks], budget: list[int]
) -> Iterator[list[int]]:
    """The cells, then fewer and fewer, without each that leaves one solution; in their order."""
    yield shown
    for cell in tuple(shown):
        rest = [i for i in shown if i != cell]
        if any(all(other[i] == solution[i] for i in rest) for other in others):
            continue
        found = net.other(_shown(net, solution, rest), solution, budget)
        if found is None:
            shown = rest
            yield shown
        else:
            others.append(found)


def _shown(net: Net, solution: Sequence[int], cells: Sequence[int]) -> Masks:
    masks = net.start()
    for cell in cells:
        masks[cell] = solution[cell]
    net.settle(masks, list(range(net.size)))
    return masks
