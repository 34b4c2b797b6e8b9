"""The default: practise each track where it is solved at a set rate, and where practice helps."""

from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from tasksynth.curriculum.arrays import ArmFloats, Float, Int, State, TrackFloats, TrackInts
from tasksynth.curriculum.belief import aim, curves, evidence, labels, measure
from tasksynth.curriculum.belief.aim import Aim
from tasksynth.curriculum.belief.evidence import Evidence
from tasksynth.curriculum.belief.measure import Measure
from tasksynth.curriculum.strategy import (
    EXPLORE,
    REVIEW,
    TRAIN,
    Batch,
    Options,
    Picks,
    Plan,
    Strategy,
    View,
    draw,
)

Share = Annotated[float, Field(ge=0, le=1)]

EVERY = 16.0
"""Groups between updates: single feedback waits for some more."""
IN_FLIGHT = 4.0
"""Open tickets a track from which on what they will bring is taken into account."""
LUCK = 0.25
"""How far the success that an arm is drawn with strays from what is expected, against what is held
possible: an arm of which little is known is tried now and then."""
LEAD = 2.0
"""Logits that the arms in practice gain for one that the mean arm of the track does."""
ENOUGH = 0.25
"""A track that progresses at this share of the better half's pace gets its full weight."""
DISTANT = 0.6
"""Least weight of a track none of whose arms is near the target."""
PATIENCE = 200.0
"""Groups on a track without progress after which its weight is halved."""
MASTERED = 0.75
FORGOTTEN = 0.12
"""Loss of success, from the best that was believed, that noise does not explain."""


class FrontierOptions(Options):
    """Where the frontier lies, and what is set aside for the rest."""

    target: Annotated[float, Field(gt=0, lt=1)] | None = None
    """Success rate to practise at. None: the one that brings most progress, as it is found to be
    (`aim`), from 0.35 on."""
    floor: Share = 0.01
    """Share of tickets drawn from all arms alike."""
    review: Share = 0.005
    """Share of tickets for arms that were mastered; it grows as they are forgotten, up to 0.3."""
    guard: Annotated[float, Field(gt=0, le=1)] = 0.05
    """Least weight, against the others, of a track on which practice brings nothing."""
    probe: Share = 0.02
    """Most that a track gets for which the alarm is raised, as a share of the tickets that `floor`
    and `review` leave."""


class FrontierState(State):
    """What it believes."""

    measure: Measure
    aim: Aim
    pending: Evidence
    """Feedback that these have yet to take in."""
    success: ArmFloats
    """(arms,) expected, and"""
    best: ArmFloats
    """(arms,) the highest that was believed with some confidence; fades slowly."""
    last: ArmFloats
    """(arms,) groups heard of by the time the arm was last heard of."""
    review: float = 0.0
    """Share of tickets for mastered arms, which are drawn by"""
    stale: ArmFloats
    """(arms,) how much each of them needs it."""
    weight: TrackFloats
    """(tracks,) share of the tickets for practice."""
    pace: TrackFloats
    """(tracks,) logits that a group brings, as measured."""
    tried: TrackFloats
    """(tracks,) groups."""
    flagged: TrackInts
    """(tracks,) 1 where nothing can be learned, as far as is known; the alarm is raised."""
    mastered: TrackInts
    """(tracks,) 1 where nothing is left to learn."""


