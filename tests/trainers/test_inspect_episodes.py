"""Inspect plays episodes: its mock model calls the tasks' own tools and sees their pictures."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("inspect_ai")

from inspect_ai.model import ModelOutput

from tasksynth.adapters.episodes.inspect import task_of
from tasksynth.adapters.sources import folder as files
from tasksynth.episode import read_transcript
from tasksynth.export.run import export
from tasksynth.pipeline.making.generate import generate
from tasksynth.single import Judge, make
from tasksynth_schemas import Action, Label, Mix, Recipe
from tests.trainers.agents import IDLE, PLAYED, made, way
from tests.trainers.docs import block
from tests.trainers.test_inspect import metrics, run, said

pytestmark = pytest.mark.trainer


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two walks and two sums."""
    folder = tmp_path_factory.mktemp("episodes")
    mix = (Mix(family="demo.walk", levels=(0.1,)), Mix(family="demo.sum", levels=(0.5,)))
    generate(Recipe(mix=mix, count=4, seed=4), folder / "tasks")
    export(folder / "tasks", "inspect", folder / "out")
    return folder / "out" / "data"


def called(action: Action) -> ModelOutput:
    """An action of a solver, as the mock model does it."""
    if action.tool is None:
        return said(action.text)
    arguments: Any = action.arguments
    output = ModelOutput.for_tool_call("mockllm/model", action.tool, arguments)
    output.usage = said("").usage
    return output


def solution(label: str) -> list[Action]:
    judge = Judge(make(Label.parse(label).ref))
    answer = judge.family.solve(judge.instance())
    if judge.family.name == "demo.sum":
        return [Action(text=answer)]
    return list(read_transcript(answer).actions)


def test_right_plays_score_and_pictures_come_with_tools(rows: Path, tmp_path: Path) -> None:
    outputs: list[Any] = []
    for row in files.rows(rows, "train"):
        if "demo.walk" in row["target"]:
            outputs += [called(Action(tool="look")), called(Action(tool="fly"))]
        outputs += map(called, solution(row["target"]))
    log = run(task_of(rows, split="train"), outputs, tmp_path)
    assert metrics(log)["accuracy"] == 1.0
    walk = next(one for one in log.samples if one.metadata["family"] == "demo.walk")
    tools = [message for message in walk.messages if message.role == "tool"]
    assert [part.type for part in tools[0].content] == ["text", "image"]
    assert tools[1].content.startswith("Error: no tool 'fly'")


def test_a_play_that_a_limit_cuts_off_fails_and_a_fault_is_unscored(
    rows: Path, tmp_path: Path
) -> None:
    task = task_of(rows, split="train")
    order = [row["target"] for row in files.rows(rows, "train")]
    task.message_limit = 6
    outputs: list[Any] = []
    for label in order:
        outputs += [said("raise")] if "demo.sum" in label else [said("hello?")] * 3
    log = run(task, outputs, tmp_path)
    for sample in log.samples:
        score = sample.scores["outcome"]
        if sample.metadata["family"] == "demo.walk":
            assert (score.value, score.explanation) == ("I", "nobody dug")
        else:
            assert "a fault of the family" in score.explanation
    assert metrics(log)["accuracy"] == 0.0


def test_the_documents_example_is_a_task(
    rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {}
    exec(block("episodes_eval.py", {"walk_eval/data": str(rows)}), namespace)
    assert len(namespace["walks"]().dataset) == 4


@pytest.mark.parametrize("played", PLAYED)
def test_agents_are_rewarded_with_pictures_and_their_own_tools(played: str, tmp_path: Path) -> None:
    """By the file of the export, which plays episodes where its tasks have turns."""
    out = tmp_path / "agents_eval"
    export(made(tmp_path / "tasks", played), "inspect", out)
    (row,) = files.rows(out / "data", "train")
    task, needs = f"{out}/agents_eval.py@agents_eval", make(Label.parse(row["target"]).ref).needs
    right = run(task, list(map(called, way(row["target"]))), tmp_path / "right")
    assert metrics(right)["accuracy"] == 1.0
    (sample,) = right.samples
    parts = [message.content for message in sample.messages if not isinstance(message.content, str)]
    kinds = {part.type for content in parts for part in content}
    assert ("image" in kinds) == ("image" in needs.media)
    idle = run(task, [IDLE] * needs.turns, tmp_path / "idle")
    assert metrics(idle)["accuracy"] == 0.0
