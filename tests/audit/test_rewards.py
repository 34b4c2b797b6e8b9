"""Two rewards are as far apart as what they ask for, on problems that are solved exactly."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasksynth import UsageError
from tasksynth.audit.rewards import Problem, best_actions, misled, shaping, starc_distance

LEFT, RIGHT = 0, 1


def any_problem(seed: int) -> tuple[Problem, np.ndarray, np.ndarray]:
    """A problem, a reward, and a potential."""
    dice = np.random.Generator(np.random.PCG64(seed))
    states, actions = dice.integers(2, 7, size=2).tolist()
    moves = dice.dirichlet(np.full(states, 0.5), size=(states, actions))
    reward = dice.normal(size=moves.shape)
    return Problem(moves, float(dice.uniform(0, 0.99))), reward, dice.normal(size=states)


def added_by(problem: Problem, potential: np.ndarray) -> np.ndarray:
    full = problem.discount * potential[None, None, :] - potential[:, None, None]
    return np.broadcast_to(full, problem.moves.shape)


def corridor(length: int) -> tuple[Problem, np.ndarray]:
    """Cells in a row; who walks out at the right end is paid 1, and the last state is the end."""
    moves = np.zeros((length + 1, 2, length + 1))
    for cell in range(length):
        moves[cell, LEFT, max(0, cell - 1)] = moves[cell, RIGHT, cell + 1] = 1
    moves[length, :, length] = 1
    reward = np.zeros_like(moves)
    reward[length - 1, RIGHT, length] = 1
    return Problem(moves, 0.9), reward


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.01, 100))
def test_scaling_and_shaping_cost_nothing_and_negation_most(seed: int, scale: float) -> None:
    problem, reward, potential = any_problem(seed)
    shaped = scale * reward + added_by(problem, potential)
    assert starc_distance(problem, reward, shaped) == pytest.approx(0, abs=1e-6)
    assert starc_distance(problem, reward, -shaped) == pytest.approx(1, abs=1e-6)
    other = np.roll(reward, 1, axis=0)
    apart = starc_distance(problem, reward, other)
    assert 0 <= apart <= 1
    assert apart == pytest.approx(starc_distance(problem, other, shaped), abs=1e-6)
    assert starc_distance(problem, reward, np.ones_like(reward)) == pytest.approx(0.5)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_a_potential_is_found_and_misleads_nowhere(seed: int) -> None:
    problem, reward, potential = any_problem(seed)
    found = shaping(problem, reward, reward + added_by(problem, potential))
    assert found.holds
    assert found.potential == pytest.approx(potential, abs=1e-6)
    assert misled(problem, reward, 3 * reward + added_by(problem, potential)).size == 0
    noise = np.roll(reward, 1, axis=1)
    assert not shaping(problem, reward, reward + noise).holds


def test_a_bonus_for_coming_nearer_that_is_not_taken_back_is_farmed() -> None:
    problem, true = corridor(5)
    farmed = true.copy()
    for cell in range(4):
        farmed[cell, RIGHT, cell + 1] += 1  # and no fine for the way back
    assert best_actions(problem, true)[:5, RIGHT].all()
    assert not best_actions(problem, true)[:5, LEFT].any()
    assert 4 in misled(problem, true, farmed)  # turns round before the door
    assert not shaping(problem, true, farmed).holds
    near = np.append(np.arange(5) / 5, 0.0)  # of the distance, and nothing at the end
    taken_back = true + added_by(problem, near)
    assert shaping(problem, true, taken_back).holds
    assert misled(problem, true, taken_back).size == 0
    assert starc_distance(problem, true, farmed) > 0.2
    assert starc_distance(problem, true, taken_back) < 1e-6


def test_what_is_no_problem_is_refused() -> None:
    problem, true = corridor(3)
    with pytest.raises(UsageError, match=r"the shape \(states, actions, states\), got \(2, 2\)"):
        Problem(np.ones((2, 2)))
    with pytest.raises(UsageError, match="sum to 1"):
        Problem(2 * problem.moves)
    with pytest.raises(UsageError, match=r"in \[0, 1\), got 1"):
        Problem(problem.moves, 1.0)
    with pytest.raises(UsageError, match=r"the shape \(4, 2, 4\), got \(4,\)"):
        starc_distance(problem, true, np.zeros(4))
