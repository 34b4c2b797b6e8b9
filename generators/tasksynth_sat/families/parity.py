"""Systems of parity constraints, told as lamps, votes or switches: random ones and Tseitin's."""

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import product
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Knob
from tasksynth_sat.formulas.cnf import Clause, Cnf
from tasksynth_sat.kinds.puzzles import (
    Puzzle,
    PuzzleFamily,
    PuzzleParams,
    Rows,
    patterns,
    repaired,
    samples,
)
from tasksynth_sat.reading.words import PEOPLE, PLACES, draw_names, read_values
from tasksynth_sat.solving import choosing
from tasksynth_sat.wording.languages import stories
from tasksynth_sat.wording.stories import Story, choose, listed, pairs_of, tell

TRIES = 50
"""Rounds of mending a random system, or random pairings of a cubic graph's stubs, of which about
one in seven has no loop or double edge."""

STORIES = (
    Story(
        pool=PLACES,
        values=("off|0|false|dark", "on|1|true|lit"),
        opening=(
            "{n} lamps, each on or off, are called {items}.",
            "A panel shows one lamp for each of {items}. A lamp is on or off.",
        ),
        rules={
            "odd": ("Among {them}, an odd number are on.", "An odd number of {them} are on."),
            "even": (
                "Among {them}, an even number are on (none counts as even).",
                "Zero or another even number of {them} are on.",
            ),
        },
        question=("Which lamps are on, and which are off?", "Find the state of every lamp."),
        form=(
            "name=on or name=off for every lamp, separated by commas",
            "the state of each lamp, as name=on or name=off",
        ),
        nouns="lamp lamps state",
    ),
    Story(
        pool=PEOPLE,
        values=("no|0|false|against", "yes|1|true"),
        opening=(
            "A board of {n} voted yes or no. Its members are {items}.",
            "{items} each voted, either yes or no.",
        ),
        rules={
            "odd": (
                "Of the votes of {them}, an odd number were yes.",
                "{them} cast an odd number of yes votes between them.",
            ),
            "even": (
                "Of the votes of {them}, an even number (perhaps none) were yes.",
                "{them} cast an even number of yes votes between them, possibly zero.",
            ),
        },
        question=("How can they have voted?", "Reconstruct votes that agree with all of this."),
        form=(
            "name=yes or name=no for every member, separated by commas",
            "the vote of each member, as name=yes or name=no",
        ),
        nouns="vote votes voted member members",
    ),
    Story(
        pool=PLACES,
        values=("closed|0|false", "open|1|true"),
        opening=(
            "A canal has {n} gates, {items}; each is open or closed.",
            "The gates {items} are each either open or closed.",
        ),
        rules={
            "odd": ("The number of open gates among {them} is odd.",),
            "even": ("The number of open gates among {them} is even, which includes zero.",),
        },
        question=(
            "Find a setting of all the gates that fits.",
            "Which gates are open and which are closed?",
        ),
        form=(
            "name=open or name=closed for every gate, separated by commas",
            "the setting of each gate, as name=open or name=closed",
        ),
        nouns="gate gates setting",
    ),
)


