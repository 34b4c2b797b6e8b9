"""Wide questions as people ask them: their English, and that nothing but their plan is meant."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import get_args

from tasksynth import grade, source
from tasksynth_sql.databases.rows import natural_rows
from tasksynth_sql.databases.world import World, draw_world
from tasksynth_sql.families.shared import fenced
from tasksynth_sql.making.parts import Drawing
from tasksynth_sql.making.plan import Compare, Known, Test
from tasksynth_sql.making.wide import (
    Banded,
    Calendar,
    Gaps,
    Named,
    Pairs,
    Pivot,
    Running,
    Share,
    Streaks,
    Wide,
)
from tasksynth_sql.making.wide_draw import draw_wide
from tasksynth_sql.making.wide_render import render_wide
from tasksynth_sql.telling.natural.wider import WideQuestion, ask_wide
from tests.generators.sql.telling.natural_questions import dice
from tests.generators.sql.telling.test_natural import SLIPS


@cache
def asked() -> list[tuple[int, World, WideQuestion]]:
    found = []
    for seed in range(400):
        d = dice(seed)
        world = draw_world(d, tables=5, distractor_tables=1, distractor_columns=2)
        plan = draw_wide(Drawing(world, natural_rows(world, d, size=15), d, tests=3), seed % 6)
        question = plan and ask_wide(world, plan, dice(seed))
        if question:
            found.append((seed, world, question))
    return found


def test_wide_questions_are_english() -> None:
    for _, _, question in asked():
        text = question.text
        for slip in SLIPS:
            assert not re.search(slip, text.replace("2020, 2020", "2020")), text
        assert re.fullmatch(r"[A-Z].*[.?]", text)
        for sentence in re.split(r"(?<=[.?]) ", text):
            assert sentence[0].isupper(), text


def other_plans(world: World, plan: Wide) -> Iterator[Wide]:
    """Plans that differ in one slot."""
    if plan.where.tests:
        yield replace(plan, where=replace(plan.where, tests=plan.where.tests[1:]))
    if len(plan.where.tests) > 1:
        yield replace(plan, where=replace(plan.where, any=not plan.where.any))
    match plan:
        case Banded():
            yield replace(plan, high=plan.high + 1)  # type: ignore[operator]
            yield replace(plan, low=plan.low - 1)  # type: ignore[operator]
        case Named():
            yield from (replace(plan, at=at) for at in ("start", "end", "anywhere"))
        case Share():
            yield from (replace(plan, of=test) for test in other_tests(plan.of))
        case Calendar():
            yield replace(plan, period="month" if plan.period == "year" else "year")
        case Pivot():
            yield replace(plan, values=plan.values[1:])
            yield replace(plan, by=plan.column)
        case Running():
            yield replace(plan, descending=not plan.descending)
            yield replace(plan, figure="total" if plan.figure == "previous" else "previous")
        case Pairs():
            yield replace(plan, same=plan.label)
        case Streaks():
            yield replace(plan, by=plan.attr)
        case Gaps():
            yield replace(plan, low=plan.low + 1)


def other_tests(test: Test) -> Iterator[Test]:
    match test:
        case Compare():
            yield from (replace(test, op=op) for op in ("=", "<", ">="))
        case Known():
            yield replace(test, known=not test.known)


def test_every_slot_is_heard() -> None:
    kinds: Counter[type] = Counter()
    for seed, world, question in asked():
        for other in other_plans(world, question.plan):
            again = ask_wide(world, other, dice(seed))
            if again is None or render_wide(world, again.plan) == render_wide(world, question.plan):
                continue
            kinds[type(other)] += 1
            assert (again.text, again.evidence) != (question.text, question.evidence), other
    assert kinds.keys() == set(get_args(Wide))


def test_natural_wide_tasks_take_their_gold() -> None:
    params = {"structure": "wide", "register": "natural"}
    for level in (0.0, 0.5, 1.0):
        task = source("sql.text2sql", seed=4, level=level, params=params).make(0)
        assert grade(task, fenced(task.instance["gold"])).reward == 1
        assert grade(task, fenced("SELECT 1")).reward == 0
