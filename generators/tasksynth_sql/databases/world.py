"""What a database is about: tables, typed columns, references, and how to speak of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal

from tasksynth_sql.databases import lexicon
from tasksynth_sql.databases.more_domains import MORE_DOMAINS, MORE_POOLS
from tasksynth_sql.judging.reading import word_set
from tasksynth_sql.making.dice import QueryDice

Domains = Literal["core", "all"]
"""Those of `lexicon`, or those of `more_domains`, too."""
Kind = Literal["id", "ref", "text", "int", "real", "date"]
Value = str | int | float
KEYWORDS = word_set(
    "add all alter analyse analyze and any array as asc autoincrement between both by case cast "
    "check collate column commit constraint create cross current_date current_time "
    "current_timestamp default deferrable delete desc describe distinct do drop else end escape "
    "except exists fetch for foreign from full glob grant group having if ilike in index "
    "initially inner insert intersect into is isnull join key lateral leading left like limit "
    "natural not nothing notnull null offset on only or order outer pivot primary qualify raise "
    "references regexp returning right rollback select set show some summarize table "
    "tablesample then to trailing transaction union unique unpivot update user using values "
    "verbose view when where window with"
)
"""Names that some engine, or sqlglot, reads otherwise unless they are quoted."""


@dataclass(frozen=True)
class Column:
    """One column and its value domain."""

    name: str
    kind: Kind
    phrase: str
    nullable: bool = False
    values: tuple[Value, ...] = ()
    """What a text or date column holds, if it is one of few; sample values of a file's column."""
    low: float = 0
    high: float = 0
    table: str = ""
    """The table that a reference refers to, by its id."""

    @property
    def sql_type(self) -> str:
        """SQLite's type; dates are ISO text."""
        text_key = self.kind in ("id", "ref") and self.values and isinstance(self.values[0], str)
        if self.kind == "real":
            return "REAL"
        return "TEXT" if self.kind in ("text", "date") or text_key else "INTEGER"

    @property
    def is_number(self) -> bool:
        """May it be summed?"""
        return self.kind in ("int", "real")


@dataclass(frozen=True)
class Table:
    """One table; its first column is its id, unless it is one of a file without such a key."""

    name: str
    singular: str
    plural: str
    columns: tuple[Column, ...]

    def __getitem__(self, column: str) -> Column:
        return self._by_name[column]

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def id(self) -> Column | None:
        """The single-column primary key."""
        return next((c for c in self.columns if c.kind == "id"), None)

    @property
    def refs(self) -> list[Column]:
        """The references to other tables, or to itself."""
        return [c for c in self.columns if c.kind == "ref"]

    @property
    def attributes(self) -> list[Column]:
        """The columns that say something themselves: neither id nor reference."""
        return [c for c in self.columns if c.kind not in ("id", "ref")]


@dataclass(frozen=True)
class Attr:
    """A column as seen from a root table: follow the references in `path`, then read it."""

    path: tuple[str, ...]
    column: str


@dataclass(frozen=True)
class World:
    """Tables, parents before children."""

    tables: tuple[Table, ...]
    about: int
    """The first so many tables are what questions are about; the others distract."""

    def __getitem__(self, table: str) -> Table:
        return self._by_name[table]

    @cached_property
    def _by_name(self) -> dict[str, Table]:
        return {table.name: table for table in self.tables}

    @property
    def subjects(self) -> tuple[Table, ...]:
        """The tables that questions are about."""
        return self.tables[: self.about]

    def column(self, root: str, attr: Attr) -> Column:
        """The column that an attribute of `root` reads."""
        return self[self.end(root, attr.path)][attr.column]

    def end(self, root: str, path: Sequence[str]) -> str:
        """The table that a path of references leads to."""
        for ref in path:
            root = self[root][ref].table
        return root

    def optional(self, root: str, path: Sequence[str]) -> bool:
        """May a step of the path be NULL?"""
        steps = [(self.end(root, path[:at]), ref) for at, ref in enumerate(path)]
        return any(self[table][ref].nullable for table, ref in steps)

    def attrs(self, root: str, *, hops: int = 3) -> Iterator[Attr]:
        """Every attribute within so many references, ids included, nearest first."""
        level: list[tuple[str, ...]] = [()]
        for _ in range(hops + 1):
            following = []
            for path in level:
                table = self[self.end(root, path)]
                for column in table.columns:
                    if column.kind != "ref":
                        yield Attr(path, column.name)
                    elif not (path and self.end(root, path) == column.table):
                        following.append((*path, column.name))
            level = following

    def children(self, parent: str) -> Iterator[tuple[Table, str]]:
        """Tables with exactly one reference to `parent`, and that reference."""
        for table in self.subjects:
            refs = [c.name for c in table.refs if c.table == parent]
            if len(refs) == 1 and table.name != parent:
                yield table, refs[0]

    @cached_property
    def ddl(self) -> str:
        """CREATE TABLE statements. A key is INT, not INTEGER: then it is no alias of the rowid,
        and rows with equal sort keys come in no particular order.
        """
        return "\n".join(_create(self, table) for table in self.tables)


@lru_cache(maxsize=4096)
def quote(name: str) -> str:
    """An identifier, quoted where it must be."""
    plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) and name.lower() not in KEYWORDS
    return name if plain else '"' + name.replace('"', '""') + '"'


