"""Answer rows that hold a chat, and rows that name their task by its label."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tasksynth import registry
from tasksynth.cli import app
from tasksynth.episode import read_transcript
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Action, ImportRef, Label, Mix, Recipe, Task


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    mix = (Mix(family="demo.sum", levels=(0.5,)), Mix(family="demo.walk", levels=(0.5,)))
    generate(Recipe(mix=mix, count=8, seed=3), folder)
    return folder


def tasks_in(folder: Path) -> list[Task]:
    (file,) = folder.glob("*.jsonl")
    return [Task.model_validate_json(line) for line in file.read_bytes().splitlines()]


def solve(task: Task) -> str:
    family = registry.get(task.ref.family)
    return family.solve(family.Instance.model_validate(task.instance))


def said(action: Action) -> dict[str, Any]:
    function = {"name": action.tool, "arguments": json.dumps(action.arguments)}
    call = {"id": "c", "type": "function", "function": function}
    return {"role": "assistant", "content": "So.", "tool_calls": [call], "reasoning": "r" * 99}


def messages(task: Task) -> list[dict[str, Any]]:
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64," + "A" * 300_000}}
    asked = {"role": "user", "content": [{"type": "text", "text": task.text}, picture]}
    if task.ref.family == "demo.sum":
        parts = [{"type": "text", "text": solve(task)}]
        return [
            asked,
            {"role": "assistant", "content": "99"},
            {"role": "assistant", "content": parts},
        ]
    actions = read_transcript(solve(task)).actions
    told = {"role": "tool", "tool_call_id": "c", "content": "…"}
    chat = [message for action in actions for message in (said(action), told)]
    return [asked, *chat, {"role": "assistant", "content": "Found it!"}]


def verified(rows: list[dict[str, Any]], file: Path, *args: str) -> Any:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return CliRunner().invoke(app, ["verify", *args, "--answers", str(file), "--json"])


def test_chats_are_judged_by_what_the_assistant_did_or_said_last(
    folder: Path, tmp_path: Path
) -> None:
    rows = [{"task": task.id, "messages": messages(task)} for task in tasks_in(folder)]
    result = verified(rows, tmp_path / "rows", str(folder), "--answers-format", "chats")
    assert result.exit_code == 0, result.output
    groups = json.loads(result.stdout)["groups"]
    assert {name: group["passed"] for name, group in groups.items()} == {
        "demo.sum 0.5": 4,
        "demo.walk 0.5": 4,
    }
    for row in rows:
        row["messages"] = row["messages"][:2]
    result = verified(rows, tmp_path / "rows", str(folder), "--answers-format", "chats")
    assert json.loads(result.stdout)["total"]["passed"] == 0


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"task": "x" * 20, "messages": []}, "rows:1: no task 'xxxxxxxxxxxxxxxxxxxx' among the 8"),
        ({"task": "x", "answer": "1"}, "rows:1: field 'messages' is missing; it has 'answer'"),
    ],
)
def test_rows_that_are_no_chats_are_named(
    folder: Path, tmp_path: Path, row: dict[str, Any], why: str
) -> None:
    result = verified([row], tmp_path / "rows", str(folder), "--answers-format", "chats")
    assert result.exit_code == 3
    assert why in result.stderr


def test_labels_want_no_dataset(folder: Path, tmp_path: Path) -> None:
    tasks = tasks_in(folder)
    rows = [{"task": str(Label(ref=task.ref)), "answer": solve(task)} for task in tasks]
    rows.append({"task": rows[0]["task"], "answer": "?"})
    result = verified(rows, tmp_path / "rows")
    assert result.exit_code == 0, result.output
    total = json.loads(result.stdout)["total"]
    assert (total["passed"], total["unparsable"], total["tasks"]) == (8, 1, 8)


def test_what_cannot_be_made_from_a_label_is_refused(folder: Path, tmp_path: Path) -> None:
    (task, *_) = tasks_in(folder)
    old = Label(ref=task.ref.model_copy(update={"version": 9}))
    kept = Label(ref=ImportRef(family="demo.sum", version=1, source="a", digest="0" * 64, row=1))
    for name, why in [
        (
            task.id,
            f"rows:1: '{task.id}' is no address such as sat.ksat",
        ),
        (str(old), "demo.sum@9 is not what is installed here"),
        (str(kept), "was imported from a file"),
    ]:
        result = verified([{"task": name, "answer": "1"}], tmp_path / "rows")
        assert result.exit_code == 3
        assert why in result.stderr
    result = verified([], tmp_path / "rows", "--answers-format", "lines")
    assert "goes by the order of a DATASET" in result.stderr
