"""Weights for source tracks by what they do for a target track."""

from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth.curriculum import curves, measure
from tasksynth.curriculum.arrays import Float, Floats, State, TrackFloats
from tasksynth.curriculum.curves import Curves
from tasksynth.curriculum.space import Space
from tasksynth.curriculum.strategies.frontier import nearness
from tasksynth.curriculum.strategy import (
    PROBE,
    TRAIN,
    Batch,
    Options,
    Picks,
    Strategy,
    View,
    draw,
    sums,
)
from tasksynth.errors import UsageError

Share = Annotated[float, Field(ge=0, le=1)]


class TransferOptions(Options):
    """The target, and how quickly weights follow."""

    target: str = ""
    """The track to improve; the first one if not given."""
    probe: Share = 0.2
    """Share of tickets that measure the target, untrained."""
    window: Annotated[int, Field(ge=8)] = 96
    """Groups for which one source is practised, and after which its effect is judged."""
    sharpness: Annotated[float, Field(gt=0)] = 3.0
    """Weight is exp(sharpness * effect in standard errors)."""
    success: Annotated[float, Field(gt=0, lt=1)] = 0.4
    """Success rate to practise a source at."""
    floor: Share = 0.1


class TransferState(State):
    """Effects of sources on the target."""

    curves: Curves
    before: float = 0.0
    """Ability on the target when the window began, in logits."""
    waiting: int = 0
    """Groups in the window so far."""
    windows: int = 0
    practised: TrackFloats
    """(tracks,) trained groups in the window."""
    gram: Floats
    """(tracks, tracks) sums of squares of practice, and"""
    moment: TrackFloats
    """(tracks,) of practice times gain, over the windows."""
    power: float = 0.0
    """Sum of squared gains."""


class Transfer(Strategy[TransferOptions, TransferState]):
    """Practise the sources whose practice raises the target.

    Windows of practice are regressed on the gain of the target's measured ability; the effect of a
    source, in standard errors, gives its weight.

    Source: Fu et al. 2024, "Meta-RTL: reinforcement-based meta-transfer learning" (2409.19075),
    which weights source tasks by the target's improvement with a policy gradient; a regression
    takes the place of the policy, since its errors are known.
    """

    name = "transfer"

    def __init__(self, options: TransferOptions, space: Space) -> None:
        super().__init__(options, space)
        if options.target and options.target not in space.tracks:
            raise UsageError(
                f"strategy transfer: no track called {options.target!r}; "
                f"there are {', '.join(space.tracks)}"
            )
        self.target = space.tracks.index(options.target) if options.target else 0

    def start(self) -> TransferState:
        """Every source may help."""
        tracks = len(self.space.tracks)
        known = curves.start(self.space)
        return TransferState(
            curves=known,
            before=float(measure.ability(known, self.space)[self.target]),
            practised=np.zeros(tracks),
            gram=np.zeros((tracks, tracks)),
            moment=np.zeros(tracks),
        )

    def weights(self, state: TransferState) -> Float:
        """(tracks,) share of each source; 0 for the target itself."""
        tracks = len(self.space.tracks)
        inverse = np.linalg.inv(state.gram + np.eye(tracks))
        effect = inverse @ state.moment
        left = max(state.power - float(effect @ state.moment), 1e-3)
        error = np.sqrt(left / max(state.windows - 1, 1) * np.diag(inverse))
        score = effect / np.maximum(error, 1e-9) if state.windows > 1 else np.zeros(tracks)
        score = np.where(np.diag(state.gram) > 0, score, score.max(initial=0))
        weight = np.exp(self.options.sharpness * np.minimum(score - score.max(), 0))
        weight[self.target] = 0.0
        if not weight.sum() > 0:
            weight = np.ones(tracks)
        share: Float = weight / weight.sum()
        return share

    def ask(self, state: TransferState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """One source for a window; in between, probes of the target."""
        space, o = self.space, self.options
        tracks = len(space.tracks)
        z = curves.logits(state.curves, space)
        p = curves.expected(z, curves.variance(state.curves, space))
        near = np.full(space.grid.shape, -np.inf)
        near[space.track, space.rank] = nearness(p, o.success)
        frontier = space.grid[np.arange(tracks), near.argmax(1)]
        untried = np.flatnonzero((np.diag(state.gram) == 0) & (np.arange(tracks) != self.target))
        weight = self.weights(state)
        golden = (state.windows * 0.6180339887498949) % 1
        chosen = int(np.searchsorted(np.cumsum(weight), golden * 0.999999))
        source = int(untried[state.windows % len(untried)]) if len(untried) else chosen
        probe = rng.random(n) < o.probe
        own = space.grid[self.target, rng.integers(0, space.sizes[self.target], n)]
        stray = rng.random(n) < o.floor
        trained = np.where(stray, draw(space.weight, n, rng), frontier[source])
        return Picks(np.where(probe, own, trained), purpose=np.where(probe, PROBE, TRAIN))

    def tell(self, state: TransferState, batch: Batch) -> TransferState:
        """Measure; at the end of a window, enter what was practised and what it brought."""
        tracks = len(self.space.tracks)
        known = curves.update(state.curves, self.space, *sums(batch, len(self.space)))
        trained = batch.purpose != PROBE
        practised = state.practised + np.bincount(
            self.space.track[batch.arm[trained]], minlength=tracks
        )
        waiting = state.waiting + len(batch)
        changes = {"curves": known, "practised": practised, "waiting": waiting}
        if waiting >= self.options.window:
            now = float(measure.ability(known, self.space)[self.target])
            gain, x = now - state.before, practised / self.options.window
            changes |= {
                "before": now,
                "waiting": 0,
                "windows": state.windows + 1,
                "practised": np.zeros(tracks),
                "gram": 0.97 * state.gram + np.outer(x, x),
                "moment": 0.97 * state.moment + x * gain,
                "power": 0.97 * state.power + gain * gain,
            }
        return state.model_copy(update=changes)
