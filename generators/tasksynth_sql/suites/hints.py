"""What a query compares each column with: where its near misses show."""

import operator
from collections.abc import Callable, Iterator
from typing import Any

from sqlglot import exp, parse_one

from tasksynth_sql.databases.rows import Hint, Hints
from tasksynth_sql.databases.world import Column, Value, World
from tasksynth_sql.suites.promises import COMPARISONS, table_of

_HOLDS: dict[type[exp.Expr], Callable[[Any, Any], bool]] = {
    exp.EQ: operator.eq,
    exp.NEQ: operator.ne,
    exp.GT: operator.gt,
    exp.GTE: operator.ge,
    exp.LT: operator.lt,
    exp.LTE: operator.le,
}


def hints_of(query: str, world: World) -> Hints:
    """The hints that a query gives about the columns of a world."""
    tree = parse_one(query, read="sqlite")
    hints: dict[tuple[str, str], Hint] = {}
    for node in tree.find_all(*COMPARISONS, exp.Like, exp.Between, exp.In, exp.Is):
        sides = [node.this, node.args.get("expression")]
        compared = next((c for side in sides if side and (c := _column(side))), None)
        if compared is None:
            continue
        literals = [v for n in node.find_all(exp.Literal) for v in literals_of(n)]
        for table, column in meant_by(compared, tree, world):
            hint = hints.setdefault((table, column.name), Hint())
            values = [v for literal in literals if (v := as_of(column, literal)) is not None]
            hint.values.extend(values)
            hint.null |= isinstance(node, exp.Is)
            if values and node.this is compared and (test := _test(node, values)):
                hint.tests.append(test)
    return hints


def _column(side: exp.Expr) -> exp.Column | None:
    """The one column of a side of a comparison, perhaps inside a function."""
    if side.find(exp.Query):
        return None
    columns = [*side.find_all(exp.Column)]
    return columns[0] if len(columns) == 1 else None


def meant_by(compared: exp.Column, tree: exp.Expr, world: World) -> Iterator[tuple[str, Column]]:
    """The columns that it may stand for, each with its table."""
    owner = table_of(compared)
    owners = {owner} if owner else {table.name.lower() for table in tree.find_all(exp.Table)}
    for table in world.tables:
        for column in table.columns if table.name.lower() in owners else ():
            if column.name.lower() == compared.name.lower():
                yield table.name, column


def as_of(column: Column, value: Value) -> Value | None:
    """A literal as a value of a column's type, None if it is none."""
    number = column.is_number or column.kind in ("id", "ref")
    if isinstance(value, str) == number:
        return None
    return float(value) if column.kind == "real" else value


def literals_of(node: exp.Literal) -> list[Value]:
    """Values that a literal may be equal to, or as a pattern may match."""
    if not node.is_string:
        value = float(node.this) if not node.this.isdigit() else int(node.this)
        return [-value if isinstance(node.parent, exp.Neg) else value]
    text = str(node.this)
    if isinstance(node.parent, exp.Like):
        return [text.replace("%", fill).replace("_", "a") for fill in ("", "ab")]
    return [text]


def _test(node: exp.Expr, values: list[Value]) -> Callable[[Value], bool] | None:
    if isinstance(node, exp.In):
        return lambda value: value in values
    if isinstance(node, exp.Between):
        return lambda value: min(values) <= value <= max(values)  # type: ignore[operator]
    holds = _HOLDS.get(type(node))
    return (lambda value: holds(value, values[0])) if holds else None
