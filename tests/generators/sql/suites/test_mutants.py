"""Mutants that show only where several things coincide, and changes that change nothing."""

from dataclasses import replace

import numpy as np
import pytest

from tasksynth_sql.checking.adversary import dense_rows
from tasksynth_sql.databases.rows import insert_script, natural_rows, neighbour_rows
from tasksynth_sql.databases.world import Attr, Column, Table, World
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.plan import Between, Compare, Filter, Rows
from tasksynth_sql.making.render import render
from tasksynth_sql.making.task import SqlQuestion
from tasksynth_sql.suites.bench import SuiteBench
from tasksynth_sql.suites.build import Hidden, build_suite, facts_of, schema_of
from tasksynth_sql.suites.doubt import counterexample
from tasksynth_sql.suites.hints import hints_of
from tasksynth_sql.suites.mutate import mutants

CITIES = ("Oslo", "Porto", "Turin")
SHOP_COLUMNS = (
    Column("id", "id", "id"),
    Column("boss_id", "ref", "boss", nullable=True, table="shop"),
    Column("city", "text", "city", nullable=True, values=CITIES),
    Column("owner", "text", "owner", values=("Ann", "Bo", "Cy", "Di")),
)
TOY_COLUMNS = (
    Column("id", "id", "id"),
    Column("shop_id", "ref", "shop", table="shop"),
    Column("maker_id", "ref", "maker", nullable=True, table="shop"),
    Column("kind", "text", "kind", values=("ball", "doll", "kite")),
    Column("origin", "text", "origin", nullable=True, values=CITIES),
    Column("price", "int", "price", nullable=True, low=1, high=90),
    Column("stock", "int", "stock", low=0, high=50),
)
WORLD = World(
    (Table("shop", "shop", "shops", SHOP_COLUMNS), Table("toy", "toy", "toys", TOY_COLUMNS)), 2
)
TREE = (
    "WITH RECURSIVE below(id, depth) AS (SELECT id, 0 FROM shop WHERE id = 1 UNION ALL SELECT "
    "T0.id, below.depth + 1 FROM shop AS T0 JOIN below ON T0.boss_id = below.id) SELECT T1.id, "
    "T1.owner, below.depth FROM shop AS T1 JOIN below ON below.id = T1.id"
)
TOTALS = (
    "WITH totals AS (SELECT T2.city AS label, AVG(T1.stock) AS total FROM toy AS T1 JOIN shop AS "
    "T2 ON T1.shop_id = T2.id GROUP BY T2.city) SELECT label, total FROM totals WHERE total > "
    "(SELECT AVG(total) FROM totals)"
)
TOYS = "FROM toy AS T1 JOIN shop AS T2 ON T1.shop_id = T2.id"
MADE = "FROM shop AS T1 JOIN toy AS T2 ON T2.maker_id = T1.id"
COUNTS = "FROM shop AS T1 LEFT JOIN toy AS T2 ON T2.shop_id = T1.id GROUP BY T1.id, T1.owner"
BOSSES = "FROM shop AS T1 JOIN shop AS T2 ON T1.boss_id = T2.id"

EITHER = (
    f"SELECT T2.owner, MAX(T1.stock) {TOYS} WHERE T2.owner <> 'Bo' OR T1.origin = 'Oslo' "
    "GROUP BY T2.owner HAVING COUNT(*) > 2"
)
BOTH = (
    f"SELECT T2.city {TOYS} WHERE T2.city <> 'Oslo' INTERSECT SELECT T2.origin {MADE} "
    "WHERE T2.stock > 10"
)
FOUR = (
    f"SELECT T2.owner, AVG(T1.stock) {TOYS} WHERE T1.stock > 10 AND T1.kind = 'kite' AND "
    "T2.city = 'Oslo' AND T1.price < 60 GROUP BY T2.owner"
)

COINCIDENCES: dict[str, tuple[str, str, str]] = {
    "no row passes": (
        "SELECT MIN(stock), MIN(price) FROM toy WHERE price BETWEEN 20 AND 70",
        "MIN(price)",
        "COALESCE(MIN(price), 0)",
    ),
    "no row that passes has a value": (
        "SELECT MAX(price) FROM toy WHERE kind = 'kite'",
        "MAX(price)",
        "MAX(COALESCE(price, 0))",
    ),
    "a large group without a value": (
        "SELECT kind, MIN(price) FROM toy GROUP BY kind HAVING COUNT(*) > 3",
        "MIN(price)",
        "COALESCE(MIN(price), 0)",
    ),
    "a table without a value": (
        "SELECT kind FROM toy WHERE NOT price IS NULL ORDER BY price DESC, id LIMIT 1",
        " WHERE NOT price IS NULL",
        "",
    ),
    "a key before the one asked for": (TREE, "id = 1", "id <= 1"),
    "a value beyond the last one, where the other condition fails": (
        f"SELECT T2.city {TOYS} WHERE NOT T1.price IS NULL OR T1.kind = 'kite'",
        "= 'kite'",
        ">= 'kite'",
    ),
    "capitals in a large group, where the other condition fails": (
        EITHER,
        "= 'Oslo'",
        "LIKE 'Oslo'",
    ),
    "an alias that means another table on the other side": (BOTH, "stock > 10", "stock >= 10"),
    "many groups, some of them alike": (TOTALS, "AVG(total)", "AVG(DISTINCT total)"),
    "a group without a value among others": (
        TOTALS.replace("stock", "price"),
        "AVG(total)",
        "AVG(COALESCE(total, 0))",
    ),
    "three rows of a group that pass four conditions": (
        FOUR,
        "AVG(T1.stock)",
        "ROUND(AVG(T1.stock), 2)",
    ),
}

