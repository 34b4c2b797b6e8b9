"""A course as a picture: SVG, PNG (with the extra `pictures`), or Mermaid text."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from io import BytesIO
from itertools import pairwise
from typing import Any, NamedTuple

import networkx as nx

from tasksynth import UsageError
from tasksynth_curricula.course import Course, Stage, graph

WIDTH, HEIGHT, GAP, STEP, MARGIN = 210, 58, 26, 84, 24
FILLS = ("#dbeafe", "#dcfce7", "#fef3c7", "#fae8ff", "#ffe4e6", "#e0f2fe", "#ede9fe", "#f1f5f9")
INK, FAINT = "#1f2937", "#64748b"
SHARP = 2
"""Pixels of a PNG for each unit of the drawing; it is drawn at twice that, and made smaller."""

Point = tuple[float, float]


def mermaid(course: Course) -> str:
    """A flowchart in Mermaid's language."""
    number = {stage.name: f"s{i}" for i, stage in enumerate(course.stages)}
    lines = ["flowchart LR"]
    for stage in course.stages:
        label = "<br/>".join((stage.name, _facts(stage))).replace('"', "'")
        shape = '(["%s"])' if stage.review else '["%s"]'
        lines.append(f"    {number[stage.name]}{shape % label}")
    for stage in course.stages:
        lines += [f"    {number[need]} --> {number[stage.name]}" for need in stage.needs]
    for i, stage in enumerate(course.held_out):
        lines.append(f'    h{i}["{stage.name}"]:::out')
    lines.append("    classDef out stroke-dasharray: 4 4")
    return "\n".join(lines) + "\n"


class Box(NamedTuple):
    """A stage."""

    at: Point
    """Its upper left corner."""
    stage: Stage
    fill: str
    out: bool
    """Held out."""

    @property
    def corner(self) -> float:
        """Radius."""
        return HEIGHT / 2 if self.stage.review else 8

    @property
    def words(self) -> tuple[str, str]:
        """Its two lines."""
        name = self.stage.name.removeprefix("held out: ")
        fact = "held out" if self.out else _facts(self.stage)
        return name if len(name) <= 30 else name[:29] + "…", fact


class Arrow(NamedTuple):
    """A Bezier curve from what is needed to what needs it."""

    points: tuple[Point, Point, Point, Point]


@dataclass(frozen=True)
class CourseDrawing:
    """What there is to draw, left to right: a column for each depth, a colour for each family."""

    size: Point
    title: str
    subtitle: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def draw(course: Course) -> CourseDrawing:
    """Lay out a course."""
    columns = [list(column) for column in nx.topological_generations(graph(course))]
    stages = {stage.name: stage for stage in course.stages}
    _untangle(columns, stages)
    if course.held_out:
        columns.append([stage.name for stage in course.held_out])
    stages |= {stage.name: stage for stage in course.held_out}
    tallest = max(map(len, columns))
    place: dict[str, Point] = {}
    for i, column in enumerate(columns):
        top = (tallest - len(column)) * STEP / 2
        for j, name in enumerate(column):
            place[name] = (MARGIN + i * (WIDTH + 3 * GAP), 2 * MARGIN + 28 + top + j * STEP)
    families = list(dict.fromkeys(stage.family for stage in stages.values()))
    held_out = {stage.name for stage in course.held_out}
    return CourseDrawing(
        size=(
            max(2 * MARGIN + len(columns) * (WIDTH + 3 * GAP) - 3 * GAP, 420),
            3 * MARGIN + 28 + tallest * STEP,
        ),
        title=course.title,
        subtitle=f"{course.tickets} tickets of {course.rollouts} rollouts, as expected",
        boxes=tuple(
            Box(
                at=at,
                stage=stages[name],
                fill=FILLS[families.index(stages[name].family) % len(FILLS)],
                out=name in held_out,
            )
            for name, at in place.items()
        ),
        arrows=tuple(
            _arrow(place[need], place[stage.name])
            for stage in course.stages
            for need in stage.needs
        ),
    )


def _untangle(columns: list[list[str]], stages: dict[str, Stage]) -> None:
    """Order each column by the mean place of what its stages need."""
    for left, column in pairwise(columns):
        row = {name: i for i, name in enumerate(left)}

        def middle(name: str, row: dict[str, int] = row) -> float:
            near = [row[need] for need in stages[name].needs if need in row]
            return sum(near) / len(near) if near else len(row)

        column.sort(key=middle)


def _facts(stage: Stage) -> str:
    if stage.review:
        return f"review, {stage.budget} tickets"
    return f"{stage.expected:.0%} to {stage.mastery:.0%}, {stage.budget} tickets"


