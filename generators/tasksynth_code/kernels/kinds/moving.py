"""Elements that are moved and changed one by one: what counts is who reads its neighbour's side."""

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
    told_f,
    told_g,
)
from tasksynth_code.kernels.maps import joined, mapped, weighed

_EACH = """
@cuda.jit
def each(out, $names):
    $threads = cuda.grid(2)
    if i < out.shape[0] and j < out.shape[1]:
        $f(v = $x)
        $join(v, $y)
        $g(out[i, j] = v)


def solve(out, $names):
    m, n = out.shape
    $launch
"""
_PIECES = """
@cuda.jit
def each(out, $names):
    $one, piece = cuda.grid(2)
    some = (out.shape[$axis] + 3) // 4
    for $other in range(piece * some, min((piece + 1) * some, out.shape[$axis])):
        if $one < out.shape[$across]:
            $f(v = $x)
            $join(v, $y)
            $g(out[i, j] = v)


def solve(out, $names):
    m, n = out.shape
    $launch
"""
_SOURCES = (
    ("x[i, j]", "v = {x}", "x[i, j]"),
    ("x[(i + {s}) % out.shape[0], j]", "v = np.roll({x}, -{s}, axis=0)", "x[(i + {s}) % m, j]"),
    ("x[i, out.shape[1] - 1 - j]", "v = {x}[:, ::-1]", "x[i, n - 1 - j]"),
    ("x[i]", "v = {x}[:, None]", "x[i]"),
)
_AS_FLOATS = "x.astype(np.float64)"


def elementwise(c: KernelChoices) -> KernelCase:
    """Each element of a matrix: as it is, shifted, mirrored, or out of two vectors."""
    form = c.form % len(_SOURCES)
    outer = form == 3
    c = c.model_copy(update={"join": c.join or "plus"}) if outer else c
    place, line, said = (text.format(s=c.shift, x=_AS_FLOATS) for text in _SOURCES[form])
    x, y = ("x[i]", "y[j]") if outer else (place, "y[i, j]")
    names = "x, y" if c.join else "x"
    quick, slow = ("j", "i") if c.order == "C" else ("i", "j")
    size = {"i": "m", "j": "n"}

    def made(first: str, second: str) -> str:
        launch = launched("each", (size[first], size[second]), (32, 8), f"out, {names}")
        threads = f"{first}, {second}"
        return program(c, _EACH, names=names, threads=threads, x=x, y=y, launch=launch)

    words = {"one": slow, "other": quick, "x": x, "y": y, "names": names}
    words |= {"axis": str("ij".index(quick)), "across": str("ij".index(slow))}
    words["launch"] = f"each[({size[slow]} + 31) // 32, (32, 4)](out, {names})"
    wide = _two_dims(c, "x", outer, 0)
    both = (wide, _two_dims(c, "y", outer, 1)) if c.join else (wide,)

    def compute(given: Mapping[str, np.ndarray]) -> np.ndarray:
        v = given["x"].astype(np.float64)
        if form == 1:
            v = np.roll(v, -c.shift, axis=0)
        elif form == 2:
            v = v[:, ::-1]
        v = mapped(v[:, None] if outer else v, c.pre)
        if c.join:
            v = joined(c.join, v, given["y"].astype(np.float64))
        return mapped(v, c.post)

    return KernelCase(
        told=f"`out[i, j]` is {told_g(c, told_f(c, said, y))}.",
        inputs=both,
        out=ArrayNeed("out", ("m", "n"), out_dtype(c), c.order),
        reference=reference(c, line, "$f(v)", "$join(v, y)", "$g(v)", "return v"),
        compute=compute,
        programs={
            "in pieces": program(c, _PIECES, **words),
            "across": made(slow, quick),
            "along": made(quick, slow),
        },
    )


def _two_dims(c: KernelChoices, name: str, outer: bool, axis: int) -> ArrayNeed:  # noqa: FBT001
    dims = ("mn"[axis],) if outer else ("m", "n")
    return ArrayNeed(name, dims, c.dtype, "C" if outer else c.order)


_ROWWISE = """
@cuda.jit
def move(out, x, rows):
    i = cuda.grid(1)
    if i < $count:
        for j in range(x.shape[1]):
            $f(v = x[$source, j])
            $g(out[$target, j] = v)


def solve(out, x, rows):
    m, n = $shape
    move[(m + 127) // 128, 128](out, x, rows)
"""
_ACROSS = """
@cuda.jit
def move(out, x, rows):
    i, j = cuda.grid(2)
    if i < $count and j < x.shape[1]:
        $f(v = x[$source, j])
        $g(out[$target, j] = v)


def solve(out, x, rows):
    m, n = $shape
    move[((m + 15) // 16, (n + 15) // 16), (16, 16)](out, x, rows)
"""
_BLOCKWISE = """
@cuda.jit
def move(out, x, rows):
    i = cuda.blockIdx.x
    for j in range(cuda.threadIdx.x, x.shape[1], cuda.blockDim.x):
        $f(v = x[$source, j])
        $g(out[$target, j] = v)


def solve(out, x, rows):
    m, n = $shape
    move[m, 128](out, x, rows)
"""


