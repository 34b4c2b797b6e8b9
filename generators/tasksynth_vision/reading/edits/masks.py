"""Edit a picture in its mask, by its pixels and by what the prompt says.

What may be painted with is taken as known: the colours that have names, and those of grounds; so is
what letters look like. Where bars go, how round discs lie, which pattern a ground has and at what
distances rows of things repeat is seen.
"""

from collections.abc import Callable
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from tasksynth.answers.pictures import Pixels
from tasksynth_vision.masking.letters import ACROSS, DOT, DOWN, STEP, lettered
from tasksynth_vision.masking.paints import APART, COLOURS, GROUNDS, SIDE, Box
from tasksynth_vision.masking.scenes import MaskedScene
from tasksynth_vision.reading.blobs import blobs
from tasksynth_vision.vectors.colours import colour_in

Dull = Callable[[str], str]
"""The name that somebody has for a colour."""
GROUND = -1
"""The number of what is ground; other numbers are of colours."""
FARTHEST, LIKE, SEEN = 100, 0.012, 600
"""Pixels of a ground's period at most; by how much it may differ from itself when it is moved so
far; pixels by which that is known."""
UNLIKE = 0.2
"""Share of a row's pixels that are not as they are a step away, at most."""
THIN, STEADY = 6, 20
"""Pixels that a bar is wide, at least; and those of an edge by which it is told where that goes."""
CORE = 60
"""Pixels of the core of a bar, at least."""


class SeenEdit(NamedTuple):
    """What is seen of a picture."""

    pixels: Any
    """(SIDE, SIDE, 3) float."""
    inks: Any
    """(colours, 3): those that can be seen on this ground."""
    names: tuple[str, ...]
    """What somebody calls them."""
    ground: Any
    """(1 or 2, 3): the tones of the ground."""
    which: Any
    """(SIDE, SIDE): the number of each pixel's colour; in the mask too, where it counts for
    nothing."""
    open: Any
    """(SIDE, SIDE) bool: where no mask is."""

    def of(self, name: str) -> Any:
        """Where a colour is seen, however many colours have that name."""
        numbers = [number for number, own in enumerate(self.names) if own == name]
        return np.isin(self.which, numbers) & self.open

    def tone(self, where: Any) -> Any:
        """The colour of a part."""
        return np.median(self.pixels[where], axis=0)


def edited(picture: Pixels, x: MaskedScene, *, looks: Pixels | None = None,
           named: Dull = str) -> Pixels:  # fmt: skip
    """The picture as somebody edits it; of the task, only what the prompt says is looked at.

    Args:
        picture: what is given.
        x: the task.
        looks: how it looks to somebody whose eyes are weak.
        named: what somebody calls a colour.
    """
    seen = _seen(picture if looks is None else looks, x.mask, named)
    if x.job == "text":
        return _written(picture, seen, x)
    out = _ground(seen)
    for name in x.bars:
        _draw_bar(out, seen, named(name))
    if x.job == "extend":
        _go_on(out, seen, x, {named(name) for name in x.bars})
    else:
        _draw_discs(out, seen, x, {named(name) for name in x.bars})
    for one in x.things if x.job == "fill" else ():
        out[_shape(one.kind, one.box)] = colour_in(COLOURS[one.colour])
    return np.where(seen.open[..., None], picture, out.round().astype(np.uint8))


def _seen(picture: Pixels, mask: Box, named: Dull) -> SeenEdit:
    pixels = picture.astype(np.float32)
    open_ = np.ones((SIDE, SIDE), dtype=bool)
    open_[mask[1] : mask[3], mask[0] : mask[2]] = False
    pairs = [np.array([colour_in(tone) for tone in pair], dtype=np.float32) for pair in GROUNDS]
    ground = max(pairs, key=lambda pair: int((_off(pixels[open_], pair).min(-1) < 20).sum()))
    known = [name for name, rgb in COLOURS.items()
             if np.abs(ground - np.array(colour_in(rgb))).max(1).min() > APART]  # fmt: skip
    inks = np.array([colour_in(COLOURS[name]) for name in known], dtype=np.float32)
    far, back = _off(pixels, inks), _from_line(pixels, ground)
    which = np.where(far.min(-1) < back, far.argmin(-1), GROUND)
    return SeenEdit(pixels, inks, tuple(map(named, known)), ground, which, open_)


