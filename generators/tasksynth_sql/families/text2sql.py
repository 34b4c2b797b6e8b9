"""`sql.text2sql`: a question about a database; write the query."""

import operator
import warnings
from collections.abc import Callable, Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Rubric, Verdict
from tasksynth_sql.families.shared import fenced, measure_query, query_baselines
from tasksynth_sql.judging.rewards import reward
from tasksynth_sql.judging.verdict import ARCTIC, QueryOutcome, Suite
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.plan import tells_all
from tasksynth_sql.making.task import (
    Register,
    SqlInstance,
    SqlParams,
    SqlQuestion,
    draw_question,
    draw_wide_question,
    preview,
)
from tasksynth_sql.telling.frames import FRAMES
from tasksynth_sql.telling.tongues.tongue import Language, is_english

Dialect = Literal["sqlite", "duckdb", "postgres"]
Structure = Literal["plain", "wide"]
NAMES: dict[Dialect, str] = {"sqlite": "SQLite", "duckdb": "DuckDB", "postgres": "PostgreSQL"}


with warnings.catch_warnings():  # the metaclass of models has a method called `register`
    warnings.filterwarnings("ignore", 'Field name "register"')

    class Text2SqlParams(SqlParams):
        """What may be asked of `sql.text2sql`."""

        dialect: Dialect = "sqlite"
        """The engine that answers are written for and run on; postgres needs a server."""
        register: Annotated[Register, Field(exclude_if=lambda register: register == "exact")] = (
            "exact"
        )
        """How questions are put: exact has formal words for all; natural is what people write,
        with evidence where it is needed, and any query is right that it may mean."""
        structure: Annotated[Structure, Field(exclude_if=lambda kind: kind == "plain")] = "plain"
        """What is asked for: wide questions want CASE and LIKE, shares and pivots, years and months
        of dates, running totals, pairs, streaks or gaps."""
        language: Annotated[Language, Field(exclude_if=is_english)] = "en"
        """The language of the prompt: English, Chinese, Spanish or German. Names of tables and
        columns and values stay English. English stands in no address."""

        @model_validator(mode="after")
        def _said_in_the_language(self) -> Self:
            if self.language == "en":
                return self
            said = {"register": "exact", "domains": "core", "database": None}
            for name, only in said.items():
                if (got := getattr(self, name)) != only:
                    raise ValueError(
                        f"language={self.language} has no words for {name}={got}; leave it out"
                    )
            return self


class Text2SqlInstance(SqlInstance):
    """A question whose answers may be run on another engine."""

    dialect: Dialect = "sqlite"
    reference: str = ""
    """The gold in that engine's dialect, which agreed with SQLite on every database."""
    evidence: Annotated[tuple[str, ...], Field(exclude_if=operator.not_)] = ()
    """What the question takes for granted, a line each."""
    readings: Annotated[tuple[str, ...], Field(exclude_if=operator.not_)] = ()
    """Queries for whatever else the question may mean; each is as right as the gold."""
    language: Annotated[Language, Field(exclude_if=is_english)] = "en"
    """The language of the question and of what stands around it."""

    @property
    def suites(self) -> tuple[Suite, ...]:
        """The suites of the gold and of each reading, on the same databases."""
        return (self.suite(), *map(self.suite, self.readings))

    def judge(self, reply: str) -> QueryOutcome:
        """What becomes of a reply: it has to be one reading on all databases."""
        return _best(self.suites, lambda suite: self.judge_by(suite, reply))

    def judge_abroad(self, suite: Suite, reply: str) -> QueryOutcome:
        """What becomes of a reply on the engine, by one suite, and by databases made for it."""
        from tasksynth_sql.judging.engines import judge_on

        if self.dialect == "sqlite":
            raise ValueError("SQLite is judged by judge")
        outcome = judge_on(self.dialect, suite, self.databases, reply)
        if outcome.grade != "right" or self.dialect != "duckdb":
            return outcome
        from tasksynth_sql.suites.foreign import duckdb_counterexample

        gold, ordered = suite.gold.sql, suite.order_matters
        said, answer = self.reference or gold, outcome.sql
        why = duckdb_counterexample(self.ddl, self.shown, gold, said, answer, ordered=ordered)
        return outcome if why is None else QueryOutcome("wrong", why, answer)


