"""Choose a goal that takes a given number of actions: proved by the search that found it."""

from typing import NamedTuple

import numpy as np

from tasksynth.rng import Dice
from tasksynth_planning.strips.grounding import GroundAction
from tasksynth_planning.strips.searching import Layers, States

_TRIES = 12
"""Last states that are looked at."""


class ChosenGoal(NamedTuple):
    """A goal."""

    goal: int
    plan: list[GroundAction]
    """A shortest one."""
    nearer: int
    """States that take fewer actions: none of them fulfils the goal."""


def choose_goal(dice: Dice, reached: Layers, depth: int, facts: int) -> ChosenGoal | None:
    """A goal of at most so many facts which no state before the depth fulfils, and one there."""
    if len(reached.depths) <= depth:
        return None
    before = np.concatenate(reached.depths[:depth])
    for _ in range(_TRIES):
        state = int(dice.of(reached.depths[depth].tolist()))
        goal = _least(dice, state & ~reached.problem.start, before)
        if goal and goal.bit_count() <= facts:
            return ChosenGoal(goal, reached.plan(state, depth), len(before))
    return None


def _least(dice: Dice, goal: int, before: States) -> int:
    """As few of the facts as still take that long; 0 if all of them do not."""
    lacking = ~before

    def late(facts: int) -> bool:
        return bool(np.all(lacking & np.uint64(facts)))

    if not goal or not late(goal):
        return 0
    bits = [i for i in range(goal.bit_length()) if goal >> i & 1]
    dice.shuffle(bits)
    for bit in bits:
        less = goal & ~(1 << bit)
        if less and late(less):
            goal = less
    return goal