def _off(pixels: Any, tones: Any) -> Any:
    """How far pixels are off tones: (..., tones)."""
    return np.linalg.norm(pixels[..., None, :] - tones, axis=-1)


def _share(pixels: Any, ground: Any) -> Any:
    """How far pixels are on the way from the first tone of a ground to the second one."""
    way = ground[1] - ground[0]
    return np.clip((pixels - ground[0]) @ way / (way @ way), 0, 1)


def _from_line(pixels: Any, ground: Any) -> Any:
    """How far pixels are off what lies between the two tones of a ground."""
    on = ground[0] + _share(pixels, ground)[..., None] * (ground[1] - ground[0])
    return np.linalg.norm(pixels - on, axis=-1)


def _ground(seen: SeenEdit) -> Any:
    """The ground everywhere: where it is not seen, as it is so many pixels away."""
    known = _shrunk(seen.open & (seen.which == GROUND), 3)
    value = np.where(known, _share(seen.pixels, seen.ground), 0.0)
    out, missing = value.copy(), ~known
    for dy, dx in _periods(value, known):
        for times in (1, -1, 2, -2, 3, -3):
            if not missing.any():
                break
            from_, there = (
                _moved(value, dy * times, dx * times),
                _moved(known, dy * times, dx * times),
            )
            new = missing & there.astype(bool)
            out[new] = from_[new]
            missing &= ~new
    tones = (out > 0.5)[..., None]
    return np.where(tones, seen.ground[1], seen.ground[0]).astype(np.float32)


def _periods(value: Any, known: Any) -> list[tuple[int, int]]:
    """How far a ground may be moved and is like itself, the shortest ways first."""
    size = (2 * SIDE, 2 * SIDE)
    weight = known.astype(np.float64)
    one, two, three = (np.fft.rfft2(part, size) for part in (weight, value, value**2))

    def joined(a: Any, b: Any) -> Any:
        return np.fft.irfft2(np.conj(a) * b, size)

    both = joined(one, one)
    off = joined(three, one) + joined(one, three) - 2 * joined(two, two)
    good = (both > SEEN) & (off / np.maximum(both, 1) < LIKE)
    every = product(range(-FARTHEST, FARTHEST + 1), range(FARTHEST + 1))
    ways = [way for way in every if good[way] and way != (0, 0)]
    return sorted(ways, key=lambda way: (way[0] ** 2 + way[1] ** 2, way))


def _moved(field: Any, dy: int, dx: int) -> Any:
    """At each place what is so many pixels away; nothing beyond the border."""
    out = np.zeros_like(field)
    rows, columns = SIDE - abs(dy), SIDE - abs(dx)
    if rows > 0 and columns > 0:
        to = slice(max(0, -dy), max(0, -dy) + rows), slice(max(0, -dx), max(0, -dx) + columns)
        at = slice(max(0, dy), max(0, dy) + rows), slice(max(0, dx), max(0, dx) + columns)
        out[to] = field[at]
    return out


def _shrunk(mask: Any, by: int) -> Any:
    out = mask
    for _ in range(by):
        wide = np.pad(out, 1, constant_values=True)
        out = wide[1:-1, 1:-1] & wide[2:, 1:-1] & wide[:-2, 1:-1] & wide[1:-1, 2:] & wide[1:-1, :-2]
    return out


def _solid(mask: Any) -> Any:
    """Without what is a pixel or two thin, as edges between other colours are."""
    return ~_shrunk(~_shrunk(mask, 1), 1) & mask


def _draw_bar(out: Any, seen: SeenEdit, name: str) -> None:
    """A bar right through, as its ends are seen."""
    held = seen.of(name)
    core = _shrunk(held, 2)
    if core.sum() < CORE:
        return
    middle, normal = _lie(core, held & ~_shrunk(held, 1) & _beside(seen))
    ys, xs = np.nonzero(core)
    across = (np.stack([xs, ys], axis=1) - middle) @ normal
    taken = 2 * float(np.abs(normal).max()) + 0.4  # on either side, by the core
    low, high = across.min() - taken, across.max() + taken
    y, x = np.mgrid[:SIDE, :SIDE]
    far = (x - middle[0]) * normal[0] + (y - middle[1]) * normal[1]
    out[(far >= low) & (far <= high)] = seen.tone(core)


def _beside(seen: SeenEdit) -> Any:
    """What is on the ground's edge, and at none of the mask's."""
    return ~_shrunk((seen.which != GROUND) | ~seen.open, 2) & _shrunk(seen.open, 3)


