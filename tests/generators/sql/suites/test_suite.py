"""Hidden suites against databases that they have never seen."""

import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from tasksynth_sql.__main__ import main
from tasksynth_sql.checking.adversary import dense_rows
from tasksynth_sql.checking.audit import Audit, audit
from tasksynth_sql.databases.lexicon import DOMAINS
from tasksynth_sql.databases.restore import keeps_promises
from tasksynth_sql.databases.rows import insert_script, natural_rows, neighbour_rows
from tasksynth_sql.databases.world import Attr, World, draw_world, read_tables
from tasksynth_sql.judging.guard import Database, QueryError, build_image
from tasksynth_sql.judging.verdict import Suite
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.draw import draw_plan
from tasksynth_sql.making.parts import Drawing
from tasksynth_sql.making.plan import Compare, Filter, Rows
from tasksynth_sql.making.render import render
from tasksynth_sql.suites.bench import SuiteBench
from tasksynth_sql.suites.build import build_suite, used_tables
from tasksynth_sql.suites.doubt import counterexample
from tasksynth_sql.suites.hints import hints_of
from tasksynth_sql.suites.rows.aim import aimed_rows
from tasksynth_sql.suites.rows.alike import alike_rows
from tasksynth_sql.suites.rows.coincide import odd_rows
from tasksynth_sql.suites.rows.site import RowSite
from tasksynth_sql.suites.scopes import scopes_of
from tasksynth_sql.suites.text import GoldText


def dice(seed: int) -> QueryDice:
    return QueryDice(np.random.Generator(np.random.Philox(seed)))


def world_of(seed: int) -> tuple[World, QueryDice]:
    d = dice(seed)
    return draw_world(d, tables=5, distractor_tables=1, distractor_columns=1), d


def test_what_fresh_databases_refute_the_suite_refutes() -> None:
    refuted = missed = judged = 0
    for seed in range(24):
        world, d = world_of(seed)
        rows = natural_rows(world, d, size=20)
        plan = draw_plan(Drawing(world, rows, d, tests=2), seed % 6)
        if plan is None:
            continue
        gold, ordered = render(world, plan), bool(getattr(plan, "sort", ()))
        suite = build_suite(world, insert_script(world, rows), gold, d, ordered=ordered)
        if suite is None:
            continue
        judged += 1
        scripts = [f"{world.ddl}\n{s}" for s in (insert_script(world, rows), *suite.scripts)]
        verifier = Suite(scripts, gold, order_matters=ordered)
        assert verifier.judge_reply(gold).grade == "right"
        for mutant in suite.killed:
            assert verifier.judge_reply(mutant.sql).grade != "right", mutant
        refuted += len(suite.killed)
        bench = SuiteBench(world.ddl, gold, ordered=ordered)
        hints, used = hints_of(gold, world), used_tables(world, gold)
        left = {m.sql for m in suite.equivalent}
        other = dice(seed + 10_000)
        for _ in range(25):
            fresh = bench.look(neighbour_rows(world, other, hints, used))
            found = {sql for sql in left if fresh.differs(sql)}
            missed += sum(
                counterexample(world.ddl, insert_script(world, rows), gold, sql, ordered=ordered)
                is None
                for sql in found
            )
            left -= found
    assert judged >= 12
    assert refuted > 200
    assert missed == 0


@pytest.mark.parametrize("kind", ["neighbour", "dense", "aimed", "alike", "odd"])
def test_databases_keep_every_promise_of_the_schema(kind: str) -> None:
    for seed in range(12):
        world, d = world_of(seed)
        if kind == "dense":
            rows = dense_rows(world, d, "SELECT 1 WHERE 3 < 2.5 AND 'Ann' = '2020-01-02'")
        elif kind != "neighbour":
            plan = draw_plan(Drawing(world, natural_rows(world, d, size=9), d, tests=3), seed % 6)
            gold = render(world, plan) if plan else "SELECT 1"
            scopes, hints = scopes_of(GoldText(gold).tree, world), hints_of(gold, world)
            site = RowSite(world, d, hints, used_tables(world, gold), scopes)
            if kind == "aimed":
                rows = aimed_rows(site)
            else:
                rows = (alike_rows if kind == "alike" else odd_rows)(site, seed)
            assert keeps_promises(world, rows)
        else:
            rows = neighbour_rows(world, d, {}, frozenset(t.name for t in world.tables))
        database = Database(build_image(f"{world.ddl}\n{insert_script(world, rows)}"))
        for table in world.tables:
            assert rows[table.name]
            for ref in table.refs:
                lost = database.run(
                    f"SELECT COUNT(*) FROM {table.name} AS a WHERE a.{ref.name} IS NOT NULL AND "
                    f"NOT EXISTS (SELECT 1 FROM {ref.table} AS b WHERE b.id = a.{ref.name})"
                )
                assert lost.rows == [(0,)]
                if ref.table == table.name:  # no one is above oneself, at any distance
                    loops = database.run(
                        f"WITH RECURSIVE up(a, b) AS (SELECT id, {ref.name} FROM {table.name} "
                        f"UNION SELECT up.a, t.{ref.name} FROM up JOIN {table.name} AS t "
                        "ON t.id = up.b) SELECT COUNT(*) FROM up WHERE a = b"
                    )
                    assert loops.rows == [(0,)]


