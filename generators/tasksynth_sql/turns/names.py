"""How a database that grew over years names its tables and columns, and what it stores."""

from collections.abc import Callable, Sequence
from typing import Literal

from tasksynth_sql.databases.world import Column, Table, World
from tasksynth_sql.making.dice import QueryDice

Naming = Literal["plain", "short", "opaque", "swapped"]
"""`plain` as the question says it; `short` by habits that change from name to name; `opaque` by
numbers; `swapped`: columns of one type have each other's names."""

NOTES = ("notes", "data_dictionary", "column_notes", "about_columns", "field_guide")
CODES = ("codes", "code_list", "lookup", "code_values")

UNITS = {
    **dict.fromkeys(
        [
            "price",
            "cost",
            "fare",
            "balance",
            "budget",
            "worth",
            "wage",
            "salary",
            "rent",
            "income",
            "tolls",
        ],
        ("euros", "cents", 100),
    ),
    "weight": ("kilograms", "grams", 1000),
    "load": ("tons", "kilograms", 1000),
    "length": ("minutes", "seconds", 60),
    "distance": ("kilometres", "metres", 1000),
}
"""By the last word of a column's phrase: the unit of questions, a smaller one, and their ratio."""


def unit_of(column: Column) -> tuple[str, str, int] | None:
    """The units in which a column may be meant and stored."""
    return UNITS.get(column.phrase.split()[-1]) if column.is_number else None


def table_names_of(world: World, naming: Naming, dice: QueryDice) -> dict[str, str]:
    """What the tables are called."""
    if naming == "plain":
        return {table.name: table.name for table in world.tables}
    taken: set[str] = set()
    if naming == "opaque":
        numbers = dice.sample(range(1, 100), len(world.tables))
        return {t.name: f"t{n:02}" for t, n in zip(world.tables, numbers, strict=True)}
    return {table.name: _new(taken, dice.pick(_table_habits(table))) for table in world.tables}


def column_names_of(table: Table, naming: Naming, dice: QueryDice) -> dict[str, str]:
    """What a table's columns are called."""
    names = [column.name for column in table.columns]
    if naming == "opaque":
        numbers = dice.sample(range(1, 100), len(names))
        return {name: f"f{n:02}" for name, n in zip(names, numbers, strict=True)}
    if naming == "short":
        taken: set[str] = set()
        return {name: _new(taken, dice.pick(_column_habits(table, name))) for name in names}
    called = dict(zip(names, names, strict=True))
    if naming == "swapped":
        for sql_type in ("INTEGER", "REAL", "TEXT"):
            alike = [c.name for c in table.attributes if c.sql_type == sql_type]
            called |= _turned(alike, dice)
    return called


def _turned(names: Sequence[str], dice: QueryDice) -> dict[str, str]:
    """Each name in the place of another one, if there are several."""
    order = dice.shuffle(names)
    return dict(zip(order, [*order[1:], *order[:1]], strict=True))


def _table_habits(table: Table) -> list[str]:
    many = table.plural.replace(" ", "_")
    short = _short(table.name)
    return [many, f"t_{table.name}", f"{table.name}_tbl", f"{short}_mst", f"tbl_{many}", short]


def _column_habits(table: Table, name: str) -> list[str]:
    short = _short(name)
    return [f"{table.name[:3]}_{name}", f"{table.name[:3]}_{short}", f"x_{short}", f"{name}_v",
            f"{short}_fld"]  # fmt: skip


def _short(name: str) -> str:
    """The name without vowels, but for those that begin a word."""
    words = (word[0] + "".join(c for c in word[1:] if c not in "aeiou") for word in name.split("_"))
    return "_".join(words)


def _new(taken: set[str], name: str) -> str:
    """The name, with a number where it is taken."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name}{number}", number + 1
    taken.add(found)
    return found


def codes_for(words: Sequence[str], dice: QueryDice) -> dict[str, str]:
    """A code of a letter and a digit for each word."""
    every = [f"{letter}{digit}" for letter in "BCDFGHJKLMNPQRSTVWXZ" for digit in range(10)]
    return dict(zip(words, dice.sample(every, len(words)), strict=True))


def a_way_to_write_days(dice: QueryDice) -> tuple[str, Callable[[str], str | int]]:
    """How dates are written, each way in the order of days: what is noted of it, and the way."""
    return dice.pick(
        [
            ("written YYYY/MM/DD", lambda day: day.replace("-", "/")),
            ("a number, YYYYMMDD", lambda day: int(day.replace("-", ""))),
            ("the number of days since 1970-01-01", _days),
        ]
    )


def _days(day: str) -> int:
    from datetime import date

    return date.fromisoformat(day).toordinal() - date(1970, 1, 1).toordinal()
