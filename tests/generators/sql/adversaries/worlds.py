"""Random databases that keep every promise of a schema, read from its DDL alone.

Written apart from the makers of suites: it knows SQLite's catalogue, the constants of a query, and
chance. Nothing is aimed at. Dates are dates, no table is empty, no row is above itself.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from random import Random

Cell = str | int | float | None
Rows = list[tuple[Cell, ...]]
WORDS = ["Ann", "ann", "Bo", "Cy Abel", "Oslo", "Lima", "x", "", "A", "Zz", "10", "9", "Oslo "]


@dataclass(frozen=True)
class Field:
    """A column as the catalogue gives it."""

    name: str
    kind: str
    key: bool
    required: bool
    target: str
    """The table that it refers to."""

    @property
    def dated(self) -> bool:
        return self.name.endswith("_date")


class Schema:
    """The tables of a DDL script, those that are referred to first."""

    def __init__(self, ddl: str) -> None:
        self.ddl = ddl
        db = sqlite3.connect(":memory:")
        db.executescript(ddl)
        names = [n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        self.tables: dict[str, list[Field]] = {}
        for name in names:
            refs = {r[3]: r[2] for r in db.execute(f'PRAGMA foreign_key_list("{name}")')}
            self.tables[name] = [
                Field(column, kind.upper(), bool(key), bool(required), refs.get(column, ""))
                for _, column, kind, required, _, key in db.execute(f'PRAGMA table_info("{name}")')
            ]
        db.close()

    @cached_property
    def empty(self) -> bytes:
        """The database without rows."""
        db = sqlite3.connect(":memory:")
        db.executescript(self.ddl)
        image = db.serialize()
        db.close()
        return image


def constants(query: str) -> list[Cell]:
    """The literals of a query, and what is next to each."""
    found: list[Cell] = []
    for text, number in re.findall(r"'((?:[^']|'')*)'|\b(\d+(?:\.\d+)?)\b", query):
        if number:
            value = float(number) if "." in number else int(number)
            found += [value, value - 1, value + 1]
        else:
            text = text.replace("''", "'")
            found += [text, text.upper(), text + "a", text[:-1]]
            if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                found += [f"{text[:8]}{day:02}" for day in (1, 14, 28)]
    return found


def database(schema: Schema, query: str, dice: Random) -> sqlite3.Connection:
    """A new random database."""
    known = constants(query)
    db = sqlite3.connect(":memory:", isolation_level=None, cached_statements=0)
    db.deserialize(schema.empty)
    db.execute("BEGIN")
    size, nulls, narrow = dice.randint(1, 14), dice.choice([0, 0.1, 0.3, 0.6]), dice.random()
    keys: dict[str, list[Cell]] = {}
    for name, fields in schema.tables.items():
        rows: Rows = []
        pools = {f.name: _pool(f, known, dice, narrow) for f in fields}
        ids = _ids(fields, known, dice, dice.randint(1, size))
        for own in ids:
            row: list[Cell] = []
            for field in fields:
                if field.key:
                    row.append(own)
                elif not field.required and dice.random() < nulls:
                    row.append(None)
                elif field.target:
                    within = ids[: len(rows)] if field.target == name else keys[field.target]
                    row.append(dice.choice(within) if within else None)
                else:
                    row.append(dice.choice(pools[field.name]))
            rows.append(tuple(row))
        keys[name] = ids
        dice.shuffle(rows)
        marks = ",".join("?" * len(fields))
        db.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
    db.execute("COMMIT")
    return db


def _ids(fields: list[Field], known: list[Cell], dice: Random, count: int) -> list[Cell]:
    text = any(field.key and field.kind == "TEXT" for field in fields)
    asked = [v for v in known if isinstance(v, str if text else int) and v not in ("", -1)]
    fresh = [f"id{n}" if text else n for n in dice.sample(range(1, 90), count)]
    taken = dict.fromkeys([*dice.sample(asked, min(len(asked), 3)), *fresh])
    return dice.sample([*taken], min(count, len(taken)))


def _pool(field: Field, known: list[Cell], dice: Random, narrow: float) -> list[Cell]:
    """The values of one column: few or many, constants of the query or not."""
    fresh: list[Cell]
    fits: list[Cell]
    if field.dated:
        fits = [v for v in known if isinstance(v, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", v)]
        fresh = [f"20{dice.randint(10, 29)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"]
        fresh += ["2020-01-01", "2020-01-02"]
    elif field.kind == "TEXT":
        fits = [v for v in known if isinstance(v, str)]
        fresh = list(dice.sample(WORDS, 4))
    elif field.kind == "REAL":
        fits = [float(v) for v in known if isinstance(v, int | float)]
        fresh = [dice.randint(-40, 400) / 4 for _ in range(4)]
    else:
        fits = [v for v in known if isinstance(v, int)]
        fresh = [dice.randint(-3, 9), dice.randint(0, 120), dice.randint(90, 3000)]
    few = dice.sample(fits, min(len(fits), dice.randint(0, 4)))
    many = [*few, *fresh[: dice.randint(1, len(fresh))]]
    return few if few and dice.random() < narrow else many


def databases(schema: Schema, query: str, seed: int, count: int) -> Iterator[sqlite3.Connection]:
    """So many of them."""
    dice = Random(seed)
    for _ in range(count):
        yield database(schema, query, dice)
