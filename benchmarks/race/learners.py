"""Simulated learners: a logistic response whose abilities move with practice.

A cell (track f, level l) has a true difficulty b and the learner an ability theta, both in logits:

    p(solved) = guess + (1 - guess - slip) * sigmoid(theta - b - prerequisites + item jitter)

A group of n attempts with k solved raises theta at its cell by eta * gain(p, k, n); what is gained
spreads to harder levels (a little), to easier ones (more), and along a graph of skills; what one
track gains in one step saturates; what is not practised is forgotten. The strategy sees only k
and n. All arrays have a leading axis over independent learners, one for each seed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tasksynth.curriculum.arrays import Float, Int
from tasksynth.errors import UsageError
from tasksynth.rng import Stream
from tasksynth_schemas import canonical_json

TRACKS, LEVELS = 8, 10
SOFTEN = np.pi / 8
"""MacKay 1992, eq. 10: E[sigmoid(z + s e)] is about sigmoid(z / sqrt(1 + SOFTEN s^2))."""


@dataclass(frozen=True)
class LearnerKind:
    """A type of learner."""

    name: str
    gain: str = "signal"
    """What teaches: `signal` (mixed groups, as the GRPO advantage), `hard` (near 20 % solved),
    `easy` (near 80 %), `dense` (failures too)."""
    eta: float = 0.08
    """Logits that one group of full gain adds at its cell."""
    up: float = 1.2
    """Reach of practice towards harder levels, in levels."""
    down: float = 4.0
    transfer: float = 0.12
    """Share of a gain that reaches a track's children; half of it reaches its parents."""
    prerequisites: float = 0.0
    """Logits that a track loses while its parents are unmastered."""
    forget: float = 0.0005
    """Share of what was learned that a track loses in a step without practice."""
    forget_cell: float = 0.0
    """The same for a single cell, by the reach of practice."""
    guess: float = 0.0
    slip: float = 0.02
    base: float = 0.5
    """Ability at the start."""
    span: float = 8.0
    """Difficulty from the easiest to the hardest level."""
    jitter: float = 0.8
    """Spread of the items of one cell."""
    saturation: float = 0.3
    """Logits that a track can gain in one step."""
    emerge: float = 0.0
    """Groups that a cell must see before it learns at full rate."""
    coin: int = 0
    """Tracks whose reward is a coin flip."""
    hopeless: int = 0
    """Tracks that are never solved (but by guessing)."""
    mislabelled: float = 0.0
    """Share of tracks whose levels are in a random order."""
    helper: float = 0.0
    """Given, track 0 learns next to nothing by itself, and this share of what one other track (a
    random one, `Learners.helpers`) gains; no other transfer."""


KINDS = {
    kind.name: kind
    for kind in (
        LearnerKind("signal"),
        LearnerKind("hard", gain="hard"),
        LearnerKind("easy", gain="easy"),
        LearnerKind("dense", gain="dense", eta=0.05),
        LearnerKind("graph", prerequisites=5.0, transfer=0.2),
        LearnerKind("forgetful", forget=0.006, eta=0.105),
        LearnerKind("noisy", coin=2, hopeless=1),
        LearnerKind("guess", guess=0.25),
        LearnerKind("emergent", emerge=30.0, eta=0.105),
        LearnerKind("cold", base=-2.2, eta=0.105),
        LearnerKind("narrow", up=0.7, down=1.2, eta=0.12, forget_cell=0.004),
        LearnerKind("mislabelled", mislabelled=0.5),
    )
}
"""The learners that the race reports."""

PLANTED = LearnerKind("planted", helper=0.8)
"""For source weighting: one track helps the first, the others do not."""

TUNING = {
    kind.name: kind
    for kind in (
        LearnerKind("tune-a", eta=0.09, up=1.5, forget=0.001, jitter=0.5),
        LearnerKind("tune-b", gain="hard", eta=0.075, prerequisites=2.0, coin=1),
        LearnerKind("tune-c", gain="easy", eta=0.09, forget=0.003, guess=0.1),
        LearnerKind("tune-d", base=-1.2, up=0.9, hopeless=2, coin=1),
        LearnerKind("tune-e", up=0.9, down=1.5, eta=0.1, forget_cell=0.003, mislabelled=0.25),
        LearnerKind("tune-f", gain="dense", eta=0.06, jitter=1.0, forget=0.002),
        LearnerKind("tune-g", coin=3, eta=0.07, jitter=0.6),
        LearnerKind("tune-h", mislabelled=0.6, eta=0.085, jitter=0.7, forget=0.001),
        LearnerKind("tune-i", mislabelled=1.0, gain="hard", eta=0.09, coin=1, up=1.4),
        LearnerKind("tune-j", gain="easy", eta=0.075, base=0.0, up=1.0, transfer=0.18),
        LearnerKind("tune-k", gain="dense", eta=0.045, base=-0.5, prerequisites=2.5),
    )
}
"""The learners that strategies are tuned on; never reported, and with other seeds."""


