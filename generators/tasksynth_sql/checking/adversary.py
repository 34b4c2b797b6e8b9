"""A second maker of databases, for the audit alone: what hides from `rows` need not hide from it.

`rows.neighbour_rows` draws each column around what a query compares it with. This one knows no
comparison: any literal of the query may come in any column of its type, all columns of a type
hold the same few values, and most rows are copies of another one in all but a column or two.
"""

from collections.abc import Sequence

from sqlglot import exp, parse_one

from tasksynth_sql.databases.rows import Rows
from tasksynth_sql.databases.world import Column, Table, Value, World
from tasksynth_sql.making.dice import QueryDice

SIZES = (1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 12, 20)


def dense_rows(world: World, dice: QueryDice, query: str) -> Rows:
    """Few rows of few values, near to one another."""
    literals = _literals(query)
    size, nulls, copied = dice.pick(SIZES), dice.pick([0.0, 0.2, 0.5]), dice.pick([0.0, 0.5, 0.8])
    values = {kind: _values(kind, dice, literals) for kind in ("text", "date", "int", "real")}
    rows: Rows = {}
    for table in world.tables:
        count = dice.between(1, size)
        made: list[dict[str, Value | None]] = []
        for key in dice.sample(_keys(table, literals, count), count):
            copy = dice.pick(made) if made and dice.chance(copied) else {}
            afresh = dice.sample([c.name for c in table.columns], dice.below(3)) if copy else ()
            row: dict[str, Value | None] = {}
            for column in table.columns:
                if column.kind == "id":
                    row[column.name] = key
                elif copy and column.name not in afresh:
                    row[column.name] = copy[column.name]
                elif column.nullable and dice.chance(nulls):
                    row[column.name] = None
                elif column.kind == "ref":
                    own = [r[table.id.name] for r in made] if table.id else []
                    row[column.name] = _referred(column, table, world, rows, own, dice)
                else:
                    row[column.name] = dice.pick([*values[column.kind], *_samples(column, dice)])
            made.append(row)
        rows[table.name] = [tuple(row.values()) for row in dice.shuffle(made)]
    return rows


def _referred(
    column: Column,
    table: Table,
    world: World,
    rows: Rows,
    own: Sequence[Value | None],
    dice: QueryDice,
) -> Value | None:
    """The id of one of the first rows; of an earlier one, if a table refers to itself."""
    if column.table != table.name:
        target = world[column.table]
        at = next(n for n, c in enumerate(target.columns) if c.kind == "id")
        own = [row[at] for row in rows[column.table]]
    return dice.pick(own[: dice.between(1, len(own))]) if own else None


def _keys(table: Table, literals: Sequence[Value], count: int) -> list[Value]:
    """Ids, those that the query may ask for first."""
    text = table.id is not None and table.id.sql_type == "TEXT"
    asked = [n for v in literals if isinstance(v, str if text else int) for n in _around(v)]
    return list(dict.fromkeys([*asked, *(f"k{n}" if text else n for n in range(count))]))


def _values(kind: str, dice: QueryDice, literals: Sequence[Value]) -> list[Value]:
    """A few literals of a type, and what is next to them."""
    fit: list[Value] = [v for v in literals if isinstance(v, str) == (kind in ("text", "date"))]
    if kind == "date":
        fit = [v for v in fit if str(v)[-2:].isdigit()]
    elif kind == "int":
        fit = [v for v in fit if isinstance(v, int)]
    elif kind == "real":
        fit = [float(v) for v in fit]
    return dice.sample([near for value in fit for near in _around(value)], dice.between(1, 6))


def _samples(column: Column, dice: QueryDice) -> list[Value]:
    """Values of a column's own that it has whatever the query says."""
    if column.kind == "text":
        return list(column.values[:2])
    if column.kind == "date":
        return ["2020-01-01", "2020-01-02"]
    low = int(column.low)
    step = 0.25 if column.kind == "real" else 1
    return [low + step * n for n in range(1 + dice.below(3))]


def _around(value: Value) -> list[Value]:
    if not isinstance(value, str):
        return [value - 1, value, value, value + 1]
    if value[-2:].isdigit():
        return [value, value, *(f"{value[:-2]}{int(value[-2:]) + step:02}" for step in (-1, 1))]
    return [value, value, value + "x", value[:-1], value.upper()]


def _literals(query: str) -> list[Value]:
    found = parse_one(query, read="sqlite").find_all(exp.Literal)
    return list(dict.fromkeys(v.name if v.is_string else _number(v.name) for v in found))


def _number(text: str) -> Value:
    return int(text) if text.isdigit() else float(text)
