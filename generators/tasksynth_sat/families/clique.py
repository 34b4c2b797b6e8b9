"""Cliques and independent sets, told as people who know each other or things that clash."""

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import combinations
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Knob
from tasksynth.rng import Stream
from tasksynth_sat.drawing.frontier import twins
from tasksynth_sat.formulas.cnf import Clause, Cnf
from tasksynth_sat.formulas.encoding import all_pairs
from tasksynth_sat.kinds.puzzles import SAMPLES, Puzzle, PuzzleParams, Rows, repaired
from tasksynth_sat.kinds.twinned import TwinFamily
from tasksynth_sat.reading.words import PEOPLE, PLACES, read_members
from tasksynth_sat.solving import cliques
from tasksynth_sat.tales.tongue import Language
from tasksynth_sat.wording.languages import stories
from tasksynth_sat.wording.stories import Story, tell, tell_pairs

CLIQUE_STORIES = (
    Story(
        pool=PEOPLE,
        opening=(
            "{n} people are at a reception: {items}.",
            "A company has {n} employees: {items}.",
        ),
        rules={
            "pair": ("{a} and {b} know each other.", "{a} and {b} are acquainted."),
            "row": ("{a} knows {others}, who all know {a}.",),
        },
        question=(
            "Nobody else knows each other. Find {size} people all of whom know one another.",
            "All other pairs are strangers. Name {size} people, every two of whom know each other.",
        ),
        form=("the {size} names, separated by commas",),
        nouns="people group names clique team",
    ),
    Story(
        pool=PLACES,
        opening=(
            "An airline flies to {n} cities: {items}.",
            "A carrier serves {items}.",
        ),
        rules={
            "pair": (
                "There is a direct flight between {a} and {b}.",
                "{a} and {b} have a direct connection.",
            ),
            "row": ("From {a} one flies directly to {others} and back.",),
        },
        question=(
            "There are no other direct flights. Find {size} cities of which any two have one.",
            (
                "These are all the direct flights. Choose {size} cities so that each is directly "
                "connected with each of the others."
            ),
        ),
        form=("the {size} cities, separated by commas",),
        nouns="cities group names clique city",
    ),
)
INDEPENDENT_STORIES = (
    Story(
        pool=PEOPLE,
        opening=(
            "{n} people apply for a jury: {items}.",
            "The candidates for a committee are {items}.",
        ),
        rules={
            "pair": ("{a} and {b} are rivals.", "{a} is a rival of {b}."),
            "row": ("{a} is a rival of {others}.",),
        },
        question=(
            "Choose {size} of them so that no two are rivals.",
            "Name {size} of them, no two of them rivals. To be rivals is mutual.",
        ),
        form=("the {size} names, separated by commas",),
        nouns="people group names committee jury",
    ),
    Story(
        pool=PLACES,
        opening=(
            "A chain may open shops in {n} towns: {items}.",
            "{n} towns want a weather station: {items}.",
        ),
        rules={
            "pair": ("{a} and {b} are too close to each other.", "{a} lies too close to {b}."),
            "row": ("{a} is too close to {others}.",),
        },
        question=(
            "Choose {size} towns of which no two are too close to each other.",
            "Pick {size} of the towns; two that are too close may not both be picked.",
        ),
        form=("the {size} towns, separated by commas",),
        nouns="towns group names town",
    ),
)


