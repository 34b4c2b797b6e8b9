"""Episodes side by side: their arrays in stacks, so that one kernel advances them all."""

from collections.abc import Sequence

import numpy as np

from tasksynth.errors import UsageError
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.embodied.rollout import TABLES, Rollout
from tasksynth_minecraft.numeric.jit import listed
from tasksynth_minecraft.physics import tick
from tasksynth_minecraft.physics.many import SENSES, sense_all, tick_all


class Fleet:
    """A rollout of each task. What one does changes no other.

    Raises:
        UsageError: without a task.
    """

    def __init__(self, tasks: Sequence[Crossview]) -> None:
        if not tasks:
            raise UsageError("want at least one task to play")
        self.rollouts = [Rollout(task) for task in tasks]
        """Their arrays are rows of the stacks: to step one is to step it here."""
        self._worlds = listed([rollout.blocks for rollout in self.rollouts])
        state, bags, goals, mobs, around, arrows, events = (
            _stacked(arrays) for arrays in zip(*(one.own for one in self.rollouts), strict=True)
        )
        self._stacks = (state, bags, goals, mobs, around, arrows, events)
        for number, rollout in enumerate(self.rollouts):
            rows = zip(self._stacks, rollout.own, strict=True)
            rollout.bind(*(stack[number, : len(own)] for stack, own in rows))
        self._first = [rollout.blocks.copy() for rollout in self.rollouts]
        self._begun = tuple(stack.copy() for stack in self._stacks)
        self._felt = np.zeros((len(tasks), SENSES), dtype=np.float32)

    def step(self, rows: np.ndarray) -> None:
        """Advance each by a row of (n, 12) int64; those that are over stay as they are."""
        tick_all(self._worlds, TABLES, *self._stacks, rows)

    def restart(self, number: int) -> None:
        """Begin one again."""
        self.rollouts[number].blocks[:] = self._first[number]
        for stack, begun in zip(self._stacks, self._begun, strict=True):
            stack[number] = begun[number]

    def outcomes(self) -> np.ndarray:
        """RUNNING, SUCCESS, FOUL or TIME_UP of each, (n,) int64."""
        return self._stacks[0][:, tick.OUTCOME].astype(np.int64)

    def felt(self) -> np.ndarray:
        """What each agent feels, (n, 16) float32; see `physics.many.sense`."""
        state, _, goals, mobs = self._stacks[:4]
        sense_all(self._worlds, TABLES[0], state, goals, mobs, self._felt)
        return self._felt.copy()


def _stacked(arrays: Sequence[np.ndarray]) -> np.ndarray:
    """Arrays in one, short ones with zeros below: a mob of zeros is dead, an arrow lies."""
    longest = max(len(array) for array in arrays)
    out = np.zeros((len(arrays), longest, *arrays[0].shape[1:]), dtype=arrays[0].dtype)
    for row, array in zip(out, arrays, strict=True):
        row[: len(array)] = array
    return out
