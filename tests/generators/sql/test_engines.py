"""Golds and candidates on a real DuckDB and a real PostgreSQL."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from tasksynth import grade, source
from tasksynth_sql.engines import Engine, Postgres, agreed_gold, gate, judge_on
from tasksynth_sql.families import Text2SqlInstance
from tasksynth_sql.judging import Suite
from tasksynth_sql.reading import read_statement

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
    ],
}


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A PostgreSQL of our own, on a socket in a temporary folder."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    binary = shutil.which("initdb") or (str(found[-1]) if found else None)
    if binary is None:
        pytest.skip("no PostgreSQL here")
    folder = Path(binary).resolve().parent
    # Not pytest's folder, which another user may not enter.
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    prefix: list[str] = []
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(home, "postgres")
        prefix = ["runuser", "-u", "postgres", "--"]
    data = str(home / "data")
    common = {"check": True, "capture_output": True, "cwd": str(home)}
    subprocess.run(  # type: ignore[call-overload]
        [*prefix, binary, "-D", data, "-A", "trust", "-U", "postgres", "--no-sync"], **common
    )
    options = f"-c listen_addresses='' -c unix_socket_directories='{home}' -c fsync=off"
    control = [*prefix, str(folder / "pg_ctl"), "-D", data, "-w"]
    log = str(home / "log")
    subprocess.run([*control, "-o", options, "-l", log, "start"], **common)  # type: ignore[call-overload]
    try:
        yield Postgres(host=str(home), user="postgres")
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **common)  # type: ignore[call-overload]
        shutil.rmtree(home, ignore_errors=True)


def test_duckdb_judges_in_its_own_dialect() -> None:
    pytest.importorskip("duckdb")
    suite = Suite([SCRIPT], GOLD)
    right = "SELECT name FROM emp WHERE pay::DOUBLE > 1 ORDER BY ALL"
    assert judge_on("duckdb", suite, [SCRIPT], right, server=None).grade == "right"
    assert suite.judge_reply(right).grade == "broken"
    wrong = judge_on("duckdb", suite, [SCRIPT], "SELECT name FROM emp", server=None)
    assert wrong.grade == "wrong"
    missing = judge_on("duckdb", suite, [SCRIPT], "SELECT nme FROM emp", server=None)
    assert missing.grade == "broken"


@pytest.mark.parametrize("attack", ATTACKS["duckdb"])
def test_duckdb_attacks_do_not_score(attack: str) -> None:
    pytest.importorskip("duckdb")
    suite = Suite([SCRIPT], GOLD)
    outcome = judge_on("duckdb", suite, [SCRIPT], attack, server=None)
    assert outcome.grade in ("refused", "unreadable", "broken"), outcome


@pytest.mark.slow
def test_duckdb_bombs_are_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("duckdb")
    monkeypatch.setattr("tasksynth_sql.engines.TIMEOUT_S", 3.0)
    for bomb in ("SELECT length(repeat('x', 2000000000))", "SELECT len(range(2000000000))"):
        suite = Suite([SCRIPT], GOLD)
        assert judge_on("duckdb", suite, [SCRIPT], bomb, server=None).grade == "broken"


@pytest.mark.parametrize("engine", get_args(Engine))
def test_the_gate_lets_plain_queries_through(engine: Engine) -> None:
    for query in (
        GOLD,
        "WITH a AS (SELECT name, RANK() OVER (ORDER BY pay DESC) AS r FROM emp) SELECT name FROM a",
        "SELECT name FROM emp UNION ALL SELECT name FROM emp",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t LIMIT 3",
        "SELECT COUNT(DISTINCT name), AVG(pay), COALESCE(MAX(pay), 0) FROM emp",
    ):
        assert gate(read_statement(query), engine) is None


@pytest.mark.slow
def test_postgres_judges_in_its_own_dialect(server: Postgres) -> None:
    suite = Suite([SCRIPT], GOLD)
    right = "SELECT DISTINCT ON (name) name FROM emp WHERE pay::numeric > 1"
    assert judge_on("postgres", suite, [SCRIPT], right, server=server).grade == "right"
    wrong = judge_on("postgres", suite, [SCRIPT], "SELECT name FROM emp", server=server)
    assert wrong.grade == "wrong"
    for attack in ATTACKS["postgres"]:
        outcome = judge_on("postgres", suite, [SCRIPT], attack, server=server)
        assert outcome.grade in ("refused", "unreadable", "broken"), (attack, outcome)


@pytest.mark.slow
@pytest.mark.parametrize("engine", get_args(Engine))
def test_golds_agree_with_sqlite(engine: Engine, request: pytest.FixtureRequest) -> None:
    """A task of each rung, on every database of its suite."""
    pytest.importorskip("duckdb")
    host = request.getfixturevalue("server") if engine == "postgres" else None
    for rung in range(6):
        tasks = source("sql.text2sql", seed=8, level=(rung + 0.5) / 6)
        x = Text2SqlInstance.model_validate(tasks.make(0).instance)
        gold = agreed_gold(engine, x.suite(), x.databases, server=host)
        assert gold is not None, x.gold


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
