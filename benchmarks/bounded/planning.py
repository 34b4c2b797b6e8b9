"""Bounded solvers of the families of planning, circuits and graphs."""

from collections.abc import Callable
from itertools import islice
from typing import Any

from tasksynth.rng import Dice
from tasksynth_planning.circuits import searching
from tasksynth_planning.circuits.telling import listed
from tasksynth_planning.crates.searching import shortest
from tasksynth_planning.crews.searching import CrewSearch, TooManyStates
from tasksynth_planning.crews.telling import written as written_crew
from tasksynth_planning.families.offload import written as written_front
from tasksynth_planning.families.rearrange import written as written_chores
from tasksynth_planning.fronts.strategies import best_of, changed, weighed
from tasksynth_planning.homes.exploring import explore
from tasksynth_planning.homes.models import cells_of, distances, do
from tasksynth_planning.homes.searching import cheapest
from tasksynth_planning.routes.tours import beam
from tasksynth_planning.scorers import strategies as scorers
from tasksynth_planning.scorers.models import Numbers
from tasksynth_planning.scorers.searching import GraphWish
from tasksynth_planning.scorers.telling import written as written_edit
from tasksynth_planning.shops.rules import drawn_by_lot
from tasksynth_planning.shops.timing import finished
from tasksynth_planning.strips.grounding import GroundAction, ground

Solver = Callable[[Any, Dice], str]


def pushing(states: int) -> Solver:
    """Searches for a way through what stands in it, and gives up after so many states."""

    def solve(x: Any, dice: Dice) -> str:
        steps, _ = shortest(x.world, states)
        return f"Answer: {steps}" if steps else ""

    return solve


def tidying(things: int) -> Solver:
    """Brings so many things home in the cheapest way, nearest first, then so many others."""

    def solve(x: Any, dice: Dice) -> str:
        s = x.home.begin()
        chores = explore(x.home, s) if x.sight == "room" else []
        while astray := [i for i, one in enumerate(x.home.things) if s.places[i] != one.home]:
            far = distances(x.home.rows, x.home.start, cells_of(x.home))[s.at]
            astray.sort(key=lambda i: far[s.places[i]])
            others = [
                one.model_copy(update={} if i in astray[:things] else {"home": s.places[i]})
                for i, one in enumerate(x.home.things)
            ]
            home = x.home.model_copy(update={"things": tuple(others)})
            found, _ = cheapest(home, s, 20_000)
            if not found:
                break
            for chore in found:
                do(home, s, chore)
            chores += found
        return written_chores(x.home, chores)

    return solve


def breadth_first(states: int) -> Solver:
    """Searches for a plan, and gives up after so many states."""

    def solve(x: Any, dice: Dice) -> str:
        problem = ground(x.problem)
        goal = problem.mask(x.problem.goal)
        came: dict[int, tuple[int, GroundAction] | None] = {problem.start: None}
        queue = [problem.start]
        for state in islice(queue, states):
            if not goal & ~state:
                return _plan(came, state)
            for step in problem.steps:
                after = (state & step.keeps) | step.adds
                if not step.needs & ~state and after not in came:
                    came[after] = (state, step)
                    queue.append(after)
        return ""

    return solve


def beginnings(width: int) -> Solver:
    """Goes on from so many of the earliest beginnings of a round."""

    def solve(x: Any, dice: Dice) -> str:
        return f"Answer: {', '.join(x.names[place] for place in beam(x.tour, width))}"

    return solve


def by_lot(orders: int) -> Solver:
    """Plans a workshop so many times without thinking, and takes the best."""

    def solve(x: Any, dice: Dice) -> str:
        tried = (drawn_by_lot(x.shop, dice) for _ in range(orders))
        first = min(tried, key=lambda order: finished(x.shop, order))
        return f"Answer: {', '.join('ABCDEFGH'[job] for job in first)}"

    return solve


