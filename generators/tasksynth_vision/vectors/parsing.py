"""Read SVG safely: a small subset of it, bounded in all ways, and nothing from elsewhere.

The text goes through expat with every declaration refused: no entities, no document types. What is
read is data of shapes; nothing in it is run, opened or looked up.
"""

import re
from collections.abc import Mapping
from math import cos, hypot, pi, sin, sqrt, tan
from typing import NamedTuple
from xml.parsers import expat

from tasksynth.answers import Unreadable
from tasksynth_vision.vectors.colours import RGB, colour_in
from tasksynth_vision.vectors.geometry import (
    IDENTITY,
    Matrix,
    Ring,
    box,
    ellipse,
    moved,
    multiplied,
    stroked,
)
from tasksynth_vision.vectors.paths import path_rings

MOST_SHAPES, MOST_CHARS, DEEPEST = 60, 12000, 12
MOST_POINTS = 12000
FARTHEST = 1e5
"""What a number may be at most."""
SHAPES = ("rect", "circle", "ellipse", "line", "polyline", "polygon", "path")
_SKIPPED = ("title", "desc", "metadata")
_INHERITED = {"fill": "black", "stroke": "none", "stroke-width": "1", "fill-rule": "nonzero",
              "stroke-linejoin": "miter", "stroke-linecap": "butt", "display": "inline",
              "visibility": "visible", "fill-opacity": "1", "stroke-opacity": "1"}  # fmt: skip
_NUMBER = re.compile(
    r"\s{0,20}([-+]?(?:[0-9]{1,12}\.?[0-9]{0,20}|\.[0-9]{1,20})(?:e[-+]?[0-9]{1,2})?)(px|%)?\s{0,20}",
    re.IGNORECASE,
)
_CALL = re.compile(r"\s{0,20}([a-zA-Z]{1,10})\s{0,5}\(([-+0-9.eE,\s]{0,200})\)[\s,]{0,20}")
_BETWEEN = re.compile(r"[\s,]+")


class Paint(NamedTuple):
    """Something that is painted: which rings, and in which colour."""

    rings: tuple[Ring, ...]
    rgb: RGB
    evenodd: bool = False
    element: int = 0
    """The number of the shape that it is the fill or the stroke of, from 1 on."""


def paints_in(text: str, side: int) -> list[Paint]:
    """What an SVG paints on a square picture of that side, in its order.

    Raises:
        Unreadable: if it is no SVG, is not of the subset, or is too much of it.
    """
    if len(text) > MOST_CHARS:
        raise Unreadable(f"the SVG has {len(text)} characters; {MOST_CHARS} are read at most")
    reader = _SvgReader(side)
    parser = expat.ParserCreate(encoding="utf-8")
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    for name in ("StartDoctypeDeclHandler", "EntityDeclHandler", "UnparsedEntityDeclHandler"):
        setattr(parser, name, _refuse_declaration)
    parser.ExternalEntityRefHandler = _refuse_declaration
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003 - it takes no name
    except expat.ExpatError as e:
        raise Unreadable(f"want an SVG that is well-formed: {e}") from None
    return reader.paints


def _refuse_declaration(*_: object) -> int:
    raise Unreadable("an SVG here declares no entities and no document type")


