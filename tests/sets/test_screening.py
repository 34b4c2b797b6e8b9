"""Near duplicates and contamination that are planted, and how many tasks there are."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tasksynth.pipeline.capacity import estimated, of_dataset
from tasksynth.pipeline.making.generate import generate
from tasksynth.rng import Stream
from tasksynth.sets.reading import Origin
from tasksynth.sets.screening import screen
from tasksynth_schemas import Mix, Recipe, Task
from tests.cli.command import refused, run

PLANTS = 40
MIX = (Mix(family="curricula.order", levels=(0.5,)), Mix(family="puzzle.nonogram", levels=(0.5,)))
CHANGES: dict[str, Callable[[str], str]] = {
    "case and blanks": lambda text: "  ".join(text.upper().split()),
    "another frame": lambda text: f"Question. Solve this:\n{text}\nBe brief.",
    "one word in a hundred": lambda text: " ".join(
        "something" if i % 100 == 50 else word for i, word in enumerate(text.split(" "))
    ),
    "cut": lambda text: text[: len(text) * 19 // 20],
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    generate(Recipe(mix=MIX, count=300, seed=1, splits={"train": 0.8, "test": 0.2}), home / "data")
    generate(Recipe(mix=MIX, count=100, seed=2), home / "fresh")
    return home


def tasks_of(path: Path) -> list[Task]:
    return [entry.task for entry in Origin.open(path).entries()]


@pytest.mark.parametrize("change", CHANGES)
def test_planted_contamination_is_found_and_nothing_else(
    change: str, home: Path, tmp_path: Path
) -> None:
    made = tasks_of(home / "data")
    at = Stream(b"plants").rng(0).choice(len(made), PLANTS, replace=False)
    strangers = [task.text for task in tasks_of(home / "fresh")]
    texts = [CHANGES[change](made[i].text) for i in at] + strangers
    path = tmp_path / "eval.jsonl"
    path.write_text("".join(json.dumps({"question": text}) + "\n" for text in texts))
    found, gone = screen(home / "data", [path])
    planted = {made[i].id for i in at}
    assert len(gone & planted) >= 0.95 * PLANTS
    assert gone <= planted
    assert found.contaminated == len(gone)
    assert found.evaluations == len(texts)


def test_near_tasks_of_one_dataset_go_and_the_first_stays(home: Path, tmp_path: Path) -> None:
    lines = [entry.line for entry in Origin.open(home / "data").entries()]
    again = []
    for line in lines[:PLANTS]:
        task = json.loads(line)
        ref = task["ref"] | {"index": task["ref"]["index"] + 10**6}
        changed = Task.model_validate(task | {"ref": ref, "prompt": task["prompt"] + "\nHurry!"})
        again.append(changed.model_copy(update={"id": changed.ref.id}))
    path = tmp_path / "more.jsonl"
    path.write_bytes(
        b"".join(lines) + b"".join(t.model_dump_json().encode() + b"\n" for t in again)
    )
    assert run("screen", path).exit_code == 1
    done = run("screen", path, "--out", tmp_path / "clean", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["near"] == PLANTS
    kept = [entry.line for entry in Origin.open(tmp_path / "clean").entries()]
    assert kept == lines
    assert run("screen", tmp_path / "clean").exit_code == 0


def test_a_screening_that_cannot_be_is_refused_in_a_line(home: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd.jsonl"
    odd.write_text('{"words": "a"}\n')
    data = home / "data"
    assert "which field is the prompt?" in refused(run("screen", data, "--exclude-like", odd))
    told = refused(run("screen", data, "--exclude-like", odd, "--out", odd))
    assert "would be written over" in told
    assert "near wants a share in [0.5, 1]" in refused(run("screen", data, "--near", "0.1"))


@pytest.mark.parametrize("size", [50, 1000, 30_000])
def test_the_number_of_tasks_is_estimated_from_repeats(size: int) -> None:
    draws, held, near = 400, 0, 0
    for trial in range(100):
        rng: np.random.Generator = Stream(b"capacity").rng(trial)
        distinct = len(set(rng.integers(0, size, draws).tolist()))
        least, about = estimated(draws, distinct)
        held += least <= size
        near += about is None or size / 4 <= about <= 4 * size
    assert held >= 90
    assert near >= 90


def test_the_ledger_of_a_dataset_tells_what_is_left(tmp_path: Path) -> None:
    mix = (
        Mix(family="demo.sum", params={"top": 40}, count=300),
        Mix(family="demo.sum", levels=(0.9,), count=300),
    )
    generate(Recipe(mix=mix), tmp_path / "data")
    few, many = of_dataset(tmp_path / "data")
    assert few.about is not None
    assert 800 < few.about < 3200  # there are 1,600
    assert few.left == few.least - 300
    assert many.least > few.least
    told = run("capacity", tmp_path / "data", "demo.sum", "--level", "0.1", "--draws", "100")
    assert told.exit_code == 0, told.output
    assert "demo.sum 0.1" in told.stdout
    assert "tells of no draws" in refused(run("capacity", tmp_path))
