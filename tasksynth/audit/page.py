"""A report for people: a table, a page, a badge."""

import json
import textwrap
from collections import Counter
from collections.abc import Callable, Sequence
from html import escape

from tasksynth.audit.findings import CHECKS, AuditReport, Finding

WIDTH = 80
_COLORS = {None: "#2e7d32", "doubt": "#b26a00", "fault": "#b3261e"}
_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;
color:#1c1b1f}
h2{margin-top:2.5rem} table{border-collapse:collapse;width:100%} th{text-align:left;font-weight:600}
td,th{padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums} code{overflow-wrap:anywhere}
.fault{color:#b3261e;font-weight:600} .doubt{color:#8a5200;font-weight:600} .ok{color:#2e7d32}
a{color:inherit} .wide{overflow-x:auto} code{white-space:pre-wrap}
@media(prefers-color-scheme:dark){body{background:#131316;color:#e6e1e5}
td,th{border-color:#444} .fault{color:#ffb4ab} .doubt{color:#ffb95c} .ok{color:#a5d6a7}}
"""


def table(reports: Sequence[AuditReport]) -> str:
    """Every family's figures, and what was found, in at most 80 columns."""
    wide = max([len("target"), *(len(report.family) for report in reports)])
    lines = [
        f"{'target':{wide}} {'level':>5} {'tasks':>5} {'floor':>6} {'guess':>6} {'same':>5}  found"
    ]
    for report in reports:
        for at in report.levels:
            level = "-" if at.level is None else f"{at.level:g}"
            lines.append(
                f"{report.family:{wide}} {level:>5} {at.tasks:>5} {at.floor:>6.3f} "
                f"{at.guessed:>6.3f} {at.duplicates:>5.2f}  {_count(at.findings)}"
                + ", out of time"
                * bool(at.unlooked)
            )
    for report in reports:
        for finding in dict.fromkeys(report.findings):
            lines.append(f"\n{finding.severity}: {report.family}: {finding.check}")
            lines += _wrapped(finding.what)
            if finding.task:
                lines.append(f"  task    {finding.task}")
            if finding.answer is not None:
                lines.append(f"  answer  {finding.answer!r}"[:WIDTH])
        for at in report.levels:
            if at.unlooked:
                lines.append(f"\nout of time: {report.family}: not looked at, or in part")
                lines += _wrapped(", ".join(at.unlooked))
    return "\n".join(lines)


def page(reports: Sequence[AuditReport]) -> str:
    """One HTML page that needs nothing else."""
    rows = "".join(
        f"<tr><td><a href='#{escape(report.family)}'>{escape(report.family)}</a></td>"
        f"<td>{_named(at.findings)}{_short_of(at.unlooked, '<br>')}</td>"
        f"<td class=n>{'-' if at.level is None else f'{at.level:g}'}</td>"
        f"<td class=n>{at.tasks}</td>"
        f"<td class=n>{at.floor:.3f}</td><td class=n>{at.guessed:.3f}</td>"
        f"<td class=n>{at.duplicates:.2f}</td><td class=n>{at.prompt_chars:,.0f}</td></tr>"
        for report in reports
        for at in report.levels
    )
    numbers = "level", "tasks", "floor", "best guess", "equal tasks", "prompt, characters"
    return (
        "<!doctype html><html lang=en><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width'><title>Audit</title>"
        f"<style>{_STYLE}</style><h1>Audit of {_targets(len(reports))}</h1>"
        f"<p>{_summary(reports)} A <span class=fault>fault</span> breaks the promise that a reward "
        "is; a <span class=doubt>doubt</span> is for a person to look at.</p>"
        "<div class=wide><table><tr><th>target<th>found"
        + "".join(f"<th class=n>{name}" for name in numbers)
        + f"</tr>{rows}</table></div>"
        + "".join(map(_section, reports))
        + "<h2>What was looked for</h2><div class=wide><table>"
        + "".join(f"<tr><td>{escape(k)}<td>{escape(v)}.</tr>" for k, v in CHECKS.items())
        + "</table></div></html>"
    )


def markdown(reports: Sequence[AuditReport]) -> str:
    """A page of a documentation: a table with a row for each target and level."""
    rows = [
        f"# Audit of {_targets(len(reports))}\n",
        f"{_summary(reports)} See [what was looked for](audit.md).\n",
        "| target | level | tasks | floor | best guess | faults | doubts |",
        "|---|---|---|---|---|---|---|",
    ]
    for report in reports:
        for at in report.levels:
            level = "" if at.level is None else f"{at.level:g}"
            found = (_checks(at.findings, "fault"), _checks(at.findings, "doubt"))
            figures = f"{at.tasks} | {at.floor:.2f} | {at.guessed:.2f}"
            doubts = found[1] + _short_of(at.unlooked, "; " * bool(found[1]))
            rows.append(f"| `{report.family}` | {level} | {figures} | {found[0]} | {doubts} |")
    return "\n".join(rows) + "\n"


def as_json(reports: Sequence[AuditReport]) -> str:
    """All of it, for programs."""
    return json.dumps([report.model_dump(mode="json") for report in reports], indent=2)


def badge(reports: Sequence[AuditReport]) -> str:
    """An SVG that says how it went."""
    found = [finding for report in reports for finding in report.findings]
    worst = "fault" if any(one.severity == "fault" for one in found) else "doubt" if found else None
    says = _count(found)
    left, right = 48, 16 + 7 * len(says)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
        f'aria-label="audit: {says}"><rect width="{left}" height="20" fill="#444"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{_COLORS[worst]}"/>'
        '<g fill="#fff" font-family="Verdana,sans-serif" font-size="11" text-anchor="middle">'
        f'<text x="{left / 2}" y="14">audit</text>'
        f'<text x="{left + right / 2}" y="14">{says}</text></g></svg>\n'
    )


def _section(report: AuditReport) -> str:
    items = "".join(
        f"<tr><td class={one.severity}>{one.severity}<td>{escape(one.check)}<td>{escape(one.what)}"
        + (f"<br><code>{escape(one.task)}</code>" if one.task else "")
        + (f"<br>answer: <code>{escape(repr(one.answer))}</code>" if one.answer is not None else "")
        + "</tr>"
        for one in dict.fromkeys(report.findings)
    )
    return f"<h2 id='{escape(report.family)}'>{escape(_called(report))}</h2>" + (
        f"<div class=wide><table>{items}</table></div>"
        if items
        else "<p class=ok>Nothing was found.</p>"
    )


def _called(report: AuditReport) -> str:
    return report.family if report.version is None else f"{report.family}@{report.version}"


def _count(findings: Sequence[Finding]) -> str:
    faults = sum(one.severity == "fault" for one in findings)
    doubts = len(findings) - faults
    counts = {"fault": faults, "doubt": doubts}
    parts = [f"{n} {name}{'s' * (n > 1)}" for name, n in counts.items() if n]
    return ", ".join(parts) or "nothing"


def _checks(findings: Sequence[Finding], severity: str) -> str:
    return ", ".join(dict.fromkeys(one.check for one in findings if one.severity == severity))


def _named(findings: Sequence[Finding]) -> str:
    """The checks that found something, faults first."""
    kinds = [(kind, _checks(findings, kind)) for kind in ("fault", "doubt")]
    marked = [f"<span class={kind}>{escape(names)}</span>" for kind, names in kinds if names]
    return "<br>".join(marked) or "<span class=ok>nothing</span>"


def _short_of(unlooked: Sequence[str], before: str) -> str:
    return f"{before}ran out of its time before {', '.join(unlooked)}" if unlooked else ""


def _summary(reports: Sequence[AuditReport]) -> str:
    worst = Counter(report.worst() for report in reports)
    short = sum(not report.whole for report in reports)
    return (
        f"{worst['fault']} with faults, {worst['doubt']} with doubts alone, {worst[None]} in which "
        "nothing was found." + f" {short} ran out of their time." * bool(short)
    )


def _targets(n: int) -> str:
    return "one target" if n == 1 else f"{n} targets"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ")


WRITERS: dict[str, Callable[[Sequence[AuditReport]], str]] = {
    ".html": page, ".json": as_json, ".md": markdown, ".svg": badge,
}  # fmt: skip
"""By the suffix of a file."""
