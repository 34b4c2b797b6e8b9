"""PNG files with the standard library alone (W3C PNG 3, filter 0, no interlacing)."""

import struct
import zlib
from collections.abc import Iterable

import numpy as np

_BEGIN, _END = b"\x89PNG\r\n\x1a\n", (b"IEND", b"")


def encode(image: np.ndarray) -> bytes:
    """An (h, w, 3) uint8 picture, or an (h, w) bool mask as black and white."""
    if image.dtype == bool:
        image = image.astype(np.uint8) * 255
    return _BEGIN + b"".join(map(_chunk, (_header(image), (b"IDAT", _packed(image)), _END)))


def animate(frames: Iterable[np.ndarray], *, seconds: float) -> bytes:
    """Pictures (h, w, 3) uint8 of one size as an animated PNG that repeats.

    Args:
        frames: at least one.
        seconds: that each is shown; the last one is for a second.
    """
    chunks: list[tuple[bytes, bytes]] = []
    held = round(seconds * 1000)
    images = list(frames)
    for number, image in enumerate(images):
        shown = 1000 if image is images[-1] else held
        height, width = image.shape[:2]
        order = max(0, 2 * number - 1)  # of the chunks that belong to the animation
        control = struct.pack(">IIIIIHHBB", order, width, height, 0, 0, shown, 1000, 0, 0)
        chunks.append((b"fcTL", control))
        if number == 0:
            chunks.append((b"IDAT", _packed(image)))
        else:
            chunks.append((b"fdAT", struct.pack(">I", order + 1) + _packed(image)))
    count = (b"acTL", struct.pack(">II", len(images), 0))
    return _BEGIN + b"".join(map(_chunk, (_header(images[0]), count, *chunks, _END)))


def _header(image: np.ndarray) -> tuple[bytes, bytes]:
    height, width = image.shape[:2]
    colours = 0 if image.ndim == 2 else 2
    return b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)


def _packed(image: np.ndarray) -> bytes:
    height = image.shape[0]
    rows = np.zeros((height, 1 + image[0].size), dtype=np.uint8)  # each row behind its filter byte
    rows[:, 1:] = image.reshape(height, -1)
    return zlib.compress(rows.tobytes(), 4)


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    kind, data = part
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
