"""A report of everything that was asked for."""

from collections.abc import Sequence

from tasksynth.errors import UsageError
from tasksynth.reporting.comparison import compare, stages
from tasksynth.reporting.models import ModelScore, StatisticsReport
from tasksynth.reporting.results import Entry
from tasksynth.reporting.scoring import standing
from tasksynth.statistics import DRAWS, generator

CLOSE = 0.0005
"""Differences of means that are printed as none."""


def report(
    entries: Sequence[Entry],
    *,
    pair: tuple[str, str] | None = None,
    in_stages: bool = False,
    draws: int = DRAWS,
    seed: int = 0,
) -> StatisticsReport:
    """Scores with intervals, and comparisons.

    Args:
        entries: models, by name.
        pair: names of two of them to compare on the tasks that both answered.
        in_stages: the entries are stages of training, in their order.
        draws: of each interval's bootstrap.
        seed: of its random numbers: the same report again.

    Raises:
        UsageError: if there is nobody, or a name of the pair is none of theirs.
    """
    if not entries:
        raise UsageError("name results to report on: folders of evaluate, or files of verify")
    if empty := next((one.name for one in entries if not one.families), None):
        raise UsageError(f"the runs of {empty} share no family and level; report on them apart")
    rng = generator(seed)
    by_name = {entry.name: entry for entry in entries}
    if pair is not None and (missing := [name for name in pair if name not in by_name]):
        raise UsageError(f"no results named {missing[0]!r} among {', '.join(by_name)}")
    standings = tuple(standing(entry, rng, draws) for entry in entries)
    return StatisticsReport(
        standings=standings,
        comparison=(
            None if pair is None else compare(by_name[pair[0]], by_name[pair[1]], rng, draws)
        ),
        stages=stages(entries, rng, draws) if in_stages else None,
        notes=(*_unlike(entries), *_turned(standings)),
    )


def _unlike(entries: Sequence[Entry]) -> list[str]:
    """That scores are of different families or levels, if they are."""
    groups = [set(entry.groups()) for entry in entries]
    shared = groups[0].intersection(*groups[1:])
    return [
        f"{entry.name} was asked {len(own)} families and levels, of which {len(shared)} are asked "
        f"of all: compare its means with --compare alone"
        for entry, own in zip(entries, groups, strict=True)
        if own != shared
    ]


def _turned(standings: Sequence[ModelScore]) -> list[str]:
    """That the order of two models depends on how tasks are weighted, if it does."""
    notes = []
    for i, a in enumerate(standings):
        for b in standings[i + 1 :]:
            tasks = a.by_task - b.by_task
            families = a.aggregates["mean"].value - b.aggregates["mean"].value
            if min(abs(tasks), abs(families)) > CLOSE and (tasks > 0) != (families > 0):
                first, second = (a, b) if families > 0 else (b, a)
                means = [f"{one.aggregates['mean'].value:.3f}" for one in (first, second)]
                notes.append(
                    f"over families {first.name} is before {second.name} ({', '.join(means)}), "
                    f"over tasks the contrary ({first.by_task:.3f}, {second.by_task:.3f}): "
                    f"families of many tasks decide the latter"
                )
    return notes
