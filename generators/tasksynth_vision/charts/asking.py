"""Questions about charts, their answers, and the margins by which those hold."""

from collections.abc import Sequence
from math import ceil
from typing import Literal

from tasksynth.rng import Dice
from tasksynth_schemas import Model
from tasksynth_vision.charts.data import ChartData, Series

Sort = Literal["value", "extreme", "second", "difference", "total", "above", "over", "hop",
               "hop_label", "rise", "gap", "dots", "corner", "spread", "best",
               "beyond"]  # fmt: skip
CLEAR = 0.03
"""Share of the axis by which comparisons hold."""
NEAR = 0.02
"""Share of the axis by which a value may be off."""
EASY: tuple[Sort, ...] = ("value", "extreme")
MIDDLE: tuple[Sort, ...] = ("second", "difference", "total", "above", "over")
HARD: tuple[Sort, ...] = ("hop", "hop_label", "rise", "gap")
OF_DOTS: tuple[tuple[Sort, ...], ...] = (("corner",), ("dots", "spread"), ("best", "beyond"))
"""Of scatter plots, by hops."""


class ChartAsk(Model):
    """A question: what kind it is of, and what it is about, by number."""

    sort: Sort
    series: tuple[int, ...]
    labels: tuple[int, ...] = ()
    bound: int = 0
    across_bound: int = 0
    low: bool = False


class Truth(Model):
    """The answer: a label, or a number and how far off it may be."""

    label: str | None = None
    number: int = 0
    within: int = 0


def truth_of(c: ChartData, ask: ChartAsk, *, margin: float = CLEAR) -> Truth | None:
    """The answer to a question; None where it does not hold by that share of the axis."""
    clear, near = margin * c.top, max(1, round(NEAR * c.top))
    rows = [c.series[number].values for number in ask.series]
    match ask.sort:
        case "value":
            return Truth(number=rows[0][ask.labels[0]], within=near)
        case "extreme" | "second":
            return _label(c, _extreme(rows[0], clear, low=ask.low, rank=ask.sort == "second"))
        case "difference":
            apart = rows[0][ask.labels[0]] - rows[0][ask.labels[1]]
            return Truth(number=apart, within=ceil(1.5 * near)) if apart > clear else None
        case "total":
            number = sum(rows[0][label] for label in ask.labels)
            return Truth(number=number, within=near * ceil(len(ask.labels) / 2))
        case "above":
            return _count([value - ask.bound for value in rows[0]], clear)
        case "over":
            return _count([a - b for a, b in zip(*rows, strict=True)], clear * 0.9)
        case "gap":
            gaps = [abs(a - b) for a, b in zip(*rows, strict=True)]
            return _label(c, _extreme(gaps, clear, low=ask.low, rank=False))
        case "rise":
            steps = [b - a for a, b in zip(rows[0], rows[0][1:], strict=False)]
            most = _extreme(steps, clear, low=ask.low, rank=False)
            return None if most is None else _label(c, most + 1)
        case "hop" | "hop_label":
            return _hop(c, ask, rows, clear, near)
        case "spread":
            apart = max(rows[0]) - min(rows[0])
            return Truth(number=apart, within=ceil(1.5 * near)) if apart > clear else None
        case "dots" | "corner" | "best" | "beyond":
            return _of_dots(c, ask, margin, near)


def _label(c: ChartData, number: int | None) -> Truth | None:
    return None if number is None else Truth(label=c.labels[number])


def _extreme(values: Sequence[int], clear: float, *, low: bool, rank: bool) -> int | None:
    """The number of the greatest value, or the second, where its neighbours are clearly apart."""
    order = sorted(range(len(values)), key=lambda i: (values[i] if low else -values[i], i))
    place = int(rank)
    if len(order) < place + 2:
        return None
    ends = range(max(0, place - 1), place + 1)
    if any(abs(values[order[i]] - values[order[i + 1]]) < clear for i in ends):
        return None
    return order[place]


def _count(leads: list[int], clear: float) -> Truth | None:
    held = sum(lead > 0 for lead in leads)
    if any(abs(lead) < clear for lead in leads) or held == 0:
        return None
    return Truth(number=held)


