"""Machines in words: as tables of chances, or as a log in which the chances are to be counted."""

from math import gcd

from tasksynth.rng import Dice, Stream
from tasksynth_planning.pomdps.models import TENTHS, Policy, Pomdp, Row

BUTTONS = "ABCD"
COLOURS = ("red", "green", "blue", "amber")
START = "start"
"""What the line begins with that says what to press first."""
_COUNTS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
_LINE = 12
"""Entries of a log's line."""


def told(machine: Pomdp, *, log: bool) -> str:
    """The machine, and how it works."""
    states = _states(machine)
    first = [
        f"{one} with chance {_tenths(p)}" for one, p in zip(states, machine.begin, strict=True)
    ]
    return (
        f"A machine has {_COUNTS[machine.states]} states, {_listed(states)}. You never see which "
        f"one it is in. At first, its state is {_listed(first)}. You press a button "
        f"{_COUNTS[machine.presses]} times: {_listed(list(BUTTONS[: machine.buttons]), 'or')}, "
        "whichever you like each time. A press does three things, in this order. It pays, or "
        "takes, coins, by the state that the machine is in; you learn of them only when all is "
        "over. Then the machine goes to a state, which may be the same one. Then a lamp shows a "
        "colour, by the state that the machine is in now. Chances depend on the button and on the "
        f"state, and on nothing else.\n\n{_pays(machine)}\n\n"
        f"{_log(machine) if log else _tables(machine)}"
    )


def _pays(machine: Pomdp) -> str:
    rows = [("", *(f"in {one}" for one in _states(machine)))]
    rows += [(button, *map(str, pays)) for button, pays in zip(BUTTONS, machine.pays, strict=False)]
    return f"Coins that a button pays:\n\n{_table(rows)}"


def _tables(machine: Pomdp) -> str:
    states, colours = _states(machine), COLOURS[: machine.colours]
    moves = [
        _block(button, states, [f"to {one}" for one in states], table)
        for button, table in zip(BUTTONS, machine.moves, strict=False)
    ]
    lamps = [
        _block(button, states, list(colours), table)
        for button, table in zip(BUTTONS, machine.lamps, strict=False)
    ]
    return (
        "Chances that the machine goes from the state of a row to that of a column:\n\n"
        + "\n\n".join(moves)
        + "\n\nChances that the lamp shows the colour of a column, if the machine is now in the "
        "state of a row:\n\n" + "\n\n".join(lamps)
    )


def _block(button: str, states: list[str], columns: list[str], table: tuple[Row, ...]) -> str:
    rows = [(button, *columns)]
    rows += [(one, *map(_tenths, row)) for one, row in zip(states, table, strict=True)]
    return _table(rows)


def _table(rows: list[tuple[str, ...]]) -> str:
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for name, *cells in rows:
        padded = [cell.rjust(width) for cell, width in zip(cells, wide[1:], strict=True)]
        lines.append("  ".join([name.ljust(wide[0]), *padded]))
    return "\n".join(lines)


def _log(machine: Pomdp) -> str:
    """Presses by somebody who saw the states: each row's shares are just its chances."""
    states, colours = _states(machine), COLOURS[: machine.colours]
    moves = _entries(machine.moves, states, [f"to {one}" for one in states])
    lamps = _entries(machine.lamps, states, list(colours))
    return (
        "Somebody saw the states, and wrote down what happened. Each chance is exactly the share "
        "that it has in this log. Where the machine went after a press, from which state to which "
        f"one:\n\n{moves}\n\nThe state in which the machine was after a press, and what the "
        f"lamp showed then:\n\n{lamps}"
    )


def _entries(tables: tuple[tuple[Row, ...], ...], rows: list[str], columns: list[str]) -> str:
    """All that a log has of the buttons, each in an order that depends on its table alone."""
    return "\n\n".join(
        _lines(button, [f"{rows[row]} {columns[column]}" for row, column in _shuffled(table)])
        for button, table in zip(BUTTONS, tables, strict=False)
    )


def _lines(button: str, entries: list[str]) -> str:
    lines = [", ".join(entries[at : at + _LINE]) for at in range(0, len(entries), _LINE)]
    return "\n".join(f"{button}: {line}" for line in lines)


def _shuffled(table: tuple[Row, ...]) -> list[tuple[int, int]]:
    """Rows and columns, each as often as its chance says, by as few entries as that takes."""
    entries = [
        (at, column)
        for at, row in enumerate(table)
        for column, tenths in enumerate(row)
        for _ in range(2 * tenths // gcd(*row))
    ]
    Dice(Stream(repr(table).encode()).rng(0)).shuffle(entries)
    return entries


def written(policy: Policy) -> str:
    """A policy, as the prompt asks for it."""
    lines = [
        f"{', '.join(COLOURS[one] for one in shown) or START}: {BUTTONS[button]}"
        for shown, button in sorted(policy.items(), key=lambda line: (len(line[0]), line[0]))
    ]
    return "\n".join(["<answer>", *lines, "</answer>"])


def _states(machine: Pomdp) -> list[str]:
    return [str(one + 1) for one in range(machine.states)]


def _tenths(chance: int) -> str:
    return {0: "0", TENTHS: "1"}.get(chance, f"0.{chance}")


def _listed(words: list[str], last: str = "and") -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
