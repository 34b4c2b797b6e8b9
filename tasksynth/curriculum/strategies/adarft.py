"""Move a target difficulty so that the success rate comes to a set value."""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from tasksynth.curriculum.arrays import State, TrackFloats
from tasksynth.curriculum.strategy import Batch, Options, Picks, Strategy, View, draw


class AdaRFTOptions(Options):
    """The controller."""

    success: Annotated[float, Field(gt=0, lt=1)] = 0.5
    """Success rate to hold."""
    eta: Annotated[float, Field(gt=0, le=1)] = 0.5
    """Largest move of the target in one update, as a share of the range of depths."""
    alpha: Annotated[float, Field(gt=0)] = 2.0
    """Sharpness of the response."""
    every: Annotated[int, Field(ge=1)] = 32
    """Groups that an update is made from."""
    scope: Literal["track", "all"] = "all"
    """One target for all tracks, as published, or one for each (then `every` is by track)."""
    spread: Annotated[float, Field(ge=0)] = 0.03
    """Standard deviation of the depths drawn around the target."""


class AdaRFTState(State):
    """Targets, and the groups that the next update waits for."""

    target: TrackFloats
    """(tracks,) depth in [0, 1]; with `scope="all"` the first one is everybody's."""
    solved: TrackFloats
    """(tracks,) sum of success rates since the last update, over"""
    groups: TrackFloats


class AdaRFT(Strategy[AdaRFTOptions, AdaRFTState]):
    """Target difficulty T moves by eta tanh(alpha (success - beta)); tasks nearest T are played.

    Source: Shi et al. 2025, "Efficient reinforcement finetuning via adaptive curriculum learning",
    arXiv:2504.05520, algorithm 1; there T runs over 0 … 100 with eta 50, alpha 2, beta 0.5.
    """

    name = "adarft"

    def start(self) -> AdaRFTState:
        """All at the easiest."""
        zero = np.zeros(len(self.space.tracks))
        return AdaRFTState(target=zero, solved=zero, groups=zero)

    def ask(self, state: AdaRFTState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """Tracks by weight, each at the arm nearest its target."""
        space = self.space
        track = draw(space.track_weight, n, rng)
        target = state.target if self.options.scope == "track" else state.target[:1]
        depth = target[track % len(target)] + rng.normal(0, self.options.spread, n)
        reach = np.where(space.grid >= 0, space.depth[space.grid], np.inf)[track]  # (n, ranks)
        rank = np.abs(reach - depth[:, None]).argmin(1)
        return Picks(space.grid[track, rank])

    def tell(self, state: AdaRFTState, batch: Batch) -> AdaRFTState:
        """Collect groups; move the targets for which there are enough."""
        o, tracks = self.options, len(self.space.tracks)
        index = self.space.track[batch.arm] if o.scope == "track" else np.zeros_like(batch.arm)
        solved = state.solved + np.bincount(index, batch.rate, tracks)
        groups = state.groups + np.bincount(index, minlength=tracks)
        due = groups >= o.every
        mean = solved / np.maximum(groups, 1)
        moved = np.clip(state.target + o.eta * np.tanh(o.alpha * (mean - o.success)), 0, 1)
        return AdaRFTState.model_construct(
            target=np.where(due, moved, state.target),
            solved=np.where(due, 0.0, solved),
            groups=np.where(due, 0.0, groups),
        )
