"""The run of a small model: what it asks, in which order, and that it goes on."""

import json
import tomllib
from pathlib import Path

import pytest

from benchmarks.small_model import ROUND, answer, recipe
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Recipe


def test_a_recipe_has_families_of_one_reply_at_their_lowest_level() -> None:
    made = Recipe.model_validate(tomllib.loads(recipe(7, ["curricula.*", "sql.explore"])))
    assert [mix.family for mix in made.mix] == [
        "curricula.diagnose", "curricula.order", "curricula.plan",
    ]  # fmt: skip
    assert {mix.levels for mix in made.mix} == {(0.0,)}
    assert made.count == 21


def test_a_run_that_is_stopped_has_some_of_each_family_and_goes_on(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "answers.jsonl"
    generate(Recipe.model_validate(tomllib.loads(recipe(8, ["curricula.*"]))), data)
    asked: list[int] = []

    def reply(prompts: list[str], tokens: int, seed: int) -> list[str]:
        asked.append(seed)
        if len(asked) == 2:
            raise KeyboardInterrupt
        assert tokens == 9
        return ["yes"] * len(prompts)

    with pytest.raises(KeyboardInterrupt):
        answer(data, out, reply, samples=2, tokens=9, batch=3 * ROUND)
    tasks = [
        json.loads(line) for file in data.glob("*.jsonl") for line in file.read_text().splitlines()
    ]
    family = {task["id"]: task["ref"]["family"] for task in tasks}
    first = [json.loads(line) for line in out.read_text().splitlines()]
    assert len(first) == 3 * ROUND
    assert {family[row["task"]] for row in first} == set(family.values())
    answer(data, out, reply, samples=2, tokens=9, batch=100)
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert rows[: len(first)] == first
    assert len({(row["task"], row["meta"]["sample"]) for row in rows}) == len(rows) == 48
    assert asked == [0, 15, 15]
