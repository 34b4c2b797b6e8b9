"""What the families share: parameters, the question with its databases, and how it is drawn."""

import sqlite3
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from tasksynth import FamilyError, Knob, Ladder, Model, Params
from tasksynth.rng import Stream
from tasksynth_sql.databases.rows import Rows
from tasksynth_sql.databases.world import Domains, World, literal, quote
from tasksynth_sql.judging.guard import Database, QueryError, Row, build_image
from tasksynth_sql.judging.rewards import Profile
from tasksynth_sql.judging.verdict import QueryOutcome, Suite, suite_for
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from tasksynth_sql.databases.restore import Written
    from tasksynth_sql.suites.build import Hidden
    from tasksynth_sql.telling.grammar import Pick
    from tasksynth_sql.telling.tongues.tongue import Language

Register = Literal["exact", "natural"]
RULES = (
    "Return exactly the columns that are asked for, in any order of columns. Rows come in any "
    "order unless an order is asked for. An unknown value is NULL; a comparison with NULL holds "
    "for no row; a sum, average, lowest or highest of no value is NULL."
)
CAPTION = "The first rows (up to {rows}) of each table:"
MAX_ROWS = 60
"""Rows of the gold's result on the shown database."""


class SqlParams(Params):
    """What may be asked of a text-to-SQL task."""

    rung: Annotated[int, Field(ge=0, le=5), Ladder(0, 1, 2, 3, 4, 5)] = 2
    """0 one table, 1 aggregates, 2 joins, 3 nesting, 4 ranks and CTEs, 5 recursion, 4+ tables."""
    tests: Annotated[int, Field(ge=1, le=4), Knob(1, 3)] = 2
    """Conditions of a filter, at most."""
    tables: Annotated[int, Field(ge=2, le=5), Knob(3, 5)] = 4
    """Tables that questions are about."""
    distractor_tables: Annotated[int, Field(ge=0, le=8), Knob(0, 4)] = 1
    """Further tables that no question needs."""
    distractor_columns: Annotated[int, Field(ge=0, le=12), Knob(0, 6)] = 2
    """Further columns that repeat the meaning of another one nearly."""
    rows: Annotated[int, Field(ge=6, le=400)] = 24
    """Rows of each larger table of the shown database."""
    domains: Annotated[Domains, Field(exclude_if=lambda domains: domains == "core")] = "core"
    """What databases are about: one of 14 domains, or of all 40."""
    paraphrase: bool = True
    """Say the question in one of its other ways, not in the canonical one."""
    nulls: bool = True
    """May columns and references be NULL?"""
    reward: Profile = "arctic"
    """How partial success is rewarded."""
    database: str | None = None
    """An SQLite file to ask about, instead of a made-up one; `tables` and distractors are its."""
    database_hash: str | None = None
    """The start of that file's SHA-256; filled in, and checked when a task is made again."""

    @model_validator(mode="after")
    def _of_this_very_file(self) -> Self:
        if self.database is None:
            return self
        from tasksynth_sql.databases.introspect import file_hash

        found = file_hash(self.database)
        if self.database_hash is None:
            return self.model_copy(update={"database_hash": found})
        if self.database_hash != found:
            raise ValueError(
                f"{self.database} has changed: want the hash {self.database_hash}, got {found}"
            )
        return self


class SqlInstance(Model):
    """A question, its gold query, and the databases that judge an answer."""

    question: str
    """Complete: it reads back into the plan that the gold was made from."""
    ddl: str
    shown: str
    """INSERT statements of the shown database."""
    hidden: tuple[str, ...]
    """INSERT statements of the hidden databases."""
    gold: str
    ordered: bool
    """Does the question ask for an order of rows?"""
    rung: int
    reward: Profile

    @property
    def databases(self) -> tuple[str, ...]:
        """Scripts of all databases, the shown one first."""
        return tuple(f"{self.ddl}\n{rows}" for rows in (self.shown, *self.hidden))

    @property
    def idle(self) -> tuple[str, ...]:
        """Queries that the prompt gives away, and that earn nothing."""
        return ()

    @property
    def written(self) -> "Written":
        """Columns whose values are written in a way of their own, with what they may hold."""
        return ()

    def suite(self, gold: str | None = None) -> Suite:
        """The suite that judges answers to this question, or to a step of it."""
        return suite_for(
            self.databases,
            self.gold if gold is None else gold,
            order_matters=self.ordered and gold is None,
            column_order_matters=False,
            idle=self.idle,
        )

    def judge(self, reply: str) -> QueryOutcome:
        """What becomes of a reply."""
        return self.judge_by(self.suite(), reply)

    def judge_by(self, suite: Suite, reply: str) -> QueryOutcome:
        """What becomes of a reply by one suite, and by databases made for what it says more."""
        outcome = suite.judge_reply(reply)
        if outcome.grade != "right" or not self.hidden:
            return outcome
        from tasksynth_sql.suites.doubt import counterexample

        gold, ordered = suite.gold.sql, suite.order_matters
        why = counterexample(
            self.ddl, self.shown, gold, outcome.sql, ordered=ordered, written=self.written
        )
        return outcome if why is None else QueryOutcome("wrong", why, outcome.sql)


