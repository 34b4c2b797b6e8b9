"""Drawing a program in another language, with inputs that show each of its traps."""

from dataclasses import dataclass
from itertools import islice

from tasksynth import Model
from tasksynth.rng import Dice
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.task import (
    EQUAL,
    HIDDEN,
    LATEST,
    POOL,
    KnownCall,
    call,
    turns_of,
    varied,
)
from tasksynth_code.suites.grow import Case, CodeSuite, grow, holds, results, telling, text_of
from tasksynth_code.suites.running import TickingRun, ticking
from tasksynth_code.translating.compose import (
    marked_python,
    program_in_language,
    program_in_python,
)
from tasksynth_code.translating.plan import TwinPlan, draw_twins
from tasksynth_code.translating.twin import Language, python_of, traps_of

SHOWS = 0.05
"""The share of inputs, at least, on which who walks into one kind of trap alone is wrong."""
LOOKED_AT = 40
"""Inputs of which one at least must show it, before all are looked at."""
TURNS = 500
"""Turns of loops that walking into traps may take: word by word, some loops have no end."""
WITNESSES = 3
"""Hidden inputs that show each kind of trap."""


class TranslationShape(Model):
    """How large a program is, and how many kinds of traps it has."""

    steps: int
    rank: int
    decisions: int
    traps: int


@dataclass(frozen=True)
class Translation:
    """A program in two languages, with its suite."""

    plan: TwinPlan
    original: str
    marked: str
    program: str
    pool: list[Case]
    suite: CodeSuite
    witnesses: tuple[Case, ...]
    """Cases that show the traps."""

    def shown(self, count: int) -> tuple[KnownCall, ...]:
        """Examples that are in no suite, short and with different results."""
        hidden = {case.arguments for case in (*self.suite.cases, *self.witnesses)}
        chosen = {
            case.result: case
            for case in self.pool
            if case.arguments not in hidden and 8 <= len(case.arguments) <= 60
        }
        return tuple(call(case) for case in islice(chosen.values(), count))

    def hidden(self) -> tuple[KnownCall, ...]:
        """The suite, and the inputs that show the traps."""
        cases = {case.arguments: case for case in (*self.suite.cases, *self.witnesses)}
        return tuple(map(call, cases.values()))


def draw_translation(dice: Dice, language: Language, shape: TranslationShape) -> Translation | None:
    """A program; None where it is idle, or an input in twenty does not show each of its traps."""
    plan = draw_twins(dice, language, **shape.model_dump())
    if plan is None:
        return None
    marked = marked_python(plan)
    program = program_in_python(marked)
    tree = ticking(program)
    pool = results(tree, _inputs(dice, plan, program))
    if pool is None or not varied(pool):
        return None
    witnesses = _witnesses(marked, pool)
    if not witnesses:
        return None
    suite = grow(tree, pool, size=HIDDEN, equal=EQUAL, latest=LATEST)
    if suite is None:
        return None
    fresh = results(tree, _inputs(dice, plan, program))
    if fresh is None or not holds(tree, suite, fresh, dice):
        return None
    original = program_in_language(plan)
    return Translation(plan, original, marked, program, pool, suite, witnesses)


def walking_into(marked: str, ignored: frozenset[str]) -> TickingRun:
    """The program of somebody who walks into traps of these kinds."""
    return TickingRun(ticking(python_of(marked, ignored)), TURNS, more={"round": round})


def _inputs(dice: Dice, plan: TwinPlan, program: str) -> list[str]:
    draw, turns = FORMS[plan.source].draw, turns_of(ticking(program))  # type: ignore[index]
    return list(dict.fromkeys(text_of(draw(dice, turns)) for _ in range(POOL)))


def _witnesses(marked: str, pool: list[Case]) -> tuple[Case, ...]:
    """Some inputs for each kind of trap, and for all together; none where they are too few."""
    kinds = traps_of(marked)
    found = list[Case]()
    for ignored in (*(frozenset({kind}) for kind in kinds), frozenset(kinds)):
        run = walking_into(marked, ignored)
        if next(telling(run, pool[:LOOKED_AT]), None) is None:
            return ()
        cases = list(telling(run, pool))
        if len(cases) < SHOWS * len(pool):
            return ()
        found += cases[:WITNESSES]
    return tuple(found)
