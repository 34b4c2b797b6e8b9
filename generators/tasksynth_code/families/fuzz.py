"""`code.fuzz`: an input that reaches a branch behind a chain of guards."""

import ast
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_code.families.shared import numbered_lines
from tasksynth_code.guards.distance import approach
from tasksynth_code.guards.target import SEPARATORS, target
from tasksynth_code.judging.texts import LONGEST, text_in


class FuzzParams(Params):
    """How many guards there are, and how hard they are to pass."""

    fields: Annotated[int, Field(ge=1, le=8), Knob(2, 7)] = 3
    """Parts of the text, each with guards of its own."""
    rank: Annotated[int, Field(ge=0, le=2), Ladder(0, 1, 2)] = 1
    """The hardest: 0: undo one step; 1: meet several conditions at once; 2: search or reckon."""


class FuzzInstance(Model):
    """A program, and a text that passes all its guards."""

    program: str
    witness: str
    kinds: tuple[str, ...]


class Fuzz(Family[FuzzParams, FuzzInstance]):
    """Find a text that passes all guards of a program."""

    name = "code.fuzz"
    effort = "guards"
    rubric: ClassVar[Rubric] = Rubric(gate="reached", reached=0.5, near=0.5)

    def generate(self, p: FuzzParams, rng: np.random.Generator) -> FuzzInstance | None:
        made = target(Dice(rng), fields=p.fields, rank=p.rank)
        if any(part in made.program for part in (made.witness, made.witness[:-1])):
            return None
        return FuzzInstance(program=made.program, witness=made.witness, kinds=made.kinds)

    def prompt(self, x: FuzzInstance) -> str:
        last = x.program.rstrip().count("\n") + 1
        return (
            f"```\n{numbered_lines(x.program)}\n```\n\n"
            f"Find a text for which `check` comes to line {last} and "
            f"returns 0. It has up to {LONGEST} characters, which are small letters a to z, digits "
            "and : ; / -. The full reward is paid if it does. Otherwise up to half of it is: "
            "the more, the more of the guards are passed before the first that is not, and the "
            "nearer the values compared there are to one another.\n\n"
            "Reply with the text alone, in one code block; the last one counts."
        )

    def verify(self, x: FuzzInstance, answer: str) -> Verdict:
        try:
            text = text_in(answer)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        found = approach(x.program, text)
        why = "" if found.reached else f"it passes {found.passed} of {found.guards} guards"
        return self.rubric(reached=float(found.reached), near=found.share, why=why)

    def solve(self, x: FuzzInstance) -> str:
        return f"```\n{x.witness}\n```"

    def measure(self, x: FuzzInstance) -> dict[str, float]:
        nodes = list(ast.walk(ast.parse(x.program)))
        return {
            "guards": float(sum(isinstance(node, ast.Return) for node in nodes) - 1),
            "nodes": float(len(nodes)),
            "fields": float(len(x.kinds)),
            "letters": float(len(x.witness)),
        }

    def canonical(self, x: FuzzInstance) -> Any:
        return x.program

    def baselines(self, x: FuzzInstance) -> dict[str, str]:
        """The texts of the program, as they stand or backwards, with what separates fields."""
        nodes = ast.walk(ast.parse(x.program))
        texts = [node.value for node in nodes if isinstance(node, ast.Constant)]
        words = [text for text in texts if isinstance(text, str) and text]
        between = next((word for word in words if word in SEPARATORS), "")
        some = [word for word in words if len(word) > 1] or ["a"]
        guesses = {
            "a letter": "a",
            "letters": between.join(["aaaa"] * len(x.kinds)),
            "digits": between.join(["1234"] * len(x.kinds)),
            "its words": between.join(some),
            "its words backwards": between.join(word[::-1] for word in some),
        }
        return {who: f"```\n{text}\n```" for who, text in guesses.items()}

    def floor(self, p: FuzzParams) -> float:
        """Two fields are never passed by what stands in the program."""
        return 0.02 if p.fields > 1 else 0.3
