"""A bounded local search, to say how far changing values one by one gets without reasoning.

Something at fault, picked at random, takes the value that leaves fewest faults (Minton, Johnston,
Philips, Laird: "Minimizing conflicts", Artificial Intelligence 58, 1992), ties broken at random.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from tasksynth_puzzles.dice import Dice, guesses
from tasksynth_puzzles.solving.lines import Runs, runs_of
from tasksynth_puzzles.solving.net import Masks, Net, bits

T = TypeVar("T")
STARTS = 8
"""Fixed starts."""
STEPS = 50
"""Changes from each."""


def share_of_starts(walk: Callable[[Dice], bool]) -> float:
    """The share of fixed starts from which a walk comes to the solution."""
    return sum(walk(guesses(start)) for start in range(STARTS)) / STARTS


def through_net(net: Net, masks: Masks) -> Callable[[Dice], bool]:
    """Unknowns take one of the values that their masks allow."""
    allowed = [bits(mask) for mask in masks]

    def walk(dice: Dice) -> bool:
        values = [dice.of(some) for some in allowed]
        for _ in range(STEPS):
            faulty = [i for i in range(net.size) if _broken(net, values, i, values[i])]
            if not faulty:
                return True
            cell = dice.of([i for i in faulty if len(allowed[i]) > 1] or faulty)
            values[cell] = _least(dice, allowed[cell], partial(_broken, net, values, cell))
        return not any(_broken(net, values, i, values[i]) for i in range(net.size))

    return walk


def through_cases(tables: Sequence[int], n: int) -> Callable[[Dice], bool]:
    """People, of whom each speaks the truth or does not; the tables are what statements allow."""

    def misfits(case: int) -> int:
        return sum(not allowed >> case & 1 for allowed in tables)

    def walk(dice: Dice) -> bool:
        case = dice.below(1 << n)
        for _ in range(STEPS):
            if not misfits(case):
                return True
            case = _least(dice, [case ^ 1 << i for i in range(n)], misfits)
        return not misfits(case)

    return walk


def through_picture(rows: Sequence[Runs], columns: Sequence[Runs]) -> Callable[[Dice], bool]:
    """Cells, of which one in a line with wrong runs changes at a time."""
    height, width = len(rows), len(columns)
    runs, lengths = (*rows, *columns), [width] * height + [height] * width

    def walk(dice: Dice) -> bool:
        lines = [dice.word() & (1 << width) - 1 for _ in rows]
        lines += [sum((lines[r] >> c & 1) << r for r in range(height)) for c in range(width)]

        def wrong(line: int, mask: int) -> bool:
            return runs_of(mask, lengths[line]) != runs[line]

        def left(cell: tuple[int, int]) -> int:
            row, column = cell
            other = height + column
            return wrong(row, lines[row] ^ 1 << column) + wrong(other, lines[other] ^ 1 << row)

        for _ in range(STEPS):
            faulty = [i for i, mask in enumerate(lines) if wrong(i, mask)]
            if not faulty:
                return True
            line = dice.of(faulty)
            across = line < height
            cells = [(line, c) if across else (c, line - height) for c in range(lengths[line])]
            row, column = _least(dice, cells, left)
            lines[row] ^= 1 << column
            lines[height + column] ^= 1 << row
        return not any(wrong(i, mask) for i, mask in enumerate(lines))

    return walk


def _broken(net: Net, values: Sequence[int], cell: int, value: int) -> int:
    """How many ties an unknown breaks with a value."""
    count = sum(values[peer] == value for peer in net.peers[cell])
    count += sum(not values[other] & allowed[value] for other, allowed in net.arcs[cell])
    for cells, revise in net.wide[cell]:
        count += revise([value if c == cell else values[c] for c in cells]) is None
    return count


def _least(dice: Dice, options: Sequence[T], faults: Callable[[T], int]) -> T:
    """An option with the fewest faults."""
    counted = [(faults(option), option) for option in options]
    fewest = min(count for count, _ in counted)
    return dice.of([option for count, option in counted if count == fewest])
