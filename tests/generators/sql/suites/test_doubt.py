"""An answer that says more than the gold is looked at on databases made for it."""

import time

import numpy as np
import pytest

from tasksynth import source
from tasksynth_sql.checking.rewrites import rewrites
from tasksynth_sql.databases.restore import keeps_promises, restore
from tasksynth_sql.databases.rows import Rows
from tasksynth_sql.families.shared import fenced
from tasksynth_sql.families.text2sql import Text2Sql, Text2SqlInstance, Text2SqlParams
from tasksynth_sql.judging.reading import read_statement
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.task import SqlQuestion, draw_question
from tasksynth_sql.suites.bench import SuiteBench
from tasksynth_sql.suites.build import schema_of
from tasksynth_sql.suites.doubt import LOOKS, counterexample, made_for, says_more
from tasksynth_sql.suites.near import near_queries
from tasksynth_sql.suites.text import GoldText
from tests.generators.sql.adversaries.worlds import Schema

DDL = """CREATE TABLE team (
  id INT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  founded_date TEXT,
  chief_id INTEGER,
  FOREIGN KEY (chief_id) REFERENCES team(id)
);"""
KITCHEN = """CREATE TABLE chef (
  id INT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  born_date TEXT,
  boss_id INTEGER,
  FOREIGN KEY (boss_id) REFERENCES chef(id)
);
CREATE TABLE dish (
  id INT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  price REAL NOT NULL,
  chef_id INTEGER NOT NULL,
  FOREIGN KEY (chef_id) REFERENCES chef(id)
);"""
COOK = "INSERT INTO chef VALUES (1, 'Al', 'thai', '2020-02-01', NULL);"
BORN = "SELECT kind, COUNT(DISTINCT born_date) FROM chef WHERE born_date > '2020-02-02'"
JOINED = "FROM dish AS T1 JOIN chef AS T2 ON T1.chef_id = T2.id"
PLAIN = sum(count for kind, count in LOOKS if kind != "edge")
"""Databases for any answer."""
SHOWN = "INSERT INTO team VALUES (1, 'Ann', '2020-02-01', NULL), (2, 'Bo', NULL, 1);"


def questions(rung: int, count: int) -> list[SqlQuestion]:
    p = Text2SqlParams(rung=rung)
    tried = (
        draw_question(p, QueryDice(np.random.Generator(np.random.Philox(k)))) for k in range(99)
    )
    return [asked for asked in tried if asked is not None][:count]


def test_what_no_suite_can_know_is_refused_all_the_same() -> None:
    """A constant that an answer makes up fails in no row that was made before."""
    tasks, refused = source("sql.text2sql", seed=23, level=0.0), 0
    for index in range(3):
        x = Text2SqlInstance.model_validate(tasks.make(index).instance)
        shown, where = x.gold.split(" WHERE ")
        table = shown.split(" FROM ")[1]
        texts = [f.name for f in Schema(x.ddl).tables[table] if f.kind == "TEXT"]
        for name in [name for name in texts if name not in where][:1]:
            for test in (f"{name} <> 'Zanzibar 17'", f"LENGTH({name}) <> 11"):
                answer = f"{x.gold} AND {test}"
                if x.suite().judge_reply(answer).grade == "right":
                    refused += 1
                    assert Text2Sql().verify(x, fenced(answer)).reward != 1
    assert refused


@pytest.mark.parametrize("rung", [1, 2, 3, 5])
def test_right_answers_said_otherwise_are_not_refuted(rung: int) -> None:
    tasks, judged = source("sql.text2sql", seed=24, level=(rung + 0.5) / 6), 0
    x = Text2SqlInstance.model_validate(tasks.make(0).instance)
    world = restore(x.ddl, x.shown)
    for name, sql in rewrites(x.gold, schema_of(world), ordered=x.ordered):
        if x.suite().judge_reply(sql).grade == "right":
            judged += says_more(read_statement(x.gold), read_statement(sql), world)
            assert x.judge(sql).grade == "right", (name, sql)
    assert judged