def outwards(states: int) -> Solver:
    """Tries circuits, cheap ones first, and gives up after so many things that they do."""

    def solve(x: Any, dice: Dice) -> str:
        moves, begin = x.device.moves(), searching.start(x.device.qubits, state=x.target == "state")
        target = begin
        for gate in x.circuit:
            target = searching.applied(target, gate)
        try:
            reached = searching.ball(begin, moves, x.device.cost(x.circuit), states)
        except searching.SearchError:
            return ""
        path = reached.path(int(reached.find(searching.forms_of(target))[0]))
        return f"<answer>{listed([moves[i][0] for i in path])}</answer>"

    return solve


def _plan(came: dict[int, tuple[int, GroundAction] | None], state: int) -> str:
    lines: list[str] = []
    while (before := came[state]) is not None:
        state, step = before
        lines.append(f"({' '.join(step.words)})")
    told = "\n".join(lines[::-1])
    return f"<answer>{told}</answer>"


def steps_ahead(states: int) -> Solver:
    """Knows who is needed, looks for the fewest steps, and gives up after so many states."""

    def solve(x: Any, dice: Dice) -> str:
        search = CrewSearch(x.world, x.team)
        try:
            found = search.plan(search.begin(), x.world.goal, states)
        except TooManyStates:
            return ""
        return written_crew(x.world, x.team, found.plan) if found else ""

    return solve


def assignments(count: int) -> Solver:
    """Draws so many assignments by lot, and lists those that no other of them beats."""

    def solve(x: Any, dice: Dice) -> str:
        places = range(len(x.offload.servers) + 1)
        lots = [tuple(dice.of(places) for _ in x.offload.work) for _ in range(count)]
        return written_front(best_of(x.offload, lots)[: len(x.front)])

    return solve


def two_changes(x: Any, dice: Dice) -> str:
    """Begins with both extremes, and twice changes one task of all that are good so far."""
    ends = [weighed(x.offload, 12, 0), weighed(x.offload, 0, 12)]
    return written_front(changed(x.offload, ends, 2)[: len(x.front)])


def nudging(find: Callable[[GraphWish, int, Dice], Numbers | None]) -> Solver:
    """Nudges numbers of a graph, where it is known how many have to change."""

    def solve(x: Any, dice: Dice) -> str:
        edit = find(GraphWish(x.scorer, x.numbers, x.wanted), x.fewest, dice)
        return written_edit(edit or ())

    return solve


def closest(width: int) -> Solver:
    """Goes on from so many of the edits that are closest to winning."""
    return nudging(lambda wish, most, dice: scorers.followed(wish, scorers.beam(wish, width, most)))


PLANNING: dict[str, dict[str, Solver]] = {
    "embodied.clear_path": {
        "50 states": pushing(50),
        "300 states": pushing(300),
        "2000 states": pushing(2000),
    },
    "embodied.rearrange": {
        "1 thing at a time": tidying(1),
        "2 things at a time": tidying(2),
        "3 things at a time": tidying(3),
    },
    "planning.multirobot": {
        "30 states": steps_ahead(30),
        "300 states": steps_ahead(300),
        "2000 states": steps_ahead(2000),
    },
    "planning.offload": {
        "30 assignments": assignments(30),
        "300 assignments": assignments(300),
        "two changes": two_changes,
    },
    "planning.pddl": {
        "30 states": breadth_first(30),
        "500 states": breadth_first(500),
        "5000 states": breadth_first(5000),
    },
    "planning.route": {
        "8 beginnings": beginnings(8),
        "32 beginnings": beginnings(32),
        "128 beginnings": beginnings(128),
    },
    "planning.schedule": {
        "10 orders by lot": by_lot(10),
        "60 orders by lot": by_lot(60),
        "400 orders by lot": by_lot(400),
    },
    "quantum.compile": {
        "30 states": outwards(30),
        "1000 states": outwards(1000),
        "30000 states": outwards(30_000),
    },
    "graph.prompt": {
        "4 closest": closest(4),
        "8 closest": closest(8),
        "16 closest": closest(16),
        "64 closest": closest(64),
        "30 edits by lot": nudging(lambda wish, most, dice: scorers.by_lot(wish, dice, 30)),
        "300 edits by lot": nudging(lambda wish, most, dice: scorers.by_lot(wish, dice, 300)),
        "3000 edits by lot": nudging(lambda wish, most, dice: scorers.by_lot(wish, dice, 3000)),
    },
}
