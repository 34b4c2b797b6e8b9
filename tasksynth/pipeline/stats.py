"""What a dataset holds, by family and level."""

from pathlib import Path
from statistics import mean, median

from tasksynth.pipeline.folders.dataset import tasks_of
from tasksynth.pipeline.folders.manifest import read_manifest, task_files
from tasksynth.pipeline.judging.verify import Group
from tasksynth.pipeline.making.plan import ALL
from tasksynth_schemas import Model


class GroupStats(Model):
    """The tasks of a family at a level."""

    tasks: int
    prompt_chars: float
    """Median length of a prompt, in characters."""
    longest_prompt: int
    measure: dict[str, float]
    """The mean of each measure."""


class Stats(Model):
    """What a dataset holds."""

    tasks: int
    splits: dict[str, int]
    groups: dict[str, GroupStats]
    """`family` or `family level` to what is there of it, sorted."""


def stats(dataset: Path, *, check: bool = False) -> Stats:
    """Count a dataset's tasks, measure their prompts, and average what was measured of them.

    Raises:
        UsageError: if there is no complete dataset.
        StateError: if it is damaged; names the file and the line.
    """
    files = task_files(dataset, check=check)
    manifest = read_manifest(dataset) if dataset.is_dir() else None
    lengths: dict[Group, list[int]] = {}
    measures: dict[Group, dict[str, list[float]]] = {}
    for task, _ in tasks_of(files):
        group = Group.of(task.ref.family, task.level)
        lengths.setdefault(group, []).append(len(task.prompt))
        into = measures.setdefault(group, {})
        for name, value in task.measure.items():
            into.setdefault(name, []).append(value)
    groups = {
        str(group): GroupStats(
            tasks=len(some),
            prompt_chars=median(some),
            longest_prompt=max(some),
            measure={name: mean(values) for name, values in measures[group].items()},
        )
        for group, some in lengths.items()
    }
    total = sum(map(len, lengths.values()))
    splits = {ALL: total} if manifest is None else manifest.splits
    return Stats(tasks=total, splits=splits, groups=dict(sorted(groups.items())))
