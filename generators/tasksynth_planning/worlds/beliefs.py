"""What is common to worlds that one learns about by acting: what choices are worth, exactly.

A belief is all that one knows. Values are whole numbers, not yet divided by how likely the belief
is, so that two choices are equal exactly if their values are.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

Belief = Any
"""Hashable; its `repr` is the same in every process."""


class LearnedWorld(Protocol):
    """A world with something unknown, and what happens in it."""

    def begin(self) -> Belief:
        """What is known at first."""

    def over(self, b: Belief) -> bool:
        """Whether there is nothing left to choose."""

    def choices(self, b: Belief) -> tuple[str, ...]:
        """What can be done."""

    def outcomes(self, b: Belief, choice: str) -> Mapping[str, tuple[int, Belief]]:
        """What it can lead to, by name: what that pays, times its chance, and what is known then.

        Values and chances are unnormalised whole numbers of one scale.
        """

    def happens(self, b: Belief, choice: str) -> str:
        """Which outcome comes about: the same for the same number of choices of this kind."""

    def scale(self, b: Belief) -> int:
        """What a value of a belief is divided by to be coins."""

    def rules(self) -> str:
        """The world, in words, and how a choice is written."""

    def seen(self, choice: str, outcome: str, b: Belief) -> str:
        """What is seen of an outcome, and what is known then."""

    def read(self, text: str) -> str:
        """The choice that a text says; Unreadable if it says none."""


class Values(Protocol):
    """What a world's beliefs and choices are worth."""

    @property
    def world(self) -> LearnedWorld:
        """The world."""

    @property
    def size(self) -> int:
        """How many values are known."""

    def of(self, b: Belief) -> int:
        """What can be expected by whoever chooses best."""

    def choice(self, b: Belief, choice: str) -> int:
        """What can be expected after a choice, if all later ones are best."""


def best(values: Values, b: Belief) -> list[str]:
    """The choices that lose nothing."""
    most = values.of(b)
    return [one for one in values.world.choices(b) if values.choice(b, one) == most]


def followed(
    world: LearnedWorld, choose: Callable[[Belief], str]
) -> tuple[list[str], list[Belief]]:
    """What a strategy chooses, and what is known each time."""
    b = world.begin()
    chosen: list[str] = []
    beliefs: list[Belief] = []
    while not world.over(b):
        choice = choose(b)
        beliefs.append(b)
        chosen.append(choice)
        b = world.outcomes(b, choice)[world.happens(b, choice)][1]
    return chosen, beliefs


def loss(values: Values, b: Belief, choice: str) -> float:
    """What a choice loses to the best one, in what could be expected."""
    return (values.of(b) - values.choice(b, choice)) / values.world.scale(b)


def lost_by(values: Values, choose: Callable[[Belief], str]) -> float:
    """What a strategy loses from the beginning to the end."""
    chosen, beliefs = followed(values.world, choose)
    return sum(loss(values, b, one) for one, b in zip(chosen, beliefs, strict=True))


def flawless(values: Values, choose: Callable[[Belief], str]) -> bool:
    """Whether a strategy loses nothing from the beginning to the end."""
    b, world = values.world.begin(), values.world
    while not world.over(b):
        choice = choose(b)
        if values.choice(b, choice) != values.of(b):
            return False
        b = world.outcomes(b, choice)[world.happens(b, choice)][1]
    return True


def chance_of_flawless(values: Values) -> float:
    """The chance that drawing lots among all choices loses nothing."""
    world = values.world
    known: dict[Belief, float] = {}

    def chance(b: Belief) -> float:
        if world.over(b):
            return 1.0
        if b not in known:
            after = (world.outcomes(b, one)[world.happens(b, one)][1] for one in best(values, b))
            known[b] = sum(map(chance, after)) / len(world.choices(b))
        return known[b]

    return chance(world.begin())
