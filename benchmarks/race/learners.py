"""Simulated learners: a logistic response whose abilities move with practice.

A cell (track f, level l) has a true difficulty b and the learner an ability theta, both in logits:

    p(solved) = guess + (1 - guess - slip) * sigmoid(theta - b - prerequisites + item jitter)

A group of n attempts with k solved raises theta at its cell by eta * gain(p, k, n); what is gained
spreads to harder levels (a little), to easier ones (more), and along a graph of skills; what one
track gains in one step saturates; what is not practised is forgotten. The strategy sees only k
and n. All arrays have a leading axis over independent learners, one for each seed.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from benchmarks.race.kinds import LearnerKind
from tasksynth.curriculum.arrays import Float, Int
from tasksynth.rng import Stream
from tasksynth_schemas import canonical_json

TRACKS, LEVELS = 8, 10
SOFTEN = np.pi / 8
"""MacKay 1992, eq. 10: E[sigmoid(z + s e)] is about sigmoid(z / sqrt(1 + SOFTEN s^2))."""


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
        self.bimodal = np.stack([m.bimodal for m in made])
        self.farmed = np.stack([m.farmed for m in made])
        self.live = ~(self.coin | self.hopeless | self.bimodal)
        self.spread = kind.transfer * (self.parents.swapaxes(1, 2) + 0.5 * self.parents)
        rivals = np.stack([m.rivals for m in made])  # (seeds, track, the two that lose by it)
        self.spread = self.spread - kind.interference * rivals
        self.helpers = np.array([m.helper for m in made])
        if kind.helper:
            self.spread = np.zeros_like(self.spread)
            self.spread[np.arange(len(seeds)), self.helpers, 0] = kind.helper
            self.rate[:, 0] *= 0.05
        self.theta = np.stack([m.theta for m in made])
        self.start = self.theta.copy()
        self.seen = np.zeros_like(self.theta)
        self.practised = np.zeros(self.theta.shape[:2])  # (seeds, tracks) groups
        live = self.live[:, :, None] * np.ones(LEVELS)
        self.goal = live / live.sum((1, 2), keepdims=True)  # (seeds, tracks, levels)
        raw = [stream.rng(1).bit_generator.random_raw() for stream in self.streams]
        self.salt = np.array(raw, dtype=np.uint64)

    def begin(self, step: int) -> None:
        """What happens to it before a step."""
        if self.kind.reset and step and step % self.kind.reset == 0:
            self.theta = self.start.copy()
        if self.kind.reverse and step == self.kind.reverse:
            for name in ("b", "theta", "start", "seen"):
                setattr(self, name, getattr(self, name)[..., ::-1])
            self.reach = self.reach[..., ::-1, ::-1]

    # How it answers.

    def logits(self, theta: Float) -> Float:
        """Mean logits of each cell for abilities (…, seeds, tracks, levels)."""
        return self._answers(self._shown(theta))

    def _shown(self, theta: Float) -> Float:
        """What shows of abilities that grow in jumps."""
        if self.kind.plateau:
            theta = theta + self.kind.leap * self.leapt()[..., None]
        if not self.kind.jump:
            return theta
        learned = np.maximum(theta - self.start, 0) / self.kind.jump
        part = learned - np.floor(learned)
        shown = np.floor(learned) + sigmoid((part - 0.9) / 0.02)
        result: Float = self.start + self.kind.jump * shown + np.minimum(theta - self.start, 0)
        return result

    def _answers(self, theta: Float) -> Float:
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

    def objective(self) -> Float:
        """(seeds,) mean true success over all cells that can be learned."""
        return self._mean(self.logits(self.theta))

    def promise(self, theta: Float, *, temperature: float) -> Float:
        """(…, seeds) the same for abilities, softened, and with what does not show yet."""
        return self._mean(self._answers(theta) / temperature)

    def _mean(self, z: Float) -> Float:
        p = self.success(z / np.sqrt(1 + SOFTEN * self.kind.jitter**2))
        total: Float = (p * self.goal).sum((-1, -2))
        return total

    def chance(self, track: Int, level: Int, item: Int, hint: Float) -> Float:
        """(seeds, groups) probability that one attempt at an item is right."""
        row = np.arange(len(self.seeds))[:, None]
        z = self.logits(self.theta)[row, track, level] + 4.0 * hint
        luck = _normal(item * 4096 + track * 64 + level, self.salt[:, None])
        p = self.success(z + self.kind.jitter * luck)
        p = np.where(self.bimodal[row, track], z + 2 * luck > 0, p)
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

    def leapt(self) -> Float:
        """(seeds, tracks) 1 where a track's leap has come, 0 well before."""
        return sigmoid((self.practised - self.kind.plateau) / (0.03 * self.kind.plateau))

    def readiness(self) -> Float | float:
        """Share of the full learning rate of each cell, by what it has seen."""
        if self.kind.plateau:
            return 0.1 + 0.9 * self.leapt()[..., None]
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
        self.practised = self.practised + practised.sum(-1)
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
    bimodal: NDArray[np.bool_]
    farmed: NDArray[np.bool_]
    rivals: Float


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
        bimodal=np.isin(np.arange(TRACKS), order[kind.coin : kind.coin + kind.bimodal]),
        farmed=np.isin(np.arange(TRACKS), order[: kind.farmed]),
        rivals=np.stack([np.isin(np.arange(TRACKS), _others(t, rng)) for t in range(TRACKS)]),
    )


def _others(track: int, rng: np.random.Generator) -> Int:
    """Two other tracks."""
    chosen: Int = (track + 1 + rng.permutation(TRACKS - 1)[:2]) % TRACKS
    return chosen


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
