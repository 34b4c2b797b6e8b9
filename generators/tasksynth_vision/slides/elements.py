"""A slide: its elements, and the room that each takes up."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from tasksynth_schemas import Model
from tasksynth_vision.slides.lettering import BASE, CAPITAL, TAIL, TAILED, length, pitch, set_lines

WIDE, HIGH = 800, 450
"""Pixels of a slide."""
PAD = 12
"""Pixels between a panel's edge and its text."""
LEAST_PAD = 3
"""What has to be left of it."""
HEADED = 1.25
"""How much larger a panel's heading is than its text."""
ElementKind = Literal[
    "title", "subtitle", "heading", "bullet", "caption", "quote", "footer", "number",
    "card", "step", "stat", "callout", "picture", "chart", "table", "logo", "badge",
]  # fmt: skip
PANELS = ("card", "step", "stat", "callout", "picture", "chart", "table", "logo", "badge")
"""Kinds that cover all of their box; of the others only the type is seen."""
IMAGES = ("picture", "chart", "table", "logo")
"""Kinds whose inside is drawn, and has no type of its own."""
HEADS = ("card", "stat")
"""Kinds whose first line is a heading."""
ROUND = ("picture", "logo")
"""Kinds that show something round, and so whether they are distorted."""
INDENT = 22
"""Pixels by which a deeper bullet stands farther right; and from a mark to its text, below."""
MARK = 14


class SlideBox(NamedTuple):
    """Pixels from the left and the top; what is at the right and lower edge is no part of it."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> "SlideBox":
        """With so much more on each side."""
        return SlideBox(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def joined(self, other: "SlideBox") -> "SlideBox":
        """The least box around both."""
        return SlideBox(min(self.left, other.left), min(self.top, other.top),
                        max(self.right, other.right), max(self.bottom, other.bottom))  # fmt: skip

    def depth(self, other: "SlideBox") -> float:
        """How far two boxes reach into one another; negative for what is between them."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return min(across, down)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x < self.right and self.top <= y < self.bottom


class SetLine(NamedTuple):
    """A line of type: where it begins, and its baseline."""

    x: float
    base: float
    text: str
    size: int
    bold: bool

    @property
    def box(self) -> SlideBox:
        """Where there is ink."""
        tail = TAIL * self.size if TAILED & set(self.text) else 0
        return SlideBox(self.x, self.base - CAPITAL * self.size,
                        self.x + length(self.text, self.size, bold=self.bold),
                        self.base + tail)  # fmt: skip


class SlideElement(Model):
    """One thing on a slide. Places and sizes are pixels, colours `#rrggbb`."""

    id: str
    kind: ElementKind
    x: int
    y: int
    w: int
    h: int
    text: str = ""
    size: int = 0
    """Of the type; a heading's in a panel follows from it."""
    bold: bool = False
    align: Literal["left", "center", "right"] = "left"
    ink: str = ""
    fill: str = ""
    """Of a panel; empty where the slide is seen."""
    group: str = ""
    """Peers in a row (`row …`) or a column (`column …`): alike in size, and evenly spread."""
    edge: str = ""
    """Elements with the same one have a common left edge."""
    on: str = ""
    """The element that it is meant to lie on."""
    depth: int = 0
    """Of a bullet: 1 stands under another one."""
    ratio: tuple[int, int] = (0, 0)
    """Width to height of what a picture shows, as it should be."""
    look: int = 0
    """What a picture or a chart shows."""

    @property
    def box(self) -> SlideBox:
        """Its frame."""
        return SlideBox(self.x, self.y, self.x + self.w, self.y + self.h)

    @property
    def pad(self) -> int:
        """What is left free around a panel's text."""
        return PAD if self.kind in HEADS or self.kind == "callout" else LEAST_PAD + 1

    def lines(self) -> list[SetLine]:
        """Its type, line by line."""
        if not self.text or self.kind in IMAGES:
            return []
        panel = self.kind in PANELS
        pad = self.pad if panel else 0
        left, wide = self.x + pad, self.w - 2 * pad
        if self.kind == "bullet":
            left, wide = left + MARK, wide - MARK
        parts = list(self._parts())
        if self.kind == "quote":
            wide = self.w
        told = [(line, size, bold) for text, size, bold in parts
                for line in set_lines(text, size, wide, bold=bold)]  # fmt: skip
        high = sum(pitch(size) for _, size, _ in told)
        middle = self.y + (self.h - high) / 2
        top = max(middle, self.y + LEAST_PAD) if panel and self.kind != "card" else self.y + pad
        out = []
        for line, size, bold in told:
            spare = wide - length(line, size, bold=bold)
            shift = {"left": 0.0, "center": spare / 2, "right": float(spare)}[self.align]
            out.append(SetLine(left + shift, top + BASE * size, line, size, bold))
            top += pitch(size)
        return out

    def _parts(self) -> Iterator[tuple[str, int, bool]]:
        head, _, rest = self.text.partition("\n")
        if self.kind in HEADS and rest:
            large = 1.9 if self.kind == "stat" else HEADED
            yield head, round(large * self.size), True
            yield rest, self.size, False
        else:
            yield self.text, self.size, self.bold

    def extent(self) -> SlideBox:
        """What of it is seen: a panel and its text, or where there is type."""
        boxes = [self.box] if self.kind in PANELS else []
        boxes += [line.box for line in self.lines()]
        out = boxes[0]
        for box in boxes[1:]:
            out = out.joined(box)
        return out._replace(left=out.left - MARK) if self.kind == "bullet" else out


class SlideTheme(Model):
    """Colours, and what lies at the slide's edge."""

    paper: str
    ink: str
    faint: str
    accent: str
    soft: str
    bright: str
    """Type on the accent."""
    band: Literal["none", "top", "left", "line"]


class SlidePage(Model):
    """A slide; what comes later lies on top."""

    theme: SlideTheme
    elements: tuple[SlideElement, ...]

    def named(self, name: str) -> SlideElement:
        """An element by its id."""
        return next(one for one in self.elements if one.id == name)

    def ground_of(self, one: SlideElement) -> str:
        """The colour that type stands on."""
        return one.fill or self.theme.paper

    def with_changed(self, changed: SlideElement) -> "SlidePage":
        """The same with one element exchanged."""
        elements = tuple(changed if one.id == changed.id else one for one in self.elements)
        return self.model_copy(update={"elements": elements})
