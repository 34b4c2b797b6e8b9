"""Wrappers that set shares aside: exploration, domain balance, a moving distribution, review."""

from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth.curriculum.arrays import ArmFloats, Float, Int, State
from tasksynth.curriculum.strategy import (
    EXPLORE,
    REVIEW,
    Batch,
    Options,
    Picks,
    View,
    draw,
    join,
    sums,
)
from tasksynth.curriculum.wrapper import Ask, Wrapper
from tasksynth.errors import UsageError

Share = Annotated[float, Field(ge=0, le=1)]


class FloorOptions(Options):
    """How much."""

    share: Share = 0.05
    """Share of tickets drawn from all arms alike."""


class Floor(Wrapper[FloorOptions, State]):
    """A floor of exploration, so that every arm is heard of now and then."""

    name = "floor"

    def begin(self) -> State:
        """Nothing to know."""
        return State()

    def choose(self, own: State, ask: Ask, n: int, rng: np.random.Generator, view: View) -> Picks:
        """Some from everywhere, the rest as the inner strategy says."""
        stray = int(rng.binomial(n, self.mine.share))
        return join(
            Picks(draw(self.space.weight, stray, rng), purpose=np.full(stray, EXPLORE)),
            ask(n - stray),
        )


class BalanceOptions(Options):
    """Shares."""

    shares: dict[str, Annotated[float, Field(gt=0)]] = {}
    """Domain (the family's first word) to share, against the others; 1 where none is given."""


class Balance(Wrapper[BalanceOptions, State]):
    """Fixed shares of tickets for the domains; within a domain the inner strategy decides.

    Source: the fixed domain ratios of multi-domain mixtures, as in prime-rl and Nemotron.
    """

    name = "balance"

    def begin(self) -> State:
        """Nothing to know."""
        if unknown := sorted(set(self.mine.shares) - set(self._domains())):
            raise UsageError(
                f"wrapper balance: no domain called {unknown[0]!r}; "
                f"the recipe has {', '.join(dict.fromkeys(self._domains()))}"
            )
        return State()

    def _domains(self) -> list[str]:
        return [arm.ref.family.split(".")[0] for arm in self.space.arms]

    def choose(self, own: State, ask: Ask, n: int, rng: np.random.Generator, view: View) -> Picks:
        """Take the inner strategy's picks until each domain has its share; fill up by weight."""
        names = list(dict.fromkeys(self._domains()))
        domain = np.array([names.index(name) for name in self._domains()])
        share = np.array([self.mine.shares.get(name, 1.0) for name in names])
        want = np.bincount(draw(share, n, rng), minlength=len(names))
        return fill(ask(2 * n), domain, want, self.space.weight, rng)


class DriftOptions(Options):
    """How fast the distribution moves, and how wide it is."""

    period: Annotated[int, Field(ge=1)] = 100_000
    """Tickets in which the centre goes once around all tracks."""
    width: Annotated[float, Field(gt=0)] = 0.2
    """Standard deviation, as a share of the circle of tracks."""


class Drift(Wrapper[DriftOptions, State]):
    """An endless stream whose distribution over tracks moves in a circle.

    Source: non-stationary task streams of continual reinforcement learning (Khetarpal et al. 2022,
    "Towards continual reinforcement learning").
    """

    name = "drift"

    def begin(self) -> State:
        """Nothing to know: the position tells the centre."""
        return State()

    def choose(self, own: State, ask: Ask, n: int, rng: np.random.Generator, view: View) -> Picks:
        """Draw tracks near the centre; of each, what the inner strategy offers, then by weight."""
        tracks = len(self.space.tracks)
        centre = (view.position / self.mine.period) % 1
        away = np.abs(np.arange(tracks) / tracks - centre)
        away = np.minimum(away, 1 - away)
        weight = np.exp(-0.5 * (away / self.mine.width) ** 2)
        want = np.bincount(draw(weight, n, rng), minlength=tracks)
        return fill(ask(2 * n), self.space.track, want, self.space.weight, rng)


def fill(offered: Picks, part: Int, want: Int, weight: Float, rng: np.random.Generator) -> Picks:
    """`want[i]` picks of the arms in part i: from those offered first, then by weight."""
    chosen = []
    for i, quota in enumerate(want.tolist()):
        rows = np.flatnonzero(part[offered.arm] == i)[:quota]
        chosen.append(offered.only(rows))
        chosen.append(Picks(draw(weight * (part == i), quota - len(rows), rng)))
    return join(*chosen)


class ReviewOptions(Options):
    """How much, and of what."""

    share: Share = 0.05
    """Share of tickets for review."""
    mastered: Share = 0.75
    """Success rate at which an arm counts as mastered."""


class ReviewState(State):
    """Recent and best success, by arm."""

    rate: ArmFloats
    """(arms,) moving average of success, over about ten groups."""
    groups: ArmFloats
    best: ArmFloats
    """(arms,) the highest moving average after five groups."""
    last: ArmFloats
    """(arms,) groups heard of by the time of the last one, and"""
    heard: float = 0.0
    """by now."""


class Review(Wrapper[ReviewOptions, ReviewState]):
    """Rehearsal against forgetting: mastered arms come back, the stale and the fallen first.

    Source: rehearsal (Robins 1995); spaced review by recency as in Settles and Meeder 2016.
    """

    name = "review"

    def begin(self) -> ReviewState:
        """Nothing mastered."""
        zero = np.zeros(len(self.space))
        return ReviewState(rate=zero, groups=zero, best=zero, last=zero)

    def choose(
        self, own: ReviewState, ask: Ask, n: int, rng: np.random.Generator, view: View
    ) -> Picks:
        """Some of what was mastered, by age and loss."""
        mastered = own.best >= self.mine.mastered
        review = int(rng.binomial(n, self.mine.share)) if mastered.any() else 0
        lost = np.maximum(own.best - own.rate, 0)
        weight = mastered * (1 + (own.heard - own.last) / len(self.space) + 20 * lost)
        return join(
            Picks(draw(weight, review, rng), purpose=np.full(review, REVIEW)), ask(n - review)
        )

    def learn(self, own: ReviewState, batch: Batch) -> ReviewState:
        """Averages, bests and times."""
        solved, tries, here = sums(batch, len(self.space))
        seen = here > 0
        mean = solved / np.maximum(tries, 1)
        step = np.where(seen, np.maximum(0.1, 1 / (own.groups + 1)), 0)
        rate = own.rate + step * (mean - own.rate)
        groups = own.groups + here
        heard = own.heard + len(batch)
        return ReviewState.model_construct(
            rate=rate,
            groups=groups,
            best=np.where(groups >= 5, np.maximum(own.best, rate), own.best),
            last=np.where(seen, heard, own.last),
            heard=heard,
        )
