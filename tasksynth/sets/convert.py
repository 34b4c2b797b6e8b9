"""The same tasks in files of another form."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tasksynth.errors import UsageError
from tasksynth.pipeline.folders.manifest import Manifest
from tasksynth.pipeline.folders.output import STANDARD
from tasksynth.pipeline.folders.packed import Form, form_of
from tasksynth.sets.reading import Origin, TaskLine
from tasksynth.sets.writing import SHARD_SIZE, Writing, write_dataset, write_file


def convert(
    dataset: Path,
    out: Path | str,
    *,
    form: Form | None = None,
    splits: Sequence[str] = (),
    shard_size: int = SHARD_SIZE,
    workers: int = 1,
    overwrite: bool = False,
    check: bool = False,
) -> Manifest | int:
    """Write a dataset's tasks again, line for line: as a folder, or as one file.

    Args:
        dataset: a folder in any form, or a file of tasks.
        out: a folder; a file, if its name ends as one of a form; or `-` for lines.
        form: of the folder's files; None: JSON lines.
        splits: which ones; none: all.
        shard_size: tasks a file of a folder.
        workers: processes that draw what prompts show, for the forms that hold it.
        overwrite: replace a dataset that is at `out`.
        check: compare the dataset with its manifest's digests first.

    Returns:
        The manifest of a folder, or how many tasks the one file holds.

    Raises:
        UsageError: for what cannot be written; says what to do instead.
    """
    origin = Origin.open(dataset, check=check)
    wanted = _wanted(origin, splits)
    file_form = "jsonl" if out == STANDARD else form_of(out)
    if file_form is not None and form not in (None, file_form):
        raise UsageError(f"{out} is a file of the form {file_form}, got --format {form}")
    if file_form is not None and len(wanted) > 1:
        raise UsageError(
            f"one file does not tell splits apart, and {dataset} has {', '.join(wanted)}: "
            f"choose one with --split, or write a folder"
        )

    def entries() -> Iterator[TaskLine]:
        for split in wanted:
            yield from origin.entries(split)

    plan = Writing(
        "convert",
        [origin],
        form=form or "jsonl",
        shard_size=shard_size,
        workers=workers,
        overwrite=overwrite,
        whole=not splits,
    )
    if file_form is None:
        return write_dataset(out, entries, plan)
    return write_file(out, entries, plan)


def _wanted(origin: Origin, splits: Sequence[str]) -> tuple[str, ...]:
    """The splits that are asked for, in the order of the dataset."""
    if unknown := [split for split in splits if split not in origin.splits]:
        there = ", ".join(origin.splits)
        raise UsageError(f"{origin.path} has no split {unknown[0]!r}; it has {there}")
    return tuple(split for split in origin.splits if not splits or split in splits)
