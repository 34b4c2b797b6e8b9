"""Advance when the present stage is solved often enough."""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from tasksynth.curriculum.arrays import State, TrackFloats, TrackInts
from tasksynth.curriculum.strategy import (
    REVIEW,
    TRAIN,
    Batch,
    Options,
    Picks,
    Strategy,
    View,
    draw,
)

Share = Annotated[float, Field(ge=0, le=1)]


class StagedOptions(Options):
    """When to move, and how far."""

    epsilon: Share = 0.6
    """Advance once the mean pass rate over the window reaches it."""
    retreat: Share = 0.1
    """Fall back once the mean is under it; 0 never falls back."""
    window: Annotated[int, Field(ge=1, le=10_000)] = 8
    """Groups of the present stage that the mean is over."""
    step: Annotated[int, Field(ge=1)] = 1
    """Stages to move at a time."""
    scope: Literal["track", "all"] = "track"
    """`track`: each track has its own stage. `all`: one for all, which a hard track holds up."""
    rehearse: Share = 0.0
    """Share of tickets from stages already passed."""


class StagedState(State):
    """Where each track stands."""

    stage: TrackInts
    """(tracks,) rank that is being practised."""
    seen: TrackInts
    """(tracks,) groups since the stage began."""
    window: TrackFloats
    """(tracks, window) the last pass rates of the stage, a ring."""


class Staged(Strategy[StagedOptions, StagedState]):
    """Each track practises one stage until the pass rate over a window reaches epsilon.

    Source: SATURN (Liu et al. 2025, arXiv:2505.16368), the curriculum estimation loop: a stage of
    n, k, l is trained until the validation pass rate exceeds epsilon, then a harder one is made by
    the step rule. Theirs has one stage for all (`scope="all"`, epsilon 0.75) and never falls back
    (`retreat=0`); a stage for each track, as reasoning-gym has it, loses
    less to one hard family.
    """

    name = "staged"

    def start(self) -> StagedState:
        """All at the easiest stage."""
        tracks = len(self.space.tracks)
        return StagedState(
            stage=np.zeros(tracks, dtype=np.int64),
            seen=np.zeros(tracks, dtype=np.int64),
            window=np.zeros((tracks, self.options.window)),
        )

    def ask(self, state: StagedState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """Tracks by weight, each at its stage or, for review, at an earlier one."""
        track = draw(self.space.track_weight, n, rng)
        stage = np.minimum(state.stage[track], self.space.sizes[track] - 1)
        review = (rng.random(n) < self.options.rehearse) & (stage > 0)
        earlier = np.floor(rng.random(n) * stage).astype(np.int64)
        rank = np.where(review, earlier, stage)
        return Picks(self.space.grid[track, rank], purpose=np.where(review, REVIEW, TRAIN))

    def tell(self, state: StagedState, batch: Batch) -> StagedState:
        """Fill the windows with groups of the present stages; move where a window says so."""
        stage, seen, window = state.stage.copy(), state.seen.copy(), state.window.copy()
        last = self.space.sizes - 1
        if self.options.scope == "all":
            last = np.full_like(last, last.max())
        tracks = self.space.track[batch.arm].tolist()
        ranks = self.space.rank[batch.arm].tolist()
        for t, rank, rate in zip(tracks, ranks, batch.rate.tolist(), strict=True):
            at_stage = rank == min(stage[t], self.space.sizes[t] - 1)
            t = 0 if self.options.scope == "all" else t
            if not at_stage:
                continue
            window[t, seen[t] % self.options.window] = rate
            seen[t] += 1
            if seen[t] < self.options.window:
                continue
            move = self._move(float(window[t].mean()))
            moved = min(max(stage[t] + move, 0), last[t])
            if moved != stage[t]:
                stage[t], seen[t] = moved, 0
                if self.options.scope == "all":
                    stage[:] = moved
        return state.model_copy(update={"stage": stage, "seen": seen, "window": window})

    def _move(self, mean: float) -> int:
        if mean >= self.options.epsilon:
            return self.options.step
        if mean < self.options.retreat:
            return -self.options.step
        return 0
