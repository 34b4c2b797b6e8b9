"""Views and maps as letters, for models that read text: the ids of a small render."""

from collections.abc import Iterable
from typing import Literal

import numpy as np

from tasksynth import Needs
from tasksynth_minecraft.physics import mobs as animals
from tasksynth_minecraft.physics import paths
from tasksynth_minecraft.rendering.view import NO_PARTS, Camera, ids
from tasksynth_minecraft.worlds.blocks import BLOCKS, WATER

Form = Literal["symbolic", "image"]
COLUMNS, ROWS = 40, 20
SKY = "."
BLOCKED = "#"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_GLYPHS = np.array([block.glyph for block in BLOCKS])
_MOBS = np.array([kind.glyph for kind in animals.KINDS])


def needs(form: Form) -> Needs:
    """What a prompt in letters needs, and what one that shows pictures does."""
    return Needs(media=("image", "text")) if form == "image" else Needs()


def letters(
    blocks: np.ndarray,
    camera: Camera,
    *,
    columns: int = COLUMNS,
    rows: int = ROWS,
    parts: np.ndarray = NO_PARTS,
    kinds: Iterable[int] = (),
) -> tuple[np.ndarray, np.ndarray]:
    """What each cell of a coarse view shows, and how far it is: two (rows, columns) grids of str.

    `kinds` are the species of the entities in `parts`, by number.
    """
    seen = ids(blocks, camera, width=columns, height=rows, parts=parts)
    return _letters(blocks, seen.voxel, seen.entity(parts), seen.veil[..., 1], list(kinds)), (
        _far(seen.depth, (seen.voxel < 0) & (seen.part < 0))
    )


def _letters(
    blocks: np.ndarray, voxel: np.ndarray, entity: np.ndarray, veil: np.ndarray, kinds: list[int]
) -> np.ndarray:
    out = np.where(voxel >= 0, _GLYPHS[blocks.ravel()[np.maximum(voxel, 0)]], SKY)
    if kinds:
        species = _MOBS[np.array(kinds)[np.maximum(entity, 0)]]
        out = np.where((voxel < 0) & (entity >= 0), species, out)
    return np.asarray(np.where(veil == WATER, BLOCKS[WATER].glyph, out))


def _far(depth: np.ndarray, sky: np.ndarray) -> np.ndarray:
    table = np.array(list(_DIGITS))
    return np.asarray(np.where(sky, SKY, table[np.minimum(depth.astype(int), 35)]))


def coarse(mask: np.ndarray, *, columns: int = COLUMNS, rows: int = ROWS) -> np.ndarray:
    """A mask on the coarse grid: # where a cell holds any of its pixels, else a dot."""
    out = np.full((rows, columns), SKY)
    y, x = np.nonzero(mask)
    out[y * rows // mask.shape[0], x * columns // mask.shape[1]] = BLOCKED
    return out


def text(grid: np.ndarray) -> str:
    """A grid of characters as lines."""
    lines = np.full((grid.shape[0], grid.shape[1] + 1), "\n", dtype="<U1")
    lines[:, :-1] = grid
    return lines.tobytes().decode("utf-32-le")[:-1]  # joining rows takes six times as long


def legend(*grids: np.ndarray) -> str:
    """What the letters in the grids mean, alphabetically by letter."""
    used = set(np.unique(np.concatenate([g.ravel() for g in grids])).tolist())
    names = {block.glyph: block.name for block in BLOCKS[1:]}
    names |= {kind.glyph: f"{kind.name} (animal)" for kind in animals.KINDS}
    known = sorted((glyph, names[glyph]) for glyph in used if glyph in names)
    return ", ".join(f"{glyph} {name}" for glyph, name in known)


def surface_map(blocks: np.ndarray, x0: int, z0: int, x1: int, z1: int) -> np.ndarray:
    """The topmost block of each column, seen from above, (z1 - z0, x1 - x0): north is up."""
    area = blocks[x0:x1, :, z0:z1]
    top = blocks.shape[1] - 1 - np.argmax(area[:, ::-1] != 0, axis=1)
    x, z = np.mgrid[: x1 - x0, : z1 - z0]
    return np.asarray(_GLYPHS[area[x, top, z]].T)


def standing_map(field: paths.Field, x0: int, z0: int, x1: int, z1: int) -> np.ndarray:
    """The highest y that one can stand at in each column and reach the sources from, else #."""
    area = field.dist[x0:x1, :, z0:z1] >= 0
    top = area.shape[1] - 1 - np.argmax(area[:, ::-1], axis=1)
    table = np.array(list(_DIGITS))
    return np.asarray(np.where(area.any(axis=1), table[np.minimum(top, 35)], BLOCKED).T)
