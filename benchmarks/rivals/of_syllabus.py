"""Syllabus: curricula for reinforcement learning, in the trainer's process."""

from collections.abc import Iterator
from importlib import import_module

from benchmarks.race import table
from benchmarks.race.kinds import kinds_of
from benchmarks.race.run import Training
from benchmarks.rivals.rows import Row
from tasksynth.curriculum.journal.store import MemoryStore

LEARNERS = ("narrow", "plateau", "mislabelled", "stairs")
SEEDS = 4


def rows() -> Iterator[Row]:
    """What it costs, and what simulated learners learn."""
    cost = import_module("curriculum")
    theirs = cost.syllabus_ms("syllabus-online-lp", 10)
    ours = sum(cost.round_ms("frontier", MemoryStore(), 50))
    note = "ours issues tickets and keeps a ledger"
    yield Row("CPU of 64 tickets and 512 rewards", theirs, ours, "ms", lower=True, note=note)
    names = ["oracle", "uniform", "frontier", "syllabus-online-lp", "syllabus-lp", "syllabus-sfl"]
    kinds = kinds_of(LEARNERS, tuning=False)
    course = Training()
    area = {
        finish.name: float(finish.area.mean())
        for finish in table.race(names, kinds, list(range(SEEDS)), course, workers=1)
    }
    best = max(area[name] for name in names if name.startswith("syllabus"))
    shares = [100 * one / area["oracle"] for one in (best, area["frontier"])]
    yield Row("what simulated learners learn, of an oracle's; their best", *shares, "%")