def _lie(core: Any, edge: Any) -> tuple[Any, Any]:
    """A point of a bar and the way across it: that by which its edges are sharpest."""
    (ys, xs), (edge_y, edge_x) = np.nonzero(core), np.nonzero(edge)
    points = np.stack([xs, ys], axis=1).astype(np.float64)
    middle = points.mean(0)
    axis = np.linalg.eigh(np.cov((points - middle).T))[1][:, 0]
    turns = np.arctan2(axis[1], axis[0]) + np.radians(np.linspace(-8, 8, 161))
    normals = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    edges = np.stack([edge_x, edge_y], axis=1).astype(np.float64)
    best, sharpest = normals[80], 0.0
    for normal in normals:
        counts = np.bincount(np.rint((edges - middle) @ normal + 2 * SIDE).astype(int))
        wide = (counts[1:] + counts[:-1]).astype(np.float64)
        if (sharp := float((wide**2).sum())) > sharpest:
            best, sharpest = normal, sharp
    return middle, _refined(edges, (edges - middle) @ best, best)


def _refined(edges: Any, across: Any, normal: Any) -> Any:
    """The way across a bar, by all the pixels of its two edges."""
    parts, left = [], np.ones(len(across), dtype=bool)
    for _ in range(2):
        if left.sum() > STEADY:
            at = max(across[left], key=lambda one: int((abs(across[left] - one) < 1).sum()))
            near = left & (abs(across - at) < 1.6)
            parts.append(edges[near] - edges[near].mean(0))
            left &= abs(across - at) > THIN
    if not parts:
        return normal
    axis = np.linalg.eigh(np.cov(np.concatenate(parts).T))[1][:, 0]
    return axis if axis @ normal > 0 else -axis


def _draw_discs(out: Any, seen: SeenEdit, x: MaskedScene, bars: set[str]) -> None:
    """As many discs as there are, at the edge of the mask, as what is seen of them is round."""
    left, top, right, bottom = x.mask
    found = []
    for name in sorted(set(seen.names) - bars):
        for blob in blobs(_shrunk(seen.of(name), 1), least=40):
            rows, columns = blob.box
            near = (columns.start < right + 4 and columns.stop > left - 4
                    and rows.start < bottom + 4 and rows.stop > top - 4)  # fmt: skip
            if near:
                found.append((int(blob.mask.sum()), blob))
    found.sort(key=lambda one: -one[0])
    y, x_ = np.mgrid[:SIDE, :SIDE]
    for _, blob in found[: x.discs]:
        where = np.zeros((SIDE, SIDE), dtype=bool)
        where[blob.box] = blob.mask
        if circle := _round(where, seen.open):
            a, b, r = circle
            out[np.hypot(x_ - a, y - b) <= r + 1] = seen.tone(where)


def _round(where: Any, open_: Any) -> tuple[float, float, float] | None:
    """The circle through the edge of a part, but for where the mask or the border cuts it."""
    inner = _shrunk(np.pad(where, 1), 1)[1:-1, 1:-1]
    cut = ~_shrunk(np.pad(open_, 1), 3)[1:-1, 1:-1]
    ys, xs = np.nonzero(where & ~inner & ~cut)
    if len(xs) < 8:
        return None
    rows = np.stack([xs, ys, np.ones(len(xs))], axis=1).astype(np.float64)
    a, b, c = np.linalg.lstsq(rows, (rows[:, :2] ** 2).sum(1), rcond=None)[0]
    return a / 2, b / 2, float(np.sqrt(max(0.0, c + (a * a + b * b) / 4)))


def _go_on(out: Any, seen: SeenEdit, x: MaskedScene, bars: set[str]) -> None:
    """Rows of things, each at its own distance, or columns."""
    is_down = x.mask[2] - x.mask[0] == SIDE
    numbers = [n for n, name in enumerate(seen.names) if name not in bars]
    things = np.full((SIDE, SIDE), GROUND)
    for number in numbers:
        things[_solid((seen.which == number) & seen.open)] = number
    flat, known = (field.T if is_down else field for field in (things, seen.open))
    canvas = out.transpose(1, 0, 2) if is_down else out
    solid = _shrunk(flat != GROUND, 1)
    filled = np.flatnonzero(solid.any(1))
    for band in np.split(filled, np.flatnonzero(np.diff(filled) > 1) + 1):
        if len(band) < 8:
            continue
        rows = slice(max(0, int(band[0]) - 1), int(band[-1]) + 2)
        lane: Any = flat[rows]
        there: Any = known[rows].all(0)
        step = _step(lane, there)
        for at in np.flatnonzero(~there) if step else ():
            back = [p for p in range(at % step, SIDE, step) if there[p]]
            often = np.stack([(lane[:, back] == n).mean(1) for n in range(len(seen.inks))])
            ink = often.max(0) >= 0.5
            canvas[rows, at][ink] = seen.inks[often.argmax(0)[ink]]


