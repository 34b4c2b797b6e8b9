"""Views: what a camera sees of a scene, as colours, ids and distances."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from tasksynth.errors import UsageError
from tasksynth_minecraft.numeric.geometry import tangent_of_half
from tasksynth_minecraft.numeric.jit import hurry, kernel
from tasksynth_minecraft.physics.cast import basis_of, cast
from tasksynth_minecraft.physics.cast_numpy import cast_numpy
from tasksynth_minecraft.rendering.textures import procedural
from tasksynth_minecraft.worlds.blocks import ALPHA, BLOCKS, BOXES, OPAQUE, PARTIAL
from tasksynth_schemas import Model

LARGE = 300_000
"""Pixels of a view that is worth compiling for: interpreted, it would take seconds."""
REACH = 128.0
"""Blocks that a view looks into the distance."""
NO_PARTS = np.zeros((0, 10))
cast.interpret_by(cast_numpy)  # all rays step together
Coordinate = Annotated[float, Field(ge=-1e6, le=1e6)]


class Camera(Model):
    """An eye in the world, in Minecraft's convention."""

    x: Coordinate
    y: Coordinate
    """Of the eye, not of the feet."""
    z: Coordinate
    yaw: Annotated[float, Field(ge=-360, le=360)]
    """Degrees; 0 looks to +z, 90 to -x."""
    pitch: Annotated[float, Field(ge=-90, le=90)]
    """Degrees; positive looks down."""
    fov: Annotated[float, Field(ge=10, le=150)] = 70.0
    """Vertical field of view in degrees."""

    @property
    def eye(self) -> tuple[float, float, float]:
        """The position."""
        return self.x, self.y, self.z

    @property
    def cell(self) -> tuple[int, int, int]:
        """The cell that the eye is in."""
        return math.floor(self.x), math.floor(self.y), math.floor(self.z)


@dataclass(frozen=True)
class Ids:
    """What each pixel of a (rows, columns) image shows."""

    voxel: np.ndarray
    """int32: flat index of the block, -1 where there is none."""
    part: np.ndarray
    """int16: row of `parts`, -1 where no entity is seen."""
    depth: np.ndarray
    """float32: blocks from the eye along the ray."""
    veil: np.ndarray
    """float32 (rows, columns, 4): face, then block, face and distance of what is seen through."""

    def entity(self, parts: np.ndarray) -> np.ndarray:
        """int16 (rows, columns): the number of the entity seen, -1 for none."""
        owners = np.append(parts[:, 6], -1).astype(np.int16)
        return np.asarray(owners[self.part])


@dataclass(frozen=True)
class Rendered(Ids):
    """The ids with colours."""

    rgb: np.ndarray
    """(rows, columns, 3) uint8."""


def ids(
    blocks: np.ndarray,
    camera: Camera,
    *,
    width: int,
    height: int,
    parts: np.ndarray = NO_PARTS,
    window: tuple[int, int, int, int] | None = None,
    stops: np.ndarray = OPAQUE,
    engine: Literal["auto", "numpy"] = "auto",
) -> Ids:
    """Trace the centre ray of each pixel; `window` is left, top, right, bottom (ends excluded)."""
    left, top, right, bottom = window or (0, 0, width, height)
    rows = (bottom - top, right - left)
    out = Ids(
        np.empty(rows, dtype=np.int32),
        np.empty(rows, dtype=np.int16),
        np.empty(rows, dtype=np.float32),
        np.empty((*rows, 4), dtype=np.float32),
    )
    basis = basis_of(
        camera.eye, camera.yaw, camera.pitch, fov=camera.fov, width=width, height=height
    )
    if rows[0] * rows[1] > LARGE:
        hurry()
    run = cast_numpy if engine == "numpy" else cast
    run(
        blocks, stops, PARTIAL, BOXES, parts, roof_of(blocks), REACH, basis,
        width, height, left, top, out.voxel, out.part, out.depth, out.veil,
    )  # fmt: skip
    return out


def render(
    blocks: np.ndarray,
    camera: Camera,
    *,
    width: int,
    height: int,
    parts: np.ndarray = NO_PARTS,
    textures: np.ndarray | None = None,
    engine: Literal["auto", "numpy"] = "auto",
) -> Rendered:
    """The view with colours; `textures` default to the procedural ones."""
    seen = ids(blocks, camera, width=width, height=height, parts=parts, engine=engine)
    rgb = np.empty((height, width, 3), dtype=np.uint8)
    basis = basis_of(
        camera.eye, camera.yaw, camera.pitch, fov=camera.fov, width=width, height=height
    )
    skin = procedural() if textures is None else textures
    _shade(
        blocks.ravel(), parts, skin, ALPHA, basis, width, height,
        seen.voxel, seen.part, seen.depth, seen.veil, rgb,
    )  # fmt: skip
    return Rendered(seen.voxel, seen.part, seen.depth, seen.veil, rgb)


def roof_of(blocks: np.ndarray) -> int:
    """The highest layer that holds a block."""
    layers = np.bitwise_or.reduce(blocks, axis=0).any(axis=1)  # along whole rows: 5 x any(axis=2)
    return int(np.nonzero(layers)[0][-1]) if layers.any() else 0


