"""Minecraft's NBT format: a writer and a reader (minecraft.fandom.com/wiki/NBT_format).

Python and NBT: `int` is Int, and Byte, Short and Long are its subclasses here; `float` is Double,
`str` String, `dict` Compound, `list` List; int8, int32 and int64 arrays are the array tags.
"""

import gzip
import io
import struct
import zlib
from typing import Any

import numpy as np

from tasksynth.errors import UsageError


class Byte(int):
    """A Byte tag."""


class Short(int):
    """A Short tag."""


class Long(int):
    """A Long tag."""


_SCALARS = {Byte: (1, ">b"), Short: (2, ">h"), Long: (4, ">q")}
_ARRAYS = {np.dtype(np.int8): 7, np.dtype(np.int32): 11, np.dtype(np.int64): 12}
_MAX_DEPTH = 64
_MAX_BYTES = 2**28
"""Of a file, unpacked: a structure of six million blocks takes as much."""


class Encoded(bytes):
    """The payload of a List of Compounds, written already: element type, count and elements."""


def _kind(value: Any) -> int:
    if type(value) in _SCALARS:
        return _SCALARS[type(value)][0]
    if isinstance(value, np.ndarray):
        return _ARRAYS[value.dtype]
    kinds: dict[type, int] = {int: 3, float: 6, str: 8, list: 9, dict: 10, Encoded: 9}
    return kinds[type(value)]


def _string(out: io.BytesIO, text: str) -> None:
    data = text.encode()
    out.write(struct.pack(">H", len(data)) + data)


def _write(out: io.BytesIO, value: Any) -> None:
    if type(value) in _SCALARS:
        out.write(struct.pack(_SCALARS[type(value)][1], value))
    elif isinstance(value, np.ndarray):
        out.write(
            struct.pack(">i", len(value)) + value.astype(value.dtype.newbyteorder(">")).tobytes()
        )
    elif isinstance(value, Encoded):
        out.write(value)
    elif isinstance(value, bool | int):
        out.write(struct.pack(">i", value))
    elif isinstance(value, float):
        out.write(struct.pack(">d", value))
    elif isinstance(value, str):
        _string(out, value)
    elif isinstance(value, list):
        out.write(struct.pack(">bi", _kind(value[0]) if value else 0, len(value)))
        for item in value:
            _write(out, item)
    else:
        for name, item in value.items():
            out.write(bytes([_kind(item)]))
            _string(out, name)
            _write(out, item)
        out.write(b"\0")


def dump(root: dict[str, Any], *, name: str = "") -> bytes:
    """A named root compound, not compressed."""
    out = io.BytesIO()
    out.write(b"\x0a")
    _string(out, name)
    _write(out, root)
    return out.getvalue()


def dump_gzip(root: dict[str, Any], *, name: str = "") -> bytes:
    """The same, compressed; equal input gives equal bytes."""
    return gzip.compress(dump(root, name=name), 6, mtime=0)


def load(data: bytes) -> dict[str, Any]:
    """Read a file, compressed or not; the root's name is dropped.

    Raises:
        UsageError: if the data is no NBT.
    """
    try:
        raw = data
        if data[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
                raw = file.read(_MAX_BYTES + 1)
        if len(raw) > _MAX_BYTES:
            raise ValueError(f"it unpacks to more than {_MAX_BYTES:,} bytes")
        reader = _Reader(raw)
        if reader.unpack(">b") != 10:
            raise UsageError("want an NBT file: its root is no compound")
        reader.string()
        value: dict[str, Any] = reader.payload(10, 0)
    except (struct.error, zlib.error, EOFError, OSError, IndexError, ValueError) as e:
        raise UsageError(f"the NBT file is damaged: {e}") from e
    return value


class _Reader:
    """A cursor over NBT bytes."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def unpack(self, form: str) -> Any:
        (value,) = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return value

    def take(self, n: int) -> bytes:
        if n < 0 or self.at + n > len(self.data):
            raise EOFError("it ends too early")
        self.at += n
        return self.data[self.at - n : self.at]

    def string(self) -> str:
        return self.take(self.unpack(">H")).decode()

    def payload(self, kind: int, depth: int) -> Any:
        if depth > _MAX_DEPTH:
            raise ValueError("it is nested too deep")
        scalars = {1: ">b", 2: ">h", 3: ">i", 4: ">q", 5: ">f", 6: ">d"}
        if kind in scalars:
            return self.unpack(scalars[kind])
        arrays = {7: ">i1", 11: ">i4", 12: ">i8"}
        if kind in arrays:
            form = np.dtype(arrays[kind])
            n = self.unpack(">i")
            values = np.frombuffer(self.take(n * form.itemsize), dtype=form)
            return values.astype(form.newbyteorder("="))
        if kind == 8:
            return self.string()
        if kind == 9:
            item, n = self.unpack(">b"), self.unpack(">i")
            if n > len(self.data):
                raise ValueError("it has a list longer than itself")
            return [self.payload(item, depth + 1) for _ in range(n)]
        if kind == 10:
            out = {}
            while (child := self.unpack(">b")) != 0:
                name = self.string()
                out[name] = self.payload(child, depth + 1)
            return out
        raise ValueError(f"there is no tag {kind}")