def gathered(c: KernelChoices) -> KernelCase:
    """Rows that are picked by number, or put where a number says."""
    scatter = bool(c.form % 2)
    source, target = ("i", "rows[i]") if scatter else ("rows[i]", "i")
    words = {"source": source, "target": target}
    words["count"] = words["shape"] = "x.shape" if scatter else "out.shape"
    words["count"] += "[0]"

    def compute(given: Mapping[str, np.ndarray]) -> np.ndarray:
        v = mapped(mapped(given["x"].astype(np.float64), c.pre), c.post)
        result = np.empty((len(given["rows"]), v.shape[1]))
        if scatter:
            result[given["rows"]] = v
        else:
            result[:] = v[given["rows"]]
        return result

    lines = ("v = np.empty_like(x, dtype=np.float64)", "v[rows] = x") if scatter else (
        "v = x.astype(np.float64)[rows]",
    )  # fmt: skip
    told = (
        f"`out[rows[i], j]` is {told_g(c, told_f(c, 'x[i, j]'))}; `rows` holds each row once."
        if scatter
        else f"`out[i, j]` is {told_g(c, told_f(c, 'x[rows[i], j]'))}."
    )
    rows = ArrayNeed("rows", ("m",), "int32", holds="permutation" if scatter else "rows")
    return KernelCase(
        told=told,
        inputs=(ArrayNeed("x", ("m", "n"), c.dtype), rows),
        out=ArrayNeed("out", ("m", "n"), out_dtype(c)),
        reference=reference(c, *lines, "$f(v)", "$g(v)", "return v"),
        compute=compute,
        programs={
            "a thread a row": program(c, _ROWWISE, **words),
            "across": program(c, _ACROSS, **words),
            "a block a row": program(c, _BLOCKWISE, **words),
        },
    )


_RECORDS = """
@cuda.jit
def records(out, x):
    $begin
        total = 0
        $sums
        $g(out[i] = total)


def solve(out, x):
    n = out.size
    $launch
"""
_STAGED = """
@cuda.jit
def records(out, x):
    kept = cuda.shared.array(128 * $pitch, $xt)
    t = cuda.threadIdx.x
    begin = cuda.blockIdx.x * 128
    many = min(128, out.size - begin) * $fields
    for q in range(t, many, 128):
        kept[q // $fields * $pitch + q % $fields] = x[begin + q // $fields, q % $fields]
    cuda.syncthreads()
    if begin + t < out.size:
        total = 0
        $sums
        $g(out[begin + t] = total)


def solve(out, x):
    records[(out.size + 127) // 128, 128](out, x)
"""


def fields(c: KernelChoices) -> KernelCase:
    """A weighted sum over the fields of each record, which lie field by field."""
    return _weighted(c.model_copy(update={"order": "F"}))


def records(c: KernelChoices) -> KernelCase:
    """A weighted sum over the fields of each record, which lie one behind the other."""
    return _weighted(c.model_copy(update={"order": "C"}))


def _weighted(c: KernelChoices) -> KernelCase:
    fields = len(c.weights)
    x = "x[i, {}]" if c.order == "C" else "x[{}, i]"
    pitch = fields + 1 - fields % 2
    xt = "int32" if c.dtype == "int16" else c.dtype

    def sums(place: str) -> str:
        lines: list[str] = []
        for field, weight in enumerate(c.weights):
            lines += [f"$f(v = {place.format(field)})", weighed(weight, "v")]
        return "\n        ".join(lines)

    one = "i = cuda.grid(1)\n    if i < out.size:"
    many = (
        "t = cuda.grid(1)\n    some = (out.size + 255) // 256\n"
        "    for i in range(t * some, min((t + 1) * some, out.size)):"
    )
    whole = launched("records", ("n",), (128,), "out, x")
    few = "records[2, 128](out, x)"
    programs = {
        "some a thread": _twice(c, _RECORDS, begin=many, sums=sums(x), launch=few),
        "one a thread": _twice(c, _RECORDS, begin=one, sums=sums(x), launch=whole),
    }
    if c.order == "C":
        words = {"fields": str(fields), "pitch": str(pitch), "xt": xt}
        place = f"kept[t * {pitch} + {{}}]"
        programs["staged"] = _twice(c, _STAGED, sums=sums(place), **words)
    axis, dims = (1, ("n", fields)) if c.order == "C" else (0, (fields, "n"))
    weights = np.array(c.weights, dtype=np.float64)

    def compute(given: Mapping[str, np.ndarray]) -> np.ndarray:
        v = mapped(given["x"].astype(np.float64), c.pre)
        return mapped(np.tensordot(v, weights, axes=(axis, 0)), c.post)

    first, last = (x.format(field) for field in (0, fields - 1))
    whole = f"the sum of `f({first})` to `f({last})` with the weights {list(c.weights)}"
    return KernelCase(
        told=f"`out[i]` is {'`g` of ' if c.post else ''}{whole}.",
        inputs=(ArrayNeed("x", dims, c.dtype),),
        out=ArrayNeed("out", ("n",), out_dtype(c)),
        reference=reference(
            c,
            f"v = {_AS_FLOATS}",
            "$f(v)",
            f"w = np.tensordot(v, {list(c.weights)}, axes=({axis}, 0))",
            "$g(w)",
            "return w",
        ),
        compute=compute,
        programs=programs,
    )


def _twice(c: KernelChoices, template: str, **words: str) -> str:
    """Words may hold macros themselves, so they are put in before anything else is."""
    for name, text in words.items():
        template = template.replace(f"${name}", text)
    return program(c, template)
