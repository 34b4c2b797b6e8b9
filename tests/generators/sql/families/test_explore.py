"""`sql.explore`: what can be found out, what cannot be guessed, and what cannot be done."""

import json
import re
import time
from pathlib import Path

import pytest

from tasksynth import Action, Episode, source
from tasksynth.episode import read_transcript
from tasksynth.rng import Stream
from tasksynth.single import Draw
from tasksynth_sql import Explore
from tasksynth_sql.databases.lexicon import DOMAINS
from tasksynth_sql.databases.restore import as_written, restore
from tasksynth_sql.databases.world import Attr, World, read_tables
from tasksynth_sql.families.explore import ExploreInstance
from tasksynth_sql.judging.guard import Database, build_image
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.plan import Aggregate, Groups, Rows, Sort
from tasksynth_sql.suites.doubt import made_for
from tasksynth_sql.turns.desk import MAX_REPLY, SHOWN_ROWS, look
from tasksynth_sql.turns.disguise import draw_disguise, rows_of
from tasksynth_sql.turns.looking import sorts_by_codes

FAMILY = Explore()


@pytest.fixture(scope="module")
def draws() -> list[Draw]:
    tasks = source("sql.explore", seed=21, params={"naming": "opaque", "codes": 1, "rung": 1})
    return [tasks.draw(index) for index in range(8)]


@pytest.fixture(scope="module")
def instances(draws: list[Draw]) -> list[ExploreInstance]:
    return [ExploreInstance.model_validate(draw.task.instance) for draw in draws]


def worth(x: ExploreInstance, sql: str) -> float:
    episode = Episode(FAMILY, x)
    assert episode.act(Action(tool="answer", arguments={"sql": sql})).over
    reward = episode.verdict().reward
    assert reward is not None
    return reward


def test_neither_the_question_nor_the_names_alone_are_enough(
    instances: list[ExploreInstance],
) -> None:
    for x in instances:
        assert worth(x, x.gold) == 1
        assert worth(x, x.unread) < 0.2, "constants as the question says them"
        assert worth(x, x.plain) == 0, "tables as the question calls them"


def test_the_prompt_tells_nothing_of_the_database(draws: list[Draw]) -> None:
    for draw in draws:
        x = ExploreInstance.model_validate(draw.task.instance)
        assert "CREATE TABLE" not in draw.task.text
        names = [line.split()[0] for line in x.ddl.splitlines() if line.startswith("  f")]
        assert names
        assert not any(name in draw.task.text.split() for name in names)
        assert draw.task.needs.turns == x.turns


def test_notes_and_codes_say_what_the_gold_needs(instances: list[ExploreInstance]) -> None:
    for x in instances:
        episode = Episode(FAMILY, x)
        seen = [episode.act(one).seen for one in read_transcript(FAMILY.solve(x)).actions]
        assert episode.verdict().reward == 1
        assert not any(str(text).startswith("Error") for text in seen)
        assert episode.turns <= x.turns


def test_a_join_with_the_list_of_codes_is_as_good_as_a_code(
    instances: list[ExploreInstance],
) -> None:
    joined = 0
    for x in instances:
        database = Database(build_image(x.databases[0]), trusted=True)
        code_list = next((q.split()[3] for t, q in x.way if t == "query" and "meaning" in q), None)
        if code_list is None:
            continue
        for code, meaning in database.run(f"SELECT code, meaning FROM {code_list}").rows:
            if f"'{code}'" in x.gold:
                word = f"(SELECT code FROM {code_list} WHERE meaning = '{meaning}')"
                sql = x.gold.replace(f"'{code}'", word)
                assert worth(x, sql) == 1
                joined += 1
                break
        database.close()
    assert joined


def test_a_constant_that_an_answer_makes_up_is_refused(instances: list[ExploreInstance]) -> None:
    """No database that was made before holds it; one that is made for the answer does."""
    passed = 0
    for x in instances:
        table, alias = re.findall(r" FROM (\w+)(?: AS (\w+))?", x.gold)[0]
        key = re.findall(rf"CREATE TABLE {table} \(\s+(\w+)", x.ddl)[0]
        test = f"{alias and alias + '.'}{key} <> 471100"
        if " WHERE " in x.gold and " OR " not in x.gold:
            answer = x.gold.replace(" WHERE ", f" WHERE {test} AND ", 1)
            passed += x.suite().judge_reply(answer).grade == "right"
            assert worth(x, answer) < 1
    assert passed


