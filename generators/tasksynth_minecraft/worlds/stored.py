"""Scenes that came from a file, and the blocks of any scene."""

import base64
import zlib
from functools import lru_cache
from typing import Annotated, Self

import numpy as np
from pydantic import Field

from tasksynth.errors import UsageError
from tasksynth_minecraft.worlds.blocks import block_id
from tasksynth_minecraft.worlds.scenes import SceneParams, build
from tasksynth_schemas import Model


class StoredScene(Model):
    """Blocks that came from a file, inside the task itself."""

    shape: tuple[
        Annotated[int, Field(ge=4, le=256)],
        Annotated[int, Field(ge=4, le=256)],
        Annotated[int, Field(ge=4, le=256)],
    ]
    palette: tuple[str, ...]
    """Block names; the data holds indices into it."""
    data: str
    """Base64 of the zlib-compressed (x, y, z) uint8 indices, C order."""

    @classmethod
    def pack(cls, blocks: np.ndarray, palette: tuple[str, ...]) -> Self:
        """Store an (x, y, z) uint8 array of palette indices."""
        x, y, z = blocks.shape
        packed = base64.b64encode(zlib.compress(blocks.tobytes(), 9)).decode()
        return cls(shape=(x, y, z), palette=palette, data=packed)


AnyScene = SceneParams | StoredScene


def blocks_of(scene: AnyScene) -> np.ndarray:
    """The scene's blocks, (x, y, z) uint8, a copy of the caller's own.

    Raises:
        UsageError: for a stored scene with an unknown block or damaged data.
    """
    if isinstance(scene, SceneParams):
        return build(scene).blocks
    return _unpack(scene).copy()


@lru_cache(maxsize=4)
def _unpack(scene: StoredScene) -> np.ndarray:
    table = np.array([block_id(name) for name in scene.palette], dtype=np.uint8)
    size = int(np.prod(scene.shape))
    try:
        raw = zlib.decompressobj().decompress(base64.b64decode(scene.data), size + 1)
    except (ValueError, zlib.error) as e:
        raise UsageError(f"the stored scene is damaged: {e}") from e
    index = np.frombuffer(raw, dtype=np.uint8)
    if index.size != size or (size and int(index.max()) >= len(table)):
        raise UsageError(
            f"the stored scene is damaged: want {size} indices below {len(table)}, "
            f"got {index.size} up to {int(index.max(initial=0))}"
        )
    return np.ascontiguousarray(table[index].reshape(scene.shape))
