"""Where the parts of a screen come to stand: how large each is, and what is made of it."""

from collections.abc import Callable, Hashable, Iterator
from functools import cache, partial

from tasksynth_apps.screens.metrics import width
from tasksynth_apps.screens.nodes import (
    NO_PAD,
    Box,
    Event,
    LaterColumn,
    LaterPart,
    LaterRows,
    Part,
    holds,
    inside,
)


def line_height(size: int) -> int:
    """Pixels of a line of text."""
    return (size * 7 + 3) // 5


@cache
def pixels(scale: int) -> tuple[int, ...]:
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
        self.px = pixels(scale)
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
                    if holds(box, x, y):
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
            if holds(box, x - left, y - top):
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
            if holds(kid.box, x, y) and holds(kid.clip, x, y):
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
            row.box, row.clip = box, inside(node.box, node.clip)
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
        clip = inside(node.box, node.clip)
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
        clip = inside(node.box, node.clip) if node.scroll >= 0 else node.clip
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
    within = inside(node.box, within)
    if node.mark is not None:
        yield within, node.mark.event
    for kid in node.kids:
        yield from _marked(kid, within)
