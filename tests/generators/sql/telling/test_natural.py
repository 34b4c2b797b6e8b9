"""Natural questions: their English, what they leave open, and that nothing else is taken."""

import re
import sqlite3
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tasksynth import TaskRef, grade, source
from tasksynth.pipeline.cells import Cell, cell_of
from tasksynth.testing import CHECKS, draws, run_check
from tasksynth_sql.databases.world import Attr, World
from tasksynth_sql.families.shared import fenced
from tasksynth_sql.families.text2sql import Text2Sql, Text2SqlInstance
from tasksynth_sql.making.plan import (
    Against,
    Aggregate,
    Aggregates,
    Combine,
    Groups,
    Plan,
    Rows,
)
from tasksynth_sql.making.render import render
from tasksynth_sql.suites.mutate import mutants
from tasksynth_sql.telling.natural.ask import NaturalQuestion, ask
from tasksynth_sql.telling.natural.words import a, plural
from tests.generators.sql.telling.natural_questions import asked, dice, lines
from tests.generators.sql.telling.test_english import readings

NATURAL = {"register": "natural"}
RECORDED = Path(__file__).with_name("natural.jsonl")
SLIPS = (
    r"  | ,|\.\.|\?\?|;\.",
    r"[\[\]{}|]",
    r"\b(\w+) \1\b",
    r"\ba [aeio]\w",
    r"\ban [bcdfgjklmnpqrstvwxyz]\w",
)


@cache
def everything() -> list[tuple[int, World, Plan, NaturalQuestion]]:
    """The questions that most tests look at."""
    return list(asked(400))


def test_questions_are_those_that_were_recorded() -> None:
    assert list(lines()) == RECORDED.read_text(encoding="utf-8").splitlines()


def test_questions_are_english() -> None:
    for _, _, _, question in everything()[:240]:
        text = question.text
        for slip in SLIPS:
            found = re.search(slip, text.replace("(1, 1, ", "(1, "))
            assert found is None, (found, text)
        assert re.fullmatch(r"[A-Z].*[.?]", text, re.DOTALL)
        for sentence in re.split(r"(?<=[.?]) ", text):
            assert sentence[0].isupper(), text


def test_articles_and_plurals() -> None:
    assert [a(noun) for noun in ("age", "year", "hour", "union", "office")] == [
        "an age", "a year", "an hour", "a union", "an office",
    ]  # fmt: skip
    assert [plural(noun) for noun in ("city", "price", "status", "species", "number of pages")] == [
        "cities", "prices", "statuses", "species", "numbers of pages",
    ]  # fmt: skip


def test_every_other_plan_is_asked_otherwise_or_accepted() -> None:
    """What a slot of the plan changes is heard in the question, or is a reading of it."""
    compared = 0
    for seed, world, plan, question in everything()[:200]:
        taken = {render(world, p) for p in (plan, question.plan, *question.readings)}
        for other in readings(plan):
            if render(world, other) in taken or len(getattr(other, "sort", ())) == 1:
                continue  # none of ours is sorted by one key, which leaves ties open
            again = ask(world, other, dice(seed))
            compared += 1
            said = (question.text, question.evidence)
            assert again is None or (again.text, again.evidence) != said, (said, other, plan)
    assert compared > 300


def test_what_readers_took_otherwise_is_said() -> None:
    """Whose rows are counted, whose figures and order they are, and which scopes are none."""
    seen: Counter[str] = Counter()
    for world, plan, text in ((w, p, q.text) for _, w, p, q in everything()):
        these = f" of these {world[plan.root].plural}" if not isinstance(plan, Combine) else ""
        match plan:
            case Groups() if " For each " in text and plan.by[0].path:
                seen["groups"] += 1
                assert Aggregate("count") not in plan.measures or these[4:] in text
                assert re.search(r" For each [^,]* (their|theirs)\b", text)
            case Aggregates() if len({bool(m.attr.path) for m in plan.measures if m.attr}) == 2:
                seen["aggregates"] += 1
                assert these in text
            case Rows():
                scopes = [t.scope for t in plan.where.tests if isinstance(t, Against) and t.scope]
                for scope in scopes:
                    if world.optional(plan.root, scope.path):
                        seen["scopes"] += 1
                        assert " with the same known " in text
                if len(plan.sort) == 2 and _shows_another(world, plan):
                    three = ask(world, replace(plan, limit=3), dice(0))
                    seen["orders"] += 1
                    assert three is not None
                    assert " ordered by their own " in three.text
    assert min(seen[kind] for kind in ("groups", "aggregates", "scopes", "orders")) > 0


def _shows_another(world: World, plan: Rows) -> bool:
    """Is a column shown of a row referred to that is called as the one sorted by?"""
    key = plan.sort[0].by
    assert isinstance(key, Attr)
    phrases = [world.column(plan.root, attr).phrase for attr in plan.outputs if attr.path]
    return not key.path and world.column(plan.root, key).phrase in phrases


