"""Where the databases of a suite are looked at, one after another.

They take turns on one connection, so that a query is compiled once for all of them: what SQLite
compiles it to hangs on the schema, never on the rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tasksynth_sql.judging.compare import Expected, agrees, difference
from tasksynth_sql.judging.guard import (
    Database,
    QueryError,
    QueryResult,
    Row,
    TooManyOps,
    TooManyRows,
    build_image,
)
from tasksynth_sql.judging.noise import noise_of, read_terms
from tasksynth_sql.judging.ordering import expect, read_order
from tasksynth_sql.judging.reading import read_statement

MUTANT_OPS = 200_000
"""Operations that a mutant may take, or 20 times the gold's. A judge allows more, so of one that
takes more nothing is known."""
COMPILED = 2000
"""Queries that are kept compiled."""


@dataclass(frozen=True, eq=False)
class Probe:
    """The gold on one database."""

    bench: "SuiteBench"
    rows: str | Mapping[str, Sequence[Row]]
    """All of the database, or the script that inserts it."""
    result: QueryResult
    wanted: Expected

    def tells(self, sql: str) -> bool | None:
        """Is this query known to be wrong here? None for one that does not run to its end."""
        try:
            return self._tells(sql)
        except QueryError:
            return None

    def differs(self, sql: str) -> bool:
        """Is this query known to be wrong here, be it that it fails?"""
        try:
            return self._tells(sql)
        except TooManyOps:
            return False
        except QueryError:
            return True

    def _tells(self, sql: str) -> bool:
        mine = self.result
        try:
            result = self.bench.turn_to(self.rows).run(
                sql,
                max_ops=max(MUTANT_OPS, 20 * mine.ops),
                max_rows=max(1000, 10 * len(mine.rows)),
            )
        except TooManyRows:
            return True
        if result.columns != mine.columns or result.rows == mine.rows:
            return result.columns != mine.columns
        return not agrees(self.wanted, result.rows, permute=True)

    @property
    def settled(self) -> bool:
        """Does the gold return the same when the rows lie the other way round?"""
        again = self.bench.run_reversed(self.rows)
        return difference([self.wanted], [again], permute=False) is None


class SuiteBench:
    """A schema and a gold; databases take turns on it. Queries are trusted."""

    def __init__(self, ddl: str, gold: str, *, ordered: bool) -> None:
        statement = read_statement(gold)
        self._gold, self._ordered = gold, ordered
        self._order, self._terms = read_order(statement, asked=ordered), read_terms(statement)
        empty = build_image(ddl)
        self._database = Database(empty, trusted=True, compiled=COMPILED)
        self._reversed = Database(empty, trusted=True, reverse=True)
        self._now: object = None

    def look(self, rows: str | Mapping[str, Sequence[Row]]) -> Probe:
        """The gold on a database.

        Raises:
            QueryError: if the gold does not run there, or a row breaks a promise of the schema.
        """
        database = self.turn_to(rows)
        result = database.run(self._gold)
        noise = noise_of(database, self._terms) if self._terms else 0.0
        wanted = expect(database, result.rows, self._order, asked=self._ordered, noise=noise)
        return Probe(self, rows, result, wanted)

    def turn_to(self, rows: str | Mapping[str, Sequence[Row]]) -> Database:
        """The database with these very rows."""
        if rows is not self._now:
            self._now = None
            self._database.refill(rows)
            self._now = rows
        return self._database

    def run_reversed(self, rows: str | Mapping[str, Sequence[Row]]) -> list[Row]:
        """What the gold returns where rows are scanned in reverse."""
        self._reversed.refill(rows)
        return self._reversed.run(self._gold).rows
