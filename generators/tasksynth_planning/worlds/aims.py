"""Rules of thumb for shooting at hidden ships."""

from collections.abc import Callable

import numpy as np

from tasksynth.rng import Dice
from tasksynth_planning.worlds.beliefs import Belief
from tasksynth_planning.worlds.fleets import Hunted, Sea, covered, places_of

Score = Callable[[Hunted, int], tuple[float, ...]]


def aims(sea: Sea) -> dict[str, Callable[[Belief], str]]:
    """Strategies that go through no arrangements of the whole fleet, by name."""
    places = [place for length in sea.ships for place in places_of(sea, length)]
    hidden = sum(1 << cell for cell in sea.hidden)

    def beside(b: Hunted, cell: int) -> int:
        return sum(b[1] & hidden & 1 << one > 0 for one in _around(sea, cell))

    def open_around(b: Hunted, cell: int) -> int:
        return sum(not b[1] >> one & 1 for one in _around(sea, cell))

    def in_line(b: Hunted, cell: int) -> int:
        """The longest row of hits that the cell goes on with."""
        covering = (place ^ 1 << cell for place in places if place >> cell & 1)
        return max((one.bit_count() for one in covering if one & b[1] & hidden == one), default=0)

    def fitting(b: Hunted, cell: int) -> int:
        """Places of ships, each by itself, that cover a cell and no miss."""
        return sum(place >> cell & 1 and not place & b[1] & ~hidden for place in places)

    def fitting_hits(b: Hunted, cell: int) -> int:
        """The same, those that cover hits counting more."""
        fit = (place for place in places if place >> cell & 1 and not place & b[1] & ~hidden)
        return sum(1 + 3 * (place & b[1] & hidden).bit_count() for place in fit)

    scores: dict[str, Score] = {
        "in turn": lambda b, cell: (-cell,),
        "beside hits, first": lambda b, cell: (beside(b, cell), -cell),
        "beside hits, last": lambda b, cell: (beside(b, cell), cell),
        "beside hits, where most is open": lambda b, cell: (beside(b, cell), open_around(b, cell)),
        "in line with hits, first": lambda b, cell: (in_line(b, cell), beside(b, cell), -cell),
        "in line with hits, last": lambda b, cell: (in_line(b, cell), beside(b, cell), cell),
        "in line with hits, most places": lambda b, cell: (in_line(b, cell), fitting(b, cell)),
        "most places": lambda b, cell: (fitting(b, cell),),
        "most places, hits counting more": lambda b, cell: (fitting_hits(b, cell),),
    }
    return {name: _best(sea, score) for name, score in scores.items()} | {
        f"by lot {seed}": by_lots(sea, seed) for seed in (1, 2)
    }


def by_lots(sea: Sea, seed: int) -> Callable[[Belief], str]:
    """Draws lots among all cells that may be hit."""
    hits, dice = covered(sea), _dice(seed)
    return lambda b: dice.of([one for one in sea.choices(b) if b[0] & hits[sea.cell(one)]])


def _best(sea: Sea, score: Score) -> Callable[[Belief], str]:
    return lambda b: max(sea.choices(b), key=lambda one: score(b, sea.cell(one)))


def _dice(seed: int) -> Dice:
    return Dice(np.random.Generator(np.random.Philox(key=seed)))


def _around(sea: Sea, cell: int) -> list[int]:
    column, row = cell % sea.width, cell // sea.width
    beside = ((column - 1, row), (column + 1, row), (column, row - 1), (column, row + 1))
    return [r * sea.width + c for c, r in beside if 0 <= c < sea.width and 0 <= r < sea.height]
