"""Whether one reward asks for what another one asks for, on problems of few states.

A partial reward is there to guide towards the true objective. On a problem that is small enough to
be solved exactly, one can say how far the two are apart, and where the guide misleads.
"""

from dataclasses import dataclass

import numpy as np

from tasksynth.errors import UsageError

SLACK = 1e-9
"""By what values may differ that are equal but for rounding, relative to the largest."""


@dataclass(frozen=True)
class Problem:
    """A Markov decision process without its reward.

    A reward is an array of the shape of `moves`. An end is a state that leads to itself, unpaid.

    Raises:
        UsageError: if the moves are no distributions, or the discount is outside [0, 1).
    """

    moves: np.ndarray
    """(states, actions, states): the chance of the last after an action in the first."""
    discount: float = 0.99

    def __post_init__(self) -> None:
        shape = self.moves.shape
        if len(shape) != 3 or shape[0] != shape[2] or 0 in shape:
            raise UsageError(f"moves want the shape (states, actions, states), got {shape}")
        if self.moves.min() < 0 or not np.allclose(self.moves.sum(2), 1):
            raise UsageError("the chances of each state and action want to be >= 0 and sum to 1")
        if not 0 <= self.discount < 1:
            raise UsageError(f"a discount lies in [0, 1), got {self.discount:g}")


def starc_distance(problem: Problem, one: np.ndarray, other: np.ndarray) -> float:
    """How far two rewards are apart in [0, 1], whatever does not matter to a policy left out.

    It is 0 exactly for rewards that order all policies alike: scaled ones, ones shaped by a
    potential, and ones that pay on average the same for an action. It is 1, which is the most, for
    a reward and its negation; 1/2 between a reward and one to which all policies are equal.

    This is the STARC metric of Skalse, Farnik, Motwani, Jenner, Gleave and Abate, "STARC: A General
    Framework For Quantifying Differences Between Reward Functions" (ICLR 2024, arXiv:2309.15257),
    with value-adjusted levelling under the uniform policy as the canonical form, and half of the
    Euclidean distance of the normalised forms.

    Raises:
        UsageError: if a reward is not of the problem's shape.
    """
    a, b = (_standard(problem, reward) for reward in (one, other))
    return float(np.linalg.norm(a - b) / 2)


def _standard(problem: Problem, reward: np.ndarray) -> np.ndarray:
    """The canonical form, of length 1, or 0 where all policies are equal: (states, actions)."""
    paid = _on_average(problem, reward)
    even = problem.moves.mean(1)  # (states, states), of the uniform policy
    value = np.linalg.solve(np.eye(len(even)) - problem.discount * even, paid.mean(1))
    levelled = paid - value[:, None] + problem.discount * problem.moves @ value
    size = float(np.linalg.norm(levelled))
    scale = max(1.0, float(np.abs(value).max())) * levelled.size
    return np.asarray(levelled / size if size > SLACK * scale else 0 * levelled)


def best_actions(problem: Problem, reward: np.ndarray) -> np.ndarray:
    """Which actions an optimal policy may take in each state: (states, actions), bool.

    By policy iteration, with the values solved for exactly.
    """
    paid = _on_average(problem, reward)
    states = np.arange(len(paid))
    chosen = paid.argmax(1)
    while True:
        taken = problem.moves[states, chosen]
        value = np.linalg.solve(
            np.eye(len(states)) - problem.discount * taken, paid[states, chosen]
        )
        worth = paid + problem.discount * problem.moves @ value  # (states, actions)
        slack = SLACK * max(1.0, float(np.abs(worth).max())) / (1 - problem.discount)
        better = worth.max(1) > worth[states, chosen] + slack
        if not better.any():
            return np.asarray(worth >= worth.max(1, keepdims=True) - slack)
        chosen = np.where(better, worth.argmax(1), chosen)


def misled(problem: Problem, true: np.ndarray, partial: np.ndarray) -> np.ndarray:
    """The states in which something that is best for the partial reward is not for the true one."""
    astray = best_actions(problem, partial) & ~best_actions(problem, true)
    return np.asarray(np.flatnonzero(astray.any(1)))


@dataclass(frozen=True)
class Shaping:
    """The potential that explains best what a reward adds to another."""

    potential: np.ndarray
    """(states,)"""
    left: float
    """The most that it leaves unexplained in a possible move, as a share of the most added."""

    @property
    def holds(self) -> bool:
        """Whether the addition is a potential's, and so cannot mislead."""
        return self.left < 1e-6


def shaping(problem: Problem, true: np.ndarray, partial: np.ndarray) -> Shaping:
    """Look for the potential P for which a partial reward pays `discount * P(after) - P(before)`
    more than the true one, by least squares.

    What such a potential adds changes no optimal policy, and nothing else is certain not to: Ng,
    Harada and Russell, "Policy Invariance Under Reward Transformations" (ICML 1999).

    Raises:
        UsageError: if a reward is not of the problem's shape.
    """
    added = _of(problem, partial) - _of(problem, true)
    before, action, after = np.nonzero(problem.moves)
    rows = np.arange(len(before))
    slopes = np.zeros((len(before), len(problem.moves)))
    slopes[rows, after] += problem.discount
    slopes[rows, before] -= 1
    paid = added[before, action, after]
    potential, *_ = np.linalg.lstsq(slopes, paid, rcond=None)
    most = float(np.abs(paid).max())
    left = float(np.abs(slopes @ potential - paid).max()) / most if most else 0.0
    return Shaping(potential, left)


def _on_average(problem: Problem, reward: np.ndarray) -> np.ndarray:
    """What an action is paid in a state: (states, actions)."""
    return np.asarray((problem.moves * _of(problem, reward)).sum(2))


def _of(problem: Problem, reward: np.ndarray) -> np.ndarray:
    if reward.shape != problem.moves.shape:
        raise UsageError(f"a reward wants the shape {problem.moves.shape}, got {reward.shape}")
    return reward
