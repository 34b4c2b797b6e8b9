"""Levels are worth what was planted, and what is not harder is said to be so."""

import json
import threading
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from tasksynth import source
from tasksynth.calibration import Calibration, calibrate, neighbour
from tasksynth.calibration.curves import at_level, curve
from tasksynth.calibration.run import common_scale
from tasksynth.calibration.words import page, table
from tasksynth.curriculum.inspection import report as inspect
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.errors import UsageError
from tasksynth.reporting import read_entries
from tasksynth.statistics import generator
from tasksynth_schemas import Mix, Recipe, Task
from tests.cli.command import refused, run
from tests.evaluation.server import Raw, Server, sum_of

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)


def shares(rates: list[float], tasks: int = 200) -> dict[float, np.ndarray]:
    return {
        level: (np.arange(tasks) + 0.5 < rate * tasks).astype(float)[:, None]
        for level, rate in zip(LEVELS, rates, strict=True)
    }


def verdicts(file: Path, skill: dict[str, float], hard: dict[str, float], tasks: int) -> Path:
    """A simulated model: a logistic chance of skill less hardness, which grows with the level."""
    rng, rows = generator(len(file.name)), []
    for family, ability in skill.items():
        for level in LEVELS:
            chance = 1 / (1 + np.exp(-(ability - hard[family] - 6 * level)))
            for task in range(tasks):
                passed = bool(rng.random() < chance)
                said = {"status": "pass" if passed else "fail", "reward": float(passed)}
                name = {"task": f"{family} {level} {task}", "sample": 0}
                rows.append(name | {"family": family, "level": level} | said)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def test_a_level_that_is_easier_than_a_lower_one_is_named() -> None:
    dented = curve("dented", "model", shares([0.9, 0.4, 0.8, 0.3, 0.1]), generator(), draws=400)
    assert dented.off == pytest.approx(0.2)
    assert dented.reversed == ((0.25, 0.5),)
    assert at_level(dented, 0.375) == pytest.approx(0.6)
    noisy = curve("noisy", "model", shares([0.9, 0.5, 0.52, 0.3, 0.1]), generator(), draws=400)
    assert noisy.off == pytest.approx(0.01)
    assert noisy.reversed == ()
    assert noisy.slope.high < 0
    assert noisy.middle is not None
    assert noisy.middle.low < 0.45 < noisy.middle.high


def test_a_curve_that_rises_has_no_middle() -> None:
    rising = curve("rising", "model", shares([0.1, 0.3, 0.5, 0.7, 0.9]), generator(), draws=400)
    assert rising.middle is None
    assert rising.slope.low > 0
    assert (0.0, 1.0) in rising.reversed


def test_solvers_with_a_budget_fail_where_the_effort_is_above_it() -> None:
    found = calibrate(["demo.sum"], levels=(0.0, 1.0), tasks=40, strategies=["*"], draws=400)
    (family,) = found.families
    assert [rung.tasks for rung in family.rungs] == [40, 40]
    assert family.rungs[0].effort is not None
    assert family.rungs[1].effort is not None
    assert family.rungs[0].effort < family.rungs[1].effort
    assert (
        family.rungs[0].prompt_chars < family.rungs[1].prompt_chars <= family.rungs[1].prompt_most
    )
    assert family.rungs[0].floor == 0.2
    kinds = [one.kind for one in family.curves]
    assert kinds[0] == "budget"
    assert kinds[-1] == "strategy"
    for one in family.curves[:-1]:
        assert one.points[0].success.value > one.points[1].success.value
    assert "success falls with the level everywhere" in table(found)
    with pytest.raises(UsageError, match=r"demo\.sum has no strategy 'clever'; it has 'zero'"):
        calibrate(["demo.sum"], levels=(0.0,), tasks=4, strategies=["clever"])


def test_two_models_put_two_families_on_one_scale(tmp_path: Path) -> None:
    """The weak model was asked one family alone; the strong one ties it to the other."""
    hard = {"f": -3.0, "g": -1.0}
    weak = verdicts(tmp_path / "weak", {"f": -1.0}, hard, 300)
    strong = verdicts(tmp_path / "strong", {"f": 1.0, "g": 1.0}, hard, 300)
    entries = read_entries([f"weak={weak}", f"strong={strong}"])
    abilities, scale = common_scale(["f", "g"], entries)
    assert abilities["strong"] - abilities["weak"] == pytest.approx(2.0, abs=0.4)
    at = {(one.family, one.level): one.difficulty for one in scale}
    for family, level in at:
        truth = hard[family] + 6 * level
        assert at[family, level].low - 0.3 < truth < at[family, level].high + 0.3
    assert at["g", 0.5].value - at["f", 0.5].value == pytest.approx(2.0, abs=0.5)
    assert common_scale(["other"], entries) == ({}, ())


