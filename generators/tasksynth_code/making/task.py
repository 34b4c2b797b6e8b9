"""Drawing what all families of this package begin with: a program, its text, and its suite."""

import ast
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from tasksynth import Model
from tasksynth.rng import Dice
from tasksynth_code.making.draw import draw_plan
from tasksynth_code.making.inputs import FORMS, TOP
from tasksynth_code.making.plan import PlanStep, ProgramPlan
from tasksynth_code.making.render import program, told
from tasksynth_code.suites.grow import Case, CodeSuite, grow, holds, results, text_of
from tasksynth_code.suites.running import TickingRun, Wrong, ticking

PROGRAMS = 4
"""Programs that are drawn at once: most of them are idle."""
POOL = 280
"""Inputs that mutants are tried on."""
LATEST = 120
"""Where a mutant is first told apart later in the pool than that, the program is drawn anew."""
HIDDEN = 28
"""Hidden inputs, at least."""
EQUAL = 0.12
"""The largest share of mutants that may be equal: more means that part of a program is idle."""
MATTERS = 0.08
"""The share of inputs at least on which each step changes the result."""
COMMON = 0.35
"""The largest share of inputs that may have the same result."""
SHORT = 70
"""Characters of the arguments of a shown example, at most."""


class ProgramShape(Model):
    """How large a program is."""

    steps: int
    rank: int
    decisions: int
    apart: bool


class KnownCall(Model):
    """A call and what it gives: the arguments as a JSON list, the result as JSON."""

    arguments: str
    result: str


@dataclass(frozen=True)
class MadeProgram:
    """A program that is worth asking about."""

    plan: ProgramPlan
    arguments: tuple[str, ...]
    program: str
    statement: str
    pool: list[Case]
    suite: CodeSuite

    def shown(self, dice: Dice, count: int) -> tuple[KnownCall, ...]:
        """Examples that are in no suite: short, not trivial, and different."""
        hidden = {case.arguments for case in self.suite.cases}
        rest = [case for case in self.pool if case.arguments not in hidden]
        good = [
            case
            for case in rest
            if 8 <= len(case.arguments) <= SHORT and case.result not in ("0", "[]", '""', "-1")
        ]
        chosen: dict[str, Case] = {}
        for case in sorted(good, key=lambda one: abs(len(one.arguments) - 30)):
            chosen.setdefault(case.result, case)
            if len(chosen) == 4 * count:
                break
        some = list(chosen.values())
        dice.shuffle(some)
        return tuple(call(case) for case in some[:count])

    def hidden(self) -> tuple[KnownCall, ...]:
        """The suite."""
        return tuple(call(case) for case in self.suite.cases)


@dataclass(frozen=True)
class DrawnProgram:
    """A program, and inputs with what it gives."""

    plan: ProgramPlan
    arguments: tuple[str, ...]
    program: str
    tree: ast.Module
    """With a count of the turns of its loops."""
    pool: list[Case]


def call(case: Case) -> KnownCall:
    """A case, to be kept."""
    return KnownCall(arguments=case.arguments, result=case.result)


def known_calls(tree: ast.Module, inputs: Iterable[str]) -> tuple[KnownCall, ...]:
    """Calls, each once, with what the program gives; those on which it fails are left out."""
    run = TickingRun(tree)
    values = ((arguments, run(arguments)) for arguments in dict.fromkeys(inputs))
    return tuple(
        KnownCall(arguments=arguments, result=text_of(value))
        for arguments, value in values
        if not isinstance(value, Wrong)
    )


def draw_made(dice: Dice, shape: ProgramShape) -> MadeProgram | None:
    """A program with its suite; None where what was drawn is idle, constant or hard to tell."""
    drawn = draw_program(dice, shape)
    if drawn is None:
        return None
    plan, tree = drawn.plan, drawn.tree
    suite = grow(tree, drawn.pool, size=HIDDEN, equal=EQUAL, latest=LATEST)
    if suite is None:
        return None
    fresh = results(tree, _inputs(dice, plan, tree))
    if fresh is None or not holds(tree, suite, fresh, dice):
        return None
    said = told(plan, drawn.arguments)
    return MadeProgram(plan, drawn.arguments, drawn.program, said, drawn.pool, suite)


def draw_program(dice: Dice, shape: ProgramShape) -> DrawnProgram | None:
    """A program of which each step matters, with what it gives; None where none was drawn."""
    plan = draw_plan(
        dice, steps=shape.steps, rank=shape.rank, decisions=shape.decisions, apart=shape.apart
    )
    if plan is None:
        return None
    arguments = dice.of(FORMS[plan.source].names)
    text = program(plan, arguments)
    tree = ticking(text)
    pool = results(tree, _inputs(dice, plan, tree))
    if pool is None or not varied(pool) or not _every_step_matters(plan, arguments, pool):
        return None
    return DrawnProgram(plan, arguments, text, tree, pool)


def turns_of(tree: ast.Module) -> list[int]:
    """The numbers at which a program may turn."""
    return sorted(
        {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and type(node.value) is int and abs(node.value) <= TOP
        }
    )


def _inputs(dice: Dice, plan: ProgramPlan, tree: ast.Module) -> list[str]:
    form, turns = FORMS[plan.source], turns_of(tree)
    return list(dict.fromkeys(text_of(form.draw(dice, turns)) for _ in range(POOL)))


def varied(pool: Sequence[Case]) -> bool:
    """Whether no result is too common."""
    counts = Counter(case.result for case in pool)
    return counts.most_common(1)[0][1] <= COMMON * len(pool)


def _every_step_matters(
    plan: ProgramPlan, arguments: tuple[str, ...], pool: Sequence[Case]
) -> bool:
    some = pool[::4]
    for lesser in _lesser(plan):
        run = TickingRun(ticking(program(lesser, arguments)))
        changes = (
            case
            for case in some
            if isinstance(value := run(case.arguments), Wrong) or text_of(value) != case.result
        )
        wanted = math.ceil(MATTERS * len(some))
        if len(list(islice(changes, wanted))) < wanted:
            return False
    return True


def _lesser(plan: ProgramPlan) -> Iterator[ProgramPlan]:
    """The plan with one step left out, done once instead of several times, or not decided."""
    for side in ("steps", "aside"):
        steps: tuple[PlanStep, ...] = getattr(plan, side)
        for i, step in enumerate(steps):
            for instead in _simpler(step, last=len(steps) == 1):
                changed = (*steps[:i], *instead, *steps[i + 1 :])
                yield plan.model_copy(update={side: changed})


def _simpler(step: PlanStep, *, last: bool) -> Iterator[tuple[PlanStep, ...]]:
    one = step.pattern
    if one.takes == one.gives and not last:
        yield ()
    if step.times > 1:
        yield (step.model_copy(update={"times": step.times - 1}),)
    if step.other is not None:
        yield (PlanStep(name=step.name, choices=step.choices),)
        yield (step.other,)