def test_codes_and_days_are_written_as_they_are_everywhere(
    instances: list[ExploreInstance],
) -> None:
    for x in instances[:3]:
        world = restore(x.ddl, x.shown)
        assert {table.name for table in world.tables} == set(rows_of(world, x.shown))
        for table, column, values in x.written:
            at = [c.name for c in world[table].columns].index(column)
            rows = as_written(world, next(made_for(world, x.gold, x.gold)), x.written)
            assert {row[at] for row in rows[table]} <= {*values, None}
    assert all(x.written for x in instances)


def test_no_order_hangs_on_codes() -> None:
    """Codes come in another order than the words that they stand for."""
    tables = tuple(read_tables(DOMAINS["store"]))
    dice = QueryDice(Stream(b"codes").rng(0))
    disguise = draw_disguise(World(tables, about=len(tables)), "opaque", dice, coded=True)
    category, stock = Attr((), "category"), Attr((), "stock")
    listed = Rows("product", (category,), sort=(Sort(stock),))
    grouped = Groups("product", (category,), (Aggregate("count"),), sort=(Sort(category),))
    assert not sorts_by_codes(disguise, listed)
    assert sorts_by_codes(disguise, grouped)


def test_an_answer_in_words_ends_it_and_talk_does_not(instances: list[ExploreInstance]) -> None:
    x = instances[0]
    episode = Episode(FAMILY, x)
    assert "call a tool" in str(episode.act(Action(text="Let me see.")).seen)
    assert episode.verdict().why == "no query was given as the answer"
    assert episode.act(Action(text=f"It is this:\n```sql\n{x.gold}\n```")).over
    assert episode.verdict().reward == 1


HOSTILE = (
    "DROP TABLE toy",
    "DELETE FROM toy RETURNING *",
    "SELECT 1; DELETE FROM toy",
    "ATTACH 'x.db' AS x",
    "PRAGMA writable_schema = 1",
    "SELECT * FROM pragma_table_info('toy')",
    "SELECT * FROM sqlite_master",
    "EXPLAIN SELECT 1",
    "VACUUM INTO 'x.db'",
    "SELECT load_extension('x')",
    "SELECT random()",
    "SELECT date('now')",
    "SELECT zeroblob(1000000000)",
    "SELECT printf('%.*c', 2000000000, 'x')",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000) SELECT i FROM n",
    "SELECT COUNT(*) FROM toy a, toy b, toy c, toy d, toy e, toy f",
    "SELECT replace(hex(a.name || hex(b.name)), '0', hex(hex(c.name))) FROM toy a, toy b, toy c",
    "SELECT " + ", ".join(["name"] * 5000) + " FROM toy",
    "SELECT '" + "x" * 30_000 + "'",
    "(" * 3000,
    "SELECT CAST(X'ff00fe' AS TEXT), char(0, 27, 10), X'00ff', 9e999, -0.0, NULL",
    "\x00\udcff",
    "",
)


@pytest.mark.parametrize("sql", HOSTILE)
def test_whatever_is_asked_is_answered_shortly_and_always_alike(sql: str) -> None:
    rows = ",".join(f"({n}, 'toy {n}')" for n in range(90))
    script = f"CREATE TABLE toy (id INT, name TEXT); INSERT INTO toy VALUES {rows};"
    started = time.process_time()
    said = look(script, sql)
    assert time.process_time() - started < 1
    assert len(said) <= MAX_REPLY
    assert all(c.isprintable() or c == "\n" for c in said)
    json.dumps(said).encode()
    assert look(script, sql) == said
    assert said.startswith("Error: ") or "1 row" in said
    assert look(script, "SELECT COUNT(*) FROM toy") == "1 row:\n(90)"
    assert not list(Path.cwd().glob("x.db"))


def test_a_long_result_is_cut() -> None:
    script = (
        "CREATE TABLE n (i INT, t TEXT);" + "INSERT INTO n VALUES (1, hex(hex('abcdefghijkl')));"
    )
    assert "…" in look(script, "SELECT hex(hex(t)) FROM n")
    many = look(script, "SELECT value FROM json_each('[" + ",".join("7" * 50) + "]')")
    assert many.startswith(f"50 rows, the first {SHOWN_ROWS} of them:")
    assert many.count("\n") == SHOWN_ROWS
