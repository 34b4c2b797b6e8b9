"""Many elements into one: along rows, down columns, of everything, and into bins."""

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
from tasksynth_code.kernels.maps import fold_call, folded, joined, mapped

_A_THREAD = """
@cuda.jit
def groups(out, $names):
    i = cuda.grid(1)
    if i < out.size:
        total = $zero
        for j in range($many):
            $f(v = x[$ij])
            $join(v, $y)
            $fold(total, v)
        $g(out[i] = total)


def solve(out, $names):
    n = out.size
    $launch
"""
_A_BLOCK = """
@cuda.jit
def groups(out, $names):
    parts = cuda.shared.array(128, $dt)
    i = cuda.blockIdx.x
    t = cuda.threadIdx.x
    total = $zero
    for j in range(t, $many, 128):
        $f(v = x[$ij])
        $join(v, $y)
        $fold(total, v)
    parts[t] = total
    cuda.syncthreads()
    half = 64
    while half > 0:
        if t < half:
            $fold(total, parts[t + half])
            parts[t] = total
        cuda.syncthreads()
        half //= 2
    if t == 0:
        $g(out[i] = total)


def solve(out, $names):
    groups[out.size, 128](out, $names)
"""
_A_WARP = """
@cuda.jit
def groups(out, $names):
    lane = cuda.threadIdx.x
    i = cuda.blockIdx.x * 4 + cuda.threadIdx.y
    if i < out.size:
        total = $zero
        for j in range(lane, $many, 32):
            $f(v = x[$ij])
            $join(v, $y)
            $fold(total, v)
        for k in range(5):
            other = cuda.shfl_xor_sync(0xffffffff, total, 16 >> k)
            $fold(total, other)
        if lane == 0:
            $g(out[i] = total)


def solve(out, $names):
    groups[(out.size + 3) // 4, (32, 4)](out, $names)
"""
_A_PLATE = """
@cuda.jit
def groups(out, $names):
    parts = cuda.shared.array((16, 32), $dt)
    lane = cuda.threadIdx.x
    s = cuda.threadIdx.y
    i = cuda.blockIdx.x * 32 + lane
    total = $zero
    if i < out.size:
        for j in range(s, $many, 16):
            $f(v = x[$ij])
            $join(v, $y)
            $fold(total, v)
    parts[s, lane] = total
    cuda.syncthreads()
    if s == 0 and i < out.size:
        for r in range(1, 16):
            $fold(total, parts[r, lane])
        $g(out[i] = total)


def solve(out, $names):
    groups[(out.size + 31) // 32, (32, 16)](out, $names)
"""


def rows(c: KernelChoices) -> KernelCase:
    """Each row in one, whose elements stand side by side in memory."""
    return _groups(c, beside=True)


def columns(c: KernelChoices) -> KernelCase:
    """Each column in one, whose elements stand apart."""
    return _groups(c, beside=False)


def _groups(c: KernelChoices, *, beside: bool) -> KernelCase:
    axis = 1 if beside == (c.order == "C") else 0
    ij, many = ("i, j", "x.shape[1]") if axis else ("j, i", "x.shape[0]")
    vector = bool(c.form % 2) and bool(c.join)
    y = "y[j]" if vector else f"y[{ij}]"
    names = "x, y" if c.join else "x"
    words = {"ij": ij, "many": many, "y": y, "names": names}
    single = launched("groups", ("n",), (64,), f"out, {names}")
    templates = {"a thread": _A_THREAD, "a block": _A_BLOCK}
    templates["a warp" if beside else "a plate"] = _A_WARP if beside else _A_PLATE
    if not beside:
        templates = {name: templates[name] for name in ("a block", "a thread", "a plate")}
    programs = {name: program(c, text, launch=single, **words) for name, text in templates.items()}
    dims = ("m", "n") if axis else ("n", "m")
    x = ArrayNeed("x", dims, c.dtype, c.order)
    other = ArrayNeed("y", ("n",), c.dtype) if vector else ArrayNeed("y", dims, c.dtype, c.order)

    def compute(given: Mapping[str, np.ndarray]) -> np.ndarray:
        v = mapped(given["x"].astype(np.float64), c.pre)
        if c.join:
            wide = given["y"].astype(np.float64)
            v = joined(c.join, v, wide[:, None] if vector and not axis else wide)
        return mapped(folded(c.fold, v, axis), c.post)

    second = "y[:, None]" if vector and not axis else "y"
    return KernelCase(
        told=f"`out[i]` is {told_g(c, told_fold(c, 'j', f'x[{ij}]', y))}.",
        inputs=(x, other) if c.join else (x,),
        out=ArrayNeed("out", ("m",), out_dtype(c)),
        reference=reference(
            c,
            "v = x.astype(np.float64)",
            "$f(v)",
            f"$join(v, {second})",
            f"w = {fold_call(c.fold, 'v', axis)}",
            "$g(w)",
            "return w",
        ),
        compute=compute,
        programs=programs,
        picks=c.fold != "sum",
    )


