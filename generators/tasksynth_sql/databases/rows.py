"""Rows for a world: a natural database to show, and adversarial neighbours to judge by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tasksynth_sql.databases.world import Column, Table, Value, World, literal, quote
from tasksynth_sql.judging.guard import Row
from tasksynth_sql.making.dice import QueryDice

Rows = dict[str, list[Row]]


@dataclass
class Hint:
    """What one column is compared with."""

    values: list[Value] = field(default_factory=list)
    """The literals, as values of the column's type."""
    tests: list[Callable[[Value], bool]] = field(default_factory=list)
    """Does a value pass the comparison?"""
    null: bool = False
    """Is it asked whether the column is NULL?"""

    def passed_by(self, value: Value) -> bool:
        """Does a value pass every comparison?"""
        return all(test(value) for test in self.tests)


Hints = Mapping[tuple[str, str], Hint]
"""By table and column."""


def natural_rows(world: World, dice: QueryDice, *, size: int) -> Rows:
    """Rows as one would find them: `size` in the tables that refer, fewer in those referred to."""
    rows: Rows = {}
    for table in world.tables:
        outer = [c for c in table.refs if c.table != table.name]
        count = max(3, size if outer else size // 2)
        pools = {c.name: _domain(c, dice, count) for c in table.attributes}
        rows[table.name] = _fill(world, table, rows, dice, count, pools, null=0.12)
    return rows


@dataclass(frozen=True)
class _Habits:
    """What the columns of one neighbour have in common."""

    few: float
    """The chance of at most three values beside those of the hint."""
    focus: float
    """The chance of none."""
    steady: float
    """The chance that most rows are on one side of what the column is compared with."""
    passing: float
    """The chance that this is the side that passes."""
    crowd: float
    """The chance that half of the rows have one value, and the share of references to few rows."""
    null: float
    """The share of NULL."""


def neighbour_rows(
    world: World, dice: QueryDice, hints: Hints, used: frozenset[str], *, most: int = 60
) -> Rows:
    """A small database in which near misses of a query show.

    One row or many; few different values, among them the query's own literals and their
    neighbours, sometimes nearly all on the side that passes; many NULLs, or nothing else in a
    column; columns that hold one value or the values of another column; parents without children
    and with most of them; rows that differ in their id alone; shuffled keys. Never an empty table.
    Tables that are not `used` get a row or two; with `most`, no table gets many more than that.
    """
    # The rows of many tables together: what a clumsy but right query may have to go through.
    sizes = [1, 2, 3, 4, 6, 9, 13, 18, 24, 36, 60]
    most = min(most, 60 if len(used) < 4 else 36 if len(used) < 5 else 18)
    size = dice.pick([size for size in sizes if size <= most])
    twins = dice.pick([0.0, 0.1, 0.3])
    habits = _Habits(
        few=dice.pick([0.1, 0.5, 0.9]),
        focus=dice.pick([0.0, 0.5, 1.0]),
        steady=dice.pick([0.0, 0.5, 1.0]),
        passing=dice.pick([0.5, 1.0]),
        crowd=dice.pick([0.0, 0.5, 1.0]),
        null=dice.pick([0.0, 0.0, 0.15, 0.4]),
    )
    shared: dict[_Domain, list[Value]] = {}
    rows: Rows = {}
    for table in world.tables:
        count = max(1, round(size * dice.pick([0.2, 0.5, 1.0, 1.0, 1.6])))
        count = count if table.name in used else 2
        pools = {
            column.name: _near_pool(
                column, dice, hints.get((table.name, column.name), Hint()), habits, count, shared
            )
            for column in table.attributes
        }
        asked = hints.get((table.name, table.id.name), Hint()) if table.id else Hint()
        rows[table.name] = _fill(
            world,
            table,
            rows,
            dice,
            count,
            pools,
            null=habits.null,
            spare=dice.below(3),
            twins=twins,
            crowd=habits.crowd,
            first_ids=_with_beside(asked.values, dice)[:count],
        )
    return rows


_Domain = tuple[tuple[Value, ...], float, float]
"""What columns have in common that could be compared: their values, or their bounds."""


def _near_pool(
    column: Column,
    dice: QueryDice,
    hint: Hint,
    habits: _Habits,
    count: int,
    shared: dict[_Domain, list[Value]],
) -> list[Value | None]:
    """What one column of a neighbour holds."""
    if column.nullable and dice.chance(0.08):
        return [None]
    pool = [*hint.values, *_with_beside(hint.values, dice)]
    if not pool or not dice.chance(habits.focus):
        most = min(count, 12)
        pool += _few(column, dice, shared) if dice.chance(habits.few) else _many(column, dice, most)
    if hint.tests and dice.chance(habits.steady):
        side = dice.chance(habits.passing)
        pool += 8 * [value for value in pool if hint.passed_by(value) == side]
    if dice.chance(habits.crowd):
        pool += [dice.pick(pool)] * len(pool)
    unknown = hint.null and column.nullable and dice.chance(0.5)
    return [*pool, *([None] * len(pool) if unknown else [])]


def _with_beside(values: Sequence[Value], dice: QueryDice) -> list[Value]:
    """Values, and those just beside them."""
    return list(dict.fromkeys([*values, *(near for v in values for near in beside(v, dice))]))


def _few(column: Column, dice: QueryDice, shared: dict[_Domain, list[Value]]) -> list[Value]:
    """Up to three values, sometimes the same as in another column of that domain."""
    domain = column.values, column.low, column.high
    if domain not in shared or dice.chance(0.7):
        shared[domain] = _domain(column, dice, 1 + dice.below(3))
    return shared[domain]


def _many(column: Column, dice: QueryDice, count: int) -> list[Value]:
    """So many values, some of them as no row has shown them where the column holds one of few."""
    values = _domain(column, dice, count)
    more = [f"{value}x" for value in values] if column.kind == "text" else []
    return [*values, *more[: count - len(values)]]


def _domain(column: Column, dice: QueryDice, count: int) -> list[Value]:
    """So many values that the column may hold."""
    if column.values:
        return dice.sample(column.values, count) if count < 12 else list(column.values)
    if column.kind == "date":
        return [
            f"20{dice.between(15, 24)}-{dice.between(1, 12):02}-{dice.between(1, 28):02}"
            for _ in range(count)
        ]
    low, high = int(column.low), int(column.high)
    if column.kind == "real":
        return [dice.between(4 * low, 4 * high) / 4 for _ in range(count)]
    return [dice.between(low, high) for _ in range(count)]


def beside(value: Value, dice: QueryDice) -> list[Value]:
    """Values just beside one: what tells >= from >, = from LIKE, 'x' from 'X'."""
    if isinstance(value, float):
        return [value - 0.25, value + 0.25]
    if isinstance(value, int):
        return [value - 1, value + 1]
    return [*beside_date(value)] or [dice.pick((value + "x", value[:-1], value.upper()))]


def beside_date(text: str) -> list[str]:
    """The days before and after an ISO date, of the same month; none for another text."""
    if not (len(text) == 10 and text[4] == "-" == text[7] and text[8:].isdigit()):
        return []
    day = int(text[8:])
    return [f"{text[:8]}{max(1, day - 1):02}", f"{text[:8]}{min(28, day + 1):02}"]


def _fill(
    world: World,
    table: Table,
    rows: Rows,
    dice: QueryDice,
    count: int,
    pools: Mapping[str, Sequence[Value | None]],
    *,
    null: float,
    spare: int = 0,
    twins: float = 0.0,
    crowd: float = 0.0,
    first_ids: Sequence[Value] = (),
) -> list[Row]:
    """`count` rows; the last `spare` rows of each parent table get no children.

    `twins` is the share of rows that repeat the row before in all but the id, `crowd` the share
    of references to the first few rows of another table.
    """
    drawn = dice.sample(range(1, 3 * count + 8), count)
    ids = [*first_ids, *(i for i in drawn if i not in first_ids)]
    made: list[Row] = []
    parents = {c.name: _keys(world, rows, c.table, spare) for c in table.refs}
    for at in range(count):
        row: list[Value | None] = []
        twin = made[-1] if made and table.id is not None and dice.chance(twins) else None
        for number, column in enumerate(table.columns):
            if twin is not None and column.kind != "id":
                row.append(twin[number])
            elif column.kind == "id":
                text = column.sql_type == "TEXT"
                row.append(f"k{ids[at]}" if text and at >= len(first_ids) else ids[at])
            elif column.nullable and dice.chance(null):
                row.append(None)
            elif column.kind == "ref":
                own = column.table == table.name
                # Only an earlier row: a chain of references to the same table never closes.
                keys = _own_keys(table, made) if own else parents[column.name]
                root = own and (not keys or dice.chance(0.2))
                # Half of them hang below the first row, the one that a query may start from.
                below = keys[:1] if own and dice.chance(0.5) else keys
                if not own and dice.chance(crowd):
                    below = keys[: 1 + dice.below(1 + dice.below(len(keys)))]
                row.append(None if root or not keys else dice.pick(below))
            else:
                row.append(dice.pick(pools[column.name]))
        made.append(tuple(row))
    return dice.shuffle(made)


def _keys(world: World, rows: Rows, table: str, spare: int) -> list[Value]:
    found = _own_keys(world[table], rows.get(table, []))
    return found[: max(1, len(found) - spare)]


def _own_keys(table: Table, rows: Sequence[Row]) -> list[Value]:
    at = next((n for n, c in enumerate(table.columns) if c.kind == "id"), 0)
    return [row[at] for row in rows]


def insert_script(world: World, rows: Rows) -> str:
    """INSERT statements for the rows, one a table."""
    return "\n".join(
        f"INSERT INTO {quote(table.name)} VALUES "
        + ",".join("(" + ",".join(map(literal, row)) + ")" for row in rows[table.name])
        + ";"
        for table in world.tables
        if rows[table.name]
    )
