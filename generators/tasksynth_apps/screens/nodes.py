"""Boxes in rows and columns: what a screen is made of, and where each part of it comes to stand.

The rules are a part of CSS's flexbox: parts of their own size, parts that share what room is left,
padding, gaps. The same screen written as HTML is laid out alike by a browser, which a test holds.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache, partial
from threading import RLock
from typing import Literal, NamedTuple

from tasksynth_apps.screens.metrics import width

Colour = tuple[int, int, int]
NO_PAD = (0, 0, 0, 0)
Event = tuple[str | int, ...]
"""What touching an element does: a verb, and what it is about."""
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; the last two are outside."""
NO_BOX: Box = (0, 0, 0, 0)


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


@dataclass(slots=True)
class LaterRows:
    """Parts, one below another, that are made where somebody looks."""

    kin: "Sequence[Hashable]"
    """Of each."""
    make: "Callable[[int], Part]"
    things: "Callable[[int], Sequence[int]] | None" = None
    """The ids of the things that one shows; None where it is no list."""
    shape: "Callable[[int], tuple[Hashable, int]] | None" = None
    """The shape of one, and the thing that it is about, as a part that is made later has them."""
    made: "dict[int, Part]" = field(default_factory=dict)
    """Those that were looked at."""
    highs: list[int] | None = None
    """Pixels of each, once that was asked."""

    def later(self, number: int) -> "LaterPart":
        """What stands for one of them until somebody looks there."""
        shape, thing = self.shape(number) if self.shape is not None else (None, -1)
        return LaterPart(partial(self.make, number), self.kin[number], shape=shape, thing=thing)


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
        "open",
        "pad",
        "px",
        "radius",
        "row",
        "rows",
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
        rows: "LaterRows | None" = None,
    ) -> None:
        """A part; `w` and `h` of -1 are what it holds, `pad` is left, top, right and bottom.

        What it has as `rows` belongs to its kids, and is not among them until somebody looks.
        """
        self.kids = [kid for kid in kids if kid is not None]
        self.row, self.w, self.h, self.grow, self.pad, self.gap = row, w, h, grow, pad, gap
        self.align, self.fill, self.radius, self.border = align, fill, radius, border
        self.text, self.size, self.medium, self.ink = text, size, medium, ink
        self.icon, self.art, self.scroll, self.mark = icon, art, scroll, mark
        self.rows = rows
        self.later: Callable[[], Part] | None = None
        self.kin: Hashable = None
        self.mw = self.mh = self.px = 0
        self.open = False
        self.box: Box = NO_BOX
        self.clip: Box = NO_BOX


class LaterPart(Part):
    """Stands for a part that is made once somebody looks there.

    It is as high as `h` says, or as all of its `kin` at the same scale are, and as wide as `w` says
    or what holds it is. Without a height it takes what room there is. Where it is `mute`, nothing
    in it can be touched. Where it has a `shape`, all that have the same one and are as large can be
    touched at the same places, with the same effect but for the `thing` that it has: its id is what
    comes after the verb. It is not made for a touch then.
    """

    __slots__ = ("mute", "shape", "thing")

    def __init__(
        self, make: "Callable[[], Part]", kin: Hashable = None, *, w: int = -1, h: int = -1,
        grow: int = 0, mute: bool = False, shape: Hashable = None, thing: int = -1,
    ) -> None:  # fmt: skip
        self.mute, self.shape, self.thing = mute, shape, thing
        self.later, self.kin, self.w, self.h, self.grow = make, kin, w, h, grow
        self.kids, self.rows, self.mark, self.text, self.icon = [], None, None, "", ""
        self.pad, self.scroll, self.open = NO_PAD, -1, False
        self.box = self.clip = NO_BOX


class LaterColumn(LaterPart):
    """Stands for a column of parts that are made later, each by itself.

    All of one kin and as large have their parts at the same places.
    """

    __slots__ = ("parts",)

    def __init__(self, kin: Hashable, parts: "Sequence[Callable[[], LaterPart]]") -> None:
        super().__init__(lambda: Part(*(part() for part in parts)), kin)
        self.parts = parts

    def part(self, number: int, box: Box) -> LaterPart:
        """One of its parts, in its place."""
        part = self.parts[number]()
        part.box = part.clip = box
        return part


def line_height(size: int) -> int:
    """Pixels of a line of text."""
    return (size * 7 + 3) // 5


