"""A slow program and a quick one, of pairs in a row."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tasksynth.rng import Dice
from tasksynth_code.making.render import Names, filled_in
from tasksynth_code.speed.counting import COUNTING
from tasksynth_code.speed.ending import ENDING, TEXTS
from tasksynth_code.speed.pair import MODULI, SpeedKind, SpeedPair, pair
from tasksynth_code.speed.running import RUNNING

_IDLE = {
    "affine": "$y = []\nfor $v in $x:\n    $y.append(($a * $v + $b) % $m)",
    "steps": "$y = []\nfor $i in range(len($x)):\n"
    "    $y.append(($b * $x[$i] - $a * $x[$i - 1]) % $m)",
    "places": "$y = []\nfor $i in range(len($x)):\n    $y.append(($b * $x[$i] + $a * $i) % $m)",
    "capped": "$y = []\nfor $v in $x:\n    $y.append(min($v, $b * $a) % $m)",
}
IDLE = tuple(
    pair(name, "ints ints", 0, code, code, a=(3, 5, 7, 11, 13), b=range(2, 12), m=MODULI)
    for name, code in _IDLE.items()
)
"""Steps that are as quick as they can be: a reader has to see that."""
PAIRS = (*RUNNING, *COUNTING, *ENDING, *TEXTS)
"""All pairs that can be made quicker."""
RESULTS: dict[SpeedKind, tuple[str, ...]] = {
    "ints": ("values", "found", "items", "marks", "levels", "gains", "parts"),
    "int": ("total", "score", "result"),
    "text": (),
}
"""What variables are called that hold the result of a step."""


@dataclass(frozen=True)
class SpeedStep:
    """A pair with its choices."""

    pair: SpeedPair
    choices: dict[str, Any]


def chain(dice: Dice, *, steps: int, idle: int, rank: int) -> tuple[SpeedStep, ...] | None:
    """Different pairs in a row, one of them of this rank, with idle steps around them."""
    usable = [one for one in PAIRS if one.rank <= rank]
    first = [one for one in usable if one.takes == "text"]
    last = [one for one in usable if one.gives == "int"]
    middle = [one for one in usable if (one.takes, one.gives) == ("ints", "ints")]
    dice.shuffle(middle)
    chosen = middle[:steps]
    if dice.below(5) == 0:
        chosen[0] = dice.of(first)
    elif dice.below(2) == 0:
        chosen[-1] = dice.of(last)
    if all(one.rank < rank for one in chosen):
        return None
    for _ in range(idle):
        last_place = len(chosen) - (chosen[-1].gives == "int")
        chosen.insert(dice.between(chosen[0].takes == "text", last_place), dice.of(IDLE))
    return tuple(
        SpeedStep(one, {key: dice.of(values) for key, values in one.choices.items()})
        for one in chosen
    )


def written(steps: Sequence[SpeedStep], argument: str, *, fast: Sequence[bool]) -> str:
    """The function `solve`; `fast` says of each step whether it is the quick one."""
    names, value, lines = Names({argument, "solve"}), argument, list[str]()
    for step, quick in zip(steps, fast, strict=True):
        result = next(one for one in RESULTS[step.pair.gives] if one not in names.used)
        names.used.add(result)
        lines.append(_code(step, value, result, names, quick=quick))
        value = result
    body = "\n".join([*lines, f"return {value}"]).replace("\n", "\n    ")
    return ast.unparse(ast.parse(f"def solve({argument}):\n    {body}\n")) + "\n"


def _code(step: SpeedStep, value: str, result: str, names: Names, *, quick: bool) -> str:
    own = {"x": value, "y": result}

    def called(name: str) -> str:
        if name not in own:
            own[name] = names.fresh(name)
        return own[name]

    code = step.pair.fast if quick else step.pair.slow
    return filled_in(code, step.choices, called, repr)
