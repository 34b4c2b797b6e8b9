"""Hostile answers: none changes a file or a database, none is dear, none scores."""

import multiprocessing
import resource
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from tasksynth import Verdict
from tasksynth_sql import judge
from tasksynth_sql.guard import Database, build_image
from tasksynth_sql.judging import suite_for

SCRIPT = """
CREATE TABLE emp(id INTEGER PRIMARY KEY, name TEXT NOT NULL, salary INTEGER);
INSERT INTO emp VALUES (1,'Ann',50),(2,'Bob',70),(3,'Cy',NULL),(4,'Di',90);
CREATE VIEW rich AS SELECT * FROM emp WHERE salary > 60;
"""
GOLD = "SELECT name FROM emp WHERE salary > 60"
COUNTER = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c"
BIG = "replace(hex('" + "x" * 2000 + "'), '7', 'yyyyyyyyyyyyyyyyyyyy')"
CROSS = ", ".join(f"emp e{n}" for n in range(60))

ATTACKS = {
    # writing rows
    "insert": "INSERT INTO emp VALUES (9, 'Eve', 99)",
    "insert returning": "INSERT INTO emp VALUES (9, 'Eve', 99) RETURNING name",
    "update returning": "UPDATE emp SET salary = 99 RETURNING name",
    "delete": "DELETE FROM emp",
    "delete returning": "DELETE FROM emp WHERE salary > 60 RETURNING name",
    "replace": "REPLACE INTO emp VALUES (1, 'Eve', 1)",
    "insert behind with": "WITH x AS (SELECT 9) INSERT INTO emp SELECT 9, 'Eve', 1 FROM x",
    "delete behind with": "WITH x AS (SELECT 1) DELETE FROM emp RETURNING name",
    "update behind with": "WITH x AS (SELECT 1) UPDATE emp SET salary = 1",
    # changing the schema
    "drop": "DROP TABLE emp",
    "alter": "ALTER TABLE emp ADD COLUMN evil",
    "create table": "CREATE TABLE z AS SELECT * FROM emp",
    "create temp table": "CREATE TEMP TABLE z AS SELECT name FROM emp",
    "create temp view": "CREATE TEMP VIEW emp AS SELECT 'Eve' AS name",
    "create trigger": "CREATE TRIGGER t AFTER INSERT ON emp BEGIN DELETE FROM emp; END",
    "create index": "CREATE INDEX i ON emp(name)",
    "virtual table": "CREATE VIRTUAL TABLE f USING fts5(x)",
    # files and settings
    "attach": "ATTACH DATABASE 'evil.db' AS x",
    "attach memory": "ATTACH ':memory:' AS x",
    "detach": "DETACH main",
    "vacuum": "VACUUM",
    "vacuum into": "VACUUM INTO 'evil.db'",
    "pragma": "PRAGMA writable_schema = 1",
    "pragma read": "PRAGMA table_info(emp)",
    "pragma function": "SELECT name FROM pragma_table_info('emp')",
    "pragma list": "SELECT file FROM pragma_database_list",
    "load_extension": "SELECT load_extension('./evil.so')",
    "readfile": "SELECT readfile('/etc/passwd')",
    "writefile": "SELECT writefile('evil.txt', 'x')",
    "edit": "SELECT edit('x', 'sh')",
    "fts3_tokenizer": "SELECT fts3_tokenizer('simple')",
    "catalogue": "SELECT name FROM sqlite_master",
    "catalogue quoted": 'SELECT name FROM main."sqlite_master"',
    "catalogue schema": "SELECT name FROM sqlite_schema",
    "catalogue temp": "SELECT name FROM sqlite_temp_master",
    "catalogue in cte": "WITH s AS (SELECT sql FROM [sqlite_master]) SELECT sql FROM s",
    "dbstat": "SELECT name FROM dbstat",
    "statements": "SELECT * FROM sqlite_stmt",
    "bytecode": "SELECT * FROM bytecode('SELECT 1')",
    # statements that only look like queries
    "begin": "BEGIN EXCLUSIVE",
    "savepoint": "SAVEPOINT a",
    "rollback": "ROLLBACK",
    "analyze": "ANALYZE",
    "reindex": "REINDEX",
    "explain": f"EXPLAIN {GOLD}",
    "explain plan": f"EXPLAIN QUERY PLAN {GOLD}",
    # hiding a second statement
    "two statements": f"{GOLD}; DROP TABLE emp",
    "two, other way": f"DROP TABLE emp; {GOLD}",
    "comment": f"{GOLD} /* ; */; --\nDELETE FROM emp",
    "line comment ended": f"{GOLD} --;\n; DELETE FROM emp",
    "nested comment": f"{GOLD} /* /* */ ; DELETE FROM emp -- */",
    "version comment": f"/*!50000 DROP TABLE emp; */ {GOLD} UNION SELECT 'Eve'",
    "quoted semicolon": f"{GOLD} AND name <> ';'; DELETE FROM emp",
    "nul": f"{GOLD}\0; DROP TABLE emp",
    "second fence": f"```sql\n{GOLD}\n```\n```sql\nDROP TABLE emp\n```",
    "boxed": r"\boxed{DROP TABLE emp}",
    # time and memory
    "endless": f"{COUNTER}) SELECT COUNT(*) FROM c",
    "endless rows": f"{COUNTER}) SELECT x FROM c",
    "endless names": f"{COUNTER}) SELECT name FROM emp, c",
    "endless distinct": f"{COUNTER}) SELECT DISTINCT x FROM c",
    "endless sort": f"{COUNTER} LIMIT 100000000) SELECT x FROM c ORDER BY -x",
    "endless text": (
        "WITH RECURSIVE c(s) AS (SELECT 'x' UNION ALL SELECT s || s FROM c) SELECT max(s) FROM c"
    ),
    "fat queue": (
        f"WITH RECURSIVE c(x, s) AS (SELECT 1, {BIG} UNION ALL SELECT x + 1, s FROM c) "
        "SELECT COUNT(*) FROM c ORDER BY s"
    ),
    "fat sort": f"{COUNTER} WHERE x < 1000000) SELECT {BIG} || x FROM c ORDER BY 1",
    "fat group": f"{COUNTER} WHERE x < 1000000) SELECT COUNT(DISTINCT {BIG} || x) FROM c",
    "fat window": f"{COUNTER} WHERE x < 1000000) SELECT max({BIG} || x) OVER () FROM c",
    "fat rows": f"{COUNTER}) SELECT {BIG} FROM c",
    "wide rows": f"{COUNTER}) SELECT {', '.join([BIG] * 4)} FROM c",
    "cross join": f"SELECT COUNT(*) FROM {CROSS}",
    "cross join rows": "SELECT e1.name FROM " + ", ".join(f"emp e{n}" for n in range(20)),
    "printf": "SELECT length(printf('%.*c', 2000000000, 'x'))",
    "printf width": "SELECT printf('%2000000000d', 1)",
    "printf built": "SELECT printf('%' || 1000000000 || 'd', 1)",
    "format": "SELECT format('%.*c', 2000000000, 'x')",
    "zeroblob": "SELECT length(zeroblob(900000000))",
    "randomblob": "SELECT length(randomblob(900000000))",
    "random": "SELECT name FROM emp ORDER BY random()",
    "group_concat": f"{COUNTER} WHERE x < 3000000) SELECT group_concat({BIG}) FROM c",
    "like": f"SELECT '{'a' * 4000}' LIKE '{'%a' * 90}b'",
    "glob": f"{COUNTER} WHERE x < 5000) SELECT sum('{'a' * 4000}' GLOB '{'*a' * 90}b') FROM c",
    "instr": f"{COUNTER} WHERE x < 99999) SELECT sum(instr({BIG}, {BIG} || 'z')) FROM c",
    "replace text": f"{COUNTER} WHERE x < 99999) SELECT max(replace({BIG}, 'y', 'zz')) FROM c",
    "json": f"{COUNTER} WHERE x < 9999999) SELECT json_group_array({BIG}) FROM c",
    "json tree": f"SELECT COUNT(*) FROM json_tree('{'[' * 900 + ']' * 900}')",
    "parentheses": "SELECT " + "(" * 2000 + "1" + ")" * 2000,
    "not": "SELECT name FROM emp WHERE " + "NOT " * 4000 + "1",
    "subqueries": "SELECT " + "(SELECT " * 90 + "1" + ")" * 90,
    "plus": "SELECT " + "+".join(["1"] * 9000),
    "case": "SELECT " + "CASE WHEN 1 THEN " * 900 + "1" + " END" * 900,
    "unions": " UNION ALL ".join(["SELECT 'Bob'"] * 700),
    "ctes": "WITH a0 AS (SELECT 1 x)" + "".join(
        f", a{n} AS (SELECT a.x FROM a{n - 1} a, a{n - 1} b)" for n in range(1, 40)
    ) + " SELECT COUNT(*) FROM a39",
    "ctes, materialized": "WITH a0 AS (SELECT 1 x)" + "".join(
        f", a{n} AS MATERIALIZED (SELECT a.x FROM a{n - 1} a, a{n - 1} b)" for n in range(1, 40)
    ) + " SELECT COUNT(*) FROM a39",
    "ctes in scalars": "WITH a0 AS (SELECT 1 x)" + "".join(
        f", a{n} AS (SELECT (SELECT x FROM a{n - 1}) + (SELECT x FROM a{n - 1}) x)"
        for n in range(1, 40)
    ) + " SELECT COUNT(*) FROM a39",
    "columns repeated by alias": "SELECT 'Bob' FROM (SELECT " + " FROM (SELECT ".join(
        ["+".join(["t.a"] * 150) + " a"] * 4
    ) + " FROM (SELECT id a FROM emp) t) t) t) t WHERE a > 0",
    "columns repeated": "SELECT 'Bob' FROM (SELECT " + " FROM (SELECT ".join(
        ["+".join(["a"] * 150) + " a"] * 4
    ) + " FROM (SELECT id a FROM emp)))) WHERE a > 0",
    "view doubling": "WITH a0 AS (SELECT name FROM rich)" + "".join(
        f", a{n} AS (SELECT * FROM a{n - 1} UNION ALL SELECT * FROM a{n - 1})"
        for n in range(1, 45)
    ) + " SELECT name FROM a44",
    "many joins": "SELECT e0.name FROM emp e0 " + " ".join(
        f"LEFT JOIN emp e{n} ON e{n}.id >= e{n - 1}.id" for n in range(1, 64)
    ),
    "huge text": "SELECT '" + "x" * 3_000_000 + "'",
    "huge comment": GOLD + " /*" + "x" * 190_000 + "*/",
    "huge list": "SELECT name FROM emp WHERE id IN (" + ",".join(["2"] * 9000) + ")",
    "fences": "```" * 60_000,
    "quotes": "SELECT " + "'" * 19_001,
    "semicolons": ";" * 100_000,
    "thinking": "<think>" * 25_000,
    "boxes": r"\boxed{" * 25_000,
    "answers": "<answer>" * 20_000,
    "markers": "answer:\n" * 20_000,
    "surrogates": "SELECT '\ud800' FROM emp",
    "big number": "SELECT " + "9" * 19_000,
}  # fmt: skip


