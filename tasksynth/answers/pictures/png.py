"""A reader of PNG files in bounds.

It is our own, and reads no more than PNG: what comes from strangers meets no decoder of many
formats. Its size is known before anything is unpacked, and no more than that is unpacked.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from tasksynth.answers.final import Unreadable

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_BYTES = 4 * 2**20
"""Of a file."""
MOST_CHUNKS = 1_000
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Samples of a pixel by PNG's colour types: grey, RGB, palette, and the first two with alpha."""
LATTICES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
            (0, 1, 1, 2))  # fmt: skip
"""Of an interlaced picture: first column and row, and how far apart (PNG, section 8.2, Adam7)."""
Pixels = np.ndarray[Any, Any]


def read_png(data: bytes, *, width: int, height: int) -> Pixels:
    """A PNG file of a size that is known, (height, width, 4) uint8.

    Raises:
        Unreadable: if it is none, is damaged or of another size.
    """
    head, packed, palette, alphas = b"", [], b"", b""
    for kind, body in _chunks(data):
        if kind == b"IHDR" and not head:
            head = body
            _check_head(head, width, height)
        elif not head:
            raise Unreadable("the picture does not begin with its size")
        elif kind == b"PLTE":
            palette = body
        elif kind == b"tRNS":
            alphas = body
        elif kind == b"IDAT":
            packed.append(body)
        elif kind[:1].isupper():
            raise Unreadable(f"the picture has a part {kind!r}, which is not read")
    if not head or not packed:
        raise Unreadable("the picture is cut off")
    bits, colours = head[8], head[9]
    lattices = LATTICES if head[12] else ((0, 0, 1, 1),)
    samples = _laid(b"".join(packed), (height, width), lattices, bits, CHANNELS[colours])
    return _coloured(samples, min(bits, 8), colours, palette, alphas)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not data.startswith(SIGNATURE):
        raise Unreadable("the picture is no PNG file")
    if len(data) > MOST_BYTES:
        raise Unreadable(f"the picture has more than {MOST_BYTES:,} bytes")
    at = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        if at + 12 > len(data):
            break
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        body, told = data[at + 8 : at + 8 + size], data[at + 8 + size : at + 12 + size]
        if len(told) < 4:
            break
        if zlib.crc32(kind + body) != int.from_bytes(told, "big"):
            raise Unreadable("the picture is damaged")
        if kind == b"IEND":
            return
        yield kind, body
        at += 12 + size
    raise Unreadable("the picture is cut off")


def _check_head(head: bytes, width: int, height: int) -> None:
    if len(head) != 13:
        raise Unreadable("the picture is damaged")
    wide, high, bits, colours, packing, filters, interlaced = struct.unpack(">IIBBBBB", head)
    if (wide, high) != (width, height):
        raise Unreadable(f"the picture has {wide}x{high} pixels, want {width}x{height}")
    most = 8 if colours == 3 else 16
    known = (8 <= bits <= most and colours in CHANNELS) or (bits < 8 and colours in (0, 3))
    if not known or bits not in (1, 2, 4, 8, 16) or packing or filters or interlaced > 1:
        raise Unreadable("the picture is damaged: there is no such kind of PNG")


