"""Elements that are needed by several threads, or by others than who reads them: tiles."""

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
from tasksynth_code.kernels.maps import folded, mapped, weighed

_TURNED = """
@cuda.jit
def turn(out, x):
    $threads = cuda.grid(2)
    if i < x.shape[0] and j < x.shape[1]:
        $f(v = x[i, j])
        $g(out[$to] = v)


def solve(out, x):
    m, n = x.shape
    $launch
"""
_TURNED_TILE = """
@cuda.jit
def turn(out, x):
    tile = cuda.shared.array((32, $wide), $dt)
    a = cuda.threadIdx.x
    b = cuda.threadIdx.y
    for k in range(b, 32, 8):
        $quick = cuda.blockIdx.x * 32 + a
        $slow = cuda.blockIdx.y * 32 + k
        if i < x.shape[0] and j < x.shape[1]:
            $f(v = x[i, j])
            tile[k, a] = v
    cuda.syncthreads()
    for k in range(b, 32, 8):
        $quick = cuda.blockIdx.x * 32 + k
        $slow = cuda.blockIdx.y * 32 + a
        if i < x.shape[0] and j < x.shape[1]:
            $g(out[$to] = tile[a, k])


def solve(out, x):
    m, n = x.shape
    turn[(($size + 31) // 32, ($other + 31) // 32), (32, 8)](out, x)
"""


def transposed(c: KernelChoices) -> KernelCase:
    """A matrix turned round, or put from one order in memory into the other."""
    reorder = bool(c.form % 2)
    to = "i, j" if reorder else "j, i"
    quick, slow = ("j", "i") if c.order == "C" else ("i", "j")
    size = {"i": "m", "j": "n"}
    launch = launched("turn", (size[quick], size[slow]), (32, 8), "out, x")
    words = {"to": to, "quick": quick, "slow": slow}
    words |= {"size": size[quick], "other": size[slow]}
    flat = program(c, _TURNED, threads=f"{quick}, {slow}", to=to, launch=launch)
    other = {"C": "F", "F": "C"}[c.order] if reorder else c.order

    def compute(given: Mapping[str, np.ndarray]) -> np.ndarray:
        v = mapped(mapped(given["x"].astype(np.float64), c.pre), c.post)
        return v if reorder else v.T

    value = told_g(c, told_f(c, "x[i, j]"))
    told = (
        f"`out[i, j]` is {value}; `out` lies in memory in the other order."
        if reorder
        else f"`out[j, i]` is {value}."
    )
    return KernelCase(
        told=told,
        inputs=(ArrayNeed("x", ("m", "n"), c.dtype, c.order),),
        out=ArrayNeed(
            "out", ("m", "n") if reorder else ("n", "m"), out_dtype(c), "C" if other == "C" else "F"
        ),
        reference=reference(
            c,
            "v = x.astype(np.float64)",
            "$f(v)",
            "$g(v)",
            "return v" if reorder else "return v.T",
        ),
        compute=compute,
        programs={
            "without a tile": flat,
            "a tile with conflicts": program(c, _TURNED_TILE, wide="32", **words),
            "a tile": program(c, _TURNED_TILE, wide="33", **words),
        },
    )


_NEAR = """
@cuda.jit
def near(out, x):
    n = x.size
    i = cuda.grid(1)
    if i < n:
        total = $zero
        for d in range($span):
            p = $place
            $f(v = x[p])
            $fold(total, v)
        $g(out[i] = total)


def solve(out, x):
    near[(x.size + 127) // 128, 128](out, x)
"""
_NEAR_PIECES = """
@cuda.jit
def near(out, x):
    n = x.size
    t = cuda.grid(1)
    for i in range(t * 8, min(t * 8 + 8, n)):
        total = $zero
        for d in range($span):
            p = $place
            $f(v = x[p])
            $fold(total, v)
        $g(out[i] = total)


def solve(out, x):
    near[((x.size + 7) // 8 + 63) // 64, 64](out, x)
"""
_NEAR_TILE = """
@cuda.jit
def near(out, x):
    tile = cuda.shared.array(128 + $span, $dt)
    n = x.size
    t = cuda.threadIdx.x
    begin = cuda.blockIdx.x * 128
    for d in range(t, 127 + $span, 128):
        i = begin
        p = $place
        $f(v = x[p])
        tile[d] = v
    cuda.syncthreads()
    if begin + t < n:
        total = $zero
        for d in range(t, t + $span):
            $fold(total, tile[d])
        $g(out[begin + t] = total)


def solve(out, x):
    near[(x.size + 127) // 128, 128](out, x)
"""
_EDGES = ("min(max(i + d - {r}, 0), n - 1)", "(i + d - {r} + n * {r}) % n")


