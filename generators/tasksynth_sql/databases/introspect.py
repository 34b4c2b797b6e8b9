"""A world from an SQLite file: its tables, keys, types and sample values."""

import hashlib
import re
import sqlite3
from dataclasses import replace
from pathlib import Path

from tasksynth import UsageError
from tasksynth_sql.databases.rows import Rows
from tasksynth_sql.databases.world import Column, Kind, Table, Value, World, quote
from tasksynth_sql.judging.guard import Row
from tasksynth_sql.making.dice import QueryDice

MAX_VALUES = 60
"""Different values of a column that are kept as its domain."""
MAX_TEXT = 120
"""Characters beyond which a column's texts are too long to ask about."""


def file_hash(path: str) -> str:
    """The first 16 hex digits of the file's SHA-256.

    Raises:
        UsageError: if it cannot be read.
    """
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16]
    except OSError as e:
        raise UsageError(f"cannot read the database {path}: {e.strerror}") from None


def introspect(path: str) -> tuple[World, Rows]:
    """The world that an SQLite file holds, and all its rows.

    Only ordinary tables with rows and without a composite key they are referred to by are taken; a
    reference is a declared foreign key to a single-column key.

    Raises:
        UsageError: if the file is no SQLite database, or has no such table.
    """
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    db.text_factory = lambda raw: str(raw, "utf-8", "replace")
    try:
        # Neither views nor virtual tables, nor the tables behind the latter.
        listed = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        made = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
        plain = {name for (name,) in db.execute(listed) if not name.startswith("sqlite_")}
        names = [name for (name,) in made if name in plain]
        raw = [_read_table(db, name) for name in names]
    except sqlite3.Error as e:
        raise UsageError(f"{path} is no SQLite database that can be read: {e}") from None
    finally:
        db.close()
    keyed = {t.name: t for t, rows in raw if rows}
    tables = _parents_first([_linked(t, keyed) for t, rows in raw if rows])
    if not tables:
        raise UsageError(f"{path} has no table with rows")
    found = {t.name: rows for t, rows in raw}
    return World(tuple(tables), about=len(tables)), {t.name: found[t.name] for t in tables}


def _read_table(db: sqlite3.Connection, name: str) -> tuple[Table, list[Row]]:
    info = db.execute(f"PRAGMA table_info({quote(name)})").fetchall()
    keys = {row[3].lower(): row[2] for row in db.execute(f"PRAGMA foreign_key_list({quote(name)})")}
    chosen = ", ".join(quote(row[1]) for row in info)
    rows: list[Row] = db.execute(f"SELECT {chosen} FROM {quote(name)}").fetchall()
    primary = [row[1] for row in info if row[5]]
    columns = []
    for at, (_, column, declared, not_null, _, _) in enumerate(info):
        target = keys.get(column.lower(), "")
        is_id = primary == [column] and not target
        values = [row[at] for row in rows if row[at] is not None]
        made = _column(column, declared, values, is_id=is_id, target=target)
        if made is not None:
            required = not_null or column in primary or len(values) == len(rows)
            columns.append((at, made if required else _nullable(made)))
    singular = _words(name)
    table = Table(name, singular, _plural(singular), tuple(c for _, c in columns))
    places = [at for at, _ in columns]
    return table, [tuple(row[at] for at in places) for row in rows]


def _column(
    name: str, declared: str, values: list[Value], *, is_id: bool, target: str
) -> Column | None:
    """None for a column that no question can be about: blobs, long texts, mixed types."""
    kinds: set[type] = {type(v) for v in values} or {str}
    numeric = bool(re.search("int|real|num|dec|floa|doub", declared.lower()))
    if bytes in kinds or (str in kinds and len(kinds) > 1):
        return None
    phrase = _words(name)
    texts = [str(v) for v in values]
    if is_id or target:
        sample = tuple(sorted(set(texts))[:1]) if kinds == {str} and not numeric else ()
        role = re.sub(r" id$", "", phrase) or phrase
        kind: Kind = "id" if is_id else "ref"
        return Column(name, kind, phrase if is_id else role, values=sample, table=target)
    if kinds == {str}:
        if max(map(len, texts), default=0) > MAX_TEXT or any("\n" in t for t in texts):
            return None
        if texts and all(re.fullmatch(r"\d{4}-\d\d-\d\d", t) for t in texts):
            return Column(name, "date", phrase, values=_sample(texts))
        return Column(name, "text", phrase, values=_sample(texts))
    numbers = [float(v) for v in values]
    low, high = min(numbers), max(numbers)
    kind = "real" if float in kinds else "int"
    return Column(name, kind, phrase, low=low, high=high)