def literal(value: Value | None) -> str:
    """A value as SQL."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def _create(world: World, table: Table) -> str:
    lines = []
    for column in table.columns:
        sql_type = column.sql_type
        key = " PRIMARY KEY" if column.kind == "id" else ""
        sql_type = "INT" if key and sql_type == "INTEGER" else sql_type
        null = "" if column.nullable else " NOT NULL"
        lines.append(f"  {quote(column.name)} {sql_type}{key}{null}")
    for column in table.refs:
        target = world[column.table]
        key_name = target.id.name if target.id else column.name
        lines.append(
            f"  FOREIGN KEY ({quote(column.name)}) REFERENCES {quote(target.name)}"
            f"({quote(key_name)})"
        )
    return f"CREATE TABLE {quote(table.name)} (\n" + ",\n".join(lines) + "\n);"


def draw_world(
    dice: QueryDice,
    *,
    tables: int,
    distractor_tables: int,
    distractor_columns: int,
    nulls: bool = True,
    domains: Domains = "core",
) -> World:
    """A domain, cut to `tables` tables, with columns and tables that no question needs.

    A distracting column is a near duplicate of one that is there: `previous_price` beside
    `price`, with the same kind of values.
    """
    known = lexicon.DOMAINS if domains == "core" else {**lexicon.DOMAINS, **MORE_DOMAINS}
    kept = _closed([*read_tables(known[dice.pick(sorted(known))])], tables, dice)
    extra = [*read_tables(lexicon.DISTRACTORS)]
    while len(extra) > distractor_tables:
        extra.pop(dice.below(len(extra)))
    for _ in range(distractor_columns):
        at = dice.below(len(kept))
        kept[at] = _near_duplicate(kept[at], dice)
    if not nulls:
        kept = [
            replace(
                t,
                columns=tuple(
                    c if c.table == t.name else replace(c, nullable=False) for c in t.columns
                ),
            )
            for t in kept
        ]
    return World((*kept, *extra), about=len(kept))


def _closed(tables: list[Table], count: int, dice: QueryDice) -> list[Table]:
    """Drop tables that nothing refers to until `count` are left, but no table's only child."""
    kept = list(tables)
    while len(kept) > max(1, count):
        used = {c.table for t in kept for c in t.refs if c.table != t.name}
        leaves = [t for t in kept if t.name not in used]
        kept.remove(dice.pick(leaves))
    return kept


def _near_duplicate(table: Table, dice: QueryDice) -> Table:
    column = dice.pick(table.attributes)
    prefix = dice.pick(["previous", "estimated", "official", "reported"])
    phrase = f"{prefix} {column.phrase}"
    if any(c.phrase == phrase for c in table.columns) or column.phrase.split()[0] == prefix:
        return table
    name = phrase.replace(" ", "_")
    return replace(
        table,
        columns=(*table.columns, replace(column, name=name, phrase=phrase, nullable=True)),
    )


def read_tables(text: str) -> Iterator[Table]:
    """Read the notation of `lexicon`."""
    for line in text.strip().splitlines():
        head, _, body = line.partition(" : ")
        names, _, references = head.partition(">")
        singular, plural = names.strip().split("/")
        columns = [Column("id", "id", "id")]
        for reference in filter(None, map(str.strip, references.split(","))):
            role, _, target = reference.removesuffix("?").strip().rpartition("=")
            phrase = role or target
            columns.append(
                Column(
                    name=phrase.replace(" ", "_") + "_id",
                    kind="ref",
                    phrase=phrase,
                    nullable=reference.endswith("?"),
                    table=target.replace(" ", "_"),
                )
            )
        columns += [_read_column(part.strip()) for part in body.split(";")]
        yield Table(singular.replace(" ", "_"), singular, plural, tuple(columns))


def _read_column(text: str) -> Column:
    nullable = text.endswith("?")
    phrase, _, kind = text.removesuffix("?").strip().rpartition(" ")
    made = Column(phrase.replace(" ", "_"), "text", phrase, nullable)
    if ".." in kind:
        low, high = kind.split("..")
        counted = f"number of {phrase}" if phrase.endswith("s") else phrase
        return replace(made, kind="int", phrase=counted, low=int(low), high=int(high))
    if "~" in kind:
        low, high = kind.split("~")
        return replace(made, kind="real", low=int(low), high=int(high))
    if kind == "date":
        return replace(made, kind="date", name=f"{made.name}_date", phrase=f"{phrase} date")
    return replace(made, values=_words(kind))


def _words(kind: str) -> tuple[str, ...]:
    if kind == "person":
        pairs = zip(lexicon.PERSONS, lexicon.SURNAMES * 3, strict=False)
        return tuple(f"{first} {last}" for first, last in pairs)
    if kind == "title":
        return tuple(f"{a} {n}" for a in lexicon.ADJECTIVES for n in lexicon.NOUNS)
    if kind == "place":
        return tuple(f"{p} {n}" for p in lexicon.PLACES for n in ("Hill", "House", "Point"))
    if kind.startswith("@"):
        return tuple({**lexicon.POOLS, **MORE_POOLS}[kind[1:]])
    return tuple(kind.split("|"))