def _hop(
    c: ChartData, ask: ChartAsk, rows: list[tuple[int, ...]], clear: float, near: int
) -> Truth | None:
    first, second = rows
    if ask.sort == "hop":
        at = _extreme(first, clear, low=ask.low, rank=False)
        return None if at is None else Truth(number=second[at], within=near)
    if any(abs(value - ask.bound) < clear for value in first):
        return None
    kept = [i for i, value in enumerate(first) if value > ask.bound]
    found = _extreme([second[i] for i in kept], clear, low=ask.low, rank=False)
    overall = _extreme(second, 0, low=ask.low, rank=False)
    return None if found is None or kept[found] == overall else _label(c, kept[found])


def _of_dots(c: ChartData, ask: ChartAsk, margin: float, near: int) -> Truth | None:
    dots = c.series[ask.series[0]]
    wide, clear = margin * c.across_top, margin * c.top
    if ask.sort in ("corner", "beyond"):
        at = _extreme(dots.across, wide, low=ask.low, rank=False)
        if at is None or ask.sort == "corner":
            return None if at is None else Truth(number=dots.values[at], within=near)
        others = [*c.series[ask.series[-1]].values]
        if ask.series[0] == ask.series[-1]:
            del others[at]
        return _count([value - dots.values[at] for value in others], clear * 0.6)
    if ask.sort == "best":
        return _best_beyond(dots, ask, wide * 0.6, near)
    leads = [(x - ask.across_bound, y - ask.bound)
             for x, y in zip(dots.across, dots.values, strict=True)]  # fmt: skip
    if any(abs(x) < wide * 0.6 or abs(y) < clear * 0.6 for x, y in leads):
        return None
    held = sum(x > 0 and y > 0 for x, y in leads)
    return Truth(number=held) if held else None


def _best_beyond(dots: Series, ask: ChartAsk, wide: float, near: int) -> Truth | None:
    """How high the highest or lowest dot right of a bound is, if it is not that of all."""
    if any(abs(x - ask.across_bound) < wide for x in dots.across):
        return None
    kept = [y for x, y in zip(dots.across, dots.values, strict=True) if x > ask.across_bound]
    most = min if ask.low else max
    if len(kept) < 2 or abs(most(kept) - most(dots.values)) <= near:
        return None
    return Truth(number=most(kept), within=near)


def draw_ask(dice: Dice, c: ChartData, hops: int) -> ChartAsk | None:
    """A question of so many hops that has a clear answer; None where none was found."""
    for _ in range(30):
        ask = _dots(dice, c, hops) if c.plot == "scatter" else _drawn(dice, c, hops)
        if truth_of(c, ask) is not None:
            return ask
    return None


def _dots(dice: Dice, c: ChartData, hops: int) -> ChartAsk:
    sort = dice.of(OF_DOTS[min(hops, 2)])
    pair = list(range(len(c.series)))
    dice.shuffle(pair)
    series = tuple(pair[: 2 if sort == "beyond" else 1])
    bounded = sort in ("dots", "best")
    return ChartAsk(
        sort=sort, series=series, low=sort not in ("dots", "spread") and dice.below(2) == 0,
        bound=_bound(dice, c.top, c.step) if sort == "dots" else 0,
        across_bound=_bound(dice, c.across_top, c.across_step) if bounded else 0,
    )  # fmt: skip


def _bound(dice: Dice, top: int, step: int) -> int:
    half = step // 2 if step % 2 == 0 else step
    return half * dice.between(1, max(1, round(0.6 * top / half)))


def _drawn(dice: Dice, c: ChartData, hops: int) -> ChartAsk:
    several = len(c.series) > 1
    pool = list((EASY, MIDDLE, HARD)[min(hops, 2)])
    if not several:
        pool = [one for one in pool if one not in ("over", "hop", "hop_label", "gap")]
    if c.plot == "pie":
        pool = [one for one in pool if one not in ("rise", "above")] or ["second", "total"]
    if c.plot != "lines":
        pool = [one for one in pool if one != "rise"] or ["difference", "total"]
    sort = dice.of(pool)
    pair = list(range(len(c.series)))
    dice.shuffle(pair)
    chosen = tuple(pair[: 2 if sort in ("over", "hop", "hop_label", "gap") else 1])
    labels = list(range(len(c.labels)))
    dice.shuffle(labels)
    if sort == "total":
        count = dice.between(2, 4)
        labels = sorted(labels[:count])
    else:
        labels = labels[: {"value": 1, "difference": 2}.get(sort, 0)]
    bound = _bound(dice, c.top, c.step) if sort in ("above", "hop_label") else 0
    return ChartAsk(sort=sort, series=chosen, labels=tuple(labels), bound=bound,
               low=sort not in ("rise",) and dice.below(2) == 0)  # fmt: skip
