"""The verdict on a query: run it beside the gold on every database, and compare."""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from tasksynth import FamilyError, Rubric, UsageError, Verdict
from tasksynth_sql.judging.compare import Expected, difference
from tasksynth_sql.judging.complexity import SUSPECT, compiles, expansion, longest_text, runs
from tasksynth_sql.judging.guard import (
    LIMITS,
    Database,
    QueryError,
    QueryResult,
    Row,
    TextTooLong,
    build_image,
)
from tasksynth_sql.judging.noise import noise_of, read_terms
from tasksynth_sql.judging.ordering import TieOrder, expect, promises_order, read_order, turned
from tasksynth_sql.judging.reading import Statement, UnreadableQuery, read_reply, read_statement

MIN_OPS = 20_000_000
"""Operations that any query may take, over all databases; a dear gold allows 200 times its own."""
MIN_CPU_S = 1.1
"""A backstop over all runs; the operation count decides long before it."""
WALL_S = 60.0
"""For all runs of one query. Only a machine that is too busy takes them, which is no verdict."""

MAX_PARSED = 400
"""Tokens beyond which a candidate is not parsed to find its ties."""
_NO_ORDER = "an order of rows is asked for, and the query has no ORDER BY of its own"
_BY_LUCK = "it depends on the order in which rows lie"

ARCTIC = Rubric(gate="result", result=0.9, executes=0.1)

Grade = Literal["right", "wrong", "idle", "broken", "refused", "unreadable"]
"""`idle`: wrong, and right on no more databases than what takes no thought (see `Suite.idle`)."""


@dataclass(frozen=True)
class QueryOutcome:
    """What became of one candidate query."""

    grade: Grade
    why: str = ""
    """One line: the first differing row, the refused construct, or the engine's error."""
    sql: str = ""
    """The query as it ran; empty when none was found."""

    @property
    def executes(self) -> bool:
        """Did it run to its end, and do better than what takes no thought?"""
        return self.grade in ("right", "wrong")


