"""The four families: write a query, write it step by step, mend one, and read one."""

import json
import re
from math import log
from typing import Any, ClassVar, Literal

import numpy as np

from tasksynth import Family, Rubric, Verdict
from tasksynth.answers import after_thinking
from tasksynth_sql.compare import difference
from tasksynth_sql.dice import Dice
from tasksynth_sql.guard import Database, QueryError, Row, build_image
from tasksynth_sql.judging import ARCTIC, Outcome, Suite
from tasksynth_sql.reading import MAX_REPLY, Unreadable, extract, read_statement
from tasksynth_sql.rewards import reward
from tasksynth_sql.task import (
    RULES,
    SqlInstance,
    SqlParams,
    draw_question,
    preview,
    show_rows,
    table_names,
)

ONE_QUERY = "Reply with one SQLite query in a ```sql block; the last such block counts."
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
    version = 2
    rubric: ClassVar[Rubric] = ARCTIC

    def generate(self, p: Text2SqlParams, rng: np.random.Generator) -> Text2SqlInstance | None:
        """Draw a question of the asked rung, with a suite that kills its gold's mutants."""
        dice = Dice(rng)
        asked = draw_question(p, dice)
        suite = asked.suite(dice) if asked else None
        if asked is None or suite is None:
            return None
        x = asked.instance(p, suite.scripts)
        reference: str | None = x.gold
        if p.dialect != "sqlite":
            from tasksynth_sql.engines import agreed_gold

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
            from tasksynth_sql.engines import judge_on

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


class RepairInstance(SqlInstance):
    """A question with a query that does not answer it."""

    broken: str
    symptom: str
    """What one sees on the shown database."""


class Repair(Family[SqlParams, RepairInstance]):
    """A question, a query that misses it, and the symptom: write the right query."""

    name = "sql.repair"
    version = 2
    rubric: ClassVar[Rubric] = ARCTIC

    def generate(self, p: SqlParams, rng: np.random.Generator) -> RepairInstance | None:
        """Draw a question, and break its gold in one place."""
        dice = Dice(rng)
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
        from tasksynth_sql.rewards import tree_overlap

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


class DecomposeInstance(SqlInstance):
    """A question with the smaller questions on the way to it."""

    steps: tuple[tuple[str, str], ...]
    """(question, gold query), the whole question last."""


class Decompose(Family[SqlParams, DecomposeInstance]):
    """A question and the steps to it: write a query for each step."""

    name = "sql.decompose"
    version = 2
    rubric: ClassVar[Rubric] = Rubric(gate="all_steps", all_steps=0.6, final=0.2, steps=0.2)

    def generate(self, p: SqlParams, rng: np.random.Generator) -> DecomposeInstance | None:
        """Draw a question that has at least one step before the last."""
        from tasksynth_sql import english
        from tasksynth_sql.sql import render
        from tasksynth_sql.steps import steps

        dice = Dice(rng)
        asked = draw_question(p, dice)
        before = steps(asked.world, asked.plan) if asked else []
        suite = asked.suite(dice) if asked and before else None
        if asked is None or suite is None:
            return None
        world = asked.world
        taken = [(english.say(world, plan), render(world, plan)) for plan in before]
        x = asked.instance(p, suite.scripts)
        return DecomposeInstance(**x.model_dump(), steps=(*taken, (x.question, x.gold)))

    def prompt(self, x: DecomposeInstance) -> str:
        """The schema and the numbered questions."""
        asked = "\n".join(f"{n}. {question}" for n, (question, _) in enumerate(x.steps, 1))
        return (
            f"Answer these questions, each a step towards the last, with one SQLite query each."
            f"\n\n{asked}\n\nThe database:\n{preview(x)}\n\n{RULES} "
            f"Reply with exactly {len(x.steps)} ```sql blocks, in the order of the questions."
        )

    def verify(self, x: DecomposeInstance, answer: str) -> Verdict:
        """Judge each step on all databases; all must be right to pass."""
        queries = _blocks(answer)
        if len(queries) != len(x.steps):
            return self.rubric.unparsable(f"want {len(x.steps)} sql blocks, got {len(queries)}")
        outcomes = [_judge_step(x, n, query) for n, query in enumerate(queries)]
        right = [outcome.grade == "right" for outcome in outcomes]
        why = next((f"step {n}: {o.why}" for n, o in enumerate(outcomes, 1) if o.why), "")
        return self.rubric(
            all_steps=float(all(right)),
            final=float(right[-1]),
            steps=sum(right) / len(right),
            why=why,
        )

    def solve(self, x: DecomposeInstance) -> str:
        """The gold query of every step."""
        return "\n\n".join(fenced(query) for _, query in x.steps)

    def measure(self, x: DecomposeInstance) -> dict[str, float]:
        """Features of the last query, and the number of steps."""
        return measure_query(x) | {"steps": float(len(x.steps))}

    def canonical(self, x: DecomposeInstance) -> Any:
        """The same steps over the same schema."""
        return [x.ddl, [query for _, query in x.steps]]

    def baselines(self, x: DecomposeInstance) -> dict[str, str]:
        """The same trivial query for every step."""
        found = query_baselines(x)
        return {name: "\n".join([query] * len(x.steps)) for name, query in found.items()}

    def floor(self, p: SqlParams) -> float:
        """No trivial query is right."""
        return 0.01


