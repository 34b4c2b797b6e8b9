"""Prioritised level replay, its robust form, and ACCEL's edits."""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from tasksynth.curriculum.arrays import Float, Floats, Int, Ints, State
from tasksynth.curriculum.strategy import (
    FRESH,
    PROBE,
    TRAIN,
    Batch,
    Options,
    Picks,
    Strategy,
    View,
    draw,
)
from tasksynth_schemas.wire import Term

Share = Annotated[float, Field(ge=0, le=1)]


class PLROptions(Options):
    """Of the replay buffer."""

    score: Literal["l1", "maxmc", "regret", "value_loss"] = "l1"
    """What makes an item worth replaying. `l1`: 2 p (1 - p), the mean absolute advantage. `maxmc`:
    best reward so far minus the mean. `regret`, `value_loss`: as the trainer reports them, and `l1`
    where it does not."""
    replay: Share = 0.5
    """Chance of a replay, once the buffer is half full."""
    size: Annotated[int, Field(ge=8, le=100_000)] = 512
    beta: Annotated[float, Field(gt=0)] = 0.3
    """Temperature of the ranks: weight is rank ** (-1 / beta)."""
    stale: Share = 0.3
    """Share of the weight that goes by time since the last replay."""
    robust: bool = False
    """True: new items only measure (purpose `probe`); only replays are trained on."""
    edits: bool = False
    """True: new items are edits of replayed ones, one rung easier or harder, or another track's
    arm of the same family (ACCEL); implies robust."""


class PLRState(State):
    """The buffer."""

    arm: Ints
    """(items,)"""
    item: Ints
    score: Floats
    best: Floats
    """The highest reward so far."""
    last: Ints
    """Ledger position of the last feedback."""
    parents: Ints
    """Arms of the last replays, for edits to start from."""


class PLR(Strategy[PLROptions, PLRState]):
    """Replay the items with the highest score, by rank, and those not seen for long.

    Sources: Jiang, Grefenstette, Rocktäschel 2021, "Prioritized level replay", arXiv:2010.03934,
    eqs. 2 to 4; robust form: Jiang et al. 2021, "Replay-guided adversarial environment design",
    arXiv:2110.02439; edits: Parker-Holder et al. 2022, "Evolving curricula with regret-based
    environment design" (ACCEL), arXiv:2203.01302. Scores without a critic as in Rutherford et al.
    2024 (arXiv:2408.15099), appendix A.
    """

    name = "plr"

    @property
    def terms(self) -> frozenset[Term]:
        """In its robust form, new items only measure."""
        return frozenset({"probe"} if self.options.robust or self.options.edits else ())

    def start(self) -> PLRState:
        """An empty buffer."""
        none = np.zeros(0, dtype=np.int64)
        return PLRState(
            arm=none, item=none, score=np.zeros(0), best=np.zeros(0), last=none, parents=none
        )

    def ask(self, state: PLRState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """Replays and new items; a robust batch is all of one or all of the other."""
        o = self.options
        robust = o.robust or o.edits
        ready = len(state.arm) >= o.size / 2
        replay = np.full(n, rng.random() < o.replay) if robust else rng.random(n) < o.replay
        replay &= ready
        arm = draw(self.space.weight, n, rng)
        if o.edits and ready and len(state.parents):
            arm = self._edit(state.parents[rng.integers(0, len(state.parents), n)], rng)
        item = np.full(n, FRESH)
        if replay.any():
            chosen = draw(self._weights(state, view.position), int(replay.sum()), rng)
            arm[replay], item[replay] = state.arm[chosen], state.item[chosen]
        purpose = np.where(replay | (not robust) | (not ready), TRAIN, PROBE)
        return Picks(arm, item=item, purpose=purpose)

    def _weights(self, state: PLRState, position: int) -> Float:
        rank = np.empty(len(state.score))
        rank[np.argsort(-state.score, kind="stable")] = np.arange(1, len(rank) + 1)
        weight = rank ** (-1 / self.options.beta)
        age = (position - state.last).astype(np.float64)
        mixed: Float = (1 - self.options.stale) * weight / weight.sum()
        return mixed + self.options.stale * age / max(float(age.sum()), 1.0)

    def _edit(self, arm: Int, rng: np.random.Generator) -> Int:
        """One rung down, the same, or one up; within the arm's own ladder."""
        space = self.space
        rank = space.rank[arm] + rng.integers(-1, 2, len(arm))
        track = space.track[arm]
        edited: Int = space.grid[track, np.clip(rank, 0, space.sizes[track] - 1)]
        return edited

    def tell(self, state: PLRState, batch: Batch) -> PLRState:
        """Score what was played; the buffer keeps the best."""
        o = self.options
        arm = np.concatenate([state.arm, batch.arm])
        item = np.concatenate([state.item, batch.item])
        # Equal items become one: with the highest reward, and the rest as last heard.
        _, first, which = np.unique((arm << 40) + item, return_index=True, return_inverse=True)
        newest = np.zeros(len(first), dtype=np.int64)
        newest[which] = np.arange(len(arm))
        best = np.zeros(len(first))
        np.maximum.at(best, which, np.concatenate([state.best, batch.best]))
        p = batch.rate
        score = best[which[len(state.arm) :]] - p if o.score == "maxmc" else 2 * p * (1 - p)
        reported = {"regret": batch.regret, "value_loss": batch.value_loss}.get(o.score)
        if reported is not None:
            score = np.where(np.isnan(reported), score, reported)
        score = np.concatenate([state.score, score])[newest]
        last = np.concatenate([state.last, batch.position])[newest]
        kept = np.argsort(first)
        if len(kept) > o.size:
            kept = kept[np.argsort(-score[kept], kind="stable")[: o.size]]
        replayed = batch.arm[batch.purpose == TRAIN]
        return PLRState.trusted(
            arm=arm[first][kept],
            item=item[first][kept],
            score=score[kept],
            best=best[kept],
            last=last[kept],
            parents=replayed if len(replayed) else state.parents,
        )
