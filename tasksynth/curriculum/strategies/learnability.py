"""Sampling for learnability: the variance of success, p (1 - p)."""

from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth.curriculum.arrays import ArmFloats, Floats, Ints, State
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
    sums,
)
from tasksynth_schemas.wire import Term

Share = Annotated[float, Field(ge=0, le=1)]


class SFLOptions(Options):
    """Of the search for learnable items."""

    every: Annotated[int, Field(ge=1)] = 640
    """Tickets between searches."""
    probes: Annotated[int, Field(ge=1)] = 160
    """Items that a search rolls out, untrained."""
    keep: Annotated[int, Field(ge=1)] = 40
    """The most learnable of them, which are trained on until the next search."""
    share: Share = 0.75
    """Share of training tickets from these; the rest is drawn from all arms alike."""


class SFLState(State):
    """The probes so far, and what the last search kept."""

    arm: Ints
    """(up to keep,) kept items; so is the next."""
    item: Ints
    probed_arm: Ints
    """Items of the search under way; so are the next two."""
    probed_item: Ints
    probed_score: Floats


class SFL(Strategy[SFLOptions, SFLState]):
    """Search random items for the highest p (1 - p), train on the best of them for a while.

    Source: Rutherford et al. 2024, "No regrets: investigating and improving regret approximations
    for curriculum discovery", arXiv:2408.15099, algorithm 1. The search costs rollouts.
    """

    name = "sfl"

    @property
    def terms(self) -> frozenset[Term]:
        """Its measuring is not training."""
        return frozenset({"probe"})

    def start(self) -> SFLState:
        """Nothing kept."""
        none = np.zeros(0, dtype=np.int64)
        return SFLState(
            arm=none, item=none, probed_arm=none, probed_item=none, probed_score=np.zeros(0)
        )

    def ask(self, state: SFLState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """Probes at the start of each period, then training."""
        o = self.options
        phase = (view.position + np.arange(n)) % (o.every + o.probes)
        probe = phase < o.probes
        arm = draw(self.space.weight, n, rng)
        item = np.full(n, FRESH)
        if len(state.arm):
            use = ~probe & (rng.random(n) < o.share)
            chosen = rng.integers(0, len(state.arm), int(use.sum()))
            arm[use], item[use] = state.arm[chosen], state.item[chosen]
        return Picks(arm, item=item, purpose=np.where(probe, PROBE, TRAIN))

    def tell(self, state: SFLState, batch: Batch) -> SFLState:
        """Collect probes; keep the best of a full search."""
        rows = batch.purpose == PROBE
        p = batch.rate[rows]
        arm = np.concatenate([state.probed_arm, batch.arm[rows]])
        item = np.concatenate([state.probed_item, batch.item[rows]])
        score = np.concatenate([state.probed_score, p * (1 - p)])
        kept_arm, kept_item = state.arm, state.item
        if len(arm) >= 0.8 * self.options.probes:
            best = np.argsort(-score, kind="stable")[: self.options.keep]
            kept_arm, kept_item = arm[best], item[best]
            if len(arm) >= self.options.probes:
                arm, item, score = arm[:0], item[:0], score[:0]
        return SFLState.model_construct(
            arm=kept_arm, item=kept_item, probed_arm=arm, probed_item=item, probed_score=score
        )


class LearnabilityOptions(Options):
    """Of the estimate, and how sharply it is followed."""

    power: Annotated[float, Field(gt=0)] = 3.0
    floor: Share = 0.05
    half_life: Annotated[float, Field(gt=0)] = 190.0
    """Groups, over all arms, after which evidence counts half."""


class LearnabilityState(State):
    """Discounted counts."""

    solved: ArmFloats
    tries: ArmFloats


class Learnability(Strategy[LearnabilityOptions, LearnabilityState]):
    """Arms by a power of p (1 - p), from discounted counts instead of probes.

    Source: the score of SFL (above) without its search. It cannot tell a coin flip from a task at
    the edge of ability.
    """

    name = "learnability"

    def start(self) -> LearnabilityState:
        """A flat belief."""
        zero = np.zeros(len(self.space))
        return LearnabilityState(solved=zero, tries=zero)

    def ask(self, state: LearnabilityState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """By learnability, and the floor."""
        p = (state.solved + 1) / (state.tries + 2)
        weight = (p * (1 - p)) ** self.options.power * self.space.weight
        floor = self.options.floor
        return Picks(draw((1 - floor) * weight / weight.sum() + floor * self.space.weight, n, rng))

    def tell(self, state: LearnabilityState, batch: Batch) -> LearnabilityState:
        """Discount, add."""
        solved, tries, _ = sums(batch, len(self.space))
        keep = 0.5 ** (len(batch) / self.options.half_life)
        return LearnabilityState.model_construct(
            solved=keep * state.solved + solved, tries=keep * state.tries + tries
        )
