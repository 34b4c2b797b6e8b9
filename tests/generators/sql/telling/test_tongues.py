# ruff: noqa: RUF001 - Chinese has its own punctuation
"""Questions in Chinese, Spanish and German: each reads back, and judges what English would."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from pydantic import ValidationError

from tasksynth import TaskRef, grade, source
from tasksynth.pipeline.cells import Cell, cell_of
from tasksynth.testing import CHECKS, draws, run_check
from tasksynth_sql.databases.lexicon import DOMAINS
from tasksynth_sql.databases.rows import natural_rows
from tasksynth_sql.databases.world import World, draw_world, read_tables
from tasksynth_sql.families.text2sql import Text2Sql, Text2SqlInstance, Text2SqlParams
from tasksynth_sql.making.parts import Drawing
from tasksynth_sql.making.plan import Plan
from tasksynth_sql.making.render import render
from tasksynth_sql.making.wide import Wide
from tasksynth_sql.making.wide_draw import draw_wide
from tasksynth_sql.telling import questions
from tasksynth_sql.telling.grammar import canonical
from tasksynth_sql.telling.tongues.tongue import Language
from tasksynth_sql.telling.wide import read_wide, say_wide
from tests.generators.sql.telling.test_english import dice, drawn, readings

LANGUAGES: tuple[Language, ...] = tuple(one for one in get_args(Language) if one != "en")
RECORDED = Path(__file__).with_name("tongues.txt")
ANSWERS = {"zh": "答案：", "es": "Respuesta: ", "de": "Antwort: "}
FOREIGN = {
    "zh": r"(?!NULL)\b[A-Za-z]|[,;?!]| ",
    "es": r"\b(the|of|whose|und|der|die)\b|[äöß„]",
    "de": r"\b(the|of|and|whose|los|el|la)\b|[áéíóñ«]",
}
"""What no question has outside of its values."""
SLIPS = r"  | [,.;]|,,|,\.|\.\.|[{}<>]|\b(\w+) \1\b"
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def plans(count: int) -> list[tuple[World, Plan]]:
    return [(world, plan) for world, plan, _ in drawn(count)]


def said(language: Language, count: int) -> Iterator[tuple[World, Plan, str]]:
    """Every second question in its canonical words, the others in any."""
    luck = dice(5)
    for number, (world, plan) in enumerate(plans(count)):
        pick = luck.below if number % 2 else canonical
        yield world, plan, questions.say(world, plan, pick, language)


@in_each_language
def test_questions_read_back_into_their_plan_and_no_other(language: Language) -> None:
    for world, plan, text in said(language, 30):
        assert questions.read(world, text, language) == [plan], text


@cache
def wide_plans(count: int) -> list[tuple[World, Wide]]:
    made: list[tuple[World, Wide]] = []
    for seed in range(10 * count):
        d = dice(seed)
        world = draw_world(d, tables=5, distractor_tables=1, distractor_columns=2)
        plan = draw_wide(Drawing(world, natural_rows(world, d, size=15), d, tests=2), seed % 6)
        if plan is not None:
            made.append((world, plan))
        if len(made) == count:
            break
    return made


@in_each_language
def test_wide_questions_read_back(language: Language) -> None:
    luck, kinds = dice(6), set()
    for number, (world, plan) in enumerate(wide_plans(60)):
        text = say_wide(world, plan, luck.below if number % 2 else canonical, language)
        kinds.add(type(plan))
        assert not re.search(SLIPS, text), text
        if number < 24:
            assert read_wide(world, text, language) == [plan], text
    assert kinds == set(get_args(Wide))


@in_each_language
def test_every_reading_is_said_differently(language: Language) -> None:
    compared = 0
    for world, plan in plans(30):
        text = questions.say(world, plan, language=language)
        for other in readings(plan):
            if other != plan and render(world, other) != render(world, plan):
                compared += 1
                try:
                    assert questions.say(world, other, language=language) != text
                except ValueError:
                    continue  # a text compared by <: outside the grammar
    assert compared > 90


@in_each_language
def test_questions_are_in_their_language(language: Language) -> None:
    for _, _, text in said(language, 120):
        assert not re.search(FOREIGN[language], re.sub(r"'[^']*'", "", text)), text
        assert not re.search(SLIPS, text), text


@in_each_language
def test_every_domain_has_words_for_all_its_attributes(language: Language) -> None:
    tongue = questions.tongue_of(language)
    for notation in DOMAINS.values():
        tables = tuple(read_tables(notation))
        world = World(tables, len(tables))
        assert len({frozenset(tongue.nouns(table).items()) for table in tables}) == len(tables)
        for table in tables:
            for form in ("", "of", "label"):
                called = [tongue.attribute(world, table, a, form) for a in world.attrs(table.name)]
                assert len(set(called)) == len(called)


def made(language: str, seed: int, **params: Any) -> Text2SqlInstance | None:
    """What the family makes of the same dice in any language."""
    asked = Text2SqlParams.model_validate({"rung": seed % 6, "language": language, **params})
    return Text2Sql().generate(asked, np.random.Generator(np.random.Philox(seed)))


def test_the_same_dice_ask_the_same_in_every_language() -> None:
    family, compared = Text2Sql(), 0
    for seed in range(10):
        structure = "wide" if seed > 7 else "plain"
        english = made("en", seed, structure=structure)
        if english is None:
            continue
        compared += 1
        prompts = {family.prompt(english)}
        for language in LANGUAGES:
            x = made(language, seed, structure=structure)
            assert x is not None
            prompts.add(family.prompt(x))
            told = {"language", "question"}
            assert x.model_dump(exclude=told) == english.model_dump(exclude=told)
            assert "The" not in re.sub("(?s)```sql.*?```", "", family.prompt(x))
        assert len(prompts) == 1 + len(LANGUAGES)
    assert compared > 3


@in_each_language
def test_an_answer_may_be_introduced_in_the_language(language: Language) -> None:
    task = source("sql.text2sql", seed=2, level=0.0, params={"language": language}).make(0)
    gold = task.instance["gold"]
    for answer in (ANSWERS[language] + gold, f"{ANSWERS[language]}\n```sql\n{gold}\n```"):
        assert grade(task, answer).reward == 1
    assert grade(task, ANSWERS[language] + "SELECT 1").reward == 0


def test_questions_are_those_that_were_recorded() -> None:
    assert recorded() == RECORDED.read_text(encoding="utf-8")


def recorded() -> str:
    """A question of each kind in each language."""
    lines = [f"{language}: {text}\n" for language in LANGUAGES for *_, text in said(language, 18)]
    return "".join(lines)


def test_what_has_no_words_is_refused_in_a_line() -> None:
    for name, value in (("register", "natural"), ("domains", "all")):
        with pytest.raises(ValidationError, match=f"language=de has no words for {name}={value}"):
            Text2SqlParams.model_validate({"language": "de", name: value})


def test_english_stands_in_no_address() -> None:
    task = source("sql.text2sql", seed=5, level=0.0, params={"language": "en"}).make(0)
    assert task == source("sql.text2sql", seed=5, level=0.0).make(0)
    assert isinstance(task.ref, TaskRef)
    assert "language" not in task.ref.params.keys() | task.instance.keys()


@in_each_language
def test_tasks_keep_the_contract(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    def translated(name: str, seed: int, level: float | None, params: dict[str, str]) -> Cell:
        return cell_of(name, seed, level, {**params, "language": language})

    draws.forget_draws()
    monkeypatch.setattr(draws, "cell_of", translated)
    monkeypatch.setattr(Text2Sql, "checked", 6)
    for check in CHECKS:
        if check.__name__ != "same_bytes_in_every_process":  # its processes know no patches
            run_check(check, "sql.text2sql", (0.3,))
    draws.forget_draws()
