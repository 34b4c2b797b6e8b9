"""`code.optimise`: a right and slow program, to be made quicker."""

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Model, Needs, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_code.families.shared import coded, needs
from tasksynth_code.judging.reading import program_of
from tasksynth_code.speed.compose import IDLE, SpeedStep, chain, written
from tasksynth_code.speed.cost import FREE, SLACK, outcome_of
from tasksynth_code.speed.hiding import hides_mistakes
from tasksynth_code.speed.inputs import FULL, TURNS, SpeedTask, drawn
from tasksynth_code.speed.pair import SpeedKind
from tasksynth_code.suites.grow import differs, text_of
from tasksynth_code.suites.running import TickingRun, ticking

ARGUMENTS: dict[str, tuple[str, ...]] = {
    "ints": ("numbers", "readings", "scores", "profits"),
    "text": ("text", "label", "line"),
}
TOPS = (60, 99, 300)
"""Numbers lie between -top and top."""
TRIED = (0, 1, 2, 3, 5, 9, 40, 45, 50, 55, 60, 60)
"""Sizes of inputs on which both programs are run when a task is made."""
LIKE, LENGTH = 16, 53
"""Inputs of one size on which it is looked at whether each step matters; the size is no number at
which a step turns.
"""
COMMON, MATTERS = 12, 4
"""Of the results on those so many at most are the same, and without a step so many at least are
others."""


class OptimiseParams(Params):
    """How much of a program is slow, and how hard that is to see."""

    steps: Annotated[int, Field(ge=1, le=5), Knob(1, 4)] = 2
    """Steps that can be made quicker, one after the other; each is about as slow as the others."""
    rank: Annotated[int, Field(ge=0, le=2), Ladder(0, 1, 2)] = 1
    """The hardest of them: 0: keep what was worked out; 1: another structure; 2: an algorithm."""
    idle: Annotated[int, Field(ge=0, le=3), Knob(1, 2)] = 1
    """Steps around them that cannot be made quicker."""
    size: Annotated[int, Field(ge=100, le=400), Knob(150, 220)] = 180
    """Elements of the inputs whose cost counts."""


class OptimiseInstance(Model):
    """A slow program, and a quick one that gives the same."""

    kind: SpeedKind
    argument: str
    size: int
    top: int
    slow: str
    fast: str
    names: tuple[str, ...]
    """The steps."""


