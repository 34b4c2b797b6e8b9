"""Hidden suites: inputs are added until every mutant that is not equal is told from the program.

What no input of a large pool tells apart counts as equal. A second pool, which mutants of two
mistakes are tried on, is the audit's: see `tasksynth_code.suites.audit`.
"""

import ast
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tasksynth.rng import Dice
from tasksynth_code.suites.mutate import MutantSite, sites
from tasksynth_code.suites.running import TickingRun, Wrong

LARGEST = 10**12
"""Numbers of a program's results are smaller."""
LONGEST_TEXT = 200
"""Letters of a string, and elements of a list."""
WITNESSES = 2
"""Cases that tell a mutant apart, which a suite has of each."""
PAIRS = 60
"""Mutants of two mistakes that a suite is tried on."""
MOST_TURNS = 700_000
"""Turns of loops that growing a suite may take."""


_ENCODE = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True)
class Case:
    """One call and what it gives; the arguments are a JSON list, the result is JSON."""

    arguments: str
    result: str


@dataclass
class CodeSuite:
    """Inputs that tell a program from its mutants."""

    cases: list[Case]
    """Witnesses first, in the order in which they were found."""
    told: int
    """Mutants that are told apart."""
    equal: list[TickingRun]
    """Mutants that nothing in the pool told apart."""


def text_of(value: Any) -> str:
    """A value as JSON, without spaces."""
    return _ENCODE(value)


def results(tree: ast.Module, inputs: Iterable[str]) -> list[Case] | None:
    """The program on its inputs; None where it fails, or gives what is too large."""
    run, cases = TickingRun(tree), []
    for arguments in inputs:
        value = run(arguments)
        if isinstance(value, Wrong) or not _fits(value):
            return None
        cases.append(Case(arguments, text_of(value)))
    return cases


def _fits(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) <= LONGEST_TEXT and all(map(_fits, value))
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT
    return isinstance(value, int) and abs(value) < LARGEST


def telling(run: TickingRun, cases: Iterable[Case]) -> Iterator[Case]:
    """Cases on which a mutant gives something else."""
    return (case for case in cases if differs(run(case.arguments), case.result))


def differs(value: Any, result: str) -> bool:
    """Whether a value is another one than this result."""
    if isinstance(value, Wrong):
        return True
    try:
        return text_of(value) != result
    except (TypeError, ValueError, RecursionError):
        return True


def mutants(
    tree: ast.Module,
    places: Iterable[MutantSite],
    run_of: Callable[[ast.Module], TickingRun] = TickingRun,
) -> Iterator[TickingRun]:
    """The mutants of these places, as far as they compile."""
    for site in places:
        with site.mutated():
            try:
                run = run_of(tree)
            except (SyntaxError, ValueError, TypeError):
                continue
        yield run


def grow(
    tree: ast.Module, pool: Sequence[Case], *, size: int, equal: float, latest: int
) -> CodeSuite | None:
    """A suite of at least so many cases out of a pool.

    It has up to `WITNESSES` cases that tell each mutant apart. None where a larger share of the
    mutants than `equal` is told apart by nothing; where one is first told apart later in the pool
    than `latest`, for then there may be others that the pool just missed; or where it takes long.
    """
    taken: dict[str, Case] = {}
    places = sites(tree)
    same, told, turns = list[TickingRun](), 0, 0
    for run in mutants(tree, places):
        known = len(list(islice(telling(run, taken.values()), WITNESSES)))
        for i, case in enumerate(pool):
            if known == WITNESSES:
                break
            if case.arguments not in taken and differs(run(case.arguments), case.result):
                if not known and i > latest:
                    return None
                known += 1
                taken[case.arguments] = case
            turns += run.ticks
            if known and i > latest:
                break
        told += known > 0
        if not known:
            same.append(run)
        if len(same) > equal * len(places) or turns > MOST_TURNS:
            return None
    for case in pool:
        if len(taken) >= size:
            break
        taken.setdefault(case.arguments, case)
    return CodeSuite(list(taken.values()), told, same)


def holds(tree: ast.Module, suite: CodeSuite, fresh: Sequence[Case], dice: Dice) -> bool:
    """Whether fresh inputs refute no mutant, of one mistake or of two, that a suite accepts."""
    if any(next(telling(run, fresh), None) is not None for run in suite.equal):
        return False
    return not any(
        next(telling(run, suite.cases), None) is None
        and next(telling(run, fresh), None) is not None
        for run in doubles(tree, dice, PAIRS)
    )


def doubles(tree: ast.Module, dice: Dice, count: int) -> Iterator[TickingRun]:
    """Mutants of two mistakes, drawn by chance, as far as they compile."""
    places = sites(tree)
    for _ in range(count if len(places) > 1 else 0):
        with ExitStack() as stack:
            for _ in range(2):
                stack.enter_context(dice.of(places).mutated())
            try:
                run = TickingRun(tree)
            except (SyntaxError, ValueError, TypeError):
                continue
        yield run
