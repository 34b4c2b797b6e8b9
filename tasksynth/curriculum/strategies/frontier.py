"""The default: practise each track where it is solved at a set rate, and where practice helps."""

from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth.curriculum import curves, measure
from tasksynth.curriculum.arrays import ArmFloats, Float, Int, State
from tasksynth.curriculum.measure import Measure
from tasksynth.curriculum.strategy import (
    EXPLORE,
    REVIEW,
    TRAIN,
    Batch,
    Options,
    Picks,
    Strategy,
    View,
    draw,
    sums,
)

Share = Annotated[float, Field(ge=0, le=1)]

ENOUGH = 0.25
"""A track that progresses at this share of the better half's pace gets its full weight."""
DISTANT = 0.25
"""Least weight of a track none of whose arms is near the target."""
MASTERED = 0.75
FORGOTTEN = 0.12
"""Loss of success, from the best that was believed, that noise does not explain."""


class FrontierOptions(Options):
    """Where the frontier lies, and what is set aside for the rest."""

    target: Annotated[float, Field(gt=0, lt=1)] = 0.35
    """Success rate to practise at: lower suits trainers that learn from rare successes, higher
    those that need many."""
    floor: Share = 0.01
    """Share of tickets drawn from all arms alike."""
    review: Share = 0.005
    """Share of tickets for arms that were mastered; it grows as they are forgotten, up to 0.3."""
    guard: Annotated[float, Field(gt=0, le=1)] = 0.05
    """Least weight, against the others, of a track on which practice brings nothing."""


class FrontierState(State):
    """What it believes."""

    measure: Measure
    best: ArmFloats
    """(arms,) the highest success that was believed with some confidence; fades slowly."""
    last: ArmFloats
    """(arms,) groups heard of by the time the arm was last heard of."""


class Frontier(Strategy[FrontierOptions, FrontierState]):
    """Practise each track at the arm whose expected success is nearest the target rate.

    Success curves are measured by a filter (`curves`). A track's share of tickets falls with the
    distance of its nearest arm from the target, and to `guard` if practice there brings nothing
    (`measure`), so that coin flips and unsolvable families starve. Mastered arms are reviewed.

    Source: this project; success targeting as AdaRFT (Shi et al. 2025, arXiv:2504.05520) and
    SEC (Chen et al. 2025, arXiv:2505.14970) have it, on item-response curves (Birnbaum 1968) with a
    guard by learning progress (Oudeyer, Kaplan, Hafner 2007).
    """

    name = "frontier"

    def start(self) -> FrontierState:
        """Prior curves, and the benefit of the doubt."""
        arms = len(self.space)
        return FrontierState(
            measure=measure.start(self.space), best=np.zeros(arms), last=np.zeros(arms)
        )

    def ask(self, state: FrontierState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """Floor, then review, then each track at its frontier."""
        p = self._success(state.measure)
        explore = int(rng.binomial(n, self.options.floor))
        share, stale = self._stale(state, p)
        review = int(rng.binomial(n - explore, share))
        train = n - explore - review
        nearest, weight = self._frontier(state.measure, p)
        arms = [
            draw(self.space.weight, explore, rng),
            draw(stale, review, rng),
            np.repeat(nearest, apportion(weight, train, rng)),
        ]
        purpose = np.repeat([EXPLORE, REVIEW, TRAIN], [explore, review, train])
        return Picks(np.concatenate(arms), purpose=purpose)

    def tell(self, state: FrontierState, batch: Batch) -> FrontierState:
        """Update the curves, the progress, and what is mastered."""
        known = measure.update(state.measure, self.space, *sums(batch, len(self.space)))
        sure = curves.variance(known.curves, self.space) < 0.5
        faded = state.best * 0.99997 ** len(batch)
        last = state.last.copy()
        last[batch.arm] = known.heard
        return FrontierState.model_construct(
            measure=known,
            best=np.where(sure, np.maximum(faded, self._success(known)), state.best),
            last=last,
        )

    def _success(self, known: Measure) -> Float:
        """(arms,) expected success."""
        z = curves.logits(known.curves, self.space)
        return curves.expected(z, curves.variance(known.curves, self.space))

    def _frontier(self, known: Measure, p: Float) -> tuple[Int, Float]:
        """(tracks,) the arm nearest the target, and each track's weight."""
        space = self.space
        near = np.full(space.grid.shape, -np.inf)
        near[space.track, space.rank] = nearness(p, self.options.target)
        rank = near.argmax(1)
        tracks = np.arange(len(rank))
        weight = np.maximum(np.exp(2 * near[tracks, rank]), DISTANT) * space.track_weight
        if known.heard > measure.WARM_UP * len(tracks):
            pace = measure.progress(known, space)
            enough = ENOUGH * float(np.sort(pace)[len(pace) // 2 :].mean())
            weight = weight * np.clip(pace / (enough + 1e-6), self.options.guard, 1)
        arms: Int = space.grid[tracks, rank]
        return arms, weight

    def _stale(self, state: FrontierState, p: Float) -> tuple[float, Float]:
        """The share of tickets for review, and (arms,) weights of what needs it."""
        mastered = state.best > MASTERED
        if not self.options.review or not mastered.any():
            return 0.0, np.zeros(len(p))
        lost = np.clip(state.best - p - FORGOTTEN, 0, 1)
        share = self.options.review + 0.5 * float(lost[mastered].mean())
        age = (state.measure.heard - state.last) / len(self.space)
        return min(0.3, share), mastered * (0.05 * age + 0.2 + 10 * lost)


def nearness(p: Float, target: float) -> Float:
    """Minus the divergence of a coin of rate p from one of the target rate, in nats; at most 0."""
    p = np.clip(p, 1e-4, 1 - 1e-4)
    result: Float = target * np.log(p / target) + (1 - target) * np.log((1 - p) / (1 - target))
    return result


def apportion(weight: Float, n: int, rng: np.random.Generator) -> Int:
    """N seats by weight: whole shares first, the rest drawn by what is left over."""
    exact = weight / weight.sum() * n
    seats: Int = np.floor(exact + 1e-9).astype(np.int64)
    rest = n - int(seats.sum())
    if rest > 0:
        left = np.maximum(exact - seats, 0)
        seats = seats + np.bincount(draw(left, rest, rng), minlength=len(seats))
    return seats
