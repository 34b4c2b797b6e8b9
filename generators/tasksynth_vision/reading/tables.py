"""See what stands on a table: kinds, colours, where things are and how they are turned."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, degrees, dist

import numpy as np

from tasksynth_vision.reading.blobs import Blob, blobs
from tasksynth_vision.reading.boards import enclosed
from tasksynth_vision.reading.scenes import COLOURED, DIMMEST, colour_of
from tasksynth_vision.scenes.things import Backdrop
from tasksynth_vision.tables.doing import hasty, solved
from tasksynth_vision.tables.moving import MOVED, TableErrand, Verb
from tasksynth_vision.tables.planning import clearance
from tasksynth_vision.tables.props import Pad, PadKind, PropKind, TableProp, TableScene, parts_of
from tasksynth_vision.tables.shapes import Point
from tasksynth_vision.tables.telling import name_of

LEAST = 40
"""Pixels that a thing has at least."""
WOODEN = np.array([198.0, 160.0, 112.0])
"""What cabinets are made of."""
ROUND = 1.12
"""How far a thing reaches, of the radius of a disc as large, up to which it is round."""
BOWL = 14.5
"""Pixels of the radius that a bowl has at least."""
MARGINS = (5.0, 3.0, 1.0)
"""Pixels that a way is wished to keep clear, one after the other."""
Dull = Callable[[tuple[float, float, float]], str]
"""What colour somebody takes a paint for."""


@dataclass(frozen=True)
class TablePart:
    """A blob, its inner disc, and its tones."""

    blob: Blob
    tones: np.ndarray
    """(height, width, 3) float."""
    x: float
    y: float
    r: float

    @property
    def pixels(self) -> np.ndarray:
        """Where it is: (n, 2) of x and y in the picture."""
        rows, columns = np.nonzero(self.blob.mask)
        return np.stack([columns + self.blob.left + 0.5, rows + self.blob.top + 0.5], axis=1)

    def paint(self, among: np.ndarray | None = None) -> tuple[float, float, float]:
        """The most coloured tone."""
        inner = self.tones[self.blob.mask if among is None else among]
        vivid = inner.max(1) - inner.min(1)
        best = inner[vivid >= np.quantile(vivid, 0.7)].mean(0)
        return float(best[0]), float(best[1]), float(best[2])

    def bright(self, inner: float, outer: float) -> float:
        """How bright it is between two shares of its radius."""
        far = np.hypot(self.pixels[:, 0] - self.x, self.pixels[:, 1] - self.y) / self.r
        ring = (far >= inner) & (far < outer)
        tones = self.tones[self.blob.mask].mean(1)
        return float(tones[ring].mean()) if ring.any() else 0.0


def see_table(picture: np.ndarray, named: Dull = colour_of) -> TableScene:
    """The table of a picture, (height, width, 3) uint8, as it looks."""
    seen = [_seen(part, named) for part in table_parts(picture)]
    props = tuple(one for one in seen if isinstance(one, TableProp))
    pads = tuple(one for one in seen if isinstance(one, Pad))
    back = Backdrop(ground="paper", at=(0, 0), light=0)
    return TableScene(side=len(picture), props=props, pads=pads, backdrop=back)


def table_parts(picture: np.ndarray) -> list[TablePart]:
    """What is coloured, each for itself."""
    seen = picture.astype(np.float32)
    vivid = seen.max(2) - seen.min(2)
    coloured = ~_next_to(~_next_to(vivid >= COLOURED))  # seams between two colours may have none
    found = blobs(coloured, least=LEAST)
    return [TablePart(blob, seen[blob.box], *_inner_disc(blob)) for blob in found]


def _seen(part: TablePart, named: Dull) -> TableProp | Pad:
    return _drawer(part, named) or _square(part, named) or _held(part, named)


def overlaid(picture: np.ndarray, at: Point, moves: Sequence[Point], beneath: Point | None) -> int:
    """The most pixels of other things that a thing covers while it moves: no rule of ours is asked.

    The thing is what is seen at a point; pads do not count, nor does what is seen `beneath` it.
    """
    parts = table_parts(picture)
    solid = [part for part in parts if isinstance(_seen(part, colour_of), TableProp)]
    thing = _nearest(solid, at)
    passed = [thing] if beneath is None else [thing, _nearest(solid, beneath)]
    taken = np.zeros(picture.shape[:2], dtype=bool)
    for part in solid:
        if not any(part is one for one in passed):
            taken[part.blob.box] |= part.blob.mask
    rows, columns = np.nonzero(thing.blob.mask)
    worst = 0
    for a, b in pairwise(moves):
        count = max(2, round(dist(a, b)))
        for share in np.linspace(0, 1, count):
            x, y = (round(p + share * (q - p)) for p, q in zip(a, b, strict=True))
            row = np.clip(rows + thing.blob.top + y, 0, len(taken) - 1)
            column = np.clip(columns + thing.blob.left + x, 0, len(taken) - 1)
            worst = max(worst, int(taken[row, column].sum()))
    return worst


def _nearest(parts: Sequence[TablePart], at: Point) -> TablePart:
    return min(parts, key=lambda part: float(np.hypot(*(part.pixels - at).T).min()))


def _inner_disc(blob: Blob) -> tuple[float, float, float]:
    """Middle and radius of the largest disc within a blob, its holes filled along rows."""
    mask = np.pad(blob.mask, 1)
    mask = mask | enclosed(mask)
    ys, xs = np.nonzero(mask)
    edge_y, edge_x = np.nonzero(~mask & _next_to(mask))
    far = np.sqrt(((xs[:, None] - edge_x) ** 2 + (ys[:, None] - edge_y) ** 2).min(1)) - 0.5
    best = far >= far.max() - 0.3
    return (float(xs[best].mean()) - 0.5 + blob.left, float(ys[best].mean()) - 0.5 + blob.top,
            float(far.max()))  # fmt: skip


def _next_to(mask: np.ndarray) -> np.ndarray:
    out = mask.copy()
    out[1:] |= mask[:-1]
    out[:-1] |= mask[1:]
    out[:, 1:] |= mask[:, :-1]
    out[:, :-1] |= mask[:, 1:]
    return out


def _drawer(part: TablePart, named: Dull) -> TableProp | None:
    """A cabinet with a front and a knob, by its wood; None where there is little of that."""
    tones = part.tones[part.blob.mask]
    gain = np.clip(tones @ WOODEN / (WOODEN @ WOODEN), DIMMEST, 1.02)
    wood = np.linalg.norm(tones - gain[:, None] * WOODEN, axis=1) < 14
    if wood.mean() < 0.4:
        return None
    low, high = part.pixels.min(0) - 0.5, part.pixels.max(0) + 0.5
    aside = (low + high) / 2 - part.pixels[wood].mean(0)  # towards the knob
    turn = round(degrees(atan2(aside[1], aside[0])) / 90) % 4
    height, width = part.blob.mask.shape
    r = (height if turn % 2 == 0 else width) / 3
    back = (low[0], low[1], high[0], high[1])[turn]
    along = back + 1.3 * r * (1 if turn < 2 else -1)
    across = (low + high) / 2
    x, y = (along, across[1]) if turn % 2 == 0 else (across[0], along)
    prop = _prop("drawer", part, r, 90 * turn, at=(x, y))
    near = np.hypot(*(part.pixels - prop.grasp()).T) < 0.3 * r
    among = np.zeros_like(part.blob.mask)
    among[part.blob.mask] = near
    paint = part.paint(among if near.any() else None)
    rgb = tuple(round(tone) for tone in paint)
    return prop.model_copy(update={"colour": named(paint), "rgb": rgb})


def _prop(kind: PropKind, part: TablePart, r: float, turn: float, *, long: float = 0.0,
          at: Point | None = None, named: Dull = colour_of) -> TableProp:  # fmt: skip
    x, y = at or (part.x, part.y)
    paint = part.paint()
    red, green, blue = (round(tone) for tone in paint)
    return TableProp(kind=kind, colour=named(paint), x=round(x), y=round(y), r=max(1, round(r)),
                turn=round(turn) % 360, long=round(long), rgb=(red, green, blue))  # fmt: skip


def _pad(kind: PadKind, part: TablePart, at: Point, w: float, h: float, named: Dull) -> Pad:
    paint = part.paint()
    red, green, blue = (round(tone) for tone in paint)
    return Pad(kind=kind, colour=named(paint), x=round(at[0]), y=round(at[1]), w=round(w),
               h=round(h), rgb=(red, green, blue))  # fmt: skip


def _square(part: TablePart, named: Dull) -> TableProp | Pad | None:
    """A block, a book or a mat; None where something is no rectangle."""
    inner = ~_next_to(~np.pad(part.blob.mask, 1))[1:-1, 1:-1]
    points = part.pixels[~inner[part.blob.mask]]
    best = min(range(0, 90, 2), key=lambda turn: _spans(points, turn)[0])
    area, (wide, high), middle = _spans(points, best)
    if part.blob.mask.sum() < 0.88 * area:
        return None
    is_straight = best <= 2 or best >= 88
    half = min(wide, high) / 2
    if is_straight and _is_framed(part):
        height, width = part.blob.mask.shape
        return _pad("mat", part, middle, width / 2, height / 2, named)
    if is_straight and max(wide, high) < 1.12 * min(wide, high) and _has_a_star(part, half):
        return _prop("block", part, half, 0, at=middle, named=named)
    turn = best if wide >= high else best + 90
    return _prop("book", part, half / 1.2, turn, long=max(wide, high) / 2, at=middle, named=named)


def _spans(points: np.ndarray, turn: int) -> tuple[float, tuple[float, float], Point]:
    """The box around points by turned axes: its area, its sides, and its middle."""
    a = np.radians(turn)
    along = points @ np.array([np.cos(a), np.sin(a)])
    across = points @ np.array([-np.sin(a), np.cos(a)])
    wide, high = float(np.ptp(along)) + 1, float(np.ptp(across)) + 1
    u, v = (along.max() + along.min()) / 2, (across.max() + across.min()) / 2
    middle = float(u * np.cos(a) - v * np.sin(a)), float(u * np.sin(a) + v * np.cos(a))
    return wide * high, (wide, high), middle


def _is_framed(part: TablePart) -> bool:
    """Whether a pale line runs along all four sides, some pixels from the edge, and no star is."""
    bright = part.tones.mean(2)
    if min(bright.shape) < 24:
        return False
    sides = [np.rot90(bright, n) for n in range(4)]
    lines = [side[2:7, 8:-8].mean(1).max() / np.median(side[8:-8, 8:-8]) for side in sides]
    half = min(bright.shape) / 2
    return min(lines) > 1.08 and not _has_a_star(part, half)


def _has_a_star(part: TablePart, half: float) -> bool:
    """Whether the very middle is paler than what is around it."""
    bright = part.tones.mean(2)
    row, column = bright.shape[0] // 2, bright.shape[1] // 2
    near, wide = max(1, round(0.14 * half)), max(2, round(0.5 * half))
    middle = bright[row - near : row + near + 1, column - near : column + near + 1].mean()
    around = bright[row - wide : row + wide + 1, column - wide : column + wide + 1]
    edge = np.concatenate([around[0], around[-1], around[:, 0], around[:, -1]])
    return bool(middle > 1.12 * np.median(edge))


def _held(part: TablePart, named: Dull) -> TableProp | Pad:
    """Something round, with handles and spouts or without, or a rolling pin."""
    far = part.pixels - (part.x, part.y)
    reach = np.hypot(far[:, 0], far[:, 1])
    if reach.max() < ROUND * (len(reach) / np.pi) ** 0.5 + 1:
        return _round(part, named)
    ends = far[reach >= reach.max() - 1]
    tip = ends[ends @ far[reach.argmax()] > 0].mean(0)
    turn, r = degrees(atan2(tip[1], tip[0])), part.r
    guesses = [_prop("mug", part, r, turn, named=named),
               _prop("pan", part, (r + 0.5) / 1.3, turn, named=named),
               _prop("watering can", part, r, turn, named=named)]  # fmt: skip
    return max([*guesses, _roller(part, named)], key=lambda one: _agrees(one, part))


def _roller(part: TablePart, named: Dull) -> TableProp:
    """A rolling pin, if it is one."""
    middle = part.pixels.mean(0)
    aside = part.pixels - middle
    axis = np.linalg.eigh(aside.T @ aside)[1][:, 1]
    along = aside @ axis
    half, shift = float(np.ptp(along) + 1) / 2, float(along.max() + along.min()) / 2
    at = float(middle[0] + shift * axis[0]), float(middle[1] + shift * axis[1])
    r = 2 * part.r
    return _prop("rolling pin", part, r, degrees(atan2(axis[1], axis[0])), long=half - 0.24 * r,
                 at=at, named=named)  # fmt: skip


def _agrees(prop: TableProp, part: TablePart) -> float:
    """How far a thing would cover what is seen, and nothing else."""
    rows, columns = np.nonzero(part.blob.mask | enclosed(part.blob.mask))
    around = 12
    ys = np.arange(-around, part.blob.mask.shape[0] + around, dtype=np.float32) + part.blob.top
    xs = np.arange(-around, part.blob.mask.shape[1] + around, dtype=np.float32) + part.blob.left
    covered = clearance(list(parts_of(prop).values()), xs + 0.5, ys + 0.5) <= 0.5
    seen = np.zeros_like(covered)
    seen[columns + around, rows + around] = True
    return float((covered & seen).sum() / (covered | seen).sum())


def _round(part: TablePart, named: Dull) -> TableProp | Pad:
    """A bowl, a coaster, or something that is only in the way."""
    ring, within, beyond = part.bright(0.62, 0.74), part.bright(0.3, 0.55), part.bright(0.79, 0.9)
    if ring > 1.07 * beyond and ring > 1.07 * within:
        return _pad("coaster", part, (part.x, part.y), part.r, part.r, named)
    inside = part.bright(0.74, 0.82)
    if (
        part.r > BOWL
        and inside < 0.84 * part.bright(0.87, 0.95)
        and inside < 0.92 * part.bright(0.32, 0.52)
    ):
        return _prop("bowl", part, part.r / 1.5, 0, named=named)
    return _prop("tin", part, part.r, 0, named=named)


def understood(seen: TableScene, verb: Verb, names: Sequence[str | None]) -> TableErrand | None:
    """An errand on a table as it looks, by the names that it is told with; None if one is amiss."""
    thing = _named(seen.props, names[0])
    goal = 0 if verb == "open" else _named(seen.props if verb == "pour" else seen.pads, names[1])
    stops = [_named(seen.pads, name) for name in names[2:]]
    if thing is None or goal is None or None in stops:
        return None
    if seen.props[thing].kind not in MOVED[verb]:
        return None
    passed = tuple(stop for stop in stops if stop is not None)
    return TableErrand(verb=verb, target=thing, goal=goal, stops=passed)


def _named(things: Sequence[TableProp] | Sequence[Pad], name: str | None) -> int | None:
    return next((n for n in range(len(things)) if name_of(things, n) == name), None)


def acted(seen: TableScene, errand: TableErrand | None, *, quick: bool = False) -> list[Point]:
    """Points of a hand that does an errand on a table as it looks; empty where no way is seen."""
    if errand is None:
        return []
    if quick:
        return hasty(seen, errand)[0]
    return next((hand for margin in MARGINS if (hand := solved(seen, errand, margin))), [])
