"""A screen: layers of parts, and what one can touch in them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from threading import RLock

from tasksynth_apps.screens.flow import flow_at, pixels
from tasksynth_apps.screens.nodes import (
    NO_BOX,
    Box,
    Colour,
    Event,
    LaterColumn,
    LaterRows,
    Meaning,
    Part,
    holds,
    inside,
    walk,
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
                left, top, right, bottom = inside(node.box, node.clip)
                if left < right and top < bottom:
                    found.append(self._element(node, node.mark))
        return found

    def _element(self, node: Part, mark: Meaning) -> Element:
        if id(node) not in self._known:
            self._known[id(node)] = Element(mark, inside(node.box, node.clip), node)
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
            if holds(self._place(number), x, y):
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


@lru_cache(maxsize=1024)
def _placed(at: Box, own: tuple[int, int], scale: int, room: tuple[int, int]) -> Box:
    """Where a layer of some size of its own is on a screen that has some room."""
    px, ends = pixels(scale), []
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