_BEGIN = """
@cuda.jit
def begin(out):
    i = cuda.grid(1)
    if i < out.size:
        out[i] = $zero

"""
_TOTAL_ATOMIC = """
@cuda.jit
def total_of(out, $names):
    i = cuda.grid(1)
    if i < x.size:
        $f(v = x[i])
        $join(v, y[i])
        cuda.atomic.$atomic(out, 0, v)


def solve(out, $names):
    begin[1, 32](out)
    total_of[(x.size + 127) // 128, 128](out, $names)
"""
_TOTAL_BLOCKS = """
@cuda.jit
def total_of(out, $names):
    parts = cuda.shared.array(256, $dt)
    t = cuda.threadIdx.x
    i = cuda.grid(1)
    total = $zero
    if i < x.size:
        $f(v = x[i])
        $join(v, y[i])
        total = v
    parts[t] = total
    cuda.syncthreads()
    half = 128
    while half > 0:
        if t < half:
            $fold(total, parts[t + half])
            parts[t] = total
        cuda.syncthreads()
        half //= 2
    if t == 0:
        cuda.atomic.$atomic(out, 0, total)


def solve(out, $names):
    begin[1, 32](out)
    total_of[(x.size + 255) // 256, 256](out, $names)
"""
_TOTAL_WARPS = """
@cuda.jit
def total_of(out, $names):
    total = $zero
    for i in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        $f(v = x[i])
        $join(v, y[i])
        $fold(total, v)
    for k in range(5):
        other = cuda.shfl_xor_sync(0xffffffff, total, 16 >> k)
        $fold(total, other)
    if cuda.threadIdx.x % 32 == 0:
        cuda.atomic.$atomic(out, 0, total)


def solve(out, $names):
    begin[1, 32](out)
    total_of[16, 128](out, $names)
"""


def total(c: KernelChoices) -> KernelCase:
    """All elements of a vector in one number."""
    names = "x, y" if c.join else "x"
    atomic = {"sum": "add"}.get(c.fold, c.fold)

    def made(template: str) -> str:
        return program(c, _BEGIN + template.replace("$atomic", atomic), names=names)

    both = tuple(ArrayNeed(name, ("n",), c.dtype) for name in names.split(", "))

    def compute(given: Mapping[str, np.ndarray]) -> np.ndarray:
        v = mapped(given["x"].astype(np.float64), c.pre)
        v = joined(c.join, v, given["y"].astype(np.float64)) if c.join else v
        return folded(c.fold, v[None, :], 1)

    return KernelCase(
        told=f"`out[0]` is `{told_fold(c, 'i', 'x[i]', 'y[i]')}`.",
        inputs=both,
        out=ArrayNeed("out", (1,), out_dtype(c)),
        reference=reference(
            c,
            "v = x.astype(np.float64)",
            "$f(v)",
            "$join(v, y)",
            f"return {fold_call(c.fold, 'v[None, :]', 1)}",
        ),
        compute=compute,
        programs={
            "all by atomics": made(_TOTAL_ATOMIC),
            "a tree in each block": made(_TOTAL_BLOCKS),
            "a few warps": made(_TOTAL_WARPS),
        },
        picks=c.fold != "sum",
    )


_BINS_GLOBAL = """
@cuda.jit
def count(out, $names):
    t = cuda.grid(1)
    for i in range(t * 8, min(t * 8 + 8, x.size)):
        $f(v = x[i])
        cuda.atomic.add(out, v % $bins, $weight)


def solve(out, $names):
    begin[1, $bins](out)
    count[((x.size + 7) // 8 + 63) // 64, 64](out, $names)
"""
_BINS_BESIDE = """
@cuda.jit
def count(out, $names):
    i = cuda.grid(1)
    if i < x.size:
        $f(v = x[i])
        cuda.atomic.add(out, v % $bins, $weight)


def solve(out, $names):
    begin[1, $bins](out)
    count[(x.size + 127) // 128, 128](out, $names)
"""
_BINS_SHARED = """
@cuda.jit
def count(out, $names):
    bins = cuda.shared.array($bins, int32)
    t = cuda.threadIdx.x
    if t < $bins:
        bins[t] = 0
    cuda.syncthreads()
    for i in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        $f(v = x[i])
        cuda.atomic.add(bins, v % $bins, $weight)
    cuda.syncthreads()
    if t < $bins:
        cuda.atomic.add(out, t, bins[t])


def solve(out, $names):
    begin[1, $bins](out)
    count[$blocks, 128](out, $names)
"""


def histogram(c: KernelChoices) -> KernelCase:
    """How many elements, or how much of their weights, fall into each bin."""
    c = c.model_copy(update={"dtype": "int32" if c.dtype == "float32" else c.dtype})
    bins = 5 + c.shift % 60
    names, weight = ("x, y", "y[i]") if c.join else ("x", "1")
    words = {"names": names, "weight": weight, "bins": str(bins)}
    begin = _BEGIN.replace("$zero", "0")
    both = tuple(ArrayNeed(name, ("n",), c.dtype) for name in names.split(", "))

    def compute(given: Mapping[str, np.ndarray]) -> np.ndarray:
        v = mapped(given["x"].astype(np.int64), c.pre)
        weights = given["y"].astype(np.float64) if c.join else None
        return np.bincount(v % bins, weights, minlength=bins).astype(np.float64)

    told = "the sum of `y[i]` over" if c.join else "the number of"
    end = ", y" if c.join else ""
    return KernelCase(
        told=f"`out[b]` is {told} those `i` for which `f(x[i]) % {bins}` is `b`; as in Python, "
        "the remainder is never negative.",
        inputs=both,
        out=ArrayNeed("out", (bins,), "int32"),
        reference=reference(
            c,
            "v = x.astype(np.int64)",
            "$f(v)",
            f"return np.bincount(v % {bins}{end}, minlength={bins})",
        ),
        compute=compute,
        programs={
            "eight a thread": program(c, begin + _BINS_GLOBAL, **words),
            "all in global memory": program(c, begin + _BINS_BESIDE, **words),
            "in many blocks": program(
                c, begin + _BINS_SHARED, blocks="(x.size + 127) // 128", **words
            ),
            "in each block": program(c, begin + _BINS_SHARED, blocks="16", **words),
        },
    )
