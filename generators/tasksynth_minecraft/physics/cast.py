"""Rays through voxels: which block, entity and face each pixel sees, and how far away.

The traversal is Amanatides and Woo, "A fast voxel traversal algorithm for ray tracing" (1987).
`cast` is the kernel; `cast_numpy` does the same arithmetic, in the same order, on whole arrays,
so their ids are equal. Ids are exact: a pixel's id is that of what its centre ray meets first.

Conventions, shared by both: `world` (x, y, z) uint8; `stops` bool by block, what ends a ray;
`partial` and `boxes` the blocks smaller than their cell; `parts` (n, 10) float64 the boxes of
entities as x0 y0 z0 x1 y1 z1 owner red green blue; `basis` (4, 3) eye, forward, right, up, the
last two scaled to the half image.
"""

import math

import numpy as np

from tasksynth_minecraft.numeric.geometry import cosine, sine, tangent_of_half, units
from tasksynth_minecraft.numeric.jit import kernel

FAR = 1e30
SKY = -1
"""Voxel id of a pixel that sees no block."""


def basis_of(
    eye: tuple[float, float, float],
    yaw: float,
    pitch: float,
    *,
    fov: float,
    width: int,
    height: int,
) -> np.ndarray:
    """Eye and axes of a camera, (4, 3) float64; `fov` is vertical, in degrees, as Minecraft's."""
    a, b = units(yaw), units(pitch)
    sy, cy, sp, cp = sine(a), cosine(a), sine(b), cosine(b)
    up = tangent_of_half(fov)
    side = up * width / height
    return np.array(
        [
            eye,
            (-sy * cp, -sp, cy * cp),
            (-cy * side, 0.0, -sy * side),
            (-sy * sp * up, cp * up, cy * sp * up),
        ]
    )


@kernel
def box_hit(
    ox: float,
    oy: float,
    oz: float,
    dx: float,
    dy: float,
    dz: float,
    x0: float,
    y0: float,
    z0: float,
    x1: float,
    y1: float,
    z1: float,
) -> tuple[float, int]:
    """Where a ray enters a box, and through which face (-x +x -y +y -z +z); (-1, -1): never."""
    near = -FAR
    far = FAR
    face = -1
    for axis in range(3):
        if axis == 0:
            o, d, lo, hi = ox, dx, x0, x1
        elif axis == 1:
            o, d, lo, hi = oy, dy, y0, y1
        else:
            o, d, lo, hi = oz, dz, z0, z1
        if abs(d) < 1e-12:
            if o < lo or o > hi:
                return -1.0, -1
        else:
            a = (lo - o) / d
            b = (hi - o) / d
            side = 2 * axis
            if a > b:
                a, b = b, a
                side = 2 * axis + 1
            if a > near:
                near = a
                face = side
            if b < far:
                far = b
    if near > far or near < 0.0:
        return -1.0, -1
    return near, face


