"""Filters and pools: what to skip because nothing is learned from it."""

from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth.curriculum.arrays import ArmFloats, Floats, Ints, State
from tasksynth.curriculum.strategy import (
    FRESH,
    Batch,
    Options,
    Picks,
    Strategy,
    View,
    draw,
    sums,
)

Share = Annotated[float, Field(ge=0, le=1)]


class PoolsOptions(Options):
    """Bounds and weights of the pools."""

    hard: Share = 0.25
    """A last group at or under it makes an arm hard."""
    easy: Share = 0.75
    """A last group above it makes an arm easy."""
    hard_weight: Annotated[float, Field(gt=0)] = 0.2
    easy_weight: Annotated[float, Field(gt=0)] = 0.2


class PoolsState(State):
    """The last groups."""

    last: ArmFloats
    """(arms,) success rate of the last group; 0.5 before the first."""


class Pools(Strategy[PoolsOptions, PoolsState]):
    """Hard, normal and easy pools by the last group of an arm, with fixed weights.

    Source: prime-rl's difficulty pools (PrimeIntellect-ai/prime-rl, pull request 3261).
    """

    name = "pools"

    def start(self) -> PoolsState:
        """All normal."""
        return PoolsState(last=np.full(len(self.space), 0.5))

    def ask(self, state: PoolsState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """By the weights of the pools."""
        o = self.options
        easy = np.where(state.last > o.easy, o.easy_weight, 1.0)
        weight = np.where(state.last <= o.hard, o.hard_weight, easy)
        return Picks(draw(weight * self.space.weight, n, rng))

    def tell(self, state: PoolsState, batch: Batch) -> PoolsState:
        """The last group of each arm counts."""
        last = state.last.copy()
        last[batch.arm] = batch.rate
        return PoolsState.model_construct(last=last)


class DynamicOptions(Options):
    """What is remembered."""

    half_life: Annotated[float, Field(gt=0)] = 4.0
    """Groups of an arm after which evidence counts half."""
    floor: Share = 0.05


class DynamicState(State):
    """Discounted counts."""

    solved: ArmFloats
    tries: ArmFloats


class Dynamic(Strategy[DynamicOptions, DynamicState]):
    """Arms in proportion to the chance that a group is mixed, neither all solved nor all failed.

    Source: the dynamic sampling of DAPO (Yu et al. 2025, arXiv:2503.14476, section 3.2), which
    rolls groups out and throws away those without a gradient; here the filter works before the
    rollout, on the expected chance 1 - p^n - (1 - p)^n under a Beta belief about p.
    """

    name = "dynamic"

    def start(self) -> DynamicState:
        """Nothing seen: a flat belief."""
        zero = np.zeros(len(self.space))
        return DynamicState(solved=zero, tries=zero)

    def ask(self, state: DynamicState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """By the chance of a mixed group."""
        a, b = state.solved + 1, state.tries - state.solved + 1
        rising = np.arange(view.rollouts)
        all_solved = np.prod((a[:, None] + rising) / ((a + b)[:, None] + rising), axis=1)
        all_failed = np.prod((b[:, None] + rising) / ((a + b)[:, None] + rising), axis=1)
        chance = np.maximum(1 - all_solved - all_failed, 0) * self.space.weight
        floor = self.options.floor
        p = (1 - floor) * chance / max(chance.sum(), 1e-12) + floor * self.space.weight
        return Picks(draw(p, n, rng))

    def tell(self, state: DynamicState, batch: Batch) -> DynamicState:
        """Discount by the arm's own groups, then add."""
        solved, tries, groups = sums(batch, len(self.space))
        keep = 0.5 ** (groups / self.options.half_life)
        return DynamicState.model_construct(
            solved=keep * state.solved + solved, tries=keep * state.tries + tries
        )


class GRESOOptions(Options):
    """Of the skipping."""

    target: Share = 0.25
    """Share of groups without a gradient to aim at: a third of it solved, two thirds failed."""
    step: Share = 0.01
    least: Share = 0.01
    """Least chance of an arm to be kept."""


class GRESOState(State):
    """Runs of groups without a gradient."""

    solved_run: ArmFloats
    """(arms,) groups in a row that were all solved."""
    failed_run: ArmFloats
    keep_solved: float = 0.5
    """Chance to keep an arm, for each group in its run."""
    keep_failed: float = 0.5


class GRESO(Strategy[GRESOOptions, GRESOState]):
    """Skip, with rising probability, arms whose last groups were all solved or all failed.

    Source: Zheng et al. 2025, "Act only when it pays", arXiv:2506.02177, algorithm 1, which counts
    by prompt; fresh tasks have no history, so the count is by arm here.
    """

    name = "greso"

    def start(self) -> GRESOState:
        """No runs."""
        zero = np.zeros(len(self.space))
        return GRESOState(solved_run=zero, failed_run=zero)

    def ask(self, state: GRESOState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """By the chance to be kept."""
        keep = state.keep_solved**state.solved_run * state.keep_failed**state.failed_run
        return Picks(draw(np.maximum(keep, self.options.least) * self.space.weight, n, rng))

    def tell(self, state: GRESOState, batch: Batch) -> GRESOState:
        """Count the runs; steer both chances towards the target share."""
        o = self.options
        solved, failed = batch.solved >= batch.tries, batch.solved <= 0
        runs = []
        for run, hit in ((state.solved_run, solved), (state.failed_run, failed)):
            run = run.copy()
            for arm, again in zip(batch.arm.tolist(), hit.tolist(), strict=True):
                run[arm] = run[arm] + 1 if again else 0
            runs.append(run)
        step = o.step * len(batch) / 32
        down_solved = float(solved.mean()) >= o.target / 3
        down_failed = float(failed.mean()) >= o.target * 2 / 3
        return GRESOState.model_construct(
            solved_run=runs[0],
            failed_run=runs[1],
            keep_solved=_bounded(state.keep_solved + (-step if down_solved else step)),
            keep_failed=_bounded(state.keep_failed + (-step if down_failed else step)),
        )


def _bounded(x: float) -> float:
    return min(max(x, 0.05), 0.95)


class VCRLOptions(Options):
    """Of the memory bank."""

    kappa: Share = 0.3
    """Least variance, as a share of the largest possible, for an item to stay in the bank."""
    size: Annotated[int, Field(ge=8, le=100_000)] = 256
    momentum: Share = 0.9
    most: Share = 0.75
    """Largest share of tickets that replay the bank."""


class VCRLState(State):
    """The bank: items, and how much their groups varied."""

    arm: Ints
    """(items,)"""
    item: Ints
    score: Floats
    replay: float = 0.0
    """Share of recent groups that varied too little, and that the bank replaces."""


class VCRL(Strategy[VCRLOptions, VCRLState]):
    """Groups with little variance are replaced by replays of items that had much.

    Source: Jiang et al. 2025, "VCRL: variance-based curriculum reinforcement learning",
    arXiv:2509.19803: normalised variance k (n - k) / (n (n - 1)) over its largest value, a memory
    bank with momentum.
    """

    name = "vcrl"

    def start(self) -> VCRLState:
        """An empty bank."""
        none = np.zeros(0, dtype=np.int64)
        return VCRLState(arm=none, item=none, score=np.zeros(0))

    def ask(self, state: VCRLState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """Replays for the share that varied too little, fresh tasks for the rest."""
        arm = draw(self.space.weight, n, rng)
        item = np.full(n, FRESH)
        if len(state.arm) >= 8:
            replay = np.flatnonzero(rng.random(n) < min(state.replay, self.options.most))
            chosen = draw(state.score, len(replay), rng)
            arm[replay], item[replay] = state.arm[chosen], state.item[chosen]
        return Picks(arm, item=item)

    def tell(self, state: VCRLState, batch: Batch) -> VCRLState:
        """Refresh replayed items, add new ones that varied enough, drop the flat and the worst."""
        o = self.options
        variance = 4 * batch.rate * (1 - batch.rate)
        known = zip(state.arm.tolist(), state.item.tolist(), strict=True)
        bank = dict(zip(known, state.score.tolist(), strict=True))
        rows = zip(batch.arm.tolist(), batch.item.tolist(), variance.tolist(), strict=True)
        for arm, item, score in rows:
            old = bank.get((arm, item))
            kept = score if old is None else o.momentum * old + (1 - o.momentum) * score
            if kept >= o.kappa and score > 0:
                bank[arm, item] = kept
            else:
                bank.pop((arm, item), None)
        best = sorted(bank.items(), key=lambda entry: -entry[1])[: o.size]
        flat = float((variance < o.kappa).mean())
        fade = 0.5 ** (len(batch) / 32)
        return VCRLState.model_construct(
            arm=np.array([arm for (arm, _), _ in best], dtype=np.int64),
            item=np.array([item for (_, item), _ in best], dtype=np.int64),
            score=np.array([score for _, score in best], dtype=np.float64),
            replay=fade * state.replay + (1 - fade) * flat,
        )
