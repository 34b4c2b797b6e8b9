"""What the puzzles in words share: their params, their instance, and the family around a problem.

A puzzle has named items and asks for one value each (or for some of the items). It is stored, shown
and verified in the problem's own terms; a CNF encoding serves only to draw it and to measure it.
"""

import abc
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Annotated, Any, Generic, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from tasksynth import Family, Params, Rubric
from tasksynth.answers import Unreadable
from tasksynth.rng import Stream
from tasksynth_sat.formulas.cnf import Cnf
from tasksynth_sat.solving.solvers import effort, statistics
from tasksynth_sat.tales.tongue import Language
from tasksynth_sat.wording.phrases import PHRASES
from tasksynth_schemas import Model, Verdict, canonical_json

Rows = NDArray[np.int64]
"""Candidate answers, one a row: (answers, items)."""

SAMPLES = 256
"""Random answers that a guess rate is measured on."""
REPAIRS = 10
"""Single changes that the repairing strategy may make."""


def is_english(language: str) -> bool:
    """Whether a language goes without saying."""
    return language == "en"


class PuzzleParams(Params):
    """What every puzzle may be asked."""

    status: Literal["satisfiable", "either"] = "satisfiable"
    """`satisfiable`: the prompt promises a solution. `either`: one task in two has none, its
    prompt is alike, and "impossible" is right. Puzzles all without solution are not made: one
    constant answer would pass them."""
    language: Annotated[Language, Field(exclude_if=is_english)] = "en"
    """The language of the story and of its answer: English, Chinese, Spanish or German. The
    English is no part of an address: earlier ones stay as they were."""
    max_guess: Annotated[float, Field(ge=0, le=1)] = 0.05
    """The highest pass rate in [0, 1] that a trivial strategy may have on a task that has a
    solution; 1 takes any task."""


class Puzzle(Model):
    """One puzzle in its own terms, with how it is told."""

    names: tuple[str, ...]
    """The items, in the order of the prompt; everything else speaks of their positions."""
    solution: tuple[int, ...] | None
    """One solution; None when there is none."""
    promised: bool
    """Whether the prompt promises a solution."""
    skin: int
    """Which story is told."""
    wording: int
    """Which of the paraphrases are used."""
    language: Annotated[Language, Field(exclude_if=is_english)] = "en"
    """What the story is told in."""
    guess: dict[str, Annotated[float, Field(ge=0, le=1)]]
    """Pass rate of each trivial strategy on this puzzle; on one without solution, on the puzzle
    with a solution that differs from it in one constraint."""


P = TypeVar("P", bound=PuzzleParams)
X = TypeVar("X", bound=Puzzle)


