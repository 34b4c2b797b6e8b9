"""Along rows, where an element hangs on others of its row: sums so far, places, shares."""

from collections.abc import Mapping

import numpy as np

from tasksynth_code.kernels.case import (
    ArrayNeed,
    KernelCase,
    KernelChoices,
    out_dtype,
    program,
    reference,
    told_fold,
    told_g,
)
from tasksynth_code.kernels.maps import mapped

_SO_FAR = """
@cuda.jit
def so_far(out, x):
    i = cuda.grid(1)
    if i < x.shape[0]:
        total = $zero
        for j in range(x.shape[1]):
            $f(v = x[i, j])
            $before
            $fold(total, v)
            $after


def solve(out, x):
    so_far[(x.shape[0] + 63) // 64, 64](out, x)
"""
_DOUBLING = """
@cuda.jit
def so_far(out, x):
    a = cuda.shared.array(256, $dt)
    i = cuda.blockIdx.x
    t = cuda.threadIdx.x
    n = x.shape[1]
    total = $zero
    if t < n:
        $f(v = x[i, t])
        total = v
    a[t] = total
    cuda.syncthreads()
    by = 1
    while by < n:
        other = $zero
        if t >= by:
            other = a[t - by]
        cuda.syncthreads()
        $fold(total, other)
        a[t] = total
        cuda.syncthreads()
        by *= 2
    if t < n:
        $found


def solve(out, x):
    so_far[x.shape[0], 256](out, x)
"""
_WARP_SCAN = """
@cuda.jit
def so_far(out, x):
    lane = cuda.threadIdx.x
    i = cuda.blockIdx.x * 4 + cuda.threadIdx.y
    n = x.shape[1]
    if i < x.shape[0]:
        carry = $zero
        for begin in range(0, n, 32):
            j = begin + lane
            total = $zero
            if j < n:
                $f(v = x[i, j])
                total = v
            for k in range(5):
                other = cuda.shfl_up_sync(0xffffffff, total, 1 << k)
                if lane >= 1 << k:
                    $fold(total, other)
            $fold(total, carry)
            $shifted
            carry = cuda.shfl_sync(0xffffffff, total, 31)


def solve(out, x):
    so_far[(x.shape[0] + 3) // 4, (32, 4)](out, x)
"""


def scan(c: KernelChoices) -> KernelCase:
    """What is folded so far, along each row, with or without the element itself."""
    without = bool(c.form % 2)
    c = c.model_copy(update={"fold": "sum"}) if without else c
    before, after = (
        ("$g(out[i, j] = total)", "pass") if without else ("pass", "$g(out[i, j] = total)")
    )
    found = "$g(out[i, t] = total - v)" if without else "$g(out[i, t] = total)"
    shifted = "if j < n:\n                $g(out[i, j] = total{})".format(" - v" if without else "")
    slow = _SO_FAR.replace(
        "            $before\n", "" if not without else f"            {before}\n"
    )
    slow = slow.replace("            $after\n", "" if without else f"            {after}\n")

    def compute(given: Mapping[str, np.ndarray]) -> np.ndarray:
        v = mapped(given["x"].astype(np.float64), c.pre)
        call = {"sum": np.add, "max": np.maximum, "min": np.minimum}[c.fold]
        w = call.accumulate(v, axis=1)
        return mapped(w - v if without else w, c.post)

    call = {"sum": "np.add", "max": "np.maximum", "min": "np.minimum"}[c.fold]
    over = f"k {'<' if without else '≤'} j"
    return KernelCase(
        told=f"`out[i, j]` is {told_g(c, told_fold(c, over, 'x[i, k]'))}.",
        inputs=(ArrayNeed("x", ("m", "n"), c.dtype),),
        out=ArrayNeed("out", ("m", "n"), out_dtype(c)),
        reference=reference(
            c,
            "v = x.astype(np.float64)",
            "$f(v)",
            f"w = {call}.accumulate(v, axis=1){' - v' if without else ''}",
            "$g(w)",
            "return w",
        ),
        compute=compute,
        programs={
            "a thread": program(c, slow),
            "by doubling": program(c, _DOUBLING.replace("$found", found)),
            "a warp": program(c, _WARP_SCAN.replace("$shifted", shifted)),
        },
        picks=c.fold != "sum",
    )


