"""What a scene is made of: shapes of a kind, a colour and a size, and the SVG that draws them."""

from math import cos, pi, sin
from typing import Annotated, Literal

from pydantic import Field

from tasksynth_schemas import Model
from tasksynth_vision.vectors.colours import RGB, colour_in

ShapeKind = Literal[
    "circle", "square", "triangle", "rectangle", "star", "ellipse", "hexagon", "pentagon"
]
ShapeColour = Literal["red", "blue", "yellow", "green", "purple", "orange", "black", "pink", "grey"]
GroundColour = Literal["white", "black", "blue", "yellow", "grey"]
ShapeSize = Literal["small", "large"]
KINDS: tuple[ShapeKind, ...] = (
    "circle", "square", "triangle", "rectangle", "star", "ellipse", "hexagon", "pentagon",
)  # fmt: skip
"""Those first that are quickest to write."""
CODES: dict[str, str] = {
    "red": "#e02424", "blue": "#2563eb", "yellow": "#facc15", "green": "#1e9e4a",
    "purple": "#8b2fc9", "orange": "#f58220", "black": "#1c1c1c", "pink": "#f59ac2",
    "grey": "#8c8c8c", "white": "#ffffff",
}  # fmt: skip
"""What colours are called: the nearest of these gives a colour its name."""
COLOURS: tuple[ShapeColour, ...] = (
    "red", "blue", "yellow", "green", "purple", "orange", "black", "pink", "grey",
)  # fmt: skip
SIDE = 300
"""Units of a picture, each way."""
SMALL, LARGE, LEAST = 40, 60, 16
"""Of the longer side of a shape's bounding box: small ones have so many units at most, large ones
so many at least, and all of them the last."""
_TONES: dict[str, RGB] = {name: colour_in(code) or (0, 0, 0) for name, code in CODES.items()}


class ShapeLike(Model):
    """What a shape is like; None leaves it open."""

    size: ShapeSize | None = None
    colour: ShapeColour | None = None
    kind: ShapeKind | None = None

    @property
    def said(self) -> int:
        """How many attributes it names."""
        return sum(one is not None for one in (self.size, self.colour, self.kind))


class DrawnShape(Model):
    """A shape in its bounding box."""

    kind: ShapeKind
    colour: ShapeColour
    left: int
    top: int
    wide: Annotated[int, Field(ge=4)]
    high: Annotated[int, Field(ge=4)]

    @property
    def like(self) -> ShapeLike:
        """All that words say of it."""
        return ShapeLike(size=size_of(max(self.wide, self.high)), colour=self.colour,
                         kind=self.kind)  # fmt: skip

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        return self.left, self.top, self.left + self.wide, self.top + self.high

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of its box."""
        return self.left + self.wide / 2, self.top + self.high / 2

    def fits(self, like: ShapeLike) -> bool:
        """Whether it is like that."""
        own = self.like
        return (
            like.kind in (None, own.kind)
            and like.colour in (None, own.colour)
            and like.size in (None, own.size)
        )


def size_of(long: float) -> ShapeSize | None:
    """The word for a shape whose box is so long."""
    if long <= SMALL:
        return "small"
    return "large" if long >= LARGE else None


def colour_name(rgb: RGB) -> str:
    """The name that is nearest to a colour; what SVG itself calls orange, and is nearer to yellow,
    is orange.
    """
    if rgb == colour_in("orange"):
        return "orange"
    return min(_TONES, key=lambda name: _distance(_TONES[name], rgb))


def _distance(one: RGB, other: RGB) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def tone(name: str) -> RGB:
    """What a colour's name stands for."""
    return _TONES[name]


def height_of(kind: ShapeKind, wide: int) -> int:
    """How high a shape of a kind looks well, of those that are about as high as wide."""
    shares = {"hexagon": 87, "triangle": 90, "star": 95, "pentagon": 95}
    return (wide * shares.get(kind, 100) + 50) // 100


def corners(shape: DrawnShape) -> list[tuple[float, float]]:
    """The corners of a shape that has some."""
    unit = _UNITS[shape.kind]
    xs, ys = zip(*unit, strict=True)
    return [(shape.left + shape.wide * (x - min(xs)) / (max(xs) - min(xs)),
             shape.top + shape.high * (y - min(ys)) / (max(ys) - min(ys)))
            for x, y in unit]  # fmt: skip


def _spokes(many: int, *, first: float = -0.25, inner: float = 1.0) -> list[tuple[float, float]]:
    out = []
    for i in range(many):
        far = inner if i % 2 else 1.0
        turn = 2 * pi * (first + i / many)
        out.append((far * cos(turn), far * sin(turn)))
    return out


_UNITS: dict[str, list[tuple[float, float]]] = {
    "square": [(0, 0), (1, 0), (1, 1), (0, 1)],
    "rectangle": [(0, 0), (1, 0), (1, 1), (0, 1)],
    "triangle": [(0.5, 0), (1, 1), (0, 1)],
    "star": _spokes(10, inner=0.42),
    "hexagon": _spokes(6, first=0.0),
    "pentagon": _spokes(5),
}


def element(shape: DrawnShape) -> str:
    """A shape as the plainest element of SVG that draws it."""
    s, fill = shape, f'fill="{CODES[shape.colour]}"'
    if s.kind in ("circle", "ellipse"):
        cx, cy = f"{s.left + s.wide / 2:g}", f"{s.top + s.high / 2:g}"
        radii = (f'r="{s.wide / 2:g}"' if s.kind == "circle"
                 else f'rx="{s.wide / 2:g}" ry="{s.high / 2:g}"')  # fmt: skip
        return f'<{s.kind} cx="{cx}" cy="{cy}" {radii} {fill}/>'
    if s.kind in ("square", "rectangle"):
        return f'<rect x="{s.left}" y="{s.top}" width="{s.wide}" height="{s.high}" {fill}/>'
    told = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners(s))
    return f'<polygon points="{told}" {fill}/>'


def svg_of(shapes: tuple[DrawnShape, ...], ground: str, elements: list[str] | None = None) -> str:
    """The SVG of a scene, a shape a line."""
    lines = [element(one) for one in shapes] if elements is None else elements
    behind = f'<rect width="{SIDE}" height="{SIDE}" fill="{CODES[ground]}"/>'
    begin = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
    return "\n".join([begin, f"  {behind}", *(f"  {one}" for one in lines), "</svg>"])
