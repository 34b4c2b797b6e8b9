"""Texts are paid for the lines that they leave a program by, however many say the same."""

from typing import Any

import pytest

from tasksynth import registry
from tasksynth.single import source
from tasksynth_code.families.corpus import CorpusInstance
from tasksynth_code.guards.routes import exits

FAMILY: Any = registry.get("code.corpus")
PROGRAM = """def check(text):
    parts = text.split(':')
    if len(parts) != 2:
        return 1
    key = parts[0]
    rest = parts[1]
    if key == 'get':
        if not rest.isdigit():
            return 2
        if int(rest) % 50 != 41:
            return 3
        return 4
    if key == 'put':
        if rest[0] != 'q':
            return 5
        return 6
    return 0
"""
CORPUS = ("", "a:b", "get:x", "get:1", "get:91", "put:a", "put:q")
TASK = CorpusInstance(program=PROGRAM, corpus=CORPUS, easy=(0, 1, 2, 5), kinds=())


def reward(*texts: str) -> Any:
    return FAMILY.verify(TASK, "```\n" + "\n".join(texts) + "\n```").reward


def test_any_texts_pass_that_reach_what_counts() -> None:
    assert reward(*CORPUS) == 1
    assert reward("get:7", "get:141", "put:quit") == 1
    assert reward("1. get:7", "2. get:141  # 4", "3. put:quit -> 6") == 1
    assert reward('texts = ["get:7", "get:141",', ' "put:quit"]') == 1
    assert reward("'get:7',", '"get:141"', "`put:quit`", "") == 1


def test_some_of_it_is_worth_less_than_half_and_what_is_easy_nothing() -> None:
    assert reward("a", "a:b", "get:x", "put:a") == 0
    some = [reward("get:1"), reward("get:1", "get:91")]
    assert 0 < some[0] < some[1] < 0.5
    assert reward("get:1", "get:2", "get:3", "get:004") == some[0]
    assert reward("put:", "get:1") == some[0]  # the first fails, and has no number


@pytest.mark.parametrize(
    "texts",
    [[], ["get:1"] * 3 + [f"get:{i}" for i in range(2, 9)], ["get:A"], ["a" * 121], ["x y"]],
    ids=["none", "too many", "capitals", "long", "two words"],
)
def test_no_texts_and_too_many_are_unreadable(texts: list[str]) -> None:
    verdict = FAMILY.verify(TASK, "```\n" + "\n".join(texts) + "\n```")
    assert (verdict.status, verdict.reward) == ("unparsable", 0)


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_nearly_all_lines_of_a_program_are_known_to_be_reached(level: float) -> None:
    made = source("code.corpus", seed=4, level=level)
    for index in range(6):
        x: Any = made.draw(index).instance
        found = exits(x.program, x.corpus)
        assert len(found) == len(x.corpus) > 0.8 * x.program.count("return")
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
        hard = [text for number, text in found.items() if number not in x.easy]
        less = FAMILY.verify(x, "```\n" + "\n".join(hard[1:]) + "\n```").reward
        assert 0 < less < 0.5
        assert f"up to {len(x.corpus)} texts" in FAMILY.prompt(x)
