"""Files of formulas as text: plain or compressed, with or without a mark of their encoding."""

import bz2
import codecs
import gzip
import lzma
import zlib
from collections.abc import Callable
from io import BufferedIOBase
from pathlib import Path

from tasksynth import UsageError

MAX_BYTES = 1 << 28
"""Largest file that is taken in, once it is unpacked."""
_Opener = Callable[[Path], BufferedIOBase]
_PACKED: dict[bytes, tuple[str, _Opener]] = {
    b"\x1f\x8b": ("gzip", gzip.GzipFile),
    b"\xfd7zXZ\0": ("xz", lzma.LZMAFile),
    b"BZh": ("bzip2", bz2.BZ2File),
}
_NOT_READ = {b"PK\x03\x04": "zip", b"7z\xbc\xaf": "7z", b"\x28\xb5\x2f\xfd": "zstd"}


def read_text(path: Path, *, latin: bool = False) -> str:
    """What a file says; `.gz`, `.xz` and `.bz2` are told by their first bytes and unpacked.

    `latin`: text that is no UTF-8 is taken as Latin-1, for formats whose comments may be anything.

    Raises:
        UsageError: naming the file, if it cannot be read, is damaged, too large or no text.
    """
    data = _read(path)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "UTF-16", path)
    if not latin:
        return _decoded(data, "UTF-8-sig", path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _read(path: Path) -> bytes:
    kind = "file"
    opener: _Opener = _open
    try:
        with path.open("rb") as plain:
            start = plain.read(6)
        for magic, name in _NOT_READ.items():
            if start.startswith(magic):
                raise UsageError(f"{path}: a {name} archive; unpack it, or pack it as .gz or .xz")
        for magic, (name, unpack) in _PACKED.items():
            if start.startswith(magic):
                kind, opener = name, unpack
        with opener(path) as file:
            data = file.read(MAX_BYTES + 1)
    except (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error) as e:
        raise UsageError(f"{path}: the {kind} file is damaged: {e}; get it anew") from e
    except OSError as e:
        damaged = f"the {kind} file is damaged: {e}; get it anew"
        reason = f"cannot be read: {e.strerror}" if e.strerror else damaged
        raise UsageError(f"{path}: {reason}") from e
    if len(data) > MAX_BYTES:
        raise UsageError(f"{path}: over {MAX_BYTES >> 20} MiB once it is unpacked; split it")
    return data


def _open(path: Path) -> BufferedIOBase:
    return path.open("rb")


def _decoded(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as e:
        name = encoding.removesuffix("-sig")
        raise UsageError(
            f"{path}: want {name} text, byte {e.start} is not; convert the file"
        ) from e
