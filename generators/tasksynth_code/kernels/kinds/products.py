"""Each with each: what is read once serves many."""

from collections.abc import Mapping

import numpy as np

from tasksynth_code.kernels.case import (
    ArrayNeed,
    KernelCase,
    KernelChoices,
    launched,
    out_dtype,
    program,
    reference,
    told_fold,
    told_g,
)
from tasksynth_code.kernels.maps import folded, joined, mapped

_PLAIN = """
@cuda.jit
def multiply(out, x, y):
    $threads = cuda.grid(2)
    if i < out.shape[0] and j < out.shape[1]:
        total = 0
        for k in range(x.shape[1]):
            $f(v = x[i, k])
            total += v * $y
        $g(out[i, j] = total)


def solve(out, x, y):
    m, n = out.shape
    $launch
"""
_TILED = """
@cuda.jit
def multiply(out, x, y):
    left = cuda.shared.array((16, 17), $dt)
    right = cuda.shared.array((16, 17), $dt)
    a = cuda.threadIdx.x
    b = cuda.threadIdx.y
    i = cuda.blockIdx.y * 16 + b
    j = cuda.blockIdx.x * 16 + a
    total = 0
    for begin in range(0, x.shape[1], 16):
        left[b, a] = 0
        if i < x.shape[0] and begin + a < x.shape[1]:
            $f(v = x[i, begin + a])
            left[b, a] = v
        $right
        cuda.syncthreads()
        for k in range(16):
            total += left[b, k] * right[k, a]
        cuda.syncthreads()
    if i < out.shape[0] and j < out.shape[1]:
        $g(out[i, j] = total)


def solve(out, x, y):
    m, n = out.shape
    $launch
"""
_RIGHT = (
    """right[b, a] = 0
        if j < out.shape[1] and begin + b < x.shape[1]:
            right[b, a] = y[begin + b, j]""",
    """right[a, b] = 0
        if cuda.blockIdx.x * 16 + b < out.shape[1] and begin + a < x.shape[1]:
            right[a, b] = y[cuda.blockIdx.x * 16 + b, begin + a]""",
)
_FOUR = """
@cuda.jit
def multiply(out, x, y):
    left = cuda.shared.array((32, 33), $dt)
    right = cuda.shared.array((32, 33), $dt)
    a = cuda.threadIdx.x
    b = cuda.threadIdx.y
    top = cuda.blockIdx.y * 32
    j = cuda.blockIdx.x * 32 + a
    s0 = 0
    s1 = 0
    s2 = 0
    s3 = 0
    for begin in range(0, x.shape[1], 32):
        for r in range(b, 32, 8):
            left[r, a] = 0
            if top + r < x.shape[0] and begin + a < x.shape[1]:
                $f(v = x[top + r, begin + a])
                left[r, a] = v
            $right
        cuda.syncthreads()
        for k in range(min(32, x.shape[1] - begin)):
            u = right[k, a]
            s0 += left[b, k] * u
            s1 += left[b + 8, k] * u
            s2 += left[b + 16, k] * u
            s3 += left[b + 24, k] * u
        cuda.syncthreads()
    if j < out.shape[1]:
        if top + b < out.shape[0]:
            $g(out[top + b, j] = s0)
        if top + b + 8 < out.shape[0]:
            $g(out[top + b + 8, j] = s1)
        if top + b + 16 < out.shape[0]:
            $g(out[top + b + 16, j] = s2)
        if top + b + 24 < out.shape[0]:
            $g(out[top + b + 24, j] = s3)


def solve(out, x, y):
    m, n = out.shape
    $launch
"""
_RIGHT_FOUR = (
    """right[r, a] = 0
            if j < out.shape[1] and begin + r < x.shape[1]:
                right[r, a] = y[begin + r, j]""",
    """right[a, r] = 0
            if cuda.blockIdx.x * 32 + r < out.shape[1] and begin + a < x.shape[1]:
                right[a, r] = y[cuda.blockIdx.x * 32 + r, begin + a]""",
)


