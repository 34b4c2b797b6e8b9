"""What a chart shows, and how charts are drawn by chance."""

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from tasksynth.rng import Dice
from tasksynth_schemas import Model
from tasksynth_vision.charts.subjects import MONTHS, SUBJECTS, Subject

Plot = Literal["bars", "stacked", "lines", "pie", "scatter"]
PLOTS: tuple[Plot, ...] = ("bars", "lines", "pie", "stacked", "scatter")
TOPS = ((50, 10), (60, 10), (80, 20), (100, 20), (120, 20), (150, 25), (200, 50), (240, 40),
        (300, 50), (400, 100), (500, 100), (600, 100), (800, 200), (1000, 200))  # fmt: skip
"""Ends of axes, and the steps between their ticks."""
APART = 0.05
"""Share of the axis by which values of one label are apart, so that no marker hides another."""
SEEN = 0.05
"""Share of the axis, or of a pie, that the least value has."""


class Series(Model):
    """Values of one name, one for each label; of a scatter, one for each dot."""

    name: str
    values: tuple[int, ...]
    across: tuple[int, ...] = ()
    """Of a scatter: the places of its dots on the other axis."""


class Style(Model):
    """How a chart looks: nothing that is asked about."""

    width: int
    height: int
    theme: Annotated[int, Field(ge=0, lt=4)]
    hues: Annotated[int, Field(ge=0, lt=4)]
    grid: bool
    printed: bool
    """Whether the values stand at what shows them."""
    noise: Annotated[int, Field(ge=0, le=40)]
    at: tuple[int, int]


class ChartData(Model):
    """A chart without a question."""

    plot: Plot
    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    top: int
    """The end of the axis of values, which begins at 0; of a pie, 100."""
    step: int
    across_unit: str = ""
    across_top: int = 0
    across_step: int = 1
    style: Style


def draw_data(
    dice: Dice, plot: Plot, *, labels: int, series: int, style: Style
) -> ChartData | None:
    """A chart of so many labels and series; None where no clear values are found."""
    subject = dice.of(SUBJECTS)
    top, step = dice.of(TOPS)
    common = {"plot": plot, "unit": subject.unit, "style": style}
    if plot == "pie":
        title, names = f"{subject.title}: shares", _some(dice, subject.places, min(labels, 8))
        shares = _shares(dice, len(names))
        only = Series(name="share", values=shares)
        return ChartData(**common | {"unit": "%"}, title=title, labels=names, series=(only,),
                         top=100, step=20)  # fmt: skip
    names = _some(dice, subject.sorts, series)
    if plot == "scatter":
        return _scatter(dice, subject, names, labels, common)
    ticks = _labels(dice, subject, labels, timed=plot == "lines" or dice.below(2) == 0)
    values = (
        _stacks(dice, top, labels, series)
        if plot == "stacked"
        else _values(dice, top, labels, series)
    )
    if values is None:
        return None
    rows = tuple(
        Series(name=name, values=tuple(row)) for name, row in zip(names, values, strict=True)
    )
    return ChartData(**common, title=subject.title, labels=ticks, series=rows, top=top, step=step)


def _some(dice: Dice, pool: tuple[str, ...], count: int) -> tuple[str, ...]:
    names = list(pool)
    dice.shuffle(names)
    return tuple(names[:count])


def _labels(dice: Dice, subject: Subject, count: int, *, timed: bool) -> tuple[str, ...]:
    if not timed:
        return _some(dice, subject.places, count)
    if count <= 12 and dice.below(2):
        first = dice.below(13 - count)
        return MONTHS[first : first + count]
    first = 2024 - count - dice.below(30)
    return tuple(str(first + i) for i in range(count))


def _values(dice: Dice, top: int, labels: int, series: int) -> list[list[int]] | None:
    """Values for each series and label, those of a label apart."""
    low, high, apart = round(SEEN * top), round(0.97 * top), APART * top
    rows: list[list[int]] = [[] for _ in range(series)]
    for _ in range(labels):
        for _ in range(40):
            here = [dice.between(low, high) for _ in range(series)]
            order = sorted(here)
            if all(b - a >= apart for a, b in pairwise(order)):
                break
        else:
            return None
        for row, value in zip(rows, here, strict=True):
            row.append(value)
    return rows


def _stacks(dice: Dice, top: int, labels: int, series: int) -> list[list[int]] | None:
    """Values whose sums over a label stay below the top."""
    most = int(0.97 * top / series)
    least = max(2, round(SEEN * top / 2))
    return [[dice.between(least, most) for _ in range(labels)] for _ in range(series)]


def _shares(dice: Dice, count: int) -> tuple[int, ...]:
    """Percentages of at least 4 that sum to 100, no two of them equal."""
    while True:
        cuts = sorted(dice.between(4, 96) for _ in range(count - 1))
        parts = tuple(b - a for a, b in zip((0, *cuts), (*cuts, 100), strict=True))
        if min(parts) >= 4 and len(set(parts)) == count:
            return parts


def _scatter(
    dice: Dice, subject: Subject, names: tuple[str, ...], dots: int, common: dict[str, object]
) -> ChartData | None:
    """Dots of several series, no two of which touch."""
    (top, step), (wide, stride) = dice.of(TOPS), dice.of(TOPS)
    taken: list[tuple[float, float]] = []
    rows = []
    for name in names:
        places: list[tuple[int, int]] = []
        for _ in range(400):
            x, y = (
                dice.between(round(0.04 * wide), round(0.96 * wide)),
                dice.between(round(0.04 * top), round(0.96 * top)),
            )
            if all(abs(x / wide - a) > 0.035 or abs(y / top - b) > 0.05 for a, b in taken):
                taken.append((x / wide, y / top))
                places.append((x, y))
            if len(places) == dots:
                break
        else:
            return None
        rows.append(Series(name=name, values=tuple(y for _, y in places),
                           across=tuple(x for x, _ in places)))  # fmt: skip
    return ChartData(**common, title=f"{subject.title} and {subject.other}", labels=(),
                     series=tuple(rows), top=top, step=step, across_unit=subject.other_unit,
                     across_top=wide, across_step=stride)  # fmt: skip