class PuzzleFamily(Family[P, X], Generic[P, X]):
    """A family of puzzles: the problem says what is read, what is broken and how it is encoded."""

    rubric = Rubric(gate="solved", solved=1.0)

    @abc.abstractmethod
    def read(self, x: X, answer: str) -> tuple[int, ...] | None:
        """The values that an answer gives, None for "impossible"; raises Unreadable."""

    @abc.abstractmethod
    def broken(self, x: X, values: Sequence[int]) -> str | None:
        """The first constraint that these values break, for a person; None for a solution."""

    @abc.abstractmethod
    def encode(self, x: X) -> Cnf:
        """A formula that is satisfiable exactly when the puzzle has a solution."""

    @abc.abstractmethod
    def write(self, x: X, values: Sequence[int]) -> str:
        """Values as an answer."""

    @abc.abstractmethod
    def count_broken(self, x: X, rows: Rows) -> Rows:
        """How many constraints each of many answers breaks: (answers,)."""

    @abc.abstractmethod
    def guesses(self, x: X) -> Iterator[tuple[str, Rows]]:
        """What trivial strategies answer, cheapest first: a name, and equally likely answers."""

    @abc.abstractmethod
    def features(self, x: X) -> dict[str, float]:
        """Difficulty features of the problem itself."""

    def verify(self, x: X, answer: str) -> Verdict:
        try:
            values = self.read(x, answer)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        if values is None:
            if x.solution is None:
                return self.rubric(solved=1.0)
            return self.rubric(solved=0.0, why="there is a solution")
        if fault := self.broken(x, values):
            return self.rubric(solved=0.0, why=fault)
        return self.rubric(solved=1.0)

    def solve(self, x: X) -> str:
        phrases = PHRASES[x.language]
        answer = phrases.impossible if x.solution is None else self.write(x, x.solution)
        return f"{phrases.answer}{answer}"

    def measure(self, x: X) -> dict[str, float]:
        return self._measure(x, statistics(self.encode(x)))

    def measure_full(self, x: X) -> dict[str, float]:
        return self._measure(x, effort(self.encode(x)))

    def _measure(self, x: X, spent: dict[str, float]) -> dict[str, float]:
        guess = {f"guess_{name}": rate for name, rate in x.guess.items()}
        return spent | self.features(x) | guess | {"solvable": float(x.solution is not None)}

    def canonical(self, x: X) -> Any:
        told = {"names", "skin", "wording", "language", "guess", "solution"}
        problem = x.model_dump(mode="json", exclude=told)
        return {
            name: sorted(value) if isinstance(value, list) else value
            for name, value in problem.items()
        }

    def baselines(self, x: X) -> dict[str, str]:
        pick = Stream(canonical_json(self.canonical(x))).rng(0)
        said = {
            name: self.write(x, rows[pick.integers(len(rows))].tolist())
            for name, rows in self.guesses(x)
        }
        return said if x.promised else said | {"impossible": PHRASES[x.language].impossible}

    def resist(self, x: X, p: P) -> X | None:
        """The puzzle with its guess rates; None if a trivial strategy does better than wanted."""
        guess, name, _ = self.rates(x, p.max_guess)
        return None if name else x.model_copy(update={"guess": guess})

    def rates(self, x: X, most: float) -> tuple[dict[str, float], str, list[int]]:
        """Pass rates by strategy, up to the first that does better than wanted.

        Its name, and a solution that it finds; both are empty where all strategies are in bounds.
        """
        guess: dict[str, float] = {}
        for name, rows in self.guesses(x):
            solving = self.count_broken(x, rows) == 0
            guess[name] = round(float(solving.mean()), 4)
            if guess[name] > most:
                return guess, name, rows[int(solving.argmax())].tolist()
        return guess, "", []

    def floor(self, p: P) -> float:
        return p.max_guess if p.status == "satisfiable" else 0.5 + p.max_guess / 2


@lru_cache(maxsize=256)
def samples(n_items: int, n_values: int) -> Rows:
    """The random answers that guess rates are measured on: always the same for a shape."""
    rng = Stream(b"tasksynth_sat.puzzles.samples").rng(n_items, n_values)
    rows: Rows = rng.integers(0, n_values, size=(SAMPLES, n_items))
    rows.setflags(write=False)
    return rows


@lru_cache(maxsize=256)
def patterns(n_items: int, n_values: int) -> Rows:
    """Answers that look at nothing: each constant, and the values in turn, from each start."""
    constant = np.repeat(np.arange(n_values)[:, None], n_items, axis=1)
    turns = (np.arange(n_items) + np.arange(n_values)[:, None]) % n_values
    rows: Rows = np.concatenate([constant, turns])
    rows.setflags(write=False)
    return rows


def repaired(start: Rows, n_values: int, count_broken: Callable[[Rows], Rows]) -> Rows:
    """Where each start ends after the best single changes, `REPAIRS` at most: (starts, items).

    Min-conflicts (Minton, Johnston, Philips, Laird, Artificial Intelligence 58, 1992) without its
    random choices: it stops when no single change breaks fewer constraints.
    """
    return np.stack([_repaired(row, n_values, count_broken) for row in start])


def _repaired(row: Rows, n_values: int, count_broken: Callable[[Rows], Rows]) -> Rows:
    n_moves = len(row) * n_values
    at = np.arange(n_moves)
    least = int(count_broken(row[None])[0])
    for _ in range(REPAIRS):
        moves = np.repeat(row[None], n_moves, axis=0)  # (items * values, items)
        moves[at, at // n_values] = at % n_values
        counts = count_broken(moves)
        best = int(counts.argmin())
        if counts[best] >= least:
            break
        least, row = int(counts[best]), moves[best]
    return row
