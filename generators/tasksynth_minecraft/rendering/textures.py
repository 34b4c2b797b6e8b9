"""Textures for the faces of blocks, drawn by rules: no art of anybody's is shipped."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from tasksynth.errors import UsageError
from tasksynth_minecraft.numeric.dice import philox
from tasksynth_minecraft.worlds.blocks import BLOCKS, Colour

SIZE = 16
FACES = ("top", "side", "bottom")


@lru_cache(maxsize=1)
def procedural() -> np.ndarray:
    """(blocks, 3, 16, 16, 3) uint8: top, side and bottom of every block, row 0 at the top."""
    out = np.zeros((len(BLOCKS), 3, SIZE, SIZE, 3), dtype=np.uint8)
    for i, block in enumerate(BLOCKS):
        colours = (block.top, block.side or block.top, block.bottom or block.side or block.top)
        for face, colour in enumerate(colours):
            grain = philox(i, face).integers(-10, 11, size=(SIZE, SIZE, 1))
            drawn = _draw(block.pattern, face, np.array(colour, dtype=float), grain, block.spots)
            if block.pattern == "grass" and face == 1:
                drawn[:3] = np.array(block.top, dtype=float) + grain[:3]
                drawn[3, ::2] = block.top
            out[i, face] = np.clip(drawn, 0, 255)
    return out


def _draw(
    pattern: str, face: int, colour: np.ndarray, grain: np.ndarray, spots: Colour | None
) -> np.ndarray:
    t = np.ones((SIZE, SIZE, 1)) * colour + grain * (0.3 if pattern == "flat" else 0.9)
    y, x = np.mgrid[:SIZE, :SIZE]
    ring = np.minimum(np.minimum(x, 15 - x), np.minimum(y, 15 - y))  # 0 at the border
    if pattern == "log":
        t *= np.where((ring if face != 1 else x // 2) % 2 == 0, 0.8, 1.0)[..., None]
    elif pattern == "leaves":
        t *= np.array([0.6, 0.8, 1.0, 1.15])[(grain[..., 0] + 10) % 4][..., None]
    elif pattern == "cobble":
        t *= np.where((x // 4 * 7 + y // 4 * 5 + x // 8) % 3 == 0, 0.75, 1.0)[..., None]
        t[(x % 4 == 0) | (y % 4 == 0)] *= 0.85
    elif pattern == "planks":
        t[3::4] *= 0.65
    elif pattern == "bricks":
        t[(y % 4 == 3) | ((x + 4 * (y // 4 % 2)) % 8 == 3)] = colour * 0.4 + 100
    elif pattern == "frame":
        t[ring == 0] *= 0.6
        t[ring == 1] *= 1.12
    elif pattern == "glass":
        t[ring == 0] = 250
    elif pattern == "ore" and spots:
        for cx, cy in ((3, 3), (10, 2), (6, 7), (12, 8), (2, 11), (9, 12)):
            t[cy : cy + 3, cx : cx + 2] = spots
            t[cy + 1, cx - 1 : cx + 3] = spots
    elif pattern == "stripes":
        t *= np.where(x % 5 == 0, 0.7, 1.0)[..., None]
    elif pattern == "grid":
        t[(x % 5 == 2) | (y % 5 == 2)] *= 0.6
    elif pattern == "shelf" and face == 1:
        books = np.array([(150, 50, 40), (60, 90, 50), (70, 60, 120), (150, 120, 60)])
        rows = ((y % 8) > 1) & (ring > 0)
        t[rows] = books[(x * 3 // 4 + y // 8) % 4][rows]
    elif pattern == "mouth" and face == 1:
        t[(y > 8) & (y < 14) & (x > 3) & (x < 12)] = 30
        t[(y > 2) & (y < 5) & (x > 4) & (x < 11)] *= 0.5
    elif pattern == "lid":
        t[ring == 0] *= 0.5
        if face == 1:
            t[5] *= 0.4
            t[4:8, 7:9] = 190
    return np.asarray(t)


def from_pack(folder: Path) -> np.ndarray:
    """A user's own resource pack over ours: `assets/minecraft/textures/block/NAME[_FACE].png`.

    Raises:
        UsageError: if the folder has no such textures, or Pillow is missing.
    """
    art = folder / "assets" / "minecraft" / "textures" / "block"
    if not art.is_dir():
        raise UsageError(f"no textures in {folder}: want a resource pack with {art.name}/*.png")
    try:
        from PIL import Image
    except ImportError as e:
        raise UsageError(
            "reading a resource pack needs `pip install 'tasksynth[minecraft]'`"
        ) from e
    out = procedural().copy()
    for i, block in enumerate(BLOCKS):
        for face, name in enumerate(FACES):
            stems = (f"{block.name}_{name}", f"{block.name}_front", block.name)
            file = next((f for stem in stems if (f := art / f"{stem}.png").is_file()), None)
            if file is not None:
                with Image.open(file) as image:
                    square = image.convert("RGB").crop((0, 0, image.width, image.width))
                    out[i, face] = np.asarray(square.resize((SIZE, SIZE)))
    return out
