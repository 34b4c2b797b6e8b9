"""Puzzles drawn in twins, one with a solution and one without, that guessing does not solve."""

import abc
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import numpy as np

from tasksynth_sat.drawing.frontier import Twins
from tasksynth_sat.kinds.puzzles import Puzzle, PuzzleFamily, PuzzleParams
from tasksynth_sat.reading.words import draw_names

REFUTED = 16
"""Solutions that strategies may find, one after the other, until the draw is given up."""

P = TypeVar("P", bound=PuzzleParams)
X = TypeVar("X", bound=Puzzle)


class TwinFamily(PuzzleFamily[P, X], Generic[P, X]):
    """A family of puzzles made of constraints that are drawn one by one."""

    @abc.abstractmethod
    def own(self, p: P, constraints: Sequence[Any]) -> dict[str, Any]:
        """The fields of the puzzle's own, for constraints as they were drawn."""

    @abc.abstractmethod
    def against(self, x: X, name: str, way: Sequence[int], rng: np.random.Generator) -> list[Any]:
        """Constraints that the puzzle's solution keeps, and that bar a strategy's way to one.

        None of them if none do.
        """

    def settled(self, x: X) -> bool:
        """Whether plain propagation finds the solution, or that there is none."""
        return False

    def one_of(
        self,
        found: Twins,
        drawn: Sequence[Any],
        p: P,
        rng: np.random.Generator,
        *,
        pools: Sequence[Sequence[str]],
        n_items: int,
        solution: tuple[int, ...],
    ) -> X | None:
        """The puzzle of the satisfiable twin, or where none is promised, as likely of the other.

        A way to a solution that a strategy finds is barred by constraints more, in both twins,
        until the strategies find none. None where they find the very solution that is kept, or
        where propagation settles one of the twins.

        Args:
            found: positions of constraints.
            drawn: the constraints.
            p: what was asked for.
            rng: where chance comes from.
            pools: for each story the names that its items may have.
            n_items: how many there are.
            solution: one of the satisfiable twin's.
        """
        skin, wording, label = rng.bit_generator.random_raw(3).tolist()
        skin %= len(pools)
        *common, last = [drawn[i] for i in found.satisfiable]
        x = self.Instance.trusted(
            names=draw_names(pools[skin], n_items, rng),
            solution=solution,
            promised=p.status == "satisfiable",
            skin=skin,
            wording=wording >> 32,
            language=p.language,
            guess={},
            **self.own(p, [*common, last]),
        )
        for _ in range(REFUTED):
            guess, name, way = self.rates(x, p.max_guess)
            if not name:
                break
            more = self.against(x, name, way, rng)
            if not more:
                return None
            common += more
            x = x.model_copy(update=self.own(p, [*common, last]))
        else:
            return None
        other = drawn[found.unsatisfiable[-1]]
        without = x.model_copy(update=self.own(p, [*common, other]) | {"solution": None})
        if self.settled(x) or self.settled(without):
            return None
        if not (x.promised or label & 1):
            x, last = without, other
        shown = [*common, last]
        shuffled = [shown[i] for i in rng.permutation(len(shown)).tolist()]
        return self.Instance(**x.model_dump() | self.own(p, shuffled) | {"guess": guess})
