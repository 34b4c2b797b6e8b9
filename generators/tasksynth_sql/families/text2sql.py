"""`sql.text2sql`: a question about a database; write the query."""

from typing import Any, ClassVar, Literal

import numpy as np

from tasksynth import Family, Rubric, Verdict
from tasksynth_sql.families.shared import ONE_QUERY, fenced, measure_query, query_baselines
from tasksynth_sql.judging.rewards import reward
from tasksynth_sql.judging.verdict import ARCTIC
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.task import (
    RULES,
    SqlInstance,
    SqlParams,
    draw_question,
    preview,
)

Dialect = Literal["sqlite", "duckdb", "postgres"]
NAMES: dict[Dialect, str] = {"sqlite": "SQLite", "duckdb": "DuckDB", "postgres": "PostgreSQL"}


class Text2SqlParams(SqlParams):
    """What may be asked of `sql.text2sql`."""

    dialect: Dialect = "sqlite"
    """The engine that answers are written for and run on; postgres needs a server."""


class Text2SqlInstance(SqlInstance):
    """A question whose answers may be run on another engine."""

    dialect: Dialect = "sqlite"
    reference: str = ""
    """The gold in that engine's dialect, which agreed with SQLite on every database."""


class Text2Sql(Family[Text2SqlParams, Text2SqlInstance]):
    """A question in English about a database: write the query that answers it."""

    name = "sql.text2sql"
    version = 4
    rubric: ClassVar[Rubric] = ARCTIC

    def generate(self, p: Text2SqlParams, rng: np.random.Generator) -> Text2SqlInstance | None:
        """Draw a question of the asked rung, with a suite that kills its gold's mutants."""
        dice = QueryDice(rng)
        asked = draw_question(p, dice)
        suite = asked.suite(dice) if asked else None
        if asked is None or suite is None:
            return None
        x = asked.instance(p, suite.scripts)
        reference: str | None = x.gold
        if p.dialect != "sqlite":
            from tasksynth_sql.judging.engines import agreed_gold

            reference = agreed_gold(p.dialect, x.suite(), x.databases)
        if reference is None:
            return None
        return Text2SqlInstance(**x.model_dump(), dialect=p.dialect, reference=reference)

    def prompt(self, x: Text2SqlInstance) -> str:
        """Question, schema and sample rows."""
        asked = ONE_QUERY.replace("SQLite", NAMES[x.dialect])
        return f"{x.question}\n\nThe database:\n{preview(x)}\n\n{RULES} {asked}"

    def verify(self, x: Text2SqlInstance, answer: str) -> Verdict:
        """Run the answer beside the gold on the shown and on the hidden databases."""
        if x.dialect == "sqlite":
            outcome = x.judge(answer)
        else:
            from tasksynth_sql.judging.engines import judge_on

            outcome = judge_on(x.dialect, x.suite(), x.databases, answer)
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
