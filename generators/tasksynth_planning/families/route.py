"""`planning.route`: the order of calls after which a van is back earliest."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable, plain, read_final
from tasksynth.rng import Dice
from tasksynth_planning.routes.tours import Tour, beam, best, broken, by_opening, finish, inserted

_NAMES = (
    "abbey airport bakery bank barn brewery castle chapel clinic college dairy factory farm forge "
    "garage hotel inn library market mill museum office orchard pharmacy pier quarry school shop "
    "stadium station theatre vineyard"
)
_WORD = re.compile(r"[^\W\d_]+")
_ARROW = re.compile(r"\\(?:to|(?:long)?rightarrow)(?![a-z])", re.IGNORECASE)
"""LaTeX's arrows: `\\to`, `\\rightarrow`, `\\Rightarrow`, and the long ones."""
_TALK = frozenset(_WORD.findall("then and the to from back at finally first return returning"))
"""Words of an answer that change nothing."""
_START = 8 * 60


class VanRouteParams(Params):
    """How many places there are, and what restricts their order."""

    stops: Annotated[int, Field(ge=4, le=12), Knob(5, 11)] = 7
    """Places to call at."""
    pairs: Annotated[int, Field(ge=0, le=4), Knob(0, 3)] = 1
    """Pairs of places of which one comes before the other."""
    late: Annotated[float, Field(ge=0, le=1)] = 0.4
    """Share of the places that open later than the van starts."""


class VanRouteInstance(Model):
    """A round, with a best order."""

    tour: Tour
    names: tuple[str, ...]
    """The depot first."""
    order: tuple[int, ...]
    naive: int
    """When the van is back that always goes where it can begin earliest."""
    states: int
    """States that proving the best order takes."""


class VanRoute(Family[VanRouteParams, VanRouteInstance]):
    """Order the calls of a van so that it is back earliest; close orders earn a part."""

    name = "planning.route"
    effort = "states"
    rubric: ClassVar[Rubric] = Rubric(gate="best", best=0.6, close=0.4)

    def generate(self, p: VanRouteParams, rng: np.random.Generator) -> VanRouteInstance | None:
        """Points on a map, roads that wind, and times; the rules of thumb must all be wrong."""
        dice = Dice(rng)
        tour = _draw_tour(dice, p)
        order, states = best(tour)
        end = finish(tour, order)
        if any(finish(tour, one) == end for one in _cheap(tour).values() if not broken(tour, one)):
            return None
        names = _NAMES.split()
        dice.shuffle(names)
        return VanRouteInstance(
            tour=tour,
            names=("depot", *sorted(names[: p.stops])),
            order=tuple(order),
            naive=finish(tour, beam(tour, 1)),
            states=states,
        )

    def prompt(self, x: VanRouteInstance) -> str:
        tour, names = x.tour, x.names
        width = max(map(len, names)) + 1
        head = " " * width + "".join(f"{name:>{len(name) + 2}}" for name in names)
        rows = [
            f"{name:<{width}}" + "".join(
                f"{'-' if a == b else minutes:>{len(names[b]) + 2}}"
                for b, minutes in enumerate(tour.travel[a])
            )
            for a, name in enumerate(names)
        ]  # fmt: skip
        table = "\n".join([head, *rows])
        said = [
            f"The {name} opens at {_clock(opens)}."
            for name, opens in zip(names, tour.opens, strict=True)
            if opens
        ]
        said += [f"The {names[a]} has to come before the {names[b]}." for a, b in tour.before]
        return (
            f"A van leaves the depot at {_clock(0)}, calls once at each of {len(names) - 1} "
            "places, and comes back to the depot. These are the minutes from the place of a row to "
            f"the place of a column:\n\n{table}\n\nA call takes {tour.stay} minutes. "
            f"{' '.join(said)} "
            "Whoever comes before a place opens waits until it does. In which order is the van "
            "back at the depot earliest? Any best order will do; one that is nearly as good earns "
            "a part.\n\nEnd with a line that begins with “Answer:” and lists the places in order, "
            "without the depot, separated by commas."
        )

    def verify(self, x: VanRouteInstance, answer: str) -> Verdict:
        try:
            order = _read(answer, x.names)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        if pair := broken(x.tour, order):
            why = f"the {x.names[pair[0]]} does not come before the {x.names[pair[1]]}"
            return self.rubric(best=0.0, close=0.0, why=why)
        end, least = finish(x.tour, order), finish(x.tour, x.order)
        if end == least:
            return self.rubric(best=1.0, close=1.0)
        close = max(0.0, (x.naive - end) / (x.naive - least))
        why = f"the van is back at {_clock(end)}, {end - least} minutes later than need be"
        return self.rubric(best=0.0, close=close, why=why)

    def solve(self, x: VanRouteInstance) -> str:
        return _written(x, x.order)

    def measure(self, x: VanRouteInstance) -> dict[str, float]:
        least = finish(x.tour, x.order)
        return {
            "stops": len(x.order),
            "states": x.states,
            "pairs": len(x.tour.before),
            "naive_gap": x.naive / least - 1,
        }

    def canonical(self, x: VanRouteInstance) -> Any:
        return x.tour.model_dump(mode="json")

    def baselines(self, x: VanRouteInstance) -> dict[str, str]:
        return {name: _written(x, order) for name, order in _cheap(x.tour).items()}

    def floor(self, p: VanRouteParams) -> float:
        """What other orders of chance get: the cheap ones are tried on every draw."""
        return 0.04 if p.stops < 6 else 0.01


