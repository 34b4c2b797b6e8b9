"""Tasks that are nearly those of an evaluation, or nearly each other."""

import hashlib
import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tasksynth.audit.rows import read_prompts
from tasksynth.errors import UsageError
from tasksynth.evaluation.lines import TaskLines
from tasksynth.pipeline.folders.output import STANDARD
from tasksynth.pipeline.folders.packed import form_of
from tasksynth.sets.candidates import alike, pairs, sketches
from tasksynth.sets.reading import Origin, TaskLine
from tasksynth.sets.shingles import SAMPLE, Shingles, jaccard, shingles, template, without
from tasksynth.sets.writing import Writing, write_dataset, write_file
from tasksynth_schemas import Model

NEAR = 0.8
"""Share of what two prompts say from which on they are near: the Jaccard index of their shingles,
without those of their templates."""
SHOWN = 10
"""Pairs that are told."""


class Likeness(Model):
    """Two prompts that are near each other."""

    task: str
    """The id of the one that goes."""
    like: str
    """The id of the task that stays, or `FILE:ROW` of an evaluation."""
    share: float
    """In [0, 1]; 1 for texts that differ in case and blanks alone."""


class Screening(Model):
    """What was found."""

    tasks: int
    evaluations: int
    """Prompts of evaluations that were looked at."""
    contaminated: int
    """Tasks that are near one of these."""
    near: int
    """Other tasks that are near an earlier one that stays."""
    examples: tuple[Likeness, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.contaminated and not self.near


@dataclass
class _Texts:
    """Evaluations, then the tasks of the dataset, by row; their texts are read when wanted."""

    evaluations: list[str]
    places: list[str]
    tasks: TaskLines
    ids: list[str]
    template: Shingles
    """All templates together: what is one's tells nothing anywhere."""

    def text(self, row: int) -> str:
        count = len(self.evaluations)
        return self.evaluations[row] if row < count else self.tasks.task(row - count).text

    def name(self, row: int) -> str:
        count = len(self.evaluations)
        return self.places[row] if row < count else self.ids[row - count]

    def share(self, a: int, b: int) -> float:
        """What two texts share, beside the templates."""
        return jaccard(*(without(shingles(self.text(row)), self.template) for row in (a, b)))


def screen(
    dataset: Path,
    evaluations: Sequence[Path] = (),
    *,
    near: float = NEAR,
    each_other: bool = True,
    prompt: str | None = None,
    check: bool = False,
) -> tuple[Screening, frozenset[str]]:
    """Find the tasks of a dataset that are near an evaluation's, and those near an earlier one.

    Args:
        dataset: the dataset.
        evaluations: files of others (JSONL, Parquet), or datasets, that one does not train on.
        near: from which share on prompts are near, in [0.5, 1].
        each_other: whether tasks are compared with each other, too.
        prompt: the field of prompts in others' files; None: the first that is called like one.
        check: compare the dataset with its manifest's digests first.

    Returns:
        What was found, and the ids of the tasks that would have to go.

    Raises:
        UsageError: if a file cannot be read, or the library is not installed.
    """
    if not 0.5 <= near <= 1:
        raise UsageError(f"near wants a share in [0.5, 1], got {near:g}")
    with closing(TaskLines(dataset, check=check)) as lines:
        texts = _read(Origin.open(dataset), evaluations, lines, prompt)
        return _screened(texts, near=near, each_other=each_other)


def write_clean(
    dataset: Path, out: Path | str, gone: frozenset[str], *, overwrite: bool = False
) -> int:
    """Write a dataset without some tasks, as a folder or as one file; how many are left.

    Raises:
        UsageError: for what cannot be written.
    """
    origin = Origin.open(dataset)

    def entries() -> Iterator[TaskLine]:
        return (entry for entry in origin.entries() if entry.task.id not in gone)

    plan = Writing("screen", [origin], overwrite=overwrite)
    if out == STANDARD or form_of(out) is not None:
        return write_file(out, entries, plan)
    return write_dataset(out, entries, plan).tasks


def _read(
    origin: Origin, evaluations: Sequence[Path], lines: TaskLines, prompt: str | None
) -> _Texts:
    prompts: list[str] = []
    places: list[str] = []
    known = []
    for path in evaluations:
        found = list(_prompts(path, prompt))
        prompts += found
        places += [f"{path.name}:{row}" for row in range(1, len(found) + 1)]
        known.append(template(found[:SAMPLE]))
    samples: dict[str, list[tuple[int, str]]] = defaultdict(list)
    ids = []
    for entry in origin.entries():  # a sample by chance, for levels follow each other
        ids.append(entry.task.id)
        chance = -int(entry.task.id, 16)
        heap = samples[entry.task.ref.family]
        if len(heap) < SAMPLE:
            heapq.heappush(heap, (chance, entry.task.text))
        elif chance > heap[0][0]:
            heapq.heapreplace(heap, (chance, entry.task.text))
    known += [template([text for _, text in some]) for some in samples.values()]
    return _Texts(prompts, places, lines, ids, np.unique(np.concatenate(known)))


def _prompts(path: Path, prompt: str | None) -> Iterator[str]:
    if path.is_dir():
        return (entry.task.text for entry in Origin.open(path).entries())
    return read_prompts(path, prompt=prompt)


def _screened(texts: _Texts, *, near: float, each_other: bool) -> tuple[Screening, frozenset[str]]:
    first = len(texts.evaluations)
    count = first + len(texts.ids)
    sizes = np.zeros(count, np.int64)
    whole = np.zeros(count, np.uint64)

    def sets() -> Iterator[Shingles]:
        for row in range(count):
            text = texts.text(row)
            said = without(shingles(text), texts.template)
            sizes[row], whole[row] = len(said), _hash(text)
            yield said if len(said) else np.zeros(1, np.uint64)

    known = sketches(sets())
    met = dict.fromkeys(pairs(whole[:, None], np.ones(count, bool)), 1.0)
    for early, late in alike(known, sizes > 0, near):
        if late >= first and (early < first or each_other) and (early, late) not in met:
            share = texts.share(early, late)
            if share >= near:
                met[early, late] = share
    gone: dict[int, tuple[int, float]] = {}
    for (early, late), share in sorted(met.items(), key=lambda pair: (pair[0][1], pair[0][0])):
        if late >= first and (early < first or each_other) and early not in gone:
            gone.setdefault(late, (early, share))
    found = Screening(
        tasks=len(texts.ids),
        evaluations=first,
        contaminated=sum(early < first for early, _ in gone.values()),
        near=sum(early >= first for early, _ in gone.values()),
        examples=tuple(
            Likeness(task=texts.name(late), like=texts.name(early), share=round(share, 4))
            for late, (early, share) in list(gone.items())[:SHOWN]
        ),
    )
    return found, frozenset(texts.name(late) for late in gone)


def _hash(text: str) -> int:
    """Equal for texts that differ in case and blanks alone."""
    key = " ".join(text.split()).casefold()
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest())