def test_a_model_that_is_asked_gets_a_recipe_of_levels_that_it_passes_at_times(
    tmp_path: Path,
) -> None:
    asked = ("--model", f"{__name__}:small", "--work", tmp_path / "work", "--tasks", 20)
    out = [word for end in ("json", "html", "md") for word in ("--out", tmp_path / f"levels.{end}")]
    levels = [word for level in (0.0, 0.5, 1.0) for word in ("--level", level)]
    words = ["calibrate", "demo.sum", *asked, *out, *levels, "--recipe", tmp_path / "fit.toml"]
    said = run(*map(str, words))
    assert said.exit_code == 0, said.output
    assert max(map(len, said.stdout.splitlines())) <= 80
    found = Calibration.model_validate_json((tmp_path / "levels.json").read_bytes())
    model = found.families[0].curves[-1]
    assert (model.kind, model.subject) == ("model", f"{__name__}:small")
    assert model.points[0].success.value == 1.0
    assert {one.level for one in found.scale} == {0.0, 0.5, 1.0}
    recipe = tomllib.loads((tmp_path / "fit.toml").read_text())
    (mix,) = recipe["mix"]
    assert all(0.2 <= at_level(model, level) <= 0.8 for level in mix["levels"])
    assert mix["difficulty"] == sorted(mix["difficulty"])
    assert len(mix["difficulty"]) == len(mix["levels"])
    assert run("generate", tmp_path / "fit.toml", "--out", tmp_path / "fit").exit_code == 0
    assert page(found).count("<svg") == 1
    assert "| `demo.sum` | prompt, characters |" in (tmp_path / "levels.md").read_text()


def small(prompt: str) -> str:
    """Adds numbers as long as they are small."""
    answer = sum_of(prompt)
    return answer if int(answer) < 120 else "0"


def test_a_server_is_measured_over_http_and_asked_nothing_twice(tmp_path: Path) -> None:
    server = Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def answer(prompt: str, before: int) -> str | Raw:
        crowded = before == 0 and len(prompt) % 3 == 0
        return Raw(429, Retry_After="0") if crowded else small(prompt)

    server.act = answer
    asking = ("--model", "m", "--base-url", server.url, "--work", tmp_path / "work", "--samples", 2)
    levels = ("--level", 0.4, "--level", 0.7, "--level", 1.0, "--tasks", 12)
    words = [*map(str, ("calibrate", "demo.sum", *asking, *levels, "--json"))]
    try:
        said = run(*words)
        assert said.exit_code == 0, said.output
        before = server.asked.copy()
        assert run(*words).stdout == said.stdout
        assert server.asked == before
    finally:
        server.shutdown()
        server.server_close()
    found = Calibration.model_validate_json(said.stdout)
    (model,) = (one for one in found.families[0].curves if one.kind == "model")
    tasks = [
        Task.model_validate_json(line)
        for file in sorted((tmp_path / "work" / "tasks").glob("*.jsonl"))
        for line in file.read_bytes().splitlines()
    ]
    for point in model.points:
        those = [task for task in tasks if task.level == point.level]
        right = sum(int(sum_of(task.text)) < 120 for task in those)
        assert point.tasks == 12
        assert point.success.value == pytest.approx(right / 12)
    assert model.points[0].success.value > model.points[-1].success.value


def test_an_easier_task_is_easier_and_a_harder_one_harder_by_measure() -> None:
    levels = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    found = calibrate(["sat.saturn"], levels=levels, tasks=40, draws=50)
    subject = found.families[0].curves[1].subject
    budget = int(subject.rpartition(" ")[2])

    def success(tasks: list[Task]) -> float:
        return sum(task.measure["conflicts"] <= budget for task in tasks) / len(tasks)

    made = source("sat.saturn", seed=5, level=0.6)
    tasks = [made.make(index) for index in range(60)]
    for by in (0.3, -0.3):
        others = [neighbour(task, found, by=by, subject=subject) for task in tasks]
        assert success(others) - success(tasks) == pytest.approx(by, abs=0.2)
        assert [str(one.ref).partition("#")[2] for one in others] == [f"5:{i}" for i in range(60)]
    assert neighbour(tasks[0], found, by=0.3) == neighbour(tasks[0], found, by=0.3, subject=subject)
    with pytest.raises(UsageError, match=r"over all levels: \+2 is not there"):
        neighbour(tasks[0], found, by=2)
    with pytest.raises(UsageError, match=r"demo\.sum was not calibrated; there is sat\.saturn"):
        neighbour(source("demo.sum", seed=0, level=0.5).make(0), found, by=0.3)


def test_what_cannot_be_measured_is_refused(tmp_path: Path) -> None:
    assert "--model wants a --work FOLDER" in refused(run("calibrate", "demo.sum", "--model", "m"))
    assert "go with --model" in refused(run("calibrate", "demo.sum", "--work", tmp_path))
    one = refused(run("calibrate", "demo.sum", "--recipe", tmp_path / "r.toml"))
    assert "--recipe is for one model, by --model or --results; got 0" in one
    assert "wants .json, .html or .md" in refused(run("calibrate", "demo.sum", "--out", "x.pdf"))


@pytest.mark.parametrize("half", [1, 3])
def test_a_strategy_begins_where_the_measured_difficulty_says_half_is_solved(half: int) -> None:
    difficulty = tuple(3.0 * (place - half) for place in range(5))
    mix = Mix(family="sat.saturn", levels=LEVELS, difficulty=difficulty)
    scheduler = Scheduler(Recipe(mix=(mix,)))
    assert [arm.difficulty for arm in inspect(scheduler).arms] == pytest.approx(difficulty)
    served = Counter(ticket.arm for ticket in scheduler.ask(50))
    assert served[f"sat.saturn@{LEVELS[half]:g}"] > 40
    with pytest.raises(ValidationError, match="one number for each of the 5 levels, got 1"):
        Mix(family="sat.saturn", levels=LEVELS, difficulty=(0.0,))
