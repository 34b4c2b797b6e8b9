"""Wheels of chance, and what happens in an era: until the wheel is replaced by another."""

from typing import NamedTuple

from tasksynth.rng import Dice
from tasksynth_planning.wheels.models import PERCENT, TENTHS, Board, Wheel
from tasksynth_planning.wheels.strategies import tried

_LAWS = 10
"""Wheels that are drawn for an era; the one is kept that rules of thumb do worst with."""
_ROUNDS, _BEFORE = 40, 8
"""Rounds in which rules are compared with what is best, and how many are seen before each."""


class WheelShape(NamedTuple):
    """How large a wheel is, and how it turns."""

    positions: int
    levers: int
    stays: int


class Era(NamedTuple):
    """A wheel, and all that happens until it is replaced."""

    wheel: Wheel
    positions: tuple[int, ...]
    boards: tuple[Board, ...]


def draw_era(dice: Dice, shape: WheelShape, rounds: int) -> Era:
    """A wheel that takes more than a rule of thumb, and so many rounds of it."""
    wheel = draw_wheel(dice, shape)
    least = _agreed(dice, wheel, 2.0)
    for _ in range(_LAWS - 1):
        other = draw_wheel(dice, shape)
        if (agreed := _agreed(dice, other, least)) < least:
            wheel, least = other, agreed
    return spun(dice, wheel, rounds)


def draw_wheel(dice: Dice, shape: WheelShape) -> Wheel:
    """A wheel of chance."""
    chances = tuple(
        tuple(dice.between(1, TENTHS - 1) for _ in range(shape.levers))
        for _ in range(shape.positions)
    )
    left = PERCENT - shape.stays
    on = left if shape.positions == 2 else left - 5 * dice.below(left // 10 + 1)
    return Wheel(chances=chances, turns=(shape.stays, on, left - on)[: shape.positions])


def spun(dice: Dice, wheel: Wheel, rounds: int) -> Era:
    """Rounds of chance, from a position of chance."""
    at, positions, boards = dice.below(wheel.positions), [], []
    for _ in range(rounds):
        positions.append(at)
        boards.append(tuple(dice.below(TENTHS) < chance for chance in wheel.chances[at]))
        turn, on = dice.below(PERCENT), 0
        while turn >= wheel.turns[on]:
            turn, on = turn - wheel.turns[on], on + 1
        at = (at + on) % wheel.positions
    return Era(wheel, tuple(positions), tuple(boards))


def _agreed(dice: Dice, wheel: Wheel, enough: float) -> float:
    """The largest share of rounds in which a rule of thumb loses nothing; 2 once it is `enough`."""
    boards = spun(dice, wheel, _BEFORE + _ROUNDS).boards
    shown = [boards[at : at + _BEFORE] for at in range(_ROUNDS)]
    losses = [wheel.losses(wheel.after(seen)) for seen in shown]
    most = 0.0
    for rule in tried(wheel).values():
        right = sum(not of[rule(seen)] for of, seen in zip(losses, shown, strict=True))
        most = max(most, right / _ROUNDS)
        if most >= enough:
            break
    return most
