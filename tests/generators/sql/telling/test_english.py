"""Every question reads back into the plan that it was made from, and into no other."""

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from tasksynth_sql.databases.rows import natural_rows
from tasksynth_sql.databases.world import World, draw_world
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.draw import draw_plan
from tasksynth_sql.making.parts import Drawing
from tasksynth_sql.making.plan import (
    Against,
    ChildCounts,
    Combine,
    Compare,
    Comparison,
    Filter,
    Groups,
    Has,
    Plan,
    Ranked,
    Rows,
    Tree,
)
from tasksynth_sql.making.render import render
from tasksynth_sql.suites.build import schema_of
from tasksynth_sql.suites.mutate import READINGS, mutants
from tasksynth_sql.telling import questions

SLIPS = {
    "other value",
    "other column",
    "dropped condition",
    "dropped output",
    "dropped where",
    "dropped having",
    "dropped order",
    "dropped group",
    "dropped join",
    "dropped side",
    "swapped sides",
    "rounded",
}


def dice(seed: int) -> QueryDice:
    return QueryDice(np.random.Generator(np.random.Philox(seed)))


def drawn(count: int) -> Iterator[tuple[World, Plan, QueryDice]]:
    made = 0
    for seed in range(10 * count):
        d = dice(seed)
        world = draw_world(d, tables=5, distractor_tables=1, distractor_columns=2)
        rows = natural_rows(world, d, size=15)
        plan = draw_plan(Drawing(world, rows, d, tests=3), seed % 6)
        if plan is not None:
            made += 1
            yield world, plan, d
        if made == count:
            return


def test_canonical_and_paraphrased_questions_read_back() -> None:
    for world, plan, d in drawn(48):
        assert questions.read(world, questions.say(world, plan)) == [plan]
        for _ in range(2):
            said = questions.say(world, plan, d.below)
            assert questions.read(world, said) == [plan], said


def readings(plan: Plan) -> Iterator[Plan]:
    """Plans that the reader of a looser question might have meant."""
    if isinstance(plan, Rows):
        yield replace(plan, distinct=not plan.distinct, sort=(), limit=None, keep=False)
        yield replace(plan, keep=not plan.keep, distinct=False)
    if isinstance(plan, Groups):
        yield replace(plan, known=not plan.known)
        yield replace(plan, by=plan.by[:1]) if len(plan.by) > 1 else replace(plan, having=None)
    if isinstance(plan, Ranked):
        yield replace(plan, dense=not plan.dense)
        yield replace(plan, descending=not plan.descending)
    if isinstance(plan, Tree):
        yield replace(plan, included=not plan.included)
    if isinstance(plan, Combine):
        yield replace(plan, left=plan.right, right=plan.left)
    if isinstance(plan, Rows | Groups) and plan.sort:
        first = plan.sort[0]
        yield replace(plan, sort=(replace(first, descending=not first.descending),))
        yield replace(plan, limit=(plan.limit or 0) + 1)
    if not isinstance(plan, Combine | ChildCounts) and plan.where.tests:
        if len(plan.where.tests) > 1:
            yield replace(plan, where=replace(plan.where, any=not plan.where.any))
        for at, test in enumerate(plan.where.tests):
            others: list[object] = []
            if isinstance(test, Compare):
                others += [replace(test, op=op) for op in get_args(Comparison)]
            if isinstance(test, Has):
                others += [replace(test, at_least=n) for n in (0, 1, 2)]
            if isinstance(test, Against) and test.scope is not None:
                others.append(replace(test, scope=None))
            for other in others:
                tests = (*plan.where.tests[:at], other, *plan.where.tests[at + 1 :])
                yield replace(plan, where=Filter(tests, plan.where.any))  # type: ignore[arg-type]


def test_every_reading_is_said_differently() -> None:
    compared = 0
    for world, plan, _ in drawn(90):
        said = questions.say(world, plan)
        for other in readings(plan):
            if other != plan and render(world, other) != render(world, plan):
                compared += 1
                try:
                    assert questions.say(world, other) != said
                except ValueError:
                    continue  # a text compared by <: outside the grammar
    assert compared > 200


def test_every_mutant_class_is_a_reading_with_words_or_a_slip() -> None:
    seen = set()
    for world, plan, _ in drawn(60):
        seen |= {m.kind for m in mutants(render(world, plan), schema_of(world))}
    assert seen <= READINGS.keys() | SLIPS
    assert READINGS.keys() <= seen | {"bound"}
    assert len(seen) > 18


def test_the_words_of_each_reading_are_in_the_grammar() -> None:
    said = " ".join(questions.say(world, plan) for world, plan, _ in drawn(150))
    for words in READINGS.values():
        fragments = [part.strip(" …") for part in words.replace("…", "/").split("/")]
        assert any(fragment and fragment in said for fragment in fragments), words


def test_a_plan_without_words_is_refused() -> None:
    world, _, _ = next(drawn(1))
    table = world.subjects[0].name
    with pytest.raises(ValueError, match="no words for"):
        questions.say(world, Rows(table, ()))