def _arrow(start: Point, end: Point) -> Arrow:
    x, y = start[0] + WIDTH, start[1] + HEIGHT / 2
    u, v = end[0] - 3, end[1] + HEIGHT / 2
    bend = max(24.0, (u - x) / 2)
    return Arrow(((x, y), (x + bend, y), (u - bend, v), (u, v)))


def svg(course: Course) -> str:
    """The drawing as SVG."""
    drawn = draw(course)
    width, height = drawn.size
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    return (
        "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">',
                '<rect width="100%" height="100%" fill="white"/>',
                _text(MARGIN, MARGIN + 16, drawn.title, size=18, weight="bold"),
                _text(MARGIN, MARGIN + 36, drawn.subtitle, fill=FAINT),
                *map(_svg_arrow, drawn.arrows),
                *map(_svg_box, drawn.boxes),
                "</svg>",
            ]
        )
        + "\n"
    )


def _svg_box(box: Box) -> str:
    (x, y), (name, fact) = box.at, box.words
    dash = ' stroke-dasharray="5 4"' if box.out else ""
    return (
        f'<g><title>{escape(box.stage.name)}</title><rect x="{x:.0f}" y="{y:.0f}" width="{WIDTH}" '
        f'height="{HEIGHT}" rx="{box.corner:.0f}" fill="{box.fill}" stroke="{INK}"{dash}/>'
        + _text(x + 14, y + 25, name)
        + _text(x + 14, y + 43, fact, size=11, fill=FAINT)
        + "</g>"
    )


def _svg_arrow(arrow: Arrow) -> str:
    (x, y), (a, b), (c, d), (u, v) = arrow.points
    return (
        f'<path d="M{x:.0f},{y:.0f} C{a:.0f},{b:.0f} {c:.0f},{d:.0f} {u:.0f},{v:.0f}" '
        f'fill="none" stroke="{FAINT}"/><circle cx="{u:.0f}" cy="{v:.0f}" r="3" fill="{INK}"/>'
    )


def _text(
    x: float, y: float, words: str, *, size: int = 12, fill: str = INK, weight: str = "normal"
) -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" font-weight="{weight}" '
        f'fill="{fill}">{escape(words)}</text>'
    )


def png(course: Course) -> bytes:
    """The drawing as PNG.

    Raises:
        UsageError: if Pillow is not installed.
    """
    try:
        from PIL import Image, ImageDraw, ImageFont
    except ModuleNotFoundError as e:
        raise UsageError("a PNG needs Pillow: pip install 'tasksynth[pictures]'") from e
    drawn, scale = draw(course), 2 * SHARP
    width, height = (round(side) for side in drawn.size)
    image = Image.new("RGB", (width * scale, height * scale), "white")
    pen = ImageDraw.Draw(image)

    def write(at: Point, words: str, size: int, fill: str, *, bold: bool = False) -> None:
        font: Any = ImageFont.load_default(size * scale)
        (spot,) = _scaled([at], scale)
        pen.text(spot, words, fill, font, "ls", stroke_width=scale // 4 if bold else 0)

    write((MARGIN, MARGIN + 16), drawn.title, 18, INK, bold=True)
    write((MARGIN, MARGIN + 36), drawn.subtitle, 12, FAINT)
    for arrow in drawn.arrows:
        pen.line(_scaled(_bezier(arrow), scale), fill=FAINT, width=scale)
        ((u, v),) = _scaled(arrow.points[3:], scale)
        pen.ellipse((u - 3 * scale, v - 3 * scale, u + 3 * scale, v + 3 * scale), fill=INK)
    for box in drawn.boxes:
        x, y = box.at
        corners = _scaled([box.at, (x + WIDTH, y + HEIGHT)], scale)
        edge = FAINT if box.out else INK
        pen.rounded_rectangle(corners, box.corner * scale, box.fill, edge, width=scale)
        name, fact = box.words
        write((x + 14, y + 25), name, 12, INK)
        write((x + 14, y + 43), fact, 11, FAINT)
    file = BytesIO()
    image.resize((width * SHARP, height * SHARP), Image.Resampling.LANCZOS).save(file, "PNG")
    return file.getvalue()


def _bezier(arrow: Arrow) -> list[Point]:
    """Points along the curve."""
    steps = [i / 24 for i in range(25)]
    weights = [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in steps]
    return [
        (
            sum(w * x for w, (x, _) in zip(row, arrow.points, strict=True)),
            sum(w * y for w, (_, y) in zip(row, arrow.points, strict=True)),
        )
        for row in weights
    ]


def _scaled(points: Iterable[Point], scale: int) -> list[tuple[int, int]]:
    return [(round(x * scale), round(y * scale)) for x, y in points]