def preference_pairs(x: DecomposeInstance) -> list[dict[str, Any]]:
    """Chosen and rejected queries for each step, with LearNAT's margin for DPO.

    A rejected query is a mutant of the step's gold that the suite tells from it. `margin` is
    log(r_chosen - r_rejected), the offset of LearNAT's loss: r_chosen is the value of the step
    beside the whole gold (`features.step_value`), and a wrong step keeps the value of the step
    before it, as the nodes that LearNAT prunes do, where that is the smaller one.
    """
    from tasksynth_sql.features import step_value
    from tasksynth_sql.mutate import mutants

    pairs = []
    before = 0.0
    for number, (question, gold) in enumerate(x.steps):
        value = step_value(gold, x.gold)
        for mutant in mutants(gold, {}):
            outcome = _judge_step(x, number, fenced(mutant.sql))
            if outcome.grade == "wrong":
                pairs.append(
                    {
                        "step": number + 1,
                        "question": question,
                        "chosen": gold,
                        "rejected": mutant.sql,
                        "margin": log(value - (before if before < value else 0.0)),
                    }
                )
                break
        before = value
    return pairs


class ResultInstance(SqlInstance):
    """A query to be run by thought alone."""


class ResultTable(Family[SqlParams, ResultInstance]):
    """A small database and a query: give the rows that it returns."""

    name = "sql.result"
    version = 2
    rubric: ClassVar[Rubric] = Rubric(gate="rows", rows=1.0)

    def generate(self, p: SqlParams, rng: np.random.Generator) -> ResultInstance | None:
        """Draw a query whose result has at least three cells that cannot be guessed."""
        small = p.model_copy(update={"rows": min(p.rows, 10), "distractor_tables": 0})
        asked = draw_question(small, Dice(rng))
        if asked is None or not 2 <= len(asked.result) <= 15:
            return None
        if len({value for row in asked.result for value in row}) < 3:
            return None
        x = ResultInstance(**asked.instance(p).model_dump())
        database = Database(build_image(x.databases[0]), reverse=True)
        again = database.run(x.gold).rows
        database.close()
        return None if difference(x.suite().wanted, [again], permute=False) else x

    def prompt(self, x: ResultInstance) -> str:
        """The schema, all rows, and the query."""
        database = Database(build_image(x.databases[0]))
        tables = [f"{t}: {show_rows(database, t, 1000)}" for t in table_names(x.ddl)]
        database.close()
        lines = "\n".join(tables)
        return (
            f"What does this SQLite query return?\n\n{fenced(x.gold)}\n\nThe database:\n"
            f"```sql\n{x.ddl}\n```\n{lines}\n\n"
            "Reply with the rows as a JSON list of lists in a ```json block, columns in the "
            "query's order, NULL as null"
            + (", rows in the query's order." if x.ordered else ", rows in any order.")
        )

    def verify(self, x: ResultInstance, answer: str) -> Verdict:
        """Compare the rows with what the query returns."""
        rows = _read_rows(answer)
        if isinstance(rows, str):
            return self.rubric.unparsable(rows)
        suite = x.suite()
        if any(len(row) != suite.columns for row in rows):
            return self.rubric(rows=0.0, why=f"want rows of {suite.columns} values")
        why = difference([suite.wanted[0]], [rows], permute=False)
        return self.rubric(rows=float(why is None), why=why or "")

    def solve(self, x: ResultInstance) -> str:
        """The rows, as JSON."""
        return "```json\n" + json.dumps([list(row) for row in _result(x)]) + "\n```"

    def measure(self, x: ResultInstance) -> dict[str, float]:
        """Features of the query, and how many rows it reads and returns."""
        rows = x.suite().results[0].rows
        return measure_query(x) | {
            "result_rows": float(len(rows)),
            "shown_rows": float(x.shown.count("),(") + x.shown.count("INSERT")),
        }

    def canonical(self, x: ResultInstance) -> Any:
        """The same query on the same rows."""
        return [x.shown, x.gold]

    def baselines(self, x: ResultInstance) -> dict[str, str]:
        """No rows, one zero, and the first table as it stands."""
        return {"nothing": "[]", "zero": "[[0]]", "one": "[[1]]", "null": "[[null]]"}

    def floor(self, p: SqlParams) -> float:
        """No constant is right: every result has two rows and three values."""
        return 0.01


