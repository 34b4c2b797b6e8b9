"""Golds and candidates on a real DuckDB and a real PostgreSQL."""

import datetime
import math
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from tasksynth import FamilyError, UsageError, grade, make, source
from tasksynth_sql.families.text2sql import Text2SqlInstance
from tasksynth_sql.judging.engines import (
    Engine,
    agreed_gold,
    gate,
    judge_on,
    plain,
    try_duckdb,
)
from tasksynth_sql.judging.postgres import DSN
from tasksynth_sql.judging.reading import read_statement
from tasksynth_sql.judging.verdict import Suite

SCRIPT = """CREATE TABLE emp (id INT PRIMARY KEY NOT NULL, name TEXT NOT NULL, pay REAL);
INSERT INTO emp VALUES (2, 'Ann', 1.25), (1, 'Bo', NULL), (3, 'Cy', 0.1);"""
GOLD = "SELECT name FROM emp WHERE pay > 1"
ATTACKS = {
    "duckdb": [
        "DELETE FROM emp",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "COPY emp TO 'x.csv'",
        "ATTACH 'x.db'",
        "INSTALL httpfs",
        "SET threads = 8",
        "SELECT name FROM emp; DROP TABLE emp",
        "SELECT getenv('PATH')",
        "SELECT name FROM duckdb_settings()",
        "SELECT random()",
        "PRAGMA version",
    ],
    "postgres": [
        "DELETE FROM emp",
        "COPY (SELECT 1) TO PROGRAM 'id'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_sleep(5)",
        "SELECT set_config('statement_timeout', '0', false)",
        "SELECT lo_import('/etc/passwd')",
        "SELECT usename FROM pg_shadow",
        "SELECT table_name FROM information_schema.tables",
        "SELECT name INTO evil FROM emp",
        "WITH x AS (DELETE FROM emp RETURNING name) SELECT name FROM x",
        "SELECT name FROM emp FOR UPDATE",
        "SELECT name FROM emp; DROP TABLE emp",
        "CREATE TEMP TABLE z (a int)",
        "SELECT now()",
        "SELECT current_date",
        "SELECT 'now'::timestamp",
        "SELECT random()",
        "SELECT U&\"set\\005fconfig\"('statement_timeout', '0', false)",
        "SELECT name FROM pg_class",
        "SELECT name FROM other.emp",
        "SELECT query_to_xml('SELECT 1', true, true, '')",
        "SELECT current_setting('is_superuser')",
        "SELECT nextval('s')",
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_terminate_backend(1)",
        "TABLE emp",
        "EXPLAIN SELECT name FROM emp",
        "SET ROLE postgres",
        "DO $$ BEGIN PERFORM 1; END $$",
        "LISTEN x",
        "VACUUM",
        "SELECT name FROM emp) AS x, (SELECT 1",
    ],
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A PostgreSQL of our own, on a socket in a temporary folder, and a user who may little."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    binary = shutil.which("initdb") or (str(found[-1]) if found else None)
    if binary is None:
        pytest.skip("no PostgreSQL here")
    psycopg = pytest.importorskip("psycopg")
    folder = Path(binary).resolve().parent
    # Not pytest's folder, which another user may not enter.
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    prefix: list[str] = []
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(home, "postgres")
        prefix = ["runuser", "-u", "postgres", "--"]
    data = str(home / "data")
    common = {"check": True, "capture_output": True, "cwd": str(home)}
    made = ["-D", data, "-A", "trust", "-U", "postgres", "--locale", "C", "-E", "UTF8"]
    subprocess.run([*prefix, binary, *made, "--no-sync"], **common)  # type: ignore[call-overload]
    options = f"-c listen_addresses='' -c unix_socket_directories='{home}' -c fsync=off"
    control = [*prefix, str(folder / "pg_ctl"), "-D", data, "-w"]
    # What PostgreSQL cannot do itself: bound the memory of a backend.
    bounded = ["bash", "-c", 'ulimit -v 1000000; exec "$@"', "bash"]
    start = [*bounded, *control, "-o", options, "-l", str(home / "log"), "start"]
    subprocess.run(start, **common)  # type: ignore[call-overload]
    try:
        with psycopg.connect(f"host={home} user=postgres", autocommit=True) as db:
            db.execute("CREATE ROLE plain LOGIN CREATEROLE")
            db.execute("CREATE DATABASE judged OWNER plain")
        yield f"postgresql://plain@/judged?host={home}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **common)  # type: ignore[call-overload]
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def server(address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(DSN, address)
    return address


def test_duckdb_judges_in_its_own_dialect() -> None:
    pytest.importorskip("duckdb")
    suite = Suite([SCRIPT], GOLD)
    right = "SELECT name FROM emp WHERE pay::DOUBLE > 1 ORDER BY ALL"
    assert judge_on("duckdb", suite, [SCRIPT], right).grade == "right"
    assert suite.judge_reply(right).grade == "broken"
    assert judge_on("duckdb", suite, [SCRIPT], "FROM emp SELECT name WHERE pay > 1").executes
    assert judge_on("duckdb", suite, [SCRIPT], "SELECT name FROM emp").grade == "idle"
    assert judge_on("duckdb", suite, [SCRIPT], "SELECT nme FROM emp").grade == "broken"
    empty = "SELECT name, pay FROM emp WHERE pay > 9"
    assert judge_on("duckdb", suite, [SCRIPT], empty).why == "the result has 2 columns, want 1"


@pytest.mark.parametrize("attack", ATTACKS["duckdb"])
def test_duckdb_attacks_do_not_score(attack: str) -> None:
    pytest.importorskip("duckdb")
    suite = Suite([SCRIPT], GOLD)
    outcome = judge_on("duckdb", suite, [SCRIPT], attack)
    assert outcome.grade in ("refused", "unreadable", "broken"), outcome


@pytest.mark.slow
def test_duckdb_bombs_are_killed() -> None:
    pytest.importorskip("duckdb")
    for bomb in (
        "SELECT length(repeat('x', 2000000000))",
        "SELECT len(range(2000000000))",
        "SELECT repeat('x', 1000000) FROM range(9000)",
        "SELECT n FROM range(99999) AS t(n)",
    ):
        suite = Suite([SCRIPT], GOLD)
        assert judge_on("duckdb", suite, [SCRIPT], bomb).grade == "broken"


@pytest.mark.slow
def test_duckdb_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("duckdb")
    monkeypatch.chdir(tmp_path)
    suite = Suite([SCRIPT], GOLD)
    for large in (
        "SELECT COUNT(*) FROM range(999999) AS a, range(999999) AS b WHERE a.range > b.range",
        "SELECT COUNT(*) FROM (SELECT DISTINCT range FROM range(99999999)) AS a",
    ):
        assert judge_on("duckdb", suite, [SCRIPT], large).grade == "broken"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_duckdb_counts_the_time_that_a_query_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that computes too long is broken; one that waits for a busy machine is not."""
    pytest.importorskip("duckdb")
    suite = Suite([SCRIPT], GOLD)
    endless = "SELECT SUM(a.range * b.range) FROM range(9999999) AS a, range(9999999) AS b"
    monkeypatch.setattr("tasksynth_sql.judging.engines.DUCKDB_CPU_S", 1)
    assert judge_on("duckdb", suite, [SCRIPT], endless).why == "DuckDB ran out of time"
    monkeypatch.setattr("tasksynth_sql.judging.engines.DUCKDB_WALL_S", 0.001)
    with pytest.raises(FamilyError, match="too little of the machine"):
        judge_on("duckdb", suite, [SCRIPT], GOLD)


@pytest.mark.parametrize("engine", get_args(Engine))
def test_the_gate_lets_plain_queries_through(engine: Engine) -> None:
    for query in (
        GOLD,
        f"({GOLD}) UNION ({GOLD})",
        "WITH a AS (SELECT name, RANK() OVER (ORDER BY pay DESC) AS r FROM emp) SELECT name FROM a",
        "SELECT name FROM emp UNION ALL SELECT name FROM emp",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t LIMIT 3",
        "SELECT COUNT(DISTINCT name), AVG(pay), COALESCE(MAX(pay), 0) FROM emp",
        "SELECT g FROM generate_series(1, 3) AS t(g) WHERE g > CAST('2' AS INT)",
    ):
        assert gate(read_statement(query), engine) is None


def test_values_of_other_engines_compare_as_those_of_sqlite() -> None:
    day = datetime.date(2020, 1, 2)
    values = [True, Decimal("2.0"), Decimal("2.5"), day, [1], 10**400, Decimal("Infinity")]
    assert plain([values]) == [(1, 2, 2.5, "2020-01-02", "[1]", str(10**400), math.inf)]


@pytest.mark.slow
def test_postgres_judges_in_its_own_dialect(server: str) -> None:
    suite = Suite([SCRIPT], GOLD)
    right = "SELECT DISTINCT ON (name) name FROM emp WHERE pay::numeric > 1"
    assert judge_on("postgres", suite, [SCRIPT], right).grade == "right"
    assert judge_on("postgres", suite, [SCRIPT], f"({right})").grade == "right"
    wrong = judge_on("postgres", suite, [SCRIPT], "SELECT name FROM emp")
    assert (wrong.grade, wrong.why) == (
        "idle",
        "database 1: the row ('Bo') is wrong; 3 rows came, want 1",
    )
    twice = judge_on("postgres", suite, [SCRIPT], "SELECT name, name FROM emp WHERE pay > 9")
    assert twice.why == "the result has 2 columns, want 1"
    for list_of in ("SELECT array_agg(name) FROM emp", "SELECT '{}'::json FROM emp"):
        assert judge_on("postgres", suite, [SCRIPT], list_of).grade == "idle"


@pytest.mark.slow
@pytest.mark.parametrize("attack", ATTACKS["postgres"])
def test_postgres_attacks_do_not_score(attack: str, server: str) -> None:
    suite = Suite([SCRIPT], GOLD)
    outcome = judge_on("postgres", suite, [SCRIPT], attack)
    assert outcome.grade in ("refused", "unreadable", "broken"), outcome
    assert judge_on("postgres", suite, [SCRIPT], GOLD).grade == "right"


@pytest.mark.slow
def test_postgres_bombs_are_stopped_and_leave_nothing_behind(server: str) -> None:
    import psycopg

    suite = Suite([SCRIPT], GOLD)
    for bomb in (
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT COUNT(*) FROM t",
        "SELECT n FROM generate_series(1, 100000) AS t(n)",
        "SELECT repeat('x', 1000000) FROM generate_series(1, 9000)",
        "SELECT length(repeat('x', 1000000000))",
        "SELECT array_agg(repeat('x', 100000)) FROM generate_series(1, 1000000)",
    ):
        started = time.monotonic()
        outcome = judge_on("postgres", suite, [SCRIPT], bomb)
        assert outcome.grade == "broken", outcome
        assert time.monotonic() - started < 25  # two CPU seconds, on a busy machine
    with psycopg.connect(server) as db:
        left = "SELECT nspname FROM pg_namespace WHERE nspname ~ '^tasksynth'"
        assert db.execute(left).fetchall() == []
        assert db.execute("SELECT 1 FROM pg_roles WHERE rolname ~ '^tasksynth'").fetchall() == []


@pytest.mark.slow
def test_postgres_counts_the_time_that_a_query_uses(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A query that a busy machine holds up is no wrong one; nor is one that nobody can time."""
    suite, postgres = Suite([SCRIPT], GOLD), "tasksynth_sql.judging.postgres"
    endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT SUM(n) FROM t"
    monkeypatch.setattr(f"{postgres}.STATEMENT_S", 0.2)
    outcome = judge_on("postgres", suite, [SCRIPT], endless)
    assert (outcome.grade, outcome.why) == ("broken", "database 1: the query ran out of time")
    monkeypatch.setattr(f"{postgres}.STATEMENT_S", 5.0)
    monkeypatch.setattr(f"{postgres}.WALL_S", 0.2)
    with pytest.raises(FamilyError, match="the machine was too busy"):
        judge_on("postgres", suite, [SCRIPT], endless)
    monkeypatch.setattr(f"{postgres}._ServerClock.cpu_s", lambda _self: None)
    monkeypatch.setattr(f"{postgres}.STATEMENT_S", 0.2)
    with pytest.raises(FamilyError, match="run the server where the judge runs"):
        judge_on("postgres", suite, [SCRIPT], endless)
    assert judge_on("postgres", suite, [SCRIPT], GOLD).grade == "right"


@pytest.mark.slow
def test_a_postgres_process_that_is_ended_is_no_wrong_query(server: str) -> None:
    """Whoever restarts the server takes no reward from a right answer."""
    psycopg = pytest.importorskip("psycopg")
    endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT SUM(n) FROM t"
    end = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE usename LIKE 'tasksynth_%' AND state = 'active' AND pid <> pg_backend_pid()"
    )
    owner = server.replace("plain", "postgres")
    with psycopg.connect(owner, autocommit=True) as admin, ThreadPoolExecutor(1) as threads:
        judged = threads.submit(judge_on, "postgres", Suite([SCRIPT], GOLD), [SCRIPT], endless)
        while not judged.done():
            admin.execute(end)
        with pytest.raises(FamilyError, match="did not end a query"):
            judged.result()


@pytest.mark.slow
@pytest.mark.parametrize("engine", get_args(Engine))
def test_golds_agree_with_sqlite(engine: Engine, request: pytest.FixtureRequest) -> None:
    """A task of each rung, on every database of its suite."""
    pytest.importorskip("duckdb")
    if engine == "postgres":
        request.getfixturevalue("server")
    for rung in range(6):
        tasks = source("sql.text2sql", seed=8, level=(rung + 0.5) / 6)
        x = Text2SqlInstance.model_validate(tasks.make(0).instance)
        assert agreed_gold(engine, x.suite(), x.databases) is not None, x.gold


def test_a_duckdb_task_wants_duckdb() -> None:
    pytest.importorskip("duckdb")
    tasks = source("sql.text2sql", seed=5, level=0.2, params={"dialect": "duckdb"})
    draw = tasks.draw(0)
    assert "one DuckDB query" in draw.task.prompt
    assert grade(draw.task, tasks.family.solve(draw.instance)).status == "pass"
    own = f"FROM ({draw.task.instance['reference']}) AS t SELECT *"
    assert grade(draw.task, f"```sql\nWITH x AS ({own}) SELECT * FROM x\n```").status == "pass"
    assert grade(draw.task, "SELECT 1").status == "fail"
    assert grade(draw.task, "COPY (SELECT 1) TO 'x'").status == "unparsable"


def test_what_no_suite_can_know_is_refused_on_duckdb_too() -> None:
    """In DuckDB's own words, also those that SQLite has not; right answers stay right."""
    pytest.importorskip("duckdb")
    tasks = source("sql.text2sql", seed=5, level=0.0, params={"dialect": "duckdb"})
    x = Text2SqlInstance.model_validate(tasks.make(0).instance)
    for test, want in (("NOT ILIKE '%zanzibar_'", "wrong"), ("= name::VARCHAR", "right")):
        sql = f"{x.reference} AND name {test}"
        assert judge_on("duckdb", x.suite(), x.databases, sql).grade == "right"
        assert x.judge_abroad(x.suite(), sql).grade == want


def test_duckdb_keeps_what_it_found_before_it_was_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("duckdb")
    monkeypatch.setattr("tasksynth_sql.judging.engines.DUCKDB_CPU_S", 1)
    scripts = [["CREATE TABLE n (k BIGINT)", f"INSERT INTO n VALUES ({k})"] for k in (0, 3)]
    up_to_two = (
        "WITH RECURSIVE t(i) AS (SELECT k FROM n UNION ALL SELECT i + 1 FROM t WHERE i <> 2) "
        "SELECT COUNT(*) FROM t"
    )
    found = try_duckdb(scripts, up_to_two)
    assert [one and [*map(tuple, one.rows)] for one in found] == [[(3,)]]


@pytest.mark.slow
@pytest.mark.parametrize("level", [0.0, 1.0])
def test_a_postgres_task_keeps_the_contract(level: float, server: str) -> None:
    """What `check_family` checks, at a dialect that needs a server."""
    tasks = source("sql.text2sql", seed=5, level=level, params={"dialect": "postgres"})
    draws = [tasks.draw(index) for index in range(2)]
    for draw, other in zip(draws, draws[1:] + draws[:1], strict=True):
        task, solve = draw.task, tasks.family.solve
        assert make(task.ref) == task.model_copy(update={"level": None})
        assert "one PostgreSQL query" in task.prompt
        verdict = grade(task, solve(draw.instance))
        assert (verdict.status, verdict.reward) == ("pass", 1.0), verdict
        typed = f"SELECT t.*::text FROM ({task.instance['reference']}) AS t"
        assert grade(task, typed).status == "fail"
        for answer in tasks.family.baselines(draw.instance).values():
            assert grade(task, answer).status == "fail"
        for answer in ("", "SELECT", "x" * 100_000, "```sql\n```", "[[", "DROP TABLE x"):
            assert grade(task, answer).status in ("fail", "unparsable")
        assert grade(task, solve(other.instance)).status == "fail"


def test_without_a_server_postgres_is_an_error_that_names_the_mend(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(DSN, raising=False)
    tasks = source("sql.text2sql", seed=5, level=0.0, params={"dialect": "postgres"})
    mend = r"set TASKSYNTH_POSTGRES .*pip install 'tasksynth\[postgres\]'"
    with pytest.raises(UsageError, match=mend):
        tasks.make(0)
    plain_task = source("sql.text2sql", seed=5, level=0.0).make(0)
    instance = {**plain_task.instance, "dialect": "postgres"}
    verdict = grade(plain_task.model_copy(update={"instance": instance}), "SELECT 1")
    assert (verdict.status, verdict.reward) == ("error", None)
    assert re.search(mend, verdict.why)
    pytest.importorskip("psycopg")
    monkeypatch.setenv(DSN, "host=/nowhere connect_timeout=1")
    with pytest.raises(UsageError, match="cannot reach the server of TASKSYNTH_POSTGRES"):
        tasks.make(0)
