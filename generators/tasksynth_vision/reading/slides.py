"""Find what is wrong with a slide by its pixels.

What slides say is taken as known: their texts, which of these are peers, and the theme's colours.
Where everything is, how large its type is and how well it is seen, is measured: parts that stand
out from the paper are panels or lines, lines are told by how their ink is spread, and then the
rules are tried.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tasksynth_vision.drawing.pillow import font, pillow
from tasksynth_vision.reading.blobs import blobs
from tasksynth_vision.reading.perceivers import blurred, dulled
from tasksynth_vision.slides.elements import (
    HEADED,
    HEADS,
    HIGH,
    MARK,
    WIDE,
    SlideBox,
    SlideElement,
    SlidePage,
)
from tasksynth_vision.slides.lettering import BASE, CAPITAL, EM, advance
from tasksynth_vision.slides.rules import (
    SEEN,
    Bounds,
    DefectKind,
    SlideDefect,
    defects,
    luminance,
)
from tasksynth_vision.vectors.colours import colour_in

if TYPE_CHECKING:
    from PIL.Image import Image

Pixels = np.ndarray[Any, Any]
SHARP = replace(SEEN, margin=13, contrast=2.9, aspect=0.09, pixels=4.5, type=1.8)
"""What the reader takes for a defect."""
ROUGH = replace(SHARP, margin=4, contrast=2.1, aspect=0.3, pixels=12.5, type=4.5)
"""What is seen without looking closely."""
BINS = 64
"""Into which the ink of a line is sorted, from left to right."""
LIKE = 0.45
"""Correlation from which on a line is taken for a text."""
CAST, LARGEST = 24, 44
"""Pixels of type in which texts are cast to see how long they are; and the largest there is."""
REACH = 9
"""Pixels across which letters are taken together."""
SPECK = 1.3
"""Contrast up to which something on a panel is noise."""
DENSE = 7
"""Lines on a panel from which on it is a table."""
SNAP = 3
"""Pixels by which measured places are off."""
GRAIN, FAINT = 13, 8
"""By how much pixels are off a ground, at least, where there is something; and areas of them."""
BADGE = 46
"""Pixels around a panel's upper right corner where a badge may be."""


NEAR_SIGHTED_EDITOR = 400
"""Pixels of the longer side that the near-sighted perceiver sees of a slide."""
SOFT = WIDE / NEAR_SIGHTED_EDITOR
"""Pixels of a slide in one of its own. It knows that edges are soft and that small type looks pale,
and takes nothing for a defect that is off by less than six and a half of its own pixels."""
DIM = replace(SHARP, contrast=SHARP.contrast / SOFT, aspect=SHARP.aspect * SOFT, pixels=6.5 * SOFT,
              type=SHARP.type * SOFT)  # fmt: skip


class SeenDefect(NamedTuple):
    """What seems wrong, and where."""

    kind: DefectKind
    x: float
    y: float


@dataclass(frozen=True, eq=False)
class SeenLine:
    """A line of type, or what else is small."""

    box: SlideBox
    contrast: float
    profile: Pixels
    """How ink is spread from left to right."""
    bare: Pixels
    """The same without the mark that a line begins with."""
    bare_left: float


@dataclass(frozen=True, eq=False)
class SeenSlide:
    """What stands out from a slide's paper."""

    panels: list[SlideBox]
    lines: list[SeenLine]
    inside: list[tuple[SlideBox, SeenLine]]
    """Lines on panels, each with its panel."""

    def dense(self) -> set[SlideBox]:
        """Tables, by how much stands on them."""
        boxes = [box for box, _ in self.inside]
        return {box for box in boxes if boxes.count(box) > DENSE}


