"""`code.kernel`: CUDA kernels, to be written or made quicker."""

import ast
import math
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_code.families.shared import coded
from tasksynth_code.judging.reading import program_of
from tasksynth_code.kernels import telling
from tasksynth_code.kernels.case import KernelChoices
from tasksynth_code.kernels.choosing import KINDS, drawn_choices
from tasksynth_code.kernels.outcome import (
    SLACK,
    KernelTask,
    cost_of,
    hangs_on_inputs,
    outcome_of,
    post_shows,
)

APART = 1.3
"""How many times the cost of a full reward a program costs, at least, that is shown."""

DRAWS = 30
"""Choices that are drawn for a kind until all that is done to results shows in them."""


class KernelParams(Params):
    """What is to be computed, and what is shown of programs for it."""

    rank: Annotated[int, Field(ge=0, le=2), Ladder(0, 1, 2)] = 1
    """0: who reads what; 1: what the threads of a block share; 2: an algorithm of a block."""
    steps: Annotated[int, Field(ge=1, le=6), Knob(1, 4)] = 2
    """Things done to each element on its way."""
    given: Annotated[
        Literal["program", "variants", "nothing"], Ladder("program", "variants", "nothing")
    ] = "program"
    """A right and slow program, several with their costs, or the specification alone."""


class KernelInstance(Model):
    """A computation, the programs that are shown, and a quick one."""

    kind: str
    choices: KernelChoices
    shown: tuple[str, ...]
    """From the slowest on."""
    slow: str
    """What gets nothing: the best one that is shown, or a plain one."""
    fast: str
    costs: tuple[int, ...]
    """Of those shown, of the slow one and of the fast one."""


class CudaKernel(Family[KernelParams, KernelInstance]):
    """A CUDA kernel for something to be computed: write a cheap one, or make a dear one cheap."""

    name = "code.kernel"
    version = 3
    effort = "nodes"
    rubric: ClassVar[Rubric] = Rubric(gate="speed", speed=1.0, right=0.0)
    timeout_s = 60.0
    checked = 6

    def generate(self, p: KernelParams, rng: np.random.Generator) -> KernelInstance | None:
        dice = Dice(rng)
        name = dice.of([name for name, kind in KINDS.items() if kind.rank == p.rank])
        choices = drawn_choices(dice, KINDS[name], steps=p.steps)
        for _ in range(DRAWS):
            if post_shows(name, choices) and hangs_on_inputs(name, choices):
                break
            choices = drawn_choices(dice, KINDS[name], steps=p.steps)
        else:
            return None
        programs = KINDS[name].build(choices).programs.values()
        costs = {text: cost_of(text, name, choices) for text in programs}
        ordered = sorted(costs, key=lambda text: -costs[text])
        fast = ordered[-1]
        slow = [one for one in ordered if costs[one] >= APART * SLACK * costs[fast]]
        if len(slow) < 1 + (p.given == "variants"):
            return None
        shown = {"program": slow[:1], "variants": slow, "nothing": []}[p.given]
        plain = shown[-1] if shown else slow[0]
        return KernelInstance(
            kind=name, choices=choices, shown=tuple(shown), slow=plain, fast=fast,
            costs=tuple(costs[one] for one in (*shown, plain, fast)),
        )  # fmt: skip

    def prompt(self, x: KernelInstance) -> str:
        case = KINDS[x.kind].build(x.choices)
        return telling.prompt(case, x.choices, x.shown, x.costs)

    def verify(self, x: KernelInstance, answer: str) -> Verdict:
        try:
            program = program_of(answer)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        outcome = outcome_of(program, KernelTask(x.kind, x.choices, x.slow, x.fast))
        return self.rubric(speed=outcome.speed, right=outcome.right, why=outcome.why)

    def solve(self, x: KernelInstance) -> str:
        return coded(x.fast)

    def measure(self, x: KernelInstance) -> dict[str, float]:
        return {
            "nodes": float(new_nodes(x.fast)),
            "gap": math.log2(x.costs[-2] / (SLACK * x.costs[-1])),
            "rank": float(KINDS[x.kind].rank),
            "shown": float(len(x.shown)),
        }

    def canonical(self, x: KernelInstance) -> Any:
        return [x.kind, x.fast, *x.shown, *x.choices.sizes]

    def baselines(self, x: KernelInstance) -> dict[str, str]:
        return {who: coded(text) for who, text in telling.cheap(x.slow).items()}

    def floor(self, p: KernelParams) -> float:
        """What is shown gets nothing, and edits without a thought pass none."""
        return 0.02


def new_nodes(text: str) -> int:
    """Nodes of the syntax tree without statements that only repeat others with other numbers.

    Nine taps of a stencil, written out, are no nine thoughts.
    """
    shapes: dict[str, int] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.stmt):
            parts = list(_parts(node))
            shapes[" ".join(type(one).__name__ for one in parts)] = len(parts)
    return sum(shapes.values())


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """A statement's own nodes, without statements in it."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.stmt):
            yield from _parts(child)
