"""Puzzles whose items take one value each, with constraints between two of them and room in each.

They share the strategies that go through the items once, and the local search that is reported.
"""

import abc
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Generic, TypeVar

import numpy as np

from tasksynth_sat.kinds.puzzles import Puzzle, PuzzleParams, Rows, repaired
from tasksynth_sat.kinds.twinned import TwinFamily
from tasksynth_sat.solving import descents
from tasksynth_sat.solving.descents import Cells

P = TypeVar("P", bound=PuzzleParams)
X = TypeVar("X", bound=Puzzle)


class PlacingFamily(TwinFamily[P, X], Generic[P, X]):
    """A family of such puzzles."""

    @abc.abstractmethod
    def cells(self, x: X) -> Cells:
        """The puzzle as cells that rule each other out."""

    @abc.abstractmethod
    def blind(self, x: X) -> Iterator[tuple[str, Rows]]:
        """What strategies answer that look at nothing."""

    @abc.abstractmethod
    def first_fits(self, x: X) -> Rows:
        """Where strategies end that take the first value that fits, in an order fixed at once."""

    def guesses(self, x: X) -> Iterator[tuple[str, Rows]]:
        yield from self.blind(x)
        first_fit = self.first_fits(x)
        yield "first_fit", first_fit
        cells = self.cells(x)
        for name, rule in descents.RULES.items():
            yield name, _rows(descents.plain(cells, rule))
        for name in descents.MEASURED:
            rows = _rows(descents.shuffled(cells, descents.RULES[name]))
            yield f"{name}_shuffled", rows
        yield "repair", repaired(first_fit, cells.n_values, partial(self.count_broken, x))

    def settled(self, x: X) -> bool:
        return descents.settled(self.cells(x))

    def _measure(self, x: X, spent: dict[str, float]) -> dict[str, float]:
        reached = descents.share_of_starts(self.cells(x))
        return super()._measure(x, spent) | {"local_search": reached}


def _rows(placed: Sequence[list[int]]) -> Rows:
    """Ends of descents as answers: an item that was left without a value takes the first."""
    rows: Rows = np.maximum(np.array(placed), 0)
    return rows
