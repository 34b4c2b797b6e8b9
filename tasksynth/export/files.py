"""Files of rows: JSON lines and Parquet, written row by row in bounded memory."""

import json
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from itertools import islice
from pathlib import Path
from typing import Any, Literal, Protocol, Self

from tasksynth.errors import UsageError, writing
from tasksynth.export.rows import MEDIA, Columns, Row
from tasksynth.pipeline.folders.dataset import open_file
from tasksynth.pipeline.folders.packed import zstd
from tasksynth.pipeline.making.plan import MOST_FILES

Format = Literal["jsonl", "jsonl.zst", "parquet"]

GROUP_ROWS = 1000
"""Rows of a Parquet row group, at most."""
GROUP_BYTES = 32 * 2**20
"""Bytes of media of a row group, about at most: what a writer holds in memory."""


class Writer(Protocol):
    """Takes the rows of one file."""

    def write(self, row: Row) -> None:
        """Add one row."""


class JsonLines(AbstractContextManager["JsonLines"]):
    """One JSON object a line."""

    def __init__(self, path: Path, columns: Columns) -> None:
        self._path = path
        with writing(path):
            self._file: Any = self._open(path)

    def _open(self, path: Path) -> Any:
        return path.open("wb")

    def write(self, row: Row) -> None:
        """Add one row."""
        with writing(self._path):
            self._file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")

    def __exit__(self, kind: object, *exc: object) -> None:
        _close(self._file, self._path, failed=kind is not None)


class PackedLines(JsonLines):
    """The same, packed by Zstandard."""

    def _open(self, path: Path) -> Any:
        return zstd().open(path, "wb")


class Parquet(AbstractContextManager["Parquet"]):
    """Parquet with zstd, whose metadata Hugging Face's readers understand, old and new.

    `datasets` 4 and later write a feature type, List, that `datasets` 3 refuses; the older form,
    `[{"_type": "Image"}]`, is read by both. The bytes depend on the rows and on pyarrow's version.
    """

    def __init__(self, path: Path, columns: Columns) -> None:
        pa, pq = _pyarrow()
        features = {name: _feature(kind) for name, kind in columns.items()}
        about = {"huggingface": json.dumps({"info": {"features": features}})}
        fields = [(name, _arrow(pa, kind)) for name, kind in columns.items()]
        self._schema = pa.schema(fields, metadata=about)
        self._table = pa.Table
        self._path = path
        with writing(path):
            self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[Row] = []
        self._held = 0

    def write(self, row: Row) -> None:
        """Add one row."""
        self._rows.append(row)
        shown = (one for column in MEDIA.values() for one in row.get(column, ()))
        self._held += sum(len(one["bytes"]) for one in shown)
        if len(self._rows) >= GROUP_ROWS or self._held >= GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            table = self._table.from_pylist(self._rows, schema=self._schema)
            with writing(self._path):
                self._writer.write_table(table)
            self._rows, self._held = [], 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *exc: object) -> None:
        if kind is None:
            self._flush()
        _close(self._writer, self._path, failed=kind is not None)


def _close(file: Any, path: Path, *, failed: bool) -> None:
    """Close what was written; after a failure it is thrown away, and says nothing more."""
    with suppress(OSError) if failed else writing(path):
        file.close()


FORMATS: dict[Format, type[JsonLines] | type[Parquet]] = {
    "jsonl": JsonLines,
    "jsonl.zst": PackedLines,
    "parquet": Parquet,
}


def write_shards(
    rows: Iterable[Row],
    folder: Path,
    split: str,
    *,
    count: int,
    size: int,
    form: Format,
    columns: Columns,
) -> Iterator[Path]:
    """Write `folder/SPLIT-00000-of-00003.FORM` and so on; each file once it is whole.

    Args:
        rows: `count` of them.
        folder: where the files go.
        split: the split's name.
        count: rows in all, which the files' names tell.
        size: rows a file.
        form: which format.
        columns: the rows' columns, for the formats that fix them.
    """
    source = iter(rows)
    shards = -(-count // size)
    if shards > MOST_FILES:
        raise UsageError(
            f"{shards:,} files of {size:,} rows are too many; "
            f"raise the shard size to {-(-count // MOST_FILES):,} or more"
        )
    for number in range(shards):
        path = folder / f"{split}-{number:05d}-of-{shards:05d}.{form}"
        with FORMATS[form](path, columns) as writer:
            for row in islice(source, size):
                writer.write(row)
        yield path


def rows_in(path: Path, form: Format) -> int:
    """How many rows a file has that was written here."""
    if form == "parquet":
        return int(_pyarrow()[1].read_metadata(path).num_rows)
    with open_file(path) as file:
        return sum(1 for _ in file)


def _arrow(pa: Any, kind: Any) -> Any:
    if isinstance(kind, list):
        return pa.list_(_arrow(pa, kind[0]))
    if isinstance(kind, dict):
        return pa.struct([(name, _arrow(pa, inner)) for name, inner in kind.items()])
    if kind in MEDIA:
        return pa.struct([("bytes", pa.binary()), ("path", pa.string())])
    return {"string": pa.string(), "int64": pa.int64(), "float64": pa.float64()}[kind]


def _feature(kind: Any) -> Any:
    """A column's type in the words of `datasets`."""
    if isinstance(kind, list):
        return [_feature(kind[0])]
    if isinstance(kind, dict):
        return {name: _feature(inner) for name, inner in kind.items()}
    if kind in MEDIA:
        return {"_type": kind.title()}
    return {"dtype": kind, "_type": "Value"}


def _pyarrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as e:
        raise UsageError("Parquet needs pyarrow: pip install 'tasksynth[parquet]'") from e
    return pyarrow, pyarrow.parquet
