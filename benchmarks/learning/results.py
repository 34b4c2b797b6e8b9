"""What the runs show: areas, paired differences, levels, transfer; as text and as figures."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.learning import plan
from benchmarks.learning.tasks import Cell, cells
from tasksynth.reporting.drawing import STYLE, Line, curves
from tasksynth.statistics import few, generator

Row = dict[str, Any]
DRAWS = 10_000
BEGIN, END = "<!-- learning -->", "<!-- /learning -->"
"""Around what `show` writes into docs/evidence.md."""
NAMES = {"easy": "easiest alone"}
PANEL = (340, 220)
_UNQUOTED = re.compile(r"(\s[a-z-]+)=([a-z0-9]+)(?=[\s/>])")
"""An attribute as HTML takes it, and XML does not."""


class Results:
    """Rows of runs as arrays, of the seeds that all samplers have."""

    def __init__(self, rows: Sequence[Row]) -> None:
        found = {(row["sampler"], row["seed"]): row for row in rows}
        seeds = sorted({row["seed"] for row in rows})
        self.seeds = [s for s in seeds if all((name, s) in found for name in plan.SAMPLERS)]
        if not self.seeds:
            raise SystemExit("no seed has a run of every sampler yet: `run` makes them")
        if len(self.seeds) == 1:
            raise SystemExit("only one seed has a run of every sampler: two make an interval")
        self.cells = list(cells())
        self.rows = {name: [found[name, s] for s in self.seeds] for name in plan.SAMPLERS}

    def rates(self, sampler: plan.Sampler, part: str) -> np.ndarray:
        """(seeds, measurements) mean over a part's families of the mean over their levels."""
        chosen = np.array([_share(cell, self.cells) * (cell.part == part) for cell in self.cells])
        every = [[one["rates"] for one in row["measured"]] for row in self.rows[sampler]]
        return np.asarray(np.array(every) @ (chosen / chosen.sum()))

    def spent(self, sampler: plan.Sampler, what: str) -> np.ndarray:
        """(seeds, measurements) samples or tokens so far."""
        return np.array(
            [[one[what] for one in row["measured"]] for row in self.rows[sampler]], dtype=float
        )

    def areas(self, sampler: plan.Sampler, what: str) -> np.ndarray:
        """(seeds,) mean pass rate over training, by samples, or by tokens up to the least that
        any sampler of the seed generated.
        """
        spent, rates = self.spent(sampler, what), self.rates(sampler, "trained")
        ends = np.min([self.spent(name, what)[:, -1] for name in plan.SAMPLERS], axis=0)
        return np.array([_area(x, y, end) for x, y, end in zip(spent, rates, ends, strict=True)])

    def mixed(self, sampler: plan.Sampler) -> float:
        """The share of groups whose rewards differed: the others teach nothing."""
        rows = self.rows[sampler]
        return float(sum(row["mixed"] for row in rows) / sum(sum(row["served"]) for row in rows))

    def outcomes(self, sampler: plan.Sampler) -> dict[str, np.ndarray]:
        """(seeds,) each of what is told."""
        return {
            "area": self.areas(sampler, "samples"),
            "by tokens": self.areas(sampler, "tokens"),
            "at the end": self.rates(sampler, "trained")[:, -1],
            "beside": self.rates(sampler, "beside")[:, -1],
            "other": self.rates(sampler, "other")[:, -1],
        }


def _share(cell: Cell, among: Sequence[Cell]) -> float:
    """Families count alike, whatever the number of their levels."""
    same = [c for c in among if (c.part, c.family) == (cell.part, cell.family)]
    return 1 / len(same)


def _area(x: np.ndarray, y: np.ndarray, end: float) -> float:
    """Mean height up to `end`, by the trapezoid rule."""
    inside = x[x < end]
    at = np.append(inside, end)
    return float(np.trapezoid(np.interp(at, x, y), at) / end)


def band(values: np.ndarray) -> tuple[float, float]:
    """The bootstrap interval of a mean over seeds."""
    return few(values, generator(), draws=DRAWS)


def _told(values: np.ndarray, *, sign: str = "") -> str:
    low, high = band(values)
    return f"{values.mean():{sign}.3f} [{low:{sign}.3f}, {high:{sign}.3f}]"


def report(results: Results) -> str:
    """All tables, in Markdown, and the picture that `show` puts beside them."""
    samples = int(results.spent("uniform", "samples").max())
    steps = int(results.spent("uniform", "samples").shape[1]) - 1
    about = (
        f"{len(results.seeds)} seeds, {samples:,} samples a run, measured {steps} times after the "
        "warm start; means over seeds with bootstrap intervals of 95 %, and of the paired "
        "differences also how many seeds agree. `mixed` is the share of groups that teach."
    )
    curves_ = "![Held-out pass rates by samples and by generated tokens](images/learning.svg)"
    return "\n\n".join([about, curves_, table(results), levels(results)])


def placed(page: str, told: str) -> str:
    """The page with this between its two marks."""
    before, rest = page.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    return f"{before}{BEGIN}\n\n{told}\n\n{END}{after}"


