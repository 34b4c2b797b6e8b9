"""Inspect evaluates an exported task with its mock model."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("inspect_ai")

from inspect_ai import eval as evaluate
from inspect_ai.model import ModelOutput, ModelUsage, get_model

from tasksynth.adapters.inspect import task_of
from tasksynth.adapters.sources import folder as files
from tasksynth.export.run import export

pytestmark = pytest.mark.trainer
WRONG = "no idea"


def said(text: str) -> ModelOutput:
    output = ModelOutput.from_content("mockllm/model", text)
    output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)  # else: a download
    return output


def run(task: Any, answers: Sequence[str | ModelOutput], logs: Path) -> Any:
    outputs = [said(one) if isinstance(one, str) else one for one in answers]
    model = get_model("mockllm/model", custom_outputs=outputs)
    (log,) = evaluate(task, model=model, display="none", max_samples=1, log_dir=str(logs))
    assert log.status == "success", log.error
    return log


def metrics(log: Any) -> dict[str, float]:
    return {name: metric.value for name, metric in log.results.scores[0].metrics.items()}


def test_half_right_answers_score_a_half(exported: Any, right: Any, tmp_path: Path) -> None:
    out = exported("inspect")
    rows = files.rows(out / "data", "test")
    answers = [right(row["target"]) if i % 2 else WRONG for i, row in enumerate(rows)]
    log = run(f"{out}/my_tasks.py@my_tasks", answers, tmp_path)  # its train split is the default
    log = run(task_of(out / "data", split="test"), answers, tmp_path)
    assert metrics(log)["accuracy"] == 0.5
    assert {"demo.sum", "sat.saturn"} <= set(metrics(log))
    scored = [sample.scores["verdict"] for sample in log.samples]
    assert {score.metadata["acc"] for score in scored} == {0.0, 1.0}
    assert all(score.explanation for score in scored)


def test_a_fault_of_ours_is_left_out_of_the_accuracy(
    exported: Any, right: Any, tmp_path: Path
) -> None:
    out = exported("inspect")
    rows = [row for row in files.rows(out / "data", "test") if "demo.sum" in row["target"]]
    task = task_of(out / "data", split="test")
    task.dataset = task.dataset[: len(rows)]
    answers = ["raise", *(right(sample.target) for sample in list(task.dataset)[1:])]
    assert metrics(run(task, answers, tmp_path))["accuracy"] == 1.0


def test_images_reach_the_model(pictured: Path, tmp_path: Path) -> None:
    export(pictured, "inspect", tmp_path / "out")
    task = task_of(tmp_path / "out" / "data", split="train")
    log = run(task, [WRONG] * 8, tmp_path)
    drawn = [s for s in log.samples if s.metadata["family"] == "demo.pictured"]
    kinds = [part.type for part in drawn[0].input[0].content]
    assert kinds == ["text", "image", "text", "image", "text"]  # each in its place
