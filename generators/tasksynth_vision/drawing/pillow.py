"""Pillow, which is an extra: imported where something is drawn, and named where it is missing."""

import io
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tasksynth import UsageError

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

RGB = tuple[int, int, int]
COMPRESSION = 1
"""Of zlib: a quarter of the time of 6, for a tenth more bytes."""


def pillow(part: str) -> Any:
    """A module of Pillow.

    Raises:
        UsageError: where it is missing.
    """
    try:
        return import_module(f"PIL.{part}")
    except ImportError as e:
        raise UsageError("pictures need `pip install 'tasksynth[pictures]'`") from e


@cache
def font(size: int) -> "FreeTypeFont":
    """Pillow's own typeface, Aileron, set letter by letter: alike on every machine."""
    fonts = pillow("ImageFont")
    return fonts.load_default(size).font_variant(layout_engine=fonts.Layout.BASIC)  # type: ignore[no-any-return]


def png(image: "Image") -> bytes:
    """A picture as a PNG file."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=COMPRESSION)
    return out.getvalue()


def mixed(one: RGB, other: RGB, share: float) -> RGB:
    """A colour between two: `share` of the other."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]