@pytest.mark.parametrize("rung", [0, 3, 5])
def test_databases_made_for_an_answer_keep_every_promise(rung: int) -> None:
    """Whatever it says: hardly any is made in vain, for one that does not refutes nothing."""
    for asked in questions(rung, 1):
        world, found = restore(asked.world.ddl, asked.shown), []
        assert world.ddl == asked.world.ddl
        near = sorted(near_queries(GoldText(asked.gold), world))
        for sql in near[:: len(near) // 4 + 1]:
            found += [keeps_promises(world, r) for r in made_for(world, asked.gold, sql)]
        assert len(found) >= 3 * PLAIN
        assert np.mean(found) >= 0.98


@pytest.mark.parametrize(
    ("key", "tables", "test", "bound"),
    [
        (
            "T2.kind",
            "dish AS T1 JOIN chef AS T2 ON T1.chef_id = T2.id",
            "T1.price > 2 OR T2.name IN ('Al', 'Cy')",
            "> 3",
        ),
        (
            "T1.born_date",
            "chef AS T1 JOIN chef AS T2 ON T1.boss_id = T2.id",
            "T1.name = 'Bo'",
            "= 2",
        ),
        (
            "T2.born_date",
            "chef AS T1 JOIN chef AS T2 ON T1.boss_id = T2.id",
            "T1.name = 'Bo'",
            ">= 2",
        ),
    ],
)
def test_a_row_too_many_takes_a_group_across_its_bound(
    key: str, tables: str, test: str, bound: str
) -> None:
    """Though it shows in no value: a row without a partner, where a group is one row short."""
    gold = f"SELECT {key} FROM {tables} WHERE {test} GROUP BY {key} HAVING COUNT(*) {bound}"
    bench, answer = SuiteBench(KITCHEN, gold, ordered=False), gold.replace("JOIN", "FULL JOIN")
    edges = [*made_for(restore(KITCHEN, COOK), gold, answer)][PLAIN : PLAIN + 6]
    assert sum(bench.look(rows).differs(answer) for rows in edges) >= 2


@pytest.mark.parametrize(
    ("told", "gold", "right", "wrong"),
    [
        (
            True,
            "SELECT MIN(price) FROM dish WHERE price BETWEEN 1 AND 11",
            "1 AND",
            "(1 IS name) AND",
        ),
        (True, f"SELECT MIN(T1.price) {JOINED} WHERE T2.born_date > '2020-02-02'", "= T2", ">= T2"),
        (True, f"SELECT MIN(T1.price) {JOINED} WHERE T2.born_date > '2020-02-02'", "= T2", "<= T2"),
        (False, f"SELECT MIN(T1.price) {JOINED} WHERE T2.born_date > '2020-02-02'", ">", "> ''||"),
        (True, f"{BORN} OR NOT boss_id IS NULL GROUP BY kind", "OR", "IS NULL OR"),
        (True, "SELECT COUNT(*) FROM chef WHERE kind <> 'x'", "'x'", "'x' GROUP BY 'y'"),
        (True, "SELECT MIN(name) FROM chef WHERE born_date > '0001-01-01'", ">", ">="),
        (True, "SELECT MIN(name) FROM chef WHERE born_date < '9999-12-31'", "<", "<="),
        (
            True,
            f"SELECT kind, MIN(price) {JOINED} WHERE kind <> 'x' GROUP BY kind",
            " JOIN",
            " FULL JOIN",
        ),
        (
            True,
            "SELECT name FROM chef WHERE kind = 'thai'",
            "'thai'",
            "'thai' AND LENGTH(name) <> 11",
        ),
        (
            True,
            "SELECT name FROM chef WHERE kind = 'thai'",
            "'thai'",
            "'thai' AND LENGTH(name) < 19",
        ),
    ],
)
def test_a_row_that_just_fails_is_there_alone(
    told: bool, gold: str, right: str, wrong: str
) -> None:
    """No extreme hides it, be it that its own test fails, or that of the row it belongs to."""
    bench, answer = SuiteBench(KITCHEN, gold, ordered=False), gold.replace(right, wrong)
    made = [*made_for(restore(KITCHEN, COOK), gold, answer)]
    lone = made[PLAIN:]
    assert any(bench.look(rows).differs(answer) for rows in lone) is told
    assert (counterexample(KITCHEN, COOK, gold, answer, ordered=False) is not None) is told


@pytest.mark.parametrize(
    "more",
    [
        "T1.born_date <> T2.kind",
        "T1.born_date IS NOT T2.kind",
        "NOT T2.kind IN (T1.born_date, 'x')",
        "NULLIF(T1.name, T2.born_date) IS NOT NULL",
    ],
)
def test_columns_that_an_answer_compares_are_equal_where_all_else_holds(more: str) -> None:
    """Though a day is tested, the other column is grouped by, and a group takes three rows."""
    gold = (
        "SELECT T2.kind, COUNT(DISTINCT T1.name) FROM chef AS T1 JOIN chef AS T2 "
        "ON T1.boss_id = T2.id WHERE T2.born_date BETWEEN '2017-10-13' AND '2022-04-22' "
        "GROUP BY T2.kind HAVING COUNT(*) >= 3"
    )
    answer = gold.replace(" GROUP", f" AND {more} GROUP")
    assert counterexample(KITCHEN, COOK, gold, answer, ordered=False) is not None


@pytest.mark.parametrize(
    ("told", "test"),
    [
        (True, "price < max(2007, id)"),
        (True, "price < 2007 + (chef_id = 3)"),
        (True, "price < iif(name = 'Pho', 2006, 2007)"),
        (True, "price < 2007 OR price = 2500 AND name = ''"),
        (False, "price - 1 < 2006"),
        (False, "NOT price >= 2007 AND (id > 3 OR id <= 3)"),
    ],
)
def test_values_are_found_that_make_conditions_differ(told: bool, test: str) -> None:
    shown = f"{COOK} INSERT INTO dish VALUES (1, 'Pho', 2.5, 1);"
    gold = "SELECT DISTINCT name FROM dish WHERE price < 2007"
    answer = f"SELECT DISTINCT name FROM dish WHERE {test}"
    found = counterexample(KITCHEN, shown, gold, answer, ordered=False)
    assert (found is not None) is told


@pytest.mark.parametrize(
    ("whole", "bound"),
    [("AVG(price)", "<="), ("AVG(price)", ">"), ("MAX(price)", "="), ("MIN(price)", "=")],
)
@pytest.mark.parametrize("test", ["name <> 'Pho'", "name = 'Pho'"])
def test_whether_an_average_is_over_all_rows_shows(whole: str, bound: str, test: str) -> None:
    """A condition is copied into the inner query, or moved there."""
    inner = f"(SELECT {whole} FROM dish)"
    gold = f"SELECT id FROM dish WHERE price {bound} {inner} AND {test}"
    narrow = inner.replace("dish)", f"dish WHERE {test})")
    shown = f"{COOK} INSERT INTO dish VALUES (1, 'Pho', 2.5, 1);"
    moved = f"SELECT id FROM dish WHERE price {bound} {narrow}"
    for answer in (gold.replace(inner, narrow), moved):
        assert counterexample(KITCHEN, shown, gold, answer, ordered=False) is not None


@pytest.mark.parametrize(
    ("told", "more"),
    [
        (True, "SUBSTR(name, 2, 2) <> 'qz'"),
        (True, "name || 'x' <> 'yx'"),
        (True, "price + 5 <> 1234"),
        (True, "price * 2 < 8460"),
        (True, "(price - 3.5) NOT IN (5000, 'x')"),
        (True, "LENGTH(name) BETWEEN 0 AND 12"),
        (True, "(name <> born_date) IS NOT FALSE"),
        (False, "LENGTH(name) BETWEEN 0 AND 'x'"),
        (False, "COALESCE(price - 1e999, 1) IS NOT NULL"),
        (False, "LENGTH(name || 'x') > 0"),
    ],
)
def test_a_condition_on_an_expression_turns_where_its_column_does(told: bool, more: str) -> None:
    table = "dish WHERE price > 2" if "price" in more else "chef WHERE kind = 'thai'"
    gold = f"SELECT name FROM {table}"
    why = counterexample(KITCHEN, COOK, gold, f"{gold} AND {more}", ordered=False)
    assert (why is not None) is told


@pytest.mark.parametrize(
    "answer",
    [
        "SELECT SUM(price > 5) FILTER (WHERE price) FROM dish",
        "SELECT SUM(CASE WHEN price <> 0 THEN price > 5 END) FROM dish",
        "SELECT SUM(price > 5) FROM dish WHERE price",
        "SELECT SUM(price > 5) FROM dish WHERE name <> ''",
    ],
)
def test_what_leaves_out_rows_of_nothing_shows_where_there_are_no_others(answer: str) -> None:
    """A sum over no row is NULL; over rows that add nothing it is 0."""
    gold = "SELECT SUM(price > 5) FROM dish"
    shown = f"{COOK}\nINSERT INTO dish VALUES (1, 'Pho', 7.5, 1);"
    assert counterexample(KITCHEN, shown, gold, answer, ordered=False)


def test_each_scope_has_one_row_of_a_constant_alone() -> None:
    """So whatever leaves out one row shows, whichever it is: `… EXCEPT (… LIMIT 9 OFFSET 1)`."""
    numbers = "WITH RECURSIVE n(k) AS (SELECT 447 UNION ALL SELECT k + 1 FROM n WHERE k < 459)"
    gold = f"{numbers} SELECT k FROM n EXCEPT SELECT price FROM dish"
    world = restore(KITCHEN, f"{COOK}\nINSERT INTO dish VALUES (1, 'Pho', 7.5, 1);")
    last = [*made_for(world, gold, gold)][-4:]
    assert {tuple(price for _, _, price, _ in rows["dish"]) for rows in last} == {(447.0,), (1.0,)}


@pytest.mark.parametrize(("test", "told"), [("5 > 4", False), ("price < 5", True)])
def test_a_dear_answer_is_looked_at_on_fewer_databases(test: str, told: bool) -> None:
    """Also where the shown rows say nothing of a column, of whatever type it is."""
    gold = "SELECT name FROM dish WHERE price > 2"
    dear = "(SELECT COUNT(*) FROM dish a, dish b, dish c, dish d, dish e, chef f) >= 0"
    started = time.thread_time()
    why = counterexample(KITCHEN, COOK, gold, f"{gold} AND {test} AND {dear}", ordered=False)
    assert (why is not None) is told
    assert time.thread_time() - started < 5


@pytest.mark.parametrize(
    ("kept", "rows"),
    [
        (True, [(1, "", "2020-02-29", None), (2, "x", None, 1)]),
        (False, [(1, "", "2020-02-30", None)]),
        (False, [(1, "", "2020", None)]),
        (False, [(1, None, None, None)]),
        (False, [(1, "", None, 7)]),
        (False, [(1, "", None, 1)]),
        (False, [(1, "", None, 2), (2, "", None, 1)]),
        (False, []),
    ],
)
def test_promises_are_what_the_schema_says_and_means(
    kept: bool, rows: list[tuple[int, str | None, str | None, int | None]]
) -> None:
    found: Rows = {"team": [*rows]}
    assert keeps_promises(restore(DDL, SHOWN), found) is kept


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        (False, "select X.name as who from team X where X.id>=1"),
        (False, "SELECT name FROM team"),
        (True, "SELECT name FROM team WHERE id >= 1 AND id <> 5"),
        (True, "SELECT UPPER(name) FROM team WHERE id >= 1"),
        (True, "SELECT DISTINCT name FROM team WHERE id >= 1"),
        (True, "SELECT name FROM team WHERE id < 1"),
        (True, 'SELECT name FROM team WHERE id >= 1 AND "founded_date" = "x"'),
    ],
)
def test_what_counts_as_saying_more(more: bool, answer: str) -> None:
    gold = read_statement("SELECT T1.name FROM team AS T1 WHERE T1.id >= 1")
    assert says_more(gold, read_statement(answer), restore(DDL, SHOWN)) is more
