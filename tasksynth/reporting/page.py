"""A report as one HTML page."""

from collections.abc import Sequence
from html import escape

from tasksynth.reporting.drawing import Dot, Line, curves, document, dots, figure, legend
from tasksynth.reporting.models import (
    Comparison,
    Estimate,
    FamilyScore,
    ModelScore,
    Stages,
    StatisticsReport,
)
from tasksynth.reporting.words import AGGREGATES, METHOD, shown, signed

BOTH = (-1.0, 1.0)


def page(report: StatisticsReport) -> str:
    """All of it, figures first."""
    names = [standing.name for standing in report.standings]
    body = [f"<p class=note>{escape(note)}</p>" for note in report.notes]
    body += [legend(names), "<h2>All families</h2>", _aggregates(report.standings)]
    body.append(_profiles(report.standings))
    body += ["<h2>By family</h2>", _families(report.standings), _scores(report.standings)]
    if any(len(one.levels) > 1 for standing in report.standings for one in standing.families):
        body += ["<h2>By level</h2>", legend(names), _levels(report.standings)]
    if any(len(standing.families[0].pass_at) > 1 for standing in report.standings):
        body += ["<h2>With more attempts</h2>", legend(names), _attempts(report.standings)]
    if report.comparison is not None:
        body.append(_comparison(report.comparison))
    if report.stages is not None:
        body.append(_stages(report.stages))
    body += ["<h2>How it is counted</h2>", *(f"<p>{escape(line)}</p>" for line in METHOD)]
    return document("Report on " + ", ".join(names), "".join(body))


def _dot(name: str, estimate: Estimate) -> Dot:
    return Dot(name, estimate.value, estimate.low, estimate.high)


def _aggregates(standings: Sequence[ModelScore]) -> str:
    rows = "".join(
        f"<tr><td>{escape(s.name)}<td class=n>{s.runs}<td class=n>{s.tasks:,}"
        f"<td class=n>{s.answers:,}<td class=n>{s.errors:,}"
        + "".join(f"<td class=n>{_in_two_lines(s.aggregates[name])}" for name in AGGREGATES)
        for s in standings
    )
    head = "".join(f"<th class=n>{text}" for text in AGGREGATES.values())
    plot = dots(
        [
            (text, [_dot(s.name, s.aggregates[name]) for s in standings])
            for name, text in AGGREGATES.items()
        ],
        label="means over families with intervals",
    )
    return (
        f"<div class=scroll><table><tr><th><th class=n>runs<th class=n>tasks<th class=n>answers"
        f"<th class=n>errors{head}</tr>{rows}</table></div>"
        + figure(plot, "Over families, with 95 % intervals; of the gap, less is better.")
    )


def _in_two_lines(estimate: Estimate) -> str:
    """Four of them side by side are wider than many a window."""
    return shown(estimate).replace(" [", "<br>[")


def _profiles(standings: Sequence[ModelScore]) -> str:
    lines = [
        Line(
            s.name,
            [(at, share) for at, share, _, _ in s.profile],
            [(low, high) for _, _, low, high in s.profile],
            marks=False,
        )
        for s in standings
    ]
    plot = curves(lines, label="performance profiles", across="score", size=(420, 260))
    return figure(plot, "Performance profile: the share of families and runs above each score.")


def _family(standing: ModelScore, name: str) -> FamilyScore | None:
    return next((one for one in standing.families if one.family == name), None)


def _names(standings: Sequence[ModelScore]) -> list[str]:
    return sorted({one.family for standing in standings for one in standing.families})


def _families(standings: Sequence[ModelScore]) -> str:
    rows, floors = [], []
    for name in _names(standings):
        found = [_family(s, name) for s in standings]
        rows.append(
            (
                name,
                [
                    None if one is None else _dot(s.name, one.score)
                    for s, one in zip(standings, found, strict=True)
                ],
            )
        )
        floors.append(next((o.floor for o in found if o is not None and o.floor is not None), None))
    plot = dots(rows, label="scores by family with intervals", floors=floors)
    told = " The dashed line is what guessing gets at most." if any(floors) else ""
    return figure(plot, f"Mean over a family's levels, with 95 % intervals.{told}")


def _scores(standings: Sequence[ModelScore]) -> str:
    rows = "".join(
        f"<tr><td>{escape(name)}<td>{escape(s.name)}<td class=n>{one.tasks:,}"
        f"<td class=n>{one.answers:,}<td class=n>{shown(one.score)}"
        f"<td class=n>{'' if one.floor is None else f'{one.floor:.3f}'}"
        f"<td class=n>{', '.join(f'@{k} {rate:.3f}' for k, rate in one.pass_at.items())}</tr>"
        for name in _names(standings)
        for s in standings
        if (one := _family(s, name)) is not None
    )
    return (
        "<div class=scroll><table><tr><th>family<th><th class=n>tasks<th class=n>answers"
        f"<th class=n>score<th class=n>floor<th class=n>pass</tr>{rows}</table></div>"
    )


