"""`sql.repair`: a query that misses its question; mend it."""

import re
from typing import Any, ClassVar

import numpy as np

from tasksynth import Family, Rubric, Verdict
from tasksynth_sql.families.shared import ONE_QUERY, fenced, measure_query, query_baselines
from tasksynth_sql.judging.guard import Database, QueryError, build_image
from tasksynth_sql.judging.reading import read_statement
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


class RepairInstance(SqlInstance):
    """A question with a query that does not answer it."""

    broken: str
    symptom: str
    """What one sees on the shown database."""

    @property
    def idle(self) -> tuple[str, ...]:
        """The query that is to be mended: what does no better earns nothing."""
        return (self.broken,)


class Repair(Family[SqlParams, RepairInstance]):
    """A question, a query that misses it, and the symptom: write the right query."""

    name = "sql.repair"
    version = 5
    effort = "nodes"
    checked = 25
    rubric: ClassVar[Rubric] = ARCTIC

    def generate(self, p: SqlParams, rng: np.random.Generator) -> RepairInstance | None:
        """Draw a question, and break its gold in one place."""
        dice = QueryDice(rng)
        asked = draw_question(p, dice)
        suite = asked.suite(dice) if asked else None
        if asked is None or suite is None or not suite.killed:
            return None
        x = asked.instance(p, suite.scripts)
        broken = dice.pick(suite.killed).sql
        if dice.chance(0.25):
            broken = _misspelt(x.gold, dice)
        return RepairInstance(
            **x.model_dump(), broken=broken, symptom=_symptom(x.databases[0], x.gold, broken)
        )

    def prompt(self, x: RepairInstance) -> str:
        """Question, schema, the broken query and its symptom."""
        return (
            f"This query should answer a question, but does not.\n\nThe question: {x.question}\n\n"
            f"The query:\n{fenced(x.broken)}\n\nWhat one sees: {x.symptom}\n\n"
            f"The database:\n{preview(x)}\n\n{RULES} Mend the query. {ONE_QUERY}"
        )

    def verify(self, x: RepairInstance, answer: str) -> Verdict:
        """Judge the mended query as an answer to the question."""
        return reward(x.reward, x.judge(answer), gold=x.gold, reply=answer)

    def solve(self, x: RepairInstance) -> str:
        """The gold query."""
        return fenced(x.gold)

    def measure(self, x: RepairInstance) -> dict[str, float]:
        """Features of the gold, and how far the broken query is from it."""
        from tasksynth_sql.judging.rewards import tree_overlap

        return measure_query(x) | {"similarity": round(tree_overlap(x.broken, x.gold), 3)}

    def canonical(self, x: RepairInstance) -> Any:
        """The same mend of the same query."""
        return [x.ddl, x.gold, x.broken]

    def baselines(self, x: RepairInstance) -> dict[str, str]:
        """The broken query as it is, and the trivial ones of `sql.text2sql`."""
        return {"unchanged": fenced(x.broken), **query_baselines(x)}

    def floor(self, p: SqlParams) -> float:
        """No trivial query is right."""
        return 0.01


def _misspelt(gold: str, dice: QueryDice) -> str:
    """The query with one name misspelt, so that it does not run."""
    names = sorted(
        {
            token
            for token in read_statement(gold).tokens
            if token.islower() and len(token) > 3 and token.isidentifier()
        }
    )
    name = dice.pick(names)
    return re.sub(rf"\b{name}\b", name[:-2] + name[-1] + name[-2] + "x", gold, count=1)


def _symptom(script: str, gold: str, broken: str) -> str:
    database = Database(build_image(script))
    try:
        got = database.run(broken)
    except QueryError as e:
        return f"it fails; {e}."
    finally:
        wanted = database.run(gold)
        database.close()
    if got.columns != wanted.columns:
        return f"it returns {got.columns} columns, and {wanted.columns} are asked for."
    if len(got.rows) != len(wanted.rows):
        return f"it returns {len(got.rows)} rows; the right query returns {len(wanted.rows)}."
    return "it returns the right number of rows, but on some database not the right ones."
