"""The public door: total over candidates, loud about the caller's own faults."""

import re
import sqlite3
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasksynth import FamilyError, UsageError
from tasksynth_sql import judge
from tasksynth_sql.judging.verdict import Suite

SCRIPT = """
CREATE TABLE t (id INT PRIMARY KEY NOT NULL, a INTEGER, b REAL, c TEXT);
INSERT INTO t VALUES (3, 1, 0.5, 'x'), (1, NULL, 1.5, 'y'), (2, 1, NULL, NULL);
"""
GOLD = "SELECT a, COUNT(*) FROM t GROUP BY a"
WORDS = re.findall(
    r"\S+",
    "SELECT FROM WHERE GROUP BY ORDER LIMIT HAVING UNION ALL JOIN LEFT ON AS AND OR NOT NULL IS IN "
    "DISTINCT COUNT(*) MAX(a) SUM(b) t a b c id x 1 2 'x' ( ) , ; = < * + -- /* */ WITH RECURSIVE "
    "CASE WHEN THEN ELSE END OVER PARTITION date('now') random() DELETE PRAGMA ``` <answer>",
)


@given(st.lists(st.sampled_from(WORDS), max_size=25))
@settings(max_examples=300, deadline=None)
def test_any_words_get_a_verdict(words: list[str]) -> None:
    for text in (" ".join(words), "SELECT " + " ".join(words)):
        verdict = judge([SCRIPT], GOLD, text)
        assert verdict.status in ("pass", "fail", "unparsable")
        assert (verdict.status == "pass") == (not verdict.why)


@given(st.integers(-3, 3), st.sampled_from(["a", "b", "id"]), st.sampled_from(["<", ">=", "="]))
def test_a_condition_and_its_partition_agree(value: int, column: str, op: str) -> None:
    """Ternary logic partitioning: p, NOT p and p IS NULL together are the whole table."""
    test = f"{column} {op} {value}"
    parts = " UNION ALL ".join(
        f"SELECT id, c FROM t WHERE {part}" for part in (test, f"NOT {test}", f"({test}) IS NULL")
    )
    assert judge([SCRIPT], "SELECT id, c FROM t", parts).status == "pass"
    assert judge([SCRIPT], parts, "SELECT c, id FROM t").status == "pass"


def test_renamed_tables_and_columns_change_no_verdict() -> None:
    renamed = SCRIPT.replace("TABLE t ", 'TABLE "weird name" ').replace(
        "INTO t ", 'INTO "weird name" '
    )
    for candidate in (GOLD, "SELECT a, COUNT(a) FROM t GROUP BY a", "SELECT a FROM t"):
        one = judge([SCRIPT], GOLD, candidate)
        two = judge(
            [renamed],
            GOLD.replace(" t ", ' "weird name" '),
            candidate.replace(" t ", ' "weird name" ').replace("FROM t", 'FROM "weird name"'),
        )
        assert (one.status, one.reward) == (two.status, two.reward)