class _SvgReader:
    """Takes elements as expat finds them."""

    def __init__(self, side: int) -> None:
        self.side = side
        self.paints: list[Paint] = []
        self.styles: list[dict[str, str]] = []
        self.matrices: list[Matrix] = []
        self.skipping = 0
        self.room = (float(side), float(side))
        """Units of the view box."""
        self.shapes = self.points = 0

    def begin(self, tag: str, given: dict[str, str]) -> None:
        """Take an element's beginning."""
        if self.skipping or tag in _SKIPPED:
            self.skipping += 1
            return
        if len(self.styles) >= DEEPEST:
            raise Unreadable(f"elements are nested more than {DEEPEST} deep")
        own = _attributes(given)
        if not self.styles:
            self._root(tag, own)
            return
        if tag not in ("g", *SHAPES):
            raise Unreadable(f"<{tag[:20]}> is not of the subset: want g, {', '.join(SHAPES)}")
        style = self.styles[-1] | {name: own[name] for name in _INHERITED if name in own}
        if _opacity(own.get("opacity", "1")) == 0:
            style["display"] = "none"
        matrix = multiplied(self.matrices[-1], _transform(own.get("transform", "")))
        self.styles.append(style)
        self.matrices.append(matrix)
        if tag != "g":
            self._shape(tag, own, style, matrix)

    def end(self, _: str) -> None:
        """Take an element's end."""
        if self.skipping:
            self.skipping -= 1
            return
        self.styles.pop()
        self.matrices.pop()

    def _root(self, tag: str, own: Mapping[str, str]) -> None:
        if tag != "svg":
            raise Unreadable(f"want an <svg> element, got <{tag[:20]}>")
        wide, high = (self._length(own.get(name, "100%"), self.side, 0) for name in
                      ("width", "height"))  # fmt: skip
        x, y, across, down = 0.0, 0.0, wide, high
        if "viewBox" in own:
            numbers = _numbers(own["viewBox"])
            if len(numbers) != 4:
                raise Unreadable("a viewBox has four numbers")
            x, y, across, down = numbers
        if across <= 0 or down <= 0:
            raise Unreadable("the picture has no size")
        self.room = (across, down)
        sx, sy = self.side / across, self.side / down
        if own.get("preserveAspectRatio", "").strip() != "none":
            sx = sy = min(sx, sy)
        left, top = (self.side - across * sx) / 2, (self.side - down * sy) / 2
        self.matrices.append((sx, 0.0, 0.0, sy, left - x * sx, top - y * sy))
        self.styles.append(_INHERITED | {n: own[n] for n in _INHERITED if n in own})
        behind = own.get("background-color", own.get("background", "none"))
        if (rgb := colour_in(behind)) is not None:
            self.paints.append(Paint((box(0, 0, self.side, self.side),), rgb))

    def _shape(
        self, tag: str, own: Mapping[str, str], style: Mapping[str, str], matrix: Matrix
    ) -> None:
        self.shapes += 1
        if self.shapes > MOST_SHAPES:
            raise Unreadable(f"more than {MOST_SHAPES} shapes are drawn")
        rings, closed = self._rings(tag, own)
        hidden = style["display"] == "none" or style["visibility"] in ("hidden", "collapse")
        fill = colour_in(style["fill"]) if _opacity(style["fill-opacity"]) else None
        if fill is not None and not hidden and tag != "line":
            placed = tuple(moved(ring, matrix) for ring in rings if len(ring) > 2)
            self._paint(placed, fill, evenodd=style["fill-rule"].strip() == "evenodd")
        stroke = colour_in(style["stroke"]) if _opacity(style["stroke-opacity"]) else None
        width = self._length(style["stroke-width"], hypot(*self.room) / sqrt(2), 1)
        if stroke is None or hidden or width <= 0:
            return
        parts: list[Ring] = []
        for ring, shut in zip(rings, closed, strict=True):
            parts += stroked(ring, width, closed=shut, join=style["stroke-linejoin"].strip(),
                             cap=style["stroke-linecap"].strip())  # fmt: skip
        placed = tuple(moved(ring, matrix) for ring in parts)
        turned = matrix[0] * matrix[3] - matrix[1] * matrix[2] < 0
        self._paint(tuple(ring[::-1] for ring in placed) if turned else placed, stroke)

    def _paint(self, rings: tuple[Ring, ...], rgb: RGB, *, evenodd: bool = False) -> None:
        self.points += sum(map(len, rings))
        if self.points > MOST_POINTS:
            raise Unreadable(f"outlines have more than {MOST_POINTS} points")
        far = max((max(abs(x), abs(y)) for ring in rings for x, y in ring), default=0.0)
        if not far <= FARTHEST:
            raise Unreadable("something lies too far outside of the picture")
        if rings:
            self.paints.append(Paint(rings, rgb, evenodd, self.shapes))

    def _rings(self, tag: str, own: Mapping[str, str]) -> tuple[list[Ring], list[bool]]:
        wide, high = self.room
        mean = hypot(wide, high) / sqrt(2)

        def at(name: str, of: float) -> float:
            return self._length(own.get(name, "0"), of, 0)

        if tag == "path":
            return path_rings(own.get("d", ""))
        if tag in ("polygon", "polyline"):
            numbers = _numbers(own.get("points", ""))
            pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
            return [pairs], [tag == "polygon"]
        if tag == "line":
            ends = [(at(f"x{i}", wide), at(f"y{i}", high)) for i in (1, 2)]
            return [ends], [False]
        if tag == "rect":
            rx, ry = own.get("rx", "auto"), own.get("ry", "auto")
            rx, ry = (ry if rx == "auto" else rx), (rx if ry == "auto" else ry)
            corner = [0.0 if one == "auto" else self._length(one, of, 0)
                      for one, of in ((rx, wide), (ry, high))]  # fmt: skip
            size = at("width", wide), at("height", high)
            ring = box(at("x", wide), at("y", high), *size, *corner)
            return ([ring], [True]) if min(size) > 0 else ([], [])
        radii = (at("r", mean),) * 2 if tag == "circle" else (at("rx", wide), at("ry", high))
        ring = ellipse(at("cx", wide), at("cy", high), *radii)
        return ([ring], [True]) if min(radii) > 0 else ([], [])

    def _length(self, text: str, of: float, least: float) -> float:
        """A length in units; of a share, of so many."""
        found = _NUMBER.fullmatch(text)
        if found is None:
            raise Unreadable(f"{text[:20]!r} is no number of pixels")
        value = float(found[1]) * (of / 100 if found[2] == "%" else 1)
        if abs(value) > FARTHEST:
            raise Unreadable(f"{text[:20]!r} is too large")
        return value


