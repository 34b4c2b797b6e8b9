"""What a run of verdicts came to, for a person."""

from math import isnan, nan
from statistics import fmean
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from tasksynth.pipeline.judging.answers import AnswerRows
    from tasksynth.pipeline.judging.report import Summary
    from tasksynth.pipeline.judging.verify import Report


def table(report: "Report") -> str:
    """The summary as a table of at most 80 columns."""
    ks = list(report.total.pass_at)[-1:]
    head = f"{'':24} {'tasks':>7} {'answers':>8} {'pass rate (95 %)':>20} {'floor':>6}"
    lines = [head + "".join(f" {f'pass@{k}':>8}" for k in ks)]
    rows = [(name, summary, report.floors.get(name)) for name, summary in report.groups.items()]
    if len(rows) != 1:
        rows.append(("all", report.total, None))
    lines += [_table_row(name, summary, floor, ks) for name, summary, floor in rows]
    lines += _over_families(report, ks)
    total = report.total
    lines.append(f"unparsable: {total.unparsable:,}   errors: {total.errors:,} (not in the rates)")
    for example in report.unparsable:
        said = f"  {example.task}: {example.why}"
        lines.append(said if len(said) <= 80 else f"{said[:79]}…")
        lines.append(f"    {example.answer or '(empty)'}")
    if total.unanswered:
        how = "left out" if report.answered_only else "in the rates as not solved"
        lines.append(f"unanswered tasks: {total.unanswered:,} ({how})")
    if any(_above(summary, floor) for _, summary, floor in rows):
        lines.append("* clearly above the floor: what guessing gets at most")
    for family, measured in report.difficulty.items():
        lines.append(
            f"{family}: level and difficulty agree by {measured.rank_correlation:.2f} "
            f"(rank correlation, {measured.levels} levels)"
        )
    return "\n".join(line.rstrip() for line in lines)


def _over_families(report: "Report", ks: list[int]) -> list[str]:
    """The mean that counts each family once, and each of its levels; none if there is one family.

    That is the score of `tasksynth report`; the interval is composed of those of the groups.
    """
    from tasksynth.statistics import of_mean

    each: dict[str, list[Summary]] = {}
    for name, summary in report.groups.items():
        each.setdefault(name.partition(" ")[0], []).append(summary)
    scores, at = [], []
    for summaries in each.values():
        rates = [one.pass_rate for one in summaries if one.pass_rate is not None]
        if not rates:
            return []
        low, high = of_mean(*zip(*((r.rate, r.low, r.high) for r in rates), strict=True))
        scores.append((fmean(r.rate for r in rates), low, high))
        at.append([fmean(one.pass_at.get(k, nan) for one in summaries) for k in ks])
    if len(scores) < 2:
        return []
    low, high = of_mean(*zip(*scores, strict=True))
    shown = f"{fmean(score for score, *_ in scores):.3f} [{low:.3f}, {high:.3f}]"
    means = [fmean(column) for column in zip(*at, strict=True)]
    cells = "".join(f" {'-' if isnan(p) else f'{p:.3f}':>8}" for p in means)
    return [f"{'mean over families':24} {'':7} {'':8} {shown:>20} {'':6}{cells}"]


def _above(summary: "Summary", floor: float | None) -> bool:
    rate = summary.pass_rate
    return rate is not None and floor is not None and rate.low > floor


def _table_row(name: str, summary: "Summary", floor: float | None, ks: list[int]) -> str:
    rate = summary.pass_rate
    shown = "-" if rate is None else f"{rate.rate:.3f} [{rate.low:.3f}, {rate.high:.3f}]"
    mark = "*" if _above(summary, floor) else " "
    at = [summary.pass_at.get(k) for k in ks]
    cells = "".join(f" {'-' if p is None else f'{p:.3f}':>8}" for p in at)
    guess = "" if floor is None else f"{floor:.3f}"
    counts = f"{summary.tasks:>7,} {summary.answers:>8,}"
    return f"{name[:24]:24} {counts} {shown:>20}{mark}{guess:>6}{cells}"


def tell_of(rows: "AnswerRows") -> None:
    """Say on standard error which rows held no answer, and which could not be used."""
    if rows.empty:
        typer.echo(f"{rows.name}: rows without an answer: {rows.empty:,}", err=True)
    for fault in rows.faults:
        typer.echo(f"tasksynth: {fault}", err=True)
    if rows.bad:
        typer.echo(
            f"tasksynth: {rows.name}: rows that could not be used: {rows.bad:,}; "
            "the others were judged",
            err=True,
        )
