"""The pointer of a mouse on a drawn screen."""

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from tasksynth_apps.screens.paint import FINE, picture
from tasksynth_apps.screens.screen import Screen

if TYPE_CHECKING:
    from PIL import Image

_ARROW = ((0, 0), (0, 17), (4, 13), (7, 20), (10, 19), (7, 12), (12, 12))
"""The outline of the pointer, in points from its tip."""
_EDGE = 2
"""Points beside it for the line around it, which is seen on all sides."""
_ROOM = (16, 24)


def pointed(screen: Screen, x: int, y: int) -> bytes:
    """A screen as a PNG file, with the tip of a pointer at a pixel.

    Raises:
        UsageError: if the extra `gui` is not installed.
    """
    image = picture(screen)
    white, black = _masks(screen.scale)
    edge = _edge(screen.scale)
    image.paste((0, 0, 0), (x - edge, y - edge), black)
    image.paste((255, 255, 255), (x - edge, y - edge), white)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()


def _edge(scale: int) -> int:
    """Whole pixels between a mask's corner and the tip."""
    return -(-_EDGE * scale // 100)


@lru_cache(maxsize=8)
def _masks(scale: int) -> tuple["Image.Image", "Image.Image"]:
    """The pointer's inside and all of it, at so many pixels per 100 points."""
    from PIL import Image, ImageDraw

    edge = _edge(scale)
    size = _ROOM[0] * scale // 100 + edge, _ROOM[1] * scale // 100 + edge
    fine = [
        ((px * scale / 100 + edge) * FINE, (py * scale / 100 + edge) * FINE) for px, py in _ARROW
    ]
    masks = []
    for line in (0, max(1, 3 * scale * FINE // 200)):
        mask = Image.new("L", (size[0] * FINE, size[1] * FINE))
        draw = ImageDraw.Draw(mask)
        draw.polygon(fine, fill=255)
        if line:
            draw.line([*fine, fine[0]], fill=255, width=line, joint="curve")
        masks.append(mask.resize(size, Image.Resampling.BOX))
    return masks[0], masks[1]