def _draw_tour(dice: Dice, p: VanRouteParams) -> Tour:
    spots = [(dice.below(40), dice.below(40)) for _ in range(p.stops + 1)]
    travel = tuple(
        tuple(
            0 if a == b else 5 + round(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)
            + dice.below(9)
            for b in spots
        )
        for a in spots
    )  # fmt: skip
    latest = 28 * p.stops
    opens = [0] * (p.stops + 1)
    places = list(range(1, p.stops + 1))
    dice.shuffle(places)
    for place in places[: round(p.late * p.stops)]:
        opens[place] = 5 * dice.between(6, latest // 5)
    dice.shuffle(places)
    rank = list(places)
    dice.shuffle(places)
    pairs = [(a, b) for a, b in zip(places[::2], places[1::2], strict=False)][: p.pairs]
    before = tuple((a, b) if rank.index(a) < rank.index(b) else (b, a) for a, b in pairs)
    return Tour(travel=travel, opens=tuple(opens), stay=5 * dice.between(1, 4), before=before)


def _cheap(tour: Tour) -> dict[str, list[int]]:
    listed = list(range(1, len(tour.opens)))
    return {
        "earliest next": beam(tour, 1),
        "earliest opening": by_opening(tour),
        "cheapest insertion": inserted(tour),
        "as listed": listed,
        "as listed, backwards": listed[::-1],
    }


def _written(x: VanRouteInstance, order: Sequence[int]) -> str:
    return f"Answer: {', '.join(x.names[place] for place in order)}"


def _clock(minutes: int) -> str:
    return f"{(_START + minutes) // 60}:{(_START + minutes) % 60:02}"


def _read(answer: str, names: Sequence[str]) -> list[int]:
    numbers = {name: i for i, name in enumerate(names)}
    want = len(names) - 1

    def read(text: str) -> list[int]:
        order: list[int] = []
        for word in _WORD.findall(_ARROW.sub(" ", plain(text)).lower()):
            if word in numbers:
                order.append(numbers[word])
            elif word not in _TALK:
                raise Unreadable(f"{word[:40]!r} is no place of this round")
        order = order[order[:1] == [0] :]
        order = order[: len(order) - (order[-1:] == [0])]
        if 0 in order:
            raise Unreadable(f"the {names[0]} stands between places: want one round")
        if sorted(order) != list(range(1, want + 1)):
            raise Unreadable(f"want each of the {want} places once, got {len(order)}")
        return order

    return read_final(answer, read, asked="line")