def window(c: KernelChoices) -> KernelCase:
    """Each element and its neighbours in one; the ends are repeated, or go round."""
    span, wrap = 2 * c.radius + 1, c.form % 2
    words = {"span": str(span), "place": _EDGES[wrap].format(r=c.radius)}

    def compute(given: Mapping[str, np.ndarray]) -> np.ndarray:
        v = mapped(given["x"].astype(np.float64), c.pre)
        wide = np.pad(v, c.radius, mode="wrap" if wrap else "edge")
        return mapped(
            folded(c.fold, np.lib.stride_tricks.sliding_window_view(wide, span), 1), c.post
        )

    r = c.radius
    mode = "wrap" if wrap else "edge"
    said = "go round" if wrap else "are held at the ends"
    view = f"np.lib.stride_tricks.sliding_window_view(v, {span})"
    return KernelCase(
        told=f"`out[i]` is {told_g(c, f'{c.fold} of f(x[i - {r}]) to f(x[i + {r}])')}; indices "
        f"{said}.",
        inputs=(ArrayNeed("x", ("n",), c.dtype),),
        out=ArrayNeed("out", ("n",), out_dtype(c)),
        reference=reference(
            c,
            "v = x.astype(np.float64)",
            "$f(v)",
            f'v = np.pad(v, {c.radius}, mode="{mode}")',
            f"w = {view}.{c.fold}(axis=1)",
            "$g(w)",
            "return w",
        ),
        compute=compute,
        programs={
            "eight a thread": program(c, _NEAR_PIECES, **words),
            "one a thread": program(c, _NEAR, **words),
            "a tile": program(c, _NEAR_TILE, **words),
        },
        picks=c.fold != "sum",
    )


_PLATE = """
@cuda.jit
def around(out, x):
    m, n = x.shape
    $threads = cuda.grid(2)
    if i < m and j < n:
        total = 0
$taps
        $g(out[i, j] = total)


def solve(out, x):
    m, n = x.shape
    $launch
"""
_PLATE_TILE = """
@cuda.jit
def around(out, x):
    tile = cuda.shared.array(($high, $wide), $dt)
    m, n = x.shape
    a = cuda.threadIdx.x
    b = cuda.threadIdx.y
    for q in range(b * 32 + a, $cells, 512):
        r = q // $wide
        s = q % $wide
        $quick = cuda.blockIdx.x * 32 + s - 1
        $slow = cuda.blockIdx.y * 16 + r - 1
        $f(v = x[min(max(i, 0), m - 1), min(max(j, 0), n - 1)])
        tile[r, s] = v
    cuda.syncthreads()
    $quick = cuda.blockIdx.x * 32 + a
    $slow = cuda.blockIdx.y * 16 + b
    if i < m and j < n:
        total = 0
$taps
        $g(out[i, j] = total)


def solve(out, x):
    m, n = x.shape
    $launch
"""


def stencil(c: KernelChoices) -> KernelCase:
    """A weighted sum of each element of a matrix and those around it, held at the edges."""
    cross = c.form % 2
    kept = [0 if cross and d in (0, 2, 6, 8) else w for d, w in enumerate(c.weights)]
    quick, slow = ("j", "i") if c.order == "C" else ("i", "j")
    size = {"i": "m", "j": "n"}
    places = [(d // 3, d % 3, w) for d, w in enumerate(kept) if w]
    flat: list[str] = []
    tiled: list[str] = []
    for p, q, w in places:
        flat += [
            f"        $f(v = x[{_held('i', p - 1, 'm')}, {_held('j', q - 1, 'n')}])",
            f"        {weighed(w, 'v')}",
        ]
        by = {"i": p, "j": q}
        first, second = (_by(name, by[axis]) for name, axis in (("b", slow), ("a", quick)))
        tiled.append(f"        {weighed(w, f'tile[{first}, {second}]')}")

    def made(template: str, taps: list[str], first: str, second: str, high: int) -> str:
        launch = launched("around", (size[first], size[second]), (32, high), "out, x")
        text = template.replace("$taps", "\n".join(taps))
        words = {"quick": quick, "slow": slow, "launch": launch, "threads": f"{first}, {second}"}
        return program(c, text, high="18", wide="34", cells=str(18 * 34), **words)

    weights = np.zeros(9)
    weights[: len(kept)] = kept

    def compute(given: Mapping[str, np.ndarray]) -> np.ndarray:
        v = np.pad(mapped(given["x"].astype(np.float64), c.pre), 1, mode="edge")
        views = np.lib.stride_tricks.sliding_window_view(v, (3, 3))
        return mapped(np.tensordot(views, weights.reshape(3, 3), axes=2), c.post)

    rows = weights.reshape(3, 3).astype(int).tolist()
    others = "four beside" if cross else "eight around"
    return KernelCase(
        told=f"`out[i, j]` is {'`g` of ' if c.post else ''}a weighted sum of `f(x[i, j])` and of "
        f"`f` of the {others} it; indices are held at the edges.",
        inputs=(ArrayNeed("x", ("m", "n"), c.dtype, c.order),),
        out=ArrayNeed("out", ("m", "n"), out_dtype(c), c.order),
        reference=reference(
            c,
            "v = x.astype(np.float64)",
            "$f(v)",
            'v = np.pad(v, 1, mode="edge")',
            "views = np.lib.stride_tricks.sliding_window_view(v, (3, 3))",
            f"w = np.tensordot(views, np.array({rows}), axes=2)",
            "$g(w)",
            "return w",
        ),
        compute=compute,
        programs={
            "across": made(_PLATE, flat, slow, quick, 8),
            "along": made(_PLATE, flat, quick, slow, 8),
            "a tile": made(_PLATE_TILE, tiled, quick, slow, 16),
        },
    )


def _by(name: str, number: int) -> str:
    return f"{name} + {number}" if number else name


def _held(name: str, by: int, size: str) -> str:
    if not by:
        return name
    return f"max({name} - 1, 0)" if by < 0 else f"min({name} + 1, {size} - 1)"
