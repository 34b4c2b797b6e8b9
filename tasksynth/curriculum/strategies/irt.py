"""Item-response curves, and a draw from what is believed of them."""

from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth.curriculum.arrays import State
from tasksynth.curriculum.belief import curves
from tasksynth.curriculum.belief.curves import TRUSTING, Curves, Ground
from tasksynth.curriculum.belief.evidence import Pending
from tasksynth.curriculum.space import Space
from tasksynth.curriculum.strategies.frontier import EVERY, nearness
from tasksynth.curriculum.strategy import Batch, Options, Picks, Plan, Strategy, View, draw

Share = Annotated[float, Field(ge=0, le=1)]


class IRTOptions(Options):
    """Where to aim."""

    target: Annotated[float, Field(gt=0, lt=1)] = 0.4
    """Success rate to practise at."""
    floor: Share = 0.03


class IRTState(State):
    """Beliefs."""

    curves: Curves
    pending: Pending
    """Feedback that these have yet to take in."""


class IRT(Strategy[IRTOptions, IRTState]):
    """Thompson sampling: draw curves from the belief, take the arm nearest the target under them.

    Sources: two-parameter logistic model, Birnbaum 1968; Thompson 1933. The belief is `curves`.
    """

    name = "irt"

    def start(self) -> IRTState:
        """Prior curves."""
        return IRTState(
            curves=curves.start(Ground.of(self.space, TRUSTING)),
            pending=Pending.zero(len(self.space)),
        )

    def ask(self, state: IRTState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """For each ticket a track by weight, a curve by chance, and its nearest arm."""
        space = self.space
        track = draw(space.track_weight, n, rng)
        cov = state.curves.cov[track]
        a, b, c = cov[:, 0, 0], cov[:, 0, 1], cov[:, 1, 1]
        first, second = rng.normal(size=(2, n))
        root = np.sqrt(a)
        ability = state.curves.mean[track, 0] + root * first
        rest = np.sqrt(np.maximum(c - b * b / a, 0))
        slope = state.curves.mean[track, 1] + b / root * first + rest * second
        arms = space.grid[track]  # (n, ranks), -1 past the end
        noise = np.sqrt(state.curves.spread[arms]) * rng.normal(size=arms.shape)
        offset = state.curves.residual[arms] + noise
        z = ability[:, None] + slope[:, None] * space.depth[arms] + offset
        near = np.where(arms >= 0, nearness(curves.logistic(z), self.options.target), -np.inf)
        picked = arms[np.arange(n), near.argmax(1)]
        explore = rng.random(n) < self.options.floor
        return Picks(np.where(explore, draw(space.weight, n, rng), picked))

    def tell(self, state: IRTState, batch: Batch) -> IRTState:
        """Update the curves."""
        known, pending = absorb(state.curves, state.pending, self.space, batch)
        return IRTState.trusted(curves=known, pending=pending)

    def plan(self, state: IRTState) -> Plan:
        """See Strategy."""
        weight = self.space.track_weight
        target = np.full(len(weight), self.options.target)
        floor = self.options.floor
        return Plan(share=(1 - floor) * weight, target=target, explore=floor, review=0.0)


def absorb(known: Curves, pending: Pending, space: Space, batch: Batch) -> tuple[Curves, Pending]:
    """The curves after some feedback, and what waits until it is worth an update."""
    pending = pending.plus(batch)
    if pending.groups.sum() < EVERY:
        return known, pending
    known = curves.update(
        known, Ground.of(space, TRUSTING), pending.solved, pending.tries, pending.groups
    )
    return known, Pending.zero(len(space))