def table(results: Results) -> str:
    """In Markdown: means with intervals, then `frontier` against each of the others."""
    outcomes = {name: results.outcomes(name) for name in plan.SAMPLERS}
    heads = list(outcomes["uniform"])
    lines = [f"| sampler | {' | '.join(heads)} | mixed |", "|---" * (len(heads) + 2) + "|"]
    start = {part: results.rates("uniform", part)[:, 0] for part in ("trained", "beside", "other")}
    warm = ["", "", *(f"{start[part].mean():.3f}" for part in start)]
    lines.append(f"| (warm start) | {' | '.join(warm)} | |")
    for name, found in outcomes.items():
        cells_ = " | ".join(_told(values) for values in found.values())
        lines.append(f"| {NAMES.get(name, name)} | {cells_} | {results.mixed(name):.2f} |")
    for name in plan.SAMPLERS:
        if name != "frontier":
            gains = {head: outcomes["frontier"][head] - outcomes[name][head] for head in heads}
            told = [f"{_told(v, sign='+')}, {(v > 0).sum()} of {len(v)}" for v in gains.values()]
            lines.append(f"| frontier - {NAMES.get(name, name)} | {' | '.join(told)} | |")
    return "\n".join(lines)


def levels(results: Results) -> str:
    """In Markdown: by cell, what is known at the start and at the end, and where tickets went."""
    names = " | ".join(NAMES.get(name, name) for name in plan.SAMPLERS)
    lines = [
        f"| family | level | warm start | {names} | tickets of frontier |",
        "|---" * (len(plan.SAMPLERS) + 4) + "|",
    ]
    first = _by_cell(results.rows["uniform"], 0)
    last = [_by_cell(rows, -1) for rows in results.rows.values()]
    tickets = np.mean([row["served"] for row in results.rows["frontier"]], axis=0)
    shares = iter(tickets / tickets.sum())
    for i, cell in enumerate(results.cells):
        mark = {"trained": "", "beside": ", beside", "other": ", other family"}[cell.part]
        known = " | ".join(f"{rates[i]:.2f}" for rates in last)
        share = f"{next(shares):.2f}" if cell.part == "trained" else ""
        lines.append(
            f"| `{cell.family}` | {cell.level}{mark} | {first[i]:.2f} | {known} | {share} |"
        )
    return "\n".join(lines)


def _by_cell(rows: Sequence[Row], measurement: int) -> np.ndarray:
    every = np.array([row["measured"][measurement]["rates"] for row in rows], dtype=float)
    return np.asarray(every.mean(axis=0))


def picture(results: Results) -> str:
    """Learning curves by samples and by tokens, and transfer; one SVG that needs nothing else."""
    panels = [
        ("trained levels, by samples", "trained", "samples"),
        ("trained levels, by tokens", "trained", "tokens"),
        ("levels beside, by samples", "beside", "samples"),
        ("another family, by samples", "other", "samples"),
    ]
    wide, high = PANEL
    top = _top(results)
    parts = []
    for place, (title, part, what) in enumerate(panels):
        x, y = place % 2 * (wide + 10), 50 + place // 2 * (high + 34)
        most = max(float(results.spent(n, what).mean(0)[-1]) for n in plan.SAMPLERS)
        drawn = curves(
            [_line(results, name, part, what) for name in plan.SAMPLERS],
            label=title,
            x=(0, most),
            across=what,
            at=[i * _round(most / 4) for i in range(5) if i * _round(most / 4) <= most],
            size=PANEL,
            top=top,
        )
        parts.append(f'<text x="{x + 46}" y="{y}">held-out pass rate: {title}</text>')
        placed = drawn.replace("<svg ", f'<svg x="{x}" y="{y + 4}" ', 1)
        parts.append(_UNQUOTED.sub(r'\1="\2"', placed))
    for i, name in enumerate(plan.SAMPLERS):
        parts.append(
            f'<g class="s{i}"><rect class="mark" x="{46 + 150 * i}" y="10" width="12" height="12"/>'
            f'<text x="{64 + 150 * i}" y="21">{NAMES.get(name, name)}</text></g>'
        )
    width, height = 2 * wide + 24, 50 + 2 * (high + 34)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}"><style>{STYLE}</style>'
        f'<rect width="100%" height="100%" style="fill:var(--paper)"/>{"".join(parts)}</svg>\n'
    )


def _top(results: Results) -> float:
    """Of all panels: what holds every curve, in fifths."""
    rates = [
        results.rates(n, part) for n in plan.SAMPLERS for part in ("trained", "beside", "other")
    ]
    highest = max(float(of.mean(0).max()) for of in rates)
    return float(np.clip(np.ceil(highest * 5 + 0.05) / 5, 0.2, 1))


def _round(x: float) -> float:
    """One digit, and zeros."""
    unit = 10.0 ** np.floor(np.log10(x))
    return float(np.floor(x / unit) * unit)


def _line(results: Results, sampler: plan.Sampler, part: str, what: str) -> Line:
    rates = results.rates(sampler, part)
    spent = results.spent(sampler, what).mean(0)
    ends = [band(rates[:, i]) for i in range(rates.shape[1])]
    points = list(zip(spent.tolist(), rates.mean(0).tolist(), strict=True))
    return Line(NAMES.get(sampler, sampler), points, band=ends)