class Text2Sql(Family[Text2SqlParams, Text2SqlInstance]):
    """A question about a database: write the query that answers it."""

    name = "sql.text2sql"
    version = 6
    effort = "nodes"
    tells = ("language",)
    checked = 25
    rubric: ClassVar[Rubric] = ARCTIC

    def generate(self, p: Text2SqlParams, rng: np.random.Generator) -> Text2SqlInstance | None:
        """Draw a question of the asked rung, with a suite that kills its gold's mutants."""
        dice = QueryDice(rng)
        asked = (
            draw_wide_question(p, dice, register=p.register, language=p.language)
            if p.structure == "wide"
            else draw_question(p, dice, register=p.register, language=p.language)
        )
        if isinstance(asked, SqlQuestion) and tells_all(asked.plan):
            return None
        found = asked.suites(dice) if asked else None
        if asked is None or found is None:
            return None
        x = Text2SqlInstance(
            **asked.instance(
                p, tuple(one for suite in found for one in suite.scripts)
            ).model_dump(),
            dialect=p.dialect,
            evidence=asked.evidence,
            readings=asked.readings,
            language=p.language,
        )
        x = _told_apart(x)
        if p.dialect == "sqlite":
            return x.model_copy(update={"reference": x.gold})
        from tasksynth_sql.judging.engines import agreed_gold

        golds = [agreed_gold(p.dialect, suite, x.databases) for suite in x.suites]
        return None if None in golds else x.model_copy(update={"reference": golds[0]})

    def prompt(self, x: Text2SqlInstance) -> str:
        """Question, schema and sample rows."""
        frame = FRAMES[x.language]
        evidence = f"\n\nEvidence: {'; '.join(x.evidence)}." if x.evidence else ""
        seen = f"{frame.database}\n{preview(x, caption=frame.caption)}"
        asked = frame.asked.format(engine=NAMES[x.dialect])
        return f"{x.question}{evidence}\n\n{seen}\n\n{frame.rules}{frame.parted}{asked}"

    def verify(self, x: Text2SqlInstance, answer: str) -> Verdict:
        """Run the answer beside the gold on the shown and on the hidden databases."""
        if x.dialect == "sqlite":
            outcome = x.judge(answer)
        else:
            outcome = _best(x.suites, lambda suite: x.judge_abroad(suite, answer))
        return reward(x.reward, outcome, gold=x.gold, reply=answer)

    def solve(self, x: Text2SqlInstance) -> str:
        """The gold query, in the engine's dialect."""
        return fenced(x.reference or x.gold)

    def measure(self, x: Text2SqlInstance) -> dict[str, float]:
        """Features of the gold and the schema; see `features`."""
        return measure_query(x)

    def canonical(self, x: Text2SqlInstance) -> Any:
        """The same question about the same schema is the same task, whatever the rows."""
        return [x.ddl, x.gold, x.dialect]

    def baselines(self, x: Text2SqlInstance) -> dict[str, str]:
        """A table listed whole, its size, and the shown result learnt by heart."""
        return query_baselines(x)

    def floor(self, p: Text2SqlParams) -> float:
        """No trivial query is right."""
        return 0.01


def _best(suites: Sequence[Suite], judge: Callable[[Suite], QueryOutcome]) -> QueryOutcome:
    """What the first suite says, unless it is right for another."""
    first = judge(suites[0])
    if first.grade in ("right", "unreadable", "refused"):
        return first
    return next((o for suite in suites[1:] if (o := judge(suite)).grade == "right"), first)


def _told_apart(x: Text2SqlInstance) -> Text2SqlInstance:
    """The instance without readings that are the gold, or another reading, on every database."""
    kept: list[str] = []
    for reading in x.readings:
        if x.model_copy(update={"readings": tuple(kept)}).judge(reading).grade != "right":
            kept.append(reading)
    return x.model_copy(update={"readings": tuple(kept)})