def _sample(texts: list[str]) -> tuple[str, ...]:
    different = sorted(set(texts))
    step = max(1, len(different) // MAX_VALUES)
    return tuple(different[::step][:MAX_VALUES])


def _nullable(column: Column) -> Column:
    return replace(column, nullable=True)


def _linked(table: Table, keyed: dict[str, Table]) -> Table:
    """References to tables that were taken and have a key stay; others become plain columns."""
    lower = {name.lower(): t for name, t in keyed.items()}
    columns = []
    for column in table.columns:
        target = lower.get(column.table.lower()) if column.kind == "ref" else None
        if column.kind == "ref" and (target is None or target.id is None):
            continue
        columns.append(replace(column, table=target.name) if target else column)
    phrases: set[str] = set()
    told = []
    for column in columns:
        phrase = column.phrase
        while phrase in phrases:
            phrase += " again"
        phrases.add(phrase)
        told.append(replace(column, phrase=phrase))
    return replace(table, columns=tuple(told))


def _parents_first(tables: list[Table]) -> list[Table]:
    """Referred tables before referring ones; a reference that closes a cycle is dropped."""
    placed: list[Table] = []
    left = list(tables)
    while left:
        done = {t.name for t in placed}
        ready = [t for t in left if all(c.table in done or c.table == t.name for c in t.refs)]
        if not ready:
            first = left[0]
            kept = tuple(c for c in first.columns if c.kind != "ref" or c.table in done)
            ready = [replace(first, columns=kept)]
            left[0] = ready[0]
        placed += ready
        left = [t for t in left if t not in ready]
    return placed


def _words(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.replace("_", " "))
    return " ".join(spaced.lower().split())


def _plural(noun: str) -> str:
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es" if not noun.endswith("s") else noun + " rows"
    return noun[:-1] + "ies" if re.search("[^aeiou]y$", noun) else noun + "s"


def excerpt(world: World, rows: Rows, dice: QueryDice, *, size: int) -> Rows:
    """At most `size` rows a table, with every row that they refer to."""
    wanted: dict[str, set[Value]] = {t.name: set() for t in world.tables}
    chosen: Rows = {t.name: [] for t in world.tables}
    for table in reversed(world.tables):
        at = {c.name: n for n, c in enumerate(table.columns)}
        key = at[table.id.name] if table.id else None
        pool = rows[table.name]
        needed = [r for r in pool if key is not None and r[key] in wanted[table.name]]
        others = dice.sample(range(len(pool)), max(0, size - len(needed)))
        picked = list(dict.fromkeys([*needed, *(pool[n] for n in others)]))
        picked = _with_own_parents(table, picked, pool)
        chosen[table.name] = dice.shuffle(picked)
        for ref in table.refs:
            wanted[ref.table] |= {r[at[ref.name]] for r in picked if r[at[ref.name]] is not None}
    return chosen


def _with_own_parents(table: Table, picked: list[Row], pool: list[Row]) -> list[Row]:
    """Add the rows of the same table that rows refer to, up to the root."""
    own = [c for c in table.refs if c.table == table.name]
    if not own or table.id is None:
        return picked
    names = [c.name for c in table.columns]
    key = names.index(table.id.name)
    by_id = {row[key]: row for row in pool}
    have = {row[key] for row in picked}
    for row in picked:  # grows while it is walked
        for ref in own:
            up = row[names.index(ref.name)]
            if up is not None and up not in have and up in by_id:
                have.add(up)
                picked.append(by_id[up])
    return picked
