"""What beliefs are worth, exactly: dynamic programming over all that may be shown."""

from collections.abc import Callable
from math import gcd

import numpy as np

from tasksynth_planning.pomdps.models import TENTHS, Belief, History, Policy, Pomdp

Choose = Callable[[Belief, History], int]
"""A strategy: the button to press, by how likely the states are and by what was shown."""


class BeliefValues:
    """What beliefs are worth to whoever presses best, with so many presses left.

    Values are whole numbers, not divided by how likely a belief is: two buttons are equally good
    exactly if theirs are equal.
    """

    def __init__(self, machine: Pomdp) -> None:
        self.machine = machine
        self._known: dict[tuple[Belief, int], int] = {}

    def of(self, b: Belief, left: int) -> int:
        """What can be expected, times 100 to the presses but one, and how likely the belief is."""
        if not left:
            return 0
        common = gcd(*b)
        key = tuple(chance // common for chance in b), left
        if key not in self._known:
            buttons = range(self.machine.buttons)
            self._known[key] = max(self.after(key[0], one, left) for one in buttons)
        return common * self._known[key]

    def after(self, b: Belief, button: int, left: int) -> int:
        """The same for who presses this button now."""
        now = self.machine.paid(b, button) * int(TENTHS ** (2 * left - 2))
        if left == 1:
            return now
        return now + sum(self.of(then, left - 1) for _, then in self.machine.shown(b, button))

    def best(self, b: Belief, left: int) -> int:
        """The first of the best buttons."""
        return max(range(self.machine.buttons), key=lambda one: self.after(b, one, left))

    @property
    def size(self) -> int:
        """Beliefs whose values were worked out."""
        return len(self._known)


def value_of(machine: Pomdp) -> int:
    """What a machine is worth, times its scale: all beliefs of as many presses at once.

    Whole numbers below 2**63: 10**9 times what five presses pay at most.
    """
    pays = np.array(machine.pays)  # (buttons, states)
    moves, lamps = np.array(machine.moves), np.array(machine.lamps)
    shown = np.einsum("bst,btc->bcst", moves, lamps)  # (buttons, colours, states, states then)
    layers = [np.array([machine.begin])]  # (beliefs, states) each
    for _ in range(machine.presses - 1):
        layers.append(np.einsum("ns,bcst->nbct", layers[-1], shown).reshape(-1, machine.states))
    value = np.zeros(len(layers[-1]) * machine.buttons * machine.colours, dtype=np.int64)
    for left, beliefs in enumerate(reversed(layers)):
        now = beliefs @ pays.T * TENTHS ** (2 * left)  # (beliefs, buttons)
        later = value.reshape(len(beliefs), machine.buttons, machine.colours).sum(axis=2)
        value = (now + later).max(axis=1)
    return int(value[0])


def policy_of(machine: Pomdp, choose: Choose) -> Policy:
    """All that a strategy does, whatever may be shown."""
    policy: Policy = {}
    ahead: list[tuple[Belief, History]] = [(machine.begin, ())]
    for b, history in ahead:
        policy[history] = button = choose(b, history)
        if len(history) + 1 < machine.presses:
            ahead += [(then, (*history, one)) for one, then in machine.shown(b, button)]
    return policy


def best_policy(values: BeliefValues) -> Policy:
    """A policy that is worth the most."""
    machine = values.machine
    return policy_of(machine, lambda b, shown: values.best(b, machine.presses - len(shown)))


def seen_values(machine: Pomdp) -> list[tuple[int, ...]]:
    """What states would be worth to who sees them, by the presses left, ten times for each."""
    values: list[tuple[int, ...]] = [(0,) * machine.states]
    for left in range(1, machine.presses + 1):
        of = [seen_after(machine, values[-1], one, left) for one in range(machine.buttons)]
        values.append(tuple(max(column) for column in zip(*of, strict=True)))
    return values


def seen_value(machine: Pomdp) -> int:
    """What the machine would be worth to who sees the states, times its scale."""
    values = zip(machine.begin, seen_values(machine)[-1], strict=True)
    return sum(p * value for p, value in values) * int(TENTHS ** (machine.presses - 1))


def seen_after(machine: Pomdp, then: tuple[int, ...], button: int, left: int) -> tuple[int, ...]:
    """What a press is worth in each state to who sees them; `then` is what is worth later."""
    return tuple(
        pays * TENTHS ** (left - 1) + sum(p * value for p, value in zip(row, then, strict=True))
        for pays, row in zip(machine.pays[button], machine.moves[button], strict=True)
    )