_PICKED = """
@cuda.jit
def pick(out, x):
    i = cuda.grid(1)
    if i < x.shape[0]:
        count = 0
        for j in range(x.shape[1]):
            $f(v = x[i, j])
            if v > $least:
                $g(out[i, count] = v)
                count += 1
        for j in range(count, x.shape[1]):
            out[i, j] = $fill


def solve(out, x):
    pick[(x.shape[0] + 63) // 64, 64](out, x)
"""
_PICKED_BLOCK = """
@cuda.jit
def pick(out, x):
    a = cuda.shared.array(256, int32)
    i = cuda.blockIdx.x
    t = cuda.threadIdx.x
    n = x.shape[1]
    count = 0
    if t < n:
        $f(v = x[i, t])
        if v > $least:
            count = 1
    mine = count
    a[t] = count
    cuda.syncthreads()
    by = 1
    while by < n:
        other = 0
        if t >= by:
            other = a[t - by]
        cuda.syncthreads()
        count += other
        a[t] = count
        cuda.syncthreads()
        by *= 2
    if mine == 1:
        $g(out[i, count - 1] = v)
    if t < n and a[n - 1] <= t:
        out[i, t] = $fill


def solve(out, x):
    pick[x.shape[0], 256](out, x)
"""
_PICKED_WARP = """
@cuda.jit
def pick(out, x):
    lane = cuda.threadIdx.x
    i = cuda.blockIdx.x * 4 + cuda.threadIdx.y
    n = x.shape[1]
    if i < x.shape[0]:
        base = 0
        for begin in range(0, n, 32):
            j = begin + lane
            mine = 0
            if j < n:
                $f(v = x[i, j])
                if v > $least:
                    mine = 1
            count = mine
            for k in range(5):
                other = cuda.shfl_up_sync(0xffffffff, count, 1 << k)
                if lane >= 1 << k:
                    count += other
            if mine == 1:
                $g(out[i, base + count - 1] = v)
            base += cuda.shfl_sync(0xffffffff, count, 31)
        for j in range(base + lane, n, 32):
            out[i, j] = $fill


def solve(out, x):
    pick[(x.shape[0] + 3) // 4, (32, 4)](out, x)
"""


def compact(c: KernelChoices) -> KernelCase:
    """Of each row those that are large enough, in their order, at its front."""
    least, fill = c.shift % 7 - 3, -(c.shift % 3)
    words = {"least": str(least), "fill": str(fill)}

    def compute(given: Mapping[str, np.ndarray]) -> np.ndarray:
        v = mapped(given["x"].astype(np.float64), c.pre)
        result = np.full(v.shape, float(fill))
        for row, values in zip(result, v, strict=True):
            some = values[values > least]
            row[: len(some)] = mapped(some, c.post)
        return result

    return KernelCase(
        told=f"at the front of row `i` of `out` stand {told_g(c, 'f(x[i, j])')} of those elements "
        f"of row `i` of `x` for which `f(x[i, j])` is more than {least}, in their order; the rest "
        f"of the row is {fill}.",
        inputs=(ArrayNeed("x", ("m", "n"), c.dtype),),
        out=ArrayNeed("out", ("m", "n"), out_dtype(c)),
        reference=reference(
            c,
            "v = x.astype(np.float64)",
            "$f(v)",
            f"keep = v > {least}",
            "order = np.argsort(~keep, axis=1, kind='stable')",
            "w = np.take_along_axis(v, order, axis=1)",
            "$g(w)",
            f"return np.where(np.sort(~keep, axis=1), {fill}, w)",
        ),
        compute=compute,
        programs={
            "a thread": program(c, _PICKED, **words),
            "a block": program(c, _PICKED_BLOCK, **words),
            "a warp": program(c, _PICKED_WARP, **words),
        },
    )


