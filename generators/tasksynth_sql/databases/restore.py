"""The world of a task, read back from its schema and its shown rows."""

import sqlite3
from bisect import bisect
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from tasksynth_sql.databases.rows import Rows
from tasksynth_sql.databases.world import Column, Kind, Value, World, quote
from tasksynth_sql.databases.world import Table as WorldTable


@lru_cache(maxsize=64)
def restore(ddl: str, shown: str) -> World:
    """What a schema as `World.ddl` writes it promises, and what the shown rows say of values.

    A text column is taken for one of dates unless a row says otherwise: a date is a text, too.
    Tables that the schema itself fills never change, and are left out.
    """
    db = sqlite3.connect(":memory:")
    try:
        db.executescript(ddl)
        names = [name for name in _names(db) if not _filled(db, name)]
        db.executescript(shown)
        tables = tuple(WorldTable(name, name, name, _columns(db, name)) for name in names)
    finally:
        db.close()
    return World(tables, about=len(tables))


def _names(db: sqlite3.Connection) -> list[str]:
    made = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid"
    return [name for (name,) in db.execute(made).fetchall()]


def _filled(db: sqlite3.Connection, table: str) -> bool:
    return db.execute(f"SELECT 1 FROM {quote(table)} LIMIT 1").fetchone() is not None


Written = tuple[tuple[str, str, tuple[Value, ...]], ...]
"""Tables, columns, and the values in ascending order that they hold in any database of a task."""


@lru_cache(maxsize=64)
def written_values(
    ddl: str, scripts: tuple[str, ...], columns: tuple[tuple[str, str], ...]
) -> Written:
    """What these columns hold over all databases that the scripts fill."""
    found: dict[tuple[str, str], set[Value]] = {place: set() for place in columns}
    for script in scripts:
        db = sqlite3.connect(":memory:")
        try:
            db.executescript(f"{ddl}\n{script}")
            for table, column in columns:
                known = f"SELECT DISTINCT {quote(column)} FROM {quote(table)}"
                rows = db.execute(f"{known} WHERE {quote(column)} IS NOT NULL").fetchall()
                found[table, column] |= {value for (value,) in rows}
        finally:
            db.close()
    return tuple((*place, tuple(sorted(values))) for place, values in found.items() if values)


def as_written(world: World, rows: Rows, written: Written) -> Rows:
    """The rows, where these columns hold none but such values: what is no such one, the next."""
    made = dict(rows)
    for table, column, values in written:
        at = [c.name for c in world[table].columns].index(column)
        fit = {
            v: v if v in values else values[min(bisect(values, v), len(values) - 1)]
            for row in made[table]
            if (v := row[at]) is not None
        }
        made[table] = [(*row[:at], fit.get(row[at]), *row[at + 1 :]) for row in made[table]]
    return made


def _columns(db: sqlite3.Connection, table: str) -> tuple[Column, ...]:
    targets = {
        row[3]: row[2] for row in db.execute(f"PRAGMA foreign_key_list({quote(table)})").fetchall()
    }
    found = []
    for _, name, declared, required, _, key in db.execute(f"PRAGMA table_info({quote(table)})"):
        values = [
            value
            for (value,) in db.execute(
                f"SELECT DISTINCT {quote(name)} FROM {quote(table)} "
                f"WHERE {quote(name)} IS NOT NULL ORDER BY 1 LIMIT 60"
            )
        ]
        kind = _kind(declared, values, key=bool(key), refers=name in targets)
        text = declared == "TEXT"
        numbers = [v for v in values if not isinstance(v, str)]
        found.append(
            Column(
                name,
                kind,
                name,
                nullable=not required and not key,
                values=(("k",) if text else ()) if kind in ("id", "ref") else _texts(values),
                low=min(numbers, default=-0.5 if text else 0),  # texts share no bounds with numbers
                high=max(numbers, default=9),
                table=targets.get(name, ""),
            )
        )
    return tuple(found)


def _kind(declared: str, values: Sequence[Value], *, key: bool, refers: bool) -> Kind:
    if key or refers:
        return "id" if key else "ref"
    if declared == "TEXT":
        return "date" if all(is_date(value) for value in values) else "text"
    return "real" if declared == "REAL" else "int"


def _texts(values: Sequence[Value]) -> tuple[Value, ...]:
    return tuple(value for value in values if isinstance(value, str))


def is_date(value: Value | None) -> bool:
    """Is it a day of the calendar, in ISO's longer form?"""
    if not isinstance(value, str) or len(value) != 10 or not value.isascii():
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def keeps_promises(world: World, rows: Rows) -> bool:
    """Do rows keep what a schema says, and what it means: dates, and no row above itself?"""
    keys: dict[str, set[Value | None]] = {}
    for table in world.tables:
        at = next((n for n, c in enumerate(table.columns) if c.kind == "id"), 0)
        keys[table.name] = {row[at] for row in rows[table.name]}
        if not rows[table.name]:
            return False
    for table in world.tables:
        at = next((n for n, c in enumerate(table.columns) if c.kind == "id"), 0)
        for number, column in enumerate(table.columns):
            values = [row[number] for row in rows[table.name]]
            known = [value for value in values if value is not None]
            if len(known) < len(values) and not column.nullable:
                return False
            if column.kind == "ref" and not keys[column.table].issuperset(known):
                return False
            if column.kind == "date" and not all(map(is_date, known)):
                return False
            above = dict(zip([row[at] for row in rows[table.name]], values, strict=True))
            if column.table == table.name and _has_circle(above):
                return False
    return True


def _has_circle(above: dict[Value | None, Value | None]) -> bool:
    for start in above:
        at, steps = above[start], 0
        while at is not None and steps <= len(above):
            at, steps = above.get(at), steps + 1
        if at is not None:
            return True
    return False
