"""Hostile answers: none changes a file or a database, none is dear, none scores."""

import multiprocessing
import resource
from pathlib import Path
from typing import NamedTuple

import pytest

from tasksynth import Verdict
from tasksynth_sql import judge
from tasksynth_sql.judging.guard import Database, build_image
from tasksynth_sql.judging.verdict import suite_for

SCRIPT = """
CREATE TABLE emp(id INTEGER PRIMARY KEY, name TEXT NOT NULL, salary INTEGER);
INSERT INTO emp VALUES (1,'Ann',50),(2,'Bob',70),(3,'Cy',NULL),(4,'Di',90);
CREATE VIEW rich AS SELECT * FROM emp WHERE salary > 60;
"""
GOLD = "SELECT name FROM emp WHERE salary > 60"
COUNTER = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c"
BIG = "replace(hex('" + "x" * 2000 + "'), '7', 'yyyyyyyyyyyyyyyyyyyy')"
CROSS = ", ".join(f"emp e{n}" for n in range(60))


def text(letter: str, length: int) -> str:
    """A text that a query builds out of a short one."""
    return f"replace('{'q' * 100}', 'q', '{letter * (length // 100)}')"


def stretch(call: str, times: int, **texts: str) -> str:
    """A query that calls a function many times between two counts of its operations."""
    ctes = ", ".join(
        f"{name} AS MATERIALIZED (SELECT {value} {name})" for name, value in texts.items()
    )
    calls = ", ".join(f"max({', '.join([call] * 90)})" for _ in range(times // 90))
    return f"WITH {ctes} SELECT max({calls}, '') FROM {', '.join(texts)}"


def loop(call: str, **texts: str) -> str:
    """A query that calls a function a hundred thousand times, each time with other arguments."""
    ctes = "".join(
        f", {name} AS MATERIALIZED (SELECT {value} {name})" for name, value in texts.items()
    )
    return f"{COUNTER} WHERE x < 99999){ctes} SELECT sum({call}) FROM c, {', '.join(texts)}"


LONG = text("a", 9800)
SET = text("b", 800) + " || 'a'"
NEEDLE = text("a", 5000) + " || 'b'"
ARRAY = f"'[' || {text('1,', 4000)} || '1]'"

ON_CONTENT = {
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
}
ON_TIME_AND_MEMORY = {
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
    # functions whose cost is a product of two lengths, many times between two counts
    "trim, often": stretch("trim(s, k)", 1700, s=LONG, k=SET),
    "trim, quoted": stretch('"rtrim"(s, k)', 1200, s=LONG, k=SET),
    "trim, copied": f"WITH s AS MATERIALIZED (SELECT {LONG} s), "
    f"k AS MATERIALIZED (SELECT {SET} k) SELECT "
    + ", ".join([f"max({', '.join(['t'] * 99)})"] * 30) + " FROM (SELECT trim(s, k) t FROM s, k)",
    "trim, looped": loop("length(trim(s || x, k))", s=LONG, k=SET),
    "instr, often": stretch("instr(s, h)", 1500, s=LONG, h=NEEDLE),
    "instr, looped": loop("instr(s || x, h)", s=LONG, h=NEEDLE),
    "replace, often": stretch("replace(s, h, '')", 1000, s=LONG, h=NEEDLE),
    "like, often": stretch("s LIKE p", 1900, s=LONG, p=f"'%{'a' * 190}b'"),
    "like, called": stretch("like(p, s)", 1600, s=LONG, p=f"'%{'a' * 190}b'"),
    "glob, often": stretch("s GLOB p", 1900, s=LONG, p=f"'*[a]{'?' * 190}b'"),
    "glob, looped": loop("(s || x) GLOB p", s=LONG, p=f"'{'*[a]' * 40}b'"),
    "json_set": loop("length(json_set(j || ' '" + ", '$[4000]', 1" * 45 + "))", j=ARRAY),
    "json_patch": loop("length(json_patch(j || ' ', j))", j=ARRAY),
    "json_extract, often": stretch("json_extract(j, '$[#-1]')", 700, j=f"{ARRAY}"),
    "json_each, crossed": f"WITH j AS MATERIALIZED (SELECT {ARRAY} j) "
    "SELECT COUNT(*) FROM j, json_each(j) a, json_each(j) b, json_each(j) d",
    "json_tree, texts": f"WITH j AS MATERIALIZED (SELECT {ARRAY} j) "
    "SELECT max(a.json || b.json) FROM j, json_tree(j) a, json_tree(j) b",
    "json_group_object": f"{COUNTER} WHERE x < 9999999) SELECT json_group_object(x, x) FROM c",
    "hex, often": stretch("hex(s)", 2000, s=text("a", 4900)),
    "upper": loop("length(upper(lower(s || x)))", s=LONG),
    "printf, long": loop(
        f"length(printf('{'%s' * 9}', {', '.join(['s'] * 9)}))", s=text("a", 1000)
    ),
    "strftime, long": f"{COUNTER} WHERE x < 99999) SELECT max(strftime('{'%Y' * 2000}', x)) FROM c",
    "date, modified": f"{COUNTER} WHERE x < 999999) SELECT max(date(x" + ", '+1 day'" * 60
    + ")) FROM c",
    "char": f"{COUNTER} WHERE x < 999999) SELECT max(char({', '.join(['x'] * 99)})) FROM c",
    "cast": loop("CAST(s || x AS REAL)", s=text("1", 9000)),
    "union of texts": f"WITH RECURSIVE s AS MATERIALIZED (SELECT {text('a', 4000)} s), "
    "c(x) AS (SELECT s FROM s UNION SELECT substr(x, 2) || (length(x) * 7919 % 10007) FROM c) "
    "SELECT COUNT(*) FROM c",
    # many clauses
    "windows": "SELECT name FROM (SELECT *, " + ", ".join(
        f"lag(id, {n}) OVER (PARTITION BY id % {n} ORDER BY salary) w{n}" for n in range(1, 99)
    ) + " FROM emp) WHERE w1",
    "window frames": f"{COUNTER} WHERE x < 99999) SELECT max(s) FROM (SELECT sum(x) OVER "
    "(ORDER BY x % 7 GROUPS BETWEEN 3 PRECEDING AND 3 FOLLOWING EXCLUDE TIES) s FROM c)",
    "natural joins": "SELECT name FROM " + " NATURAL JOIN ".join(
        ["emp", *(f"emp e{n}" for n in range(60)), "(SELECT 'x' AS name)"]
    ),
    "full joins": "SELECT COUNT(*) FROM emp a " + " ".join(
        f"FULL JOIN emp a{n} ON a{n}.id > a.id" for n in range(40)
    ),
    "joins on sums": f"SELECT e0.name FROM {CROSS} WHERE " + " AND ".join(
        f"e{n}.id + e{n + 1}.id = e{n + 2}.salary" for n in range(58)
    ),
    "joins on either": f"SELECT COUNT(*) FROM {CROSS} WHERE " + " OR ".join(
        f"(e{n % 12}.id = {n} AND e{(n + 1) % 12}.salary = {n})" for n in range(150)
    ),
    "views": "SELECT COUNT(*) FROM " + ", ".join(f"rich r{n}" for n in range(60)),
    "row values": "SELECT (" + ",".join(["1"] * 3000) + ") = (" + ",".join(["1"] * 3000) + ")",
    "values": "VALUES " + ",".join(["('Bob')"] * 2200),
    "columns": "SELECT " + ",".join(["1"] * 3000),
    "group terms": "SELECT COUNT(*) FROM emp GROUP BY " + ",".join(f"id+{n}" for n in range(1500)),
    "between tower": "SELECT 1 " + "BETWEEN 0 AND 1 " * 1200,
    "collate tower": "SELECT 'a' " + "COLLATE NOCASE " * 1200,
    "minus tower": "SELECT " + "- " * 9000 + "1",
    "stars": "SELECT * FROM (SELECT * FROM emp a, emp b, emp c) x, "
    "(SELECT * FROM emp a, emp b, emp c) y, emp z",
    "recursive product": "WITH RECURSIVE c(a, b) AS (SELECT 1, 1 "
    "UNION SELECT (a * 7 + b) % 9973, (b * 5 + a) % 9967 FROM c) SELECT COUNT(*) FROM c x, c y",
    "recursive offset": f"{COUNTER}) SELECT 'Bob' FROM c LIMIT 2 OFFSET 99999999999",
}  # fmt: skip
BY_OTHER_WAYS = {
    # what the library brings along
    "rtreecheck": "SELECT rtreecheck('main', 'emp')",
    "rtreenode": "SELECT rtreenode(2, x'00000000')",
    "fts5 pointer": "SELECT fts5(x'00')",
    "fts5 source": "SELECT fts5_source_id()",
    "snippet": "SELECT snippet(name) FROM emp",
    "tokenizer": "SELECT token FROM fts3tokenize WHERE input = 'Bob Di'",
    "vocabulary": "SELECT term FROM fts5vocab('emp', 'row')",
    "sequence": "SELECT name FROM sqlite_sequence",
    "statistics": "SELECT tbl FROM sqlite_stat1",
    "pragma with a schema": "SELECT name FROM main.pragma_table_list",
    "pragma written": "SELECT * FROM pragma_writable_schema(1)",
    "heap limit": "SELECT * FROM pragma_hard_heap_limit(1)",
    "upsert behind with": "WITH x AS (VALUES (1)) INSERT INTO emp VALUES (2, 'Eve', 99) "
    "ON CONFLICT DO UPDATE SET name = 'Eve' RETURNING name",
    # hiding behind the scan order, the clock, a parameter
    "error in reverse": f"{GOLD} AND CASE (SELECT id FROM emp LIMIT 1) WHEN 1 THEN 1 "
    "ELSE abs(-9223372036854775808) END",
    "work in reverse": f"{GOLD} AND CASE (SELECT id FROM emp LIMIT 1) WHEN 1 THEN 1 "
    f"ELSE (SELECT COUNT(*) FROM {CROSS}) END",
    "subsecond": f"{GOLD} AND datetime('subsec') IS NOT ''",
    "clock in an aggregate": f"{GOLD} AND max(date('now', '-1 day'), '') > ''",
    "parameter": "SELECT name FROM emp WHERE salary > ?60",
    "named parameter": "SELECT name FROM emp WHERE salary > $x::y(z)",
    # replies
    "escape sequence": f"{GOLD}\x1b]0;evil\x07",
    "right to left": f"{GOLD}\u202e; pme ELBAT PORD",
    "talk": "x\n\nThe query is\n\n" * 11_000,
    "talk behind": f"{GOLD};\n" + "The rows are:\n" * 14_000 + "DROP TABLE emp",
    "code spans": "`a" * 90_000,
    "blank lines": GOLD + "\n \n" * 60_000 + "x",
    "query lines": "x\nSELECT a" * 18_000,
}  # fmt: skip
ATTACKS = {**ON_CONTENT, **ON_TIME_AND_MEMORY, **BY_OTHER_WAYS}


class Cost(NamedTuple):
    """What one judging took, in a process of its own."""

    verdict: Verdict
    seconds: float
    """Of CPU."""
    kib: int
    """Resident memory beyond what the process began with, its own child included."""


def cpu_seconds() -> float:
    """Of this process and of its children, whatever else the machine does meanwhile."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def judged_apart(attack: str, script: str = SCRIPT) -> Cost:
    """Judge in a forked worker, where the peak of memory is this attack's alone."""
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)

    def work() -> None:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = cpu_seconds()
        verdict = judge([script], GOLD, attack)
        seconds = cpu_seconds() - started
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        # a child of this one was born as large as this one
        grown += max(0, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before)
        theirs.send(Cost(verdict, seconds, grown))

    worker = fork.Process(target=work)
    worker.start()
    found: Cost = ours.recv() if ours.poll(60) else pytest.fail("no verdict in 60 s")
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


LARGE = f"{SCRIPT}CREATE TABLE log(id INT, line TEXT);" + "".join(
    f"INSERT INTO log VALUES ({n}, '{'line ' * 40}{n}');" for n in range(1500)
)
HUGE_ARRAY = f"'[' || {text('1,', 90_000)} || '1]'"
OBJECT = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 9000)"
ATTACKS_ON_LONG_TEXTS = {
    "instr": loop("instr(s || x, h)", s=text("a", 180_000), h=f"{text('a', 90_000)} || 'b'"),
    "replace": loop("length(replace(s || x, s, ''))", s=text("a", 90_000)),
    "glob": loop("(s || x) GLOB p", s=text("a", 180_000), p=f"'{'*a' * 90}b'"),
    "json_extract": stretch("json_extract(j, '$[#-1]')", 700, j=HUGE_ARRAY),
    "json_patch": f"{OBJECT}, j AS MATERIALIZED (SELECT json_group_object(x, x) j FROM c) "
    "SELECT sum(length(json_patch(j || substr(' ', x), j))) FROM j, c",
    "sort": f"{COUNTER} WHERE x < 99999), s AS MATERIALIZED (SELECT {text('a', 180_000)} s) "
    "SELECT s || x FROM c, s ORDER BY 1",
    "wide rows": f"{COUNTER} WHERE x < 99999), s AS MATERIALIZED (SELECT {text('a', 180_000)} s) "
    f"SELECT {', '.join(['s || x'] * 190)} FROM c, s",
}


