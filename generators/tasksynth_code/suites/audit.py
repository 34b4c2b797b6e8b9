"""Whether a hidden suite accepts what is wrong: mutants, on inputs that it was not grown on."""

import ast
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from typing import Any

from tasksynth.rng import Dice
from tasksynth_code.making.task import KnownCall
from tasksynth_code.suites.grow import Case, telling, text_of
from tasksynth_code.suites.mutate import sites
from tasksynth_code.suites.running import TickingRun, Wrong, ticking, untick
from tasksynth_code.suites.sameness import Sameness, change, sameness

LOOKED_AT = 60
"""Inputs of the suite, and fresh ones, on which it is looked at in what a mutant is the same."""


@dataclass(frozen=True)
class AcceptedMutant:
    """A mutant that nothing tells from its program, not even a fresh input."""

    what: str
    """Its mistakes, in a word each."""
    same: Sameness
    change: str


@dataclass(frozen=True)
class MutantFinding:
    """What became of the mutants of one program."""

    single: int
    """Mutants of one mistake."""
    double: int
    """Mutants of two mistakes: the suite was grown without them."""
    equal: tuple[AcceptedMutant, ...]
    """Mutants of either sort that the suite takes for right, and no fresh input refutes."""
    refuted: tuple[str, ...]
    """Accepted mutants that a fresh input tells from the program: it must be empty."""


def audit(
    program: str,
    hidden: Sequence[KnownCall],
    fresh: Sequence[str],
    dice: Dice,
    *,
    pairs: int,
    given: tuple[Any, ...] | None = None,
) -> MutantFinding:
    """Try mutants on a suite, and what it accepts on fresh inputs.

    Args:
        program: The right one.
        hidden: Its suite.
        fresh: The arguments of calls that what is accepted is tried on.
        dice: Chance of the auditor's own.
        pairs: Mutants of two mistakes, drawn by chance.
        given: What is promised of arguments, for proofs that a mutant is the same.
    """
    tree = ticking(program)
    suite = [Case(one.arguments, one.result) for one in hidden]

    @cache
    def cases() -> list[Case]:
        """Few suites accept anything: what the program gives is worked out for those alone."""
        values = map(TickingRun(ticking(program)), fresh)
        return [
            Case(arguments, text_of(value))
            for arguments, value in zip(fresh, values, strict=True)
            if not isinstance(value, Wrong)
        ]

    counts = [0, 0]
    equal, refuted = list[AcceptedMutant](), list[str]()
    for what in mistaken(tree, dice, pairs):
        try:
            run = TickingRun(tree)
        except (SyntaxError, ValueError, TypeError):
            continue
        counts[len(what) - 1] += 1
        if next(telling(run, suite), None) is not None:
            continue
        against = next(telling(run, cases()), None)
        if against is not None:
            refuted.append(f"{' and '.join(what)}: {against.arguments}")
            continue
        text = untick(tree)
        some = (one.arguments for one in (*suite[:LOOKED_AT], *cases()[:LOOKED_AT]))
        same = sameness(program, text, some, given)
        equal.append(AcceptedMutant(" and ".join(what), same, change(program, text)))
    return MutantFinding(counts[0], counts[1], tuple(equal), tuple(refuted))


def mistaken(tree: ast.Module, dice: Dice, pairs: int) -> Iterator[list[str]]:
    """All mistakes one at a time, and pairs by chance: they are in the tree while they are told."""
    places = sites(tree)
    some = ([dice.of(places) for _ in range(2)] for _ in range(pairs if len(places) > 1 else 0))
    for mistakes in (*([one] for one in places), *some):
        with ExitStack() as stack:
            for place in mistakes:
                stack.enter_context(place.mutated())
            yield [place.what for place in mistakes]