class Cost(NamedTuple):
    """What one judging took, in a process of its own."""

    verdict: Verdict
    seconds: float
    kib: int
    """Resident memory beyond what the process began with, its own child included."""


def judged_apart(attack: str) -> Cost:
    """Judge in a forked worker, where the peak of memory is this attack's alone."""
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)

    def work() -> None:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.perf_counter()
        verdict = judge([SCRIPT], GOLD, attack)
        seconds = time.perf_counter() - started
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        # a child of this one was born as large as this one
        grown += max(0, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before)
        theirs.send(Cost(verdict, seconds, grown))

    worker = fork.Process(target=work)
    worker.start()
    found: Cost = ours.recv() if ours.poll(20) else pytest.fail("no verdict in 20 s")
    worker.join()
    return found


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_attack_is_cheap_harmless_and_worthless(
    attack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    verdict, seconds, kib = judged_apart(attack)
    assert seconds < 2
    assert kib < 300_000
    assert verdict.status in ("fail", "unparsable"), verdict
    assert verdict.reward in (0.0, 0.1)
    assert verdict.why
    assert list(tmp_path.iterdir()) == []


def test_memory_is_measured() -> None:
    """Or else the limit above would hold for anything."""
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)

    def work() -> None:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        _ = b"x" * 50_000_000
        theirs.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)

    worker = fork.Process(target=work)
    worker.start()
    assert ours.recv() > 40_000
    worker.join()