@dataclass(frozen=True)
class DrawnQuestion:
    """A question about a database whose answer on it is worth asking for."""

    world: World
    gold: str
    shown: str
    """INSERT statements."""
    result: list[Row]
    """What the gold returns on them."""
    text: str
    """The question in English."""
    evidence: tuple[str, ...] = ()
    """What it takes for granted, a line each."""
    readings: tuple[str, ...] = ()
    """Queries for whatever else it may mean."""

    @property
    def ordered(self) -> bool:
        """Does the question ask for an order of rows?"""
        return False

    def instance(self, p: SqlParams, hidden: tuple[str, ...] = ()) -> SqlInstance:
        """The question as an instance with these hidden databases."""
        return SqlInstance(
            question=self.text,
            ddl=self.world.ddl,
            shown=self.shown,
            hidden=hidden,
            gold=self.gold,
            ordered=self.ordered,
            rung=p.rung,
            reward=p.reward,
        )

    def suite(self, dice: QueryDice) -> "Hidden | None":
        """The hidden databases that tell the gold from its mutants; None rejects the question."""
        return self._suite(self.gold, dice, ordered=self.ordered)

    def suites(self, dice: QueryDice) -> "list[Hidden] | None":
        """A suite for the gold, and one for each reading; None rejects the question."""
        found = []
        for query in (self.gold, *self.readings):
            suite = self._suite(query, dice, ordered=self.ordered and query == self.gold)
            if suite is None:
                return None
            found.append(suite)
        return found

    def _suite(self, query: str, dice: QueryDice, *, ordered: bool) -> "Hidden | None":
        from tasksynth_sql.suites.build import build_suite

        suite = build_suite(self.world, self.shown, query, dice, ordered=ordered)
        # A mutant that nothing told from the gold: a part of the question that never matters, or
        # a wrong answer that would score.
        return None if suite is None or suite.equivalent else suite


@dataclass(frozen=True)
class SqlQuestion(DrawnQuestion):
    """A question that is made from a plan of `plan`."""

    plan: Plan = field(kw_only=True)

    @property
    def ordered(self) -> bool:
        """Does the question ask for an order of rows?"""
        return bool(getattr(self.plan, "sort", ()))


def draw_question(
    p: SqlParams, dice: QueryDice, *, register: Register = "exact", language: "Language" = "en"
) -> SqlQuestion | None:
    """Draw a question about a database; None rejects. The same dice draw the same in a language."""
    from tasksynth_sql.databases.rows import insert_script
    from tasksynth_sql.making.draw import draw_plan
    from tasksynth_sql.making.parts import Drawing
    from tasksynth_sql.making.render import render

    world, rows = _draw_database(p, dice)
    plan = draw_plan(Drawing(world, rows, dice, p.tests), p.rung)
    if plan is None:
        return None
    if register == "natural":
        from tasksynth_sql.telling.natural.fit import sensible

        plan = sensible(world, plan)
        if plan is None:
            return None
    gold, shown = render(world, plan), insert_script(world, rows)
    result = _result(f"{world.ddl}\n{shown}", gold)
    if not _worth_asking(result):
        return None
    asked = SqlQuestion(world, gold, shown, result, "", plan=plan)
    return (
        _asked_naturally(asked, dice)
        if register == "natural"
        else _asked_exactly(asked, p, dice, language)
    )


def draw_wide_question(
    p: SqlParams, dice: QueryDice, *, register: Register = "exact", language: "Language" = "en"
) -> DrawnQuestion | None:
    """Draw a question about a database that wants more of SQL (see `wide`); None rejects."""
    from tasksynth_sql.databases.rows import insert_script
    from tasksynth_sql.making.parts import Drawing
    from tasksynth_sql.making.wide_draw import draw_wide
    from tasksynth_sql.making.wide_render import render_wide
    from tasksynth_sql.telling.natural.wider import ask_wide
    from tasksynth_sql.telling.wide import say_wide

    world, rows = _draw_database(p, dice)
    plan = draw_wide(Drawing(world, rows, dice, p.tests), p.rung)
    if plan is None:
        return None
    said = ask_wide(world, plan, dice) if register == "natural" else None
    if register == "natural":
        if said is None:
            return None
        plan = said.plan
    gold, shown = render_wide(world, plan), insert_script(world, rows)
    result = _result(f"{world.ddl}\n{shown}", gold)
    if not _worth_asking(result):
        return None
    if said is not None:
        return DrawnQuestion(world, gold, shown, result, said.text, said.evidence)
    text = _said(lambda pick, tongue: say_wide(world, plan, pick, tongue), p, dice, language)
    return DrawnQuestion(world, gold, shown, result, text)


