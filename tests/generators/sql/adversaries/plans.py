"""Adversary 2: small plans over the same schema, made of the question's words, in any combination.

It knows no gold: it takes the columns and constants that a question names, and puts them into
every shape that a small query has.
"""

import re
from collections.abc import Callable, Iterator
from random import Random

from tests.generators.sql.adversaries.worlds import Field, Schema

FUNCTIONS = ["COUNT(*)", "COUNT({})", "COUNT(DISTINCT {})", "SUM({})", "AVG({})", "MIN({})",
             "MAX({})", "TOTAL({})"]  # fmt: skip
SIGNS = ["=", "<>", "<", "<=", ">", ">=", "IS", "IS NOT", "LIKE", "NOT LIKE"]
RANKS = ["RANK", "DENSE_RANK", "ROW_NUMBER"]


class Plans:
    """Draws plans for one question."""

    def __init__(self, question: str, schema: Schema, dice: Random) -> None:
        self._schema, self._dice = schema, dice
        text = question.lower()
        self._named = {
            (table, field.name)
            for table, fields in schema.tables.items()
            for field in fields
            if not field.target and field.name.replace("_", " ") in text
        }
        self._texts = [t.replace("''", "'") for t in re.findall(r"'((?:[^']|'')*)'", question)]
        bare = re.sub(r"'(?:[^']|'')*'", " ", question)
        self._numbers = re.findall(r"-?\b\d+(?:\.\d+)?\b", bare)
        self._tables = [t for t in schema.tables if any(owner == t for owner, _ in self._named)]
        asked = [t for t in schema.tables if t.replace("_", " ") in text]
        self._tables = asked or self._tables or [*schema.tables]
        self._shapes: list[Callable[[], str]] = [
            self._list, self._list, self._list, self._aggregate, self._aggregate, self._compared,
            self._related, self._related, self._counted, self._combined, self._ranked,
        ]  # fmt: skip

    def draw(self, count: int) -> Iterator[str]:
        """So many plans, or those of them that differ."""
        seen = set()
        for _ in range(count):
            sql = self._dice.choice(self._shapes)()
            if sql not in seen:
                seen.add(sql)
                yield sql

    # --- parts -----------------------------------------------------------------------------------

    def _source(self) -> tuple[str, list[tuple[str, Field]]]:
        """A FROM clause of up to three tables along references, and the columns in sight."""
        table = self._dice.choice(self._tables)
        text, sight = f"{table} a", [("a", field) for field in self._schema.tables[table]]
        for alias in "bc"[: self._dice.choice([0, 0, 1, 2])]:
            refs = [(owner, field) for owner, field in sight if field.target]
            if not refs:
                break
            owner, ref = self._dice.choice(refs)
            fields = self._schema.tables[ref.target]
            key = next((f.name for f in fields if f.key), "rowid")
            kind = self._dice.choice(["JOIN", "JOIN", "LEFT JOIN"])
            text += f" {kind} {ref.target} {alias} ON {owner}.{ref.name} = {alias}.{key}"
            sight += [(alias, field) for field in fields]
        return text, sight

    def _column(self, sight: list[tuple[str, Field]]) -> str:
        names = {name for _, name in self._named}
        fit = [f"{a}.{f.name}" for a, f in sight if f.name in names]
        rest = [f"{a}.{f.name}" for a, f in sight]
        drawn: str = self._dice.choice(fit if fit and self._dice.random() < 0.85 else rest)
        return drawn

    def _columns(self, sight: list[tuple[str, Field]]) -> str:
        drawn = [self._column(sight) for _ in range(self._dice.choice([1, 1, 2, 2, 3, 3]))]
        return ", ".join(dict.fromkeys(drawn))

    def _test(self, sight: list[tuple[str, Field]]) -> str:
        column = self._column(sight)
        name = column.split(".")[1]
        texts = any(f.name == name and f.kind == "TEXT" for _, f in sight)
        pool = [f"'{t}'" for t in self._texts] if texts else self._numbers
        dice = self._dice
        if not pool or dice.random() < 0.12:
            return f"{column} IS {dice.choice(['', 'NOT '])}NULL"
        if len(pool) > 1 and dice.random() < 0.25:
            one, two = dice.sample(pool, 2)
            return dice.choice(
                [f"{column} BETWEEN {one} AND {two}", f"{column} IN ({', '.join(pool)})"]
            )
        return f"{column} {dice.choice(SIGNS[:6] if not texts else SIGNS)} {dice.choice(pool)}"

    def _where(self, sight: list[tuple[str, Field]]) -> str:
        tests = [self._test(sight) for _ in range(self._dice.choice([0, 1, 1, 1, 2, 2, 3]))]
        tests = list(dict.fromkeys(tests))
        joined = self._dice.choice([" AND ", " AND ", " OR "]).join(tests)
        return f" WHERE {joined}" if tests else ""

    def _function(self, sight: list[tuple[str, Field]]) -> str:
        drawn: str = self._dice.choice(FUNCTIONS)
        return drawn.format(self._column(sight))

    def _number(self) -> str:
        drawn: str = self._dice.choice([*self._numbers, "1", "2"])
        return drawn

    # --- shapes ----------------------------------------------------------------------------------

    def _list(self) -> str:
        source, sight = self._source()
        dice = self._dice
        distinct = dice.choice(["", "", "DISTINCT "])
        tail = ""
        if dice.random() < 0.3:
            keys = [f"{self._column(sight)}{dice.choice(['', ' DESC'])}" for _ in range(2)]
            tail = f" ORDER BY {', '.join(keys[: dice.choice([1, 2, 2])])}"
            tail += f" LIMIT {self._number()}" if dice.random() < 0.7 else ""
        return f"SELECT {distinct}{self._columns(sight)} FROM {source}{self._where(sight)}{tail}"

    def _aggregate(self) -> str:
        source, sight = self._source()
        dice = self._dice
        made = ", ".join(self._function(sight) for _ in range(dice.choice([1, 1, 2])))
        where = self._where(sight)
        if dice.random() < 0.35:
            return f"SELECT {made} FROM {source}{where}"
        keys = self._columns(sight)
        tail = ""
        if dice.random() < 0.5:
            tail = f" HAVING {self._function(sight)} {dice.choice(SIGNS[:6])} {self._number()}"
        if dice.random() < 0.3:
            tail += f" ORDER BY {made.split(', ')[0]} {dice.choice(['', 'DESC'])}, {keys}"
        return f"SELECT {keys}, {made} FROM {source}{where} GROUP BY {keys}{tail}"

    def _compared(self) -> str:
        source, sight = self._source()
        column = self._column([(a, f) for a, f in sight if a == "a"])
        table = source.split()[0]
        name, function = column.split(".")[1], self._dice.choice(["AVG", "MIN", "MAX"])
        scope = self._where([("z", f) for f in self._schema.tables[table]])
        if self._dice.random() < 0.3:
            same = self._column([(a, f) for a, f in sight if a == "a"]).split(".")[1]
            scope = f" WHERE z.{same} = a.{same}"
        if self._dice.random() < 0.4:
            scope = ""
        inner = f"(SELECT {function}(z.{name}) FROM {table} z{scope})"
        test = f"{column} {self._dice.choice(SIGNS[:6])} {inner}"
        where = self._where(sight)
        where = f"{where} AND {test}" if where else f" WHERE {test}"
        return f"SELECT {self._columns(sight)} FROM {source}{where}"

    def _child(self, table: str) -> tuple[str, str, list[tuple[str, Field]]] | None:
        found = [
            (child, field.name)
            for child, fields in self._schema.tables.items()
            for field in fields
            if field.target == table
        ]
        if not found:
            return None
        child, ref = self._dice.choice(found)
        return child, ref, [("k", f) for f in self._schema.tables[child]]

    def _related(self) -> str:
        table = self._dice.choice(self._tables)
        sight = [("a", f) for f in self._schema.tables[table]]
        child = self._child(table)
        if child is None:
            return self._list()
        name, ref, inner = child
        where = self._where(inner)
        also = where.replace(" WHERE ", " AND ", 1)
        ways = [
            f"EXISTS (SELECT 1 FROM {name} k WHERE k.{ref} = a.id{also})",
            f"NOT EXISTS (SELECT 1 FROM {name} k WHERE k.{ref} = a.id{also})",
            f"a.id IN (SELECT k.{ref} FROM {name} k{where})",
            f"a.id NOT IN (SELECT k.{ref} FROM {name} k{where})",
            f"(SELECT COUNT(*) FROM {name} k WHERE k.{ref} = a.id{also}) >= {self._number()}",
        ]
        outer = self._where(sight)
        test = self._dice.choice(ways)
        outer = f"{outer} AND {test}" if outer else f" WHERE {test}"
        return f"SELECT {self._columns(sight)} FROM {table} a{outer}"

    def _counted(self) -> str:
        table = self._dice.choice(self._tables)
        sight = [("a", f) for f in self._schema.tables[table]]
        child = self._child(table)
        if child is None:
            return self._aggregate()
        name, ref, inner = child
        dice = self._dice
        made = dice.choice(["COUNT(k.id)", "COUNT(*)", self._function(inner)])
        on, where = f"k.{ref} = a.id", self._where(inner)
        if dice.random() < 0.6:
            on, where = on + where.replace(" WHERE ", " AND ", 1), ""
        columns = self._columns(sight)
        keys = dice.choice([f"a.id, {columns}", columns])
        join = dice.choice(["LEFT JOIN", "LEFT JOIN", "JOIN"])
        source = f"{table} a {join} {name} k ON {on}{where}"
        return f"SELECT {columns}, {made} FROM {source} GROUP BY {keys}"

    def _combined(self) -> str:
        sides = []
        for _ in range(2):
            source, sight = self._source()
            sides.append(f"SELECT {self._column(sight)} FROM {source}{self._where(sight)}")
        return f" {self._dice.choice(['UNION', 'INTERSECT', 'EXCEPT', 'UNION ALL'])} ".join(sides)

    def _ranked(self) -> str:
        source, sight = self._source()
        dice = self._dice
        columns = [self._column(sight) for _ in range(dice.choice([1, 2, 2]))]
        shown = ", ".join(f"{c} AS o{n}" for n, c in enumerate(columns))
        over = f"PARTITION BY {self._column(sight)} ORDER BY {self._column(sight)}"
        rank = f"{dice.choice(RANKS)}() OVER ({over}{dice.choice(['', ' DESC'])})"
        names = ", ".join(f"o{n}" for n in range(len(columns)))
        where = self._where(sight)
        return (
            f"SELECT {names}, r FROM (SELECT {shown}, {rank} AS r FROM {source}{where}) "
            f"WHERE r <= {self._number()}"
        )