def test_the_grammar_has_many_ways() -> None:
    """No opening of three words begins more than a fifth of the questions."""
    openings = Counter(" ".join(q.text.split()[:3]) for *_, q in everything()[:300])
    assert len(openings) > 80
    assert max(openings.values()) < 60


@cache
def loose(count: int) -> list[Text2SqlInstance]:
    """Tasks with a question that may mean more than one query."""
    tasks = source("sql.text2sql", seed=8, level=0.0, params=NATURAL)
    found: list[Text2SqlInstance] = []
    for index in range(100):
        x = Text2SqlInstance.model_validate(tasks.make(index).instance)
        found += [x] * bool(x.readings)
        if len(found) == count:
            break
    return found


def test_each_reading_is_right_and_a_mix_of_them_is_wrong() -> None:
    """One database by the one reading and another by the other is no reading at all."""
    mixed = 0
    for x in loose(3):
        assert x.judge(fenced(x.gold)).grade == "right"
        for reading in x.readings:
            assert x.judge(fenced(reading)).grade == "right"
            assert x.suite().judge_reply(reading).grade != "right"
            table = re.findall(r"FROM (\w+)", x.gold)[0]
            sizes = []
            for script in x.databases:
                db = sqlite3.connect(":memory:")
                db.executescript(script)
                one, two = (Counter(db.execute(sql)) for sql in (x.gold, reading))
                if one != two:
                    sizes += db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()
                db.close()
            size = f"(SELECT COUNT(*) FROM {table})"
            for rows in set(sizes) if len(set(sizes)) > 1 else ():
                mix = (
                    f"SELECT * FROM ({x.gold}) WHERE {size} = {rows} UNION ALL "
                    f"SELECT * FROM ({reading}) WHERE {size} <> {rows}"
                )
                mixed += 1
                assert x.judge(fenced(mix)).grade == "wrong"
    assert mixed > 3


def test_near_misses_of_each_reading_are_refused() -> None:
    judged = 0
    for x in loose(3):
        right = {suite.gold.sql for suite in x.suites}
        for mutant in [m for query in (x.gold, *x.readings) for m in mutants(query, {})]:
            if mutant.sql in right:
                continue
            outcome = x.judge(fenced(mutant.sql))
            judged += 1
            if outcome.grade == "right":  # the other reading, in other words
                assert any(s.judge_reply(mutant.sql).grade == "right" for s in x.suites)
                assert "DISTINCT" in mutant.sql
    assert judged > 20


def test_which_is_the_oldest_takes_one_or_all_of_those_that_tie() -> None:
    tasks = source("sql.text2sql", seed=13, params={**NATURAL, "rung": 1})
    x = Text2SqlInstance.model_validate(tasks.make(85).instance)
    assert re.match(r"Which \w+ (is|has) the ", x.question)
    by_id = x.gold.removesuffix(" LIMIT 1")
    assert "MAX(" in x.readings[0] or "MIN(" in x.readings[0]
    for right in (x.gold, f"{by_id}, id LIMIT 1", f"{by_id}, id DESC LIMIT 1", *x.readings):
        assert x.judge(fenced(right)).grade == "right"
    for wrong in (f"{by_id} LIMIT 2", re.sub(" ORDER BY.* LIMIT", " LIMIT", x.gold)):
        assert x.judge(fenced(wrong)).grade in ("wrong", "idle")


def test_evidence_stands_in_the_prompt() -> None:
    tasks = source("sql.text2sql", seed=5, level=0.1, params=NATURAL)
    task = next(task for task in map(tasks.make, range(60)) if task.instance.get("evidence"))
    lines = task.instance["evidence"]
    assert f"\n\nEvidence: {'; '.join(lines)}.\n\n" in task.text
    assert grade(task, fenced(task.instance["gold"])).status == "pass"


def test_an_exact_task_knows_nothing_of_it() -> None:
    task = source("sql.text2sql", seed=5, level=0.0, params={"register": "exact"}).make(0)
    assert task == source("sql.text2sql", seed=5, level=0.0).make(0)
    assert isinstance(task.ref, TaskRef)
    known = task.ref.params.keys() | task.instance.keys()
    assert known.isdisjoint({"register", "evidence", "readings"})


def test_natural_tasks_keep_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    def natural(name: str, seed: int, level: float | None, params: dict[str, str]) -> Cell:
        return cell_of(name, seed, level, {**params, **NATURAL})

    draws.forget_draws()
    monkeypatch.setattr(draws, "cell_of", natural)
    monkeypatch.setattr(Text2Sql, "checked", 12)
    for check in CHECKS:
        if check.__name__ != "same_bytes_in_every_process":  # its processes know no patches
            run_check(check, "sql.text2sql", (0.5,))
    draws.forget_draws()
