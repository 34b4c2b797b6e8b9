"""Plans that an annotator would ask for, and the references that their rows must have."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeGuard

from tasksynth_sql.databases.world import Attr, World
from tasksynth_sql.judging.reading import word_set
from tasksynth_sql.making.plan import (
    About,
    Aggregate,
    Aggregates,
    ChildCounts,
    Combine,
    Compare,
    Filter,
    Groups,
    Has,
    Known,
    Plan,
    Ranked,
    Rows,
    Side,
    Test,
    Totals,
    Tree,
)
from tasksynth_sql.telling.natural.traits import is_year

LEVELS = word_set("age rating score grade discount temperature rate length floor minute")
"""Columns whose sum says nothing."""


def sensible(world: World, plan: Plan) -> Plan | None:
    """The plan without what nobody asks for: a sum of ages, a price other than 12.

    None where nothing is left to ask, as of the name of whoever has a given name.
    """
    match plan:
        case Combine():
            left, right = (
                replace(side, where=sensible_filter(world, side))
                for side in (plan.left, plan.right)
            )
            return replace(plan, left=left, right=right)
        case ChildCounts():
            tests = tuple(map(_test, plan.tests))
            return replace(
                plan, tests=tests, measure=sensible_measure(world, plan.child, plan.measure)
            )
    plan = replace(plan, where=sensible_filter(world, plan))
    given = set() if plan.where.any else {t.attr for t in plan.where.tests if _gives(t)}
    match plan:
        case Totals():
            measure = sensible_measure(world, plan.root, plan.measure)
            plan = replace(plan, measure=measure)
            return None if measure.function not in ("count", "sum", "avg") else plan
        case Aggregates() | Groups():
            measures = tuple(sensible_measure(world, plan.root, m) for m in plan.measures)
            plan = replace(plan, measures=tuple(dict.fromkeys(measures)))
            return None if given & {m.attr for m in measures} else plan
        case Rows():
            return None if given.issuperset(plan.outputs) else plan
    return plan


def _gives(test: Test) -> TypeGuard[Compare]:
    return isinstance(test, Compare) and test.op == "="


def sensible_measure(world: World, root: str, measure: Aggregate) -> Aggregate:
    """The aggregate, or another one of the same column that somebody might ask for."""
    if measure.attr is None or measure.function not in ("sum", "avg"):
        return measure
    column = world.column(root, measure.attr)
    if is_year(column):
        return replace(measure, function="max" if measure.function == "sum" else "min")
    level = column.phrase.split()[-1] in LEVELS
    return replace(measure, function="avg") if level and measure.function == "sum" else measure


def sensible_filter(world: World, plan: Plan | About) -> Filter:
    """The conditions, all of which must hold where one follows a reference that may be missing."""
    if isinstance(plan, Combine | ChildCounts):
        raise TypeError("want a plan with a filter")
    where = plan.where
    tests = tuple(map(_test, where.tests))
    far = any(not isinstance(t, Has) and world.optional(plan.root, t.attr.path) for t in tests)
    return Filter(tests, any=where.any and not far)


def _test(test: Test) -> Test:
    if isinstance(test, Compare) and test.op == "<>" and not isinstance(test.value, str):
        return replace(test, op=">")
    if isinstance(test, Has):
        return replace(test, tests=tuple(map(_test, test.tests)))
    return test


def needs(world: World, plan: Plan | Side) -> list[Known]:
    """The references that a row must have to count, beyond those that a condition speaks of."""
    if isinstance(plan, Combine | ChildCounts):
        return []
    spoken: set[tuple[str, ...]] = set()
    for test in () if plan.where.any else plan.where.tests:
        if not isinstance(test, Has):
            spoken |= {test.attr.path[:n] for n in range(len(test.attr.path) + 1)}
    found: list[Known] = []
    for attr in followed(plan):
        for at, ref in enumerate(attr.path):
            path = attr.path[: at + 1]
            column = world[world.end(plan.root, attr.path[:at])][ref]
            if column.nullable and path not in spoken:
                spoken.add(path)
                found.append(Known(Attr(attr.path[:at], ref), known=True))
    steps = [(*need.attr.path, need.attr.column) for need in found]
    return [
        need
        for need, step in zip(found, steps, strict=True)
        if not any(other != step and other[: len(step)] == step for other in steps)
    ]


def followed(plan: Plan | Side) -> Sequence[Attr]:
    """The attributes that a plan joins along, its conditions apart."""
    match plan:
        case Rows():
            keys = [s.by for s in plan.sort if isinstance(s.by, Attr)]
            return [] if plan.keep else [*plan.outputs, *keys]
        case Aggregates():
            return _measured(plan.measures)
        case Groups():
            return [*plan.by, *_measured(plan.measures)]
        case Side():
            return [plan.attr]
        case Ranked():
            return [*plan.outputs, plan.by, plan.within]
        case Totals():
            return [plan.by, *_measured([plan.measure])]
        case Tree():
            return plan.outputs
        case _:
            return []


def _measured(measures: Sequence[Aggregate]) -> list[Attr]:
    return [m.attr for m in measures if m.attr is not None]
