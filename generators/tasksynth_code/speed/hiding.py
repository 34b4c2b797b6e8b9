"""Whether a quick program hides mistakes: what its steps give must tell in what it gives.

With `% 996` for `% 997` before a step that asks for the order alone, one text in a thousand gives
something else: too few for a verdict to meet one. So a program is drawn anew where a mutant gives
other results of steps, and yet the same at the end, on all of some inputs.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from tasksynth.rng import Dice
from tasksynth_code.speed.compose import RESULTS
from tasksynth_code.speed.inputs import TURNS, SpeedTask, drawn, idle_length, odd, turning
from tasksynth_code.suites.grow import mutants, text_of
from tasksynth_code.suites.mutate import sites
from tasksynth_code.suites.running import TickingRun, Wrong, holding

LONG, SMALL = 14, 28
"""Inputs of so many elements that what is rare in one place is there in some, and small ones."""
LENGTH = 90
SLOWER = 4
"""How many times the turns of the right program a mutant may take."""
_STEPS = frozenset(name for names in RESULTS.values() for name in names)


def hides_mistakes(task: SpeedTask, dice: Dice) -> bool:
    """Whether a mutant shows in the results of steps alone."""
    tree, inputs = holding(task.fast), _inputs(task, dice)
    right = TickingRun(tree, TURNS, more={"locals": locals})
    known, most = list[Any](), 0
    for arguments in inputs:
        known.append(right(arguments))
        most = max(most, SLOWER * right.ticks)
    run_of = partial(TickingRun, most=most, more={"locals": locals})
    return any(
        _hides(zip(map(run, inputs), known, strict=True))
        for run in mutants(tree, sites(tree), run_of)
    )


def _inputs(task: SpeedTask, dice: Dice) -> list[str]:
    turns, idle = turning(task.fast), idle_length(task)
    small = [text_of(odd(dice, task.kind, task.top, turns, idle)) for _ in range(SMALL)]
    return small + [drawn(dice, task.kind, LENGTH, task.top, style=i % 4) for i in range(LONG)]


def _hides(runs: Iterator[tuple[Any, Any]]) -> bool:
    """Whether a mutant gives what is right on all inputs, and not all of what its steps give."""
    others = False
    for given, (result, variables) in runs:
        if isinstance(given, Wrong) or given[0] != result:
            return False
        others = others or any(
            given[1].get(name) != value for name, value in variables.items() if name in _STEPS
        )
    return others
