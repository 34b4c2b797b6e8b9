"""A program as a plan: steps, decisions and repetitions, from which both texts are made."""

from typing import Any

from tasksynth import Model
from tasksynth_code.patterns import CONDITIONS, PATTERNS, StepCondition
from tasksynth_code.patterns.pattern import Kind, Pattern


class PlanStep(Model):
    """One pattern with its choices, possibly done several times or only where a condition holds."""

    name: str
    choices: dict[str, Any] = {}
    times: int = 1
    when: str = ""
    """A condition; where it does not hold, `other` is done instead."""
    limits: dict[str, Any] = {}
    """The choices of the condition."""
    other: "PlanStep | None" = None

    @property
    def pattern(self) -> Pattern:
        """What is done."""
        return PATTERNS[self.name]

    @property
    def condition(self) -> StepCondition:
        """When it is done."""
        return CONDITIONS[self.when]


class ProgramPlan(Model):
    """Steps from an input to an output; beside them others, and what is made of both outputs."""

    source: Kind
    steps: tuple[PlanStep, ...]
    aside: tuple[PlanStep, ...] = ()
    join: str = ""

    def kind(self) -> Kind:
        """What the steps end with."""
        return self.steps[-1].pattern.gives
