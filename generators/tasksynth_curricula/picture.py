"""A course as a picture: SVG, or Mermaid text."""

from html import escape
from itertools import pairwise

import networkx as nx

from tasksynth_curricula.course import Course, Stage, graph

WIDTH, HEIGHT, GAP, STEP, MARGIN = 210, 58, 26, 84, 24
FILLS = ("#dbeafe", "#dcfce7", "#fef3c7", "#fae8ff", "#ffe4e6", "#e0f2fe", "#ede9fe", "#f1f5f9")
INK, FAINT = "#1f2937", "#64748b"


def mermaid(course: Course) -> str:
    """A flowchart in Mermaid's language."""
    number = {stage.name: f"s{i}" for i, stage in enumerate(course.stages)}
    lines = ["flowchart LR"]
    for stage in course.stages:
        label = "<br/>".join((stage.name, *_facts(stage))).replace('"', "'")
        shape = '(["%s"])' if stage.review else '["%s"]'
        lines.append(f"    {number[stage.name]}{shape % label}")
    for stage in course.stages:
        lines += [f"    {number[need]} --> {number[stage.name]}" for need in stage.needs]
    for i, stage in enumerate(course.held_out):
        lines.append(f'    h{i}["{stage.name}"]:::out')
    lines.append("    classDef out stroke-dasharray: 4 4")
    return "\n".join(lines) + "\n"


def svg(course: Course) -> str:
    """A drawing, left to right: a column for each depth, a colour for each family."""
    columns = [list(column) for column in nx.topological_generations(graph(course))]
    stages = {stage.name: stage for stage in course.stages}
    _untangle(columns, stages)
    if course.held_out:
        columns.append([stage.name for stage in course.held_out])
    stages |= {stage.name: stage for stage in course.held_out}
    tallest = max(map(len, columns))
    place: dict[str, tuple[float, float]] = {}
    for i, column in enumerate(columns):
        top = (tallest - len(column)) * STEP / 2
        for j, name in enumerate(column):
            place[name] = (MARGIN + i * (WIDTH + 3 * GAP), 2 * MARGIN + 28 + top + j * STEP)
    width = 2 * MARGIN + len(columns) * (WIDTH + 3 * GAP) - 3 * GAP
    height = 3 * MARGIN + 28 + tallest * STEP
    families = list(dict.fromkeys(stage.family for stage in stages.values()))
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">',
        '<rect width="100%" height="100%" fill="white"/>',
        _text(MARGIN, MARGIN + 16, course.title, size=18, weight="bold"),
        _text(
            MARGIN,
            MARGIN + 36,
            f"{course.tickets} tickets of {course.rollouts} rollouts, as expected",
            fill=FAINT,
        ),
    ]
    parts += [
        _edge(place[need], place[stage.name]) for stage in course.stages for need in stage.needs
    ]
    held_out = {stage.name for stage in course.held_out}
    for name, at in place.items():
        fill = FILLS[families.index(stages[name].family) % len(FILLS)]
        parts.append(_box(stages[name], at, fill, out=name in held_out))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _untangle(columns: list[list[str]], stages: dict[str, Stage]) -> None:
    """Order each column by the mean place of what its stages need."""
    for left, column in pairwise(columns):
        row = {name: i for i, name in enumerate(left)}

        def middle(name: str, row: dict[str, int] = row) -> float:
            near = [row[need] for need in stages[name].needs if need in row]
            return sum(near) / len(near) if near else len(row)

        column.sort(key=middle)


def _facts(stage: Stage) -> tuple[str, ...]:
    if stage.review:
        return (f"review, {stage.budget} tickets",)
    return (f"{stage.expected:.0%} to {stage.mastery:.0%}, {stage.budget} tickets",)


def _box(stage: Stage, at: tuple[float, float], fill: str, *, out: bool) -> str:
    x, y = at
    dash = ' stroke-dasharray="5 4"' if out else ""
    corner = HEIGHT / 2 if stage.review else 8
    name = stage.name if len(stage.name) <= 30 else stage.name[:29] + "…"
    fact = "held out" if out else _facts(stage)[0]
    return (
        f'<g><title>{escape(stage.name)}</title><rect x="{x:.0f}" y="{y:.0f}" width="{WIDTH}" '
        f'height="{HEIGHT}" rx="{corner:.0f}" fill="{fill}" stroke="{INK}"{dash}/>'
        + _text(x + 14, y + 25, name, size=12)
        + _text(x + 14, y + 43, fact, size=11, fill=FAINT)
        + "</g>"
    )


def _edge(start: tuple[float, float], end: tuple[float, float]) -> str:
    x, y = start[0] + WIDTH, start[1] + HEIGHT / 2
    u, v = end[0], end[1] + HEIGHT / 2
    bend = max(24.0, (u - x) / 2)
    return (
        f'<path d="M{x:.0f},{y:.0f} C{x + bend:.0f},{y:.0f} {u - bend:.0f},{v:.0f} '
        f'{u:.0f},{v:.0f}" fill="none" stroke="{FAINT}"/>'
        f'<circle cx="{u:.0f}" cy="{v:.0f}" r="3" fill="{INK}"/>'
    )


def _text(
    x: float, y: float, words: str, *, size: int = 12, fill: str = INK, weight: str = "normal"
) -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" font-weight="{weight}" '
        f'fill="{fill}">{escape(words)}</text>'
    )