def find_defect(
    picture: Pixels, page: SlidePage, bounds: Bounds = SHARP, *, soft: float = 0.0
) -> SeenDefect | None:
    """What seems wrong with a slide, (height, width, 3) uint8; its numbers are not looked at.

    Args:
        picture: the slide.
        page: of which only what slides say is looked at.
        bounds: what is taken for a defect.
        soft: over how many pixels edges are spread.
    """
    pixels = picture.astype(np.float32)
    mask, off = _standing_out(pixels, _rgb(page.theme.paper))
    _take_off_band(mask, page, ceil(soft))
    large = _calm(pixels, _rgb(page.theme.paper))
    _take_off_band(large, page, ceil(soft))
    panels = _panels(large)
    badged = any(one.kind == "badge" for one in page.elements)
    for box in panels:
        _take_off(mask, box, badged=badged)
    lines = _lines(pixels, mask, off, _rgb(page.theme.paper))
    paints = (page.theme.soft, page.theme.accent)
    inside = [(box, line) for box in panels for line in _inside(pixels, box, paints)]
    for box in [*panels, *(line.box for line in lines)]:
        if min(box.left, box.top, WIDE - box.right, HIGH - box.bottom) < bounds.margin:
            return _at("margin", box)
    slide = SeenSlide(panels, lines, inside)
    seen = _told_apart(page, slide)
    if torn := _torn(page, slide, seen, soft):
        return torn
    dense = slide.dense()
    for line in [*lines, *(line for box, line in inside if box not in dense)]:
        if line.contrast < bounds.contrast and line.box.right - line.box.left > 4:
            return _at("contrast", line.box)
    return _by_rules(page, seen, panels, bounds)


def look_over(picture: "Image", page: SlidePage) -> dict[str, SeenDefect | None]:
    """What each perceiver finds wrong with a slide; the rough one has no eye for small things."""
    clear = np.asarray(picture)
    dim = np.asarray(blurred(picture, NEAR_SIGHTED_EDITOR))
    return {
        "sharp": find_defect(clear, page, SHARP),
        "near-sighted": find_defect(dim, page, DIM, soft=SOFT),
        "colour-blind": find_defect(dulled(clear), _dulled_page(page), SHARP),
        "rough": find_defect(clear, page, ROUGH),
    }


def _dulled_page(page: SlidePage) -> SlidePage:
    """With the theme's colours as the colour-blind one has them."""
    tones = {name: _hex(dulled(np.array([_rgb(getattr(page.theme, name))]))[0])
             for name in ("paper", "soft", "accent")}  # fmt: skip
    return page.model_copy(update={"theme": page.theme.model_copy(update=tones)})


def _at(kind: DefectKind, box: SlideBox) -> SeenDefect:
    left, right = max(0.0, box.left), min(float(WIDE), box.right)
    return SeenDefect(kind, (left + right) / 2, (max(0, box.top) + min(HIGH, box.bottom)) / 2)


def _take_off_band(mask: Pixels, page: SlidePage, more: int) -> None:
    """Forget the theme's ornament, and so many pixels around it."""
    if page.theme.band == "top":
        mask[: 9 + more] = False
    elif page.theme.band == "left":
        mask[:, : 11 + more] = False
    elif page.theme.band == "line":
        mask[90 - more : 95 + more, 42 - more : 94 + more] = False


def _standing_out(pixels: Pixels, ground: tuple[int, int, int]) -> tuple[Pixels, Pixels]:
    """Where there is something on a ground, and how far off it each pixel is."""
    off = np.abs(pixels - np.asarray(ground, dtype=np.float32)).max(axis=2)
    return off > GRAIN, off


def _calm(pixels: Pixels, ground: tuple[int, int, int]) -> Pixels:
    """Where there is something that need not differ much, as it is large."""
    padded = np.pad(pixels, ((1, 1), (1, 1), (0, 0)), mode="edge")
    high, wide = pixels.shape[:2]
    parts = [padded[y : y + high, x : x + wide] for y in range(3) for x in range(3)]
    far = np.abs(np.mean(parts, axis=0) - np.asarray(ground, dtype=np.float32)).max(axis=2)
    return np.asarray(far > FAINT)


def _panels(mask: Pixels) -> list[SlideBox]:
    """What is no type: the boxes of large parts, without what sticks out of them."""
    out = []
    for blob in blobs(mask, least=160):
        high, wide = blob.mask.shape
        level = float((blob.mask.mean(1) > 0.8).mean())
        solid = (wide > 60 and high > 30 and level > 0.3) or (wide > 200 and level > 0.8)
        logo = min(high, wide) > 20 and blob.left > 690 and blob.top < 60
        if not (solid or logo):
            continue
        rows, columns = np.arange(high), np.arange(wide)
        if max(high, wide) > 60:
            down, across = blob.mask.sum(0), blob.mask.sum(1)
            columns = np.flatnonzero(down > 0.8 * down.max())
            rows = np.flatnonzero(across > 0.8 * across.max())
        left, top = blob.left + int(columns[0]), blob.top + int(rows[0])
        size = int(columns[-1] - columns[0]), int(rows[-1] - rows[0])
        out.append(SlideBox(left, top, left + size[0] + 1, top + size[1] + 1))
    return [box for box in out if not any(
        other != box and other.joined(box) == other for other in out)]  # fmt: skip


