"""Boxes in rows and columns: what a screen is made of, and where each part of it comes to stand.

The rules are a part of CSS's flexbox: parts of their own size, parts that share what room is left,
padding, gaps. The same screen written as HTML is laid out alike by a browser, which a test holds.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from tasksynth_apps.screens.metrics import width

Colour = tuple[int, int, int]
NO_PAD = (0, 0, 0, 0)
Event = tuple[str | int, ...]
"""What touching an element does: a verb, and what it is about."""
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; the last two are outside."""


class Meaning(NamedTuple):
    """What an element is for those who use it."""

    role: str
    """As accessibility trees call it: button, switch, tab, …"""
    name: str
    """What it is called, in the language of the screen."""
    event: Event
    purpose: str = ""
    """What it is for, in English, where that is to be told of it; "" where its name says it."""
    states: tuple[str, ...] = ()
    """Such as checked, selected."""
    value: str = ""
    """What a field holds."""
    row: int = -1
    """The id of the thing that it belongs to, or -1."""
    column: str = ""
    """What of that thing it shows or changes."""


class Part:
    """A part of a screen. Lengths are in points, of which a scale makes pixels."""

    __slots__ = (
        "align",
        "art",
        "border",
        "box",
        "clip",
        "fill",
        "gap",
        "grow",
        "h",
        "icon",
        "ink",
        "kids",
        "kin",
        "later",
        "mark",
        "medium",
        "mh",
        "mw",
        "pad",
        "px",
        "radius",
        "row",
        "scroll",
        "size",
        "text",
        "w",
    )

    def __init__(
        self,
        *kids: "Part | None",
        row: bool = False,
        w: int = -1,
        h: int = -1,
        grow: int = 0,
        pad: tuple[int, int, int, int] = NO_PAD,
        gap: int = 0,
        align: Literal["stretch", "start", "center", "end"] = "stretch",
        fill: Colour | None = None,
        radius: int = 0,
        border: Colour | None = None,
        text: str = "",
        size: int = 14,
        medium: bool = False,
        ink: Colour = (0, 0, 0),
        icon: str = "",
        art: str = "",
        scroll: int = -1,
        mark: Meaning | None = None,
        later: "Callable[[], Part] | None" = None,
        kin: Hashable = None,
    ) -> None:
        """A part; `w` and `h` of -1 are what it holds, `pad` is left, top, right and bottom.

        `later` makes the part that belongs in this one's place, once that is in sight: it is as
        wide as what holds it, and as high as all of its `kin`.
        """
        self.kids = [kid for kid in kids if kid is not None]
        self.row, self.w, self.h, self.grow, self.pad, self.gap = row, w, h, grow, pad, gap
        self.align, self.fill, self.radius, self.border = align, fill, radius, border
        self.text, self.size, self.medium, self.ink = text, size, medium, ink
        self.icon, self.art, self.scroll, self.mark = icon, art, scroll, mark
        self.later, self.kin = later, kin
        self.mw = self.mh = self.px = 0
        self.box: Box = (0, 0, 0, 0)
        self.clip: Box = (0, 0, 0, 0)


def line_height(size: int) -> int:
    """Pixels of a line of text."""
    return (size * 7 + 3) // 5


