"""Bandits over arms: SEC, whose reward is the size of the advantages, and EXP3.S on progress."""

from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth.curriculum.arrays import ArmFloats, Float, Floats, State
from tasksynth.curriculum.space import Space
from tasksynth.curriculum.strategy import Batch, Options, Picks, Strategy, View, draw

Share = Annotated[float, Field(ge=0, le=1)]


class SECOptions(Options):
    """The value estimate and the policy over it."""

    rate: Annotated[float, Field(gt=0, le=1)] = 0.5
    temperature: Annotated[float, Field(gt=0)] = 1.0
    floor: Share = 0.0
    """Share of tickets drawn from all arms alike."""


class SECState(State):
    """Values."""

    value: ArmFloats
    """(arms,) expected mean absolute advantage."""


class SEC(Strategy[SECOptions, SECState]):
    """A softmax bandit whose reward is the mean absolute advantage of a group.

    Source: Chen et al. 2025, "Self-evolving curriculum for LLM reasoning", arXiv:2505.14970, eqs.
    2 to 4. For rewards 0 and 1 normalised in the group, the mean absolute advantage is
    2 sqrt(p (1 - p)). It cannot tell a coin flip from a task at the edge of ability.
    """

    name = "sec"

    def start(self) -> SECState:
        """All alike."""
        return SECState(value=np.zeros(len(self.space)))

    def ask(self, state: SECState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """Softmax of the values."""
        p = np.exp((state.value - state.value.max()) / self.options.temperature)
        return Picks(draw(_mixed(p / p.sum(), self.options.floor, self.space), n, rng))

    def tell(self, state: SECState, batch: Batch) -> SECState:
        """Move the values towards what was seen."""
        arms = len(self.space)
        seen = 2 * np.sqrt(batch.rate * (1 - batch.rate))
        reported = np.isfinite(batch.value_loss)
        seen = np.where(reported, np.abs(np.where(reported, batch.value_loss, 0)), seen)
        groups = np.bincount(batch.arm, minlength=arms)
        mean = np.bincount(batch.arm, seen, arms) / np.maximum(groups, 1)
        step = np.where(groups > 0, self.options.rate, 0)
        return SECState.model_construct(value=state.value + step * (mean - state.value))


class EXP3Options(Options):
    """Of EXP3.S."""

    eta: Annotated[float, Field(gt=0)] = 0.02
    floor: Share = 0.05
    """Share of tickets drawn from all arms alike."""
    share: Share = 0.1
    """How much weight arms give each other; fades as 1 / updates."""


class EXP3State(State):
    """Log weights, and what rewards are scaled by."""

    weight: ArmFloats
    score: ArmFloats
    """(arms,) the last success rate, for"""
    seen: ArmFloats
    """(arms,) the arms that have one (1 or 0)."""
    recent: Floats
    """(up to 1000,) sizes of the last changes: their 20 % and 80 % quantiles are -1 and 1."""
    updates: int = 0


class EXP3(Strategy[EXP3Options, EXP3State]):
    """An adversarial bandit (EXP3.S) whose reward is the change of success, rescaled.

    Source: Graves et al. 2017, "Automated curriculum learning for neural networks",
    arXiv:1704.03003, section 2.2 and eq. 3; Auer et al. 2002.
    """

    name = "exp3"

    def start(self) -> EXP3State:
        """All alike."""
        zero = np.zeros(len(self.space))
        return EXP3State(weight=zero, score=zero, seen=zero, recent=np.zeros(0))

    def _policy(self, state: EXP3State) -> Float:
        p = np.exp(state.weight - state.weight.max())
        return _mixed(p / p.sum(), self.options.floor, self.space)

    def ask(self, state: EXP3State, n: int, rng: np.random.Generator, view: View) -> Picks:
        """Softmax of the weights, and the floor."""
        return Picks(draw(self._policy(state), n, rng))

    def tell(self, state: EXP3State, batch: Batch) -> EXP3State:
        """Importance-weighted rewards; then every arm shares a little weight with the others."""
        arms = len(self.space)
        groups = np.bincount(batch.arm, minlength=arms)
        here = groups > 0
        mean = np.bincount(batch.arm, batch.rate, arms) / np.maximum(groups, 1)
        change = np.where(state.seen > 0, np.abs(mean - state.score), 0)
        recent = np.concatenate([state.recent, change[here]])[-1000:]
        low, high = np.quantile(recent, [0.2, 0.8])
        reward = np.clip((change - low) / (high - low + 1e-9), 0, 1) * 2 - 1
        chance = np.maximum(self._policy(state) * len(batch), 1e-3)
        weight = state.weight + self.options.eta * np.where(here, reward / chance, 0)
        updates = state.updates + 1
        p = np.exp(weight - weight.max())
        alpha = self.options.share / updates
        others = (p.sum() - p) / max(1, arms - 1)
        return EXP3State.model_construct(
            weight=np.log((1 - alpha) * p + alpha * others + 1e-12),
            score=np.where(here, mean, state.score),
            seen=np.where(here, 1.0, state.seen),
            recent=recent,
            updates=updates,
        )


def _mixed(p: Float, floor: float, space: Space) -> Float:
    """A distribution with a share of the uniform one in it."""
    return (1 - floor) * p + floor * space.weight