def fenced(sql: str) -> str:
    """A query as an answer."""
    return f"```sql\n{sql}\n```"


def measure_query(x: SqlInstance) -> dict[str, float]:
    """Features of the gold, its rung, and the hidden databases."""
    from tasksynth_sql.features import features

    own = {"rung": float(x.rung), "hidden_databases": float(len(x.hidden))}
    return {name: float(value) for name, value in features(x.gold, x.ddl).items()} | own


def query_baselines(x: SqlInstance) -> dict[str, str]:
    """Queries that need no understanding."""
    from tasksynth_sql.world import literal

    table = table_names(x.ddl)[0]
    rows = x.suite().results[0].rows
    learnt = ", ".join("(" + ", ".join(map(literal, row)) + ")" for row in rows)
    return {
        "whole table": fenced(f"SELECT * FROM {table}"),
        "table size": fenced(f"SELECT COUNT(*) FROM {table}"),
        "nothing": fenced("SELECT NULL WHERE 0"),
        "learnt by heart": fenced(f"VALUES {learnt}"),
    }


def _judge_step(x: DecomposeInstance, number: int, reply: str) -> Outcome:
    last = number == len(x.steps) - 1
    suite: Suite = x.suite() if last else x.suite(x.steps[number][1])
    return suite.judge_reply(reply)


def _blocks(reply: str) -> list[str]:
    """The SQL blocks of a reply, in order."""
    text = after_thinking(reply[:MAX_REPLY])
    return re.findall(r"```(?:sql|sqlite)[ \t]*\r?\n(.*?)```", text, re.DOTALL | re.IGNORECASE)


def _misspelt(gold: str, dice: Dice) -> str:
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


def _result(x: SqlInstance) -> list[Row]:
    return x.suite().results[0].rows


def _read_rows(reply: str) -> list[Row] | str:
    """The rows that a reply gives, or why there are none."""
    if len(reply) > MAX_REPLY:
        return f"the reply has over {MAX_REPLY} characters"
    text = after_thinking(reply)
    blocks = re.findall(r"```(?:json)?[ \t]*\r?\n(.*?)```", text, re.DOTALL)
    try:
        body = blocks[-1] if blocks else extract(text)
        if body.count("[") > 10_000:
            return "the reply has over 10000 brackets"
        found = json.loads(body)
    except (Unreadable, ValueError, RecursionError) as e:
        return f"want a JSON list of rows: {e}"[:200]
    if not isinstance(found, list) or not all(isinstance(row, list) for row in found):
        return "want a JSON list of lists"
    if any(isinstance(value, list | dict) for row in found for value in row):
        return "want a number, a text or null in each cell"
    if any(isinstance(value, int) and abs(value) >= 2**63 for row in found for value in row):
        return "want whole numbers of at most 64 bits"
    return [tuple(int(v) if isinstance(v, bool) else v for v in row) for row in found]
