"""What a program costs: the fuel of MicroPython in WebAssembly, the same number everywhere.

Each input runs in a fresh guest, so nothing is kept from one to the next. The cost of a call is
what a run with it takes beyond one without any, and beyond what the result alone takes so.
What a program does before it is called is added, but for a little. Compiling is no cost: it is
measured by the same text behind an end of the program. What is expected stays outside.
"""

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tasksynth.rng import Dice
from tasksynth_code.judging.running import DRIVER, compared, limits_of
from tasksynth_code.making.task import KnownCall
from tasksynth_code.speed.inputs import HALF, TINY, TURNS, SpeedTask, inputs, last_calls
from tasksynth_code.suites.grow import text_of
from tasksynth_code.suites.running import TickingRun, ticking

SLACK = 1.25
"""How many times the reference's cost a program may cost for the full reward."""
FUEL = 3_000_000_000
"""Fuel of a run on a lot of small inputs, or on one of full size."""
LOT = 6_000
"""Elements of the inputs of a lot, and a twentieth of their squares: each takes up to 700,000 of
fuel in a slow program.
"""
FIRST = TINY + HALF
"""Inputs on which a program is run before its cost is asked for: most wrong ones fail there."""
FREE = 60_000
"""Fuel that a program may take before it is called: some eight definitions."""
IDLE = "def solve(*them):\n    return 0\n"
END = "raise SystemExit\n"
_FILL = "filled = [object() for _ in range(500)]\nresults = []\n"
KEEPING = "import gc\ngc.disable()\n" + DRIVER.replace("results = []\n", _FILL)
"""The driver without the collecting of garbage, and with what compiling left free in memory filled:
to find room costs less or more by all that a program defines.
"""


@dataclass(frozen=True)
class SpeedOutcome:
    """How quick a program is: 0 as the slow one, 1 as the quick one, on a scale of logarithms."""

    right: float
    speed: float
    why: str = ""


@lru_cache(maxsize=32)
def outcome_of(program: str, task: SpeedTask) -> SpeedOutcome:
    """Run a program on inputs that hang on its own text, so that it cannot know them.

    Raises:
        UsageError: if this machine has no `wasm`.
        SandboxError: if the machine was too busy to say.
    """
    digest = hashlib.sha256(f"{task.slow}\0{program}".encode()).digest()
    dice = Dice(np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big"))))
    small, full = inputs(dice, task)
    run = TickingRun(ticking(task.fast), TURNS)
    calls = [KnownCall(arguments=one, result=text_of(run(one))) for one in (*small, *full)]
    first, rest, full_calls = calls[:FIRST], calls[FIRST : len(small)], calls[len(small) :]
    why, _ = _run(program, first)
    if why:
        return SpeedOutcome(0.0, 0.0, why)
    total = _Costs(program).of(full_calls)
    if isinstance(total, str):
        return SpeedOutcome(0.0, 0.0, total)
    slow, fast = (costs(text, full_calls) for text in (task.slow, task.fast))
    speed = math.log(slow / total) / math.log(slow / (SLACK * fast))
    for lot in _lots([*rest, *last_calls(task)] if speed > 0 else []):
        why, _ = _run(program, lot, DRIVER)
        if why:
            return SpeedOutcome(0.0, 0.0, why)
    said = f"it costs {total / slow:.3g} of the slow one; the full reward takes "
    return SpeedOutcome(1.0, min(1.0, max(0.0, speed)), f"{said}{SLACK * fast / slow:.3g}")


def _lots(calls: Sequence[KnownCall]) -> Iterator[list[KnownCall]]:
    """Calls in lots, in each of which a program that is not much quicker than the slow one has
    fuel enough.
    """
    lot, elements = list[KnownCall](), 0
    for call in calls:
        lot.append(call)
        length = len(json.loads(call.arguments)[0])
        elements += length + length**2 // 20
        if elements > LOT:
            yield lot
            lot, elements = [], 0
    if lot:
        yield lot


def costs(program: str, calls: Sequence[KnownCall]) -> int:
    """What a right program costs on these calls."""
    cost = _Costs(program).of(calls)
    if isinstance(cost, str):
        raise ValueError(f"a reference is wrong, {cost}: {program}")  # noqa: TRY004 - ours
    return cost


class _Costs:
    """Costs of one program, whose beginning is measured once."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._begun = _fuel(program)
        self._before = self._begun - _fuel(END + program)

    def of(self, calls: Sequence[KnownCall]) -> int | str:
        """What calls cost all together; why the program is wrong, if it is."""
        idle_before = _fuel(IDLE) - _fuel(END + IDLE)
        once, total = max(0, self._before - idle_before - FREE), 0
        for call in calls:
            why, fuel = _run(self._program, [call])
            if why:
                return why
            total += max(1, fuel - self._begun - _around(call)) + once
        return total


@lru_cache(maxsize=16)
def _around(call: KnownCall) -> int:
    """What it takes to read a call and to write its result."""
    known = f"def solve(*them):\n    return {json.loads(call.result)!r}\n"
    return _run(known, [call])[1] - _fuel(known)


@lru_cache(maxsize=64)
def _fuel(program: str) -> int:
    """What a program takes where it is not called."""
    return _run(program, [])[1]


def _run(program: str, calls: Sequence[KnownCall], driver: str = KEEPING) -> tuple[str, int]:
    """What went wrong with a program, if anything, and the fuel that it took."""
    from tasksynth.sandbox import warm

    done = warm("wasm").run(
        driver,
        stdin="\n".join(one.arguments for one in calls),
        files={"answer.py": program},
        limits=limits_of("wasm").model_copy(update={"fuel": FUEL}),
    )
    if not calls:
        return "", done.fuel or 0
    outcome = compared(done, calls)
    return ("" if outcome.right else outcome.why or "wrong"), done.fuel or 0
