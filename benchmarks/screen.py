"""How many planted copies `tasksynth screen` finds, and what it takes for copies that are none.

    python benchmarks/screen.py --tasks 2000 --plants 200

Of each family, tasks are generated, some are copied into an evaluation and changed, and the dataset
is screened. False alarms are counted on an evaluation of the same family and level that is drawn by
another seed.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from tasksynth.pipeline.making.generate import generate
from tasksynth.rng import Stream
from tasksynth.sets.reading import Origin, content
from tasksynth.sets.screening import screen
from tasksynth_schemas import Mix, Recipe, Task

FAMILIES = (
    ("curricula.order", 0.5),
    ("minecraft.route", 0.3),
    ("puzzle.knights", 0.5),
    ("puzzle.nonogram", 0.5),
    ("puzzle.zebra", 0.3),
    ("sat.ksat", 0.2),
    ("sat.parity", 0.3),
    ("sql.result", 0.2),
)
Change = Callable[[str, np.random.Generator], str]


def blanks(text: str, rng: np.random.Generator) -> str:
    """Other case, other blanks."""
    return "  ".join(text.upper().split())


def frame(text: str, rng: np.random.Generator) -> str:
    """Other words before and after."""
    return f"Question {rng.integers(1000)}. Solve this.\n{text}\nTake your time, and be brief."


def words(text: str, rng: np.random.Generator) -> str:
    """One word of a hundred is another one."""
    found = text.split(" ")
    for at in rng.integers(0, len(found), max(1, len(found) // 100)):
        found[at] = "something"
    return " ".join(found)


def cut(text: str, rng: np.random.Generator) -> str:
    """The last twentieth is missing."""
    return text[: len(text) * 19 // 20]


CHANGES: dict[str, Change] = {f.__name__: f for f in (blanks, frame, words, cut)}


def planted(texts: list[str], change: Change, path: Path, rng: np.random.Generator) -> None:
    """Write an evaluation of changed copies, in words of somebody else's."""
    rows = [json.dumps({"question": change(text, rng), "answer": "?"}) for text in texts]
    path.write_text("\n".join(rows) + "\n")


def tasks_of(folder: Path) -> list[Task]:
    """A dataset's tasks."""
    return [entry.task for entry in Origin.open(folder).entries()]


def measured(family: str, level: float, home: Path, tasks: int, plants: int) -> Iterator[str]:
    """Recall by change, false alarms, and time a task."""
    for name, seed, count in (("data", 1, tasks), ("fresh", 2, plants)):
        mix = (Mix(family=family, levels=(level,)),)
        generate(Recipe(mix=mix, count=count, seed=seed), home / name)
    made = tasks_of(home / "data")
    rng = Stream(b"benchmarks/screen").rng(0)
    for name, change in CHANGES.items():
        chosen = [made[i] for i in rng.choice(len(made), plants, replace=False)]
        path = home / f"{name}.jsonl"
        planted([task.text for task in chosen], change, path, rng)
        _, gone = screen(home / "data", [path], each_other=False)
        found = len(gone & {task.id for task in chosen})
        yield f"{found / plants:6.3f}"
    again = {content(task) for task in tasks_of(home / "fresh")}
    same = {task.id for task in made if content(task) in again}
    start = time.process_time()
    found, gone = screen(home / "data", [home / "fresh"])
    took = time.process_time() - start
    yield f"{len(gone - same):4d}"
    yield f"{1e6 * took / tasks:7.0f}"


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tasks", type=int, default=2000)
    parser.add_argument("--plants", type=int, default=200)
    options = parser.parse_args()
    print("| family | level |", " | ".join(CHANGES), "| false alarms | CPU µs a task |")
    print("| --- | ---: |", " | ".join(["---:"] * len(CHANGES)), "| ---: | ---: |")
    for family, level in FAMILIES:
        with tempfile.TemporaryDirectory() as folder:
            cells = measured(family, level, Path(folder), options.tasks, options.plants)
            print(f"| `{family}` | {level} |", " | ".join(cells), "|", flush=True)


if __name__ == "__main__":
    main()
