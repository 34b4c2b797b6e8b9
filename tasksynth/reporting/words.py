"""A report for a terminal, and as Markdown."""

from collections.abc import Iterator

from tasksynth.reporting.models import Comparison, Estimate, ModelScore, Stages, StatisticsReport

AGGREGATES = {
    "mean": "mean",
    "iqm": "interquartile mean",
    "median": "median",
    "optimality_gap": "optimality gap",
}
"""What they are called, in this order."""
METHOD = """\
A family's score is the mean over its levels of the mean share of a task's answers that passed, so \
neither families nor levels of many tasks count more than others. Errors, faults of the judge, are \
in no score.
Intervals are of 95 %. A level's is Wilson's at the effective number of tasks, a family's is \
composed of those of its levels. For all else, weights of the tasks are drawn anew within each \
family and level (Bayesian bootstrap with Jeffreys' prior, centred on what was measured), and runs \
with replacement where there are several. Two models are drawn on the same tasks together.
Interquartile mean, optimality gap, performance profiles and probability of improvement are those \
of Agarwal et al. 2021; pass@k is the unbiased one of Chen et al. 2021.""".splitlines()


def shown(e: Estimate) -> str:
    """An estimate and its interval."""
    return f"{e.value:.3f} [{e.low:.3f}, {e.high:.3f}]"


def signed(e: Estimate) -> str:
    """A difference and its interval."""
    return f"{e.value:+.3f} [{e.low:+.3f}, {e.high:+.3f}]"


def table(report: StatisticsReport) -> str:
    """The report in at most 80 columns."""
    lines = [f"note: {note}" for note in report.notes]
    for standing in report.standings:
        lines += ["", *_standing(standing)]
    if report.comparison is not None:
        lines += ["", *_comparison(report.comparison)]
    if report.stages is not None:
        lines += ["", *_stages(report.stages)]
    return "\n".join(line.rstrip() for line in lines).strip()


def _standing(s: ModelScore) -> Iterator[str]:
    k = max(s.families[0].pass_at, default=1)
    of = f"{s.runs} runs, " if s.runs > 1 else ""
    errors = f", {s.errors:,} errors (in no score)" if s.errors else ""
    yield f"{s.name}: {of}{s.tasks:,} tasks, {s.answers:,} answers{errors}"
    yield f"  {'':28} {'tasks':>6}  {'score (95 %)':20} {'floor':>6}" + f" {f'pass@{k}':>8}" * (
        k > 1
    )
    for one in s.families:
        floor = "" if one.floor is None else f"{one.floor:.3f}"
        more = f" {one.pass_at[k]:>8.3f}" if k > 1 else ""
        yield f"  {one.family[:28]:28} {one.tasks:>6,}  {shown(one.score)} {floor:>6}{more}"
    if len(s.families) > 1:
        for name, text in AGGREGATES.items():
            yield f"  {'over families: ' + text:36} {shown(s.aggregates[name])}"


def _comparison(c: Comparison) -> Iterator[str]:
    yield f"{c.first} less {c.second}, on {c.tasks:,} tasks that both answered" + (
        f" ({c.left_out:,} that only one did are left out)" if c.left_out else ""
    )
    yield f"  {'':24} {'tasks':>6}  {'difference (95 %)':23} {'better':>6} {'worse':>5} {'p':>6}"
    for f in c.families:
        yield (
            f"  {f.family[:24]:24} {f.tasks:>6,}  {signed(f.difference):23} {f.wins:>6} "
            f"{f.losses:>5} {f.chance:>6.2g}"
        )
    if len(c.families) > 1:
        yield f"  {'over families':32} {signed(c.difference)}"
    yield f"  chance that {c.first} does better: {shown(c.improvement)}"
    s = c.solved
    yield (
        f"  solved at least once: by both {s['both']:,}, {c.first} alone {s['first']:,}, "
        f"{c.second} alone {s['second']:,}, neither {s['neither']:,}"
    )
    for name in c.reversed:
        yield f"  the order is reversed at {name}"


def _stages(s: Stages) -> Iterator[str]:
    yield "stages: score after each, and what each changed"
    for j, family in enumerate(s.families):
        scores = [f"{s.scores[0][j]:.3f}"]
        scores += [f"{row[j]:.3f} ({s.transfer[i][j]:+.3f})" for i, row in enumerate(s.scores[1:])]
        yield f"  {family[:28]:28} " + " > ".join(scores)
        if family in s.forgetting:
            yield f"  {'':28} forgotten: {signed(s.forgetting[family])}"
    yield f"  mean after the last stage: {s.average:.3f}" + "".join(
        f", {name} transfer {value:+.3f}"
        for name, value in (("backward", s.backward), ("forward", s.forward))
        if value is not None
    )


def markdown(report: StatisticsReport) -> str:
    """Tables for a document."""
    lines = [f"> {note}\n" for note in report.notes]
    lines += ["| | family | tasks | score | floor |", "|---|---|---|---|---|"]
    for s in report.standings:
        for one in s.families:
            floor = "" if one.floor is None else f"{one.floor:.3f}"
            lines.append(
                f"| {s.name} | `{one.family}` | {one.tasks:,} | {shown(one.score)} | {floor} |"
            )
        lines += [
            f"| {s.name} | over families: {text} | {s.tasks:,} | {shown(s.aggregates[name])} | |"
            for name, text in AGGREGATES.items()
        ]
    if (c := report.comparison) is not None:
        lines += ["", f"{c.first} less {c.second}:", ""]
        lines += [
            "| family | tasks | difference | better | worse | p |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| `{f.family}` | {f.tasks:,} | {signed(f.difference)} | {f.wins} | {f.losses} "
            f"| {f.chance:.2g} |"
            for f in c.families
        ]
        lines.append(f"| over families | {c.tasks:,} | {signed(c.difference)} | | | |")
    return "\n".join(lines) + "\n"
