"""The families through the engine: addresses, references, baselines, hidden suites."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest

from tasksynth import TaskRef, UsageError, grade, make, source
from tasksynth_sql import judge, preference_pairs
from tasksynth_sql.families.decompose import DecomposeInstance
from tasksynth_sql.families.shared import fenced
from tasksynth_sql.families.text2sql import Text2Sql, Text2SqlInstance
from tasksynth_sql.judging.rewards import RUBRICS, reward
from tasksynth_sql.making.features import spider_hardness, step_value
from tasksynth_sql.making.task import SqlInstance
from tasksynth_sql.suites.build import MAX_HIDDEN
from tasksynth_sql.suites.mutate import mutants

NAMES = ("sql.decompose", "sql.repair", "sql.result", "sql.text2sql")
LEVELS = (0.0, 0.3, 0.6, 0.9)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("level", LEVELS)
def test_reference_passes_and_baselines_fail(name: str, level: float) -> None:
    tasks = source(name, seed=11, level=level)
    for index in range(3):
        draw = tasks.draw(index)
        x = draw.instance
        assert make(draw.task.ref) == draw.task.model_copy(update={"level": None})
        verdict = grade(draw.task, tasks.family.solve(x))
        assert (verdict.status, verdict.reward) == ("pass", 1.0), verdict
        for answer in tasks.family.baselines(x).values():
            assert grade(draw.task, answer).status in ("fail", "unparsable")
        for answer in ("", "SELECT", "x" * 100_000, "```sql\n```", "[[", "DROP TABLE x"):
            assert grade(draw.task, answer).status in ("fail", "unparsable")
        if name != "sql.result":
            assert tasks.family.solve(x) not in draw.task.prompt


def test_equal_in_another_process_and_whatever_the_hash_seed() -> None:
    code = (
        "from tasksynth import source;"
        "print(source('sql.text2sql', seed=3, level=0.7).make(4).model_dump_json())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "77")
    }
    assert len(said) == 1


def test_listing_families_imports_no_sqlglot() -> None:
    code = "import sys; from tasksynth import registry; registry.get('sql.text2sql');"
    code += "sys.exit('sqlglot' in sys.modules or 'duckdb' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def instances(count: int, level: float) -> list[Text2SqlInstance]:
    tasks = source("sql.text2sql", seed=23, level=level)
    return [Text2SqlInstance.model_validate(tasks.make(n).instance) for n in range(count)]


@pytest.mark.parametrize("level", LEVELS)
def test_suites_are_small_and_say_different_things(level: float) -> None:
    for x in instances(4, level):
        suite = x.suite()
        assert 1 <= len(x.hidden) <= MAX_HIDDEN
        assert sum(bool(result.rows) for result in suite.results) >= 2
        assert len({repr(result.rows) for result in suite.results}) >= 2


def test_rows_are_not_stored_by_key() -> None:
    """An INT key is no rowid, so a query without an order cannot lean on the key's order."""
    for x in instances(3, 0.5):
        assert "INT PRIMARY KEY" in x.ddl
        assert "INTEGER PRIMARY KEY" not in x.ddl


def test_public_judge_agrees_with_the_family() -> None:
    for x in instances(4, 0.4):
        for answer in (x.gold, "SELECT 1", "DROP TABLE x"):
            ours = Text2Sql().verify(x, fenced(answer))
            theirs = judge(x.databases, x.gold, answer, order_matters=x.ordered)
            assert ours == theirs


@pytest.mark.parametrize("profile", sorted(RUBRICS))
def test_every_right_answer_beats_every_wrong_one(profile: Any) -> None:
    least, most = 1.0, 0.0
    for x in instances(6, 0.5):
        suite = x.suite()
        answers = [x.gold, f"SELECT * FROM ({x.gold.rstrip(';')}) AS t", "SELECT 1", "SELEC"]
        answers += [m.sql for m in mutants(x.gold, {})[:12]]
        for answer in answers:
            for reply in (answer, "<think>…</think>\n" + fenced(answer)):
                outcome = suite.judge_reply(reply)
                verdict = reward(
                    profile, outcome, gold=x.gold, reply=reply, judge=lambda _gold, _sql: 1.0
                )
                assert verdict.reward is not None
                if outcome.grade == "right":
                    least = min(least, verdict.reward)
                else:
                    most = max(most, verdict.reward)
    assert most < least
    weights = RUBRICS[profile].weights
    assert weights["result"] > 0


@pytest.mark.parametrize("name", ["sql.text2sql", "sql.repair"])
def test_what_takes_no_thought_earns_nothing(name: str) -> None:
    """Nor does the query that is to be mended; a wrong one that beats those earns a little."""
    some = []
    for profile in RUBRICS:
        tasks = source(name, seed=6, params={"rung": 1, "reward": profile})
        for n in range(2):
            x, family = tasks.draw(n).instance, tasks.family
            assert isinstance(x, SqlInstance)
            for what, answer in (*family.baselines(x).items(), ("constant", fenced("SELECT 1"))):
                assert family.verify(x, answer).reward == 0, (profile, what, x.gold)
            near = [family.verify(x, fenced(m.sql)).reward or 0 for m in mutants(x.gold, {})]
            some += [reward for reward in near if reward < 1]
            assert family.verify(x, fenced(x.gold)).reward == 1 or profile != "arctic"
    assert max(some) > 0


