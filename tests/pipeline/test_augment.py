"""More transcripts out of a few: what is kept is as good, and what nobody looked at is not."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tasksynth import grade
from tasksynth.pipeline.judging.augment import Augmentation
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Mix, Recipe, Task
from tests.cli.command import refused, run


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("augment") / "data"
    generate(Recipe(mix=(Mix(family="demo.lamps", levels=(1.0,)),), count=16, seed=3), folder)
    return folder


@pytest.fixture(scope="module")
def tasks(data: Path) -> dict[str, Task]:
    lines = [line for file in data.glob("*.jsonl") for line in file.read_bytes().splitlines()]
    return {task.id: task for task in map(Task.model_validate_json, lines)}


def pressed(*lamps: int) -> str:
    return json.dumps({"actions": [{"tool": "press", "arguments": {"lamp": n}} for n in lamps]})


def written(file: Path, rows: list[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def read(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def played(tasks: dict[str, Task], tmp_path: Path) -> Path:
    """Of each task a transcript that is right, after words that change nothing, and a wrong one."""
    rows = []
    for key, task in tasks.items():
        first, second = task.instance["first"], task.instance["second"]
        right = {"actions": [{"text": "hm"}, *json.loads(pressed(first, second))["actions"]]}
        wrong = pressed((first + 1) % 4, second)
        rows += [{"task": key, "answer": json.dumps(right)}, {"task": key, "answer": wrong}]
    return written(tmp_path / "played.jsonl", rows)


def test_what_is_kept_is_new_and_no_worse_and_what_nobody_looks_at_is(
    data: Path, tasks: dict[str, Task], tmp_path: Path
) -> None:
    given, out = played(tasks, tmp_path), tmp_path / "more.jsonl"
    ended = run("augment", data, "--answers", given, "--out", out, "--tries", "12", "--json")
    assert ended.exit_code == 0, ended.output
    found = Augmentation.model_validate_json(ended.stdout)
    origin, rows = read(given), read(out)
    assert found.total.kept == len(rows) > 16
    for row in rows:
        before = grade(tasks[row["task"]], origin[row["line"] - 1]["answer"])
        after = grade(tasks[row["task"]], row["answer"])
        assert after.reward == row["reward"]
        assert row["reward"] > before.reward or (before.status, after.status) == ("pass", "pass")
    times = Counter((row["task"], row["answer"]) for row in rows)
    assert set(times.values()) == {1}
    assert not set(times) & {(row["task"], row["answer"]) for row in origin}
    assert any(grade(tasks[row["task"]], row["answer"]).status != "pass" for row in origin)
    assert found.total.share is not None
    assert found.total.share.high < 0.9
    assert sum(one.tried for one in found.changes.values()) == found.total.tried
    assert {row["change"] for row in rows} >= {"drop", "detour"}


def test_the_same_seed_gives_the_same_in_any_number_of_workers(
    data: Path, tasks: dict[str, Task], tmp_path: Path
) -> None:
    given = played(tasks, tmp_path)
    asked = ("augment", data, "--answers", given, "--out", "-")
    once = run(*asked).stdout
    assert run(*asked, "--workers", "2").stdout == once
    assert run(*asked, "--seed", "1").stdout != once


def test_what_is_no_transcript_is_counted_and_an_unknown_task_is_named(
    data: Path, tasks: dict[str, Task], tmp_path: Path
) -> None:
    rows = [{"task": next(iter(tasks)), "answer": "I press them."}]
    given, out = written(tmp_path / "a.jsonl", rows), tmp_path / "b.jsonl"
    told = run("augment", data, "--answers", given, "--out", out).stdout
    assert "transcripts: 0   no transcript: 1   errors: 0" in told
    assert not read(out)
    given = written(tmp_path / "a.jsonl", [{"task": "nobody", "answer": pressed(1)}])
    ended = run("augment", data, "--answers", given, "--out", out)
    assert ended.exit_code == 3
    assert "a.jsonl:1: no task" in ended.stderr
    over = refused(run("augment", data, "--answers", given, "--out", given))
    assert "would be written over" in over