class Optimise(Family[OptimiseParams, OptimiseInstance]):
    """A function that is right and slow: write one that costs less and gives the same."""

    name = "code.optimise"
    version = 4
    effort = "nodes"
    rubric: ClassVar[Rubric] = Rubric(gate="speed", speed=1.0, right=0.0)
    timeout_s = 60.0
    checked = 10

    def generate(self, p: OptimiseParams, rng: np.random.Generator) -> OptimiseInstance | None:
        dice = Dice(rng)
        steps = chain(dice, steps=p.steps, idle=p.idle, rank=p.rank)
        if steps is None:
            return None
        kind, top = steps[0].pair.takes, dice.of(TOPS)
        argument = dice.of(ARGUMENTS[kind])
        slow, fast = (written(steps, argument, fast=[how] * len(steps)) for how in (False, True))
        _check_same(dice, slow, fast, kind, top)
        if not _varied(dice, steps, argument, kind, top):
            return None
        if hides_mistakes(SpeedTask(slow, fast, kind, p.size, top), dice):
            return None
        return OptimiseInstance(
            kind=kind, argument=argument, size=p.size, top=top, slow=slow, fast=fast,
            names=tuple(step.pair.name for step in steps),
        )  # fmt: skip

    def prompt(self, x: OptimiseInstance) -> str:
        what = (
            f"a string of up to {x.size} small letters a to z"
            if x.kind == "text"
            else f"a list of up to {x.size} whole numbers from -{x.top} to {x.top}"
        )
        return (
            f"This Python function is right, and slow:\n\n```\n{x.slow.rstrip()}\n```\n\n"
            f"`{x.argument}` is {what}; it may be empty.\n\n"
            "Write a function `solve` that returns the same for all such inputs at a lower cost. "
            "The cost of a call is the number of WebAssembly instructions that MicroPython 1.27 "
            "takes for it, and those that the program takes before it is called, beyond "
            f"{FREE:,}; compiling, reading the input and writing the result are no cost. It is "
            f"measured on {FULL} inputs of full size that you do not see, each in an interpreter "
            "of its own. A program that gives another result on any hidden input, "
            "small ones included, gets 0. For others the reward is log(a / b) / log(a / c), "
            "between 0 and 1, where b is the cost of your program, a that of the one above, and c "
            f"is {SLACK:g} times that of a quick one that we know.\n\n"
            "MicroPython has the modules math, heapq, collections (without Counter and "
            "defaultdict), json, re and array, and not typing, itertools, functools, bisect, "
            "operator or dataclasses; slices of a list have no step, and functions nest at most "
            "some 100 deep. There are no files. Reply with the whole program in one ```python code "
            "block; the last one that defines `solve` counts."
        )

    def verify(self, x: OptimiseInstance, answer: str) -> Verdict:
        try:
            program = program_of(answer)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        outcome = outcome_of(program, SpeedTask(x.slow, x.fast, x.kind, x.size, x.top))
        return self.rubric(speed=outcome.speed, right=outcome.right, why=outcome.why)

    def solve(self, x: OptimiseInstance) -> str:
        return coded(x.fast)

    def measure(self, x: OptimiseInstance) -> dict[str, float]:
        idle = {one.name for one in IDLE}
        return {
            "nodes": float(sum(1 for _ in ast.walk(ast.parse(x.slow)))),
            "steps": float(sum(name not in idle for name in x.names)),
            "size": float(x.size),
        }

    def canonical(self, x: OptimiseInstance) -> Any:
        return [x.slow, x.size]

    def needs(self, x: OptimiseInstance) -> Needs:
        return needs(super().needs(x))

    def baselines(self, x: OptimiseInstance) -> dict[str, str]:
        head = f"def solve({x.argument}):\n    return "
        return {
            "as it is": coded(x.slow),
            "the input": coded(f"{head}{x.argument}"),
            "a list": coded(f"{head}[]"),
            "zero": coded(f"{head}0"),
        }

    def floor(self, p: OptimiseParams) -> float:
        """What is not made quicker gets nothing."""
        return 0.01


def _check_same(dice: Dice, slow: str, fast: str, kind: SpeedKind, top: int) -> None:
    """Both programs give the same."""
    runs = [TickingRun(ticking(program), TURNS) for program in (slow, fast)]
    for size in TRIED:
        arguments = drawn(dice, kind, size, top)
        one, other = (text_of(run(arguments)) for run in runs)
        if one != other:
            raise ValueError(f"{one[:200]} and {other[:200]} for {arguments}:\n{slow}\n{fast}")


def _varied(
    dice: Dice, steps: Sequence[SpeedStep], argument: str, kind: SpeedKind, top: int
) -> bool:
    """Whether results hang on the input, and on each step: nothing is won by leaving one out."""
    tried = [drawn(dice, kind, LENGTH, top) for _ in range(LIKE)]

    def results(some: Sequence[SpeedStep]) -> Iterator[Any]:
        run = TickingRun(ticking(written(some, argument, fast=[True] * len(some))), TURNS)
        return map(run, tried)

    known = list(map(text_of, results(steps)))
    if Counter(known).most_common(1)[0][1] > COMMON:
        return False
    for i, step in enumerate(steps):
        lesser = [*steps[:i], *steps[i + 1 :]]
        if lesser and step.pair.takes == step.pair.gives:
            changes = filter(None, map(differs, results(lesser), known))
            if len(list(islice(changes, MATTERS))) < MATTERS:
                return False
    return True