def matmul(c: KernelChoices) -> KernelCase:
    """A product of matrices, the second one as it is or turned round."""
    turned = c.form % 2
    y = "y[j, k]" if turned else "y[k, j]"

    def plain(first: str, second: str) -> str:
        size = {"i": "m", "j": "n"}
        launch = launched("multiply", (size[first], size[second]), (16, 16), "out, x, y")
        return program(c, _PLAIN, threads=f"{first}, {second}", y=y, launch=launch)

    four = launched("multiply", ("n", "m"), (32, 32), "out, x, y").replace("(32, 32)]", "(32, 8)]")
    tiled = _TILED.replace("$right\n", _RIGHT[turned] + "\n")
    best = _FOUR.replace("$right\n", _RIGHT_FOUR[turned] + "\n")

    def compute(given: Mapping[str, np.ndarray]) -> np.ndarray:
        v, y = (given[name].astype(np.float64) for name in "xy")
        return mapped(mapped(v, c.pre) @ (y.T if turned else y), c.post)

    return KernelCase(
        told=f"`out[i, j]` is {told_g(c, f'sum over k of f(x[i, k]) * {y}')}.",
        inputs=(
            ArrayNeed("x", ("m", "k"), c.dtype),
            ArrayNeed("y", ("n", "k") if turned else ("k", "n"), c.dtype),
        ),
        out=ArrayNeed("out", ("m", "n"), out_dtype(c)),
        reference=reference(
            c,
            "v = x.astype(np.float64)",
            "$f(v)",
            f"w = v @ {'y.T' if turned else 'y'}",
            "$g(w)",
            "return w",
        ),
        compute=compute,
        programs={
            "across": plain("i", "j"),
            "along": plain("j", "i"),
            "tiles": program(c, tiled, launch=launched("multiply", "nm", (16, 16), "out, x, y")),
            "tiles, four a thread": program(c, best, launch=four),
        },
    )


_ALL_PAIRS = """
@cuda.jit
def pairs(out, x, y):
    i = cuda.grid(1)
    if i < x.size:
        total = $zero
        for j in range(y.size):
            $f(v = x[i])
            $join(v, y[j])
            $fold(total, v)
        $g(out[i] = total)


def solve(out, x, y):
    pairs[(x.size + 127) // 128, 128](out, x, y)
"""
_PAIRS_KEPT = """
@cuda.jit
def pairs(out, x, y):
    kept = cuda.shared.array(64, $dt)
    t = cuda.threadIdx.x
    i = cuda.grid(1)
    u = 0
    if i < x.size:
        $f(v = x[i])
        u = v
    total = $zero
    for begin in range(0, y.size, 64):
        if begin + t < y.size:
            kept[t] = y[begin + t]
        cuda.syncthreads()
        for j in range(min(64, y.size - begin)):
            v = u
            $join(v, kept[j])
            $fold(total, v)
        cuda.syncthreads()
    if i < x.size:
        $g(out[i] = total)


def solve(out, x, y):
    pairs[(x.size + 63) // 64, 64](out, x, y)
"""
_PAIRS_SPLIT = """
@cuda.jit
def pairs(out, x, y):
    kept = cuda.shared.array($n, $dt)
    parts = cuda.shared.array((8, 32), $dt)
    a = cuda.threadIdx.x
    b = cuda.threadIdx.y
    i = cuda.blockIdx.x * 32 + a
    for j in range(b * 32 + a, y.size, 256):
        kept[j] = y[j]
    cuda.syncthreads()
    total = $zero
    if i < x.size:
        $f(v = x[i])
        u = v
        for j in range(b, y.size, 8):
            v = u
            $join(v, kept[j])
            $fold(total, v)
    parts[b, a] = total
    cuda.syncthreads()
    if b == 0 and i < x.size:
        for s in range(1, 8):
            $fold(total, parts[s, a])
        $g(out[i] = total)


def solve(out, x, y):
    pairs[(x.size + 31) // 32, (32, 8)](out, x, y)
"""


def pairs(c: KernelChoices) -> KernelCase:
    """Each element of a vector with all of another, in one.

    None that comes apart: the largest sum, say, would be `f(x[i])` and the largest `y[j]`.
    """
    join = c.join if c.join in ("more", "less") else "apart"
    fold = "min" if (join, c.fold) == ("apart", "min") else "sum"
    c = c.model_copy(update={"join": join, "fold": fold})

    def compute(given: Mapping[str, np.ndarray]) -> np.ndarray:
        v, y = (given[name].astype(np.float64) for name in "xy")
        both = joined(c.join, mapped(v, c.pre)[:, None], y[None, :])
        return mapped(folded(c.fold, both, 1), c.post)

    return KernelCase(
        told=f"`out[i]` is {told_g(c, told_fold(c, 'j', 'x[i]', 'y[j]'))}.",
        inputs=(ArrayNeed("x", ("m",), c.dtype), ArrayNeed("y", ("n",), c.dtype)),
        out=ArrayNeed("out", ("m",), out_dtype(c)),
        reference=reference(
            c,
            "v = x.astype(np.float64)",
            "$f(v)",
            "v = v[:, None]",
            "$join(v, y[None, :])",
            f"w = v.{c.fold}(axis=1)",
            "$g(w)",
            "return w",
        ),
        compute=compute,
        programs={
            "a thread": program(c, _ALL_PAIRS),
            "kept in shared memory": program(c, _PAIRS_KEPT),
            "split among eight": program(c, _PAIRS_SPLIT, n=str(c.sizes[1])),
        },
        picks=c.fold != "sum",
    )
