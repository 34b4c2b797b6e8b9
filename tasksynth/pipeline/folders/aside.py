"""Dataset folders whose files are written aside, and take their place once all are there."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tasksynth.errors import UsageError, writing
from tasksynth.pipeline.folders.delivery import delivered
from tasksynth.pipeline.folders.manifest import MANIFEST, Manifest
from tasksynth.pipeline.folders.shards import Folder, clear

ASIDE = "import.part"
"""The folder within the dataset's where its files are until all was read."""


def write_whole_folder(
    out: Path | str, fill: Callable[[Path], Manifest], *, identity: str, overwrite: bool
) -> Manifest:
    """Write a dataset folder that is there once all of it is.

    Args:
        out: the folder, or the URL of one; see `delivered`.
        fill: writes the files to the folder that it is given, and says what is in them.
        identity: what is being written.
        overwrite: replace a dataset that is there; until then, it is.

    Raises:
        UsageError: if the folder holds something else.
    """
    with delivered(out, overwrite=overwrite) as place:
        return _write_whole(place, fill, identity=identity, overwrite=overwrite)


def _write_whole(
    out: Path, fill: Callable[[Path], Manifest], *, identity: str, overwrite: bool
) -> Manifest:
    new = not out.exists()
    with Folder(out, identity=identity) as folder:
        try:
            with _aside(out, overwrite=overwrite) as aside:
                manifest = fill(aside)
                clear(out, keep=[aside])
                for shard in manifest.shards:
                    (aside / shard.name).rename(out / shard.name)
        except BaseException:
            if new:
                with suppress(OSError):  # somebody put something there
                    out.rmdir()
            raise
        folder.finish(manifest)
    return manifest


@contextmanager
def _aside(out: Path, *, overwrite: bool) -> Iterator[Path]:
    """A folder to write to, which is gone at the end."""
    aside = out / ASIDE
    shutil.rmtree(aside, ignore_errors=True)  # of a run that was killed
    if not overwrite and (others := sorted(p.name for p in out.iterdir())):
        held = "a dataset" if MANIFEST in others else repr(others[0])
        raise UsageError(f"{out} already holds {held}; choose another --out")
    try:
        with writing(aside):
            aside.mkdir()
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)
