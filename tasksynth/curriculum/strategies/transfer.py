"""Weights for source tracks by what they do for a target track."""

from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth.curriculum.arrays import Float, Floats, State, TrackFloats
from tasksynth.curriculum.belief import curves
from tasksynth.curriculum.belief.curves import TRUSTING, Curves, Ground
from tasksynth.curriculum.belief.evidence import Pending
from tasksynth.curriculum.space import Space
from tasksynth.curriculum.strategies.frontier import nearness
from tasksynth.curriculum.strategies.irt import absorb
from tasksynth.curriculum.strategy import (
    PROBE,
    TRAIN,
    Batch,
    Options,
    Picks,
    Strategy,
    View,
    draw,
)
from tasksynth.errors import UsageError
from tasksynth_schemas.wire import Term

Share = Annotated[float, Field(ge=0, le=1)]

EFFECT = 0.03
"""Prior standard deviation of what a window of a source adds to the target's success rate."""
NOISE = 0.03
"""Standard deviation of the success rate that a window's probes measure."""


class TransferOptions(Options):
    """The target, and how quickly weights follow."""

    target: str = ""
    """The track to improve; the first one if not given."""
    probe: Share = 0.4
    """Share of tickets that measure the target, untrained."""
    window: Annotated[int, Field(ge=8)] = 96
    """Groups for which one source is practised, and after which its effect is judged."""
    sharpness: Annotated[float, Field(gt=0)] = 5.0
    """Weight is exp(sharpness * effect in standard errors)."""
    success: Annotated[float, Field(gt=0, lt=1)] = 0.4
    """Success rate to practise a source at."""
    floor: Share = 0.01


class TransferState(State):
    """What was practised, and how the target stood."""

    curves: Curves
    pending: Pending
    """Feedback that these have yet to take in."""
    windows: int = 0
    waiting: int = 0
    """Groups in the window so far."""
    probed: float = 0.0
    """Groups of them that measured the target; their success rates add up to"""
    solved: float = 0.0
    practised: TrackFloats
    """(tracks,) trained groups since the start, in windows."""
    mean: Floats
    """(tracks + 2,) what a constant, a window of time and a window of each source add to the
    target's success rate, and"""
    cov: Floats
    """(tracks + 2, tracks + 2) how sure that is."""


class Transfer(Strategy[TransferOptions, TransferState]):
    """Practise the sources whose practice raises the target.

    After each window the target's success rate is regressed on all practice so far and on time
    (recursive least squares, with a prior that expects little). The effect of a source, in standard
    errors, gives its weight. Once a helper is mastered it brings nothing more, and its weight
    fades.

    Source: Fu et al. 2024, "Meta-RTL: reinforcement-based meta-transfer learning" (2409.19075),
    which weights source tasks by the target's improvement with a policy gradient; a regression
    takes the place of the policy, since its errors are known.
    """

    name = "transfer"

    @property
    def terms(self) -> frozenset[Term]:
        """Its measuring is not training."""
        return frozenset({"probe"})

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
        return TransferState(
            curves=curves.start(Ground.of(self.space, TRUSTING)),
            pending=Pending.zero(len(self.space)),
            practised=np.zeros(tracks),
            mean=np.zeros(tracks + 2),
            cov=_prior(tracks + 2),
        )

    def weights(self, state: TransferState) -> Float:
        """(tracks,) share of each source; 0 for the target itself."""
        tracks = len(self.space.tracks)
        mean, cov = _grown(state.mean, state.cov, tracks + 2)
        effect, error = mean[2:], np.sqrt(np.diag(cov)[2:])
        score = effect / float(error.mean())
        weight = np.exp(self.options.sharpness * (score - score.max()))
        weight[self.target] = 0.0
        share: Float = weight / max(weight.sum(), 1e-300)
        return share

    def ask(self, state: TransferState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """One source for a window; in between, probes of the target."""
        space, o = self.space, self.options
        tracks = len(space.tracks)
        ground = Ground.of(space, TRUSTING)
        z = curves.logits(state.curves, ground)
        p = curves.expected(z, curves.variance(state.curves, ground))
        near = np.full(space.grid.shape, -np.inf)
        near[space.track, space.rank] = nearness(p, o.success)
        frontier = space.grid[np.arange(tracks), near.argmax(1)]
        untried = np.flatnonzero((state.practised < 0.5) & (np.arange(tracks) != self.target))
        weight = self.weights(state)
        golden = (state.windows * 0.6180339887498949) % 1
        chosen = int(np.searchsorted(np.cumsum(weight), golden * 0.999999))
        source = int(untried[state.windows % len(untried)]) if len(untried) else chosen
        probe = rng.random(n) < o.probe
        # Levels in turn: chance in which ones are probed would drown the effect.
        turn = (view.position // n + np.cumsum(probe)) % space.sizes[self.target]
        own = space.grid[self.target, turn]
        stray = rng.random(n) < o.floor
        trained = np.where(stray, draw(space.weight, n, rng), frontier[source])
        return Picks(np.where(probe, own, trained), purpose=np.where(probe, PROBE, TRAIN))

    def tell(self, state: TransferState, batch: Batch) -> TransferState:
        """Measure; at the end of a window, enter what was practised and how the target stands."""
        tracks = len(self.space.tracks)
        track = self.space.track[batch.arm]
        probe = batch.purpose == PROBE
        trained = np.bincount(track[~probe], minlength=tracks)
        solved = state.solved + float(batch.rate[probe].sum())
        probed = state.probed + float(probe.sum())
        practised = state.practised + trained / self.options.window
        waiting = state.waiting + len(batch)
        known, pending = absorb(state.curves, state.pending, self.space, batch)
        changes = {
            "curves": known,
            "pending": pending,
            "practised": practised,
            "waiting": waiting,
            "solved": solved,
            "probed": probed,
        }
        if waiting >= self.options.window and probed:
            x = np.concatenate([[1.0, state.windows + 1.0], practised])
            mean, cov = _grown(state.mean, state.cov, len(x))
            toward = np.einsum("ij,j->i", cov, x)
            gain = toward / (NOISE**2 + float((x * toward).sum()))
            changes |= {
                "waiting": 0,
                "windows": state.windows + 1,
                "solved": 0.0,
                "probed": 0.0,
                "mean": mean + gain * (solved / probed - float((x * mean).sum())),
                "cov": cov - np.outer(gain, toward),
            }
        return state.model_copy(update=changes)


def _prior(size: int) -> Float:
    """(size, size) of the constant, time, and the tracks."""
    return np.diag([1.0, *np.full(size - 1, EFFECT**2)])


def _grown(mean: Float, cov: Float, size: int) -> tuple[Float, Float]:
    """With room for the tracks that were added since."""
    old = len(mean)
    if old == size:
        return mean, cov
    grown = _prior(size)
    grown[:old, :old] = cov
    return np.pad(mean, (0, size - old)), grown
