"""Code: how far solvers with a budget get, level by level.

    python benchmarks/difficulty/code_levels.py --tasks 60

`tests`: one that can run the function, and picks inputs by chance, as many as tests are allowed.
`complete`: one that tries each line of the program that is given in the place of each hole, and
takes the first that agrees with the examples. `optimise`: one that knows the quick form of the
steps of rank 0 alone. `fuzz`: one that climbs by the branch distance with so many runs. `secure`:
one that calls functions eight times, and mends those in which something went wrong. `kernel`: one
that lets neighbouring threads read side by side and shares nothing between them, and one that also
uses shared memory and barriers, but no values of other threads of its warp.
"""

import argparse
import json
from collections.abc import Callable
from itertools import islice, product
from typing import Any

import numpy as np

from tasksynth import registry
from tasksynth.rng import Dice
from tasksynth.single import source
from tasksynth_code.families.shared import arguments_of, coded, literal
from tasksynth_code.guards.distance import GuardedRun
from tasksynth_code.kernels.choosing import KINDS
from tasksynth_code.kernels.outcome import cost_of
from tasksynth_code.making.holes import MARK, filled
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.secure.compose import calls, program_of
from tasksynth_code.speed.compose import IDLE, PAIRS
from tasksynth_code.suites.grow import differs, text_of
from tasksynth_code.suites.running import TickingRun, ticking

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789:;/-"
FILLED = 400
"""Fillings that are tried."""
REQUESTS = 8
"""Calls of single functions that somebody makes who looks for flaws."""


def by_chance(x: Any, dice: Dice, _budget: int) -> str:
    """Tests of inputs by chance, with what the function gives."""
    run, lines = TickingRun(ticking(x.program)), []
    for _ in range(x.limit):
        arguments = text_of(FORMS[x.source].draw(dice, ()))
        result = literal(text_of(run(arguments)))
        lines.append(f"assert solve({arguments_of(arguments)}) == {result}")
    return coded("\n".join(dict.fromkeys(lines)))


def by_lines(x: Any, _dice: Dice, _budget: int) -> str:
    """Lines of the program itself in its holes."""
    lines = dict.fromkeys(line.strip() for line in x.given.split("\n") if not MARK.match(line))
    usable = [line for line in lines if line and not line.endswith(":")]
    for pieces in islice(product(usable, repeat=len(x.pieces)), FILLED):
        try:
            run = TickingRun(ticking(filled(x.given, pieces)))
        except SyntaxError:
            continue
        if not any(differs(run(one.arguments), one.result) for one in x.shown):
            break
    else:
        pieces = ("pass",) * len(x.pieces)
    return coded("\n".join(f"# HOLE {i}\n{piece}" for i, piece in enumerate(pieces, 1)))


def by_easy_steps(x: Any, _dice: Dice, _budget: int) -> str:
    """The quick program where all steps are of rank 0."""
    easy = {one.name for one in (*PAIRS, *IDLE) if one.rank == 0}
    return coded(x.fast if easy.issuperset(x.names) else x.slow)


def by_climbing(x: Any, dice: Dice, budget: int) -> str:
    """Move letters through the alphabet, add or leave out some, and keep what comes as near."""
    best, run = "a", GuardedRun(x.program)
    near = run(best).share
    for _ in range(budget):
        at, how = dice.below(len(best)), dice.below(8)
        if how == 0:
            at = dice.below(len(best) + 1)
            new = best[:at] + dice.of(LETTERS) + best[at:]
        elif how == 1:
            new = best[:at] + best[at + 1 :]
        else:
            place = LETTERS.index(best[at]) + dice.of((-8, -4, -2, -1, 1, 2, 4, 8))
            new = best[:at] + LETTERS[place % len(LETTERS)] + best[at + 1 :]
        share = run(new).share
        if new and len(new) <= 100 and share >= near:
            best, near = new, share
    return f"```\n{best}\n```"


def by_attacks(x: Any, dice: Dice, _budget: int) -> str:
    """Calls as they are drawn for a task, and a mend of each function that an attack shows in."""
    safe, found = TickingRun(ticking(x.program)), set[int]()
    runs = {i: TickingRun(ticking(program_of(x.plan, (i,)))) for i in x.plan.flawed}
    left = REQUESTS
    for text in calls(dice, x.plan, REQUESTS):
        left -= len(json.loads(text)[0]) if len(x.plan.parts) > 1 else 1
        if left < 0:
            break
        wanted = text_of(safe(text))
        found |= {i for i, run in runs.items() if differs(run(text), wanted)}
    return coded(program_of(x.plan, [i for i in runs if i not in found]))


def by_neighbours(x: Any, _dice: Dice, _budget: int) -> str:
    """The best program in which threads share nothing."""
    return _best_without(x, "shared.array", "shfl")


def by_blocks(x: Any, _dice: Dice, _budget: int) -> str:
    """The best program in which threads share memory, and no registers."""
    return _best_without(x, "shfl", "s3 +=")


def _best_without(x: Any, *words: str) -> str:
    texts = KINDS[x.kind].build(x.choices).programs.values()
    some = [text for text in texts if not any(word in text for word in words)]
    return coded(min(some, key=lambda text: cost_of(text, x.kind, x.choices)))


SOLVERS: dict[str, Callable[[Any, Dice, int], str]] = {
    "code.tests": by_chance,
    "code.complete": by_lines,
    "code.optimise": by_easy_steps,
    "code.fuzz": by_climbing,
    "code.secure": by_attacks,
    "code.kernel": by_neighbours,
    "code.kernel, blocks": by_blocks,
}


def main(families: list[str], count: int, budget: int) -> None:
    """Pass rate and mean reward of each solver."""
    for name in families:
        family: Any = registry.get(name.partition(",")[0])
        print(f"{name}: {SOLVERS[name].__name__}, {count} tasks a level")
        for level in LEVELS:
            dice = Dice(np.random.Generator(np.random.Philox(key=int(100 * level) + 9)))
            made = source(family.name, seed=3, level=level)
            passed, paid = 0, 0.0
            for index in range(count):
                x = made.draw(index).instance
                verdict = family.verify(x, SOLVERS[name](x, dice, budget))
                passed, paid = passed + (verdict.status == "pass"), paid + (verdict.reward or 0)
            print(f"{level:<6g}{passed / count:>6.2f}{paid / count:>7.2f}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tasks", type=int, default=60)
    parser.add_argument("--budget", type=int, default=3000)
    parser.add_argument("--family", action="append", choices=list(SOLVERS))
    asked = parser.parse_args()
    main(asked.family or list(SOLVERS), asked.tasks, asked.budget)
