"""What else a ticket may say: how much to hint, how many attempts, how much it weighs."""

from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth.curriculum.arrays import ArmFloats, State
from tasksynth.curriculum.belief import labels, measure
from tasksynth.curriculum.belief.evidence import Evidence
from tasksynth.curriculum.belief.measure import Measure
from tasksynth.curriculum.strategy import PROBE, Batch, Options, Picks, View
from tasksynth.curriculum.wrapper import Ask, Wrapper

Share = Annotated[float, Field(ge=0, le=1)]


class HintsOptions(Options):
    """Stages."""

    stages: tuple[Share, ...] = (0.0, 0.25, 0.5, 0.75)
    """Shares of the reference solution."""
    bare: Share = 0.25
    """Share of tickets without a hint all the same: only these measure ability."""


class HintsState(State):
    """Where each arm stands."""

    stage: ArmFloats
    """(arms,) stage; fractions are between two."""


class Hints(Wrapper[HintsOptions, HintsState]):
    """A group that fails as a whole raises its arm's hint by a stage; a solved one lowers it.

    Source: GHPO (Liu et al. 2025, arXiv:2507.10628), whose stages are 25, 50 and 75 %. What was
    solved with a hint is no evidence of ability, and the inner strategy does not hear of it.
    """

    name = "hints"
    adds = frozenset({"hint"})

    def begin(self) -> HintsState:
        """No hints."""
        return HintsState(stage=np.zeros(len(self.space)))

    def choose(
        self, own: HintsState, ask: Ask, n: int, rng: np.random.Generator, view: View
    ) -> Picks:
        """The inner strategy's picks with their arms' hints."""
        picks = ask(n)
        stages = np.array(self.mine.stages)
        hint = stages[np.floor(own.stage[picks.arm] + 1e-9).astype(np.int64)]
        bare = rng.random(n) < self.mine.bare
        if picks.purpose is not None:
            bare |= picks.purpose == PROBE
        return Picks(**vars(picks) | {"hint": np.where(bare, 0.0, hint)})

    def learn(self, own: HintsState, batch: Batch) -> HintsState:
        """Up by one for a group without a success, down by half a stage for a good one."""
        stage = own.stage.copy()
        for arm, rate in zip(batch.arm.tolist(), batch.rate.tolist(), strict=True):
            move = 1.0 if rate <= 0 else -0.5 if rate >= 0.5 else 0.0
            stage[arm] = min(max(stage[arm] + move, 0.0), len(self.mine.stages) - 1.0)
        return HintsState.model_construct(stage=stage)

    def passed(self, batch: Batch) -> Batch:
        """Only what was solved without help."""
        return batch.only(batch.hint == 0)


class AdviceOptions(Options):
    """How far to go."""

    gamma: Annotated[float, Field(ge=0)] = 0.5
    """Weight is ((1 - p) / mean) ** gamma: harder tasks count more; 0 for none."""
    mixed: Annotated[float, Field(gt=0, lt=1)] = 0.8
    """Chance to aim at that a group is mixed, by its size."""
    most: Annotated[int, Field(ge=1)] = 32
    """Largest group."""


class AdviceState(State):
    """Beliefs."""

    measure: Measure


class Advice(Wrapper[AdviceOptions, AdviceState]):
    """Weights and group sizes by the measured difficulty of the arm.

    Sources: difficulty-aware weights, DGPO/GRPO-LEAD (Zhang, Zuo 2025, arXiv:2504.09696, section
    3.2); more attempts where success is rare, so that a group has a gradient (the filter of DAPO,
    arXiv:2503.14476, turned into a size).
    """

    name = "advice"
    adds = frozenset({"weight", "rollouts"})

    def begin(self) -> AdviceState:
        """Prior curves."""
        return AdviceState(measure=measure.start(self.space))

    def choose(
        self, own: AdviceState, ask: Ask, n: int, rng: np.random.Generator, view: View
    ) -> Picks:
        """The inner strategy's picks, with weights of mean 1 and sizes."""
        picks = ask(n)
        p = labels.success(own.measure.curves, self.space)[picks.arm]
        hard = (1 - p) ** self.mine.gamma
        common = np.maximum(p, 1 - p)
        # The rarer outcome is missed by a whole group with probability common ** size.
        size = np.ceil(np.log(1 - self.mine.mixed) / np.log(np.clip(common, 0.5, 0.999)))
        rollouts = np.clip(size, 2, self.mine.most).astype(np.int64)
        weight = np.round(hard / hard.mean(), 4)
        return Picks(**vars(picks) | {"weight": weight, "rollouts": rollouts})

    def learn(self, own: AdviceState, batch: Batch) -> AdviceState:
        """Hints do not count as ability."""
        plain = batch.only(batch.hint == 0)
        known = measure.update(own.measure, self.space, Evidence.zero(len(self.space)).plus(plain))
        return AdviceState.model_construct(measure=known)