def test_attacks_leave_the_databases_as_they_were() -> None:
    suite = suite_for((SCRIPT,), GOLD, order_matters=False, column_order_matters=False)
    before = suite.results[0].rows
    for attack in ATTACKS.values():
        judge([SCRIPT], GOLD, attack)
    assert suite.results[0].rows == before == [("Bob",), ("Di",)]
    assert judge([SCRIPT], GOLD, GOLD).status == "pass"
    everything = Database(build_image(SCRIPT)).run("SELECT * FROM emp ORDER BY id").rows
    again = [("Ann", 50, 1), ("Bob", 70, 2), ("Cy", None, 3), ("Di", 90, 4)]
    assert sorted(everything) == sorted((id_, name, pay) for name, pay, id_ in again)
    assert judge([SCRIPT], "SELECT * FROM emp", "SELECT * FROM emp").status == "pass"


def test_there_are_enough_attacks() -> None:
    assert len(set(ATTACKS.values())) >= 60


@pytest.mark.parametrize("attack", ["INSERT", "DROP", "ATTACH", "VACUUM", "PRAGMA", "REINDEX"])
def test_forbidden_statements_get_nothing_at_all(attack: str) -> None:
    for sql in ATTACKS.values():
        if sql.startswith(attack):
            assert judge([SCRIPT], GOLD, sql).reward == 0
