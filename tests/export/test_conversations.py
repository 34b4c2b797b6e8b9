"""Episodes that a model is shown: conversations that play again as they are told."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tasksynth import Action, Episode, grade, registry
from tasksynth.episode import read_transcript
from tasksynth.export.run import export
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Mix, Recipe, Task


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tasks with turns, and some without."""
    folder = tmp_path_factory.mktemp("data") / "d"
    mix = (Mix(family="demo.lamps", levels=(1.0,)), Mix(family="demo.sum", levels=(0.5,)))
    generate(Recipe(mix=mix, count=24), folder)
    return folder


@pytest.fixture(scope="module")
def tasks(data: Path) -> dict[str, Task]:
    lines = [line for file in data.glob("*.jsonl") for line in file.read_bytes().splitlines()]
    return {task.id: task for task in map(Task.model_validate_json, lines)}


def rows_of(data: Path, target: str, out: Path, **chosen: Any) -> list[dict[str, Any]]:
    done = export(data, target, out, form="jsonl", **chosen)
    return [json.loads(line) for path in done.files for line in path.read_text().splitlines()]


def pressed(*lamps: int, text: str = "") -> str:
    actions = [{"tool": "press", "arguments": {"lamp": lamp}, "text": text} for lamp in lamps]
    return json.dumps({"actions": actions})


def test_a_right_episode_is_shown_with_what_was_seen(
    data: Path, tasks: dict[str, Task], tmp_path: Path
) -> None:
    rows = rows_of(data, "sft", tmp_path / "sft")
    assert {row["task"] for row in rows} == set(tasks)
    for row in rows:
        task, messages = tasks[row["task"]], row["completion"]
        assert grade(task, json.dumps(messages)).status == "pass" or row["family"] == "demo.sum"
        if row["family"] == "demo.sum":
            assert [message["role"] for message in messages] == ["assistant"]
            assert grade(task, messages[0]["content"]).status == "pass"
            assert json.loads(row["tools"]) == []
            continue
        assert [message["role"] for message in messages] == ["assistant", "tool", "assistant"]
        (call,) = messages[0]["tool_calls"]
        assert messages[1]["content"] == f"Now {task.instance['second']}."
        assert messages[1]["tool_call_id"] == call["id"]
        assert json.loads(call["function"]["arguments"]) == {"lamp": task.instance["first"]}
        (tool,) = json.loads(row["tools"])
        assert tool["function"]["name"] == call["function"]["name"] == "press"


def test_what_a_real_family_shows_is_what_its_episode_shows(tmp_path: Path) -> None:
    mix = tuple(Mix(family=name, levels=(0.5,)) for name in ("tools.calls", "games.duel"))
    generate(Recipe(mix=mix, count=4), tmp_path / "d")
    lines = [line for f in (tmp_path / "d").glob("*.jsonl") for line in f.read_bytes().splitlines()]
    tasks = {task.id: task for task in map(Task.model_validate_json, lines)}
    rows = rows_of(tmp_path / "d", "sft", tmp_path / "sft")
    assert len(rows) == len(tasks) == 4
    for row in rows:
        family = registry.get(row["family"])
        episode = Episode(family, family.Instance.model_validate(tasks[row["task"]].instance))
        said = json.dumps(row["completion"])
        seen = [m["content"] for m in row["completion"] if m["role"] == "tool"]
        played = [episode.act(action).seen for action in read_transcript(said).actions]
        assert [str(one) for one in played[:-1]] == seen
        assert episode.over
        assert episode.verdict().status == "pass"


def test_a_models_own_episodes_are_told_apart_by_what_was_done(
    data: Path, tasks: dict[str, Task], tmp_path: Path
) -> None:
    lamps = [task for task in tasks.values() if task.ref.family == "demo.lamps"]
    task = next(t for t in lamps if t.instance["first"] != t.instance["second"])
    first, second = task.instance["first"], task.instance["second"]
    right, wrong = pressed(first, second), pressed(first, first)
    thought = pressed(first, second, text="It must be this one.")
    lost = Action(tool="pres", arguments={"lamp": first}).model_dump_json()
    detour = json.dumps({"actions": [json.loads(lost), *json.loads(right)["actions"]]})
    file = tmp_path / "answers.jsonl"
    nothing = pressed()
    answers = [right, right + "\n", thought, wrong, detour, nothing, "no transcript"]
    file.write_text("".join(json.dumps({"task": task.id, "answer": a}) + "\n" for a in answers))
    rows = rows_of(data, "sft", tmp_path / "sft", sources=[f"me={file}"], each=9)
    assert [len(row["completion"]) for row in rows] == [3, 3, 5]
    assert rows[1]["completion"][0]["content"] == "It must be this one."
    assert "did you mean press?" in rows[2]["completion"][1]["content"]
    scored = rows_of(data, "rollouts", tmp_path / "off", sources=[f"me={file}"])
    assert [row["reward"] for row in scored] == [1.0, 1.0, 1.0, 0.25, 1.0]
    assert len(scored[3]["completion"]) == 3


def test_parquet_holds_the_same(data: Path, tmp_path: Path) -> None:
    rows = rows_of(data, "sft", tmp_path / "lines")
    (file,) = export(data, "sft", tmp_path / "table").files
    table = pl.read_parquet(file).to_dicts()
    for row, other in zip(rows, table, strict=True):
        assert other["tools"] == row["tools"]
        for message, held in zip(row["completion"], other["completion"], strict=True):
            assert message == {name: value for name, value in held.items() if value is not None}
