"""How hard the families of text and planning are, level by level, and how quickly they are made.

    python benchmarks/text_planning.py [--tasks 100] [--family games.duel] [--with game=hex]
    python benchmarks/text_planning.py --peers       # with reasoning-gym: rates of both, in one run

Bounded solvers play, no model does: each has a budget, so that what it passes falls as the level
rises. `reviser` starts from a frame of the right size and changes one thing of it at a time, as
often as its budget says, keeping what breaks no more conditions than before. A solver with a window
remembers that much of a log, and guesses the rest; `one fact` puts no two facts together. One of
machines tries orders at random, and gives up after so many uses of a machine. Players see so
many moves ahead, and draw lots among what looks as good.

Rates of peers are distinct tasks per CPU-second of one process, each made as users get it: prompt,
answer, and for ours the measured difficulty. Reasoning Gym's nearest sets are asked for as many
statements as our logs have lines, or for plans as long as ours; it has no conditions on texts.
"""

import argparse
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
from bounded.decisions import DECISIONS  # beside this file, which is a program
from bounded.planning import PLANNING
from bounded.text import TEXT

from tasksynth import registry
from tasksynth.rng import Dice
from tasksynth.single import Judge, source

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
SOLVERS = TEXT | PLANNING | DECISIONS


def table(name: str, tasks: int, asked: dict[str, str]) -> Iterator[str]:
    """Lines: what each solver passes at each level, the floor, and tasks a CPU-second."""
    yield f"{name:<22}" + "".join(f"{level:>8}" for level in LEVELS)
    rows: dict[str, list[float]] = {solver: [] for solver in SOLVERS[name]}
    floors, rates = [], []
    for level in LEVELS:
        made = source(name, seed=19, level=level, params=asked)
        start = time.process_time()
        drawn = [made.draw(index) for index in range(tasks)]
        rates.append(tasks / (time.process_time() - start))
        family = registry.get(name)
        floors.append(family.floor(family.Params.at(level)))
        for solver, solve in SOLVERS[name].items():
            dice = Dice(np.random.Generator(np.random.Philox(key=7)))
            passed = [
                Judge(one.task).grade(solve(one.instance, dice)).status == "pass" for one in drawn
            ]
            rows[solver].append(sum(passed) / tasks)
    for solver, shares in rows.items():
        yield f"{solver:<22}" + "".join(f"{share:>8.2f}" for share in shares)
    yield f"{'declared floor':<22}" + "".join(f"{floor:>8.2f}" for floor in floors)
    yield f"{'tasks a CPU-second':<22}" + "".join(f"{rate:>8.0f}" for rate in rates)


PEERS = (
    ("43 lines", "text.recall", {"tokens": 400, "items": 6, "hops": 1, "questions": 2},
     "needle_haystack", {"min_num_statements": 43, "max_num_statements": 43}),
    ("690 lines", "text.recall", {"tokens": 6325, "items": 11, "hops": 2, "questions": 3},
     "needle_haystack", {"min_num_statements": 690, "max_num_statements": 690}),
    ("10 actions", "planning.pddl", {"length": 10, "places": 4, "works": 3},
     "jugs", {"num_jugs": 3, "difficulty": 10}),
    ("7 actions", "planning.pddl", {"length": 7, "places": 4, "works": 3},
     "tower_of_hanoi", {"min_disks": 3, "max_disks": 3, "min_pegs": 3, "max_pegs": 3}),
    ("4 things", "embodied.clear_path", {"height": 6, "width": 8, "things": 4, "kind": "crates"},
     "sokoban", {"min_w": 6, "max_w": 8, "min_h": 6, "max_h": 8, "min_boxes": 4, "max_boxes": 4}),
)  # fmt: skip
"""Size, our family and its params, Reasoning Gym's set and what it is asked for."""


def _question(tasks: Any, index: int) -> str:
    """The words of a task, ours or Reasoning Gym's."""
    return str(tasks.make(index).text if hasattr(tasks, "make") else tasks[index]["question"])


def peers(seconds: float) -> Iterator[str]:
    """Lines of a table: distinct tasks per CPU-second, ours and Reasoning Gym's."""
    import reasoning_gym  # an extra

    yield "| size | Reasoning Gym | distinct | tasksynth | distinct | ratio |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for size, name, params, peer, asked in PEERS:
        theirs = reasoning_gym.create_dataset(peer, size=10**6, seed=1, **asked)
        made = source(name, seed=1, level=None, params=params)
        rates: list[float] = []
        cells: list[str] = []
        for of in (theirs, made):
            _question(of, 10**5)  # imports and caches
            seen, count, start = set(), 0, time.process_time()
            while time.process_time() - start < seconds:
                seen.add(_question(of, count))
                count += 1
            took = time.process_time() - start
            rates.append(len(seen) / took)
            cells.append(f"{rates[-1]:,.1f} | {len(seen) / count:.0%}")
        told = " | ".join(cells)
        yield f"| `{name}`, {size}: `{peer}` | {told} | {rates[1] / rates[0]:.2g} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=100)
    parser.add_argument("--family", choices=sorted(SOLVERS))
    parser.add_argument("--with", dest="params", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--peers", action="store_true")
    asked = parser.parse_args()
    if asked.peers:
        for line in peers(2):
            print(line, flush=True)
        return
    for name in [asked.family] if asked.family else SOLVERS:
        for line in table(name, asked.tasks, dict(pair.split("=") for pair in asked.params)):
            print(line, flush=True)
        print()


if __name__ == "__main__":
    main()
