"""The machine for kernels beside numba's own simulator of CUDA, where that is installed.

`NUMBA_PYTHON` names a Python that has numba, if this one has not. Programs that shuffle values in
a warp are left out: numba's simulator has no warps.
"""

import json
import math
import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from tasksynth.rng import Dice
from tasksynth_code.kernels.choosing import KINDS, drawn_choices
from tasksynth_code.kernels.host import run
from tasksynth_code.kernels.inputs import dice_of, shape_of, small_inputs
from tasksynth_code.kernels.memory import DeviceArray
from tasksynth_code.kernels.reading import program_from

PYTHON = os.environ.get("NUMBA_PYTHON", sys.executable)
DRAWS = int(os.environ.get("NUMBA_DRAWS", "1"))
MOST = 300
"""Elements of an input: numba's simulator has a thread of Python for each thread."""
RUNNER = __file__.replace("test_kernel_numba", "numba_runner")
HAS = not subprocess.run(
    [PYTHON, "-c", "import numba"], capture_output=True, check=False
).returncode
pytestmark = pytest.mark.skipif(not HAS, reason="needs numba")


def in_numba(jobs: list[Any]) -> list[np.ndarray]:
    """What numba's simulator makes of programs."""
    env = {**os.environ, "NUMBA_ENABLE_CUDASIM": "1"}
    done = subprocess.run(
        [PYTHON, RUNNER],
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        check=False,
        env=env,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [np.array(one) for one in json.loads(done.stdout)]


def both(text: str, out: DeviceArray, arguments: dict[str, DeviceArray]) -> list[Any]:
    """The job for numba, and what this machine makes of it, which is in `out` then."""

    def told(one: DeviceArray, order: str) -> list[Any]:
        values = one.data.reshape(one.shape, order="C" if order == "C" else "F")
        return [one.data.dtype.name, order, values.tolist()]

    orders = {name: _order(one) for name, one in arguments.items()}
    empty = DeviceArray("out", np.zeros_like(out.data), out.shape)
    job = [text, told(empty, _order(out)), [told(a, orders[n]) for n, a in arguments.items()]]
    run(program_from(text), {"out": out, **arguments}, 10**7)
    return job


def _order(one: DeviceArray) -> str:
    return "C" if one.strides[-1] == 1 or len(one.shape) == 1 else "F"


@pytest.mark.parametrize("name", KINDS)
def test_all_programs_give_what_numba_gives(name: str) -> None:
    jobs, found = [], []
    for draw in range(DRAWS):
        dice = dice_of("numba", name, str(draw))
        choices = drawn_choices(dice, KINDS[name], steps=3)
        case = KINDS[name].build(choices)
        sizes = tuple(min(size, MOST if size > 1000 else 34) for size in choices.sizes)
        texts = [text for text in case.programs.values() if "shfl" not in text]
        for one in list(small_inputs(dice, case, choices.model_copy(update={"sizes": sizes})))[1:3]:
            shape = shape_of(case.out, one.sizes)
            for text in texts:
                data = np.zeros(math.prod(shape), dtype=case.out.dtype)
                out = DeviceArray("out", data, shape, order=case.out.order)
                given = {
                    need.name: DeviceArray(
                        need.name,
                        one.given[need.name].ravel(order=need.order),
                        one.given[need.name].shape,
                        order=need.order,
                        fixed=True,
                    )
                    for need in case.inputs
                }
                jobs.append(both(text, out, given))
                found.append(data.reshape(shape, order=case.out.order))
    for ours, theirs, job in zip(found, in_numba(jobs), jobs, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-5, err_msg=job[0])


def expression(dice: Dice, depth: int) -> str:
    """Something that is reckoned from a thread's number and an element."""
    if depth == 0 or dice.below(6) == 0:
        return dice.of(("t", "x[t]", "x[(t * 7) % 64]", str(dice.between(-9, 9)), "y", "k"))
    a, b = expression(dice, depth - 1), expression(dice, depth - 1)
    form = dice.of(
        ("({a} + {b})", "({a} - {b})", "({a} * 3 - {b})", "min({a}, {b})", "max({a}, {b})",
         "abs({a})", "({a} if {b} > 2 else t)", "int({a}) % 13", "int({a}) // 5", "(-{a})",
         "(int({a}) & 7)", "float({a}) / 4", "(int({a}) >> 1)", "int({a} < {b})")
    )  # fmt: skip
    return form.format(a=a, b=b)


def statements(dice: Dice, depth: int) -> list[str]:
    """Lines that change `y`, with branches and loops that threads leave at different times."""
    lines = []
    for _ in range(dice.between(1, 3)):
        inner = [f"    {line}" for line in statements(dice, depth - 1)] if depth else ["    y += 1"]
        match dice.below(7):
            case 5:
                pairs = f"zip(range(int({expression(dice, 1)}) % 5), (2, t, 3))"
                lines += [f"for k, (a, b) in enumerate({pairs}, 1):", "    y += k * b - a"]
                lines += [*inner, "else:", "    y = y - 7"]
            case 6:
                lines += [f"a, b = divmod(int({expression(dice, 1)}), 7)", "y = y + a - 3 * b"]
            case 0:
                lines += [f"if {expression(dice, 2)} > {dice.between(-3, 5)}:", *inner, "else:"]
                lines += ["    y = y - 2"]
            case 1:
                begin, end = expression(dice, 1), expression(dice, 1)
                lines += [f"for k in range(int({begin}) % 5, int({end}) % 9):", *inner]
                lines += [
                    f"    if {expression(dice, 1)} > 6:",
                    f"        {dice.of(('break', 'continue'))}",
                ]
            case 2:
                lines += [f"a, b = {expression(dice, 2)}, {expression(dice, 1)}", "y = y + a - b"]
            case _:
                lines.append(f"y = int({expression(dice, 3)}) % 1000")
    return lines


def test_programs_by_chance_give_what_numba_gives() -> None:
    jobs, found = [], []
    x = (np.arange(64) * 5 % 19 - 9).astype(np.int32)
    for i in range(60 * DRAWS):
        dice = dice_of("by chance", str(i))
        body = "\n".join(f"    {line}" for line in statements(dice, 2))
        text = (
            f"@cuda.jit\ndef work(out, x):\n    t = cuda.grid(1)\n    y = t\n    k = 1\n{body}\n"
            f"    out[t] = y\n\ndef solve(out, x):\n    work[{dice.of((1, 2))}, 32](out, x)\n"
        )
        out = DeviceArray("out", np.zeros(64, dtype=np.float32), (64,))
        jobs.append(both(text, out, {"x": DeviceArray("x", x, (64,), fixed=True)}))
        found.append(out.data)
    for ours, theirs, job in zip(found, in_numba(jobs), jobs, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-6, err_msg=job[0])
