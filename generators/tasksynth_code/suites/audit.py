"""Whether a hidden suite accepts what is wrong: mutants, on inputs that it was not grown on."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasksynth.rng import Dice
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.task import KnownCall, turns_of
from tasksynth_code.patterns import Kind
from tasksynth_code.suites.grow import Case, doubles, mutants, results, telling, text_of
from tasksynth_code.suites.mutate import sites
from tasksynth_code.suites.running import ticking


@dataclass(frozen=True)
class MutantFinding:
    """What became of the mutants of one program."""

    single: int
    """Mutants of one mistake."""
    double: int
    """Mutants of two mistakes: the suite was grown without them."""
    accepted: int
    """Mutants of either sort that the suite takes for right."""
    refuted: tuple[str, ...]
    """Accepted mutants that a fresh input tells from the program: it must be empty."""


def audit(
    program: str, source: Kind, hidden: Sequence[KnownCall], dice: Dice, *, fresh: int, pairs: int
) -> MutantFinding:
    """Try mutants on a suite, and what it accepts on fresh inputs.

    Args:
        program: The right one.
        source: The form of its input.
        hidden: Its suite.
        dice: Chance of the auditor's own.
        fresh: Inputs that what is accepted is tried on.
        pairs: Mutants of two mistakes, drawn by chance.
    """
    tree = ticking(program)
    suite = [Case(one.arguments, one.result) for one in hidden]
    turns = turns_of(tree)
    drawn = (text_of(FORMS[source].draw(dice, turns)) for _ in range(fresh))
    cases = results(tree, drawn) or []
    places = sites(tree)
    counts = [0, 0]
    accepted, refuted = 0, []
    for kind, runs in enumerate((mutants(tree, places), doubles(tree, dice, pairs))):
        for run in runs:
            counts[kind] += 1
            if next(telling(run, suite), None) is None:
                accepted += 1
                against = next(telling(run, cases), None)
                if against is not None:
                    refuted.append(f"{('one', 'two')[kind]}: {against.arguments}")
    return MutantFinding(counts[0], counts[1], accepted, tuple(refuted))