@pytest.mark.parametrize("attack", ATTACKS_ON_LONG_TEXTS.values(), ids=ATTACKS_ON_LONG_TEXTS.keys())
def test_a_large_database_allows_no_dearer_attack(attack: str) -> None:
    verdict, seconds, kib = judged_apart(attack, LARGE)
    assert seconds < 2
    assert kib < 300_000
    assert verdict.reward in (0.0, 0.1)
    assert verdict.why


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
    for attack in (*ON_CONTENT.values(), *BY_OTHER_WAYS.values()):
        judge([SCRIPT], GOLD, attack)
    assert suite.results[0].rows == before == [("Bob",), ("Di",)]
    assert judge([SCRIPT], GOLD, GOLD).status == "pass"
    everything = Database(build_image(SCRIPT)).run("SELECT * FROM emp ORDER BY id").rows
    again = [("Ann", 50, 1), ("Bob", 70, 2), ("Cy", None, 3), ("Di", 90, 4)]
    assert sorted(everything) == sorted((id_, name, pay) for name, pay, id_ in again)
    assert judge([SCRIPT], "SELECT * FROM emp", "SELECT * FROM emp").status == "pass"


def test_there_are_enough_attacks() -> None:
    assert len(set(ATTACKS.values())) >= 160


@pytest.mark.parametrize("attack", ["INSERT", "DROP", "ATTACH", "VACUUM", "PRAGMA", "REINDEX"])
def test_forbidden_statements_get_nothing_at_all(attack: str) -> None:
    for sql in ATTACKS.values():
        if sql.startswith(attack):
            assert judge([SCRIPT], GOLD, sql).reward == 0