def check_camera(blocks: np.ndarray, camera: Camera) -> None:
    """Refuse a camera that would see the inside of something.

    Raises:
        UsageError: if the eye is outside the scene or in an opaque block.
    """
    cell = camera.cell
    if not all(0 <= c < n for c, n in zip(cell, blocks.shape, strict=True)):
        raise UsageError(
            f"the camera at {camera.eye} is outside the scene of {blocks.shape} blocks; move it in"
        )
    if OPAQUE[blocks[cell]] and not PARTIAL[blocks[cell]]:
        name = BLOCKS[blocks[cell]].name
        raise UsageError(f"the camera at {camera.eye} is inside {name}; put it in the open")


def project(
    camera: Camera, points: np.ndarray, *, width: int, height: int
) -> tuple[np.ndarray, np.ndarray]:
    """Pixel coordinates (n, 2) of points (n, 3), and their distances in front of the camera (n,).

    Equals ROCKET-3's C = R_M (G - U) with a perspective division.
    """
    basis = basis_of(camera.eye, camera.yaw, camera.pitch, fov=camera.fov, width=width,
                     height=height)  # fmt: skip
    rel = np.asarray(points, dtype=float) - basis[0]
    front = rel @ basis[1]
    up = tangent_of_half(camera.fov)
    side = up * width / height
    safe = np.where(np.abs(front) < 1e-9, 1e-9, front)
    u = (rel @ basis[2]) / (side * side) / safe
    v = (rel @ basis[3]) / (up * up) / safe
    return np.stack([(u + 1) / 2 * width, (1 - v) / 2 * height], axis=-1), front


def window_of(
    camera: Camera, box: Iterable[float], *, width: int, height: int
) -> tuple[int, int, int, int] | None:
    """The pixels that a box x0 y0 z0 x1 y1 z1 can cover; None where that is none, or no telling."""
    x0, y0, z0, x1, y1, z1 = box
    corners = np.array([(x, y, z) for x in (x0, x1) for y in (y0, y1) for z in (z0, z1)])
    at, front = project(camera, corners, width=width, height=height)
    if (front < 0.05).any():
        return None
    left, top = np.floor(at.min(0)).astype(int).tolist()
    right, bottom = np.ceil(at.max(0)).astype(int).tolist()
    left, top = max(left, 0), max(top, 0)
    right, bottom = min(right, width), min(bottom, height)
    return (left, top, right, bottom) if left < right and top < bottom else None


@kernel
def _shade(
    flat: np.ndarray,
    parts: np.ndarray,
    textures: np.ndarray,
    alpha: np.ndarray,
    basis: np.ndarray,
    width: int,
    height: int,
    voxel: np.ndarray,
    part: np.ndarray,
    depth: np.ndarray,
    veil: np.ndarray,
    rgb: np.ndarray,
) -> None:
    light = (0.6, 0.6, 0.5, 1.0, 0.8, 0.8)  # by face, as Minecraft shades -x +x -y +y -z +z
    haze = (178.0, 205.0, 250.0)
    zenith = (120.0, 167.0, 255.0)
    for row in range(height):
        b = 1.0 - 2.0 * (row + 0.5) / height
        for column in range(width):
            a = 2.0 * (column + 0.5) / width - 1.0
            dx = basis[1, 0] + a * basis[2, 0] + b * basis[3, 0]
            dy = basis[1, 1] + a * basis[2, 1] + b * basis[3, 1]
            dz = basis[1, 2] + a * basis[2, 2] + b * basis[3, 2]
            scale = 1.0 / math.sqrt(dx * dx + dy * dy + dz * dz)
            dx, dy, dz = dx * scale, dy * scale, dz * scale
            t = float(depth[row, column])
            face = int(veil[row, column, 0])
            up = min(1.0, max(0.0, dy * 1.6))
            fog = min(1.0, max(0.0, (t - 60.0) / 60.0))
            kind = 0  # of what ends the ray: 1 a block, 2 an entity
            block = 0
            k = 0
            iu = 0
            iv = 0
            skin = 0
            if voxel[row, column] >= 0:
                kind = 1
                block = int(flat[voxel[row, column]])
                skin = 0 if face == 3 else (2 if face == 2 else 1)
            elif part[row, column] >= 0:
                kind = 2
                k = int(part[row, column])
            if kind > 0:
                x = basis[0, 0] + dx * t
                y = basis[0, 1] + dy * t
                z = basis[0, 2] + dz * t
                s = z if face < 2 else x
                d = z if face == 2 or face == 3 else -y
                iu = int((s - math.floor(s)) * 16) & 15
                iv = int((d - math.floor(d)) * 16) & 15
            over = int(veil[row, column, 1])
            cover = 0.0
            ou = 0
            ov = 0
            over_skin = 0
            if over > 0:
                over_face = int(veil[row, column, 2])
                over_t = float(veil[row, column, 3])
                x = basis[0, 0] + dx * over_t
                y = basis[0, 1] + dy * over_t
                z = basis[0, 2] + dz * over_t
                s = z if over_face < 2 else x
                d = z if over_face == 2 or over_face == 3 else -y
                ou = int((s - math.floor(s)) * 16) & 15
                ov = int((d - math.floor(d)) * 16) & 15
                over_skin = 0 if over_face == 3 else (2 if over_face == 2 else 1)
                cover = alpha[over]
            for c in range(3):
                sky = haze[c] + (zenith[c] - haze[c]) * up
                value = sky
                if kind == 1:
                    value = textures[block, skin, iv, iu, c] * light[face]
                    value += (haze[c] - value) * fog
                elif kind == 2:
                    value = parts[k, 7 + c] * light[face] * (0.94 + 0.12 * ((iu + iv) & 1))
                value += (textures[over, over_skin, ov, ou, c] - value) * cover
                rgb[row, column, c] = int(min(255.0, max(0.0, value)))
