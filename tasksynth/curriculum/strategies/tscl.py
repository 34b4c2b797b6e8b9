"""Teacher-student curriculum learning: practise what changes fastest."""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from tasksynth.curriculum.arrays import ArmFloats, ArmInts, State
from tasksynth.curriculum.strategy import Batch, Options, Picks, Strategy, View


class TSCLOptions(Options):
    """Which of the paper's teachers."""

    variant: Literal["online", "window", "sampling"] = "sampling"
    """`online`: moving average of the change. `window`: slope of a regression over the last scores.
    `sampling`: one of the last changes, drawn at random (Thompson)."""
    rate: Annotated[float, Field(gt=0, le=1)] = 0.1
    """Step of the moving average."""
    window: Annotated[int, Field(ge=2, le=1000)] = 10
    """Scores, or changes, that are kept."""
    epsilon: Annotated[float, Field(ge=0, le=1)] = 0.1
    """Share of tickets drawn from all arms alike."""


class TSCLState(State):
    """Scores and their changes, by arm."""

    seen: ArmInts
    """(arms,) scores so far."""
    score: ArmFloats
    """(arms,) the last one."""
    change: ArmFloats
    """(arms,) moving average of the change."""
    ring: ArmFloats
    """(arms, window) the last scores (window) or changes (sampling)."""
    when: ArmFloats
    """(arms, window) when: groups heard of, in hundreds."""
    heard: float = 0.0


class TSCL(Strategy[TSCLOptions, TSCLState]):
    """Prefers arms whose score changes most, in either direction (falling means forgetting).

    Source: Matiisen et al. 2017, "Teacher-student curriculum learning", arXiv:1707.00183,
    algorithms 1 (online), 3 (window) and 4 (sampling).
    """

    name = "tscl"

    def start(self) -> TSCLState:
        """Nothing seen."""
        arms = len(self.space)
        return TSCLState(
            seen=np.zeros(arms, dtype=np.int64),
            score=np.zeros(arms),
            change=np.zeros(arms),
            ring=np.zeros((arms, self.options.window)),
            when=np.zeros((arms, self.options.window)),
        )

    def ask(self, state: TSCLState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """The arm of the largest change for each ticket; unseen arms count as changing most."""
        arms = len(self.space)
        if self.options.variant == "sampling":
            kept = np.minimum(np.maximum(state.seen - 1, 0), self.options.window)
            column = np.floor(rng.random((n, arms)) * np.maximum(kept, 1)).astype(np.int64)
            value = np.where(kept > 0, np.abs(state.ring[np.arange(arms), column]), 1.0)
        else:
            change = state.change if self.options.variant == "online" else self._slope(state)
            value = np.tile(np.where(state.seen > 1, np.abs(change), 1.0), (n, 1))
        best = (value + 1e-9 * rng.random((n, arms))).argmax(1)
        explore = rng.random(n) < self.options.epsilon
        return Picks(np.where(explore, rng.integers(0, arms, n), best))

    def _slope(self, state: TSCLState) -> ArmFloats:
        """(arms,) least-squares slope of the kept scores over time."""
        kept = np.arange(self.options.window) < state.seen[:, None]
        count = np.maximum(kept.sum(1, keepdims=True), 1)
        x = (state.when - (state.when * kept).sum(1, keepdims=True) / count) * kept
        power = (x * x).sum(1)
        slope: ArmFloats = (x * state.ring).sum(1) / np.where(power > 0, power, 1)
        return slope

    def tell(self, state: TSCLState, batch: Batch) -> TSCLState:
        """One score an arm and batch: the mean rate."""
        heard = state.heard + len(batch) / 100
        groups = np.bincount(batch.arm, minlength=len(self.space))
        arms = np.flatnonzero(groups)
        score = np.bincount(batch.arm, batch.rate, len(self.space))[arms] / groups[arms]
        old = state.seen[arms] > 0
        change = np.where(old, score - state.score[arms], 0.0)
        new = {name: getattr(state, name).copy() for name in ("seen", "score", "change")}
        ring, when = state.ring.copy(), state.when.copy()
        if self.options.variant == "sampling":
            rows = arms[old]
            ring[rows, (state.seen[rows] - 1) % self.options.window] = change[old]
        else:
            ring[arms, state.seen[arms] % self.options.window] = score
            when[arms, state.seen[arms] % self.options.window] = heard
        new["score"][arms] = score
        new["change"][arms] += self.options.rate * (change - new["change"][arms])
        new["seen"][arms] += 1
        return TSCLState.model_construct(**new, ring=ring, when=when, heard=heard)