def _attributes(given: Mapping[str, str]) -> dict[str, str]:
    """An element's attributes, those in its `style` among them.

    Raises:
        Unreadable: if one refers to something or would run something.
    """
    out = dict(given)
    for part in out.pop("style", "").split(";"):
        name, colon, value = part.partition(":")
        if colon:
            out[name.strip().lower()] = value.replace("!important", "").strip()
    for name, value in out.items():
        if name.lower().startswith("on") or "href" in name.lower() or "url(" in value.lower():
            raise Unreadable(f"{name[:20]!r} refers to something else, which is not of the subset")
        if name in ("filter", "mask", "clip-path", "stroke-dasharray") and value != "none":
            raise Unreadable(f"{name!r} is not of the subset")
    return out


def _opacity(text: str) -> int:
    """0 or 1.

    Raises:
        Unreadable: if it is between.
    """
    found = _NUMBER.fullmatch(text)
    value = -1.0 if found is None else float(found[1]) / (100 if found[2] == "%" else 1)
    if value not in (0, 1):
        raise Unreadable(f"an opacity of {text[:10]!r} is not of the subset: want 1")
    return int(value)


def _numbers(text: str) -> list[float]:
    out = []
    for word in _BETWEEN.split(text.strip(" \t\r\n,")):
        found = _NUMBER.fullmatch(word) if word else None
        if word and (found is None or found[2]):
            raise Unreadable(f"{word[:20]!r} is no number")
        if found:
            out.append(float(found[1]))
    return out


def _transform(text: str) -> Matrix:
    """What a list of transforms does."""
    matrix, at = IDENTITY, 0
    while at < len(text):
        call = _CALL.match(text, at)
        if call is None:
            raise Unreadable(f"{text[at : at + 20]!r} is no transform")
        matrix = multiplied(matrix, _step(call[1], _numbers(call[2])))
        at = call.end()
    return matrix


def _step(name: str, n: list[float]) -> Matrix:
    match name, len(n):
        case "translate", 1 | 2:
            return (1.0, 0.0, 0.0, 1.0, n[0], n[1] if len(n) > 1 else 0.0)
        case "scale", 1 | 2:
            return (n[0], 0.0, 0.0, n[-1], 0.0, 0.0)
        case "rotate", 1 | 3:
            turn = n[0] * pi / 180
            spun = (cos(turn), sin(turn), -sin(turn), cos(turn), 0.0, 0.0)
            x, y = n[1:] if len(n) > 1 else (0.0, 0.0)
            back = multiplied(spun, (1.0, 0.0, 0.0, 1.0, -x, -y))
            return multiplied((1.0, 0.0, 0.0, 1.0, x, y), back)
        case "matrix", 6:
            return (n[0], n[1], n[2], n[3], n[4], n[5])
        case "skewX", 1:
            return (1.0, 0.0, tan(n[0] * pi / 180), 1.0, 0.0, 0.0)
        case "skewY", 1:
            return (1.0, tan(n[0] * pi / 180), 0.0, 1.0, 0.0, 0.0)
    raise Unreadable(f"{name[:20]}() with {len(n)} numbers is no transform")
