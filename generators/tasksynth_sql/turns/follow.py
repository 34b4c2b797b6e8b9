"""Follow-up questions as operations on plans: each says what it changes, and keeps all else."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, cast

from tasksynth_sql.databases.world import Attr, Value, World
from tasksynth_sql.making.plan import (
    Aggregate,
    Aggregates,
    Compare,
    Filter,
    Groups,
    Has,
    Having,
    Known,
    Plan,
    Rows,
    Sort,
    Test,
)

MOST_TESTS = 4
"""Conditions that a follow-up may lead to."""

Followed = Rows | Aggregates | Groups
"""Plans that follow-ups are about."""
Subject = Attr | str
"""What a condition is about: an attribute, or the child table whose rows it counts."""


@dataclass(frozen=True)
class Narrow:
    """One more condition."""

    test: Test


@dataclass(frozen=True)
class Otherwise:
    """Another condition in the place of the one on the same attribute, or the same children."""

    test: Test
    about: Subject


@dataclass(frozen=True)
class Whatever:
    """No condition on an attribute, or on the rows of a child table, any more."""

    about: Subject


@dataclass(frozen=True)
class With:
    """Another constant in the place of one that the question names once."""

    new: Value
    old: Value


@dataclass(frozen=True)
class HowMany:
    """The number of rows instead of the rows."""


@dataclass(frozen=True)
class Compute:
    """Other aggregates in the place of all that there are."""

    measures: tuple[Aggregate, ...]


@dataclass(frozen=True)
class ComputeToo:
    """One more aggregate."""

    measure: Aggregate


@dataclass(frozen=True)
class Per:
    """The same for each value of an attribute, instead of in all."""

    attr: Attr
    known: bool


@dataclass(frozen=True)
class PerInstead:
    """The same for each value of another attribute."""

    attr: Attr
    known: bool


@dataclass(frozen=True)
class Together:
    """The same over all rows, no longer in groups."""


@dataclass(frozen=True)
class OnlyGroups:
    """A condition on groups, in the place of another one if there is one."""

    having: Having


@dataclass(frozen=True)
class OrderBy:
    """An order, in the place of another one if there is one."""

    sort: tuple[Sort, ...]


@dataclass(frozen=True)
class Backwards:
    """The reverse order."""


@dataclass(frozen=True)
class First:
    """So many rows from the top, instead of all or of another number."""

    limit: int


@dataclass(frozen=True)
class AllOfThem:
    """No limit any more."""


@dataclass(frozen=True)
class Also:
    """One more column."""

    attr: Attr


@dataclass(frozen=True)
class Without:
    """One column less."""

    attr: Attr


@dataclass(frozen=True)
class InPlaceOf:
    """A column in the place of another one."""

    new: Attr
    old: Attr


@dataclass(frozen=True)
class EachOnce:
    """Equal rows only once."""


Edit = (
    Narrow | Otherwise | Whatever | With | HowMany | Compute | ComputeToo | Per | PerInstead
    | Together | OnlyGroups | OrderBy | Backwards | First | AllOfThem | Also | Without | InPlaceOf
    | EachOnce
)  # fmt: skip


def follow(world: World, plan: Plan, edit: Edit) -> Plan | None:
    """The plan that a follow-up makes of another one; None where it has not exactly one meaning."""
    match edit:
        case Narrow() | Otherwise() | Whatever():
            return _refiltered(world, plan, edit)
        case With(new, old):
            places = [value for value in constants(plan) if _same(value, old)]
            fresh = not any(_same(value, new) for value in constants(plan))
            return cast("Plan", _put(plan, old, new)) if len(places) == 1 and fresh else None
    match plan:
        case Rows():
            return _listed(world, plan, edit)
        case Aggregates():
            return _summed(world, plan, edit)
        case Groups():
            return _grouped(world, plan, edit)
    return None


def subject(test: Test) -> Subject:
    """What a condition is about."""
    return test.child if isinstance(test, Has) else test.attr


def _refiltered(world: World, plan: Plan, edit: Narrow | Otherwise | Whatever) -> Plan | None:
    if not isinstance(plan, Followed) or plan.where.any:
        return None
    about = subject(edit.test) if isinstance(edit, Narrow) else edit.about
    far = isinstance(about, Attr) and world.optional(plan.root, about.path)
    if far and not isinstance(edit, Whatever):
        return None  # is what is not there unknown?
    tests = plan.where.tests
    there = [at for at, test in enumerate(tests) if subject(test) == about]
    sorts = plan.sort if isinstance(plan, Rows) else ()
    match edit:
        case Narrow(test) if not there and len(tests) < MOST_TESTS and not _cut(plan):
            return replace(plan, where=Filter((*tests, test)))
        case Narrow():
            return None
    if len(there) != 1 or any(key.by == about for key in sorts):
        return None  # what one sorts by has to stay known
    new = (edit.test,) if isinstance(edit, Otherwise) else ()
    if any(subject(test) != about for test in new):
        return None
    return replace(plan, where=Filter((*tests[: there[0]], *new, *tests[there[0] + 1 :])))


def _cut(plan: Plan) -> bool:
    """Are there first rows of which it is not plain whether a change comes before or after them?"""
    return isinstance(plan, Rows | Groups) and plan.limit is not None


def _listed(world: World, plan: Rows, edit: Edit) -> Plan | None:
    whole = not plan.distinct and plan.limit is None and not plan.keep
    keys = [key.by for key in plan.sort if isinstance(key.by, Attr)]
    sorted_by_all = not _any_missing(world, plan.root, keys)
    match edit:
        case HowMany() if whole and sorted_by_all:
            if _any_missing(world, plan.root, plan.outputs):
                return None
            return Aggregates(plan.root, (Aggregate("count"),), where=plan.where)
        case OrderBy(sort) if not plan.distinct and sorted_by_all and sort != plan.sort:
            return None if _cut(plan) else replace(plan, sort=sort)
        case Backwards() if plan.sort and plan.limit is None:
            turned = tuple(replace(key, descending=not key.descending) for key in plan.sort)
            return replace(plan, sort=turned)
        case First(limit) if plan.sort and limit != plan.limit:
            return replace(plan, limit=limit)
        case AllOfThem() if plan.limit is not None:
            return replace(plan, limit=None)
        case EachOnce() if whole and not plan.sort:
            return replace(plan, distinct=True)
        case Also(attr) if attr not in plan.outputs and not _any_missing(world, plan.root, [attr]):
            return replace(plan, outputs=(*plan.outputs, attr))
        case Without(attr) if attr in plan.outputs and len(plan.outputs) > 1:
            if _any_missing(world, plan.root, [attr]):
                return None  # would the rows that lack the reference come back?
            return replace(plan, outputs=tuple(a for a in plan.outputs if a != attr))
        case InPlaceOf(new, old) if old in plan.outputs and new not in plan.outputs:
            if _any_missing(world, plan.root, [new, old]):
                return None
            return replace(plan, outputs=tuple(new if a == old else a for a in plan.outputs))
    return None


def _summed(world: World, plan: Aggregates, edit: Edit) -> Plan | None:
    match edit:
        case Compute(measures) if not set(measures) & set(plan.measures):
            return replace(plan, measures=measures)
        case ComputeToo(measure) if measure not in plan.measures:
            return replace(plan, measures=(*plan.measures, measure))
        case Per(attr, known) if not _any_missing(world, plan.root, [attr]):
            if any(measure.attr == attr for measure in plan.measures):
                return None
            return Groups(plan.root, (attr,), plan.measures, where=plan.where, known=known)
    return None


def _grouped(world: World, plan: Groups, edit: Edit) -> Plan | None:
    plain = plan.having is None and not plan.sort
    unknown = any(world.column(plan.root, attr).nullable for attr in plan.by)
    missing = _any_missing(world, plan.root, plan.by)
    match edit:
        case Compute(measures) if not plan.sort and not set(measures) & set(plan.measures):
            return replace(plan, measures=measures)
        case ComputeToo(measure) if measure not in plan.measures and measure.attr not in plan.by:
            return replace(plan, measures=(*plan.measures, measure))
        case PerInstead(attr, known) if not plan.sort and (attr,) != plan.by and not missing:
            if _any_missing(world, plan.root, [attr]) or attr in [m.attr for m in plan.measures]:
                return None
            return replace(plan, by=(attr,), known=known)
        case Together() if plain and not missing and not (plan.known and unknown):
            return Aggregates(plan.root, plan.measures, where=plan.where)
        case OnlyGroups(having) if having != plan.having and not _cut(plan):
            return replace(plan, having=having)
    return None


def _any_missing(world: World, root: str, attrs: Any) -> bool:
    """May a row lack a reference to one of these?"""
    return any(world.optional(root, attr.path) for attr in attrs)


def constants(part: Any) -> Iterator[Value]:
    """Every number and text that the question names."""
    if isinstance(part, tuple):
        for one in part:
            yield from constants(one)
    elif is_dataclass(part) and not isinstance(part, Attr):
        for field in fields(part):
            value = getattr(part, field.name)
            if field.name in ("value", "low", "high", "limit", "top", "start", "at_least"):
                yield from () if value is None else (value,)
            elif field.name == "values":
                yield from value
            elif isinstance(value, tuple) or is_dataclass(value):
                yield from constants(value)


def _put(part: Any, old: Value, new: Value) -> Any:
    """A part of a plan with another constant in its conditions."""
    if isinstance(part, tuple):
        return tuple(_put(one, old, new) for one in part)
    if isinstance(part, Compare):
        return replace(part, value=new) if _same(part.value, old) else part
    if is_dataclass(part) and not isinstance(part, Attr | Having | Known):
        inner = {field.name: getattr(part, field.name) for field in fields(part)}
        return replace(
            part,  # type: ignore[type-var]
            **{
                name: _put(value, old, new)
                for name, value in inner.items()
                if isinstance(value, tuple) or is_dataclass(value)
            },
        )
    return part


def _same(one: Value, other: Value) -> bool:
    return isinstance(one, str) == isinstance(other, str) and one == other
