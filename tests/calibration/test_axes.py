"""An axis that changes success is told by how much; one that does not is not blamed."""

import json
from pathlib import Path

import numpy as np
import pytest

from tasksynth.calibration import AxesReport, look_at_axes
from tasksynth.calibration.axes import Cells, compared, permuted
from tasksynth.calibration.axes_words import axes_table
from tasksynth.pipeline.making.generate import generate
from tasksynth.reporting import read_entries
from tasksynth.statistics import generator
from tasksynth_schemas import Mix, Recipe, Task, TaskRef
from tests.cli.command import refused, run

TASKS = 30


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("axes") / "data"
    mix = [
        Mix(family="demo.sum", levels=(0.5, 1.0), params={"odd_only": odd}, count=2 * TASKS)
        for odd in (False, True)
    ]
    generate(Recipe(mix=tuple(mix), seed=5), folder)
    return folder


def tasks_in(folder: Path) -> list[Task]:
    (file,) = folder.glob("*.jsonl")
    return [Task.model_validate_json(line) for line in file.read_bytes().splitlines()]


def results(data: Path, file: Path, rates: dict[bool, float]) -> Path:
    """A simulated model, whose success depends on an axis alone."""
    dice = generator(len(file.name))
    rows = []
    for task in tasks_in(data):
        assert isinstance(task.ref, TaskRef)
        passed = bool(dice.random() < rates[bool(task.ref.params["odd_only"])])
        said = {"status": "pass" if passed else "fail", "reward": float(passed)}
        name = {"task": task.id, "sample": 0, "family": task.ref.family, "level": task.level}
        rows.append(name | said)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def cells(rates: dict[str, float], dice: np.random.Generator) -> Cells:
    """Two levels of 24 tasks a value, the second one harder by as much for all."""
    return {
        level: {
            value: (dice.random(24) < rate - drop).astype(float) for value, rate in rates.items()
        }
        for level, drop in ((0.2, 0.0), (0.8, 0.1))
    }


@pytest.mark.parametrize(
    ("rates", "truth"),
    [({"a": 0.5, "b": 0.5, "c": 0.5}, 0.0), ({"a": 0.9, "b": 0.5, "c": 0.4}, 0.5)],
)
def test_intervals_hold_the_truth_nineteen_times_in_twenty(
    rates: dict[str, float], truth: float
) -> None:
    dice = generator(3)
    held, blamed = 0, 0
    for _ in range(60):
        seen = cells(rates, dice)
        _, spread, _ = compared(seen, dice, 200)
        held += spread.low - 1e-9 <= truth <= spread.high + 1e-9
        blamed += permuted(seen, dice, 200) < 0.05
    assert held >= 54
    assert blamed >= 58 if truth else blamed <= 8


def test_what_was_planted_is_told_and_fails_the_gate(data: Path, tmp_path: Path) -> None:
    models = (
        f"--results=fair={results(data, tmp_path / 'fair', {True: 0.5, False: 0.5})}",
        f"--results=bent={results(data, tmp_path / 'bent', {True: 0.3, False: 0.8})}",
    )
    out = (f"--out={tmp_path / 'a.json'}", f"--out={tmp_path / 'a.md'}")
    ended = run("axes", data, "--axis", "odd_only", *models, *out, "--fail-above", "0.1")
    assert ended.exit_code == 1
    assert "demo.sum: odd_only: bent differs by" in ended.stderr
    assert "fair differs" not in ended.stderr
    assert max(map(len, ended.stdout.splitlines())) <= 80
    report = AxesReport.model_validate_json((tmp_path / "a.json").read_bytes())
    (axis,) = report.axes
    assert (axis.name, axis.levels) == ("odd_only", (0.5, 1.0))
    by = {one.subject: one for one in axis.readings}
    assert by["bent"].spread.low > 0.2
    assert by["bent"].chance < 0.01 < by["fair"].chance
    assert [(one.value, one.tasks) for one in by["bent"].values] == [("false", 60), ("true", 60)]
    assert by["bent"].values[0].away.low > 0 > by["bent"].values[1].away.high
    assert "| `demo.sum` | odd_only | bent | false 0." in (tmp_path / "a.md").read_text()
    quiet = run("axes", data, *models[:1], "--fail-above", "0.1", "--json")
    assert quiet.exit_code == 0
    assert [one["name"] for one in json.loads(quiet.stdout)["axes"]] == ["odd_only"]


def test_solvers_and_strategies_are_compared_without_a_model(data: Path) -> None:
    report = look_at_axes(data, strategies=["*"], draws=200)
    (axis,) = report.axes
    assert {one.kind for one in axis.readings} == {"budget", "strategy"}
    assert "apart by" in axes_table(report)


def test_what_cannot_be_compared_is_said(data: Path, tmp_path: Path) -> None:
    said = refused(run("axes", data, "--axis", "language"))
    assert "nothing to compare on language" in said
    assert "axes of words here: odd_only" in said
    row = {"task": "another", "sample": 0, "family": "demo.sum", "status": "pass", "reward": 1}
    (tmp_path / "other").write_text(json.dumps(row) + "\n")
    said = refused(run("axes", data, "--results", f"m={tmp_path / 'other'}"))
    assert "the results of m answer none of the tasks in" in said
    assert "--out wants .json or .md" in refused(run("axes", data, "--out", tmp_path / "a.pdf"))


def test_a_model_is_judged_by_the_levels_it_was_asked(data: Path, tmp_path: Path) -> None:
    rows = results(data, tmp_path / "all", {True: 1.0, False: 1.0}).read_text().splitlines()
    some = [row for row in rows if json.loads(row)["level"] == 1.0]
    (tmp_path / "some").write_text("\n".join(some) + "\n")
    models = read_entries([f"m={tmp_path / 'some'}"])
    (axis,) = look_at_axes(data, models=models, draws=200).axes
    reading = next(one for one in axis.readings if one.kind == "model")
    assert sum(one.tasks for one in reading.values) == 2 * TASKS
    assert reading.spread.value == 0
    assert reading.chance == 1
