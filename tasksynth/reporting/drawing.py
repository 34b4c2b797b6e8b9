"""Figures as SVG, and the page around them: no scripts, nothing from elsewhere."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

STYLE = """
:root{color-scheme:light dark;--ink:#1c1b1f;--faint:#6b6870;--line:#ddd;--paper:#fff}
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;
color:var(--ink);background:var(--paper)}
h2{margin-top:2.5rem} table{border-collapse:collapse;margin:1rem 0}
th{text-align:left;font-weight:600} td,th{padding:.25rem .7rem;border-bottom:1px solid var(--line)}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.note{border-left:4px solid #b26a00;padding:.2rem .8rem} .faint{color:var(--faint)}
figure{margin:1rem 0;display:inline-block;vertical-align:top} figcaption{color:var(--faint)}
svg{max-width:100%;height:auto} svg text{font:12px system-ui,sans-serif;fill:var(--ink)}
svg .axis{stroke:var(--faint)} svg .grid{stroke:var(--line)} svg .tick{fill:var(--faint)}
.scroll{overflow-x:auto} .legend span{display:inline-block;margin-right:1.6rem}
.s0{--s:#0072b2}.s1{--s:#d55e00}.s2{--s:#009e73}.s3{--s:#a45f8c}.s4{--s:#8a6d00}.s5{--s:#56a0d3}
.mark{fill:var(--s);stroke:none}.path{fill:none;stroke:var(--s);stroke-width:2}
.aside{--s:var(--faint)}.aside .path{stroke-dasharray:4 4;stroke-width:1.5}
.band{fill:var(--s);opacity:.18}.bar{stroke:var(--s);stroke-width:2}.key{color:var(--s)}
@media(prefers-color-scheme:dark){:root{--ink:#e6e1e5;--faint:#a8a3ad;--line:#3a383e;--paper:#131316}
.s0{--s:#5ab4e8}.s1{--s:#ff9a5c}.s2{--s:#3fd0a4}.s3{--s:#e0a0c8}.s4{--s:#e0c050}.s5{--s:#9fd0f0}}
"""
COLORS = 6
ROW, GAP = 16, 10
LEFT, RIGHT, TOP, BOTTOM = 46, 14, 12, 34
"""Pixels around a plot."""


@dataclass(frozen=True)
class Line:
    """A curve with a band."""

    name: str
    points: Sequence[tuple[float, float]]
    band: Sequence[tuple[float, float]] = ()
    """Least and greatest at each point; empty: none."""
    marks: bool = True
    """Draw each point, too."""
    aside: bool = False
    """Draw it dashed and without a colour."""


@dataclass(frozen=True)
class Dot:
    """A number with its interval."""

    name: str
    value: float
    low: float
    high: float


def document(title: str, body: str) -> str:
    """A page that needs nothing else."""
    return (
        "<!doctype html><html lang=en><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width'>"
        f"<title>{escape(title)}</title><style>{STYLE}</style><h1>{escape(title)}</h1>{body}</html>\n"
    )


def legend(names: Sequence[str]) -> str:
    """Which colour is whose."""
    keys = " ".join(
        f"<span class=s{i % COLORS}><b class=key>■</b> {escape(name)}</span>"
        for i, name in enumerate(names)
    )
    return f"<p class=legend>{keys}</p>"


def figure(svg: str, caption: str) -> str:
    """A drawing and what it shows."""
    return f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"


def curves(
    lines: Sequence[Line],
    *,
    label: str,
    x: tuple[float, float] = (0, 1),
    across: str = "",
    at: Sequence[float] = (),
    size: tuple[int, int] = (340, 220),
    log: bool = False,
    top: float = 1.0,
) -> str:
    """Curves over [x] in y from 0 to the top.

    Args:
        lines: drawn in the colours of their places.
        label: what it is, for those who do not see it.
        x: the range.
        across: what the range is of.
        at: ticks there; the five quarters where there are none.
        size: pixels.
        log: the range on a logarithmic scale.
        top: of y; what is above is drawn there.
    """
    width, height = size
    wide, high = width - LEFT - RIGHT, height - TOP - BOTTOM
    scale = math.log if log else float
    low, span = scale(x[0]), (scale(x[1]) - scale(x[0])) or 1.0

    def px(value: float) -> str:
        return f"{LEFT + wide * (scale(value) - low) / span:.1f}"

    def py(value: float) -> str:
        return f"{TOP + high * (1 - min(1.0, max(0.0, value / top))):.1f}"

    ticks = at or [x[0] + (x[1] - x[0]) * i / 4 for i in range(5)]
    parts = [_frame(width, height, label), *_ordinates(width, py, top)]
    parts += [
        f'<text class=tick x="{px(t)}" y="{height - BOTTOM + 16}" text-anchor="middle">{t:g}</text>'
        for t in ticks
    ]
    parts.append(
        f'<text class=tick x="{LEFT + wide / 2}" y="{height - 3}" text-anchor="middle">'
        f"{escape(across)}</text>"
    )
    parts += [_curve(line, i, px, py) for i, line in enumerate(lines)]
    return "".join(parts) + "</svg>"


def dots(
    rows: Sequence[tuple[str, Sequence[Dot | None]]],
    *,
    label: str,
    x: tuple[float, float] = (0, 1),
    floors: Sequence[float | None] = (),
) -> str:
    """Numbers with intervals, a band of rows for each name, a colour for each place.

    Args:
        rows: names, and for each the dots of all places.
        label: what it is, for those who do not see it.
        x: the range.
        floors: by row, a mark such as a guess's score.
    """
    left = 20 + 7 * max((len(name) for name, _ in rows), default=0)
    width = left + 470
    deep = [ROW * max(1, len(each)) + GAP for _, each in rows]
    height = TOP + sum(deep) + BOTTOM
    wide = width - left - RIGHT

    def px(value: float) -> float:
        share = (value - x[0]) / (x[1] - x[0])
        return round(left + wide * min(1.0, max(0.0, share)), 1)

    parts = [_frame(width, height, label)]
    for i in range(5):
        value = x[0] + (x[1] - x[0]) * i / 4
        bottom, at = height - BOTTOM, px(value)
        parts.append(
            f'<line class=grid x1="{at}" x2="{at}" y1="{TOP}" y2="{bottom}"/>'
            f'<text class=tick x="{at}" y="{bottom + 16}" text-anchor="middle">{value:g}</text>'
        )
    y = TOP
    for place, (name, each) in enumerate(rows):
        middle = y + (deep[place] - GAP) / 2 + GAP / 2
        parts.append(
            f'<text x="{left - 10}" y="{middle + 4}" text-anchor="end">{escape(name)}</text>'
        )
        floor = floors[place] if place < len(floors) else None
        if floor is not None:
            parts.append(
                f'<line class=axis stroke-dasharray="3 3" x1="{px(floor)}" x2="{px(floor)}" '
                f'y1="{y + 2}" y2="{y + deep[place] - 2}"><title>{floor:.3f}</title></line>'
            )
        parts += [
            _dot(dot, i, px, y + GAP / 2 + ROW * (i + 0.5))
            for i, dot in enumerate(each)
            if dot is not None
        ]
        y += deep[place]
    return "".join(parts) + "</svg>"


def _frame(width: float, height: float, label: str) -> str:
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img" '
        f'aria-label="{escape(label)}">'
    )


def _ordinates(width: int, py: Callable[[float], str], top: float) -> list[str]:
    """Lines and numbers at the quarters of y."""
    return [
        f'<line class=grid x1="{LEFT}" x2="{width - RIGHT}" y1="{py(t)}" y2="{py(t)}"/>'
        f'<text class=tick x="{LEFT - 6}" y="{float(py(t)) + 4:.1f}" text-anchor="end">{t:g}</text>'
        for t in (0, 0.25 * top, 0.5 * top, 0.75 * top, top)
    ]


def _curve(line: Line, place: int, px: Callable[[float], str], py: Callable[[float], str]) -> str:
    name = escape(line.name)
    kind = "aside" if line.aside else f"s{place % COLORS}"
    parts = [f"<g class={kind}><title>{name}</title>"]
    if line.band:
        ends = list(zip((px(p) for p, _ in line.points), line.band, strict=True))
        upper = [f"{at},{py(high)}" for at, (_, high) in ends]
        lower = [f"{at},{py(low)}" for at, (low, _) in reversed(ends)]
        parts.append(f'<polygon class=band points="{" ".join(upper + lower)}"/>')
    path = " ".join(f"{px(p)},{py(q)}" for p, q in line.points)
    parts.append(f'<polyline class=path points="{path}"/>')
    if line.marks:
        parts += [
            f'<circle class=mark cx="{px(p)}" cy="{py(q)}" r="3">'
            f"<title>{name}: {q:.3f} at {p:g}</title></circle>"
            for p, q in line.points
        ]
    return "".join(parts) + "</g>"


def _dot(dot: Dot, place: int, px: Callable[[float], float], y: float) -> str:
    return (
        f"<g class=s{place % COLORS}><title>{escape(dot.name)}: {dot.value:.3f} "
        f"[{dot.low:.3f}, {dot.high:.3f}]</title>"
        f'<line class=bar x1="{px(dot.low)}" x2="{px(dot.high)}" y1="{y}" y2="{y}"/>'
        f'<circle class=mark cx="{px(dot.value)}" cy="{y}" r="4"/></g>'
    )
