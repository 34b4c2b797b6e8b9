"""A family with turns and a tool, in words alone: what a model of some weights learns to play."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from tasksynth import Action, Family, Knob, Model, Params, Rubric, Tool, Turn, Verdict
from tasksynth_schemas import Transcript


class LampsParams(Params):
    lamps: Annotated[int, Knob(2, 4)]
    """Lamps to choose from."""


class Lamps(Model):
    lamps: int
    first: int
    second: int


class Press(Tool):
    """Press a lamp."""

    lamp: int
    """Its number, from 0."""


@dataclass
class Lit:
    """How many were right, and how many pressed."""

    right: int = 0
    pressed: int = 0


class Lighting(Family[LampsParams, Lamps]):
    """Press two lamps, the second of which is told once the first is pressed."""

    name = "demo.lamps"
    rubric = Rubric(gate="lit", lit=0.5, some=0.5)
    turns = 4
    tools = (Press,)

    def generate(self, p: LampsParams, rng: np.random.Generator) -> Lamps | None:
        """Draw both."""
        first, second = rng.integers(0, p.lamps, size=2).tolist()
        return Lamps(lamps=p.lamps, first=first, second=second)

    def prompt(self, x: Lamps) -> str:
        """Tell the first."""
        return f"Press lamp {x.first}, then the one that you are told."

    def begin(self, x: Lamps) -> Lit:
        """Nothing is lit."""
        return Lit()

    def step(self, x: Lamps, s: Lit, action: Action | Tool) -> Turn:
        """Press, and be told the next."""
        if not isinstance(action, Press):
            return Turn("Press a lamp.")
        s.right += action.lamp == (x.second if s.pressed else x.first)
        s.pressed += 1
        return Turn("That was all." if s.pressed == 2 else f"Now {x.second}.", over=s.pressed == 2)

    def judge(self, x: Lamps, s: Lit) -> Verdict:
        """Both lamps, or one."""
        return self.rubric(lit=float(s.right == 2), some=s.right / 2)

    def solve(self, x: Lamps) -> str:
        """Press both."""
        calls = [Action(tool="press", arguments={"lamp": lamp}) for lamp in (x.first, x.second)]
        return Transcript(actions=tuple(calls)).model_dump_json()

    def measure(self, x: Lamps) -> dict[str, float]:
        """Lamps."""
        return {"lamps": float(x.lamps)}

    def floor(self, p: LampsParams) -> float:
        """Two lamps of so many are right by chance."""
        return 0.7

    def space(self, p: LampsParams) -> int | None:
        """Two lamps."""
        return p.lamps**2
