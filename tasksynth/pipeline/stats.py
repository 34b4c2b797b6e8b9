"""What a dataset holds, by family and level."""

from collections import Counter
from pathlib import Path
from statistics import mean, median

from tasksynth.pipeline.folders.dataset import tasks_of
from tasksynth.pipeline.folders.manifest import read_manifest, task_files
from tasksynth.pipeline.judging.verify import Floors, Group
from tasksynth.pipeline.making.plan import ALL
from tasksynth_schemas import Model, Task, TaskRef
from tasksynth_schemas.content import media_of


class GroupStats(Model):
    """The tasks of a family at a level."""

    tasks: int
    prompt_chars: float
    """Median length of a prompt, in characters."""
    longest_prompt: int
    measure: dict[str, float]
    """The mean of each measure."""
    floor: float | None = None
    """The pass rate in [0, 1] that guessing gets at most; None where the family tells none."""
    turns: int = 1
    """The most that an episode has."""


class Stats(Model):
    """What a dataset holds."""

    tasks: int
    splits: dict[str, int]
    groups: dict[str, GroupStats]
    """`family` or `family level` to what is there of it, sorted."""
    languages: tuple[str, ...] = ("en",)
    """The natural languages of the prompts, as ISO 639-1 has them."""
    media: tuple[str, ...] = ("text",)
    """What the prompts are made of."""


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
    turns: Counter[Group] = Counter()
    floors, languages, media = Floors(), set(), {"text"}
    for task, _ in tasks_of(files):
        group = Group.of(task.ref.family, task.level)
        lengths.setdefault(group, []).append(len(task.text))
        turns[group] = max(turns[group], task.needs.turns)
        if floors.wants(group):
            floors.note(group, task)
        languages.add(language_of(task))
        media.update(media_of([task.prompt]))
        into = measures.setdefault(group, {})
        for name, value in task.measure.items():
            into.setdefault(name, []).append(value)
    known = floors.all()
    groups = {
        str(group): GroupStats(
            tasks=len(some),
            prompt_chars=median(some),
            longest_prompt=max(some),
            measure={name: mean(values) for name, values in measures[group].items()},
            floor=known.get(group),
            turns=turns[group],
        )
        for group, some in lengths.items()
    }
    total = sum(map(len, lengths.values()))
    splits = {ALL: total} if manifest is None else manifest.splits
    return Stats(
        tasks=total,
        splits=splits,
        groups=dict(sorted(groups.items())),
        languages=tuple(sorted(languages)),
        media=tuple(sorted(media)),
    )


def language_of(task: Task) -> str:
    """The language of a prompt: the param `language` where a family has one, else English."""
    params = task.ref.params if isinstance(task.ref, TaskRef) else {}
    return str(params.get("language", "en"))