def test_refused_queries_get_nothing() -> None:
    x = instances(1, 0.5)[0]
    reply = fenced(x.gold + " -- x\n").replace("SELECT", "SELECT load_extension('x'),", 1)
    outcome = x.judge(reply)
    assert outcome.grade == "refused"
    for profile in RUBRICS:
        assert reward(profile, outcome, gold=x.gold, reply=reply).reward == 0  # type: ignore[arg-type]


def test_decompose_rewards_steps_and_gives_margins() -> None:
    tasks = source("sql.decompose", seed=2, level=0.5)
    x = tasks.draw(0).instance
    assert isinstance(x, DecomposeInstance)
    family = tasks.family
    right = [fenced(query) for _, query in x.steps]
    broken = [*right[:-1], fenced("SELECT 1")]
    verdict = family.verify(x, "\n".join(broken))
    assert verdict.status == "fail"
    assert 0 < verdict.parts["steps"] < 1
    assert verdict.why.startswith(f"step {len(right)}: ")
    assert family.verify(x, right[0]).status == "unparsable"
    pairs = preference_pairs(x)
    assert pairs
    for pair in pairs:
        assert pair["margin"] <= 0
        assert pair["chosen"] != pair["rejected"]
    assert step_value(x.gold, x.gold) == 1
    assert step_value(x.steps[0][1], x.gold) < 1


def test_result_wants_rows_and_takes_any_order_of_them() -> None:
    tasks = source("sql.result", seed=4, level=0.0)
    draw = tasks.draw(1)
    rows = json.loads(tasks.family.solve(draw.instance).split("\n")[1])
    assert grade(draw.task, json.dumps(rows[::-1])).status == "pass"
    for opened, closed in (("```JSON", "```"), ("~~~json", "~~~"), ("````json5", "````")):
        fence = f"These are they:\n{opened}\n{json.dumps(rows, indent=2)}\n{closed}"
        assert grade(draw.task, fence).status == "pass", opened
    named = [{f"c{i}": value for i, value in enumerate(row)} for row in rows]
    assert grade(draw.task, json.dumps(named)).status == "pass"
    assert grade(draw.task, json.dumps(rows[:-1])).status == "fail"
    assert grade(draw.task, json.dumps([*rows, rows[0]])).status == "fail"
    for text in ("nothing", "{}", "[1]", "[[[1]]]", "[" * 9000, "[[NaN", f"[[{'9' * 400}]]"):
        assert grade(draw.task, text).status == "unparsable"


def test_hardness_is_spiders() -> None:
    from sqlglot import parse_one

    said = {
        "SELECT count(*) FROM singer": "easy",
        "SELECT name, country FROM singer WHERE age > 20": "medium",
        "SELECT name FROM singer WHERE age > (SELECT avg(age) FROM singer)": "hard",
        "SELECT name FROM a JOIN b ON a.x = b.x JOIN c ON b.y = c.y WHERE z = 1 GROUP BY name "
        "ORDER BY count(*) DESC LIMIT 1": "extra",
    }
    for query, hardness in said.items():
        assert spider_hardness(parse_one(query, read="sqlite")) == hardness


def test_a_changed_file_is_refused(tmp_path: Any) -> None:
    import sqlite3

    path = tmp_path / "shop.sqlite"
    db = sqlite3.connect(path)
    db.executescript(
        "CREATE TABLE Maker(MakerId INTEGER PRIMARY KEY, Name TEXT, Town TEXT);"
        "CREATE TABLE Toy(ToyId INTEGER PRIMARY KEY, MakerId INTEGER REFERENCES Maker(MakerId), "
        "UnitPrice REAL, Colour TEXT);"
        + "".join(f"INSERT INTO Maker VALUES({n}, 'm{n}', 'town{n % 3}');" for n in range(9))
        + "".join(f"INSERT INTO Toy VALUES({n}, {n % 9}, {n}.5, 'c{n % 4}');" for n in range(40))
    )
    db.close()
    params = {"rung": 2, "database": str(path)}
    task = source("sql.text2sql", seed=1, params=params).make(0)
    assert isinstance(task.ref, TaskRef)
    assert task.ref.params["database_hash"]
    assert make(task.ref) == task
    assert grade(task, fenced(task.instance["gold"])).status == "pass"
    db = sqlite3.connect(path)
    db.execute("DELETE FROM Toy WHERE ToyId = 3")
    db.commit()
    db.close()
    with pytest.raises(UsageError, match="has changed"):
        source("sql.text2sql", seed=1, params=task.ref.params)


def test_no_question_names_all_that_it_asks_for() -> None:
    """Not the names of the branches that have that name: once drawn at these two addresses."""
    tasks = source("sql.text2sql", seed=20250101, level=0.0)
    for index in (14, 29):
        gold = tasks.make(index).instance["gold"]
        assert not re.fullmatch(r"SELECT (\w+) FROM \w+ WHERE \1 = '[^']*'", gold), gold