def _step(lane: Any, there: Any) -> int:
    """The distance at which a row repeats itself; 0 if it is not seen to."""
    columns = np.flatnonzero(there)
    first, last = int(columns[0]), int(columns[-1]) + 1
    cut = lane[:, first:last]
    long = cut.shape[1]
    off = []
    for step in range(18, long - 24):
        a, b = cut[:, step:], cut[:, :-step]
        inked = (a != GROUND) | (b != GROUND)
        off.append((a != b).sum() / max(1, inked.sum()))
    near = [n for n, one in enumerate(off, 18) if one < min(off) + 0.03]
    return near[0] if near and min(off) < UNLIKE else 0


def _shape(kind: str, box: Box) -> Any:
    """Where a thing is that fills a box."""
    left, top, right, bottom = box
    y, x = np.mgrid[:SIDE, :SIDE]
    u = (2 * x + 1 - left - right) / (right - left)
    v = (2 * y + 1 - top - bottom) / (bottom - top)
    far = np.hypot(u, v)
    within = (abs(u) <= 1) & (abs(v) <= 1)
    third = 1 / 3
    return (
        within
        & {
            "circle": far <= 1,
            "rectangle": within,
            "diamond": abs(u) + abs(v) <= 1,
            "ring": (far <= 1) & (far >= 0.5),
            "plus": (abs(u) <= third) | (abs(v) <= third),
            "triangle that points up": abs(u) <= (1 + v) / 2,
            "triangle that points down": abs(u) <= (1 - v) / 2,
        }[kind]
    )


def _written(picture: Pixels, seen: SeenEdit, x: MaskedScene) -> Pixels:
    """The text on its sign, in the letters that are most like its own on other signs."""
    left, top, right, bottom = x.mask
    out = picture.copy()
    out[top:bottom, left:right] = np.median(picture[top:bottom, left:right], axis=(0, 1))
    dot, cells = x.dot, _letters(seen, x.mask, x.dot)
    ink = colour_in(COLOURS[x.ink])
    for place, letter in enumerate(x.text):
        likest = min(cells, key=lambda cell: int((cell != _known(letter)).sum()), default=None)
        if likest is not None:
            dots = np.kron(likest, np.ones((dot, dot), dtype=bool))
            at = left + dot + place * STEP * dot
            out[top + dot : top + dot + DOWN * dot, at : at + ACROSS * dot][dots] = ink
    return out


def _letters(seen: SeenEdit, mask: Box, dot: int) -> list[Any]:
    """The letters of all signs but one: (DOWN, ACROSS) bool each."""
    out = []
    for blob in blobs(_shrunk(seen.which != GROUND, 1), least=600):
        rows, columns = blob.box
        top, left, right = rows.start + 3, columns.start + 3, columns.stop - 3
        if columns.start < mask[0] < columns.stop and rows.start < mask[1] < rows.stop:
            continue
        for begin in range(left + dot, right - ACROSS * dot, STEP * dot):
            middles = np.ix_(
                top + dot + dot * np.arange(DOWN) + dot // 2,
                begin + dot * np.arange(ACROSS) + dot // 2,
            )
            if (middles[0] >= SIDE).any() or (middles[1] >= SIDE).any():
                continue
            face = np.median(seen.pixels[top + 1 : top + 4, left + 1 : right - 1], axis=(0, 1))
            off = np.linalg.norm(seen.pixels[middles] - face, axis=-1)
            out.append(off > off.max() / 2)
    return out


def _known(letter: str) -> Any:
    """What a letter looks like."""
    dots = np.zeros((DOWN, ACROSS), dtype=bool)
    for part in lettered(letter, 0, 0).split("M")[1:]:
        at, rest = part.split("h", 1)
        x, y = (int(number) for number in at.split())
        dots[y // DOT, x // DOT : (x + int(rest.split("v")[0])) // DOT] = True
    return dots