def _laid(
    packed: bytes,
    size: tuple[int, int],
    lattices: Sequence[tuple[int, int, int, int]],
    bits: int,
    channels: int,
) -> Pixels:
    """(height, width, channels) uint8, from the lattices that the pixels are written in."""
    out = np.zeros((*size, channels), dtype=np.uint8)
    parts = [part for x, y, dx, dy in lattices if (part := out[y::dy, x::dx]).size]
    rows = [(part.shape[1] * channels * bits + 7) // 8 for part in parts]
    lengths = [len(part) * (row + 1) for part, row in zip(parts, rows, strict=True)]
    data, at = _unpacked(packed, sum(lengths)), 0
    for part, row, length in zip(parts, rows, lengths, strict=True):
        lines = _unfiltered(data[at : at + length], len(part), row, channels * bits)
        part[:] = _samples(lines, part.shape[1], bits, channels)
        at += length
    return out


def _unpacked(packed: bytes, size: int) -> bytes:
    """So many bytes, and no more."""
    unpacker = zlib.decompressobj()
    try:
        out = unpacker.decompress(packed, size + 1)
    except zlib.error:
        raise Unreadable("the picture is damaged") from None
    if len(out) != size:
        raise Unreadable("the picture has more or fewer pixels than it says")
    return out


def _unfiltered(data: bytes, height: int, row: int, deep: int) -> Pixels:
    """Rows of bytes, (height, row) uint8, from what each differs by from its neighbours."""
    step = max(1, deep // 8)
    coded = np.frombuffer(data, dtype=np.uint8).reshape(height, row + 1)
    out = np.zeros((height + 1, row), dtype=np.uint8)
    for number, line in enumerate(coded):
        above, own = out[number], line[1:]
        if line[0] == 0:
            out[number + 1] = own
        elif line[0] == 1:
            pixels = np.pad(own, (0, -row % step)).reshape(-1, step)
            out[number + 1] = np.cumsum(pixels, axis=0, dtype=np.uint8).ravel()[:row]
        elif line[0] == 2:
            out[number + 1] = own + above
        elif line[0] in (3, 4):
            out[number + 1] = np.frombuffer(_predicted(own, above, step, line[0] == 4), np.uint8)
        else:
            raise Unreadable("the picture is damaged")
    return out[1:]


def _predicted(own: Pixels, above: Pixels, step: int, paeth: bool) -> bytes:  # noqa: FBT001
    """A row whose bytes are told by their mean neighbour, or by Paeth's."""
    line, up = own.tolist(), above.tolist()
    for i in range(len(line)):
        left = line[i - step] if i >= step else 0
        if not paeth:
            near = (left + up[i]) // 2
        else:
            corner = up[i - step] if i >= step else 0
            a, b, c = abs(up[i] - corner), abs(left - corner), abs(left + up[i] - 2 * corner)
            near = left if a <= b and a <= c else up[i] if b <= c else corner
        line[i] = (line[i] + near) & 255
    return bytes(line)


def _samples(rows: Pixels, width: int, bits: int, channels: int) -> Pixels:
    """(height, width, channels) uint8, not yet stretched to 255; the upper half of 16 bits."""
    if bits == 16:
        rows = rows[:, ::2]
    if bits < 8:
        spread = np.unpackbits(rows, axis=1).reshape(len(rows), -1, bits)
        rows = (spread * (1 << np.arange(bits)[::-1])).sum(2).astype(np.uint8)
    return rows[:, : width * channels].reshape(len(rows), width, channels)


def _coloured(samples: Pixels, bits: int, colours: int, palette: bytes, alphas: bytes) -> Pixels:
    out = np.full((*samples.shape[:2], 4), 255, dtype=np.uint8)
    if colours == 3:
        table = np.frombuffer(palette[: len(palette) // 3 * 3], np.uint8).reshape(-1, 3)
        if samples.max() >= len(table):
            raise Unreadable("the picture has a colour that is not in its palette")
        see_through = np.full(len(table), 255, dtype=np.uint8)
        told = np.frombuffer(alphas[: len(table)], np.uint8)
        see_through[: len(told)] = told
        out[..., :3], out[..., 3] = table[samples[..., 0]], see_through[samples[..., 0]]
        return out
    if colours in (0, 4):
        out[..., :3] = samples[..., :1] * (255 // ((1 << bits) - 1))
    else:
        out[..., :3] = samples[..., :3]
    if colours in (4, 6):
        out[..., 3] = samples[..., -1]
    return out


def write_png(pixels: Pixels) -> bytes:
    """A PNG file of (height, width, 3) uint8, or of (height, width) bool in black and white."""
    if pixels.dtype == bool:
        pixels = pixels.astype(np.uint8) * 255
    height, width = pixels.shape[:2]
    colours = 2 if pixels.ndim == 3 else 0
    rows = np.zeros((height, 1 + pixels[0].size), dtype=np.uint8)  # behind their filter's byte
    rows[:, 1:] = pixels.reshape(height, -1)
    head = struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b""))
    return SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
