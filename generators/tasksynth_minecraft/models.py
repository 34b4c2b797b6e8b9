"""What an embodied task is made of."""

import base64
import zlib
from functools import lru_cache
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth.errors import UsageError
from tasksynth.family import Params
from tasksynth_minecraft import tick
from tasksynth_minecraft.blocks import block_id
from tasksynth_minecraft.mobs import MobName
from tasksynth_minecraft.view import Camera, Coordinate
from tasksynth_minecraft.world import Cell, SceneParams, build
from tasksynth_schemas import Model

Event = Literal["approach", "mine", "interact", "hunt", "place"]
EVENT_CODE: dict[Event, int] = {
    "approach": tick.APPROACH,
    "mine": tick.MINE,
    "interact": tick.INTERACT,
    "hunt": tick.HUNT,
    "place": tick.PLACE,
}
ROCKET_EVENT: dict[Event, int] = {"hunt": 0, "mine": 2, "interact": 3, "place": 3, "approach": 6}
"""`cross_view_obj_id` as ROCKET-2's launch script numbers events (Use and Interact are both 3)."""


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


def check_order(params: Params, *names: str) -> None:
    """Refuse params whose `_min` is above their `_max`.

    Raises:
        ValueError: naming the first such pair.
    """
    for name in names:
        low, high = getattr(params, f"{name}_min"), getattr(params, f"{name}_max")
        if low > high:
            raise ValueError(f"{name}_min wants to be at most {name}_max, got {low:g} > {high:g}")


class Start(Model):
    """Where the agent begins: its feet, and where it looks."""

    x: Coordinate
    y: Coordinate
    z: Coordinate
    yaw: Annotated[float, Field(ge=-180, le=180)]
    pitch: Annotated[float, Field(ge=-90, le=90)]

    @property
    def camera(self) -> Camera:
        """The agent's eye."""
        return Camera(x=self.x, y=self.y + 1.62, z=self.z, yaw=self.yaw, pitch=self.pitch)


class Mob(Model):
    """An animal at the start."""

    name: MobName
    x: Coordinate
    y: Coordinate
    z: Coordinate
    seed: Annotated[int, Field(ge=0, lt=2**31)]


class Target(Model):
    """What the goal view's mask marks."""

    name: str
    cell: Cell
    """The block's cell; for a mob, the cell that it starts in."""
    mob: int | None = None
    """The mob's number, where the target is one."""


class Goal(Model):
    """A view of the target: <O_g, M_g> of ROCKET-3. The mask is rendered, never stored."""

    camera: Camera
    scene: AnyScene | None = None
    """Another scene, for cross-episode goals; None: the agent's own."""
    cell: Cell | None = None
    """The masked block in that other scene."""

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.scene is None) != (self.cell is None):
            raise ValueError("a goal in another scene needs that scene's cell, and only it does")
        return self


class Crossview(Model):
    """<O_1, O_g, M_g, E> with all that its verifier needs: a cross-view task."""

    event: Event
    scene: AnyScene
    mobs: tuple[Mob, ...] = ()
    wander: Annotated[int, Field(ge=0, le=100)] = 0
    """Per cent of the time that mobs walk."""
    start: Start
    goal: Goal
    target: Target
    item: str
    """What the agent holds in slot 1: an item's name, or empty."""
    width: Annotated[int, Field(ge=16, le=2048)]
    height: Annotated[int, Field(ge=16, le=2048)]
    horizon: Annotated[int, Field(ge=1, le=6000)]
    """Ticks (1/20 s) that the agent has."""
    oracle_ticks: Annotated[int, Field(ge=0)]
    """Ticks that the reference needs: the certificate that it can be done."""
    difficulty: dict[str, float] = {}
