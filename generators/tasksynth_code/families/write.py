"""`code.write`: a program from a description and examples."""

from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Model, Needs, Params, Rubric, Verdict
from tasksynth.rng import Dice
from tasksynth_code.families.shared import (
    RULES,
    coded,
    examples,
    features,
    guesses,
    needs,
    verdict_on,
)
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.task import PROGRAMS, KnownCall, MadeProgram, ProgramShape, draw_made
from tasksynth_code.patterns import PATTERNS, Kind

APART = (False, False, False, True)
"""By level: whether two results are worked out."""


class WriteParams(Params):
    """How much the program has to do."""

    steps: Annotated[int, Field(ge=1, le=10), Knob(2, 5)] = 3
    """Things to do, one after the other."""
    rank: Annotated[int, Field(ge=0, le=2), Ladder(0, 1, 2, 2)] = 1
    """How hard the hardest of them may be: 2 takes an algorithm."""
    decisions: Annotated[int, Field(ge=0, le=5), Knob(0, 3)] = 1
    """Steps, at most, that are done where a condition holds and else another, or several times."""
    apart: Annotated[bool, Ladder(*APART)] = False
    """Whether two results are worked out from the input, and put together."""
    shown: Annotated[int, Field(ge=1, le=6), Knob(4, 2)] = 3
    """Examples."""

    def shape(self) -> ProgramShape:
        """How large the program is."""
        apart = self.apart and self.steps > 1
        return ProgramShape(steps=self.steps, rank=self.rank, decisions=self.decisions, apart=apart)


class WriteInstance(Model):
    """A description, its program, and what an answer is run on."""

    source: Kind
    """The form of the input."""
    arguments: tuple[str, ...]
    statement: str
    program: str
    shown: tuple[KnownCall, ...]
    hidden: tuple[KnownCall, ...]
    steps: int
    decisions: int
    mutants: int
    """Programs with a mistake that the hidden inputs tell from the right one."""


class Write(Family[WriteParams, WriteInstance]):
    """A description of what a function does, with examples: write the function."""

    name = "code.write"
    version = 3
    effort = "nodes"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=1.0, share=0.0)
    timeout_s = 60.0
    checked = 4

    def generate(self, p: WriteParams, rng: np.random.Generator) -> WriteInstance | None:
        dice = Dice(rng)
        for _ in range(PROGRAMS):
            made = draw_made(dice, p.shape())
            shown = made.shown(dice, p.shown) if made else ()
            if made and len(shown) == p.shown:
                return WriteInstance(**described(made, shown))
        return None

    def prompt(self, x: WriteInstance) -> str:
        return (
            f"Write a Python function `solve({', '.join(x.arguments)})`.\n\n{x.statement}\n\n"
            f"Examples:\n\n{examples(x.shown)}\n\n{RULES}"
        )

    def verify(self, x: WriteInstance, answer: str) -> Verdict:
        return verdict_on(self.rubric, answer, x.program, x.source, x.hidden)

    def solve(self, x: WriteInstance) -> str:
        return coded(x.program)

    def measure(self, x: WriteInstance) -> dict[str, float]:
        own = {"steps": float(x.steps), "decisions": float(x.decisions)}
        return features(x.program, x.hidden) | own | {"mutants": float(x.mutants)}

    def canonical(self, x: WriteInstance) -> Any:
        return [x.statement, x.program]

    def needs(self, x: WriteInstance) -> Needs:
        return needs(super().needs(x))

    def baselines(self, x: WriteInstance) -> dict[str, str]:
        return guesses(x.arguments, x.shown)

    def floor(self, p: WriteParams) -> float:
        """No constant and no table of the examples is right on all hidden inputs."""
        return 0.01

    def space(self, p: WriteParams) -> int | None:
        """A single step can be asked for in so many ways; more of them in too many to count."""
        if p.steps > 1:
            return None
        ways = 0
        for one in PATTERNS.values():
            if one.takes in FORMS and one.rank <= p.rank:
                choices = 1
                for values in one.choices.values():
                    choices *= len(values)
                ways += choices * len(FORMS[one.takes].names)
        return ways


def described(made: MadeProgram, shown: tuple[KnownCall, ...]) -> dict[str, Any]:
    """The fields of an instance."""
    steps = (*made.plan.steps, *made.plan.aside)
    return {
        "source": made.plan.source,
        "arguments": made.arguments,
        "statement": made.statement,
        "program": made.program,
        "shown": shown,
        "hidden": made.hidden(),
        "steps": len(steps),
        "decisions": sum(step.times > 1 or step.other is not None for step in steps),
        "mutants": made.suite.told,
    }
