"""Writing datasets: against Reasoning Gym and SATQuest, in one run, at equal sizes.

    pip install reasoning-gym && pip install --no-deps satquest==0.2.0
    python benchmarks/generate.py              # about four minutes; --quick for one

Rates are distinct tasks per CPU-second of one process, each as a line of JSON in a file. Repeats
are those among the tasks that were drawn, per 10,000: of ours by what the task is, whatever its
wording, of theirs by the text. `alone` is what it takes to make item 999,999 and no other, in
milliseconds; a script that draws from one stream has to draw all before it. SATQuest's items are
pairs of formulas.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from puzzles import PAIRS, Pair, reasoning_gym

from tasksynth.single import source

try:
    from sat import SatQuest
except SystemExit:
    SatQuest = None
LAST = 999_999
CHOSEN = ("zebra 4x4", "sudoku 4x4", "sudoku 9x9", "knights 5", "futoshiki 5x5")
Make = Callable[[int], tuple[bytes, str]]
"""The line of an item, and what tells it from others."""


@dataclass
class Rate:
    """What writing came to."""

    written: float
    """Distinct tasks per CPU-second."""
    repeats: float
    """Per 10,000 draws."""
    alone_ms: float


def ours(pair: Pair) -> Make:
    """A task of ours."""
    tasks = source(pair.family, seed=1, level=0.5, params=pair.params)

    def make(i: int) -> tuple[bytes, str]:
        draw = tasks.draw(i)
        return draw.task.model_dump_json().encode() + b"\n", draw.digest.hex()

    return make


def theirs(pair: Pair) -> Make:
    """A task of Reasoning Gym, as its own scripts write it."""
    tasks = reasoning_gym.create_dataset(pair.peer, size=10**7, seed=1, **pair.asked)

    def make(i: int) -> tuple[bytes, str]:
        item = tasks[i]
        return json.dumps(item, default=str).encode() + b"\n", item["question"]

    return make


def written(make: Make, seconds: float, file: BinaryIO) -> Rate:
    """Write for so long."""
    make(10**6)
    seen: set[str] = set()
    drawn, start = 0, time.process_time()
    while (spent := time.process_time() - start) < seconds:
        line, key = make(drawn)
        drawn += 1
        if key not in seen:
            seen.add(key)
            file.write(line)
    start = time.process_time()
    make(LAST)
    alone = time.process_time() - start
    return Rate(len(seen) / spent, 1e4 * (drawn - len(seen)) / drawn, 1e3 * alone)


def said(rate: Rate) -> str:
    """Three columns."""
    return f"{rate.written:9,.0f} | {rate.repeats:7,.1f} | {rate.alone_ms:10,.1f}"


def compare(seconds: float, file: BinaryIO) -> None:
    """The table."""
    print("| | theirs/s | repeats | alone | ours/s | repeats | alone | ratio |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for pair in PAIRS:
        if pair.name in CHOSEN:
            peer, own = (written(make(pair), seconds, file) for make in (theirs, ours))
            ratio = own.written / peer.written
            print(f"| {pair.name} | {said(peer)} | {said(own)} | {ratio:.1f} |", flush=True)
    if SatQuest is not None:
        satquest(seconds, file)


def satquest(seconds: float, file: BinaryIO) -> None:
    """A row of the table."""
    peer, mine = satquest_rates(seconds, file)
    ratio = mine.written / peer.written
    print(f"| SATQuest (5,20), pairs | {said(peer)} | {said(mine)} | {ratio:.1f} |", flush=True)


def satquest_rates(seconds: float, file: BinaryIO) -> tuple[Rate, Rate]:
    """Formulas of 5 variables and 20 clauses; two of ours are an item of theirs."""
    script = SatQuest("(5,20)")

    def pair(i: int) -> tuple[bytes, str]:
        item = script.item(i)
        return json.dumps(item).encode() + b"\n", str(item)

    params = {"n_vars": 5, "n_clauses": 20, "format": "dimacs", "max_guess": 1.0}
    tasks = source("sat.decision", seed=1, params=params)

    def own(i: int) -> tuple[bytes, str]:
        both = [tasks.draw(2 * i), tasks.draw(2 * i + 1)]
        lines = b"".join(draw.task.model_dump_json().encode() + b"\n" for draw in both)
        return lines, both[0].digest.hex()

    peer, mine = (written(make, seconds, file) for make in (pair, own))
    peer.alone_ms = 1e3 * LAST / peer.written
    return peer, mine


def limits(file: BinaryIO) -> None:
    """What encoding and writing alone would allow."""
    task = source("puzzle.zebra", seed=1, level=0.3).make(0)
    line = task.model_dump_json().encode()
    start = time.process_time()
    for _ in range(20_000):
        task.model_dump_json()
    encoded = 20_000 / (time.process_time() - start)
    start = time.process_time()
    for _ in range(20_000):
        file.write(line)
    file.flush()
    disk = 20_000 / (time.process_time() - start)
    print(f"\nOf tasks of {len(line):,} bytes: {encoded:,.0f}/s encoded, {disk:,.0f}/s written")


def main() -> None:
    """Both."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    seconds = 3.0 if parser.parse_args().quick else 15.0
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "tasks").open("wb") as file:
        compare(seconds, file)
        limits(file)


if __name__ == "__main__":
    main()
