"""The machine for kernels: what it computes, what it counts, and what it refuses."""

import time
from typing import Any

import numpy as np
import pytest

from tasksynth_code.kernels.host import run
from tasksynth_code.kernels.inputs import dice_of
from tasksynth_code.kernels.memory import BarrierOrder, DeviceArray, Touches, rubbish
from tasksynth_code.kernels.reading import KernelRefused, program_from

WORK = 40_000
LAUNCHED = 400


def done(text: str, x: Any, size: int = 64, dtype: str = "float32") -> tuple[np.ndarray, int]:
    """What a program makes of `x`, and the cost."""
    x = np.asarray(x)
    out = DeviceArray("out", rubbish(dtype, size), (size,))
    given = DeviceArray("x", x.ravel(), x.shape, fixed=True)
    cost = run(program_from(text), {"out": out, "x": given}, WORK)
    return out.data, cost


def kernel(body: str, threads: int = 64, blocks: int = 1, more: str = "") -> str:
    """A program of one kernel in which `t` is the thread and `i` its number in the grid."""
    lines = "\n".join(f"    {line}" for line in body.strip("\n").split("\n"))
    return (
        f"from numba import cuda, float32, int32\n{more}\n@cuda.jit\ndef work(out, x):\n"
        f"    t = cuda.threadIdx.x\n    i = cuda.grid(1)\n{lines}\n\n"
        f"def solve(out, x):\n    work[{blocks}, {threads}](out, x)\n"
    )


