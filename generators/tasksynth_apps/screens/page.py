"""Screens as HTML: the same parts as nested flexboxes, for a real browser to lay out itself."""

from base64 import b64encode
from html import escape
from math import cos, radians, sin

from tasksynth_apps.screens.icons import Stroke, strokes
from tasksynth_apps.screens.nodes import Colour, Part
from tasksynth_apps.screens.paint import font
from tasksynth_apps.screens.screen import Screen

_HEAD = """<!doctype html><html><head><meta charset="utf-8"><style>
@font-face{{font-family:R;font-weight:400;src:url(data:font/ttf;base64,{regular})}}
@font-face{{font-family:R;font-weight:500;src:url(data:font/ttf;base64,{medium})}}
*{{box-sizing:border-box;margin:0;padding:0}}
body{{width:{width}px;height:{height}px;overflow:hidden;background:{background};position:relative;
font-family:R;font-kerning:none;font-variant-ligatures:none;text-rendering:geometricPrecision}}
div{{display:flex;flex-direction:column;flex:none;min-width:0;min-height:0}}
div.t{{display:block;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}}
svg{{flex:none}}
</style></head><body>"""
_ALIGN = {"stretch": "stretch", "start": "flex-start", "center": "center", "end": "flex-end"}


def page(screen: Screen) -> str:
    """A screen as a page of HTML, which asks for nothing else.

    Each element has `data-element`, its place in `screen.elements`, as well as its role and name.

    Raises:
        UsageError: if the extra `gui` is not installed, which has the typeface.
    """
    numbers = {id(one.node): number for number, one in enumerate(screen.elements)}
    faces = [b64encode(font(medium=medium).read_bytes()).decode() for medium in (False, True)]
    parts = [
        _HEAD.format(
            regular=faces[0],
            medium=faces[1],
            width=screen.width,
            height=screen.height,
            background=_colour(screen.background),
        )
    ]
    for layer in screen.layers:
        if layer.veil:
            parts.append('<div style="position:absolute;inset:0;background:#0007"></div>')
        left, top, right, bottom = layer.root.box
        place = (
            f"position:absolute;left:{left}px;top:{top}px;"
            f"width:{right - left}px;height:{bottom - top}px"
        )
        parts.append(_Writer(screen.scale, numbers).written(layer.root, None, place))
    return "".join([*parts, "</body></html>"])


class _Writer:
    def __init__(self, scale: int, numbers: dict[int, int]) -> None:
        self.scale, self.numbers = scale, numbers

    def px(self, points: int) -> str:
        return f"{(points * self.scale + 50) // 100}px"

    def written(self, node: Part, parent: Part | None, place: str = "") -> str:
        """A part and all in it."""
        if node.later is not None:
            return f'<div style="flex:none;height:{node.mh}px"></div>'
        tags = f' style="{place or self._style(node, parent)};{self._look(node)}"'
        if node.mark is not None and id(node) in self.numbers:
            role = escape(node.mark.role)
            tags += f' data-element="{self.numbers[id(node)]}" data-role="{role}"'
            tags += f' aria-label="{escape(node.mark.name)}"'
        if node.text:
            return f'<div class="t"{tags}>{escape(node.text)}</div>'
        if node.icon:
            return f"<div{tags}>{_svg(node.icon, node.px, node.ink)}</div>"
        inner = "".join(self.written(kid, node) for kid in node.kids)
        if node.scroll > 0:
            gap = (node.gap * self.scale + 50) // 100
            inner = f'<div style="height:0;margin-top:-{node.scroll + gap}px"></div>{inner}'
        return f"<div{tags}>{inner}</div>"

    def _style(self, node: Part, parent: Part | None) -> str:
        parts = [f"flex:{node.grow} 1 0px" if node.grow else "flex:none"]
        if node.w >= 0 and not (parent and parent.row and node.grow):
            parts.append(f"width:{self.px(node.w)}")
        elif node.text and parent is not None and parent.align != "stretch":
            parts.append("max-width:100%")
        if node.h >= 0 and not (parent and not parent.row and node.grow):
            parts.append(f"height:{self.px(node.h)}")
        return ";".join(parts)

    def _look(self, node: Part) -> str:
        parts = []
        if any(node.pad):
            left, top, right, bottom = map(self.px, node.pad)
            parts.append(f"padding:{top} {right} {bottom} {left}")
        if node.row:
            parts.append("flex-direction:row")
        if node.gap:
            parts.append(f"gap:{self.px(node.gap)}")
        if node.kids:
            parts.append(f"align-items:{_ALIGN[node.align]}")
        if node.fill is not None:
            parts.append(f"background:{_colour(node.fill)}")
        if node.border is not None:
            parts.append(f"box-shadow:inset 0 0 0 1px {_colour(node.border)}")
        if node.radius:
            parts.append(f"border-radius:{self.px(node.radius)}")
        if node.scroll >= 0:
            parts.append("overflow:hidden")
        if node.art:
            parts.append("background:linear-gradient(#9bd,#798)")
        if node.text:
            weight, high = (500 if node.medium else 400), (node.px * 7 + 3) // 5
            side = {"center": "center", "end": "right"}.get(node.align, "left")
            parts.append(
                f"font-size:{node.px}px;font-weight:{weight};line-height:{high}px;"
                f"color:{_colour(node.ink)};text-align:{side}"
            )
        if node.icon:
            parts.append(f"min-width:{node.px}px;align-items:center;justify-content:center")
        return ";".join(parts)


def _colour(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _svg(name: str, size: int, ink: Colour) -> str:
    colour = _colour(ink)
    parts = "".join(_drawn(stroke, colour) for stroke in strokes(name))
    return (
        f'<svg width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" stroke="{colour}" '
        f'stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round">{parts}</svg>'
    )


def _drawn(stroke: Stroke, colour: str) -> str:
    kind, numbers = stroke
    if kind in "lp":
        points = " ".join(f"{number:g}" for number in numbers)
        if kind == "p":
            return f'<polygon points="{points}" fill="{colour}" stroke="none"/>'
        return f'<polyline points="{points}"/>'
    x, y, radius = numbers[:3]
    if kind == "d":
        return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{colour}" stroke="none"/>'
    if kind == "c":
        return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'
    first, last = numbers[3:]
    step = 6 if last >= first else -6
    around = [radians(a) for a in (*range(int(first), int(last), step), last)]
    points = " ".join(f"{x + radius * cos(a):.2f},{y + radius * sin(a):.2f}" for a in around)
    return f'<polyline points="{points}"/>'