@cache
def _pixels(scale: int) -> tuple[int, ...]:
    """Pixels of every length that there is, at so many per 100 points."""
    return tuple((points * scale + 50) // 100 for points in range(1 << 13))


class Flow:
    """Gives parts their boxes, at so many pixels per 100 points."""

    def __init__(self, scale: int) -> None:
        self.overflow = 0
        """Pixels that the part that scrolls holds beyond its own height."""
        self.px = _pixels(scale)
        """Pixels by points."""
        self._heights: dict[Hashable, int] = {}
        """Of parts that are made later, by their kin."""

    def measure(self, node: Part) -> None:
        """The size that a part has by itself."""
        px, wide, high = self.px, 0, 0
        if node.text:
            node.px = px[node.size]
            wide, high = width(node.text, node.px, medium=node.medium), line_height(node.px)
        elif node.icon:
            node.px = wide = high = px[node.size]
        elif node.kids:
            wide, high = self._held(node)
        elif node.later is not None:
            if node.kin not in self._heights:
                self._heights[node.kin] = self.made(node.later).mh
            high = self._heights[node.kin]
        if node.pad is not NO_PAD:
            left, top, right, bottom = node.pad
            wide, high = wide + px[left] + px[right], high + px[top] + px[bottom]
        node.mw = px[node.w] if node.w >= 0 else wide
        node.mh = px[node.h] if node.h >= 0 else high

    def _held(self, node: Part) -> tuple[int, int]:
        """How wide and high the parts in a part are together."""
        along = across = 0
        for kid in node.kids:
            self.measure(kid)
            long, broad = (kid.mw, kid.mh) if node.row else (kid.mh, kid.mw)
            if not kid.grow:
                along += long
            if broad > across:
                across = broad
        along += self.px[node.gap] * (len(node.kids) - 1)
        return (along, across) if node.row else (across, along)

    def made(self, later: "Callable[[], Part]") -> Part:
        """A part that was to be made later, and its size."""
        part = later()
        self.measure(part)
        return part

    def place(self, node: Part, box: Box, clip: Box) -> None:
        """Put a measured part, and all in it, into its box; outside the clip it is not seen."""
        node.box, node.clip = box, clip
        if not (kids := node.kids):
            return
        x0, y0, x1, y1 = box
        if node.pad is not NO_PAD:
            px = self.px
            left, top, right, bottom = node.pad
            x0, y0, x1, y1 = x0 + px[left], y0 + px[top], x1 - px[right], y1 - px[bottom]
        gap = self.px[node.gap]
        if node.scroll >= 0:
            clip = _inside(box, clip)
            y1 = max(y1, y0 + sum([kid.mh for kid in kids]) + gap * (len(kids) - 1))
            self.overflow = y1 + self.px[node.pad[3]] - box[3]
            y0, y1 = y0 - node.scroll, y1 - node.scroll
        row = node.row
        at, end, low, high = (x0, x1, y0, y1) if row else (y0, y1, x0, x1)
        shares, room, given = 0, end - at - gap * (len(kids) - 1), 0
        for kid in kids:
            if kid.grow:
                shares += kid.grow
            else:
                room -= kid.mw if row else kid.mh
        room = max(0, room)
        for number, kid in enumerate(kids):
            if kid.grow:
                before = room * given // shares
                given += kid.grow
                to = at + room * given // shares - before
            else:
                to = at + (kid.mw if row else kid.mh)
            near, far = _across(kid, node, low, high)
            self._put(node, number, (at, near, to, far) if row else (near, at, far, to), clip)
            at = to + gap

    def _put(self, node: Part, number: int, spot: Box, clip: Box) -> None:
        """Put one of a part's parts there, and make it, if it is in sight and not made yet."""
        kid = node.kids[number]
        if kid.later is not None:
            if spot[3] <= clip[1] or spot[1] >= clip[3]:
                kid.box, kid.clip = spot, clip
                return
            kid = node.kids[number] = self.made(kid.later)
        self.place(kid, spot, clip)


def _across(kid: Part, node: Part, low: int, high: int) -> tuple[int, int]:
    """Where a part begins and ends across its row or column, which goes from low to high."""
    align = node.align
    if align == "stretch" and (kid.h if node.row else kid.w) < 0:
        return low, high
    own = min(kid.mh if node.row else kid.mw, high - low)
    if align == "center":
        low += (high - low - own) // 2
    elif align == "end":
        low = high - own
    return low, low + own


def _inside(box: Box, clip: Box) -> Box:
    return (
        max(box[0], clip[0]),
        max(box[1], clip[1]),
        min(box[2], clip[2]),
        min(box[3], clip[3]),
    )


@dataclass(slots=True)
class Layer:
    """A part of a screen that lies over those before it."""

    root: Part
    at: Box
    """Where it is, in points; a right or bottom of -1 is its own size, a left or top of -1 leaves
    it in the middle, and one below that counts from the other edge."""
    modal: Event | None = None
    """What touching anything outside it does; None where what is below stays in reach."""
    veil: bool = False
    """Whether what is below is darkened."""


@dataclass(slots=True)
class Element:
    """What of a screen one can touch."""

    mark: Meaning
    box: Box
    """As much of it as is in sight."""
    node: Part


@dataclass(slots=True)
class Screen:
    """A screen that was laid out."""

    width: int
    height: int
    scale: int
    layers: list[Layer]
    background: Colour
    overflow: int = 0
    elements: list[Element] = field(default_factory=list)
    """What can be touched, in the order of reading; of the uppermost modal layer and above."""

    def hit(self, x: int, y: int) -> Element | None:
        """The element that a touch at a pixel reaches."""
        found = None
        for layer in reversed(self.layers):
            box = layer.root.box
            if box[0] <= x < box[2] and box[1] <= y < box[3]:
                found = _deepest(layer.root, x, y)
                break
            if layer.modal is not None:
                break
        return next((one for one in self.elements if one.node is found), None)

    def outside(self, x: int, y: int) -> Event | None:
        """What a touch beside the uppermost modal layer does."""
        for layer in reversed(self.layers):
            box = layer.root.box
            if box[0] <= x < box[2] and box[1] <= y < box[3]:
                return None
            if layer.modal is not None:
                return layer.modal
        return None


def _deepest(node: Part, x: int, y: int) -> Part | None:
    for kid in reversed(node.kids):
        left, top, right, bottom = kid.box
        if left <= x < right and top <= y < bottom:
            left, top, right, bottom = kid.clip
            if not (left <= x < right and top <= y < bottom):
                continue
            found = _deepest(kid, x, y)
            if found is not None:
                return found
            break
    return node if node.mark else None


def laid_out(
    layers: list[Layer], *, width: int, height: int, scale: int, background: Colour
) -> Screen:
    """A screen with every part in its place."""
    whole = (0, 0, width, height)
    overflow = 0
    for layer in layers:
        layout = Flow(scale)
        layout.measure(layer.root)
        box = _spot(layer, layout, width, height)
        layout.place(layer.root, box, whole)
        overflow = max(overflow, layout.overflow)
    screen = Screen(width, height, scale, layers, background, overflow)
    first = max((i for i, layer in enumerate(layers) if layer.modal is not None), default=0)
    for layer in layers[first:]:
        for node in walk(layer.root):
            if node.mark is not None:
                left, top, right, bottom = box = _inside(node.box, node.clip)
                if left < right and top < bottom:
                    screen.elements.append(Element(node.mark, box, node))
    return screen


def _spot(layer: Layer, layout: Flow, width: int, height: int) -> Box:
    ends = []
    for near, far, own, room in zip(
        layer.at[:2],
        layer.at[2:],
        (layer.root.mw, layer.root.mh),
        (width, height),
        strict=True,
    ):
        if near >= 0:
            low = layout.px[near]
            ends.append((low, min(room, low + own) if far == -1 else layout.px[far]))
        elif near == -1:
            low = max(0, (room - own) // 2)
            ends.append((low, min(room, low + own)))
        else:
            high = room - layout.px[-near]
            ends.append((max(0, high - own), high))
    (x0, x1), (y0, y1) = ends
    return x0, y0, x1, y1


def unfolded(screen: Screen) -> list[Part]:
    """All parts of a screen, and those that are out of sight made too."""
    found = []
    for layer in screen.layers:
        flow, waiting = Flow(screen.scale), [layer.root]
        while waiting:
            node = waiting.pop()
            found.append(node)
            for number, kid in enumerate(node.kids):
                if kid.later is not None:
                    made = node.kids[number] = flow.made(kid.later)
                    flow.place(made, kid.box, kid.clip)
            waiting.extend(reversed(node.kids))
    return found


def walk(node: Part) -> list[Part]:
    """A part and all in it, in the order of reading; not what is out of sight and not made."""
    found, waiting = [], [node]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting.extend(reversed(one.kids))
    return found