OWN_EXTREME = (
    f"SELECT T1.id {BOSSES} WHERE T1.id = "
    "(SELECT MAX(T3.id) FROM shop AS T3 WHERE T3.city = T2.city)"
)
OWN_COUNT = OWN_EXTREME.replace("= (SELECT MAX", "> (SELECT COUNT")

PROMISES: dict[str, tuple[str, tuple[str, str] | None, tuple[str, str]]] = {
    "a walk down comes to each row once": (
        TREE,
        ("SELECT T1.id", "SELECT DISTINCT T1.id"),
        (" JOIN below ON below.id = T1.id", " LEFT JOIN below ON below.id = T1.id"),
    ),
    "two columns that are never NULL": (
        f"SELECT T1.owner, COUNT(T2.id) {COUNTS}",
        ("COUNT(T2.id)", "COUNT(T2.shop_id)"),
        ("COUNT(T2.id)", "COUNT(T2.maker_id)"),
    ),
    "NULL adds nothing to its own sum": (
        "SELECT SUM(price) FROM toy WHERE price < 50",
        ("price < 50", "(price < 50 OR price IS NULL)"),
        ("price < 50", "price <= 50"),
    ),
    "NULL adds a row": (
        "SELECT SUM(price), COUNT(*) FROM toy WHERE price < 50",
        None,
        ("price < 50", "(price < 50 OR price IS NULL)"),
    ),
    "groups come upwards": (
        "SELECT kind, COUNT(*) FROM toy GROUP BY kind ORDER BY COUNT(*), kind",
        (", kind", ""),
        ("COUNT(*), kind", "kind"),
    ),
    "groups do not come downwards": (
        "SELECT kind, COUNT(*) FROM toy GROUP BY kind ORDER BY COUNT(*), kind DESC",
        None,
        (", kind DESC", ""),
    ),
    "groups come downwards with a sort key of their own": (
        "SELECT kind, COUNT(*) FROM toy GROUP BY kind ORDER BY COUNT(*) DESC, kind DESC",
        (", kind DESC", ""),
        ("COUNT(*) DESC, kind DESC", "kind DESC"),
    ),
    "an aggregate over no row is NULL": (
        OWN_EXTREME,
        (" JOIN shop AS T2", " LEFT JOIN shop AS T2"),
        ("MAX(T3.id)", "MIN(T3.id)"),
    ),
    "a count of no row is none": (
        OWN_COUNT,
        None,
        (" JOIN shop AS T2", " LEFT JOIN shop AS T2"),
    ),
}


def dice(seed: int) -> QueryDice:
    return QueryDice(np.random.Generator(np.random.Philox(seed)))


def suite_of(gold: str) -> tuple[Hidden, str]:
    """The suite beside the first shown rows on which the gold says something, and those."""
    for seed in range(20):
        d = dice(seed)
        shown = insert_script(WORLD, natural_rows(WORLD, d, size=30))
        suite = build_suite(WORLD, shown, gold, d, ordered="ORDER BY" in gold)
        if suite is not None:
            return suite, shown
    raise AssertionError(f"no suite for {gold}")


@pytest.mark.parametrize("where", COINCIDENCES)
def test_what_shows_only_in_a_coincidence_is_found(where: str) -> None:
    gold, old, new = COINCIDENCES[where]
    assert gold.count(old) == 1
    suite, shown = suite_of(gold)
    wrong = gold.replace(old, new)
    if wrong not in {m.sql for m in suite.killed}:  # then on databases that are made for it
        ordered = "ORDER BY" in gold
        assert counterexample(WORLD.ddl, shown, gold, wrong, ordered=ordered) is not None


@pytest.mark.parametrize("why", PROMISES)
def test_only_what_changes_nothing_counts_as_promised(why: str) -> None:
    gold, same, change = PROMISES[why]
    equal = gold[::-1].replace(same[0][::-1], same[1][::-1], 1)[::-1] if same else None
    other = gold[::-1].replace(change[0][::-1], change[1][::-1], 1)[::-1]
    schema, facts = schema_of(WORLD), facts_of(WORLD)
    every = {m.sql for m in mutants(gold, schema, replace(facts, doubted=True))}
    left = {m.sql for m in mutants(gold, schema, facts)}
    assert equal is None or equal in every - left
    assert other in left
    assert refuted(gold, {equal or gold, other}) == {other}


def refuted(gold: str, queries: set[str]) -> set[str]:
    """The queries that some database tells from the gold."""
    ordered, d = "ORDER BY" in gold, dice(7)
    bench, found = SuiteBench(WORLD.ddl, gold, ordered=ordered), set[str]()
    for n in range(80):
        near = neighbour_rows(WORLD, d, hints_of(gold, WORLD), frozenset({"shop", "toy"}))
        at = bench.look(dense_rows(WORLD, d, gold) if n % 2 else near)
        found |= {sql for sql in queries if at.differs(sql)}
    return found


def test_a_question_with_an_idle_part_is_not_asked() -> None:
    price, outputs = Attr((), "price"), (Attr((), "kind"), Attr((), "stock"))
    tests = (Between(price, 15, 60), Compare(price, "<", 80))
    for count, asked in ((1, True), (2, False)):
        plan = Rows("toy", outputs, where=Filter(tests[:count]))
        d = dice(3)
        shown = insert_script(WORLD, natural_rows(WORLD, d, size=30))
        question = SqlQuestion(WORLD, render(WORLD, plan), shown, [], "", plan=plan)
        assert (question.suite(d) is not None) is asked