@kernel
def trace(
    world: np.ndarray,
    stops: np.ndarray,
    partial: np.ndarray,
    boxes: np.ndarray,
    parts: np.ndarray,
    roof: int,
    reach: float,
    ox: float,
    oy: float,
    oz: float,
    dx: float,
    dy: float,
    dz: float,
) -> tuple[int, int, float, int, int, int, float]:
    """Follow one unit ray: (voxel, part, distance, face, veil block, veil face, veil distance).

    `voxel` is the flat index of the block that stopped the ray, or -1; `part` the row of `parts`
    that did, or -1. The veil is the first block that the ray went through (water, glass), or 0.
    No block lies above the layer `roof`.
    """
    sx, sy, sz = world.shape
    part = -1
    part_face = 3
    nearest = FAR
    for k in range(parts.shape[0]):
        t, f = box_hit(
            ox, oy, oz, dx, dy, dz,
            parts[k, 0], parts[k, 1], parts[k, 2], parts[k, 3], parts[k, 4], parts[k, 5],
        )  # fmt: skip
        if t >= 0.0 and t < nearest:
            nearest = t
            part = k
            part_face = f
    x = math.floor(ox)
    y = math.floor(oy)
    z = math.floor(oz)
    step_x = 1 if dx > 0 else -1
    step_y = 1 if dy > 0 else -1
    step_z = 1 if dz > 0 else -1
    span_x = abs(1.0 / dx) if abs(dx) > 1e-12 else FAR
    span_y = abs(1.0 / dy) if abs(dy) > 1e-12 else FAR
    span_z = abs(1.0 / dz) if abs(dz) > 1e-12 else FAR
    next_x = ((x + 1 - ox) if step_x > 0 else (ox - x)) * span_x
    next_y = ((y + 1 - oy) if step_y > 0 else (oy - y)) * span_y
    next_z = ((z + 1 - oz) if step_z > 0 else (oz - z)) * span_z
    t = 0.0
    face = 3
    veil = 0
    veil_face = 3
    veil_t = 0.0
    while t <= reach and t <= nearest:
        if 0 <= x < sx and 0 <= y < sy and 0 <= z < sz:
            b = int(world[x, y, z])
            if b != 0:
                at = t
                through = face
                if partial[b]:
                    at, through = box_hit(
                        ox, oy, oz, dx, dy, dz,
                        x + boxes[b, 0], y + boxes[b, 1], z + boxes[b, 2],
                        x + boxes[b, 3], y + boxes[b, 4], z + boxes[b, 5],
                    )  # fmt: skip
                if at >= 0.0 and at < nearest:
                    if stops[b]:
                        if at > reach:
                            break
                        return (x * sy + y) * sz + z, -1, at, through, veil, veil_face, veil_t
                    if veil == 0:
                        veil = b
                        veil_face = through
                        veil_t = at
        elif (
            (x < 0 and step_x < 0)
            or (x >= sx and step_x > 0)
            or (y < 0 and step_y < 0)
            or (z < 0 and step_z < 0)
            or (z >= sz and step_z > 0)
        ):
            break
        if y > roof and step_y > 0:
            break
        if next_x < next_y:
            if next_x < next_z:
                x += step_x
                t = next_x
                next_x += span_x
                face = 0 if step_x > 0 else 1
            else:
                z += step_z
                t = next_z
                next_z += span_z
                face = 4 if step_z > 0 else 5
        elif next_y < next_z:
            y += step_y
            t = next_y
            next_y += span_y
            face = 2 if step_y > 0 else 3
        else:
            z += step_z
            t = next_z
            next_z += span_z
            face = 4 if step_z > 0 else 5
    if part >= 0 and nearest <= reach:
        return -1, part, nearest, part_face, veil, veil_face, veil_t
    return -1, -1, reach, 3, veil, veil_face, veil_t


