"""The ray caster of `cast` in NumPy: all rays step together. For machines without numba.

Slower than the kernel, and equal to it in every id.
"""

import numpy as np

from tasksynth_minecraft.physics.cast import FAR, SKY


def cast_numpy(
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
    """Fill the window; the arguments and results are those of `cast.cast`."""
    eye = basis[0]
    d = _directions(basis, width, height, left, top, voxel.shape)  # (rays, 3)
    n = len(d)
    near, who, who_face = _entities(eye, d, parts)
    flat = world.ravel()
    shape = np.array(world.shape)
    strides = np.array([shape[1] * shape[2], shape[2], 1])

    out_voxel = np.full(n, SKY, dtype=np.int32)
    out_t = np.full(n, reach)
    out_face = np.full(n, 3)
    out_veil = np.zeros((n, 3))  # block, face, distance
    out_veil[:, 1] = 3

    cell = np.tile(np.floor(eye).astype(np.int64), (n, 1))
    step = np.where(d > 0, 1, -1)
    flatwise = np.abs(d) <= 1e-12
    span = np.where(flatwise, FAR, np.abs(1.0 / np.where(flatwise, 1.0, d)))
    coming = np.where(step > 0, cell + 1 - eye, eye - cell) * span
    t = np.zeros(n)
    face = np.full(n, 3)
    ray = np.arange(n)  # the rays still under way; all arrays above the loop follow it
    limit = near
    while True:
        on = (t <= reach) & (t <= limit)
        inside = ((cell >= 0) & (cell < shape)).all(1)
        leaving = ((cell < 0) & (step < 0)) | ((cell >= shape) & (step > 0))
        leaving[:, 1] &= cell[:, 1] < 0
        where = np.where(inside, (cell * strides).sum(1), 0)
        block = np.where(inside & on, flat[where], 0)
        at, through = t.copy(), face.copy()
        if (small := np.nonzero(partial[block])[0]).size:
            corner = cell[small]
            box = boxes[block[small]]
            at[small], through[small] = _box(
                eye, d[ray[small]], corner + box[:, :3], corner + box[:, 3:]
            )
        met = (block != 0) & (at >= 0) & (at < limit)
        ends = met & stops[block]
        hit = ends & (at <= reach)
        out_voxel[ray[hit]] = where[hit]
        out_t[ray[hit]] = at[hit]
        out_face[ray[hit]] = through[hit]
        fresh = met & ~stops[block] & (out_veil[ray, 0] == 0)
        out_veil[ray[fresh]] = np.stack([block[fresh], through[fresh], at[fresh]], axis=1)

        on &= ~ends & ~(~inside & leaving.any(1)) & ~((cell[:, 1] > roof) & (step[:, 1] > 0))
        if not on.any():
            break
        ray, cell, step, span, coming = ray[on], cell[on], step[on], span[on], coming[on]
        limit = limit[on]
        first_x = (coming[:, 0] < coming[:, 1]) & (coming[:, 0] < coming[:, 2])
        first_y = ~(coming[:, 0] < coming[:, 1]) & (coming[:, 1] < coming[:, 2])
        axis = np.where(first_x, 0, np.where(first_y, 1, 2))
        i = np.arange(len(ray))
        t = coming[i, axis]
        cell[i, axis] += step[i, axis]
        coming[i, axis] += span[i, axis]
        face = 2 * axis + (step[i, axis] < 0)

    seen = (out_voxel == SKY) & (who >= 0) & (near <= reach)
    rows = voxel.shape
    voxel[:] = out_voxel.reshape(rows)
    part[:] = np.where(seen, who, -1).reshape(rows)
    depth[:] = np.where(seen, near, out_t).reshape(rows)
    veil[..., 0] = np.where(seen, who_face, out_face).reshape(rows)
    veil[..., 1:] = out_veil.reshape(*rows, 3)


def _directions(
    basis: np.ndarray, width: int, height: int, left: int, top: int, rows: tuple[int, ...]
) -> np.ndarray:
    b = (1.0 - 2.0 * (np.arange(rows[0]) + top + 0.5) / height)[:, None, None]
    a = (2.0 * (np.arange(rows[1]) + left + 0.5) / width - 1.0)[None, :, None]
    d = (basis[1] + a * basis[2] + b * basis[3]).reshape(-1, 3)
    scale = 1.0 / np.sqrt(d[:, 0] * d[:, 0] + d[:, 1] * d[:, 1] + d[:, 2] * d[:, 2])
    return np.asarray(d * scale[:, None])


def _entities(
    eye: np.ndarray, d: np.ndarray, parts: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    near = np.full(len(d), FAR)
    who = np.full(len(d), -1)
    face = np.full(len(d), 3)
    for k, row in enumerate(parts):
        t, f = _box(eye, d, row[None, :3], row[None, 3:6])
        nearer = (t >= 0) & (t < near)
        near[nearer], who[nearer], face[nearer] = t[nearer], k, f[nearer]
    return near, who, face


def _box(
    eye: np.ndarray, d: np.ndarray, lo: np.ndarray, hi: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    flatwise = np.abs(d) < 1e-12
    safe = np.where(flatwise, 1.0, d)
    a, b = (lo - eye) / safe, (hi - eye) / safe
    swap = a > b
    first = np.where(flatwise, -FAR, np.where(swap, b, a))
    last = np.where(flatwise, FAR, np.where(swap, a, b))
    axis = np.argmax(first, axis=1)  # the first of equals, as the kernel's strict > keeps
    i = np.arange(len(d))
    near, far = first[i, axis], last.min(1)
    face = 2 * axis + swap[i, axis]
    miss = (near > far) | (near < 0) | (flatwise & ((eye < lo) | (eye > hi))).any(1)
    return np.where(miss, -1.0, near), np.where(miss, -1, face)