_MOST_OF = ", `most` the largest `v` of row `i`, and `total` the sum of `{}` over it"
_FORMS = (
    # how it is said, and its names; what is folded, how, and its start; what is made of an element
    ("exp(v - most) / total", _MOST_OF.format("exp(v - most)"), "max", "math.exp(v - most)",
     "v / total"),
    ("v - mean", " and `mean` the mean of `v` over row `i`", "", "v", "v - total / n"),
    ("v / (1 + total)", " and `total` the sum of `abs(v)` over row `i`", "", "abs(v)",
     "v / (1 + total)"),
    ("(v - most) / (1 + total)", _MOST_OF.format("v * v"), "max", "v * v",
     "(v - most) / (1 + total)"),
)  # fmt: skip
_NORMAL = """
@cuda.jit
def normal(out, x):
    i = cuda.grid(1)
    n = x.shape[1]
    if i < x.shape[0]:
        most = -10000000
        for j in range(n):
            $f(v = x[i, j])
            most = max(most, v)
        total = 0
        for j in range(n):
            $f(v = x[i, j])
            total += $part
        for j in range(n):
            $f(v = x[i, j])
            out[i, j] = $end


def solve(out, x):
    normal[(x.shape[0] + 63) // 64, 64](out, x)
"""
_NORMAL_BLOCK = """
@cuda.jit
def normal(out, x):
    a = cuda.shared.array(64, float32)
    i = cuda.blockIdx.x
    t = cuda.threadIdx.x
    n = x.shape[1]
    most = -10000000
    for j in range(t, n, 64):
        $f(v = x[i, j])
        most = max(most, v)
    a[t] = most
    cuda.syncthreads()
    half = 32
    while half > 0:
        if t < half:
            a[t] = max(a[t], a[t + half])
        cuda.syncthreads()
        half //= 2
    most = a[0]
    cuda.syncthreads()
    total = 0
    for j in range(t, n, 64):
        $f(v = x[i, j])
        total += $part
    a[t] = total
    cuda.syncthreads()
    half = 32
    while half > 0:
        if t < half:
            a[t] += a[t + half]
        cuda.syncthreads()
        half //= 2
    total = a[0]
    for j in range(t, n, 64):
        $f(v = x[i, j])
        out[i, j] = $end


def solve(out, x):
    normal[x.shape[0], 64](out, x)
"""
_NORMAL_WARP = """
@cuda.jit
def normal(out, x):
    kept = cuda.shared.array((4, 256), float32)
    lane = cuda.threadIdx.x
    w = cuda.threadIdx.y
    i = cuda.blockIdx.x * 4 + w
    n = x.shape[1]
    if i < x.shape[0]:
        most = -10000000
        for j in range(lane, n, 32):
            $f(v = x[i, j])
            kept[w, j] = v
            most = max(most, v)
$most
        total = 0
        for j in range(lane, n, 32):
            v = kept[w, j]
            total += $part
        for k in range(5):
            total += cuda.shfl_xor_sync(0xffffffff, total, 16 >> k)
        for j in range(lane, n, 32):
            v = kept[w, j]
            out[i, j] = $end


def solve(out, x):
    normal[(x.shape[0] + 3) // 4, (32, 4)](out, x)
"""
_MOST = """        for k in range(5):
            most = max(most, cuda.shfl_xor_sync(0xffffffff, most, 16 >> k))
"""


def normalised(c: KernelChoices) -> KernelCase:
    """Each element beside all of its row: softmax, without the mean, and the like."""
    said, names, most, part, end = _FORMS[c.form % len(_FORMS)]
    slow, block, warp = _NORMAL, _NORMAL_BLOCK, _NORMAL_WARP.replace("$most\n", _MOST)
    if not most:
        slow = _without(slow, "        most = -10000000", "        total = 0")
        block = _without(block, "    most = -10000000", "    total = 0")
        warp = warp.replace("        most = -10000000\n", "").replace(_MOST, "")
        warp = warp.replace("            most = max(most, v)\n", "")

    def compute(given: Mapping[str, np.ndarray]) -> np.ndarray:
        v = mapped(given["x"].astype(np.float64), c.pre)
        top, n = v.max(axis=1, keepdims=True), v.shape[1]
        match c.form % len(_FORMS):
            case 0:
                e = np.exp(v - top)
                result = e / e.sum(axis=1, keepdims=True)
            case 1:
                result = v - v.sum(axis=1, keepdims=True) / n
            case 2:
                result = v / (1 + np.abs(v).sum(axis=1, keepdims=True))
            case _:
                result = (v - top) / (1 + (v * v).sum(axis=1, keepdims=True))
        return np.asarray(result)

    shown = (
        ("most = v.max(axis=1, keepdims=True)", "e = np.exp(v - most)",
         "return e / e.sum(axis=1, keepdims=True)"),
        ("return v - v.mean(axis=1, keepdims=True)",),
        ("return v / (1 + np.abs(v).sum(axis=1, keepdims=True))",),
        ("most = v.max(axis=1, keepdims=True)",
         "return (v - most) / (1 + (v * v).sum(axis=1, keepdims=True))"),
    )[c.form % len(_FORMS)]  # fmt: skip
    words = {"part": part, "end": "math.exp(v - most) / total" if not c.form % 4 else end}
    return KernelCase(
        told=f"`out[i, j]` is `{said}`, where `v` is `f(x[i, j])`{names}.",
        inputs=(ArrayNeed("x", ("m", "n"), c.dtype),),
        out=ArrayNeed("out", ("m", "n"), "float32"),
        reference=reference(c, "v = x.astype(np.float64)", "$f(v)", *shown),
        compute=compute,
        programs={
            "a thread": program(c, slow, **words),
            "a block": program(c, block, **words),
            "a warp": program(c, warp, **words),
        },
        picks=bool(most),
        absolute=1e-3 if c.form % len(_FORMS) == 1 else 1e-6,
        relative=1e-4,
    )


