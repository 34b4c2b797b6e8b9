"""A database that names and stores things otherwise than a question says them.

Every change keeps what a query can see: names are renamed, words become codes, and numbers and
days are written in a way that keeps their order. So what tells a query from its near misses on
the plain database tells their images on the disguised one.
"""

import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar, cast

from tasksynth_sql.databases.rows import Rows, insert_script
from tasksynth_sql.databases.world import Attr, Column, Kind, Table, Value, World, literal, quote
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.plan import Between, ChildCounts, Combine, Compare, Has, OneOf, Plan, Tree
from tasksynth_sql.turns.names import (
    CODES,
    NOTES,
    Naming,
    a_way_to_write_days,
    codes_for,
    column_names_of,
    table_names_of,
    unit_of,
)

Place = tuple[str, str]
"""A table and a column of it."""
T = TypeVar("T")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Stored:
    """How a column's values are written."""

    note: str
    kind: Kind
    write: Callable[[Value], Value]
    meant: str = ""
    """The unit of questions, if it is another one than that of the database."""


@dataclass(frozen=True)
class Disguise:
    """Another way to name and to store all that a world holds."""

    plain: World
    world: World
    """With the other names and types."""
    tables: dict[str, str]
    columns: dict[Place, str]
    stored: dict[Place, Stored]
    """The columns whose values are written otherwise."""
    codes: dict[str, str]
    notes_table: str = ""
    codes_table: str = ""

    @property
    def ddl(self) -> str:
        """The schema, with the tables that explain it and never change."""
        return "\n".join([self.world.ddl, *self._notes(), *self._code_list()])

    def plan(self, plan: Plan, *, values: bool = True) -> Plan:
        """The plan about the disguised world, where `values` with constants as they are there."""
        return cast("Plan", _Moving(self, values=values).moved("", plan))

    def written(self, root: str, attr: Attr) -> Stored | None:
        """How the values of an attribute are written, if otherwise."""
        return self.stored.get((self.plain.end(root, attr.path), attr.column))

    def script(self, inserts: str) -> str:
        """INSERT statements for the same rows in the disguised database."""
        rows = rows_of(self.plain, inserts)
        moved: Rows = {}
        for table in self.plain.tables:
            ways = [self.stored.get((table.name, column.name)) for column in table.columns]
            moved[self.tables[table.name]] = [
                tuple(
                    way.write(value) if way is not None and value is not None else value
                    for way, value in zip(ways, row, strict=True)
                )
                for row in rows[table.name]
            ]
        return insert_script(self.world, moved)

    def _notes(self) -> list[str]:
        if not self.notes_table:
            return []
        rows: list[tuple[str, str | None, str]] = []
        for table in self.plain.tables:
            name = self.tables[table.name]
            rows.append((name, None, f"{table.plural}, one row for each"))
            rows += [
                (name, self.columns[table.name, column.name], self._note(table, column))
                for column in table.columns
            ]
        return _constant(self.notes_table, ("table_name", "column_name", "note"), rows)

    def _note(self, table: Table, column: Column) -> str:
        said = f"{column.phrase} of the {table.singular}"
        if column.kind == "ref":
            return f"{said}: refers to {self.tables[column.table]}"
        way = self.stored.get((table.name, column.name))
        return said if way is None else f"{said}; {way.note}"

    def _code_list(self) -> list[str]:
        if not self.codes_table:
            return []
        rows = [
            (self.tables[table.name], self.columns[table.name, column.name], code, word)
            for table in self.plain.tables
            for column in table.columns
            if _has_words(column)
            for word in map(str, column.values)
            for code in [self.codes[word]]
        ]
        return _constant(self.codes_table, ("table_name", "column_name", "code", "meaning"), rows)


class _Moving:
    """Moves a plan into a disguise."""

    def __init__(self, disguise: Disguise, *, values: bool) -> None:
        self._to, self._values = disguise, values

    def moved(self, root: str, part: Any) -> Any:
        """A part of a plan about `root`."""
        to = self._to
        match part:
            case Attr():
                return self._attr(root, part)
            case tuple():
                return tuple(self.moved(root, one) for one in part)
            case Has():
                tests = self.moved(part.child, part.tests)
                child, ref = to.tables[part.child], to.columns[part.child, part.ref]
                return replace(part, child=child, ref=ref, tests=tests)
            case Compare():
                value = self._value(root, part.attr, part.value)
                return replace(part, attr=self._attr(root, part.attr), value=value)
            case Between():
                low, high = (self._value(root, part.attr, v) for v in (part.low, part.high))
                return Between(self._attr(root, part.attr), low, high)
            case OneOf():
                values = tuple(self._value(root, part.attr, v) for v in part.values)
                return OneOf(self._attr(root, part.attr), values)
            case ChildCounts():
                measure, tests = (self.moved(part.child, p) for p in (part.measure, part.tests))
                return ChildCounts(
                    to.tables[part.root],
                    self.moved(part.root, part.outputs),
                    to.tables[part.child],
                    to.columns[part.child, part.ref],
                    measure,
                    tests,
                )
            case Combine():
                return Combine(part.how, self.moved("", part.left), self.moved("", part.right))
        return self._fields(root, part) if is_dataclass(part) else part

    def _fields(self, root: str, part: Any) -> Any:
        to = self._to
        root = getattr(part, "root", root)
        found = {field.name: self.moved(root, getattr(part, field.name)) for field in fields(part)}
        if "root" in found:
            found["root"] = to.tables[root]
        if isinstance(part, Tree):
            found["ref"] = to.columns[root, part.ref]
        return replace(part, **found)

    def _attr(self, root: str, attr: Attr) -> Attr:
        to = self._to
        ends = [to.plain.end(root, attr.path[:at]) for at in range(len(attr.path) + 1)]
        path = tuple(to.columns[end, ref] for end, ref in zip(ends, attr.path, strict=False))
        return Attr(path, to.columns[ends[-1], attr.column])

    def _value(self, root: str, attr: Attr, value: Value) -> Value:
        way = self._to.written(root, attr) if self._values else None
        return value if way is None else way.write(value)


