"""Charts as pictures: geometry twice as fine and brought down, type set at its size."""

from dataclasses import dataclass
from math import cos, pi, sin
from typing import TYPE_CHECKING

from tasksynth_vision.charts.data import ChartData
from tasksynth_vision.charts.style import HUES, RGB, THEMES, ChartTheme
from tasksynth_vision.drawing.grounds import noisy
from tasksynth_vision.drawing.pillow import font, mixed, pillow

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

FINE = 2
TITLE, SMALL, TINY = 17, 12, 11
"""Sizes of type in pixels."""


@dataclass
class ChartPage:
    """A chart on its way: the fine picture, and what is to be written on it afterwards."""

    chart: ChartData
    theme: ChartTheme
    hues: tuple[RGB, ...]
    fine: "Image"
    pen: "ImageDraw"
    left: float
    top: float
    right: float
    bottom: float
    texts: list[tuple[float, float, str, str, int, RGB, RGB | None]]

    def x(self, share: float) -> float:
        """Pixels from the left of a share of the plot's width."""
        return self.left + share * (self.right - self.left)

    def y(self, value: float) -> float:
        """Pixels from the top of a value on the axis."""
        return self.bottom - value / self.chart.top * (self.bottom - self.top)

    def write(
        self, x: float, y: float, text: str, anchor: str, size: int, ink: RGB,
        halo: RGB | None = None,
    ) -> None:  # fmt: skip
        """Set type later, over everything; a halo keeps off what lies behind it."""
        self.texts.append((x, y, text, anchor, size, ink, halo))

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: RGB) -> None:
        """Fill a rectangle whose edges lie between pixels."""
        corners = (round(x0 * FINE), round(y0 * FINE), round(x1 * FINE) - 1, round(y1 * FINE) - 1)
        if corners[2] >= corners[0] and corners[3] >= corners[1]:
            self.pen.rectangle(corners, fill=fill)


def draw_chart(c: ChartData) -> "Image":
    """The picture of a chart, (height, width) RGB."""
    image, style = pillow("Image"), c.style
    theme = THEMES[style.theme]
    fine = image.new("RGB", (style.width * FINE, style.height * FINE), theme.paper)
    wide = font(TINY).getlength(f"{c.top:,}")
    page = ChartPage(
        c, theme, HUES[style.hues], fine, pillow("ImageDraw").Draw(fine),
        left=round(18 + wide), top=74.0, right=style.width - 18.0, bottom=style.height - 44.0,
        texts=[],
    )  # fmt: skip
    page.write(14, 14, c.title, "la", TITLE, theme.ink)
    if c.plot == "pie":
        _pie(page)
    else:
        _axes(page)
        _legend(page)
        {"bars": _bars, "stacked": _stacked, "lines": _lines, "scatter": _scatter}[c.plot](page)
        _rule(page)
    picture = fine.reduce(FINE)
    pen = pillow("ImageDraw").Draw(picture)
    for x, y, text, anchor, size, ink, halo in page.texts:
        pen.text((round(x), round(y)), text, fill=ink, font=font(size), anchor=anchor,
                 stroke_width=2 if halo else 0, stroke_fill=halo)  # fmt: skip
    return noisy(picture, style.noise, style.at)


def _axes(page: ChartPage) -> None:
    c, theme = page.chart, page.theme
    page.box(page.left, page.top, page.right, page.bottom, theme.panel)
    if c.plot == "scatter":
        page.write(14, 38, f"{c.unit}, against {c.across_unit}", "la", SMALL, theme.faint)
        for value in range(0, c.across_top + 1, c.across_step):
            x = round(page.x(value / c.across_top))
            if c.style.grid and value:
                page.box(x, page.top, x + 1, page.bottom, theme.grid)
            page.box(x, page.bottom, x + 1, page.bottom + 4, theme.ink)
            page.write(x, page.bottom + 7, f"{value:,}", "ma", TINY, theme.faint)
    else:
        page.write(14, 38, c.unit, "la", SMALL, theme.faint)
    for value in range(0, c.top + 1, c.step):
        y = round(page.y(value))
        if c.style.grid and value:
            page.box(page.left, y, page.right, y + 1, theme.grid)
        page.box(page.left - 4, y, page.left, y + 1, theme.ink)
        page.write(page.left - 7, y, f"{value:,}", "rm", TINY, theme.faint)


def _rule(page: ChartPage) -> None:
    """The two axes, over what stands on them."""
    page.box(page.left - 1, page.top, page.left, page.bottom + 1, page.theme.ink)
    page.box(page.left - 1, page.bottom, page.right, page.bottom + 1, page.theme.ink)


def _legend(page: ChartPage) -> None:
    if len(page.chart.series) == 1:
        return
    x = page.left
    for series, hue in zip(page.chart.series, page.hues, strict=False):
        page.box(x, 58, x + 11, 68, hue)
        page.write(x + 16, 63, series.name, "lm", SMALL, page.theme.ink)
        x += 16 + font(SMALL).getlength(series.name) + 18


