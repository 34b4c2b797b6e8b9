"""What is behind things: textures of little colour, made once a process, and cut out of."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from tasksynth.rng import Stream
from tasksynth_vision.drawing.pillow import pillow
from tasksynth_vision.scenes.things import Backdrop

if TYPE_CHECKING:
    from PIL.Image import Image

SHEET = 832
"""Pixels of a texture's side: the largest scene and the offsets fit in."""
_TONES = {
    "paper": (244, 241, 234),
    "linen": (222, 217, 208),
    "squared": (247, 248, 249),
    "plaster": (203, 203, 200),
    "felt": (92, 97, 98),
    "slate": (58, 62, 68),
}


def _bytes(name: str, height: int, width: int) -> np.ndarray:
    """Even noise in [-1, 1), (height, width) float32, the same whenever it is asked for."""
    bits = Stream(f"tasksynth_vision {name}".encode()).rng(0).bit_generator
    raw = np.asarray(bits.random_raw((height * width + 7) // 8), dtype="<u8").tobytes()
    flat = np.frombuffer(raw, dtype=np.uint8)[: height * width]
    return flat.reshape(height, width).astype(np.float32) / 128 - 1


def _smooth(name: str, cells: int) -> np.ndarray:
    """Noise of so many cells a side, blown up."""
    image = pillow("Image")
    small = image.fromarray(((_bytes(name, cells, cells) + 1) * 127.5).astype(np.uint8))
    large = small.resize((SHEET, SHEET), image.Resampling.BICUBIC)
    return np.asarray(large, dtype=np.float32) / 127.5 - 1


def _linen() -> np.ndarray:
    across = np.repeat(_bytes("weft", SHEET, SHEET // 16), 16, axis=1)
    down = np.repeat(_bytes("warp", SHEET // 16, SHEET), 16, axis=0)
    weave = np.indices((SHEET, SHEET)).sum(0) % 4 < 2
    return np.asarray(np.where(weave, across, down) * 7 + 3 * _smooth("linen", 12))


def _squared() -> np.ndarray:
    out = 1.5 * _bytes("squares", SHEET, SHEET)
    for every, depth in ((16, 16.0), (64, 16.0)):
        lines = np.arange(SHEET) % every == 0
        out -= depth * (lines[:, None] | lines[None, :])
    return out


_RELIEFS: dict[str, Callable[[], np.ndarray]] = {
    "paper": lambda: 2.5 * _bytes("grain", SHEET, SHEET) + 4 * _smooth("pulp", 60),
    "linen": _linen,
    "squared": _squared,
    "plaster": lambda: 9 * _smooth("trowel", 26) + 7 * _smooth("grit", 210),
    "felt": lambda: 9 * _smooth("fibre", 400) + 4 * _smooth("nap", 20),
    "slate": lambda: 5 * _smooth("bed", 14) + 4 * _smooth("chip", 300),
}


@cache
def texture(name: str) -> "Image":
    """A whole sheet of a ground."""
    relief = np.rint(_RELIEFS[name]())[..., None]
    tone = np.array(_TONES[name], dtype=np.float32)
    pixels = np.clip(tone + relief, 0, 255).astype(np.uint8)
    return pillow("Image").fromarray(pixels)  # type: ignore[no-any-return]


@cache
def _lights(side: int, corner: int) -> "Image":
    """How bright the ground is lit, from one corner: L, 255 where it stays as it is."""
    image = pillow("Image")
    step = np.linspace(0, 1, 24, dtype=np.float32)
    x, y = np.meshgrid(step, step)
    far = np.hypot(x, y) / np.sqrt(np.float32(2))
    lit = np.rot90(255 - 44 * far**1.5, -corner)
    small = image.fromarray(np.rint(lit).astype(np.uint8))
    large = small.resize((side, side), image.Resampling.BICUBIC)
    return image.merge("RGB", (large,) * 3)  # type: ignore[no-any-return]


def ground(backdrop: Backdrop, side: int) -> "Image":
    """The ground of a scene under its light."""
    x, y = backdrop.at
    cut = texture(backdrop.ground).crop((x, y, x + side, y + side))
    return pillow("ImageChops").multiply(cut, _lights(side, backdrop.light))  # type: ignore[no-any-return]


@cache
def _grain(most: int) -> "Image":
    """Noise around 128, for all three channels."""
    noise = np.rint(128 + most * _bytes("sensor", SHEET, SHEET)).astype(np.uint8)
    return pillow("Image").merge("RGB", (pillow("Image").fromarray(noise),) * 3)  # type: ignore[no-any-return]


def noisy(picture: "Image", most: int, at: tuple[int, int]) -> "Image":
    """A picture whose pixels are off by `most` at most in brightness; where decides how."""
    if not most:
        return picture
    width, height = picture.size
    x, y = min(at[0], SHEET - width), min(at[1], SHEET - height)
    grain = _grain(most).crop((x, y, x + width, y + height))
    return pillow("ImageChops").add(picture, grain, 1, -128)  # type: ignore[no-any-return]
