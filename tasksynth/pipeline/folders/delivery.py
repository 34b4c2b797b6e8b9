"""Folders that are made on this machine, whole, and then brought to where they belong."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tasksynth.errors import UsageError
from tasksynth.pipeline.folders.manifest import MANIFEST
from tasksynth.pipeline.folders.places import RemotePlace, far, near

_SHARD = re.compile(r".+-\d{5}-of-\d{5}\..+")


@contextmanager
def delivered(out: Path | str, *, overwrite: bool) -> Iterator[Path]:
    """A folder of this machine to write to: `out` itself, or one whose files go to that place.

    They go once the block has ended without an error, the manifest last. With `overwrite`, they
    take the place of files of the same names, and files of tasks or rows that the folder has not
    are removed; without, the place must be empty.

    Raises:
        UsageError: if it is not.
        UnavailableError: if it cannot be reached.
    """
    if (place := far(out)) is None:
        yield near(out)
        return
    there = place.sizes()
    if there and not overwrite:
        held = "a dataset" if MANIFEST in there else repr(next(iter(there)))
        raise UsageError(f"{out} already holds {held}; choose another --out")
    with TemporaryDirectory(prefix="tasksynth-") as home:
        made = Path(home) / place.url.rpartition("/")[2]
        yield made
        _bring(made, place, [*there])


def _bring(made: Path, place: RemotePlace, there: list[str]) -> None:
    files = [file for file in sorted(made.rglob("*")) if file.is_file()]
    names = [file.relative_to(made).as_posix() for file in files]
    place.remove([MANIFEST] if MANIFEST in there else [])  # it tells of the old ones
    for file, name in zip(files, names, strict=True):
        if name != MANIFEST:
            place.send(file, name)
    place.remove([name for name in there if _SHARD.fullmatch(name) and name not in names])
    if MANIFEST in names:
        place.send(made / MANIFEST, MANIFEST)


@contextmanager
def fetched(given: Path | str) -> Iterator[Path]:
    """A folder or a file on this machine: `given` itself, or a copy of what is at that place.

    Raises:
        UsageError: if there is nothing.
        UnavailableError: if it cannot be reached.
    """
    if (place := far(given)) is None:
        yield near(given)
        return
    names = place.sizes()
    if not names:
        raise UsageError(f"nothing is at {given}; want a folder that `generate` wrote, or a file")
    with TemporaryDirectory(prefix="tasksynth-") as home:
        copy = Path(home) / place.url.rpartition("/")[2]
        for name in names:
            file = copy / name if name else copy
            file.parent.mkdir(parents=True, exist_ok=True)
            place.fetch(name, file)
        yield copy
