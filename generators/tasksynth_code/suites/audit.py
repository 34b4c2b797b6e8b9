"""Whether a hidden suite accepts what is wrong: mutants, on inputs that it was not grown on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tasksynth.rng import Dice
from tasksynth_code.making.task import KnownCall
from tasksynth_code.suites.grow import Case, doubles, mutants, telling, text_of
from tasksynth_code.suites.mutate import sites
from tasksynth_code.suites.running import TickingRun, Wrong, ticking


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
    program: str, hidden: Sequence[KnownCall], fresh: Sequence[str], dice: Dice, *, pairs: int
) -> MutantFinding:
    """Try mutants on a suite, and what it accepts on fresh inputs.

    Args:
        program: The right one.
        hidden: Its suite.
        fresh: The arguments of calls that what is accepted is tried on.
        dice: Chance of the auditor's own.
        pairs: Mutants of two mistakes, drawn by chance.
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
    accepted, refuted = 0, []
    for kind, runs in enumerate((mutants(tree, sites(tree)), doubles(tree, dice, pairs))):
        for run in runs:
            counts[kind] += 1
            if next(telling(run, suite), None) is None:
                accepted += 1
                against = next(telling(run, cases()), None)
                if against is not None:
                    refuted.append(f"{('one', 'two')[kind]}: {against.arguments}")
    return MutantFinding(counts[0], counts[1], accepted, tuple(refuted))