def test_rows_that_pass_hold_null_wherever_they_may() -> None:
    """Also in columns that the query does not read: what counts or keeps by them shows."""
    gold = "SELECT T1.name FROM employee AS T1 JOIN team AS T2 ON T1.team_id = T2.id WHERE "
    gold += "T1.salary >= 70 AND T2.field = 'sales'"
    tables = tuple(
        replace(t, columns=tuple(c for c in t.columns if c.table != "office"))
        for t in read_tables(DOMAINS["company"])
        if t.name in ("team", "employee")
    )
    world, d, found = World(tables, 2), dice(1), Counter[str]()
    used, scopes = frozenset({"team", "employee"}), scopes_of(GoldText(gold).tree, world)
    site = RowSite(world, d, hints_of(gold, world), used, scopes)
    for _ in range(30):
        rows = aimed_rows(site)
        db = Database(build_image(f"{world.ddl}\n{insert_script(world, rows)}"))
        for column in ("T1.manager_id", "T2.budget"):
            found[column] += bool(db.run(f"{gold} AND {column} IS NULL").rows)
        found["one bound alone"] += bool(db.run(gold.replace(">= 70", "< 70")).rows)
        found["at the bound"] += bool(db.run(gold.replace(">= 70", "= 70")).rows)
        found["without a value"] += bool(db.run(gold.replace(">= 70", "IS NULL")).rows)
        found["nothing"] += not db.run(gold).rows
        found["one row"] += len(db.run(gold).rows) == 1
    assert min(found.values()) >= 3
    assert len(found) == 7


def test_the_more_tables_are_joined_the_fewer_rows_they_have() -> None:
    """A right query may go through every combination of four tables, and then ends in time."""
    world, d = world_of(1)
    names = [t.name for t in world.subjects]
    most = {
        n: max(len(neighbour_rows(world, d, {}, frozenset(names[:n]))[names[0]]) for _ in range(80))
        for n in (1, 4, 5)
    }
    assert most[1] > most[4] > most[5]
    assert most[5] ** 4 < 1_000_000


def test_a_gold_that_says_nothing_makes_no_task() -> None:
    world, d = world_of(3)
    table = world.subjects[0]
    rows = natural_rows(world, d, size=12)
    name = next(c.name for c in table.attributes if c.kind == "text")
    empty = Rows(
        table.name, (Attr((), name),), where=Filter((Compare(Attr((), name), "=", "nobody"),))
    )
    shown = insert_script(world, rows)
    assert build_suite(world, shown, render(world, empty), d, ordered=False) is None


def test_an_answer_learnt_by_heart_fails() -> None:
    world, d = world_of(5)
    rows = natural_rows(world, d, size=12)
    table = world.subjects[0]
    plan = Rows(table.name, (Attr((), table.columns[0].name), Attr((), table.columns[1].name)))
    gold, shown = render(world, plan), insert_script(world, rows)
    suite = build_suite(world, shown, gold, d, ordered=False)
    assert suite is not None
    scripts = [f"{world.ddl}\n{s}" for s in (shown, *suite.scripts)]
    learnt = "VALUES " + ", ".join(
        "(" + ", ".join("NULL" if v is None else repr(v) for v in row[:2]) + ")"
        for row in rows[table.name]
    )
    assert Suite(scripts[:1], gold).judge_reply(learnt).grade == "right"
    outcome = Suite(scripts, gold).judge_reply(learnt)
    assert outcome.grade == "idle"
    assert outcome.why.startswith("database 2: ")


@pytest.mark.parametrize("rung", range(6))
def test_a_sample_passes_the_audit(rung: int) -> None:
    found = audit(rung, range(3), seed=1)
    assert found.faults == []
    assert found.counts["golds"] == found.counts["questions"] == 3
    assert found.counts["mutants"] > 20
    assert found.counts["rewrites"] > 10


def test_the_audit_notices_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    found = Audit()
    found.expect(True, "golds", "task 1")
    found.expect(False, "golds", "task 2")
    assert (found.counts["golds"], found.faults) == (2, ["golds: task 2"])
    assert main(["audit", "--rung", "0", "--start", "5", "--count", "1"]) == 0
    assert re.match(r"rung 0: 1 golds, 1 questions, .*; 0 faults\n", capsys.readouterr().out)


def test_a_query_that_takes_long_is_not_known_to_be_wrong() -> None:
    rows = ", ".join(f"({i})" for i in range(200))
    bench = SuiteBench("CREATE TABLE t (a INT NOT NULL);", "SELECT COUNT(*) FROM t", ordered=False)
    at = bench.look(f"INSERT INTO t VALUES {rows};")
    long = "FROM t WHERE EXISTS (SELECT 1 FROM t AS b, t AS c WHERE b.a + c.a < t.a - 999) IS FALSE"
    assert at.tells(f"SELECT COUNT(*) {long}") is None
    assert not at.differs(f"SELECT COUNT(*) {long}")
    assert at.differs("SELECT COUNT(*) + 1 FROM t")
    assert at.differs("SELECT nothing FROM t")


def test_databases_take_turns_on_a_bench() -> None:
    ddl = "CREATE TABLE t (a INT PRIMARY KEY NOT NULL, b TEXT);"
    bench = SuiteBench(ddl, "SELECT b FROM t LIMIT 1", ordered=False)
    one, other = (
        bench.look({"t": [(1, "x")]}),
        bench.look("INSERT INTO t VALUES (1, 'x'), (2, 'y')"),
    )
    for _ in range(2):
        assert not one.differs("SELECT MIN(b) FROM t WHERE a < 9")
        assert one.differs("SELECT b FROM t WHERE a = 2")
        assert other.tells("SELECT COUNT(*) FROM t")
    assert one.settled
    with pytest.raises(QueryError, match=r"UNIQUE constraint failed: t\.a"):
        bench.look({"t": [(3, "x"), (3, "y")]})
    assert bench.look({"t": [(3, "z")]}).result.rows == [("z",)]
