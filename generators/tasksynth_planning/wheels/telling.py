"""Wheels in words, and what was seen of their levers."""

from collections.abc import Sequence

from tasksynth_planning.wheels.models import LEVERS, PERCENT, TENTHS, Board, Wheel

_STEPS = ("stays where it is", "goes on by one position", "goes on by two positions")


def told(wheel: Wheel, first: int, log: Sequence[Board]) -> str:
    """How the levers pay and the wheel turns, and the rounds before; `first` is their number."""
    names = list(LEVERS[: wheel.levers])
    rows = [("position", *names)]
    rows += [
        (str(at), *(f"{PERCENT // TENTHS * one} %" for one in chances))
        for at, chances in enumerate(wheel.chances, 1)
    ]
    seen = [("round", *names)]
    seen += [
        (str(at), *("1" if paid else "0" for paid in board)) for at, board in enumerate(log, first)
    ]
    return (
        f"Behind a wall is a wheel with {wheel.positions} positions, and before it are the levers "
        f"{_listed(names)}. In each round, each lever pays 1 coin or nothing, by chance and "
        "whatever the others pay; how likely it is depends on the position of the wheel, which "
        f"nobody sees:\n\n{_table(rows)}\n\nBetween two rounds the wheel {_listed(_turns(wheel))}; "
        f"after position {wheel.positions} comes position 1. This is what the levers paid in the "
        f"last {len(log)} rounds. Before round {first}, each position was as likely as the others."
        f"\n\n{_table(seen)}"
    )


def _turns(wheel: Wheel) -> list[str]:
    return [
        f"{step} with a chance of {chance} %"
        for step, chance in zip(_STEPS, wheel.turns, strict=False)
        if chance
    ]


def shown(number: int, board: Board, lever: int) -> str:
    """What the levers paid in a round, and what that was to who pulled one."""
    paid = ", ".join(f"{name} {int(one)}" for name, one in zip(LEVERS, board, strict=False))
    return f"Round {number}: {paid}. You pulled {LEVERS[lever]}, which paid {int(board[lever])}."


def _table(rows: list[tuple[str, ...]]) -> str:
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row, wide, strict=True)) for row in rows
    )


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
