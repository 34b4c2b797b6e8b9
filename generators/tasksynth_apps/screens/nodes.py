"""Boxes in rows and columns: what a screen is made of.

The rules are a part of CSS's flexbox: parts of their own size, parts that share what room is left,
padding, gaps. The same screen written as HTML is laid out alike by a browser, which a test holds.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, NamedTuple

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


def walk(node: Part) -> list[Part]:
    """A part and all in it, in the order of reading; not what is out of sight and not made."""
    found, waiting = [], [node]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting.extend(reversed(one.kids))
    return found


def inside(box: Box, clip: Box) -> Box:
    """The part of a box that is in another one."""
    return (
        max(box[0], clip[0]),
        max(box[1], clip[1]),
        min(box[2], clip[2]),
        min(box[3], clip[3]),
    )


def holds(box: Box, x: int, y: int) -> bool:
    """Whether a point is in a box."""
    left, top, right, bottom = box
    return left <= x < right and top <= y < bottom
