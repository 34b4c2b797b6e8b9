"""`sql.result`: a small database and a query; give its rows."""

import json
from typing import Any, ClassVar

import numpy as np

from tasksynth import Family, Rubric, Verdict
from tasksynth.answers import Unreadable, after_thinking, json_in, unwrapped
from tasksynth_sql.families.shared import fenced, measure_query
from tasksynth_sql.judging.compare import difference
from tasksynth_sql.judging.guard import Database, Row, build_image
from tasksynth_sql.judging.reading import MAX_REPLY
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.task import (
    SqlInstance,
    SqlParams,
    draw_question,
    show_rows,
    table_names,
)


class ResultInstance(SqlInstance):
    """A query to be run by thought alone."""


class ResultTable(Family[SqlParams, ResultInstance]):
    """A small database and a query: give the rows that it returns."""

    name = "sql.result"
    version = 2
    effort = "nodes"
    rubric: ClassVar[Rubric] = Rubric(gate="rows", rows=1.0)

    def generate(self, p: SqlParams, rng: np.random.Generator) -> ResultInstance | None:
        """Draw a query whose result has at least three cells that cannot be guessed."""
        small = p.model_copy(update={"rows": min(p.rows, 10), "distractor_tables": 0})
        asked = draw_question(small, QueryDice(rng))
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


def _result(x: SqlInstance) -> list[Row]:
    return x.suite().results[0].rows


def _read_rows(reply: str) -> list[Row] | str:
    """The rows that a reply gives, or why there are none."""
    if len(reply) > MAX_REPLY:
        return f"the reply has over {MAX_REPLY} characters"
    if after_thinking(reply).count("[") > 10_000:
        return "the reply has over 10000 brackets"
    try:
        found = unwrapped(json_in(reply, asked="fence"))
    except Unreadable as e:
        return f"want a JSON list of rows: {e}"[:200]
    if isinstance(found, list) and all(isinstance(row, dict) for row in found):
        found = [list(row.values()) for row in found]  # its columns have names
    if not isinstance(found, list) or not all(isinstance(row, list) for row in found):
        return "want a JSON list of lists"
    if any(isinstance(value, list | dict) for row in found for value in row):
        return "want a number, a text or null in each cell"
    if any(isinstance(value, int) and abs(value) >= 2**63 for row in found for value in row):
        return "want whole numbers of at most 64 bits"
    return [tuple(int(v) if isinstance(v, bool) else v for v in row) for row in found]