class CliqueParams(PuzzleParams):
    """What may be asked of `sat.clique`."""

    n_nodes: Annotated[int, Field(ge=6, le=80), Knob(20, 48)]
    """Nodes of the graph."""
    size: Annotated[int, Field(ge=3, le=20), Knob(5, 9)]
    """Nodes to find."""
    kind: Literal["clique", "independent"] = "clique"
    """`clique`: every two of them are joined. `independent`: no two of them are."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.size >= self.n_nodes:
            raise ValueError(f"want size below n_nodes={self.n_nodes}, got {self.size}")
        return self


class CliquePuzzle(Puzzle):
    """A graph, and the size of the clique or independent set to find in it."""

    kind: Literal["clique", "independent"]
    size: int
    clashes: tuple[tuple[int, int], ...]
    """Pairs, the smaller first, that may not both be chosen: for a clique the pairs not joined."""


class Clique(TwinFamily[CliqueParams, CliquePuzzle]):
    """Find so many nodes of a graph that are all joined, or of which no two are.

    Pairs clash one by one in random order, until hardly one set of that size is left.
    """

    name = "sat.clique"
    version = 2
    effort = "conflicts"
    tells = ("language",)

    def generate(self, p: CliqueParams, rng: np.random.Generator) -> CliquePuzzle | None:
        n = p.n_nodes
        pairs = all_pairs(n)
        drawn = [pairs[i] for i in rng.permutation(len(pairs)).tolist()]
        base = _at_least(n, p.size).clauses
        found = twins(base, [((~u, ~v),) for u, v in drawn])  # ~u is the literal -(u + 1)
        if found is None:
            return None
        return self.one_of(
            found,
            drawn,
            p,
            rng,
            pools=[story.pool for story in _stories(p.kind, p.language)],
            n_items=n,
            solution=tuple(u for u in range(n) if u + 1 in found.model)[: p.size],
        )

    def own(self, p: CliqueParams, constraints: Sequence[tuple[int, int]]) -> dict[str, Any]:
        return {"kind": p.kind, "size": p.size, "clashes": tuple(constraints)}

    def against(
        self, x: CliquePuzzle, name: str, way: Sequence[int], rng: np.random.Generator
    ) -> list[tuple[int, int]]:
        """Bar another solution; where it is the one that is kept, hide it.

        A clique stands out by its nodes' friends. So the node taken first loses friends outside,
        and to be dropped first by `peel`, the one with fewest of them; where nodes of few friends
        are looked for, others lose some (compare the camouflaged cliques of Brockington and
        Culberson, DIMACS 26, 1996).
        """
        n, kept = len(x.names), set(x.solution or ())
        pairs = [(u, v) for u, v in combinations(sorted(way), 2) if not kept.issuperset((u, v))]
        if pairs:
            return [pairs[rng.integers(len(pairs))]]
        friends = cliques.joined(n, x.clashes)
        outside = [u for u in range(n) if u not in kept]
        if name == "least_joined":
            pairs = [(u, v) for u, v in combinations(outside, 2) if friends[u] >> v & 1]
        else:
            first = way[0]
            if name.startswith("peel"):
                first = min(way, key=lambda u: friends[u].bit_count())
            pairs = [(first, v) for v in outside if friends[first] >> v & 1]
        picked = rng.permutation(len(pairs))[:2].tolist()
        return [(min(pairs[i]), max(pairs[i])) for i in picked]

    def floor(self, p: CliqueParams) -> float:
        """What greedy by degree gets from a node picked at random, as the draw bars other starts.

        Each of the nodes to find is a good start about every other time.
        """
        started = max(p.max_guess, min(0.3, 6 / p.n_nodes))
        return started if p.status == "satisfiable" else 0.5 + started / 2

    def prompt(self, x: CliquePuzzle) -> str:
        story = _stories(x.kind, x.language)[x.skin]
        shown: Sequence[tuple[int, int]] = x.clashes
        if x.kind == "clique":
            apart = set(x.clashes)
            shown = [pair for pair in all_pairs(len(x.names)) if pair not in apart]
        return tell(story, x, tell_pairs(story, x, shown), size=x.size)

    def read(self, x: CliquePuzzle, answer: str) -> tuple[int, ...] | None:
        return read_members(answer, x.names, nouns=_stories(x.kind, x.language)[x.skin].around())

    def write(self, x: CliquePuzzle, values: Sequence[int]) -> str:
        return ", ".join(x.names[u] for u in values)

    def broken(self, x: CliquePuzzle, values: Sequence[int]) -> str | None:
        if len(values) != x.size:
            return f"want {x.size} names, got {len(values)}"
        picked = set(values)
        for u, v in x.clashes:
            if u in picked and v in picked:
                return f"{x.names[u]} and {x.names[v]} do not go together"
        return None

    def count_broken(self, x: CliquePuzzle, rows: Rows) -> Rows:
        clash = np.eye(len(x.names), dtype=bool)  # one node twice is no set of that size
        u, v = np.array(x.clashes).T
        clash[u, v] = clash[v, u] = True
        left, right = np.array(all_pairs(x.size)).T
        broken: Rows = np.count_nonzero(clash[rows[:, left], rows[:, right]], axis=1)
        return broken

    def guesses(self, x: CliquePuzzle) -> Iterator[tuple[str, Rows]]:
        n = len(x.names)
        yield "random", _subsets(n, x.size)
        yield "pattern", (np.arange(x.size) + np.arange(n)[:, None]) % n
        friends = cliques.joined(n, x.clashes)
        orders = (range(n), range(n)[::-1])
        plain = {
            rule: np.array(cliques.ways(friends, rule, x.size, orders)) for rule in cliques.RULES
        }
        yield from plain.items()
        for rule in cliques.MEASURED:
            rows = np.array(cliques.ways(friends, rule, x.size, cliques.shuffled(n)))
            yield f"{rule}_shuffled", rows
        greedy = np.concatenate([plain["listed"], plain["most_joined"]])
        yield "repair", repaired(greedy, n, partial(self.count_broken, x))

    def encode(self, x: CliquePuzzle) -> Cnf:
        base = _at_least(len(x.names), x.size)
        apart = tuple((~u, ~v) for u, v in x.clashes)
        return Cnf(n_vars=base.n_vars, clauses=base.clauses + apart)

    def features(self, x: CliquePuzzle) -> dict[str, float]:
        n = len(x.names)
        return {
            "items": n,
            "values": x.size,
            "constraints": len(x.clashes),
            "density": 2 * len(x.clashes) / (n * (n - 1)),
        }

    def _measure(self, x: CliquePuzzle, spent: dict[str, float]) -> dict[str, float]:
        reached = cliques.share_of_starts(cliques.joined(len(x.names), x.clashes), x.size)
        return super()._measure(x, spent) | {"local_search": reached}


def _stories(kind: str, language: Language) -> Sequence[Story]:
    english = CLIQUE_STORIES if kind == "clique" else INDEPENDENT_STORIES
    return stories(kind, language, english)


@lru_cache(maxsize=64)
def _at_least(n_nodes: int, size: int) -> Cnf:
    """At least so many of the first variables are true (sequential counter, Sinz, CP 2005)."""
    from pysat.card import CardEnc, EncType

    lits = list(range(1, n_nodes + 1))
    encoded = CardEnc.atleast(lits=lits, bound=size, encoding=EncType.seqcounter)
    clauses: tuple[Clause, ...] = tuple(map(tuple, encoded.clauses))
    return Cnf(n_vars=max(n_nodes, encoded.nv), clauses=clauses)


@lru_cache(maxsize=64)
def _subsets(n_nodes: int, size: int) -> Rows:
    """Random sets of nodes: always the same for a shape."""
    rng = Stream(b"tasksynth_sat.clique.subsets").rng(n_nodes, size)
    rows: Rows = rng.random((SAMPLES, n_nodes)).argsort(axis=1)[:, :size]
    rows.setflags(write=False)
    return rows
