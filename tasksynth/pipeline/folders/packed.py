"""Files of tasks in other forms than JSON lines: packed by Zstandard, Parquet, tar.

Whoever reads gets the lines, as they were written before they were packed.
"""

import io
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO, Literal, get_args

from tasksynth.errors import StateError, UsageError

Form = Literal["jsonl", "jsonl.zst", "parquet", "tar"]
"""Forms of files of tasks; each is how its files' names end."""
FORMS: tuple[Form, ...] = get_args(Form)
WHOLE = "info"
"""The column of Parquet files that holds a task's line, as `export --for hf` writes it."""
BATCH = 256
"""Rows of a Parquet file that are read at once: pictures are not read at all."""

_END = bytes(1024)


def form_of(path: Path | str) -> Form | None:
    """The form that a file's name tells; None for any other name."""
    name = Path(path).name
    return next((form for form in FORMS if name.endswith(f".{form}")), None)


def opened(path: Path, begin: bytes) -> BinaryIO | None:
    """The lines of a packed file, to be read from first to last; None if it is not packed.

    Args:
        path: the file.
        begin: its first bytes.

    Raises:
        UsageError: if what unpacks it is not installed, or it holds no tasks.
    """
    if begin.startswith(b"\x28\xb5\x2f\xfd"):
        return _Whole(zstd().open(path, "rb"), path)
    if begin.startswith(b"PAR1"):
        return io.BufferedReader(_Pieces(_of_parquet(path)))
    if begin[257:262] == b"ustar":
        return io.BufferedReader(_Pieces(_of_tar(path)))
    return None


def unpacked(packed: BinaryIO) -> BinaryIO:
    """The same lines in a file without a name, in which one can look anywhere; closes `packed`."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever reads closes it
    with packed:
        shutil.copyfileobj(packed, file, 2**20)
    file.seek(0)
    return file


def zstd() -> Any:
    """The module that packs by Zstandard, as Python has it from 3.14 on.

    Raises:
        UsageError: naming the extra, if it is not there.
    """
    try:
        from compression import zstd
    except ImportError:
        try:
            from backports import zstd
        except ImportError as e:
            raise UsageError("Zstandard needs an extra: pip install 'tasksynth[zstd]'") from e
    return zstd


class _Pieces(io.RawIOBase):
    """Reads pieces of bytes as one file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            if (piece := next(self._pieces, None)) is None:
                return 0
            self._left = piece
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size


class _Whole(io.BufferedReader):
    """A packed file, of which damage is told as such."""

    def __init__(self, file: Any, path: Path) -> None:
        super().__init__(_Pieces(_guarded(file, path)))


def _guarded(file: Any, path: Path) -> Iterator[bytes]:
    with closing(file):
        while True:
            try:
                piece = file.read(2**18)
            except (zstd().ZstdError, EOFError) as e:
                raise StateError(f"{path}: it cannot be unpacked: {e}") from e
            if not piece:
                return
            yield piece


def _of_parquet(path: Path) -> Iterator[bytes]:
    try:
        from pyarrow import ArrowInvalid
        from pyarrow.parquet import ParquetFile
    except ImportError as e:
        raise UsageError("Parquet needs pyarrow: pip install 'tasksynth[parquet]'") from e
    try:
        with ParquetFile(path) as file:
            if WHOLE not in (names := file.schema_arrow.names):
                raise UsageError(
                    f"{path} has no column {WHOLE!r}, which holds whole tasks; it has {names}. "
                    f"`tasksynth convert` and `tasksynth export --for hf` write it"
                )
            for batch in file.iter_batches(BATCH, columns=[WHOLE]):
                for text in batch.column(0).to_pylist():
                    yield (text or "").encode() + b"\n"
    except (ArrowInvalid, OSError) as e:
        raise StateError(f"{path}: no Parquet file: {e}") from e


def _of_tar(path: Path) -> Iterator[bytes]:
    with path.open("rb") as raw:  # one that is cut between two members looks whole to a reader
        raw.seek(-min(len(_END), path.stat().st_size), io.SEEK_END)
        if raw.read() != _END:
            raise StateError(f"{path}: it is cut off: a tar ends with {len(_END):,} zeros")
    try:
        with tarfile.open(path, "r|") as file:
            for member in file:
                if member.name.endswith(".json") and (body := file.extractfile(member)) is not None:
                    yield body.read() + b"\n"
    except tarfile.TarError as e:
        raise StateError(f"{path}: it cannot be unpacked: {e}") from e