def _take_off(mask: Pixels, box: SlideBox, *, badged: bool) -> None:
    """Forget a panel, and the badge that may be on its corner."""
    left, top, right, bottom = (int(edge) for edge in box)
    mask[top:bottom, left:right] = False
    if badged:
        mask[max(0, top - BADGE // 4) : top, max(0, right - BADGE) : right + BADGE // 2] = False
        mask[top : top + BADGE, right : right + BADGE // 3] = False


def _lines(pixels: Pixels, mask: Pixels, off: Pixels, ground: tuple[int, int, int],
           corner: tuple[int, int] = (0, 0)) -> list[SeenLine]:  # fmt: skip
    """Letters that stand next to one another, together."""
    wide = mask.copy()
    for step in range(1, REACH + 1):
        wide[:, step:] |= mask[:, :-step]
        wide[:, :-step] |= mask[:, step:]
    wide[1:] |= wide[:-1].copy()
    out = []
    for blob in blobs(wide, least=20):
        own = mask[blob.box] & blob.mask
        rows, columns = np.flatnonzero(own.any(1)), np.flatnonzero(own.any(0))
        if own.sum() < 12 or len(rows) < 3:
            continue
        tight = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
        ink = np.where(own, off[blob.box], 0)[tight]
        left = blob.left + int(columns[0]) + corner[0]
        top = blob.top + int(rows[0]) + corner[1]
        box = SlideBox(left, top, left + ink.shape[1], top + ink.shape[0])
        out.append(_line(ink, pixels[blob.box][tight], ground, box))
    return out


def _line(ink: Pixels, found: Pixels, ground: tuple[int, int, int], box: SlideBox) -> SeenLine:
    spread = ink.sum(0)
    bare, skip = spread, 0
    blank = np.flatnonzero(spread == 0)
    if blank.size and blank[0] <= MARK - 4 and (rest := np.flatnonzero(spread[blank[0] :])).size:
        skip = int(blank[0] + rest[0])
        bare = spread[skip:]
    strong = ink >= np.percentile(ink[ink > 0], 88)
    one, other = sorted(
        (luminance(_hex(np.median(found[strong], axis=0))), luminance(_hex(ground)))
    )
    return SeenLine(box, (other + 0.05) / (one + 0.05), _sorted(spread), _sorted(bare),
                    box.left + skip)  # fmt: skip


def _sorted(spread: Pixels) -> Pixels:
    """The ink of a line in bins, without its mean, of length 1."""
    edges = np.linspace(0, len(spread), BINS + 1)
    total = np.concatenate([[0], np.cumsum(spread)])
    bins = np.diff(np.interp(edges, np.arange(len(total)), total))
    bins = np.convolve(bins, (1, 2, 1), "same")
    bins = bins - bins.mean()
    return np.asarray(bins / (float(np.linalg.norm(bins)) or 1.0))


@cache
def _cast(text: str, size: int, bold: bool) -> tuple[Any, float, float]:  # noqa: FBT001
    """How a text's ink is spread; how long it is, and where it begins, of the type's size."""
    tile = pillow("Image").new("L", (size * len(text) + 2 * size, 2 * size))
    pen, at = pillow("ImageDraw").Draw(tile), 0
    for letter in text:
        for more in range(1 + bold):
            pen.text((8 + round(at / EM) + more, size + 4), letter, fill=255, font=font(size),
                     anchor="ls")  # fmt: skip
        at += advance(letter, bold=bold) * size
    spread = np.asarray(tile, dtype=np.float32).sum(0)
    columns = np.flatnonzero(spread)
    cut = spread[columns[0] : columns[-1] + 1]
    return _sorted(cut), len(cut) / size, (int(columns[0]) - 8) / size


def _inside(pixels: Pixels, box: SlideBox, paints: Sequence[str]) -> list[SeenLine]:
    """The lines of type on a panel."""
    left, top = int(box.left) + 6, int(box.top) + 2
    cut = pixels[top : int(box.bottom) - 2, left : int(box.right) - 2]
    if min(cut.shape[:2]) < 6:
        return []
    tone = np.median(cut.reshape(-1, 3), axis=0)
    ground = (int(tone[0]), int(tone[1]), int(tone[2]))
    mask, off = _standing_out(cut, ground)
    if not any(max(map(abs, np.subtract(ground, _rgb(paint)))) < GRAIN for paint in paints):
        return []  # a picture
    found = _lines(cut, mask, off, ground, (left, top))
    return [line for line in found if line.box.bottom - line.box.top < 40
            and line.box.top > box.top + 4 and line.contrast > SPECK]  # fmt: skip


class _Told(NamedTuple):
    """A line that stands for an element."""

    one: SlideElement
    text: str
    bold: bool
    per: float
    """Its size, of the element's."""


def _texts(page: SlidePage) -> Iterator[_Told]:
    for one in page.elements:
        if not (one.group or one.edge) or one.kind in ("picture", "callout") or not one.text:
            continue
        head, _, rest = one.text.partition("\n")
        if one.kind == "stat" and len(rest) > len(head):
            yield _Told(one, rest, bold=False, per=1)
        elif one.kind in HEADS:
            yield _Told(one, head, bold=True, per=HEADED if one.kind == "card" else 1.9)
        else:
            yield _Told(one, one.text, bold=one.bold, per=1)


def _told_apart(page: SlidePage, slide: SeenSlide) -> dict[str, SlideElement]:
    """Elements as they are seen, by id: the most alike line is each text's."""
    homes: list[tuple[SlideBox | None, SeenLine]] = [(None, line) for line in slide.lines]
    homes += slide.inside
    pairs = []
    for told in _texts(page):
        panelled = told.one.kind in ("card", "stat", "step")
        for number, (home, line) in enumerate(homes):
            if panelled and home is None:
                continue
            own, left = line.profile, line.box.left
            if told.one.kind == "bullet":
                own, left = line.bare, line.bare_left
            size = round((line.box.right - left) / _cast(told.text, CAST, told.bold)[1])
            if 7 <= size <= LARGEST:
                cast, *metrics = _cast(told.text, size, told.bold)
                pairs.append((float(own @ cast), number, told, metrics))
    pairs.sort(key=lambda pair: -pair[0])
    seen: dict[str, SlideElement] = {}
    used: set[int] = set()
    for like, number, told, metrics in pairs:
        if like > LIKE and number not in used and told.one.id not in seen:
            used.add(number)
            seen[told.one.id] = _measured(told, *homes[number], *metrics)
    return seen


def _measured(told: _Told, home: SlideBox | None, line: SeenLine, long: float,
              begin: float) -> SlideElement:  # fmt: skip
    """An element with the numbers that were seen."""
    one = told.one
    left = line.bare_left if one.kind == "bullet" else line.box.left
    size = (line.box.right - left) / long / told.per
    if home is not None:
        x, y, right, bottom = home
        numbers = {"x": x, "y": y, "w": right - x, "h": bottom - y, "size": size}
    else:
        y = line.box.top - (BASE - CAPITAL) * size
        x = left - begin * size - (MARK if one.kind == "bullet" else 0)
        numbers = {"x": x, "y": y, "w": line.box.right - x + MARK, "h": 20, "size": size}
    return one.model_copy(update={k: round(v) for k, v in numbers.items()})


def _torn(page: SlidePage, slide: SeenSlide, seen: dict[str, SlideElement],
          soft: float) -> SeenDefect | None:  # fmt: skip
    """What reaches into something else: a thing, or a panel's own text."""
    missing = [told.one for told in _texts(page) if told.one.id not in seen]
    callouts = any(one.kind == "callout" for one in page.elements)
    dense = slide.dense()
    own = [box for box, line in slide.inside
           if callouts and box not in dense and line.box.bottom > box.bottom - max(1, 4 - 2 * soft)
           and line.box.right - line.box.left < 0.98 * (box.right - box.left)]  # fmt: skip
    if own:
        return _at("overflow", own[0])
    for line in slide.lines:
        for box in slide.panels:
            if line.box.grown(2).depth(box) > 0:
                kind: DefectKind = "overflow" if callouts and not missing else "overlap"
                return _at(kind, box if kind == "overflow" else line.box)
    for one in seen.values():
        home = next((box for box in slide.panels if box.grown(2).holds(one.x, one.y + 9)), None)
        if home and one.kind not in ("card", "stat", "step"):
            return _at("overlap", one.extent())
    if missing:
        tall = [line.box for line in slide.lines if line.box.bottom - line.box.top > 30]
        over = [box for box in slide.panels if box.bottom - box.top > 60]
        if tall or over:
            return _at("overlap", (tall or over)[0])
    return None


def _by_rules(page: SlidePage, seen: dict[str, SlideElement], panels: Sequence[SlideBox],
              bounds: Bounds) -> SeenDefect | None:  # fmt: skip
    """What the rules say of what was seen; a row of which something was not is left out."""
    for one in page.elements:
        if one.kind == "picture" and (home := _over(page, one, seen, panels)):
            numbers = {"x": home.left, "y": home.top, "w": home.right - home.left,
                       "h": home.bottom - home.top}  # fmt: skip
            seen[one.id] = one.model_copy(update={k: round(v) for k, v in numbers.items()})
    gone = {one.group for one in page.elements if one.group and one.id not in seen}
    kept = tuple(one.model_copy(update={"ink": "#000000", "fill": "#ffffff"})
                 for one in _snapped([*seen.values()]) if one.group not in gone)  # fmt: skip
    measured = page.model_copy(update={"elements": kept})
    wanted = ("aspect", "indent", "font", "size", "alignment", "spacing")
    found: list[SlideDefect] = [d for d in defects(measured, bounds) if d.kind in wanted]
    for box in panels:  # a logo
        wide, high = box.right - box.left, box.bottom - box.top
        if box.top < 60 and box.left > 700 and max(wide / high, high / wide) > 1 + bounds.aspect:
            return _at("aspect", box)
    if not found:
        return None
    first = min(found, key=lambda d: wanted.index(d.kind))
    return _at(first.kind, measured.named(first.ids[0]).extent())


def _snapped(elements: list[SlideElement]) -> list[SlideElement]:
    """Peers whose numbers differ by what measuring is off are given the same ones."""
    for one, other in [(a, b) for a in ("group", "edge") for b in ("x", "y", "w", "h", "size")]:
        values: dict[tuple[str, int], list[int]] = defaultdict(list)
        for element in elements:
            values[getattr(element, one), element.depth].append(getattr(element, other))
        usual = {name: int(np.median(held)) for name, held in values.items() if name[0]}
        for number, element in enumerate(elements):
            middle = usual.get((getattr(element, one), element.depth))
            near = 1 if other == "size" else SNAP
            if middle is not None and abs(getattr(element, other) - middle) <= near:
                elements[number] = element.model_copy(update={other: middle})
    return elements


def _over(page: SlidePage, picture: SlideElement, seen: dict[str, SlideElement],
          panels: Sequence[SlideBox]) -> SlideBox | None:  # fmt: skip
    """The panel that stands over a picture's caption."""
    order = [one.id for one in page.elements]
    group = f"{picture.group} captions" if picture.group else ""
    captions = [one for one in page.elements if one.kind == "caption" and one.group == group]
    pictures = [one for one in page.elements if one.kind == "picture"
                and one.group == picture.group]  # fmt: skip
    at = sorted(pictures, key=lambda one: order.index(one.id)).index(picture)
    caption = seen.get(captions[at].id) if at < len(captions) else None
    if caption is None:
        return None
    over = [box for box in panels if box.bottom < caption.y + 12
            and box.left < caption.x + 40 and box.right > caption.x]  # fmt: skip
    return max(over, key=lambda box: box.bottom, default=None)


def _hex(rgb: Sequence[float]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*(int(part) for part in rgb))


def _rgb(colour: str) -> tuple[int, int, int]:
    return colour_in(colour) or (255, 255, 255)
