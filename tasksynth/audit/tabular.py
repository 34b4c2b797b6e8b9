"""An episode of few states as a problem that can be solved exactly, with both of its rewards."""

import pickle
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np

from tasksynth.audit.rewards import Problem, misled, starc_distance
from tasksynth.capability import Interactive, Tool
from tasksynth.errors import FamilyError, UsageError
from tasksynth_schemas import Action, Verdict


@dataclass(frozen=True)
class EpisodeRewards:
    """What an episode pays, and what it is to be played for: two rewards of one problem.

    The first state is the beginning, the last one the end; the last action is to stop.
    """

    problem: Problem
    true: np.ndarray
    """(states, actions, states): 1 for ending with a pass, 0 for all else."""
    partial: np.ndarray
    """(states, actions, states): the verdict's reward on ending."""

    @property
    def distance(self) -> float:
        """Between the two, in [0, 1]: see `starc_distance`."""
        return starc_distance(self.problem, self.true, self.partial)

    @property
    def astray(self) -> np.ndarray:
        """States in which what is best for the verdict's reward is not for a pass."""
        return misled(self.problem, self.true, self.partial)


def episode_rewards(
    family: Any,
    x: Any,
    actions: Sequence[Action | Tool],
    *,
    most: int = 500,
    discount: float = 0.99,
) -> EpisodeRewards:
    """Go through all states that some actions lead to, and ask for the verdict in each.

    Args:
        family: a family with turns, whose states can be copied and pickled. It runs here, not in a
            process that can be killed.
        x: one of its instances, a small one.
        actions: what may be done in every state. Limits of turns and of characters are not kept to.
        most: states that are gone through.
        discount: of a turn, in [0, 1).

    Raises:
        FamilyError: if the family has no turns, or a verdict is an error.
        UsageError: if there are more states.
    """
    if not isinstance(family, Interactive):
        raise FamilyError(f"{family!r} has no turns: want begin, step and judge")
    states, paid = _explored(family, x, actions, most)
    size, end = len(states) + 1, len(states)
    moves = np.zeros((size, len(actions) + 1, size))
    true, partial = np.zeros_like(moves), np.zeros_like(moves)
    moves[end, :, end] = 1
    for at, row in enumerate(paid):
        for action, (after, verdict) in enumerate(row):
            where = at, action, end if after is None else after
            moves[where] = 1
            if verdict is not None:
                true[where], partial[where] = verdict.status == "pass", _reward(verdict)
    return EpisodeRewards(Problem(moves, discount), true, partial)


Move = tuple[int | None, Verdict | None]
"""The state that comes next, None at the end, and the verdict there."""


def _explored(
    family: Any, x: Any, actions: Sequence[Action | Tool], most: int
) -> tuple[list[Any], list[list[Move]]]:
    """States, breadth first, and what each action, and then stopping, comes to in each."""
    states = [family.begin(x)]
    known = {pickle.dumps(states[0]): 0}
    found: list[list[Move]] = []
    while len(found) < len(states):
        here = states[len(found)]
        row: list[Move] = []
        for action in actions:
            state = deepcopy(here)
            if family.step(x, state, action).over:
                row.append((None, family.judge(x, state)))
                continue
            after = known.setdefault(pickle.dumps(state), len(states))
            if after == len(states):
                states.append(state)
            row.append((after, None))
        if len(states) > most:
            raise UsageError(
                f"{family.name} has more than {most} states here; take a smaller instance, fewer "
                f"actions, or a higher `most`"
            )
        found.append([*row, (None, family.judge(x, deepcopy(here)))])
    return states, found


def _reward(verdict: Verdict) -> float:
    if verdict.reward is None:
        raise FamilyError(f"a verdict is an error: {verdict.why}")
    return verdict.reward