@kernel
def cast(
    world: np.ndarray,
    stops: np.ndarray,
    partial: np.ndarray,
    boxes: np.ndarray,
    parts: np.ndarray,
    roof: int,
    reach: float,
    basis: np.ndarray,
    width: int,
    height: int,
    left: int,
    top: int,
    voxel: np.ndarray,
    part: np.ndarray,
    depth: np.ndarray,
    veil: np.ndarray,
) -> None:
    """Fill the window of a width x height image whose upper left pixel is (left, top).

    Out: `voxel` int32, `part` int16, `depth` float32, all of the window's (rows, columns), and
    `veil` float32 (rows, columns, 4): the face hit, then the veil's block, face and distance.
    """
    ex, ey, ez = basis[0, 0], basis[0, 1], basis[0, 2]
    balls = np.empty((parts.shape[0], 4))  # around each part: middle from the eye, radius
    for k in range(parts.shape[0]):
        spread = 0.0
        for axis in range(3):
            lo, hi = parts[k, axis], parts[k, 3 + axis]
            balls[k, axis] = (lo + hi) / 2 - basis[0, axis]
            spread += (hi - lo) * (hi - lo)
        balls[k, 3] = math.sqrt(spread) / 2 + 1e-6
    near = np.empty_like(parts)  # the parts that rays of the row may meet
    who = np.empty(parts.shape[0], dtype=np.int64)
    for row in range(voxel.shape[0]):
        b = 1.0 - 2.0 * (row + top + 0.5) / height
        beside = near[: _beside_row(parts, balls, basis, b, near, who)]
        for column in range(voxel.shape[1]):
            a = 2.0 * (column + left + 0.5) / width - 1.0
            dx = basis[1, 0] + a * basis[2, 0] + b * basis[3, 0]
            dy = basis[1, 1] + a * basis[2, 1] + b * basis[3, 1]
            dz = basis[1, 2] + a * basis[2, 2] + b * basis[3, 2]
            scale = 1.0 / math.sqrt(dx * dx + dy * dy + dz * dz)
            v, p, t, f, veil_block, veil_face, veil_t = trace(
                world, stops, partial, boxes, beside, roof, reach,
                ex, ey, ez, dx * scale, dy * scale, dz * scale,
            )  # fmt: skip
            voxel[row, column] = v
            part[row, column] = who[p] if p >= 0 else -1
            depth[row, column] = t
            veil[row, column, 0] = f
            veil[row, column, 1] = veil_block
            veil[row, column, 2] = veil_face
            veil[row, column, 3] = veil_t


@kernel
def _beside_row(
    parts: np.ndarray,
    balls: np.ndarray,
    basis: np.ndarray,
    b: float,
    near: np.ndarray,
    who: np.ndarray,
) -> int:
    """Copy the parts whose balls meet the plane of a row of rays into `near`; how many."""
    px = basis[1, 0] + b * basis[3, 0]
    py = basis[1, 1] + b * basis[3, 1]
    pz = basis[1, 2] + b * basis[3, 2]
    nx = py * basis[2, 2] - pz * basis[2, 1]
    ny = pz * basis[2, 0] - px * basis[2, 2]
    nz = px * basis[2, 1] - py * basis[2, 0]
    length = math.sqrt(nx * nx + ny * ny + nz * nz)
    n = 0
    for k in range(parts.shape[0]):
        x, y, z, radius = balls[k, 0], balls[k, 1], balls[k, 2], balls[k, 3]
        ahead = x * basis[1, 0] + y * basis[1, 1] + z * basis[1, 2]
        if ahead > -radius and abs(x * nx + y * ny + z * nz) <= radius * length:
            near[n] = parts[k]
            who[n] = k
            n += 1
    return n


@kernel
def clear_line(
    world: np.ndarray,
    stops: np.ndarray,
    partial: np.ndarray,
    boxes: np.ndarray,
    ox: float,
    oy: float,
    oz: float,
    tx: float,
    ty: float,
    tz: float,
    target: int,
) -> bool:
    """Whether the ray from o to t meets nothing before t, or meets the voxel `target` first."""
    dx = tx - ox
    dy = ty - oy
    dz = tz - oz
    length = math.sqrt(dx * dx + dy * dy + dz * dz)
    if length < 1e-9:
        return True
    v, _, _, _, _, _, _ = trace(
        world, stops, partial, boxes, np.zeros((0, 10)), world.shape[1], length,
        ox, oy, oz, dx / length, dy / length, dz / length,
    )  # fmt: skip
    return v == -1 or v == target


@kernel
def clear_lines(
    world: np.ndarray,
    stops: np.ndarray,
    partial: np.ndarray,
    boxes: np.ndarray,
    eyes: np.ndarray,
    tx: float,
    ty: float,
    tz: float,
    target: int,
) -> int:
    """How many of the eyes (n, 3) have a clear line to t."""
    n = 0
    for i in range(eyes.shape[0]):
        if clear_line(
            world, stops, partial, boxes, eyes[i, 0], eyes[i, 1], eyes[i, 2], tx, ty, tz, target
        ):
            n += 1
    return n
