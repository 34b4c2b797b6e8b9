"""`code.complete`: a program with holes, to be filled."""

from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Needs, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_code.families.shared import LIMITS, coded, examples, features, needs
from tasksynth_code.families.write import WriteInstance, WriteParams, described
from tasksynth_code.judging.idle import refuted
from tasksynth_code.judging.pieces import pieces_of, program_with
from tasksynth_code.judging.running import RunOutcome
from tasksynth_code.judging.thorough import outcome_on
from tasksynth_code.making.holes import CutProgram, cut, filled, span_of
from tasksynth_code.making.task import PROGRAMS, MadeProgram, draw_made
from tasksynth_code.suites.grow import differs
from tasksynth_code.suites.running import TickingRun, ticking

LOOKED_AT = 40
"""Inputs that say whether what is cut out matters."""
MATTERS = 0.1
"""The share of them on which a program without it must give something else."""
CUTS = 4
"""Ways to cut a program that are tried."""
LATER = 0.25
"""Of the time, what the lines of a hole have where others took all of it."""
APART = (False, False, True)
"""By level: whether two results are worked out."""


class CompleteParams(WriteParams):
    """How large the program is, and how much of it is missing."""

    apart: Annotated[bool, Ladder(*APART)] = False
    """Whether two results are worked out from the input, and put together."""
    size: Annotated[int, Field(ge=1, le=20), Knob(1, 8)] = 3
    """Lines that a hole takes the place of, about."""
    holes: Annotated[int, Field(ge=1, le=4), Knob(1, 3)] = 1
    """Holes."""


class CompleteInstance(WriteInstance):
    """A program with holes, beside the whole one."""

    given: str
    pieces: tuple[str, ...]
    """What was cut out."""


class Complete(Family[CompleteParams, CompleteInstance]):
    """A function of which lines are missing, and what it should do: fill the holes."""

    name = "code.complete"
    effort = "missing"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=0.6, holes=0.4, share=0.0)
    timeout_s = 60.0
    checked = 4

    def generate(self, p: CompleteParams, rng: np.random.Generator) -> CompleteInstance | None:
        dice = Dice(rng)
        for _ in range(PROGRAMS):
            made = draw_made(dice, p.shape())
            shown = made.shown(dice, p.shown) if made else ()
            if made is None or len(shown) < p.shown:
                continue
            if found := _holes(dice, made, p):
                return CompleteInstance(
                    **described(made, shown), given=found.given, pieces=found.pieces
                )
        return None

    def prompt(self, x: CompleteInstance) -> str:
        count = len(x.pieces)
        lead = (
            "This Python function has a hole: lines are missing where it says `# HOLE 1`."
            if count == 1
            else f"This Python function has {count} holes: lines are missing at each `# HOLE`."
        )
        return (
            f"{lead}\n\n```\n{x.given.rstrip()}\n```\n\nWith the right lines it does this.\n\n"
            f"{x.statement}\n\nExamples:\n\n{examples(x.shown)}\n\n"
            "Reply with the missing lines alone, in one ```python code block, those of each hole "
            "after its line `# HOLE 1` and so on; the last such block counts. What is given stays "
            "as it is, and the lines of a hole are indented as its mark is. The function "
            f"{LIMITS} If it does not, and there are several holes, a part of 0.4 is paid by the "
            "share of them whose lines are right with the right lines in the others."
        )

    def verify(self, x: CompleteInstance, answer: str) -> Verdict:
        try:
            said = pieces_of(answer, x.given)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        outcome = _outcome(x, said)
        holes = 1.0 if outcome.right else _right_holes(x, said, late=outcome.late)
        return self.rubric(
            right=float(outcome.right), holes=holes, share=outcome.share, why=outcome.why
        )

    def solve(self, x: CompleteInstance) -> str:
        return coded(_said(x.pieces))

    def measure(self, x: CompleteInstance) -> dict[str, float]:
        missing = sum(piece.count("\n") + 1 for piece in x.pieces)
        return features(x.program, x.hidden) | {
            "missing": float(missing),
            "holes": float(len(x.pieces)),
            "distance": float(span_of(x.given)),
        }

    def canonical(self, x: CompleteInstance) -> Any:
        return [x.statement, x.given]

    def needs(self, x: CompleteInstance) -> Needs:
        return needs(super().needs(x))

    def baselines(self, x: CompleteInstance) -> dict[str, str]:
        """The same idle line in each hole."""
        lines = {
            "nothing": "pass",
            "a constant": f"return {x.shown[0].result}",
            "once more": "continue",
        }
        return {who: coded(_said((line,) * len(x.pieces))) for who, line in lines.items()}

    def floor(self, p: CompleteParams) -> float:
        """A hole that does not matter is not cut."""
        return 0.01


def _said(pieces: tuple[str, ...]) -> str:
    return "\n".join(f"# HOLE {i}\n{piece}" for i, piece in enumerate(pieces, 1))


def _holes(dice: Dice, made: MadeProgram, p: CompleteParams) -> CutProgram | None:
    """Holes of which each matters."""
    some = made.pool[:LOOKED_AT]
    for _ in range(CUTS):
        found = cut(dice, made.program, count=p.holes, size=p.size)
        if found is None:
            return None
        for i in range(p.holes):
            lacking = (*found.pieces[:i], "pass", *found.pieces[i + 1 :])
            run = TickingRun(ticking(filled(found.given, lacking)))
            changed = sum(differs(run(case.arguments), case.result) for case in some)
            if changed < MATTERS * len(some):
                break
        else:
            return found
    return None


def _outcome(x: CompleteInstance, said: tuple[str, ...] | str, share: float = 1.0) -> RunOutcome:
    wrong = None if isinstance(said, str) else refuted(x.given, said, x.pieces, x.hidden)
    return wrong or outcome_on(program_with(said, x.given), x.program, x.source, x.hidden, share)


def _right_holes(x: CompleteInstance, said: tuple[str, ...] | str, *, late: bool) -> float:
    """The share of the holes that are filled rightly, each beside the right lines of the others.

    Where one took all its time, the others have less of it: the lines of three holes that never end
    took eight seconds of CPU.
    """
    if isinstance(said, str) or len(said) == 1:
        return 0.0
    right = 0
    for i, piece in enumerate(said):
        pieces = (*x.pieces[:i], piece, *x.pieces[i + 1 :])
        if piece == x.pieces[i]:
            right += 1
            continue
        outcome = _outcome(x, pieces, LATER if late else 1.0)
        right += outcome.right
        late |= outcome.late
    return right / len(said)
