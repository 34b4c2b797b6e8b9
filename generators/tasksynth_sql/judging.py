"""The verdict on a query: run it beside the gold on every database, and compare."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tasksynth import Rubric, UsageError, Verdict
from tasksynth_sql.compare import Expected, difference
from tasksynth_sql.complexity import SUSPECT, compiles, expansion
from tasksynth_sql.guard import LIMITS, Database, QueryError, Result, build_image
from tasksynth_sql.ordering import expect, read_order
from tasksynth_sql.reading import Statement, Unreadable, read_reply, read_statement

MIN_OPS = 20_000_000
"""Operations that any query may take, over all databases; a dear gold allows 200 times its own."""
MIN_TIMEOUT_S = 1.5
"""A backstop in wall seconds over all databases; the operation count decides long before it."""

ARCTIC = Rubric(gate="result", result=0.9, executes=0.1)

Grade = Literal["right", "wrong", "broken", "refused", "unreadable"]


@dataclass(frozen=True)
class Outcome:
    """What became of one candidate query."""

    grade: Grade
    why: str = ""
    """One line: the first differing row, the refused construct, or the engine's error."""
    sql: str = ""
    """The query as it ran; empty when none was found."""

    @property
    def executes(self) -> bool:
        """Did it run to its end, whatever it returned?"""
        return self.grade in ("right", "wrong")


class Suite:
    """A gold query and the databases that it is compared on, the first of them the shown one.

    Not for several threads at once.

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
    ) -> None:
        if not databases:
            raise UsageError("want at least one database script, got none")
        try:
            self.gold = read_statement(gold)
        except Unreadable as e:
            raise UsageError(f"the gold query cannot be read: {e}") from None
        self.permute = not column_order_matters
        collated = any("collate" in script.lower() for script in databases)
        order = read_order(self.gold, asked=order_matters, collated=collated)
        self._forward: list[_Side] = []
        self._backward: list[_Side] = []
        self._image = b""
        for at, script in enumerate(databases):
            try:
                image = build_image(script)
                self._image = self._image or image
                for sides, reverse in ((self._forward, False), (self._backward, True)):
                    database = Database(image, reverse=reverse)
                    result = database.run(self.gold.sql)
                    wanted = expect(database, result.rows, order, asked=order_matters)
                    sides.append(_Side(database, result, wanted))
            except QueryError as e:
                raise UsageError(f"database {at + 1}: {e}; mend the script or the gold") from None
        # A candidate must be as insensitive to the scan order as the gold is.
        self._backward = [
            back
            for back, front in zip(self._backward, self._forward, strict=True)
            if difference([front.wanted], [back.result.rows], permute=False) is None
        ]
        seconds = sum(side.result.seconds for side in self._forward)
        self._timeout_s = max(MIN_TIMEOUT_S, min(60.0, 20 * seconds))

    @property
    def columns(self) -> int:
        """Columns of the gold's result."""
        return self._forward[0].result.columns

    @property
    def results(self) -> list[Result]:
        """What the gold returns, by database."""
        return [side.result for side in self._forward]

    @property
    def wanted(self) -> list[Expected]:
        """What a right query returns, by database."""
        return [side.wanted for side in self._forward]

    def judge_reply(self, reply: str) -> Outcome:
        """Judge whatever query a reply gives as its answer. Total over strings."""
        try:
            statement = read_reply(reply)
        except Unreadable as e:
            return Outcome("unreadable", str(e))
        return self.judge(statement)

    def judge(self, statement: Statement) -> Outcome:
        """Judge one query."""
        if expansion(statement.tokens) > SUSPECT and not compiles(
            self._image, statement.sql, LIMITS
        ):
            return Outcome("refused", "the query is too complex to compile", statement.sql)
        front = self._compare(statement, self._forward)
        if front.grade != "right" or not self._backward:
            return front
        back = self._compare(statement, self._backward)
        if back.grade != "wrong":
            return front
        return Outcome("wrong", f"it depends on the order in which rows lie: {back.why}", back.sql)

    def _compare(self, statement: Statement, sides: "list[_Side]") -> Outcome:
        got = []
        seconds = 0.0
        ops = max(MIN_OPS, 200 * sum(side.result.ops for side in sides))
        for at, side in enumerate(sides):
            gold = side.result
            try:
                result = side.database.run(
                    statement.sql,
                    max_ops=ops,
                    max_rows=max(1000, 10 * len(gold.rows)),
                    timeout_s=max(0.0, self._timeout_s - seconds),
                )
            except QueryError as e:
                grade: Grade = "refused" if e.refused else "broken"
                return Outcome(grade, f"database {at + 1}: {e}", statement.sql)
            if result.columns != gold.columns:
                why = f"the result has {result.columns} columns, want {gold.columns}"
                return Outcome("wrong", why, statement.sql)
            seconds += result.seconds
            ops -= result.ops
            got.append(result.rows)
            if len(result.rows) != side.wanted.size:
                break
        wanted = [side.wanted for side in sides[: len(got)]]
        why = difference(wanted, got, permute=self.permute) or ""
        return Outcome("wrong" if why else "right", why, statement.sql)


@dataclass(frozen=True)
class _Side:
    """The gold on one database."""

    database: Database
    result: Result
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
    reward is 1 for a right query, 0.1 for a wrong one that runs, else 0. It never raises for
    what the candidate does.

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
    databases: tuple[str, ...], gold: str, *, order_matters: bool, column_order_matters: bool
) -> Suite:
    """The suite of a gold query, kept for the next candidate of the same thread."""
    asked = order_matters, column_order_matters
    return _suite(databases, gold, asked, threading.get_ident())


@lru_cache(maxsize=64)
def _suite(databases: tuple[str, ...], gold: str, asked: tuple[bool, bool], _thread: int) -> Suite:
    return Suite(databases, gold, order_matters=asked[0], column_order_matters=asked[1])


def arctic(outcome: Outcome) -> Verdict:
    """1 for a right query, 0.1 for one that runs, else 0 (Arctic-Text2SQL-R1, 2505.20315)."""
    if outcome.grade == "unreadable":
        return ARCTIC.unparsable(outcome.why)
    right, runs = float(outcome.grade == "right"), float(outcome.executes)
    return ARCTIC(result=right, executes=runs, why=outcome.why)