def _asked_exactly(
    asked: SqlQuestion, p: SqlParams, dice: QueryDice, language: "Language"
) -> SqlQuestion:
    from tasksynth_sql.telling.questions import say

    world, plan = asked.world, asked.plan
    text = _said(lambda pick, tongue: say(world, plan, pick, tongue), p, dice, language)
    return replace(asked, text=text)


def _said(
    say: "Callable[[Pick, Language], str]", p: SqlParams, dice: QueryDice, language: "Language"
) -> str:
    """A question in a language; the dice fall as for the English one, and so do its databases."""
    from tasksynth_sql.telling.grammar import canonical

    english = say(dice.below if p.paraphrase else canonical, "en")
    if language == "en":
        return english
    own = QueryDice(Stream(english.encode()).rng(0))
    return say(own.below if p.paraphrase else canonical, language)


def _asked_naturally(asked: SqlQuestion, dice: QueryDice) -> SqlQuestion | None:
    from tasksynth_sql.making.render import render
    from tasksynth_sql.telling.natural.ask import ask

    said = ask(asked.world, asked.plan, dice)
    if said is None:
        return None
    gold = render(asked.world, said.plan)
    readings = [render(asked.world, plan) for plan in said.readings]
    return replace(
        asked,
        plan=said.plan,
        gold=gold,
        text=said.text,
        evidence=said.evidence,
        readings=tuple(query for query in readings if query != gold),
    )


def _draw_database(p: SqlParams, dice: QueryDice) -> tuple[World, Rows]:
    if p.database is not None:
        from tasksynth_sql.databases.introspect import excerpt

        world, everything = _read_file(p.database, p.database_hash or "")
        return world, excerpt(world, everything, dice, size=p.rows)
    from tasksynth_sql.databases.rows import natural_rows
    from tasksynth_sql.databases.world import draw_world

    world = draw_world(
        dice,
        tables=p.tables,
        distractor_tables=p.distractor_tables,
        distractor_columns=p.distractor_columns,
        nulls=p.nulls,
        domains=p.domains,
    )
    return world, natural_rows(world, dice, size=p.rows)


@lru_cache(maxsize=2)
def _read_file(path: str, _content: str) -> tuple[World, Rows]:
    """The world of a file, read once per content."""
    from tasksynth_sql.databases.introspect import introspect

    return introspect(path)


def _result(script: str, gold: str) -> list[Row]:
    database = Database(build_image(script))
    try:
        return database.run(gold, max_ops=20_000_000).rows
    except QueryError as e:
        raise FamilyError(f"the gold query does not run: {e}: {gold}") from e
    finally:
        database.close()


def _worth_asking(rows: list[Row]) -> bool:
    """Is the result neither empty, nor a lone NULL or 0, nor too long to be checked by eye?"""
    if len(rows) == 1:
        return any(value not in (None, 0) for value in rows[0])
    return 0 < len(rows) <= MAX_ROWS


def preview(x: SqlInstance, *, rows: int = 3, caption: str = CAPTION) -> str:
    """The schema, and the first rows of each table of the shown database."""
    database = Database(build_image(x.databases[0]))
    lines = ["```sql", x.ddl, "```", "", caption.format(rows=rows)]
    for table in table_names(x.ddl):
        lines.append(f"{table}: {show_rows(database, table, rows)}")
    database.close()
    return "\n".join(lines)


def table_names(ddl: str) -> list[str]:
    """The tables of a schema script, in its order, quoted where they must be."""
    db = sqlite3.connect(":memory:")
    try:
        db.executescript(ddl)
        listed = db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' "
            "ESCAPE '!' ORDER BY rowid"
        )
        return [quote(name) for (name,) in listed]
    finally:
        db.close()


def show_rows(database: Database, table: str, rows: int) -> str:
    """The first rows of a table, as SQL would write them."""
    found = database.run(f"SELECT * FROM {table} LIMIT {rows}").rows
    return ", ".join("(" + ", ".join(map(literal, row)) + ")" for row in found)