class Suite:
    """A gold query and the databases that it is compared on, the first of them the shown one.

    `idle` are queries that a reply may give without any thought. Not for several threads at once.

    Raises:
        UsageError: if a script or the gold query itself does not run.
    """

    def __init__(
        self,
        databases: Sequence[str],
        gold: str,
        *,
        order_matters: bool = False,
        column_order_matters: bool = False,
        idle: Sequence[str] = (),
    ) -> None:
        if not databases:
            raise UsageError("want at least one database script, got none")
        try:
            self.gold = read_statement(gold)
        except UnreadableQuery as e:
            raise UsageError(f"the gold query cannot be read: {e}") from None
        self.permute = not column_order_matters
        self._given = list(idle)
        self.order_matters = order_matters
        self._collated = any("collate" in script.lower() for script in databases)
        order = read_order(self.gold, asked=order_matters, collated=self._collated)
        terms = read_terms(self.gold)
        self._tells_ties = _tells_ties(self.gold, order, asked=order_matters)
        self._forward: list[_Side] = []
        self._backward: list[_Side] = []
        for at, script in enumerate(databases):
            try:
                image = build_image(script)
                front = self._side(image, order, terms)
                turns = at == 0 or front.database.has_two_rows()
                back = self._side(image, order, terms, reverse=True) if turns else None
            except QueryError as e:
                raise UsageError(f"database {at + 1}: {e}; mend the script or the gold") from None
            self._forward.append(front)
            if back is None:
                continue
            # A candidate must be as insensitive to the scan order as the gold is.
            if difference([front.wanted], [back.result.rows], permute=False) is None:
                self._backward.append(back)
            else:
                self._tells_ties = False
        seconds = sum(side.result.seconds for side in self._forward)
        self._cpu_s = max(MIN_CPU_S, min(60.0, 40 * seconds))

    def _side(
        self,
        image: bytes,
        order: TieOrder | None,
        terms: tuple[str, ...],
        *,
        reverse: bool = False,
    ) -> "_Side":
        database = Database(image, reverse=reverse)
        result = database.run(self.gold.sql)
        noise = noise_of(database, terms) if terms else 0.0
        wanted = expect(database, result.rows, order, asked=self.order_matters, noise=noise)
        return _Side(database, result, wanted)

    @property
    def columns(self) -> int:
        """Columns of the gold's result."""
        return self._forward[0].result.columns

    @property
    def results(self) -> list[QueryResult]:
        """What the gold returns, by database."""
        return [side.result for side in self._forward]

    @cached_property
    def idle(self) -> int:
        """Databases on which an answer that takes no thought is right, at most.

        Such are constant rows, a table or its size, and the queries given as idle. Databases on
        which the gold returns nothing do not count.
        """
        said = Counter(repr(sorted(map(repr, r.rows))) for r in self.results if r.rows)
        found = [0, *said.values()]
        for sql in self._idle_queries():
            found.append(self.right_on([self._rows(side, sql) for side in self._forward]))
        return max(found)

    def right_on(self, results: Sequence[Sequence[Row] | None]) -> int:
        """Databases on which these are the rows that are wanted; None for none at all."""
        return sum(
            rows is not None and bool(side.result.rows) and self._same(side, rows)
            for side, rows in zip(self._forward, results, strict=True)
        )

    def _idle_queries(self) -> list[str]:
        """A table as it is, where it has as many columns as are asked for, and its size."""
        tables = self._forward[0].database.tables()
        whole = [f"SELECT * FROM {name}" for name, columns in tables if columns == self.columns]
        sizes = [f"SELECT COUNT(*) FROM {name}" for name, _ in tables if self.columns == 1]
        return [*self._given, *whole, *sizes]

    def _rows(self, side: "_Side", sql: str) -> list[Row] | None:
        try:
            result = side.database.run(sql, max_rows=max(1000, 10 * len(side.result.rows)))
        except QueryError:
            return None
        return result.rows if result.columns == self.columns else None

    def _same(self, side: "_Side", rows: Sequence[Row]) -> bool:
        return difference([side.wanted], [list(rows)], permute=self.permute) is None

    @property
    def wanted(self) -> list[Expected]:
        """What a right query returns, by database."""
        return [side.wanted for side in self._forward]

    def judge_reply(self, reply: str) -> QueryOutcome:
        """Judge whatever query a reply gives as its answer. Total over strings."""
        try:
            statement = read_reply(reply)
        except UnreadableQuery as e:
            return QueryOutcome("unreadable", str(e))
        return self.judge(statement)

    def judge(self, statement: Statement) -> QueryOutcome:
        """Judge one query."""
        sql, tokens = statement.sql, statement.tokens
        limits = _Limits(self._cpu_s, time.perf_counter() + WALL_S)
        if expansion(tokens) > SUSPECT and not compiles(
            self._forward[0].database.image(), sql, LIMITS
        ):
            return QueryOutcome("refused", "the query is too complex to compile", sql)
        limits.longest = longest_text(tokens)
        try:
            return self._judge(statement, limits)
        except TextTooLong:
            images = [side.database.image() for side in self._forward]
            if not runs(images, sql, LIMITS):
                return QueryOutcome(
                    "refused", "the query compares texts too long and too often", sql
                )
            limits.longest = None
            return self._judge(statement, limits)

    def _judge(self, statement: Statement, limits: "_Limits") -> QueryOutcome:
        """Run it as the rows lie, in reverse, and with its own ties the other way round."""
        sql = statement.sql
        outcome, got = self._compare(sql, self._forward, limits)
        if outcome.grade == "wrong" and not self._beats_idle(sql, got, limits):
            return QueryOutcome("idle", outcome.why, sql)
        if outcome.grade != "right":
            return outcome
        back = self._compare(sql, self._backward, limits)[0]
        if back.grade != "right":
            return QueryOutcome(back.grade, f"{_BY_LUCK}: {back.why}", sql)
        if self._wants_order() and not promises_order(statement):
            return QueryOutcome("wrong", _NO_ORDER, sql)
        order = self._own_order(statement)
        if order is None:
            return outcome
        sides = [_Bounded(side.database, limits) for side in self._forward]
        other = [
            turned(side, rows, order, asked=self.order_matters, noise=wanted.noise)
            for side, rows, wanted in zip(sides, got, self.wanted, strict=True)
        ]
        why = difference(self.wanted, other, permute=self.permute)
        return outcome if why is None else QueryOutcome("wrong", f"{_BY_LUCK}: {why}", sql)

    def _beats_idle(self, sql: str, got: Sequence[list[Row]], limits: "_Limits") -> bool:
        """Is a wrong query right on more databases than what takes no thought?"""
        good, left = 0, sum(bool(side.result.rows) for side in self._forward)
        for at, side in enumerate(self._forward):
            if good + left <= self.idle:
                return False
            if not side.result.rows:
                continue
            left -= 1
            try:
                rows = got[at] if at < len(got) else self._run(sql, side, limits).rows
            except QueryError:
                return False
            width = len(rows[0]) if rows else self.columns
            good += width == self.columns and self._same(side, rows)
            if good > self.idle:
                return True
        return False

    def _wants_order(self) -> bool:
        """Is an order asked for and given by the gold, and are there rows to be in it?"""
        ordered = self.order_matters and promises_order(self.gold)
        return ordered and any(len(wanted.runs) > 1 for wanted in self.wanted)

    def _own_order(self, statement: Statement) -> TieOrder | None:
        if not self._tells_ties or len(statement.tokens) > MAX_PARSED:
            return None
        return read_order(statement, asked=self.order_matters, collated=self._collated)

    def _compare(
        self, sql: str, sides: "list[_Side]", limits: "_Limits"
    ) -> tuple[QueryOutcome, list[list[Row]]]:
        """What becomes of it on these databases, and what it returns there."""
        got: list[list[Row]] = []
        limits.ops = max(MIN_OPS, 200 * sum(side.result.ops for side in sides))
        for at, side in enumerate(sides):
            try:
                result = self._run(sql, side, limits)
            except TextTooLong:
                raise
            except QueryError as e:
                grade: Grade = "refused" if e.refused else "broken"
                return QueryOutcome(grade, f"database {at + 1}: {e}", sql), got
            if result.columns != side.result.columns:
                why = f"the result has {result.columns} columns, want {side.result.columns}"
                return QueryOutcome("wrong", why, sql), got
            got.append(result.rows)
            if len(result.rows) != side.wanted.size:
                break
        wanted = [side.wanted for side in sides[: len(got)]]
        why = difference(wanted, got, permute=self.permute) or ""
        return QueryOutcome("wrong" if why else "right", why, sql), got

    @staticmethod
    def _run(sql: str, side: "_Side", limits: "_Limits") -> QueryResult:
        limits.rows = max(1000, 10 * len(side.result.rows))
        return _Bounded(side.database, limits).run(sql)


