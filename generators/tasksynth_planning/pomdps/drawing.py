"""Machines of chance, and the tables of one that others have, too."""

from collections.abc import Callable
from typing import NamedTuple

from tasksynth.rng import Dice
from tasksynth_planning.pomdps.models import TENTHS, Pomdp, Row

_TABLES, _MEMBERS = 60, 40
"""Tables that are drawn for a group, and machines with each of them, until one is kept."""

Table = tuple[tuple[Row, ...], ...]
"""By button and state."""


class PomdpShape(NamedTuple):
    """How large a machine is."""

    states: int
    buttons: int
    colours: int
    presses: int


class Common(NamedTuple):
    """Tables that all machines of a group have; None where each has its own."""

    moves: Table | None
    lamps: Table | None


def draw_common(
    dice: Dice, shape: PomdpShape, kind: str, kept: Callable[[Pomdp], object | None]
) -> Common:
    """Tables of chance with which there are machines that are kept."""
    common = Common(None, None)
    for _ in range(_TABLES):
        common = Common(
            moves=None if kind == "lamps" else draw_moves(dice, shape),
            lamps=None if kind == "moves" else draw_lamps(dice, shape),
        )
        drawn = (draw_machine(dice, shape, common) for _ in range(_MEMBERS))
        if any(kept(machine) is not None for machine in drawn):
            break
    return common


def draw_machine(dice: Dice, shape: PomdpShape, common: Common) -> Pomdp:
    """A machine of chance with these tables."""
    return Pomdp(
        begin=_row(dice, shape.states, shape.states),
        pays=draw_pays(dice, shape),
        moves=common.moves or draw_moves(dice, shape),
        lamps=common.lamps or draw_lamps(dice, shape),
        presses=shape.presses,
    )


def draw_pays(dice: Dice, shape: PomdpShape) -> tuple[Row, ...]:
    """What buttons pay; some pay the same in all states."""
    return tuple(
        (dice.between(-1, 3),) * shape.states
        if dice.below(3) == 0
        else tuple(dice.between(-6, 9) for _ in range(shape.states))
        for _ in range(shape.buttons)
    )


def draw_moves(dice: Dice, shape: PomdpShape) -> Table:
    """Where a machine goes; after some buttons it stays where it is."""
    states = range(shape.states)
    stays = tuple(tuple(TENTHS * (one == state) for one in states) for state in states)
    return tuple(
        stays
        if dice.below(3) == 0
        else tuple(_row(dice, len(states), 1 + dice.below(min(len(states), 3))) for _ in states)
        for _ in range(shape.buttons)
    )


def draw_lamps(dice: Dice, shape: PomdpShape) -> Table:
    """What a lamp shows; after some buttons it says nothing of the state."""
    colours = shape.colours
    return tuple(
        (_row(dice, colours, colours),) * shape.states
        if dice.below(3) == 0
        else tuple(_row(dice, colours, 1 + dice.below(colours)) for _ in range(shape.states))
        for _ in range(shape.buttons)
    )


def _row(dice: Dice, count: int, likely: int) -> Row:
    """Chances of so many things, of which so many at most may come about."""
    cuts = sorted({dice.between(1, TENTHS - 1) for _ in range(likely - 1)})
    shares = [b - a for a, b in zip([0, *cuts], [*cuts, TENTHS], strict=True)]
    shares += [0] * (count - len(shares))
    dice.shuffle(shares)
    return tuple(shares)