def sigmoid(z: Float) -> Float:
    """1 / (1 + exp(-z)), without overflow."""
    result: Float = 0.5 * (1.0 + np.tanh(0.5 * z))
    return result


class Learners:
    """Learners of one kind, one for each seed; equal seeds are equal learners."""

    def __init__(self, kind: LearnerKind, seeds: list[int]) -> None:
        self.kind, self.seeds = kind, seeds
        self.streams = [Stream(canonical_json(["learner", kind.name, seed])) for seed in seeds]
        made = [_build(kind, stream.rng(0)) for stream in self.streams]
        self.b = np.stack([m.b for m in made])  # (seeds, tracks, levels)
        self.reach = np.stack([m.reach for m in made])  # (seeds, tracks, levels, levels)
        self.rate = np.stack([m.rate for m in made])  # (seeds, tracks)
        self.coin = np.stack([m.coin for m in made])  # (seeds, tracks) bool, as is the next
        self.hopeless = np.stack([m.hopeless for m in made])
        self.parents = np.stack([m.parents for m in made])  # (seeds, track, its parents)
        self.live = ~(self.coin | self.hopeless)
        self.spread = kind.transfer * (self.parents.swapaxes(1, 2) + 0.5 * self.parents)
        self.helpers = np.array([m.helper for m in made])
        if kind.helper:
            self.spread = np.zeros_like(self.spread)
            self.spread[np.arange(len(seeds)), self.helpers, 0] = kind.helper
            self.rate[:, 0] *= 0.05
        self.theta = np.stack([m.theta for m in made])
        self.start = self.theta.copy()
        self.seen = np.zeros_like(self.theta)
        live = self.live[:, :, None] * np.ones(LEVELS)
        self.goal = live / live.sum((1, 2), keepdims=True)  # (seeds, tracks, levels)
        raw = [stream.rng(1).bit_generator.random_raw() for stream in self.streams]
        self.salt = np.array(raw, dtype=np.uint64)

    # How it answers.

    def logits(self, theta: Float) -> Float:
        """Mean logits of each cell for abilities (…, seeds, tracks, levels)."""
        z = theta - self.b
        if self.kind.prerequisites:
            mastery = np.cumsum(sigmoid(z), -1) / np.arange(1, LEVELS + 1)
            few = np.maximum(self.parents.sum(-1), 1)[..., None]
            gap = self.parents @ (1 - mastery) / few
            z = z - self.kind.prerequisites * np.maximum(gap - 0.3, 0)
        return z

    def success(self, z: Float) -> Float:
        """Probability of success at given logits, on a track that can be learned."""
        low, high = self.kind.guess, 1 - self.kind.slip
        return low + (high - low) * sigmoid(z)

    def cells(self, theta: Float | None = None, *, temperature: float = 1.0) -> Float:
        """Mean success of each cell over its items; softened for `temperature` > 1."""
        z = self.logits(self.theta if theta is None else theta)
        return self.success(z / (np.sqrt(1 + SOFTEN * self.kind.jitter**2) * temperature))

    def objective(self, theta: Float | None = None, *, temperature: float = 1.0) -> Float:
        """(…, seeds) mean true success over all cells that can be learned."""
        total: Float = (self.cells(theta, temperature=temperature) * self.goal).sum((-1, -2))
        return total

    def chance(self, track: Int, level: Int, item: Int, hint: Float) -> Float:
        """(seeds, groups) probability that one attempt at an item is right."""
        row = np.arange(len(self.seeds))[:, None]
        z = self.logits(self.theta)[row, track, level] + 4.0 * hint
        z = z + self.kind.jitter * _normal(item * 4096 + track * 64 + level, self.salt[:, None])
        p = self.success(z)
        p = np.where(self.hopeless[row, track], self.kind.guess, p)
        return np.where(self.coin[row, track], 0.5, p)

    # How it learns.

    def gain(self, p: Float, k: Float, n: int) -> Float:
        """What a group teaches, in [0, 1]."""
        share, mixed = k / n, (k > 0) & (k < n)
        if self.kind.gain == "signal":
            return np.where(mixed, 2 * np.sqrt(share * (1 - share)), 0.0)
        z = np.log(np.clip(p, 1e-6, 1 - 1e-6) / np.clip(1 - p, 1e-6, 1 - 1e-6))
        if self.kind.gain == "dense":
            return (1 - p) * sigmoid(z + 4.0)
        best = {"hard": np.log(0.25), "easy": np.log(4.0)}[self.kind.gain]
        return np.where(k > 0, np.exp(-((z - best) ** 2) / (2 * 0.9**2)), 0.0)

    def readiness(self) -> Float | float:
        """Share of the full learning rate of each cell, by what it has seen."""
        if not self.kind.emerge:
            return 1.0
        late = (self.seen - self.kind.emerge) / (0.15 * self.kind.emerge)
        return 0.08 + 0.92 * sigmoid(late)

    def learn(self, track: Int, level: Int, gain: Float) -> None:
        """One update from a batch of groups, all (seeds, groups); a gain of 0 teaches nothing."""
        count, size = track.shape
        flat = (np.arange(count)[:, None] * TRACKS + track) * LEVELS + level
        cells = (count, TRACKS, LEVELS)
        taught = np.bincount(flat.ravel(), gain.ravel(), count * TRACKS * LEVELS).reshape(cells)
        amount = self.kind.eta * taught * self.readiness() * self.rate[:, :, None]
        if self.kind.emerge:
            useful = np.bincount(flat.ravel(), (gain > 0).ravel(), flat.max() + 1)
            useful = np.pad(useful, (0, count * TRACKS * LEVELS - len(useful))).reshape(cells)
            self.seen = self.seen + np.einsum("sfl,sflm->sfm", useful, self.reach)
        self.theta = self.step(self.theta, amount)
        practised = np.bincount(flat.ravel(), minlength=count * TRACKS * LEVELS).reshape(cells)
        practised = practised / size * TRACKS
        learned = self.theta - self.start
        if self.kind.forget:
            kept = np.minimum(practised.sum(-1, keepdims=True), 1)
            self.theta = self.theta - self.kind.forget * (1 - kept) * learned
        if self.kind.forget_cell:
            kept = np.minimum(np.einsum("sfl,sflm->sfm", practised, self.reach), 1)
            self.theta = self.theta - self.kind.forget_cell * (1 - kept) * learned

    def step(self, theta: Float, amount: Float) -> Float:
        """Abilities after `amount` logits of practice at each cell: saturation, reach, transfer."""
        scale = self._saturated(amount.sum(-1, keepdims=True))
        gained = np.einsum("sfl,sflm->sfm", amount * scale, self.reach)
        gained = gained + self.spread.swapaxes(1, 2) @ gained
        result: Float = theta + gained * self.live[..., None]
        return result

    def each(self, amount: Float, more: Float) -> Float:
        """(cells, seeds, tracks, levels) abilities after `amount` and, at one cell, `more` of it.

        Equal to `step` for each cell in turn; only what the cell's own track gains is made anew.
        """
        total = amount.sum(-1)[..., None]
        base = np.einsum("sfl,sflm->sfm", amount, self.reach)
        before = base * self._saturated(total)
        scale = self._saturated(total + more)[..., None]  # (seeds, tracks, cell, 1)
        gain = scale * (base[:, :, None] + more[..., None] * self.reach) - before[:, :, None]
        passed = (np.eye(TRACKS) + self.spread) * self.live[:, None]  # (seeds, from, to)
        theta = self.step(self.theta, amount)
        after: Float = theta + np.einsum("sflm,sfg->flsgm", gain, passed)
        return after.reshape(TRACKS * LEVELS, *theta.shape)

    def _saturated(self, total: Float) -> Float:
        """What is left of practice that adds up to `total` logits on a track, as a share of it."""
        x = np.maximum(total, 1e-12) / self.kind.saturation
        result: Float = np.tanh(x) / x
        return result

    @cached_property
    def _gain_table(self) -> tuple[Float, Float]:
        """Expected gain of a group of 8 as a function of p, on a grid of p."""
        from math import comb

        p = np.linspace(0.001, 0.999, 400)[:, None]
        k = np.arange(9.0)
        ways = np.array([comb(8, i) for i in range(9)])
        return p[:, 0], (ways * p**k * (1 - p) ** (8 - k) * self.gain(p, k, 8)).sum(1)

    def expected_gain(self) -> Float:
        """(seeds, tracks, levels) logits that one group of 8 adds at each cell, on average."""
        grid, table = self._gain_table
        nodes, mass = np.polynomial.hermite_e.hermegauss(7)
        z = self.logits(self.theta)
        gain = sum(
            w * np.interp(self.success(z + self.kind.jitter * x), grid, table)
            for x, w in zip(nodes, mass / mass.sum(), strict=True)
        )
        rate = (self.rate * self.live)[:, :, None]
        result: Float = self.kind.eta * gain * rate * self.readiness()
        return result


