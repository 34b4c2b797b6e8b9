"""Exact breadth-first search, a layer at a time, and strategies that do not search."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tasksynth.rng import Dice
from tasksynth_planning.strips.grounding import GroundAction, GroundProblem

MOST_FACTS = 64
"""Facts of a problem whose states fit a word."""

States = NDArray[np.uint64]


@dataclass(frozen=True)
class Layers:
    """All states by how many actions they take, at least."""

    problem: GroundProblem
    depths: list[States]
    """`depths[d]`: all states that take d actions, in ascending order."""

    def plan(self, state: int, depth: int) -> list[GroundAction]:
        """As many actions as the depth, which lead to a state of it."""
        steps: list[GroundAction] = []
        for layer in self.depths[:depth][::-1]:
            state, step = _before(self.problem, layer, state)
            steps.append(step)
        return steps[::-1]


def layers(problem: GroundProblem, *, depth: int, most: int) -> Layers:
    """States in the order of breadth-first search, to a depth, or until they are so many."""
    seen = np.array([problem.start], dtype=np.uint64)
    depths = [seen]
    while len(depths) <= depth and len(seen) <= most:
        found = [states for step in problem.steps if len(states := _after(depths[-1], step))]
        fresh = np.unique(np.concatenate(found)) if found else seen[:0]
        places = np.minimum(np.searchsorted(seen, fresh), len(seen) - 1)
        fresh = fresh[seen[places] != fresh]
        if not len(fresh):
            break
        depths.append(fresh)
        seen = np.union1d(seen, fresh)
    return Layers(problem, depths)


def _after(states: States, step: GroundAction) -> States:
    """What the states become of which an action can be done."""
    able = states[(~states & np.uint64(step.needs)) == 0]
    after: States = (able & np.uint64(step.keeps & (2**64 - 1))) | np.uint64(step.adds)
    return after


def _before(problem: GroundProblem, layer: States, state: int) -> tuple[int, GroundAction]:
    """A state of a layer, and the action that leads from it to another state."""
    for step in problem.steps:
        if state & step.adds == step.adds:
            able = layer[(~layer & np.uint64(step.needs)) == 0]
            hits = np.flatnonzero(_after(able, step) == np.uint64(state))
            if len(hits):
                return int(able[hits[0]]), step
    raise ValueError(f"no state of the layer leads to {state:#x}")


def greedy(problem: GroundProblem, goal: int, limit: int) -> list[GroundAction]:
    """Always what leaves the fewest goals open, and is new; the first of equals."""
    state, seen, plan = problem.start, {problem.start}, list[GroundAction]()
    while goal & ~state and len(plan) < limit:
        nexts = [
            ((goal & ~after).bit_count(), i, after)
            for i, step in enumerate(problem.steps)
            if not step.needs & ~state and (after := (state & step.keeps) | step.adds) not in seen
        ]
        if not nexts:
            break
        _, i, state = min(nexts)
        seen.add(state)
        plan.append(problem.steps[i])
    return plan


def walk(problem: GroundProblem, goal: int, limit: int, dice: Dice) -> list[GroundAction]:
    """Whatever can be done and leads somewhere new, by chance, until the goal holds."""
    state, seen, plan = problem.start, {problem.start}, list[GroundAction]()
    while goal & ~state and len(plan) < limit:
        options = [
            (step, after)
            for step in problem.steps
            if not step.needs & ~state and (after := (state & step.keeps) | step.adds) not in seen
        ]
        if not options:
            break
        step, state = dice.of(options)
        seen.add(state)
        plan.append(step)
    return plan