class ParityParams(PuzzleParams):
    """What may be asked of `sat.parity`."""

    n_vars: Annotated[int, Field(ge=6, le=80), Knob(9, 48)]
    """Unknowns; a Tseitin task takes the next lower multiple of 3."""
    width: Annotated[int, Field(ge=3, le=5)] = 3
    """Unknowns in an equation; a Tseitin task has 3."""
    kind: Literal["random", "tseitin"] = "random"
    """`random`: each unknown is in about `width` of n + 1 equations. `tseitin`: unknowns are the
    edges of a random cubic graph, equations its nodes (Tseitin 1968; Urquhart, JACM 34, 1987);
    hard for resolution when there is no solution, easy when there is one."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        least = 9 if self.kind == "tseitin" else self.width + 3
        if self.n_vars < least:
            raise ValueError(f"want n_vars of at least {least} for these, got {self.n_vars}")
        return self


class ParityPuzzle(Puzzle):
    """Equations over GF(2)."""

    equations: tuple[tuple[tuple[int, ...], int], ...]
    """(unknowns, increasing; 1 for an odd number of them true, 0 for an even number)."""


class Parity(PuzzleFamily[ParityParams, ParityPuzzle]):
    """Find values such that given sets of them hold an odd or an even number of true ones.

    Without solution is a system in which one right side is flipped, of an equation that the others
    imply. Elimination solves both in polynomial time; resolution, and guessing, do not.
    """

    name = "sat.parity"
    effort = "conflicts"
    tells = ("language",)

    def generate(self, p: ParityParams, rng: np.random.Generator) -> ParityPuzzle | None:
        rows = _cubic(p.n_vars, rng) if p.kind == "tseitin" else _random(p.n_vars, p.width, rng)
        if rows is None or (dependent := _dependency(rows)) is None:
            return None
        n = 1 + max(max(row) for row in rows)
        planted = rng.integers(0, 2, n).tolist()
        right = [sum(planted[v] for v in row) % 2 for row in rows]
        skin, wording, label, flip = rng.bit_generator.random_raw(4).tolist()
        told = stories("parity", p.language, STORIES)
        x = self.resist(
            ParityPuzzle(
                names=draw_names(told[skin % len(told)].pool, n, rng),
                solution=tuple(planted),
                promised=p.status == "satisfiable",
                skin=skin % len(told),
                wording=wording >> 32,
                language=p.language,
                guess={},
                equations=tuple(zip(rows, right, strict=True)),
            ),
            p,
        )
        if x is None or x.promised or label & 1:
            return x
        right[dependent[flip % len(dependent)]] ^= 1
        equations = tuple(zip(rows, right, strict=True))
        return x.model_copy(update={"equations": equations, "solution": None})

    def floor(self, p: ParityParams) -> float:
        """What one descent gets: with values chosen for a few unknowns, the others follow.

        Of a Tseitin system with a solution it solves nearly all: a wrong choice is mended by the
        equations that are left, as long as the graph is connected.
        """
        solved = 1.0 if p.kind == "tseitin" else max(p.max_guess, min(0.5, 4 / p.n_vars))
        return solved if p.status == "satisfiable" else 0.5 + solved / 2

    def baselines(self, x: ParityPuzzle) -> dict[str, str]:
        found = choosing.answers(self.encode(x)).items()
        bits = [(name, [end >> v & 1 for v in range(len(x.names))]) for name, end in found]
        return super().baselines(x) | {name: self.write(x, values) for name, values in bits}

    def prompt(self, x: ParityPuzzle) -> str:
        story = _story(x)
        facts = []
        for row, right in x.equations:
            sentence = choose(story.rules["odd" if right else "even"], x.wording, 5)
            facts.append(sentence.format(them=story.phrases.listed([x.names[v] for v in row])))
        return tell(story, x, facts)

    def read(self, x: ParityPuzzle, answer: str) -> tuple[int, ...] | None:
        story = _story(x)
        return read_values(answer, x.names, story.values, nouns=story.around())

    def write(self, x: ParityPuzzle, values: Sequence[int]) -> str:
        said = [name.partition("|")[0] for name in _story(x).values]
        return pairs_of(x.names, [said[value] for value in values])

    def broken(self, x: ParityPuzzle, values: Sequence[int]) -> str | None:
        for row, right in x.equations:
            if sum(values[v] for v in row) % 2 != right:
                them = listed([x.names[v] for v in row])
                return f"of {them}, {'an even' if right else 'an odd'} number hold"
        return None

    def count_broken(self, x: ParityPuzzle, rows: Rows) -> Rows:
        system = np.zeros((len(x.names), len(x.equations)), dtype=np.int64)
        for i, (row, _) in enumerate(x.equations):
            system[list(row), i] = 1
        right = np.array([right for _, right in x.equations])
        broken: Rows = np.count_nonzero((rows @ system) % 2 != right, axis=1)
        return broken

    def guesses(self, x: ParityPuzzle) -> Iterator[tuple[str, Rows]]:
        n = len(x.names)
        yield "random", samples(n, 2)
        blind = patterns(n, 2)
        yield "pattern", blind
        yield "in_order", np.array([_in_order(x.equations, n)])
        yield "repair", repaired(blind, 2, partial(self.count_broken, x))

    def encode(self, x: ParityPuzzle) -> Cnf:
        clauses = [clause for row, right in x.equations for clause in _xor(row, right)]
        return Cnf(n_vars=len(x.names), clauses=tuple(clauses))

    def features(self, x: ParityPuzzle) -> dict[str, float]:
        return {
            "items": len(x.names),
            "values": 2,
            "constraints": len(x.equations),
            "width": max(len(row) for row, _ in x.equations),
        }


def _story(x: ParityPuzzle) -> Story:
    return stories("parity", x.language, STORIES)[x.skin]


def _random(n: int, width: int, rng: np.random.Generator) -> list[tuple[int, ...]] | None:
    """Different equations, one more than unknowns; each unknown occurs about equally often."""
    stubs = rng.permutation(np.arange((n + 1) * width) % n).tolist()
    for _ in range(TRIES):
        rows = [tuple(sorted(stubs[i : i + width])) for i in range(0, len(stubs), width)]
        twice = [i for i, row in enumerate(rows) if len(set(row)) < width]
        if not twice:
            return rows if len(set(rows)) == len(rows) else None
        swaps = rng.integers(0, (width, len(stubs)), (len(twice), 2)).tolist()
        for i, (place, other) in zip(twice, swaps, strict=True):
            place += i * width
            stubs[place], stubs[other] = stubs[other], stubs[place]
    return None


def _cubic(n_edges: int, rng: np.random.Generator) -> list[tuple[int, ...]] | None:
    """The edges at each node of a random cubic graph without loops or double edges."""
    n_nodes = 2 * (n_edges // 3)
    for _ in range(TRIES):
        stubs = (rng.permutation(3 * n_nodes) // 3).tolist()
        edges = [tuple(sorted(stubs[i : i + 2])) for i in range(0, 3 * n_nodes, 2)]
        if len(set(edges)) == len(edges) and all(u != v for u, v in edges):
            at: list[list[int]] = [[] for _ in range(n_nodes)]
            for number, (u, v) in enumerate(edges):
                at[u].append(number)
                at[v].append(number)
            return [tuple(row) for row in at]
    return None


def _dependency(rows: Sequence[Sequence[int]]) -> list[int] | None:
    """Positions of some rows that sum to zero over GF(2); None if all are independent."""
    reduced: dict[int, tuple[int, int]] = {}  # leading bit -> (row, the rows it is a sum of)
    for i, row in enumerate(rows):
        bits, used = sum(1 << v for v in row), 1 << i
        while bits and (known := reduced.get(bits.bit_length())):
            bits, used = bits ^ known[0], used ^ known[1]
        if not bits:
            return [j for j in range(len(rows)) if used >> j & 1]
        reduced[bits.bit_length()] = (bits, used)
    return None


def _in_order(equations: Sequence[tuple[Sequence[int], int]], n: int) -> list[int]:
    """Each equation in order is mended by the last of its unknowns that is still free, else not."""
    values: dict[int, int] = {}
    for row, right in equations:
        free = [v for v in row if v not in values]
        for v in free[:-1]:
            values[v] = 0
        if free:
            values[free[-1]] = (right + sum(values.get(v, 0) for v in row)) % 2
    return [values.get(v, 0) for v in range(n)]


@lru_cache(maxsize=8192)
def _xor(row: tuple[int, ...], right: int) -> tuple[Clause, ...]:
    """One clause against each combination of the wrong parity."""
    return tuple(
        tuple(-(v + 1) if value else v + 1 for v, value in zip(row, values, strict=True))
        for values in product((0, 1), repeat=len(row))
        if sum(values) % 2 != right
    )
