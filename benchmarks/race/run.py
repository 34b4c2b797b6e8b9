"""One heat: a strategy against learners of one kind, a learner for each seed."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.race.kinds import LearnerKind
from benchmarks.race.learners import LEVELS, TRACKS, Learners
from tasksynth.curriculum import strategy as strategies
from tasksynth.curriculum.arrays import Float, Int
from tasksynth.curriculum.space import Arm, Space
from tasksynth.curriculum.strategy import FRESH, PROBE, Batch, Picks, View
from tasksynth.rng import Stream
from tasksynth_schemas import Curriculum, TaskRef, canonical_json


@dataclass(frozen=True)
class Training:
    """How much a learner is trained, and how well its results are reported."""

    steps: int = 200
    groups: int = 32
    """Tickets in a step; probes are charged like the others."""
    rollouts: int = 8
    lag: int = 0
    """Steps by which feedback is late."""
    lost: float = 0.0
    """Share of groups of which nothing is heard."""
    flipped: float = 0.0
    """Share of rewards that are reported wrong."""


@dataclass(frozen=True)
class Heat:
    """What came of it; a row for each seed."""

    curve: Float
    """(seeds, steps + 1) mean true success over the cells that can be learned."""
    served: Int
    """(seeds, tracks, levels) tickets."""
    late_served: Int
    """(seeds, tracks, levels) tickets after the first quarter."""
    mixed: float
    """Share of groups that were neither all solved nor all failed."""
    junk: Float
    """(seeds,) share of tickets, after the first quarter, on tracks that cannot be learned."""

    @property
    def area(self) -> Float:
        """(seeds,) mean of the curve."""
        result: Float = self.curve.mean(1)
        return result


def space() -> Space:
    """The cells of the simulated learners, as arms: track-major, easiest level first."""
    arms = []
    for f in range(TRACKS):
        for level in range(LEVELS):
            ref = TaskRef(family=f"race.t{f}", version=1, params={"level": level}, seed=0, index=0)
            depth = level / (LEVELS - 1)
            name = f"race.t{f}@{depth:.2f}"
            arms.append(Arm(name=name, track=f"race.t{f}", ref=ref, level=depth))
    return Space(tuple(arms))


SPACE = space()


@dataclass(frozen=True)
class Chosen:
    """What every learner does in one step; all (seeds, groups)."""

    arm: Int
    item: Int
    purpose: Int
    hint: Float


class Teacher(Protocol):
    """Whoever chooses: a strategy for each learner, or an oracle that sees them all."""

    def ask(self, step: int) -> Chosen:
        """The groups of a step."""

    def tell(self, seed: int, batch: Batch, lost: Int) -> None:
        """Feedback for one learner; of the tickets on the arms `lost` nothing is heard."""


class Pupils:
    """A strategy for each learner, all of one name and options."""

    def __init__(self, curriculum: Curriculum, course: Training, streams: list[Stream]) -> None:
        self.course, self.streams, self.asks = course, streams, 0
        self.strategies = [strategies.build(curriculum, SPACE) for _ in streams]
        self.known = [strategy.start() for strategy in self.strategies]
        self.issued = np.zeros((len(streams), len(SPACE)), dtype=np.int64)
        self.open = np.zeros((len(streams), len(SPACE)), dtype=np.int64)

    def ask(self, step: int) -> Chosen:
        """See Teacher."""
        n = self.course.groups
        view = [View(self.asks * n, self.course.rollouts, open_) for open_ in self.open]
        rows = []
        for i, strategy in enumerate(self.strategies):
            rng = self.streams[i].rng(self.asks)
            picks = strategy.ask(self.known[i], n, rng, view[i])
            rows.append((picks.arm, self._items(i, picks), *_columns(picks)))
            self.open[i] += np.bincount(picks.arm, minlength=len(SPACE))
        self.asks += 1
        return Chosen(*(np.stack(column) for column in zip(*rows, strict=True)))

    def _items(self, i: int, picks: Picks) -> Int:
        """The next unused items of each arm, in turn, where the pick names none."""
        issued = self.issued[i]
        rows = np.arange(len(picks.arm))
        item = rows if picks.item is None else picks.item.copy()
        if picks.item is not None:
            rows = np.flatnonzero(item == FRESH)
        arm = picks.arm[rows]
        earlier = np.tril(arm[:, None] == arm, -1).sum(1)  # picks of the same arm before this one
        item[rows] = issued[arm] + earlier
        issued += np.bincount(arm, minlength=len(SPACE))
        return item

    def tell(self, seed: int, batch: Batch, lost: Int) -> None:
        """See Teacher."""
        gone = np.concatenate([batch.arm, lost])
        self.open[seed] -= np.bincount(gone, minlength=len(SPACE))
        if len(batch):
            self.known[seed] = self.strategies[seed].tell(self.known[seed], batch)


def _columns(picks: Picks) -> tuple[Int, Float]:
    n = len(picks.arm)
    purpose = np.zeros(n, dtype=np.int64) if picks.purpose is None else picks.purpose
    return purpose, np.zeros(n) if picks.hint is None else picks.hint


class Oracle:
    """Sees the learners: fills a step group by group, each where the objective gains most.

    Greedy on the exact update, with the success curve softened by `temperature`, which values
    ground that is gained before it shows; 2.5 was best on the tuning learners.
    """

    def __init__(self, learners: Learners, course: Training, *, temperature: float = 2.5) -> None:
        self.learners, self.course, self.temperature = learners, course, temperature

    def ask(self, step: int) -> Chosen:
        """See Teacher."""
        learners, at_once = self.learners, 4
        seeds = np.arange(len(learners.seeds))
        amount = np.zeros_like(learners.theta)
        tries = at_once * learners.expected_gain()  # (seeds, tracks, levels)
        chosen = []
        for _ in range(self.course.groups // at_once):
            after = learners.each(amount, tries)  # (cells, seeds, tracks, levels)
            best = learners.promise(after, temperature=self.temperature).argmax(0)
            track, level = np.divmod(best, LEVELS)
            amount[seeds, track, level] += tries[seeds, track, level]
            chosen += [best] * at_once
        arm = np.stack(chosen, axis=1)
        if learners.kind.plateau:
            arm = self._leaping(arm)
        item = np.arange(arm.size).reshape(arm.shape) + step * arm.size
        return Chosen(arm, item, np.zeros_like(arm), np.zeros(arm.shape))

    def _leaping(self, arm: Int) -> Int:
        """Where leaps are to come, one track at a time until it has leapt: then greed sees it."""
        due = self.learners.live & (self.learners.leapt() < 0.99)
        nearest = np.where(due, self.learners.practised, -1).argmax(1)
        return np.where(due.any(1, keepdims=True), nearest[:, None] * LEVELS, arm)

    def tell(self, seed: int, batch: Batch, lost: Int) -> None:
        """It needs no feedback."""


def heat(curriculum: Curriculum, kind: LearnerKind, seeds: list[int], course: Training) -> Heat:
    """Train a learner for each seed under a strategy; `oracle` is one that sees the learners."""
    learners = Learners(kind, seeds)
    if curriculum.strategy == "oracle":
        return drive(learners, Oracle(learners, course), course)
    keys = [["race", curriculum.model_dump(mode="json"), kind.name, seed] for seed in seeds]
    streams = [Stream(canonical_json(key)) for key in keys]
    return drive(learners, Pupils(curriculum, course, streams), course)


def drive(learners: Learners, teacher: Teacher, course: Training) -> Heat:
    """The loop that everybody runs in: choose, roll out, learn, report."""
    count, n = len(learners.seeds), course.rollouts
    curve = [learners.objective()]
    served = np.zeros((count, len(SPACE)), dtype=np.int64)
    late = np.zeros_like(served)
    mixed = 0
    reports: list[list[tuple[Batch, Int]]] = []
    flipped = max(course.flipped, learners.kind.flipped)
    rows = np.arange(count)[:, None]
    for step in range(course.steps):
        learners.begin(step)
        chosen = teacher.ask(step)
        track, level = np.divmod(chosen.arm, LEVELS)
        p = learners.chance(track, level, chosen.item, chosen.hint)
        luck = np.stack([s.rng(2 + step).random((4, *p.shape[1:], n)) for s in learners.streams])
        right = luck[:, 0] < p[..., None]  # (seeds, groups, rollouts)
        k = right.sum(-1)
        gain = learners.gain(p, k.astype(np.float64), n) * (1 - 0.5 * chosen.hint)
        gain = np.where(chosen.purpose == PROBE, 0.0, gain)
        learners.learn(track, level, gain)
        reported = (right ^ (luck[:, 1] < flipped)).sum(-1)
        least: Float = learners.kind.partial * learners.farmed[rows, track].astype(np.float64)
        lost = luck[:, 2, :, 0] < course.lost
        reports.append([_report(chosen, reported, least, lost, i, step, n) for i in range(count)])
        if len(reports) > course.lag:
            for i, (batch, gone) in enumerate(reports.pop(0)):
                teacher.tell(i, batch, gone)
        counts = np.stack([np.bincount(arms, minlength=len(SPACE)) for arms in chosen.arm])
        served += counts
        if step >= course.steps // 4:
            late += counts
        mixed += int(((k > 0) & (k < n)).sum())
        curve.append(learners.objective())
    shape = (count, TRACKS, LEVELS)
    return Heat(
        curve=np.stack(curve, axis=1),
        served=served.reshape(shape),
        late_served=late.reshape(shape),
        mixed=mixed / (count * course.steps * course.groups),
        junk=_on(late, ~learners.live) / np.maximum(late.sum(1), 1),
    )


def _on(counts: Int, tracks: NDArray[np.bool_]) -> Int:
    """(seeds,) tickets on some of each learner's tracks."""
    by_track = counts.reshape(len(counts), TRACKS, LEVELS).sum(-1)
    result: Int = (by_track * tracks).sum(-1)
    return result


def _report(
    chosen: Chosen, solved: Int, least: Float, lost: NDArray[np.bool_], i: int, step: int, n: int
) -> tuple[Batch, Int]:
    """What is heard of a step for learner i, and the arms of which nothing is; `least` is what a
    wrong attempt earns.
    """
    m = chosen.arm.shape[1]
    k = solved[i].astype(np.float64)
    silent = np.full(m, np.nan)
    batch = Batch(
        arm=chosen.arm[i],
        item=chosen.item[i],
        solved=k + least[i] * (n - k),
        tries=np.full(m, n),
        best=np.where(k > 0, 1.0, least[i]),
        least=np.where(k < n, least[i], 1.0),
        purpose=chosen.purpose[i],
        hint=chosen.hint[i],
        position=step * m + np.arange(m),
        trained=chosen.purpose[i] != PROBE,
        policy=np.zeros(m, dtype=np.int64),
        regret=silent,
        value_loss=silent,
        length=silent,
        logprob=silent,
    )
    return (
        (batch.only(~lost[i]), chosen.arm[i][lost[i]]) if lost.any() else (batch, chosen.arm[i][:0])
    )
