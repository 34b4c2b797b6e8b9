"""Values that few would think of, for columns of which a query asks nothing.

A condition that the question does not make fails only where two values coincide: a column with a
constant of the query, with a key, or with another column in sight. So what nothing asks for is not
left to what a column usually holds: over all databases of a suite each column takes all constants
of the query and what is next to them, small numbers as keys are, either sign, texts that are empty,
numerals, or differ by capitals and spaces, and NULL, each in its turn.
"""

from collections.abc import Mapping, Sequence

from tasksynth_sql.databases.rows import Hints, Rows, beside_date
from tasksynth_sql.databases.world import Column, Value, World
from tasksynth_sql.judging.guard import Row
from tasksynth_sql.making.dice import QueryDice

_WHOLE = (-70, -1, 0, 1, 2, 3, 10, 1999)
_WORDS = ("", "0", "1", "-3", "9", "10", "a", "A", "Zz ")
_PECULIAR = (
    (" 1bC, d% ", " 1bC, d%", " 1bc, d% "),
    ("-2 Ef_g ", "-2 ef_g ", "-2 Ef_g"),
)
"""Texts that no function of texts keeps; of three, each collation makes two equal."""
_DATES = ("2019-12-31", "2020-01-01", "2020-01-02", "2021-10-10")


class OddValues:
    """What each column of a suite's databases takes next."""

    def __init__(self, hints: Hints, sizes: Sequence[int], dice: QueryDice) -> None:
        self._dice, self._hints = dice, hints
        asked = list(dict.fromkeys([v for hint in hints.values() for v in hint.values]))
        texts = [v for v in asked if isinstance(v, str)]
        numbers = [v for v in asked if not isinstance(v, str)]
        near = [v + by for v in (*numbers, *sizes) for by in (0, -1, 1)]
        near += [-v for v in numbers]
        dates = [v for v in texts if beside_date(v)]
        near_days = [day for v in dates for day in beside_date(v)]
        words = [v for v in texts if not beside_date(v)]
        variants = [made for w in words for made in (w, f"{w} ", w.lower(), w.upper(), w[:3])]
        self.whole: list[int] = [*map(int, numbers), *dict.fromkeys([*map(int, near), *_WHOLE])]
        """Whole numbers: those of the query, and what keys look like."""
        fractions = [*map(float, near), *map(float, _WHOLE), 0.5, -0.25, 9.5]
        self._values: dict[str, list[Value]] = {
            "int": [*dict.fromkeys(self.whole)],
            "real": [*dict.fromkeys(fractions)],
            "text": [*dict.fromkeys([*variants, *_WORDS])],
            "date": [*dict.fromkeys([*dates, *near_days, *_DATES])],
        }
        first: dict[str, list[Value]] = {
            "int": [*dict.fromkeys([*map(int, numbers[:3]), 0, -1, 1])],
            "real": [*dict.fromkeys([*map(float, numbers[:3]), 0.0, -1.0, 0.5])],
            "text": [*dict.fromkeys([*words[:2], *(f"{w} " for w in words[:1]), "", "1", "a"])],
            "date": [*dict.fromkeys([*dates[:2], *near_days[:1], *_DATES[1:3]])],
        }
        self._first = first
        self._alike = [*dict.fromkeys([*numbers[:4], 1, 0, -1, 2, *numbers, *self.whole])]
        self._turns: dict[tuple[str, str, bool], list[Value | None]] = {}

    def alike(self, turn: int, step: int) -> tuple[int, Mapping[str, Value]]:
        """A number, and for each kind of column a value that is it, or that goes with it.

        In every third turn a text is the number itself, in every third one that no function of
        texts keeps; every fourth fraction is one that no rounding does, up or down.
        """
        dates, words, at = self._values["date"], self._values["text"], turn + step
        number = self._alike[at % len(self._alike)]
        whole = int(number)
        texts = str(whole), words[at // 3 % len(words)], _PECULIAR[turn // 3 % 2][step % 3]
        real = whole + (0.34375, 0.65625)[at // 4 % 2] if at % 4 == 2 else float(number)
        date = dates[at % len(dates)]
        return whole, {"int": whole, "real": real, "text": texts[turn % 3], "date": date}

    def fitting(self, column: Column) -> list[Value]:
        """All values that such a column takes."""
        return self._values[column.kind]

    def next(self, table: str, column: Column, *, few: bool) -> Value | None:
        """The next value of a column of a table; each comes once before any comes again.

        With `few`, the next of those that are most likely to tell.
        """
        left = self._turns.setdefault((table, column.name, few), [])
        if not left:
            values: list[Value | None] = [*(self._first if few else self._values)[column.kind]]
            values += [] if few else column.values[:2]
            left += self._dice.shuffle([*values, *([None] if column.nullable else [])])
        return left.pop()

    def first_rows(self, world: World, several: frozenset[str]) -> Rows:
        """A row for each table, or three; keys are constants of the query, or small numbers."""
        dice, rows, keys = self._dice, Rows(), dict[str, list[Value | None]]()
        for table in world.tables:
            count = 3 if table.name in several else 1
            own: list[Value | None] = []
            made: list[Row] = []
            key = table.id and self._hints.get((table.name, table.id.name))
            asked = [v for v in key.values if isinstance(v, int)] if key else []
            asked = asked if dice.chance(0.85) else []
            for number in dict.fromkeys([*asked, *dice.sample(self.whole, count)]):
                row: list[Value | None] = []
                for column in table.columns:
                    if column.kind == "id":
                        text = column.sql_type == "TEXT"
                        row.append(f"k{number}" if text else number)
                        own.append(row[-1])
                    elif column.kind == "ref":
                        there = keys.get(column.table, own[:-1])
                        free = column.nullable and (not there or dice.chance(0.2))
                        row.append(None if free else dice.pick(there))
                    else:
                        row.append(self.next(table.name, column, few=True))
                made.append(tuple(row))
            rows[table.name], keys[table.name] = made, own
        return rows


def shared_values(hints: Hints, dice: QueryDice) -> dict[str, list[Value]]:
    """A few values for all columns of each kind: constants of the query, and what looks like them.

    Numbers are small, as keys are, and texts may be such numbers too.
    """
    every = [v for hint in hints.values() for v in hint.values]
    texts = [v for v in every if isinstance(v, str)]
    numbers = [v for v in every if not isinstance(v, str)]
    near = [*numbers, *(v + by for v in numbers for by in (-1, 1))]
    whole: list[Value] = [int(v) for v in near]
    ints = [*dice.sample(whole, 2), *dice.sample([-1, 0, 1, 2, 3, 4], 1 + dice.below(4))]
    dates: list[Value] = [v for v in texts if beside_date(v)]
    words: list[Value] = [v for v in texts if v not in dates]
    plain: list[Value] = ["", "1", "2", "a", "A", "b", "-1"]
    return {
        "int": ints,
        "real": [*map(float, dice.sample(near, 2)), *map(float, ints[-2:]), 0.5],
        "date": [*dice.sample(dates, 2), "2020-01-01", "2020-01-02"][: 2 + dice.below(3)],
        "text": [*dice.sample(words, 2), *dice.sample(plain, 1 + dice.below(3))],
    }


def in_a_row(column: Column, values: Sequence[Value], dice: QueryDice) -> list[Value]:
    """Two or three values next to one another, between which an average comes to lie."""
    start = next((v for v in values if not isinstance(v, str)), 3)
    step = 1 if column.kind == "int" else 0.25
    return [start + step * n for n in range(2 + dice.below(2))]


def odd_values(column: Column, values: Sequence[Value], dice: QueryDice) -> list[Value]:
    """Values that the schema admits, and that few would think of.

    Numbers have digits of different length and either sign, 0 among them; texts are empty, or
    differ from others by capitals and spaces.
    """
    if column.kind == "int":
        return [dice.pick([-70, -7, -1]), *dice.sample([0, 2, 9, 10, 100, 1999, 12345], 3)]
    if column.kind == "real":
        return [dice.pick([-7.5, -0.25]), *dice.sample([0.0, 0.5, 2.0, 9.5, 10.25, 1234.125], 3)]
    if column.kind == "date":
        return list(dice.sample(["2019-12-31", "2020-01-01", "2020-02-09", "2021-10-10"], 2))
    word = str(dice.pick(values)) if values else "Ann"
    odd = ["", word.lower(), word.upper(), f"{word} ", f" {word}", "9", "10", "O'Neil 100%"]
    return list(dice.sample(odd, 3))