def _levels(standings: Sequence[ModelScore]) -> str:
    plots = []
    for name in _names(standings):
        lines = []
        for s in standings:
            one = _family(s, name)
            at = {} if one is None else {float(level): e for level, e in one.levels.items()}
            lines.append(
                Line(
                    s.name,
                    [(level, e.value) for level, e in at.items()],
                    [(e.low, e.high) for e in at.values()],
                )
            )
        if any(len(line.points) > 1 for line in lines):
            plots.append(figure(curves(lines, label=f"{name} by level", across="level"), name))
    return "".join(plots)


def _attempts(standings: Sequence[ModelScore]) -> str:
    most = max(k for s in standings for k in s.families[0].pass_at or {1: 0})
    ticks = [2.0**i for i in range(most.bit_length())]
    plots = []
    for name in _names(standings):
        lines = []
        for s in standings:
            one = _family(s, name)
            pass_at = {} if one is None else one.pass_at
            lines.append(Line(s.name, [(float(k), rate) for k, rate in pass_at.items()]))
        plot = curves(
            lines, label=f"pass@k of {name}", x=(1, most), at=ticks, across="attempts", log=True
        )
        plots.append(figure(plot, name))
    return "".join(plots)


def _comparison(c: Comparison) -> str:
    most = max([abs(end) for f in c.families for end in (f.difference.low, f.difference.high)])
    reach = min(1.0, max(0.1, round(most * 1.1 + 0.05, 1)))
    rows = [("all families", [_dot("all", c.difference)])]
    rows += [(f.family, [_dot(f.family, f.difference)]) for f in c.families]
    plot = dots(rows, label="paired differences", x=(-reach, reach), floors=[0.0] * len(rows))
    cells = "".join(
        f"<tr><td>{escape(f.family)}<td class=n>{f.tasks:,}<td class=n>{signed(f.difference)}"
        f"<td class=n>{f.wins}<td class=n>{f.losses}<td class=n>{f.chance:.3g}</tr>"
        for f in c.families
    )
    turned = "".join(
        f"<p class=note>At {escape(name)} the order is reversed.</p>" for name in c.reversed
    )
    solved = ", ".join(
        f"{what}: {c.solved[key]:,}"
        for key, what in (
            ("both", "both"), ("first", f"{c.first} alone"),
            ("second", f"{c.second} alone"), ("neither", "neither"),
        )
    )  # fmt: skip
    return (
        f"<h2>{escape(c.first)} less {escape(c.second)}</h2>{turned}"
        f"<p>On {c.tasks:,} tasks that both answered: {signed(c.difference)} over families. "
        f"The chance that {escape(c.first)} does better is {shown(c.improvement)}. "
        f"Solved at least once by {escape(solved)}.</p>"
        + figure(plot, "Paired differences with 95 % intervals; right of 0 the first is better.")
        + "<div class=scroll><table><tr><th>family<th class=n>tasks<th class=n>difference"
        "<th class=n>better<th class=n>worse<th class=n>p (sign test, Holm)"
        f"</tr>{cells}</table></div>"
    )


def _stages(s: Stages) -> str:
    head = "".join(f"<th class=n>{escape(family)}" for family in s.families)
    scores = "".join(
        f"<tr><td>{escape(stage)}" + "".join(_shade(v, v) for v in row) + "</tr>"
        for stage, row in zip(s.stages, s.scores, strict=True)
    )
    transfer = "".join(
        f"<tr><td>{escape(stage)}" + "".join(_shade(v, 2 * v, sign=True) for v in row) + "</tr>"
        for stage, row in zip(s.stages[1:], s.transfer, strict=True)
    )
    forgotten = "".join(
        f"<tr><td>{escape(family)}<td class=n>{signed(lost)}</tr>"
        for family, lost in s.forgetting.items()
    )
    gains = [("backward transfer", s.backward), ("forward transfer", s.forward)]
    told = "".join(f", {name} {value:+.3f}" for name, value in gains if value is not None)
    return (
        "<h2>Stages</h2><p>Scores after each stage, what each stage changed, and what was "
        "forgotten: the best score before the last stage less the last one.</p>"
        f"<div class=scroll><table><tr><th>after{head}</tr>{scores}</table>"
        f"<table><tr><th>change by{head}</tr>{transfer}"
        f"</table><table><tr><th>family<th class=n>forgotten</tr>{forgotten}</table></div>"
        f"<p>Mean after the last stage {s.average:.3f}{told}.</p>"
    )


def _shade(value: float, strength: float, *, sign: bool = False) -> str:
    """A cell, the darker the farther from 0; blue is better, orange worse."""
    color = "0,114,178" if strength >= 0 else "213,94,0"
    alpha = min(0.6, abs(strength) * 0.6)
    text = f"{value:+.3f}" if sign else f"{value:.3f}"
    return f'<td class=n style="background:rgba({color},{alpha:.2f})">{text}'
