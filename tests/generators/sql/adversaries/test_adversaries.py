"""The short form of the adversaries; the long one is `python -m tests.generators.sql.adversaries`.

How often the long form finds a wrong query that is accepted is told in docs/sql.md. What is drawn
here is fixed, so that a suite that lets more of them through shows.
"""

import json
import sqlite3
from dataclasses import asdict
from pathlib import Path

import pytest

from tasksynth import source
from tasksynth_sql.databases.world import literal
from tasksynth_sql.families.text2sql import Text2SqlInstance
from tests.generators.sql.adversaries.__main__ import NAMES, Campaign, attack
from tests.generators.sql.adversaries.trial import Tally, trial
from tests.generators.sql.adversaries.worlds import Schema, databases

MOST = {"grammar": 0.01, "plans": 0.001, "rules": 0.0}
"""Accepted and refuted, of all tried."""


@pytest.mark.parametrize("name", NAMES)
def test_hardly_a_wrong_query_is_accepted(name: str) -> None:
    found = Tally()
    for rung in (0, 1, 3):
        found.add(attack(rung, range(2), name=name, count=40, databases=15, seed=3))
    assert found.refused > 60
    assert len(found.wrong) <= MOST[name] * found.tried, found.wrong


def test_no_wrong_answer_to_a_wide_question_is_accepted() -> None:
    found = Tally()
    for rung in (1, 4):
        one = range(rung, rung + 1)
        found.add(attack(rung, one, name="grammar", count=30, databases=12, structure="wide"))
    assert found.refused > 30
    assert not found.wrong


def test_a_campaign_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    out, known = tmp_path / "campaign.jsonl", Tally(tasks=1, tried=9, wrong=["SELECT 1"])
    row = json.dumps({"task": "rules 0 4 today", "tally": asdict(known)})
    out.write_text(f"{row}\n{row[:20]}")
    assert Campaign(out, "today").attack("rules", 0, 4, count=1, databases=1) == known
    found = Campaign(out, "today").attack("rules", 0, 5, count=1, databases=1)
    assert found.tasks == 1
    assert [json.loads(line)["task"] for line in out.read_text().splitlines()] == [
        "rules 0 4 today",
        "rules 0 5 today",
    ]


def test_a_trial_notices_what_a_suite_does_not() -> None:
    """A suite cut down to its shown database accepts what the random ones refute."""
    x = Text2SqlInstance.model_validate(source("sql.text2sql", seed=3, level=0.0).make(0).instance)
    rows = x.suite().results[0].rows
    learnt = ", ".join("(" + ", ".join(map(literal, row)) + ")" for row in rows)
    bare = x.model_copy(update={"hidden": ()})
    found = trial(bare, [f"VALUES {learnt}", x.gold], seed=1, count=10)
    assert (len(found.wrong), found.equal, found.refused) == (1, 1, 0)


def test_random_databases_keep_the_promises_of_a_schema() -> None:
    ddl = (
        "CREATE TABLE a (id INT PRIMARY KEY NOT NULL, up_id INTEGER, n INTEGER NOT NULL, "
        "FOREIGN KEY (up_id) REFERENCES a(id));"
        "CREATE TABLE b (id INT PRIMARY KEY NOT NULL, a_id INTEGER NOT NULL, x REAL, d_date TEXT, "
        "FOREIGN KEY (a_id) REFERENCES a(id));"
    )
    seen = set()
    for db in databases(Schema(ddl), "SELECT 1 WHERE 'x' < 4", 1, 30):
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in "ab":
            assert db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] >= 1
        seen |= {row[0] for row in db.execute("SELECT x FROM b")}
        db.close()
    assert None in seen
    assert len(seen) > 10
    with pytest.raises(sqlite3.OperationalError):
        Schema("CREATE TABLE")