NUMBERS = np.arange(64, dtype=np.float32) % 7 - 3
BODIES: dict[str, tuple[str, Any]] = {
    "divergence": (
        ("if x[t] > 0:\n    y = 2 * t\nelif x[t] == 0:\n    y = -1\nelse:\n    y = t // 3\n"
        "out[t] = y"),
        [2 * t if v > 0 else -1 if v == 0 else t // 3 for t, v in enumerate(NUMBERS)],
    ),
    "loops of many lengths": (
        ("y = 0\nfor k in range(t, 3 * t, 2):\n    if k % 5 == 4:\n        continue\n"
        "    if k > 90:\n        break\n    y += k\nout[t] = y"),
        [sum(k for k in range(t, min(3 * t, 91), 2) if k % 5 != 4) for t in range(64)],
    ),
    "a loop that goes down, and one that tests": (
        "y = 0\nfor k in range(t, -1, -3):\n    y += k\nwhile y > 50:\n    y //= 2\nout[t] = y",
        [21, 35],
    ),
    "what is not looked at": (
        "if t + 1 < x.size and x[t + 1] > 0 or t == 63:\n    out[t] = 1\nelse:\n    out[t] = 0",
        [float(t == 63 or NUMBERS[t + 1] > 0) for t in range(64)],
    ),
    "powers": ("y = 9 ** 9 ** 9 ** 9\nout[t] = 2 ** 3 ** 2 + t", [*range(512, 576)]),
    "an early end": ("out[t] = 1\nif t > 9:\n    return\nout[t] = 2", [2] * 10 + [1] * 54),
    "functions and tuples": (
        "a, b = swapped(t, x[t])\nout[t] = a * 100 + b if t < 60 else max(a, 3, b)",
        [*(v * 100 + t for t, v in enumerate(NUMBERS[:60])), *range(60, 64)],
    ),
    "an array of its own": (
        ("own = cuda.local.array(4, float32)\nfor k in range(4):\n    own[k] = t * k\n"
        "out[t] = own[t % 4] - own[-1]"),
        [t * (t % 4) - 3 * t for t in range(64)],
    ),
    "words of 32 bits": (
        "y = int32(t) << 26\nz = int32(y)\nout[t] = z >> 26",
        [(t + 32) % 64 - 32 for t in range(64)],
    ),
    "all of a warp": (
        ("y = x[t]\nfor k in range(5):\n    y += cuda.shfl_xor_sync(0xffffffff, y, 1 << k)\n"
        "out[t] = y"),
        [*[NUMBERS[:32].sum()] * 32, *[NUMBERS[32:].sum()] * 32],
    ),
    "a sum in shared memory": (
        ("s = cuda.shared.array(64, float32)\ns[t] = x[t]\ncuda.syncthreads()\nk = 32\n"
        "while k > 0:\n    if t < k:\n        s[t] += s[t + k]\n    cuda.syncthreads()\n"
        "    k //= 2\n"
        "out[t] = s[0]"),
        [NUMBERS.sum()] * 64,
    ),
    "loops over pairs, side by side, and numbered": (
        ("y = 0\nfor a, b in ((1, 2), (3, 4)):\n    y += a * b\n"
        "for k, (v, n) in enumerate(zip(range(t % 5), (t, 1, 2)), 1):\n    if v == 2:\n"
        "        break\n    y += k * n + v\nelse:\n    y += 100\nout[t] = y"),
        [14 + [100, t + 100, t + 103, t + 3, t + 3][t % 5] for t in range(64)],
    ),
    "a loop over elements": (
        "y = 0\nfor v in x:\n    y += v\nout[t] = y", [NUMBERS.sum()] * 64
    ),
    "both parts of a division": (
        "a, b = divmod(t - 9, 5)\nout[t] = a * 10 + b + pow(t, 2) + len((1, 2))",
        [(t - 9) // 5 * 10 + (t - 9) % 5 + t * t + 2 for t in range(64)],
    ),
    "functions of numpy that numba has": (
        ("out[t] = np.maximum(t, 7) - np.minimum(x[t], 2) + math.trunc(x[t] / 2)"
         " + math.hypot(3, 4)"),
        [max(t, 7) - min(float(v), 2.0) + int(v / 2) + 5 for t, v in enumerate(NUMBERS)],
    ),
    "what is beyond all numbers": (
        ("y = -float('inf')\nz = float('-inf')\nout[t] = max(y, z, t) + (float(\"Inf\") > t)"),
        [t + 1 for t in range(64)],
    ),
    "one value by many": (("s = cuda.shared.array(1, int32)\ns[0] = 5\ncuda.syncthreads()\n"
                          "out[t] = s[0]"), [5] * 64),
    "atomics": (
        ("s = cuda.shared.array(3, int32)\nif t < 3:\n    s[t] = 0\ncuda.syncthreads()\n"
        "cuda.atomic.add(s, t % 3, t)\ncuda.atomic.max(s, t % 3, 680)\ncuda.syncthreads()\n"
        "out[t] = s[t % 3]"),
        [[693, 680, 680][t % 3] for t in range(64)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_kernels_do_what_python_does(name: str) -> None:
    body, want = BODIES[name]
    if len(want) == 2:
        want = []
        for t in range(64):
            y = sum(range(t, -1, -3))
            while y > 50:
                y //= 2
            want.append(y)
    device = "@cuda.jit(device=True)\ndef swapped(a, b):\n    return b, a\n"
    out, _ = done(kernel(body, more=device), NUMBERS)
    assert out.tolist() == [float(v) for v in want]


def warp_cost(body: str, x: Any = NUMBERS) -> int:
    """What one warp pays for the body alone."""
    costs = [done(kernel(text, threads=32), x)[1] for text in (body, "pass")]
    return (costs[0] - costs[1]) // 4


@pytest.mark.parametrize(
    ("body", "cost"),
    [
        ("y = x[t]", 1 + 4 * 16),
        ("y = x[2 * t]", 2 + 8 * 16),
        ("y = x[t + 1]", 2 + 5 * 16),
        ("y = x[5]", 1 + 16),
        ("out[t] = 1", 1 + 4 * 16),
        ("if t < 16:\n    y = x[t]\nelse:\n    y = t + 1", 2 + 1 + 2 * 16 + 1),
        ("s = cuda.shared.array(64, float32)\ns[2 * t] = 0", 2 + 2 * 2),
        ("s = cuda.shared.array((32, 32), float32)\ns[t, 3] = 0", 1 + 32 * 2),
        ("s = cuda.shared.array((32, 33), float32)\ns[t, 3] = 0", 1 + 2),
        ("s = cuda.shared.array(32, int32)\ncuda.atomic.add(s, 0, 1)", 1 + 32 * 2),
        ("y = math.sqrt(t)", 4),
        ("for k in range(10):\n    y = k", 11),
        ("cuda.syncthreads()", 4),
    ],
)
def test_costs_are_those_of_the_guide(body: str, cost: int) -> None:
    assert warp_cost(body) == cost


def test_blocks_are_dealt_to_processors_and_a_launch_waits_for_its_warps() -> None:
    copy = "if i < x.size:\n    out[i] = x[i]"
    out, cost = done(kernel(copy, threads=128, blocks=8), np.arange(1024, dtype=np.float32), 1024)
    assert (out == np.arange(1024)).all()
    assert cost == LAUNCHED + 4 * (3 + 2 * (1 + 4 * 16))
    _, twice = done(kernel(copy, threads=128, blocks=16), out, 1024)
    assert twice == cost + 4 * 3
    _, lonely = done(kernel(copy, threads=32), out, 1024)
    assert lonely == LAUNCHED + 4 * (3 + 2 * (1 + 4 * 16))


REFUSED = {
    "outside": ("out[t + 1] = 0", "has no index 64"),
    "an input": ("x[t] = 0", "is an input"),
    "two write one": ("out[t // 2] = t", "a race"),
    "the next one's": ("out[t] = t\nif t > 0:\n    y = out[t - 1]", "a race"),
    "read, then written": ("y = out[(t + 1) % 64]\nout[t] = y", "a race"),
    "no barrier in a warp": (
        "s = cuda.shared.array(64, float32)\ns[t] = t\nif t < 16:\n    s[t] += s[t + 16]",
        "a race",
    ),
    "a barrier of some": ("if t < 40:\n    cuda.syncthreads()", "not all threads"),
    "two barriers": (
        "if t < 40:\n    cuda.syncthreads()\nelse:\n    cuda.syncthreads()",
        "not all",
    ),
    "atomic and not": ("cuda.atomic.add(out, 0, 1)\ny = out[0]", "a race"),
    "an unset variable": ("if t > 3:\n    y = 1\nout[t] = y", "no value in some thread"),
    "endless": ("while True:\n    y = t", "does not end"),
    "too large": ("s = cuda.shared.array((200, 100), float32)", "48K|49,152 bytes"),
    "far too large": ("s = cuda.local.array(10 ** 9, float32)", "constant sizes"),
    "a size that is no constant": ("s = cuda.shared.array(t, float32)", "there is no 't'"),
    "recursion": ("out[t] = again(t)", "nest deeper"),
    "a division": ("out[t] = t // (t - t)", "divided by 0"),
    "an escape": ("y = x.__class__", "there is no .__class__"),
    "a name": ("y = __import__('os')", "cannot be called"),
    "a built-in": ("y = getattr(x, 'data')", "cannot be called"),
    "a class of numpy": ("y = np.load('a')", "not in the language"),
    "a lambda": ("y = (lambda: 1)()", "Lambda is not in the language"),
    "a function that numba has not": ("out[t] = np.exp(x[t])", "exp is not in the language"),
    "a loop over values of two types": ("for v in (1, 1.5):\n    out[t] = v", "of one type"),
    "a loop over a number": ("for v in t:\n    out[t] = v", "a for loop goes over"),
    "a list": ("y = [t]", "List is not in the language"),
    "an import inside": ("import os", "Import cannot stand here"),
    "a launch inside": ("work[1, 1](out, x)", "cannot be called"),
    "part of a warp": ("if t < 16:\n    y = cuda.shfl_down_sync(-1, t, 1)", "not all 32"),
    "a text as a number": ("out[t] = 'a' * t", "a number is wanted"),
    "an index that is none": ("out[0.5] = t", "whole number"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_allowed_is_refused_with_a_reason(name: str) -> None:
    body, why = REFUSED[name]
    again = "@cuda.jit(device=True)\ndef again(n):\n    return again(n)\n"
    with pytest.raises(KernelRefused, match=why):
        done(kernel(body, more=again), NUMBERS)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("import os\ndef solve(out, x):\n    pass", "no module 'os'"),
        ("def solve(out, x):\n    out[0] = 1", "host has no elements"),
        ("def solve(out, x):\n    y = x[0]", "host has no elements"),
        ("def solve(out, x):\n    while True:\n        pass", "does not end"),
        ("def solve(out, x):\n    y = cuda.device_array(10 ** 8, float32)", "sizes|scratch"),
        ("y = " + "1 + " * 5000 + "1", "too long|deep"),
        ("y = " + "(" * 500 + ")" * 500, "no Python|deep"),
        ("y = " + "-" * 30000 + "1", "deep|Python|long"),
        ("@print\ndef solve(out, x):\n    pass", "one decorator"),
        ("def solve(out, x, y=open('a')):\n    pass", "without defaults"),
        ("class solve:\n    pass", "ClassDef is not"),
        ("x = x + 1\ndef solve(out, y):\n    z = x", "defined by itself"),
        ("solve = 5", "want a function solve"),
        (kernel("pass", threads=2048), "at most 1024 threads"),
        (kernel("pass", blocks=10**6), "more than"),
        (kernel("pass", blocks=0), "numbers above 0"),
    ],
)
def test_programs_that_are_none_are_refused_soon(text: str, why: str) -> None:
    began = time.process_time()
    with pytest.raises(KernelRefused, match=why):
        done(text, NUMBERS)
    assert time.process_time() - began < 2


def test_barriers_make_an_order_and_blocks_have_none() -> None:
    shift = (
        "s = cuda.shared.array(64, float32)\ns[t] = x[t]\ncuda.syncthreads()\nout[i] = s[63 - t]"
    )
    assert (done(kernel(shift), NUMBERS)[0] == NUMBERS[::-1]).all()
    in_warp = shift.replace("syncthreads", "syncwarp").replace("63 - t", "t ^ 1")
    assert (done(kernel(in_warp), NUMBERS)[0] == NUMBERS.reshape(-1, 2)[:, ::-1].ravel()).all()
    with pytest.raises(KernelRefused, match="a race"):
        done(kernel(in_warp.replace("t ^ 1", "63 - t")), NUMBERS)
    across = "out[i] = 1\ncuda.syncthreads()\ny = out[(i + 32) % 64]"
    done(kernel(across), NUMBERS)
    with pytest.raises(KernelRefused, match="a race"):
        done(kernel(across, threads=32, blocks=2), NUMBERS)
    gone = "if t > 50:\n    return\ncuda.syncthreads()\nout[t] = 1"
    done(kernel(gone), NUMBERS)


def test_places_by_a_counter_have_no_order() -> None:
    """Else a kernel would be right here by luck that no device gives."""
    body = "s = cuda.shared.array(1, int32)\nif t == 0:\n    s[0] = 0\ncuda.syncthreads()\n"
    out, _ = done(kernel(body + "out[cuda.atomic.add(s, 0, 1)] = t"), NUMBERS)
    assert sorted(out) == list(range(64)) != out.tolist()


def test_what_nobody_wrote_is_rubbish() -> None:
    odd = np.abs(done(kernel("if t > 5:\n    out[t] = 1"), NUMBERS)[0])
    assert not (odd[:6] < 1e20).any()
    text = kernel("s = cuda.shared.array(64, float32)\nout[t] = s[t]")
    assert not (np.abs(done(text, NUMBERS)[0]) < 1e20).any()


@pytest.mark.parametrize("dtype", ["float32", "int32", "int16"])
def test_rubbish_is_of_both_signs_in_any_place(dtype: str) -> None:
    """Else a maximum into memory that nobody set would be right."""
    salts = [rubbish(dtype, 200, salt) for salt in range(40)]
    positive, negative = (np.array([sign * one > 100 for one in salts]) for sign in (1, -1))
    assert positive.any(axis=0).all()
    assert negative.any(axis=0).all()
    assert positive.any(axis=1).all()
    assert negative.any(axis=1).all()
    if dtype == "float32":
        assert any(np.isnan(one).any() for one in salts)


@pytest.mark.parametrize("seed", range(20))
def test_touches_of_a_blocks_elements_that_are_put_off_tell_the_same_races(seed: int) -> None:
    dice, lanes, blocks, size = dice_of("touches", str(seed)), 64, 2, 3
    order = BarrierOrder(blocks, lanes)
    put_off, at_once = (Touches(blocks * size, of_blocks=way) for way in (True, False))
    for _ in range(200):
        threads = np.array([i for i in range(blocks * lanes) if dice.below(24) == 0], dtype=int)
        places = threads // lanes * size + np.array([dice.below(size) for _ in threads], dtype=int)
        match dice.below(8):
            case 0:
                order.meet(np.arange(blocks), every=True)
            case 1:
                order.meet(np.array([dice.below(blocks)]), every=False)
            case 2:
                order.meet_in_warps(np.array([dice.below(blocks * lanes // 32)]))
            case 3 | 4:
                one, other = (some.by_others(places, threads, order) for some in (put_off, at_once))
                assert np.array_equal(
                    np.broadcast_to(one, len(places)), np.broadcast_to(other, len(places))
                )
            case _:
                put_off.note(places, threads, order)
                at_once.note(places, threads, order)


def test_a_small_launch_may_touch_what_a_larger_one_touched() -> None:
    text = kernel("if i < out.size:\n    out[i] = i", threads=32, blocks=4)
    out, _ = done(f"{text}    work[1, 32](out, x)\n", NUMBERS, size=128)
    assert out.tolist() == list(range(128))