@lru_cache(maxsize=64)
def written_columns(ddl: str) -> tuple[Place, ...]:
    """The columns that a disguise's notes say hold codes, or days in a way of their own.

    An amount in another unit is any number.
    """
    db = sqlite3.connect(":memory:")
    try:
        db.executescript(ddl)
        noted = db.execute(
            "SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c "
            "WHERE m.type = 'table' AND c.name = 'note'"
        ).fetchall()
        for (notes,) in noted if len(noted) == 1 else ():
            listed = (
                f"SELECT table_name, column_name, note FROM {quote(notes)} WHERE note LIKE '%; %'"
            )
            rows = db.execute(listed).fetchall()
            return tuple((t, c) for t, c, note in rows if not note.split("; ")[1].startswith("in "))
        return ()
    finally:
        db.close()


def draw_disguise(world: World, naming: Naming, dice: QueryDice, *, coded: bool) -> Disguise:
    """A disguise of a world; with `coded`, of its values too."""
    tables = table_names_of(world, naming, dice)
    columns = {
        (table.name, old): new
        for table in world.tables
        for old, new in column_names_of(table, naming, dice).items()
    }
    places = [(table.name, column) for table in world.tables for column in table.columns]
    words = list(dict.fromkeys(str(v) for _, c in places if _has_words(c) for v in c.values))
    codes = codes_for(words, dice) if coded else {}
    notes = "" if naming == "plain" and not coded else _free(NOTES, tables, dice)
    code_list = _free(CODES, tables, dice) if codes else ""
    stored = _draw_stored(places, codes, code_list, dice) if coded else {}
    moved = tuple(_table(table, tables, columns, stored) for table in world.tables)
    disguised = World(moved, about=world.about)
    return Disguise(world, disguised, tables, columns, stored, codes, notes, code_list)


def _draw_stored(
    places: Sequence[tuple[str, Column]], codes: dict[str, str], code_list: str, dice: QueryDice
) -> dict[Place, Stored]:
    """How the columns that can be written otherwise are: words, days, and most of the units."""
    said, write_day = a_way_to_write_days(dice)
    day_kind: Kind = "int" if isinstance(write_day("2020-01-01"), int) else "date"
    stored: dict[Place, Stored] = {}
    for table, column in places:
        unit = unit_of(column)
        if _has_words(column):
            stored[table, column.name] = Stored(
                f"a code, see {code_list}", "text", lambda v: codes.get(str(v), v)
            )
        elif column.kind == "date":
            stored[table, column.name] = Stored(
                said, day_kind, lambda v: write_day(str(v)) if _ISO.fullmatch(str(v)) else v
            )
        elif unit is not None and dice.chance(0.7):
            meant, small, ratio = unit
            stored[table, column.name] = Stored(f"in {small}", "int", _times(ratio), meant)
        elif unit is not None:
            stored[table, column.name] = Stored(f"in {unit[0]}", column.kind, _same, unit[0])
    return stored


def _times(ratio: int) -> Callable[[Value], Value]:
    return lambda value: round(value * ratio) if not isinstance(value, str) else value


def _same(value: T) -> T:
    return value


def _has_words(column: Column) -> bool:
    """Does it hold one of few words, rather than a name?"""
    return column.kind == "text" and 0 < len(column.values) <= 12


def _free(names: Sequence[str], tables: dict[str, str], dice: QueryDice) -> str:
    return dice.pick([name for name in names if name not in tables.values()])


def _table(
    table: Table, tables: dict[str, str], columns: dict[Place, str], stored: dict[Place, Stored]
) -> Table:
    moved = []
    for column in table.columns:
        place = table.name, column.name
        kind = stored[place].kind if place in stored else column.kind
        target = tables[column.table] if column.table else ""
        moved.append(replace(column, name=columns[place], kind=kind, table=target))
    return replace(table, name=tables[table.name], columns=tuple(moved))


def _constant(
    name: str, columns: Sequence[str], rows: Sequence[tuple[str | None, ...]]
) -> list[str]:
    """A table of texts that is the same in all databases."""
    typed = ",\n".join(f"  {column} TEXT" for column in columns)
    values = ",".join("(" + ",".join(map(literal, row)) + ")" for row in rows)
    return [
        f"CREATE TABLE {quote(name)} (\n{typed}\n);",
        f"INSERT INTO {quote(name)} VALUES {values};",
    ]


def rows_of(world: World, inserts: str) -> Rows:
    """The rows that INSERT statements hold, in their order."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.executescript(f"{world.ddl}\n{inserts}")
        return {
            table.name: db.execute(f"SELECT * FROM {quote(table.name)} ORDER BY rowid").fetchall()
            for table in world.tables
        }
    finally:
        db.close()
