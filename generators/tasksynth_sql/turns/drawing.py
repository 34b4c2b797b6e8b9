"""Draw a follow-up to a question: an edit that its plan admits, with constants from the rows."""

from collections.abc import Callable, Sequence

from tasksynth_sql.databases.world import Attr, Table, Value
from tasksynth_sql.making.parts import (
    Drawing,
    attrs_of,
    column_of,
    draw_numeric_measures,
    draw_test,
    draw_tests,
    labels_of,
)
from tasksynth_sql.making.plan import (
    Aggregate,
    Aggregates,
    Compare,
    Groups,
    Has,
    Having,
    Plan,
    Rows,
    Sort,
    Test,
)
from tasksynth_sql.turns.follow import (
    AllOfThem,
    Also,
    Backwards,
    Compute,
    ComputeToo,
    EachOnce,
    Edit,
    First,
    Followed,
    HowMany,
    InPlaceOf,
    Narrow,
    OnlyGroups,
    OrderBy,
    Otherwise,
    Per,
    PerInstead,
    Together,
    Whatever,
    With,
    Without,
    subject,
)

Draw = Callable[[Drawing, Plan], Edit | None]


def draw_edit(ask: Drawing, plan: Plan) -> Edit | None:
    """An edit that may fit the plan; None if this try found none."""
    if not isinstance(plan, Followed):
        return None
    kinds: list[Draw] = [_narrow, _narrow, _otherwise, _otherwise, _drop, _with, _with]
    if isinstance(plan, Rows):
        kinds += [_how_many, _order, _order, _column, _column, _once]
        kinds += [_first, _backwards] if plan.sort else []
    if isinstance(plan, Aggregates | Groups):
        kinds += [_compute, _compute_too, _per, _per, _per]
    if isinstance(plan, Groups):
        kinds += [_together, _only_groups]
    return ask.dice.pick(kinds)(ask, plan)


def _table(ask: Drawing, plan: Plan) -> Table:
    return ask.world[plan.root]  # type: ignore[union-attr]


def _tests(plan: Plan) -> tuple[Test, ...]:
    return plan.where.tests if isinstance(plan, Followed) else ()


def _free(ask: Drawing, plan: Plan, *, hops: int) -> list[Attr]:
    """Attributes that no reference is missing for, in random order."""
    table = _table(ask, plan)
    found = [
        a for a in attrs_of(ask, table, hops=hops) if not ask.world.optional(table.name, a.path)
    ]
    return ask.dice.shuffle(found)


def _bound(plan: Plan) -> list[Attr]:
    """Attributes on which a condition would make a part of the question idle."""
    if isinstance(plan, Rows):
        return [key.by for key in plan.sort if isinstance(key.by, Attr)]
    return [*plan.by] if isinstance(plan, Groups) else []


def _narrow(ask: Drawing, plan: Plan) -> Edit | None:
    table = _table(ask, plan)
    taken = [*map(subject, _tests(plan)), *_bound(plan)]
    pairs = [(c, ref) for c, ref in ask.world.children(table.name) if c.name not in taken]
    if pairs and ask.dice.chance(0.3):
        child, ref = ask.dice.pick(pairs)
        tests = draw_tests(ask, child, hops=0, least=0)[:1]
        return Narrow(Has(child.name, ref, ask.dice.below(2) if tests else 0, tests))
    free = [attr for attr in _free(ask, plan, hops=1) if attr not in taken]
    test = draw_test(ask, table, free[0]) if free else None
    return None if test is None else Narrow(test)


def _otherwise(ask: Drawing, plan: Plan) -> Edit | None:
    tests = _tests(plan)
    if not tests:
        return None
    old = ask.dice.pick(tests)
    if isinstance(old, Has):
        turned = Has(old.child, old.ref, 0 if old.at_least else 1, old.tests)
        return Otherwise(turned, old.child)
    new = draw_test(ask, _table(ask, plan), old.attr)
    return None if new is None or new == old else Otherwise(new, old.attr)


