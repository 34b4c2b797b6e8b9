"""Minesweeper: what is certain about the covered cells of a board.

A covered cell is an unknown of two values, safe (1) and mine (2); a number ties its covered
neighbours. The number of all mines is not told, so that only cells beside numbers can be certain.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from tasksynth_puzzles.solving.effort import GROUPS, NESTED, SINGLES, TRIAL
from tasksynth_puzzles.solving.net import Masks, Net, Revise

SAFE, MINE = 1, 2
NODES = 3000
"""Nodes of all searches for one board; past them the draw is rejected."""


@lru_cache(maxsize=64)
def around(height: int, width: int) -> tuple[tuple[int, ...], ...]:
    """The up to eight neighbours of each cell."""
    return tuple(
        tuple(
            y * width + x
            for y in range(max(r - 1, 0), min(r + 2, height))
            for x in range(max(c - 1, 0), min(c + 2, width))
            if (y, x) != (r, c)
        )
        for r in range(height)
        for c in range(width)
    )


@lru_cache(maxsize=16)
def _sum_to(count: int) -> Revise:
    def revise(masks: Sequence[int]) -> Sequence[int] | None:
        known = masks.count(MINE)
        possible = len(masks) - masks.count(SAFE)
        if known > count or possible < count:
            return None
        if known == count:
            return [mask if mask == MINE else SAFE for mask in masks]
        if possible == count:
            return [mask if mask == SAFE else MINE for mask in masks]
        return masks

    return revise


class Minefield:
    """The covered cells beside numbers, and the sums that the numbers give."""

    def __init__(self, shown: Sequence[int | None], height: int, width: int) -> None:
        near = around(height, width)
        self.sums = [
            (tuple(j for j in near[i] if shown[j] is None), count)
            for i, count in enumerate(shown)
            if count is not None and any(shown[j] is None for j in near[i])
        ]
        self.cells = sorted({j for cells, _ in self.sums for j in cells})
        at = {cell: i for i, cell in enumerate(self.cells)}
        self.sums = [(tuple(at[j] for j in cells), count) for cells, count in self.sums]
        self.net = Net(len(self.cells), 2)
        for unknowns, count in self.sums:
            self.net.tie_wide(unknowns, _sum_to(count))

    def certain(self, mines: Sequence[int]) -> Masks:
        """For each cell what it can be, given one case that fits (1 and 2 for safe and mine).

        Raises:
            TooHard: if the searches use up their nodes.
        """
        masks = self.net.start()
        self.net.settle(masks, list(range(self.net.size)))
        seen = list(mines)
        budget = [NODES]
        for i in range(self.net.size):
            if masks[i] != 3 or seen[i] == 3:
                continue
            trial = masks.copy()
            trial[i] = 3 ^ mines[i]
            found = self.net.settle(trial, [i]) and self.net.search(trial, budget)
            if found:
                seen = [a | b for a, b in zip(seen, found, strict=True)]
            else:
                masks[i] = mines[i]
                self.net.settle(masks, [i])
        return masks

    def effort(self, certain: Masks) -> dict[str, float]:
        """What it takes a person to find all that is certain."""
        masks, dirty = self.net.start(), list(range(self.net.size))
        technique, rounds, group_steps, trials, failed = SINGLES, 0, 0, 0, 0
        while True:
            while dirty:
                rounds += 1
                dirty = self.net.wave(masks, dirty)
            if masks == certain:
                break
            dirty = self._by_pairs(masks)
            if dirty:
                technique, group_steps = max(technique, GROUPS), group_steps + 1
                continue
            dirty, tried = self._by_trial(masks)
            technique, trials = max(technique, TRIAL), trials + tried
            if not dirty:
                technique = NESTED
                trials += 2 * sum(a != b for a, b in zip(masks, certain, strict=True))
                break
            failed += 1
        return {
            "technique": technique,
            "rounds": rounds,
            "group_steps": group_steps,
            "trials": trials,
            "failed": failed,
            "effort": rounds + 3 * group_steps + 5 * trials,
        }

    def _by_pairs(self, masks: Masks) -> list[int]:
        """Two numbers whose difference only the cells of one of them can make up."""
        left = []
        for cells, count in self.sums:
            free = frozenset(i for i in cells if masks[i] == 3)
            if free:
                left.append((free, count - sum(masks[i] == MINE for i in cells)))
        for one, other in combinations(left, 2):
            for (few, low), (many, high) in ((one, other), (other, one)):
                if few & many and high - low == len(many - few) and few != many:
                    for i in many - few:
                        masks[i] = MINE
                    for i in few - many:
                        masks[i] = SAFE
                    return sorted(few ^ many)
        return []

    def _by_trial(self, masks: Masks) -> tuple[list[int], int]:
        tried = 0
        for i, mask in enumerate(masks):
            for value in (SAFE, MINE) if mask == 3 else ():
                tried += 1
                trial = masks.copy()
                trial[i] = value
                if not self.net.settle(trial, [i]):
                    masks[i] = 3 ^ value
                    return [i], tried
        return [], tried
