"""One hole for each pigeon, told as guests and rooms: allowed holes, and pigeons to keep apart."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from tasksynth import Knob
from tasksynth.rng import Stream
from tasksynth_sat.drawing.frontier import twins
from tasksynth_sat.formulas.cnf import Clause, Cnf
from tasksynth_sat.formulas.encoding import all_pairs, chosen, one_each
from tasksynth_sat.kinds.placing import PlacingFamily
from tasksynth_sat.kinds.puzzles import SAMPLES, Puzzle, PuzzleParams, Rows
from tasksynth_sat.reading.words import PEOPLE, PLACES, read_values
from tasksynth_sat.solving.descents import Cells, cells
from tasksynth_sat.wording.languages import stories
from tasksynth_sat.wording.stories import Story, choose, pairs_of, tell

STORIES = (
    Story(
        pool=PEOPLE,
        opening=(
            "A corridor has {k} single rooms in a row, numbered 1 to {k}. The guests are {items}.",
            "{n} guests ({items}) arrive at an inn whose {k} rooms, 1 to {k}, lie side by side.",
        ),
        rules={
            "allowed": ("{a} would take room {holes}.", "Rooms that suit {a}: {holes}."),
            "apart": (
                "{a} and {b} must not get rooms next to each other.",
                "{a} and {b} may not have neighbouring rooms.",
            ),
        },
        question=(
            "Give every guest a room of their own that suits them.",
            "No room takes two guests, and everyone must get a room that suits. Who gets which?",
        ),
        form=(
            "name=number for every guest, separated by commas",
            "a list of pairs name=number, one for each guest",
        ),
        nouns="room rooms guest guests number",
    ),
    Story(
        pool=PEOPLE,
        opening=(
            (
                "Along a quay lie {k} berths, numbered 1 to {k} from west to east. The boats are "
                "called {items}."
            ),
            "{n} boats, {items}, look for a berth; the {k} berths form one line, 1 to {k}.",
        ),
        rules={
            "allowed": ("{a} fits into berth {holes}.", "Deep enough for {a}: {holes}."),
            "apart": (
                "{a} and {b} cannot lie in berths side by side.",
                "Never put {a} and {b} in adjacent berths.",
            ),
        },
        question=(
            "Assign a berth of its own to each boat.",
            "Each boat needs a berth that it fits, one boat to a berth. Find an assignment.",
        ),
        form=(
            "name=number for every boat, separated by commas",
            "a list of pairs name=number, one for each boat",
        ),
        nouns="berth berths boat boats number",
    ),
    Story(
        pool=PLACES,
        opening=(
            (
                "A fair has one row of {k} stands, numbered 1 to {k}. Stands are wanted by the "
                "delegations of {items}."
            ),
            "The delegations of {items} each want one of the {k} stands of a row, 1 to {k}.",
        ),
        rules={
            "allowed": ("{a} accepts stand {holes}.", "The delegation of {a} likes {holes}."),
            "apart": (
                "{a} and {b} refuse to stand side by side.",
                "The stands of {a} and {b} must not be adjacent.",
            ),
        },
        question=(
            "Give each delegation a different stand, one that it accepts or likes.",
            "Nobody takes a stand off their list, nor one taken by another. Assign the stands.",
        ),
        form=(
            "name=number for every delegation, separated by commas",
            "a list of pairs name=number, one for each delegation",
        ),
        nouns="stand stands delegation delegations number",
    ),
)


class PigeonholeParams(PuzzleParams):
    """What may be asked of `sat.pigeonhole`."""

    n_pigeons: Annotated[int, Field(ge=4, le=40), Knob(10, 16)]
    """Pigeons, told as guests, boats or delegations."""
    spare_holes: Annotated[int, Field(ge=0, le=10)] = 0
    """Holes beyond one for each pigeon."""
    apart_share: Annotated[float, Field(ge=0, le=10), Knob(4, 6)] = 4.0
    """Pairs drawn for "not in neighbouring holes", for each pigeon. Without them the task is a
    bipartite matching, which a patient reader of the lists solves; with few, lists get so short
    that the tightest first is as good."""


class PigeonholePuzzle(Puzzle):
    """Pigeons, holes in a row, and what may not be."""

    n_holes: int
    closed: tuple[tuple[int, int], ...]
    """(pigeon, hole): the hole does not suit the pigeon."""
    apart: tuple[tuple[int, int], ...]
    """Pairs of pigeons, the smaller first, that may not have neighbouring holes."""


class Pigeonhole(PlacingFamily[PigeonholeParams, PigeonholePuzzle]):
    """Put every pigeon into a hole of its own, within its list and away from its enemies.

    Lists shrink and enmities grow in random order, until hardly a solution is left.
    """

    name = "sat.pigeonhole"
    version = 2
    effort = "conflicts"
    tells = ("language",)

    def generate(self, p: PigeonholeParams, rng: np.random.Generator) -> PigeonholePuzzle | None:
        n, k = p.n_pigeons, p.n_pigeons + p.spare_holes
        pairs = all_pairs(n)
        enemies = rng.permutation(len(pairs))[: round(n * p.apart_share)].tolist()
        parts: list[tuple[str, int, int]] = [("apart", *pairs[i]) for i in enemies]
        parts += [("closed", u, hole) for u in range(n) for hole in range(k)]
        drawn = [parts[i] for i in rng.permutation(len(parts)).tolist()]
        found = twins(one_each(n, k, capacity=1).clauses, [_clauses(*part, k) for part in drawn])
        if found is None:
            return None
        return self.one_of(
            found,
            drawn,
            p,
            rng,
            pools=[story.pool for story in stories("pigeonhole", p.language, STORIES)],
            n_items=n,
            solution=chosen(found.model, n, k),
        )

    def own(
        self, p: PigeonholeParams, constraints: Sequence[tuple[str, int, int]]
    ) -> dict[str, Any]:
        return {"n_holes": p.n_pigeons + p.spare_holes, **_fields(constraints)}

    def against(
        self, x: PigeonholePuzzle, name: str, way: Sequence[int], rng: np.random.Generator
    ) -> list[tuple[str, int, int]]:
        kept = x.solution or ()
        parts = [
            ("apart", u, v)
            for u, v in all_pairs(len(kept))
            if abs(way[u] - way[v]) == 1 != abs(kept[u] - kept[v])
        ]
        if not parts:  # the same row from the other end
            parts = [("closed", u, way[u]) for u, hole in enumerate(kept) if way[u] != hole]
        return [parts[rng.integers(len(parts))]] if parts else []

    def prompt(self, x: PigeonholePuzzle) -> str:
        story = _story(x)
        closed = set(x.closed)
        facts = []
        for u, name in enumerate(x.names):
            open_ = [str(hole + 1) for hole in range(x.n_holes) if (u, hole) not in closed]
            sentence = choose(story.rules["allowed"], x.wording, 5)
            facts.append(sentence.format(a=name, holes=story.phrases.offered(open_)))
        sentence = choose(story.rules["apart"], x.wording, 6)
        facts += [sentence.format(a=x.names[u], b=x.names[v]) for u, v in x.apart]
        return tell(story, x, facts, values=_numbers(x.n_holes))

    def read(self, x: PigeonholePuzzle, answer: str) -> tuple[int, ...] | None:
        return read_values(answer, x.names, _numbers(x.n_holes), nouns=_story(x).around())

    def write(self, x: PigeonholePuzzle, values: Sequence[int]) -> str:
        return pairs_of(x.names, [str(hole + 1) for hole in values])

    def broken(self, x: PigeonholePuzzle, values: Sequence[int]) -> str | None:
        if len(set(values)) < len(values):
            return "one place is taken twice"
        for u, hole in x.closed:
            if values[u] == hole:
                return f"{hole + 1} does not suit {x.names[u]}"
        for u, v in x.apart:
            if abs(values[u] - values[v]) == 1:
                return f"{x.names[u]} and {x.names[v]} are side by side"
        return None

    def count_broken(self, x: PigeonholePuzzle, rows: Rows) -> Rows:
        ordered = np.sort(rows, axis=1)
        broken: Rows = np.count_nonzero(ordered[:, 1:] == ordered[:, :-1], axis=1)
        if x.closed:
            pigeon, hole = np.array(x.closed).T
            broken = broken + np.count_nonzero(rows[:, pigeon] == hole, axis=1)
        if x.apart:
            left, right = np.array(x.apart).T
            broken = broken + np.count_nonzero(abs(rows[:, left] - rows[:, right]) == 1, axis=1)
        return broken

    def blind(self, x: PigeonholePuzzle) -> Iterator[tuple[str, Rows]]:
        n, k = len(x.names), x.n_holes
        yield "random", _injections(n, k)
        turns = (np.arange(n) + np.arange(k)[:, None]) % k
        yield "pattern", np.concatenate([turns, k - 1 - turns])

    def first_fits(self, x: PigeonholePuzzle) -> Rows:
        n, closed = len(x.names), set(x.closed)
        choices = [[hole for hole in range(x.n_holes) if (u, hole) not in closed] for u in range(n)]
        tightest = sorted(range(n), key=lambda u: len(choices[u]))
        return np.array([_first_fit(order, choices, x) for order in (range(n), tightest)])

    def cells(self, x: PigeonholePuzzle) -> Cells:
        beside = [(hole, hole + 1) for hole in range(x.n_holes - 1)]
        beside += [(right, left) for left, right in beside]
        clashes = ((u, v, beside) for u, v in x.apart)
        return cells(len(x.names), x.n_holes, closed=x.closed, clashes=clashes, capacity=1)

    def encode(self, x: PigeonholePuzzle) -> Cnf:
        n, k = len(x.names), x.n_holes
        parts = [("closed", *pair) for pair in x.closed] + [("apart", *pair) for pair in x.apart]
        clauses = [clause for part in parts for clause in _clauses(*part, k)]
        base = one_each(n, k, capacity=1)
        return Cnf(n_vars=base.n_vars, clauses=(*base.clauses, *clauses))

    def features(self, x: PigeonholePuzzle) -> dict[str, float]:
        n = len(x.names)
        return {
            "items": n,
            "values": x.n_holes,
            "constraints": len(x.closed) + len(x.apart),
            "choices": x.n_holes - len(x.closed) / n,
            "apart": len(x.apart),
        }


def _story(x: PigeonholePuzzle) -> Story:
    return stories("pigeonhole", x.language, STORIES)[x.skin]


def _numbers(count: int) -> list[str]:
    return [str(number) for number in range(1, count + 1)]


def _fields(parts: Sequence[tuple[str, int, int]]) -> dict[str, tuple[tuple[int, int], ...]]:
    return {
        name: tuple((a, b) for kind, a, b in parts if kind == name) for name in ("closed", "apart")
    }


def _first_fit(
    order: Sequence[int], choices: Sequence[Sequence[int]], x: PigeonholePuzzle
) -> list[int]:
    """Each pigeon in order takes its first free hole away from its enemies, or its first at all."""
    enemies: list[list[int]] = [[] for _ in x.names]
    for u, v in x.apart:
        enemies[u].append(v)
        enemies[v].append(u)
    hole_of: dict[int, int] = {}
    taken: set[int] = set()
    for u in order:
        near = {hole_of[v] + step for v in enemies[u] if v in hole_of for step in (-1, 1)}
        fits = (hole for hole in choices[u] if hole not in taken and hole not in near)
        hole_of[u] = next(fits, choices[u][0] if choices[u] else 0)
        taken.add(hole_of[u])
    return [hole_of[u] for u in range(len(x.names))]


@lru_cache(maxsize=8192)
def _clauses(kind: str, a: int, b: int, n_holes: int) -> tuple[Clause, ...]:
    if kind == "closed":
        return ((-(a * n_holes + b + 1),),)
    beside = [(hole, hole + 1) for hole in range(1, n_holes)]
    beside += [(right, left) for left, right in beside]
    return tuple((-(a * n_holes + hole), -(b * n_holes + other)) for hole, other in beside)


@lru_cache(maxsize=64)
def _injections(n: int, n_holes: int) -> Rows:
    """Random assignments without a hole taken twice: always the same for a shape."""
    rng = Stream(b"tasksynth_sat.pigeonhole.injections").rng(n, n_holes)
    rows: Rows = rng.random((SAMPLES, n_holes)).argsort(axis=1)[:, :n]
    rows.setflags(write=False)
    return rows