def _slots(page: ChartPage) -> list[float]:
    """The middle of each label's place, its label written below: in two rows where one is full."""
    labels = page.chart.labels
    places = [page.x((i + 0.5) / len(labels)) for i in range(len(labels))]
    room = (page.right - page.left) / len(labels) - 4
    crowded = max(font(TINY).getlength(label) for label in labels) > room
    for number, (x, label) in enumerate(zip(places, labels, strict=True)):
        lower = crowded and number % 2 == 1
        page.box(
            round(x), page.bottom, round(x) + 1, page.bottom + (16 if lower else 4), page.theme.ink
        )
        page.write(x, page.bottom + (20 if lower else 7), label, "ma", TINY, page.theme.ink)
    return places


def _bars(page: ChartPage) -> None:
    places, several = _slots(page), len(page.chart.series)
    room = (page.right - page.left) / len(places)
    wide = max(3, int(room * (0.62 if several == 1 else 0.8) / several))
    for number, (series, hue) in enumerate(zip(page.chart.series, page.hues, strict=False)):
        for x, value in zip(places, series.values, strict=True):
            left = round(x - wide * several / 2) + number * wide
            inset = 1 if several > 1 and wide > 5 else 0
            page.box(left, page.y(value), left + wide - inset, page.bottom, hue)
            _printed(page, left + wide / 2, page.y(value) - 3, value, wide)


def _printed(
    page: ChartPage, x: float, y: float, value: int, room: float, anchor: str = "mb"
) -> None:
    if page.chart.style.printed and font(TINY).getlength(str(value)) <= room:
        page.write(x, y, str(value), anchor, TINY, page.theme.ink, page.theme.panel)


def _stacked(page: ChartPage) -> None:
    places = _slots(page)
    wide = max(6, int((page.right - page.left) / len(places) * 0.62))
    for number, x in enumerate(places):
        base, left = 0, round(x - wide / 2)
        for series, hue in zip(page.chart.series, page.hues, strict=False):
            value = series.values[number]
            page.box(left, page.y(base + value), left + wide, page.y(base), hue)
            fits = font(TINY).getlength(str(value)) < wide - 2
            if page.chart.style.printed and fits and value > 0.07 * page.chart.top:
                page.write(x, page.y(base + value / 2), str(value), "mm", TINY, (255, 255, 255))
            base += value


def _lines(page: ChartPage) -> None:
    places = _slots(page)
    for series, hue in zip(page.chart.series, page.hues, strict=False):
        points = [(x * FINE, page.y(value) * FINE)
                  for x, value in zip(places, series.values, strict=True)]  # fmt: skip
        page.pen.line(points, fill=mixed(hue, page.theme.panel, 0.35), width=4, joint="curve")
    for series, hue in zip(page.chart.series, page.hues, strict=False):
        for number, (x, value) in enumerate(zip(places, series.values, strict=True)):
            _dot(page, x, page.y(value), 4, hue)
            if len(page.chart.series) == 1:
                beside = series.values[max(0, number - 1) : number + 2]
                low = value == min(beside) and value > 0.12 * page.chart.top
                below = 8 if low else -8  # where the line does not go
                _printed(page, x, page.y(value) + below, value, 40, "mt" if low else "mb")


def _dot(page: ChartPage, x: float, y: float, r: float, hue: RGB) -> None:
    for size, ink in ((r + 1, page.theme.panel), (r, hue)):
        box = [(x - size) * FINE, (y - size) * FINE, (x + size) * FINE, (y + size) * FINE]
        page.pen.ellipse(box, fill=ink)


def _scatter(page: ChartPage) -> None:
    for series, hue in zip(page.chart.series, page.hues, strict=False):
        for across, value in zip(series.across, series.values, strict=True):
            _dot(page, page.x(across / page.chart.across_top), page.y(value), 4, hue)


def _pie(page: ChartPage) -> None:
    c, theme = page.chart, page.theme
    page.write(14, 38, "% of all", "la", SMALL, theme.faint)
    r = (c.style.height - 92) / 2
    x, y = 26 + r, 66 + r
    begin = -90.0
    for number, (value, hue) in enumerate(zip(c.series[0].values, page.hues, strict=False)):
        end = begin + 3.6 * value
        box = [(x - r) * FINE, (y - r) * FINE, (x + r) * FINE, (y + r) * FINE]
        page.pen.pieslice(box, begin, end, fill=hue)
        if c.style.printed:
            turn = (begin + end) / 2 * pi / 180
            page.write(x + 0.72 * r * cos(turn), y + 0.72 * r * sin(turn), f"{value}%", "mm",
                       TINY, (255, 255, 255))  # fmt: skip
        line = 74 + 24 * number
        page.box(x + r + 32, line, x + r + 44, line + 12, hue)
        page.write(x + r + 52, line + 6, c.labels[number], "lm", SMALL, theme.ink)
        begin = end
    for turn in (sum(c.series[0].values[:i]) for i in range(len(c.labels))):
        angle = (3.6 * turn - 90) * pi / 180
        rim = (x + (r + 1) * cos(angle)) * FINE, (y + (r + 1) * sin(angle)) * FINE
        page.pen.line([(x * FINE, y * FINE), rim], fill=theme.paper, width=3)