@dataclass(frozen=True)
class _One:
    b: Float
    reach: Float
    rate: Float
    coin: NDArray[np.bool_]
    hopeless: NDArray[np.bool_]
    parents: Float
    theta: Float
    helper: int


def _build(kind: LearnerKind, rng: np.random.Generator) -> _One:
    depth = np.arange(LEVELS) / (LEVELS - 1)
    span = kind.span * rng.uniform(0.75, 1.25, (TRACKS, 1))
    bend = np.exp(rng.normal(0, 0.25, (TRACKS, 1)))
    b = rng.normal(0, 1.0, (TRACKS, 1)) + span * depth**bend
    b = b + rng.normal(0, 0.4, (TRACKS, LEVELS))
    hardness = np.tile(np.arange(LEVELS), (TRACKS, 1))
    for track in rng.permutation(TRACKS)[: round(kind.mislabelled * TRACKS)]:
        b[track] = b[track, rng.permutation(LEVELS)]
        hardness[track] = np.argsort(np.argsort(b[track]))
    gap = hardness[:, None, :] - hardness[:, :, None]  # (tracks, from, to)
    order = rng.permutation(TRACKS)
    coin, hopeless = np.zeros(TRACKS, dtype=bool), np.zeros(TRACKS, dtype=bool)
    coin[order[: kind.coin]] = True
    hopeless[order[kind.coin : kind.coin + kind.hopeless]] = True
    parents = np.zeros((TRACKS, TRACKS))
    skills = rng.permutation(TRACKS)
    for i in range(2, TRACKS):
        near = [t for t in skills[max(0, i - 4) : i] if not coin[t] and not hopeless[t]]
        parents[skills[i], rng.permutation(near)[: rng.integers(1, 3)].astype(np.int64)] = 1.0
    return _One(
        b=b,
        reach=np.where(gap > 0, np.exp(-gap / kind.up), np.exp(gap / kind.down)),
        rate=np.exp(rng.normal(0, 0.35, TRACKS)),
        coin=coin,
        hopeless=hopeless,
        parents=parents,
        theta=kind.base + rng.normal(0, 0.2, (TRACKS, 1)) * np.ones(LEVELS),
        helper=int(rng.integers(1, TRACKS)),
    )


def _normal(item: Int, salt: NDArray[np.uint64]) -> Float:
    """A standard normal that depends on the item and the salt alone (splitmix64, Box-Muller)."""
    with np.errstate(over="ignore"):
        h = item.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + salt
        h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        h = h ^ (h >> np.uint64(31))
        other = h * np.uint64(0xD1342543DE82EF95)
        other = other ^ (other >> np.uint64(29))
    u = ((h >> np.uint64(11)).astype(np.float64) + 0.5) / 2**53
    v = ((other >> np.uint64(11)).astype(np.float64) + 0.5) / 2**53
    result: Float = np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)
    return result


def kinds_of(names: Iterable[str], *, tuning: bool) -> dict[str, LearnerKind]:
    """Learner types by name, all of them if none is named.

    Raises:
        UsageError: for a name that is not among them.
    """
    every = TUNING if tuning else KINDS
    for name in names:
        if name not in every:
            raise UsageError(f"no learner called {name!r}; there are {', '.join(every)}")
    return {name: every[name] for name in names} or every