@cache
def _pixels(scale: int) -> tuple[int, ...]:
    """Pixels of every length that there is, at so many per 100 points."""
    return tuple((points * scale + 50) // 100 for points in range(1 << 13))


_HEIGHTS: dict[tuple[int, Hashable], int] = {}
"""Of parts that are made later, by scale and kin."""
MOST_HEIGHTS = 1 << 12
Spot = tuple[Box, Event, bool]
"""What can be touched in a part, from its corner; what that does; whether to its thing."""
_SPOTS: dict[tuple[int, Hashable, int, int], tuple[Spot, ...]] = {}
"""Of parts that are made later, by scale, shape, width and height; the last one comes first."""
MOST_SPOTS = 1 << 12
_COLUMNS: dict[tuple[int, Hashable, Box], tuple[Box, ...]] = {}
"""Where the parts of columns are, by scale, kin and place."""


class Flow:
    """Gives parts their boxes, at so many pixels per 100 points."""

    def __init__(self, scale: int) -> None:
        self.scale = scale
        self.px = _pixels(scale)
        """Pixels by points."""

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
        elif node.kin is not None:
            high = self._high(node.kin, node.later)
        elif node.rows is not None:
            high = sum(self._highs(node.rows)) + px[node.gap] * (len(node.rows.kin) - 1)
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

    def _high(self, kin: Hashable, make: "Callable[[], Part] | None") -> int:
        """How high parts of a kin are; one is made to see it, if none was before."""
        key = self.scale, kin
        if (high := _HEIGHTS.get(key)) is None and make is not None:
            if len(_HEIGHTS) >= MOST_HEIGHTS:
                _HEIGHTS.clear()
            part = make()
            self.measure(part)
            high = _HEIGHTS[key] = part.mh
        return high or 0

    def _highs(self, rows: LaterRows) -> list[int]:
        """How high some rows are, which mostly are of one kin."""
        if rows.highs is None:
            kin = rows.kin
            if kin and kin.count(kin[0]) == len(kin):
                rows.highs = [self._high(kin[0], partial(rows.make, 0))] * len(kin)
            else:
                high = {
                    one: self._high(one, partial(rows.make, kin.index(one))) for one in set(kin)
                }
                rows.highs = [high[one] for one in kin]
        return rows.highs

    def made(self, node: Part) -> Part:
        """The part that belongs in the place of one that was to be made later, measured."""
        if node.later is None:
            return node
        part = node.later()
        part.box, part.clip = node.box, node.clip
        self.measure(part)
        return part

    def unfold(self, node: Part, *, mute: bool = True) -> None:
        """Put all that is in a part into its place, and make what is in sight.

        Without `mute`, what nobody can touch is left as it is.
        """
        self.spread(node)
        for number, kid in enumerate(node.kids):
            if isinstance(kid, LaterPart):
                if _apart(kid.box, kid.clip) or (kid.mute and not mute):
                    continue
                kid = self.kid(node, number)
            if kid.kids or kid.rows is not None:
                self.unfold(kid, mute=mute)

    def kid(self, node: Part, number: int) -> Part:
        """One of a part's parts, made if it was not."""
        kid = node.kids[number]
        if kid.later is not None:
            kid = node.kids[number] = self.made(kid)
        return kid

    def beyond(self, node: Part, found: int = 0) -> int:
        """Pixels that what scrolls in a part, the last if more does, holds beyond its height."""
        if isinstance(node, LaterColumn):
            for number, box in enumerate(self._column(node)):
                part = node.part(number, box)
                found = self.beyond(self.made(part), found) if part.grow else found
            return found
        if node.scroll >= 0 and (node.kids or node.rows):
            found = self._inner(node)[3] + node.scroll + self.px[node.pad[3]] - node.box[3]
        if node.rows is None:
            self.spread(node)
        for number, kid in enumerate(node.kids):
            found = self.beyond(self.kid(node, number) if _fills(kid) else kid, found)
        return found

    def _inner(self, node: Part) -> Box:
        """What a part has for its kids, which may be more than is in sight."""
        px, (x0, y0, x1, y1) = self.px, node.box
        if node.pad is not NO_PAD:
            left, top, right, bottom = node.pad
            x0, y0, x1, y1 = x0 + px[left], y0 + px[top], x1 - px[right], y1 - px[bottom]
        if node.scroll >= 0:
            highs = self._highs(node.rows) if node.rows else [kid.mh for kid in node.kids]
            y1 = max(y1, y0 + sum(highs) + px[node.gap] * (len(highs) - 1))
            y0, y1 = y0 - node.scroll, y1 - node.scroll
        return x0, y0, x1, y1

    def touched(self, node: Part, x: int, y: int, *, shaped: bool) -> Event | None:
        """What a touch at a pixel of a part does; if `shaped`, what has a shape is not made for it.

        Parts that are made stay, so that another touch finds them.
        """
        if isinstance(node, LaterPart):
            if node.mute:
                return None
            if node.shape is not None:
                return self._spot(node, x, y)
            if isinstance(node, LaterColumn):
                for number, box in enumerate(self._column(node)):
                    if _holds(box, x, y):
                        return self.touched(node.part(number, box), x, y, shaped=shaped)
                return None
            node = self.made(node)
        kid, event = self.kid_at(node, x, y, shaped=shaped), None
        if kid is not None:
            event = self.touched(kid, x, y, shaped=shaped)
        return node.mark.event if event is None and node.mark is not None else event

    def _spot(self, node: LaterPart, x: int, y: int) -> Event | None:
        """What a touch does where all of a shape do the same."""
        left, top, right, bottom = node.box
        key = self.scale, node.shape, right - left, bottom - top
        if (spots := _SPOTS.get(key)) is None:
            if len(_SPOTS) >= MOST_SPOTS:
                _SPOTS.clear()
            spots = _SPOTS[key] = self._spots(node)
        for box, event, own in spots:
            if _holds(box, x - left, y - top):
                return (event[0], node.thing, *event[2:]) if own else event
        return None

    def _column(self, node: LaterColumn) -> tuple[Box, ...]:
        """Where the parts of a column are."""
        key = self.scale, node.kin, node.box
        if (boxes := _COLUMNS.get(key)) is None:
            if len(_COLUMNS) >= MOST_SPOTS:
                _COLUMNS.clear()
            whole = self.made(node)
            self.spread(whole)
            boxes = _COLUMNS[key] = tuple(kid.box for kid in whole.kids)
        return boxes

    def _spots(self, node: LaterPart) -> tuple[Spot, ...]:
        """All that can be touched in a part."""
        part, (left, top, right, bottom) = self.made(node), node.box
        part.box = part.clip = (0, 0, right - left, bottom - top)
        self.unfold(part, mute=False)
        found = [
            (box, event, event[1:2] == (node.thing,)) for box, event in _marked(part, part.box)
        ]
        return tuple(reversed(found))

    def kid_at(self, node: Part, x: int, y: int, *, shaped: bool = False) -> Part | None:
        """The last of a part's parts that is in sight at a pixel; no other is made for that.

        Where it is `shaped`, what has a shape is not made either.
        """
        if node.rows is not None:
            return self._row_at(node, node.rows, x, y, shaped=shaped)
        self.spread(node)
        for number in reversed(range(len(node.kids))):
            kid = node.kids[number]
            if _holds(kid.box, x, y) and _holds(kid.clip, x, y):
                if isinstance(kid, LaterPart):
                    if kid.mute:
                        return None
                    if shaped and kid.shape is not None:
                        return kid
                return self.kid(node, number)
        return None

    def _row_at(self, node: Part, rows: LaterRows, x: int, y: int, *, shaped: bool) -> Part | None:
        x0, at, x1, _ = self._inner(node)
        for number, high in enumerate(self._highs(rows)):
            if at <= y < at + high and x0 <= x < x1:
                box = (x0, at, x1, at + high)
                if shaped and rows.shape is not None and number not in rows.made:
                    row = rows.later(number)
                    row.box = box
                    return row
                return self.row(node, rows, number, box)
            at += high + self.px[node.gap]
        return None

    def row(self, node: Part, rows: LaterRows, number: int, box: Box) -> Part:
        """One of a part's rows, made if it was not."""
        if number not in rows.made:
            row = rows.later(number)
            row.box, row.clip = box, _inside(node.box, node.clip)
            rows.made[number] = self.made(row)
        return rows.made[number]

    def rows_in_sight(self, node: Part) -> Iterator[tuple[Part, LaterRows, int, Box]]:
        """The rows in a part, of which none is made for that, with what holds them."""
        rows = node.rows
        if rows is None or rows.things is None:
            self.spread(node)
            for number, kid in enumerate(node.kids):
                if kid.later is None or _fills(kid):
                    yield from self.rows_in_sight(self.kid(node, number))
            return
        clip = _inside(node.box, node.clip)
        x0, at, x1, _ = self._inner(node)
        for number, high in enumerate(self._highs(rows)):
            box = (x0, at, x1, at + high)
            if not _apart(box, clip):
                yield node, rows, number, box
            at += high + self.px[node.gap]

    def spread(self, node: Part) -> None:
        """Give the parts in a part their boxes."""
        if (rows := node.rows) is not None:
            node.kids = [
                rows.made.get(number) or rows.later(number) for number in range(len(rows.kin))
            ]
            self._held(node)
            node.rows = None
        if node.open or not (kids := node.kids):
            return
        node.open = True
        clip = _inside(node.box, node.clip) if node.scroll >= 0 else node.clip
        x0, y0, x1, y1 = self._inner(node)
        gap = self.px[node.gap]
        row = node.row
        at, end, low, high = (x0, x1, y0, y1) if row else (y0, y1, x0, x1)
        shares, room, given = 0, end - at - gap * (len(kids) - 1), 0
        for kid in kids:
            if kid.grow:
                shares += kid.grow
            else:
                room -= kid.mw if row else kid.mh
        room, stretched = max(0, room), node.align == "stretch"
        for kid in kids:
            if kid.grow:
                before = room * given // shares
                given += kid.grow
                to = at + room * given // shares - before
            else:
                to = at + (kid.mw if row else kid.mh)
            near, far = low, high
            if not stretched or (kid.h if row else kid.w) >= 0:
                near, far = _across(kid, node, low, high)
            kid.box = (at, near, to, far) if row else (near, at, far, to)
            kid.clip = clip
            at = to + gap


@cache
def flow_at(scale: int) -> Flow:
    """What lays out at so many pixels per 100 points."""
    return Flow(scale)


def _fills(node: Part) -> bool:
    """Whether a part is made later and takes what room there is, in which it may scroll."""
    return isinstance(node, LaterPart) and node.grow > 0 and not node.mute


def _apart(spot: Box, clip: Box) -> bool:
    """Whether a spot is above or below what is in sight."""
    return spot[3] <= clip[1] or spot[1] >= clip[3]


def _across(kid: Part, node: Part, low: int, high: int) -> tuple[int, int]:
    """Where a part of its own size begins and ends across what goes from low to high."""
    own = min(kid.mh if node.row else kid.mw, high - low)
    if node.align == "center":
        low += (high - low - own) // 2
    elif node.align == "end":
        low = high - own
    return low, low + own


def _marked(node: Part, within: Box) -> Iterator[tuple[Box, Event]]:
    """What can be touched in a part, and what that does, in the order of reading."""
    within = _inside(node.box, within)
    if node.mark is not None:
        yield within, node.mark.event
    for kid in node.kids:
        yield from _marked(kid, within)


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


class Screen:
    """A screen. What stands on it is made and put into its place where somebody looks.

    Screens are kept for all who come to see the same: one thread at a time makes anything. One that
    is not `kept` is asked once, and keeps nothing of what it makes for that.
    """

    def __init__(
        self, layers: Sequence[Layer], *, width: int, height: int, scale: int, background: Colour,
        kept: bool = True,
    ) -> None:  # fmt: skip
        self.width, self.height, self.scale, self.background = width, height, scale, background
        self._layers, self._kept = layers, kept
        self._flow = flow_at(scale)
        self._lock = RLock()
        self._known: dict[int, Element] = {}
        """Elements by the identity of their parts, which they keep."""

    @cached_property
    def layers(self) -> Sequence[Layer]:
        """What lies over one another, with every part in its place."""
        with self._lock:
            for number in range(len(self._layers)):
                self._flow.unfold(self._root(number))
        return self._layers

    @cached_property
    def elements(self) -> list[Element]:
        """What can be touched, in the order of reading; of the uppermost modal layer and above."""
        modal = (i for i, layer in enumerate(self._layers) if layer.modal is not None)
        found = []
        for number in range(max(modal, default=0), len(self._layers)):
            with self._lock:
                root = self._root(number)
                self._flow.unfold(root, mute=False)
            found += self._elements_in(root)
        return found

    def _elements_in(self, root: Part) -> list[Element]:
        """What of a part can be touched, of all that is made of it."""
        found = []
        for node in walk(root):
            if node.mark is not None:
                left, top, right, bottom = _inside(node.box, node.clip)
                if left < right and top < bottom:
                    found.append(self._element(node, node.mark))
        return found

    def _element(self, node: Part, mark: Meaning) -> Element:
        if id(node) not in self._known:
            self._known[id(node)] = Element(mark, _inside(node.box, node.clip), node)
        return self._known[id(node)]

    def things(self) -> list[int]:
        """The ids of the things of a list that are in sight, in the order of reading."""
        with self._lock:
            rows = self._rows()
        if not rows:
            return [one.mark.row for one in self.elements if one.mark.role == "item"]
        return [thing for _, row, number, _ in rows if row.things for thing in row.things(number)]

    def about(self, things: Collection[int]) -> list[Element]:
        """The elements in a list that belong to some things; no other row is made for that."""
        found = []
        with self._lock:
            rows = self._rows()
            for node, row, number, box in rows:
                if row.things and any(thing in things for thing in row.things(number)):
                    part = self._flow.row(node, row, number, box)
                    self._flow.unfold(part)
                    found += self._elements_in(part)
        found = found if rows else self.elements
        return [one for one in found if one.mark.row in things]

    def _rows(self) -> list[tuple[Part, LaterRows, int, Box]]:
        """The rows of a list that are in sight, with what holds them; none if all was made."""
        if any(layer.modal is not None for layer in self._layers):
            return []
        return list(self._flow.rows_in_sight(self._root(0)))

    @cached_property
    def overflow(self) -> int:
        """Pixels that what scrolls holds beyond its own height."""
        with self._lock:
            return max(0, *map(self._beyond, range(len(self._layers))))

    def _beyond(self, number: int) -> int:
        self._place(number)
        root = self._layers[number].root
        quick = not self._kept and isinstance(root, LaterColumn)
        return self._flow.beyond(root if quick else self._root(number))

    def parts(self) -> Iterator[Part]:
        """All parts, in the order of reading, each made when it comes, be it in sight or not."""
        flow = self._flow
        for number in range(len(self._layers)):
            with self._lock:
                waiting = [self._root(number)]
            while waiting:
                node = waiting.pop()
                with self._lock:
                    flow.spread(node)
                yield node
                with self._lock:
                    waiting += [flow.kid(node, kid) for kid in reversed(range(len(node.kids)))]

    def hit(self, x: int, y: int) -> Element | None:
        """The element that a touch at a pixel reaches."""
        found = self._touched(x, y)
        return None if found is None or found.mark is None else self._element(found, found.mark)

    def event(self, x: int, y: int) -> Event | None:
        """What a touch at a pixel does; nothing but what it reaches is made for that."""
        with self._lock:
            number, outside = self._layer_at(x, y)
            if number is None:
                return outside
            root = self._root(number) if self._kept else self._layers[number].root
            return self._flow.touched(root, x, y, shaped=not self._kept)

    def _touched(self, x: int, y: int) -> Part | None:
        """The part that a touch reaches."""
        with self._lock:
            number, _ = self._layer_at(x, y)
            return None if number is None else self._deepest(self._root(number), x, y)

    def _layer_at(self, x: int, y: int) -> tuple[int | None, Event | None]:
        """The layer that a touch reaches, or what one beside the uppermost modal layer does."""
        for number in reversed(range(len(self._layers))):
            if _holds(self._place(number), x, y):
                return number, None
            if (modal := self._layers[number].modal) is not None:
                return None, modal
        return None, None

    def _deepest(self, node: Part, x: int, y: int) -> Part | None:
        if (kid := self._flow.kid_at(node, x, y)) is not None:
            found = self._deepest(kid, x, y)
            if found is not None:
                return found
        return node if node.mark else None

    def _place(self, number: int) -> Box:
        """Where a layer is."""
        layer, flow = self._layers[number], self._flow
        root = layer.root
        if root.clip == NO_BOX:
            flow.measure(root)
            room, own = (self.width, self.height), (root.mw, root.mh)
            root.box = _placed(layer.at, own, self.scale, room)
            root.clip = (0, 0, *room)
        return root.box

    def _root(self, number: int) -> Part:
        """The root of a layer, made and in its place."""
        self._place(number)
        layer = self._layers[number]
        layer.root = self._flow.made(layer.root)
        return layer.root


def _holds(box: Box, x: int, y: int) -> bool:
    left, top, right, bottom = box
    return left <= x < right and top <= y < bottom


@lru_cache(maxsize=1024)
def _placed(at: Box, own: tuple[int, int], scale: int, room: tuple[int, int]) -> Box:
    """Where a layer of some size of its own is on a screen that has some room."""
    px, ends = _pixels(scale), []
    for near, far, size, most in zip(at[:2], at[2:], own, room, strict=True):
        if near >= 0:
            low = px[near]
            ends.append((low, min(most, low + size) if far == -1 else px[far]))
        elif near == -1:
            low = max(0, (most - size) // 2)
            ends.append((low, min(most, low + size)))
        else:
            high = most - px[-near]
            ends.append((max(0, high - size), high))
    (x0, x1), (y0, y1) = ends
    return x0, y0, x1, y1


def walk(node: Part) -> list[Part]:
    """A part and all in it, in the order of reading; not what is out of sight and not made."""
    found, waiting = [], [node]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting.extend(reversed(one.kids))
    return found