def _tells_ties(gold: Statement, order: TieOrder | None, *, asked: bool) -> bool:
    """Is it known which ties of the gold are open?

    Not of a limit or a rank inside it, nor of the row that lends a column to a MAX or a group.
    """
    words = [token.lower() for token in gold.tokens]
    if "over" in words or (not asked and not {"max", "min", "group"}.isdisjoint(words)):
        return False
    if order is None:
        return "limit" not in words and not (asked and "order" in words)
    return words.count("limit") == (order.limit is not None)


@dataclass
class _Limits:
    """What one judging may still take."""

    cpu_s: float
    wall_end: float
    ops: int = MIN_OPS
    rows: int = 1000
    longest: int | None = None


@dataclass(frozen=True)
class _Bounded:
    """A database, with the limits of one judging."""

    database: Database
    limits: _Limits

    def run(self, sql: str) -> QueryResult:
        limits = self.limits
        wall_s = limits.wall_end - time.perf_counter()
        if limits.cpu_s <= 0:
            raise QueryError("the query ran out of time")
        if wall_s <= 0:
            raise FamilyError(f"SQLite got too little of the machine in {WALL_S:.0f} s")
        result = self.database.run(
            sql,
            max_ops=limits.ops,
            max_rows=limits.rows,
            cpu_s=limits.cpu_s,
            wall_s=wall_s,
            longest=limits.longest,
        )
        limits.cpu_s -= result.seconds
        limits.ops -= result.ops
        return result


@dataclass(frozen=True)
class _Side:
    """The gold on one database."""

    database: Database
    result: QueryResult
    wanted: Expected


def judge(
    databases: Sequence[str],
    gold: str,
    candidate: str,
    *,
    order_matters: bool = False,
    column_order_matters: bool = False,
) -> Verdict:
    """Is a candidate query (a whole reply, or the bare SQL) as good as the gold query?

    `databases` are SQL scripts of DDL and rows, the first of them the one that was shown. The
    reward is 1 for a right query, 0.1 for a wrong one that is right on more of the databases than
    what takes no thought (a table as it is, constant rows), else 0. It never raises for what the
    candidate does.

    Raises:
        UsageError: if there is no database, or a script or the gold query does not run.
    """
    suite = suite_for(
        tuple(databases),
        gold,
        order_matters=order_matters,
        column_order_matters=column_order_matters,
    )
    return arctic(suite.judge_reply(candidate))


def suite_for(
    databases: tuple[str, ...],
    gold: str,
    *,
    order_matters: bool,
    column_order_matters: bool,
    idle: tuple[str, ...] = (),
) -> Suite:
    """The suite of a gold query, kept for the next candidate of the same thread."""
    asked = order_matters, column_order_matters
    return _suite(databases, gold, asked, idle, threading.get_ident())


@lru_cache(maxsize=64)
def _suite(
    databases: tuple[str, ...],
    gold: str,
    asked: tuple[bool, bool],
    idle: tuple[str, ...],
    _thread: int,
) -> Suite:
    return Suite(databases, gold, order_matters=asked[0], column_order_matters=asked[1], idle=idle)


def arctic(outcome: QueryOutcome) -> Verdict:
    """1 for a right query, 0.1 for one that runs and beats idle ones, else 0.

    After Arctic-Text2SQL-R1 (2505.20315), which pays whatever runs.
    """
    if outcome.grade == "unreadable":
        return ARCTIC.unparsable(outcome.why)
    right, runs = float(outcome.grade == "right"), float(outcome.executes)
    return ARCTIC(result=right, executes=runs, why=outcome.why)