@pytest.mark.parametrize(
    ("databases", "gold", "complaint"),
    [
        ([], GOLD, "at least one database"),
        (["CREATE TABLE"], GOLD, "database 1: SQLite says"),
        ([SCRIPT, "CREATE TABLE u (x)"], GOLD, "database 2: SQLite says: no such table"),
        (["ATTACH 'x.db' AS x"], GOLD, "database 1: SQLite says: not authorized"),
        ([SCRIPT], "SELECT missing FROM t", "no such column"),
        ([SCRIPT], "SELECT 1; SELECT 2", "the gold query cannot be read"),
        ([SCRIPT], "SELECT random() FROM t", "refused: the function random"),
        ([SCRIPT], "DELETE FROM t", "refused"),
    ],
)
def test_the_callers_faults_are_raised(databases: list[str], gold: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        judge(databases, gold, "SELECT 1")


def test_threads_judge_side_by_side() -> None:
    verdicts = []

    def work() -> None:
        for _ in range(20):
            verdicts.append(judge([SCRIPT], GOLD, GOLD).status)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verdicts == ["pass"] * 80


def test_a_dear_gold_gives_candidates_more_operations() -> None:
    many = SCRIPT + "".join(f"INSERT INTO t VALUES ({n}, {n}, {n}, 'z');" for n in range(10, 700))
    gold = "SELECT COUNT(*) FROM t x, t y WHERE x.a < y.a"
    dear = "SELECT COUNT(*) FROM t x, t y WHERE x.a + 0 < y.a + 0 AND x.id + y.id > -1"
    assert judge([many], gold, dear).status == "pass"
    endless = "SELECT COUNT(*) FROM t x, t y, t z, t u WHERE x.a < y.a"
    verdict = judge([SCRIPT], GOLD, endless.replace("COUNT(*)", "1, 2"))
    assert verdict.status == "fail"
    stopped = judge([many], "SELECT 1", endless)
    assert "operations" in stopped.why


def test_the_whole_reply_may_be_long_and_the_query_may_not() -> None:
    talk = "I think about it. " * 2000
    assert judge([SCRIPT], GOLD, f"{talk}\n```sql\n{GOLD}\n```").status == "pass"
    padded = f"{GOLD} /* {'long ' * 6000} */"
    assert judge([SCRIPT], GOLD, padded).status == "unparsable"


def test_a_suite_says_what_its_gold_returns() -> None:
    suite = Suite([SCRIPT], GOLD)
    db = sqlite3.connect(":memory:")
    db.executescript(SCRIPT)
    assert suite.columns == 2
    assert sorted(map(str, suite.results[0].rows)) == sorted(map(str, db.execute(GOLD)))
    db.close()


def test_a_machine_that_is_too_busy_refuses_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    suite = Suite([SCRIPT], GOLD)
    assert suite.judge_reply(GOLD).grade == "right"
    monkeypatch.setattr("tasksynth_sql.judging.verdict.WALL_S", 0.0)
    with pytest.raises(FamilyError, match="too little of the machine"):
        suite.judge_reply(GOLD)


COLLATED = """
CREATE TABLE t (id INT PRIMARY KEY NOT NULL, c TEXT COLLATE NOCASE, d TEXT);
INSERT INTO t VALUES (4, 'b', 'p'), (2, 'A', 'q'), (1, 'a', 'r'), (3, 'B', 's'), (5, 'c', 't');
"""


@pytest.mark.parametrize(
    "gold", ["SELECT c, d FROM t ORDER BY c", "SELECT c AS k, d FROM t ORDER BY 1"]
)
def test_ties_under_a_declared_collation_come_in_any_order(gold: str) -> None:
    def judged(candidate: str) -> str:
        return judge([COLLATED], gold, candidate, order_matters=True).status

    for ties in ("id", "id DESC", "d"):
        assert judged(f"SELECT c, d FROM t ORDER BY c, {ties}") == "pass"
    assert judged("SELECT c, d FROM t ORDER BY c COLLATE BINARY, id") == "fail"
    assert judged("SELECT c, d FROM t ORDER BY c DESC, id") == "fail"
    assert judged("SELECT LOWER(c), d FROM t ORDER BY c, id") == "fail"  # text is compared exactly


def test_a_cut_through_ties_under_a_declared_collation_takes_any() -> None:
    gold = "SELECT d FROM t ORDER BY c LIMIT 1"
    for right in ("SELECT d FROM t WHERE c = 'A' AND id = 1", "SELECT 'q'"):
        assert judge([COLLATED], gold, right).status == "pass"
    assert judge([COLLATED], gold, "SELECT 'p'").status == "fail"


def test_a_virtual_table_is_the_callers_fault() -> None:
    script = "CREATE VIRTUAL TABLE notes USING fts5(body); INSERT INTO notes VALUES ('x');"
    with pytest.raises(UsageError, match="database 1: notes is a virtual table; copy its rows"):
        judge([script], "SELECT body FROM notes", "SELECT 1")
    judge(["CREATE TABLE virtual_x (a INT);"], "SELECT a FROM virtual_x", "SELECT 1")


def test_a_gold_that_returns_nothing_is_matched_by_nothing_of_its_width() -> None:
    gold = "SELECT a, c FROM t WHERE a > 5"
    assert judge([SCRIPT], gold, "SELECT c, b FROM t WHERE b > 5").status == "pass"
    assert judge([SCRIPT], gold, "SELECT a FROM t WHERE a > 5").status == "fail"
    assert judge([SCRIPT], gold, "SELECT a, c FROM t").status == "fail"


def test_lists_in_json_can_be_taken_apart() -> None:
    script = "CREATE TABLE t (id INT, tags TEXT); INSERT INTO t VALUES (1, '[1, 2]'), (2, '[3]');"
    gold = "SELECT t.id, j.value FROM t, json_each(t.tags) j"
    right = "SELECT t.id, j.atom FROM t JOIN json_tree(tags) j WHERE j.atom IS NOT NULL"
    assert judge([script], gold, right).status == "pass"
    assert judge([script], gold, "SELECT id, tags FROM t").status == "fail"


def test_a_cte_may_be_called_like_a_table_of_some_library() -> None:
    named = "WITH completion AS MATERIALIZED (SELECT a FROM t) SELECT a, 1 FROM completion"
    assert judge([SCRIPT], "SELECT a, 1 FROM t", named).status == "pass"
    counted = "WITH completion AS MATERIALIZED (SELECT 1) SELECT COUNT(*), 1 FROM completion"
    assert judge([SCRIPT], "SELECT 1, 1", counted).status == "pass"


def test_long_texts_may_be_searched_and_put_together() -> None:
    rows = ", ".join(f"({n}, '{'word ' * 2000}{n}')" for n in range(20))
    script = f"CREATE TABLE page (id INT, body TEXT); INSERT INTO page VALUES {rows};"
    gold = "SELECT id FROM page WHERE body LIKE '%word 7'"
    for right in (
        "SELECT id FROM page WHERE instr(body, 'word 7') > 0",
        "SELECT id FROM page WHERE trim(body, 'word ') = '7'",
        "SELECT id FROM page WHERE replace(body, 'word ', '') = '7' ORDER BY body",
    ):
        assert judge([script], gold, right).status == "pass"
    joined = "SELECT length(group_concat(replace(body, 'word', 'w'), '')) FROM page"
    assert judge([script], joined, f"SELECT * FROM ({joined})").status == "pass"


@pytest.mark.parametrize(
    "by_luck",
    [
        "SELECT c FROM t ORDER BY a NOTNULL",
        "SELECT c FROM t ORDER BY '1'",
        "SELECT c FROM t ORDER BY NULL",
    ],
)
def test_a_right_order_by_luck_is_none(by_luck: str) -> None:
    script = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, c TEXT);" + "".join(
        f"INSERT INTO t VALUES ({n}, 1, 'c{n}');" for n in range(9)
    )
    verdict = judge([script], "SELECT c FROM t ORDER BY id", by_luck, order_matters=True)
    assert verdict.why.startswith("it depends on the order in which rows lie")
    top = "SELECT c FROM t ORDER BY a LIMIT 1"
    assert judge([script], "SELECT c FROM t WHERE id = 0", top).status == "fail"
    assert judge([script], top, top).status == "pass"


@pytest.mark.parametrize("key", ["1.5", "1e0", "'1'", "(SELECT 1)", "a IS NULL", "rowid"])
@pytest.mark.parametrize(
    "limit", ["", " LIMIT 2.0", " LIMIT '2'", " LIMIT -1 OFFSET 1", " LIMIT 9e9"]
)
def test_a_gold_in_any_order_is_right(key: str, limit: str) -> None:
    gold = f"SELECT c FROM t ORDER BY {key}{limit}"
    for asked in (True, False):
        assert judge([SCRIPT], gold, gold, order_matters=asked).status == "pass"


def test_deep_queries_with_an_order_get_a_verdict() -> None:
    for depth in (20, 45, 60, 90):
        for deep in (
            f"{'(' * depth}id{')' * depth}",
            f"{'abs(' * depth}id{')' * depth}",
            "id" + " + 0" * depth,
        ):
            query = f"SELECT c FROM t ORDER BY {deep}"
            verdict = judge([SCRIPT], "SELECT c FROM t ORDER BY id", query, order_matters=True)
            assert verdict.status == "pass" or "stack overflow" in verdict.why