class Frontier(Strategy[FrontierOptions, FrontierState]):
    """Practise each track at the arm whose success is, as far as is known, nearest the target rate.

    Success curves are measured by two filters (`curves`), one of which does not look at labels; how
    far either is believed follows from how well it predicts (`labels`). Arms are drawn by what is
    believed. The target rate follows what brings progress (`aim`). A track's share of tickets falls
    with the distance of its nearest arm from the target, and to `guard` if practice there brings
    nothing (`measure`), so that coin flips and unsolvable families starve. Mastered arms are
    reviewed.

    Source: this project; success targeting as AdaRFT (Shi et al. 2025, arXiv:2504.05520) and
    SEC (Chen et al. 2025, arXiv:2505.14970) have it, on item-response curves (Birnbaum 1968) with
    draws from the belief (Thompson 1933) and a guard by learning progress (Oudeyer, Kaplan, Hafner
    2007).
    """

    name = "frontier"

    def start(self) -> FrontierState:
        """Prior curves, and the benefit of the doubt."""
        none = np.zeros(len(self.space))
        known, aimed = measure.start(self.space), aim.start(self.space)
        success = labels.success(known.curves, self.space)
        pace, no = np.zeros(len(self.space.tracks)), np.zeros(len(self.space.tracks), np.int64)
        return FrontierState(
            measure=known,
            aim=aimed,
            pending=Evidence.zero(len(self.space)),
            success=success,
            best=none,
            last=none,
            stale=none,
            weight=self._weight(known, aimed, success, pace, flagged=no, tried=pace),
            pace=pace,
            tried=pace,
            flagged=no,
            mastered=no,
        )

    def ask(self, state: FrontierState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """Floor, then review, then each track at its frontier."""
        explore = int(rng.binomial(n, self.options.floor))
        review = int(rng.binomial(n - explore, state.review))
        train = n - explore - review
        practised = self._practise(state, train, rng, view)
        arms = [practised]
        if explore:
            arms.append(draw(self.space.weight, explore, rng))
        if review:
            arms.append(draw(state.stale, review, rng))
        purpose = np.repeat([TRAIN, EXPLORE, REVIEW], [train, explore, review])
        track = self.space.track[practised]
        purpose[:train][state.mastered[track] > 0] = REVIEW
        purpose[:train][state.flagged[track] > 0] = EXPLORE
        return Picks(np.concatenate(arms), purpose=purpose)

    def _practise(self, state: FrontierState, n: int, rng: np.random.Generator, view: View) -> Int:
        """Choose n arms: tracks by weight, each at the arm nearest the target in a draw."""
        space = self.space
        tracks = len(space.tracks)
        track = np.repeat(np.arange(tracks), apportion(state.weight, n, rng))
        z = labels.sample(state.measure.curves, space, track, rng, luck=LUCK)
        if view.open.sum() > IN_FLIGHT * tracks:
            # Practice that is not known of yet: the learner is ahead of what is believed.
            lead = state.pace * np.bincount(space.track, view.open, tracks)
            z = z + LEAD * lead[track, None]
        arms = space.grid[track]
        near = nearness(curves.logistic(z), self._target(state.aim)[track, None])
        near[arms < 0] = -np.inf
        chosen: Int = arms[np.arange(n), near.argmax(1)]
        return chosen

    def tell(self, state: FrontierState, batch: Batch) -> FrontierState:
        """Update the curves, the progress, what is mastered, and where the frontier is."""
        space = self.space
        pending = state.pending.plus(batch)
        waiting = float(pending.groups.sum())
        last = state.last.copy()
        last[batch.arm] = state.measure.heard + waiting
        if waiting < EVERY:
            return state.model_copy(update={"pending": pending, "last": last})
        known = measure.update(state.measure, space, pending)
        success = labels.success(known.curves, space)
        faded = state.best * 0.99997**waiting
        best = np.where(known.curves.variance < 0.5, np.maximum(faded, success), state.best)
        aimed = aim.update(state.aim, space, pending.groups, state.success, known)
        tried = state.tried + np.bincount(space.track, pending.groups, len(space.tracks))
        flagged = measure.flagged(known, space).astype(np.int64)
        sound = best * np.where(flagged[space.track], 0.0, 1.0)
        review, stale = self._stale(success, sound, known.heard - last)
        pace = measure.progress(known, space)
        return FrontierState.trusted(
            measure=known,
            aim=aimed,
            pending=Evidence.zero(len(space)),
            success=success,
            best=best,
            last=last,
            review=review,
            stale=stale,
            weight=self._weight(known, aimed, success, pace, flagged=flagged, tried=tried),
            pace=pace,
            tried=tried,
            flagged=flagged,
            mastered=measure.mastered(known, space).astype(np.int64),
        )

    def plan(self, state: FrontierState) -> Plan:
        """See Strategy."""
        rest = (1 - self.options.floor) * (1 - state.review)
        return Plan(
            share=rest * state.weight,
            target=self._target(state.aim),
            explore=self.options.floor,
            review=1 - self.options.floor - rest,
        )

    def _target(self, aimed: Aim) -> Float:
        """(tracks,) success rate to practise at."""
        set_once = self.options.target
        return aimed.target if set_once is None else np.full(len(aimed.target), set_once)

    def _weight(
        self, known: Measure, aimed: Aim, success: Float, pace: Float, *, flagged: Int, tried: Float
    ) -> Float:
        """(tracks,) shares by how near the target there is an arm, and by what practice brings."""
        space = self.space
        near = np.full(space.grid.shape, -np.inf)
        near[space.track, space.rank] = nearness(success, self._target(aimed)[space.track])
        distance = near.max(1)  # (tracks,) at most 0
        weight: Float = np.maximum(np.exp(2 * distance), DISTANT) * space.track_weight
        if known.heard > measure.WARM_UP * len(weight):
            enough = ENOUGH * float(np.sort(pace)[len(pace) // 2 :].mean())
            # Slow is not the same as hopeless, but where nothing is solved there is no benefit.
            hoped = pace + np.exp(6 * distance) * measure.benefit(known, space)
            lively = evidence.lively(known.rewards, space)
            worth = np.clip(hoped / (enough + 1e-6), 0, 1) * lively
            patience = PATIENCE / (PATIENCE + tried)  # what shows nothing yet may be about to
            weight = weight * np.maximum(np.maximum(worth, patience), self.options.guard)
        return capped(weight, flagged > 0, self.options.probe)

    def _stale(self, success: Float, best: Float, age: Float) -> tuple[float, Float]:
        """The share of tickets for review, and (arms,) weights of what needs it."""
        mastered = best > MASTERED
        if not self.options.review or not mastered.any():
            return 0.0, np.zeros(len(success))
        lost = np.clip(best - success - FORGOTTEN, 0, 1)
        share = self.options.review + 0.5 * float(lost[mastered].mean())
        return min(0.3, share), mastered * (0.05 * age / len(success) + 0.2 + 10 * lost)


def nearness(p: Float, target: Float | float) -> Float:
    """Minus the divergence of a coin of rate p from one of the target rate, in nats; at most 0."""
    p = np.clip(p, 1e-4, 1 - 1e-4)
    result: Float = target * np.log(p / target) + (1 - target) * np.log((1 - p) / (1 - target))
    return result


def capped(weight: Float, some: NDArray[np.bool_], most: float) -> Float:
    """Shares by weight, of which each of `some` gets no more than `most`; all, if there are only
    these.
    """
    share: Float = weight / weight.sum()
    if some.all() or not some.any():
        return share
    held = np.where(some, np.minimum(share, most), 0)
    rest = np.where(some, 0, share)
    result: Float = held + rest * (1 - held.sum()) / rest.sum()
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
