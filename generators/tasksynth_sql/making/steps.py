"""A plan taken apart into smaller plans that each run, the way one would build the query up.

LearNAT (2504.02327) searches for such decompositions with a language model and prunes those whose
syntax tree is no part of the gold's. Whoever owns the plan can write them down.
"""

from dataclasses import replace

from tasksynth_sql.databases.world import World
from tasksynth_sql.making.plan import (
    Aggregate,
    Aggregates,
    ChildCounts,
    Combine,
    Filter,
    Groups,
    Known,
    Plan,
    Ranked,
    Rows,
    Side,
    Totals,
    Tree,
)


def steps(world: World, plan: Plan) -> list[Plan]:
    """The plans on the way to a plan, smallest first, the plan itself left out."""
    found: list[Plan] = []
    match plan:
        case Rows():
            bare = replace(plan, sort=(), limit=None, distinct=False)
            found = [replace(bare, where=Filter())]
            found += [replace(bare, where=where) for where in _filters(plan.where)]
            found.append(replace(plan, limit=None))
        case Aggregates():
            found = [replace(plan, where=Filter())]
            found += [replace(plan, where=where) for where in _filters(plan.where)]
        case Groups():
            bare_groups = replace(plan, having=None, sort=(), limit=None)
            found = [replace(bare_groups, where=Filter())]
            found += [replace(bare_groups, where=where) for where in _filters(plan.where)]
            found += [replace(bare_groups, having=plan.having), replace(plan, limit=None)]
        case ChildCounts():
            found = [replace(plan, tests=plan.tests[:n]) for n in range(len(plan.tests))]
        case Combine():
            found = [_side(world, plan.left), _side(world, plan.right)]
        case Ranked():
            outputs = tuple(dict.fromkeys((*plan.outputs, plan.within, plan.by)))
            found = [
                Rows(plan.root, outputs, where=plan.where),
                replace(plan, where=Filter()),
            ]
        case Totals():
            found = [Groups(plan.root, (plan.by,), (plan.measure,), where=plan.where)]
            if plan.measure != Aggregate("count"):
                found.insert(
                    0, Groups(plan.root, (plan.by,), (Aggregate("count"),), where=plan.where)
                )
        case Tree():
            found = [replace(plan, where=Filter(), included=True)]
            found.append(replace(plan, where=Filter()))
    return [p for at, p in enumerate(found) if p != plan and p not in found[:at]]


def _filters(where: Filter) -> list[Filter]:
    """The filter grown one condition at a time; a filter of alternatives comes whole."""
    if where.any or not where.tests:
        return [where]
    return [Filter(where.tests[: n + 1]) for n in range(len(where.tests))]


def _side(world: World, side: Side) -> Plan:
    where = side.where
    if world.column(side.root, side.attr).nullable and not where.any:
        known = Known(side.attr, known=True)
        if known not in where.tests:
            where = Filter((*where.tests, known))
    return Rows(side.root, (side.attr,), where=where, distinct=True)