def _without(text: str, first: str, until: str) -> str:
    """The text without the lines from one up to another."""
    head, _, rest = text.partition(first + "\n")
    return head + until + rest.partition(until)[2]


_WHERE = """
@cuda.jit
def where(out, x):
    i = cuda.grid(1)
    if i < x.shape[0]:
        best = -10000000
        place = 0
        for j in range(x.shape[1]):
            $f(v = x[i, j])
            if v > best:
                best = v
                place = j
        out[i] = place


def solve(out, x):
    where[(x.shape[0] + 63) // 64, 64](out, x)
"""
_WHERE_BLOCK = """
@cuda.jit
def where(out, x):
    values = cuda.shared.array(64, float32)
    places = cuda.shared.array(64, int32)
    i = cuda.blockIdx.x
    t = cuda.threadIdx.x
    best = -10000000
    place = 0
    for j in range(t, x.shape[1], 64):
        $f(v = x[i, j])
        if v > best:
            best = v
            place = j
    values[t] = best
    places[t] = place
    cuda.syncthreads()
    half = 32
    while half > 0:
        if t < half:
            other = values[t + half]
            there = places[t + half]
            if other > best or (other == best and there < place):
                best = other
                place = there
                values[t] = best
                places[t] = place
        cuda.syncthreads()
        half //= 2
    if t == 0:
        out[i] = place


def solve(out, x):
    where[x.shape[0], 64](out, x)
"""
_WHERE_WARP = """
@cuda.jit
def where(out, x):
    lane = cuda.threadIdx.x
    i = cuda.blockIdx.x * 4 + cuda.threadIdx.y
    if i < x.shape[0]:
        best = -10000000
        place = 0
        for j in range(lane, x.shape[1], 32):
            $f(v = x[i, j])
            if v > best:
                best = v
                place = j
        for k in range(5):
            other = cuda.shfl_xor_sync(0xffffffff, best, 16 >> k)
            there = cuda.shfl_xor_sync(0xffffffff, place, 16 >> k)
            if other > best or (other == best and there < place):
                best = other
                place = there
        if lane == 0:
            out[i] = place


def solve(out, x):
    where[(x.shape[0] + 3) // 4, (32, 4)](out, x)
"""


def argmax(c: KernelChoices) -> KernelCase:
    """Where in each row the largest one stands, the first of equals."""

    def compute(given: Mapping[str, np.ndarray]) -> np.ndarray:
        places: np.ndarray = np.argmax(mapped(given["x"].astype(np.float64), c.pre), axis=1)
        return places

    return KernelCase(
        told="`out[i]` is the `j` for which `f(x[i, j])` is the largest; of equals, the first.",
        inputs=(ArrayNeed("x", ("m", "n"), c.dtype),),
        out=ArrayNeed("out", ("m",), "int32"),
        reference=reference(c, "v = x.astype(np.float64)", "$f(v)", "return v.argmax(axis=1)"),
        compute=compute,
        programs={
            "a thread": program(c, _WHERE),
            "a block": program(c, _WHERE_BLOCK),
            "a warp": program(c, _WHERE_WARP),
        },
        picks=True,
    )