def _drop(ask: Drawing, plan: Plan) -> Edit | None:
    tests = _tests(plan)
    if not tests:
        return None
    return Whatever(subject(ask.dice.pick(tests)))


def _with(ask: Drawing, plan: Plan) -> Edit | None:
    compared = [test for test in _tests(plan) if isinstance(test, Compare)]
    if not compared:
        return None
    old = ask.dice.pick(compared)
    values = _values(ask, _table(ask, plan), old.attr)
    return With(ask.dice.pick(values), old.value) if values else None


def _values(ask: Drawing, table: Table, attr: Attr) -> list[Value]:
    end = ask.world[ask.world.end(table.name, attr.path)]
    at = [c.name for c in end.columns].index(attr.column)
    return [row[at] for row in ask.rows[end.name] if row[at] is not None]


def _how_many(ask: Drawing, plan: Plan) -> Edit | None:
    return HowMany()


def _order(ask: Drawing, plan: Plan) -> Edit | None:
    table = _table(ask, plan)
    keys = [
        attr
        for attr in _free(ask, plan, hops=1)
        if column_of(ask, table, attr).kind in ("int", "real", "date")
        and not column_of(ask, table, attr).nullable
    ]
    if not keys or table.id is None:
        return None
    down = ask.dice.chance(0.5)
    return OrderBy((Sort(keys[0], down), Sort(Attr((), table.id.name), descending=False)))


def _backwards(ask: Drawing, plan: Plan) -> Edit | None:
    return Backwards()


def _first(ask: Drawing, plan: Plan) -> Edit | None:
    cut = isinstance(plan, Rows) and plan.limit is not None
    return AllOfThem() if cut and ask.dice.chance(0.4) else First(ask.dice.between(2, 5))


def _column(ask: Drawing, plan: Plan) -> Edit | None:
    if not isinstance(plan, Rows):
        return None
    new = next((a for a in _free(ask, plan, hops=1) if a not in plan.outputs), None)
    old = ask.dice.pick(plan.outputs)
    kind = ask.dice.below(3)
    if kind == 0:
        return Without(old)
    if new is None:
        return None
    return Also(new) if kind == 1 else InPlaceOf(new, old)


def _once(ask: Drawing, plan: Plan) -> Edit | None:
    return EachOnce()


def _measures(ask: Drawing, plan: Plan) -> Sequence[Aggregate]:
    """What could be computed and is not, in random order."""
    taken = plan.measures if isinstance(plan, Aggregates | Groups) else ()
    every = [Aggregate("count"), *draw_numeric_measures(ask, _table(ask, plan), hops=1)]
    return ask.dice.shuffle([m for m in every if m not in taken and m.attr not in _bound(plan)])


def _compute(ask: Drawing, plan: Plan) -> Edit | None:
    found = _measures(ask, plan)
    return Compute((found[0],)) if found else None


def _compute_too(ask: Drawing, plan: Plan) -> Edit | None:
    found = _measures(ask, plan)
    return ComputeToo(found[0]) if found else None


def _per(ask: Drawing, plan: Plan) -> Edit | None:
    table = _table(ask, plan)
    tested = [*map(subject, _tests(plan)), *_bound(plan)]
    labels = [a for a in labels_of(ask, table, hops=1) if a not in tested]
    if not labels:
        return None
    nullable = column_of(ask, table, labels[0]).nullable
    known = not nullable or ask.dice.chance(0.6)
    return PerInstead(labels[0], known) if isinstance(plan, Groups) else Per(labels[0], known)


def _together(ask: Drawing, plan: Plan) -> Edit | None:
    return Together()


def _only_groups(ask: Drawing, plan: Plan) -> Edit | None:
    op = ask.dice.pick([">=", ">", "<"])
    number = ask.dice.between(2, 3) + (2 if op == "<" else 0)
    return OnlyGroups(Having(Aggregate("count"), op, number))  # type: ignore[arg-type]
