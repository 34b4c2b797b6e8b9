"""`vision.chart`: read a chart, and reason about what it shows."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import Unreadable, plain, read_final
from tasksynth.answers.numbers import lone_member, number_in
from tasksynth.rng import Dice
from tasksynth_schemas import Content
from tasksynth_vision.charts.asking import ChartAsk, Truth, draw_ask, truth_of
from tasksynth_vision.charts.data import PLOTS, ChartData, Style, draw_data
from tasksynth_vision.charts.subjects import FULL_MONTHS, MONTHS
from tasksynth_vision.charts.telling import asked, form_of_answer, unit_of

NEEDS = Needs(media=("image", "text"), extras=("pictures",))


class ChartParams(Params):
    """How much a chart holds, and how many steps the answer takes."""

    width: Annotated[int, Field(ge=360, le=640), Knob(400, 560)] = 480
    """Pixels of the picture from left to right; it is three quarters as high."""
    plots: Annotated[int, Field(ge=1, le=5), Knob(3, 5)] = 5
    """Kinds of charts that occur: bars, lines, pies, stacked bars, scatter plots."""
    labels: Annotated[int, Field(ge=4, le=16), Knob(5, 14)] = 8
    """Labels of the axis, or dots of a series; slices of a pie are eight at most."""
    series: Annotated[int, Field(ge=1, le=4), Knob(1, 4)] = 2
    """Series of a chart."""
    hops: Annotated[int, Field(ge=0, le=2), Knob(0, 2)] = 1
    """0 reads one value or compares at sight, 1 compares and adds several, 2 uses what was found to
    look elsewhere."""
    printed: Annotated[float, Field(ge=0, le=1), Knob(0.6, 0)] = 0.2
    """Share of the charts that have their values printed, where there is room."""
    noise: Annotated[int, Field(ge=0, le=40), Knob(0, 14)] = 4
    """The most by which a pixel's brightness is off, of 255."""


class ChartTask(ChartData):
    """A chart and a question."""

    ask: ChartAsk


class ChartFamily(Family[ChartParams, ChartTask]):
    """Answer a question about a chart: a value, a comparison, a total, or several steps of them."""

    name = "vision.chart"
    version = 3
    effort = "values"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=1.0)

    def generate(self, p: ChartParams, rng: np.random.Generator) -> ChartTask | None:
        dice = Dice(rng)
        style = Style(
            width=p.width, height=p.width * 3 // 4, theme=dice.below(4), hues=dice.below(4),
            grid=dice.below(4) > 0, printed=dice.below(1000) < 1000 * p.printed, noise=p.noise,
            at=(dice.below(192), dice.below(256)),
        )  # fmt: skip
        plot = dice.of(PLOTS[: p.plots])
        chart = draw_data(dice, plot, labels=p.labels, series=p.series, style=style)
        ask = None if chart is None else draw_ask(dice, chart, p.hops)
        return None if chart is None or ask is None else ChartTask(**dict(chart), ask=ask)

    def prompt(self, x: ChartTask) -> Content:
        return illustrated(
            f"[image: chart.png]\n\n{asked(x, x.ask)}\n\n{form_of_answer(x, _truth(x))}"
        )

    def needs(self, x: ChartTask) -> Needs:
        return NEEDS

    def verify(self, x: ChartTask, answer: str) -> Verdict:
        truth = _truth(x)
        try:
            if truth.label is not None:
                said = read_final(answer, lambda text: label_in(text, x.labels))
                return self.rubric(right=float(said == truth.label), why=f"{said} was answered")
            given = read_final(answer, partial(number_or_label, unit=unit_of(x, truth)))
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        near = isinstance(given, float) and abs(given - truth.number) <= truth.within
        return self.rubric(right=float(near), why=f"{given} was answered")

    def solve(self, x: ChartTask) -> str:
        truth = _truth(x)
        return str(truth.number) if truth.label is None else truth.label

    def measure(self, x: ChartTask) -> dict[str, float]:
        hard = ("hop", "hop_label", "rise", "gap", "best", "beyond")
        easy = ("value", "extreme", "corner")
        return {
            "hops": 2.0 if x.ask.sort in hard else float(x.ask.sort not in easy),
            "values": float(sum(len(one.values) for one in x.series)),
            "series": float(len(x.series)),
            "printed": float(x.style.printed),
            "noise": float(x.style.noise),
        }

    def media(self, x: ChartTask) -> dict[str, bytes]:
        from tasksynth_vision.drawing.charts import draw_chart
        from tasksynth_vision.drawing.pillow import png

        return {"chart.png": png(draw_chart(x))}

    def card(self, x: ChartTask) -> bytes:
        from tasksynth_vision.drawing.cards import card
        from tasksynth_vision.drawing.charts import draw_chart

        return card(draw_chart(x), asked(x, x.ask), self.solve(x))

    def baselines(self, x: ChartTask) -> dict[str, str]:
        """What one might say without a look: a round number, a month, a small count."""
        if _truth(x).label is not None:
            return {"a month": "Jun", "a year": "2010", "a town": "Lund"}
        return {"3": "3", "half of a usual axis": "50", "a hundred": "100",
                "the bound": str(x.ask.bound)}  # fmt: skip

    def floor(self, p: ChartParams) -> float:
        """Labels and numbers that are not seen are one of many; small counts are the likeliest."""
        return 0.18


def _truth(x: ChartTask) -> Truth:
    truth = truth_of(x, x.ask)
    if truth is None:
        raise ValueError("a chart's question has no clear answer")
    return truth


_LEAD = re.compile(
    r"(?:(?:the|it|that|this|label|value|answer|month|year|place|is|was|at|in|for|of|label is)"
    r"\b[\s:,]{0,3}){0,6}",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r" (?:bar|column|slice|wedge|segment|line|point|dot|marker|label|month|year|one)s?\Z",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][a-z]{1,11}(?: [A-Z][a-z]{1,11})?|-?[0-9][0-9.,]{0,11}")
"""What might be a label, of another chart, or a number."""
_TALK = frozenset(("sure", "certainly", "absolutely", "okay", "ok", "yes", "hello", "hi", "thanks",
                   "great", "alright", "well", "done"))  # fmt: skip
"""What stands in a paragraph of its own before or after an answer, and is no label."""


def label_in(text: str, labels: Sequence[str]) -> str:
    """The label that a text is, with a few words around it; one of another chart as it stands.

    Raises:
        Unreadable: if it is none, or more than one.
    """
    said = " ".join(plain(lone_member(text)).split()) if len(text) <= 120 else ""
    lead = _LEAD.match(said)
    bare = _TAIL.sub("", (said[lead.end() :] if lead else said).strip(" .!"))
    for one in (said.strip(" .!"), bare):
        for label in labels:
            if one.casefold() in (label.casefold(), _in_full(label).casefold()):
                return label
    if _NAME.fullmatch(bare) and bare.casefold() not in _TALK:
        return bare
    raise Unreadable(f"want one label of the chart, got {text[:40]!r}")


def number_or_label(text: str, *, unit: str) -> float | str:
    """The number of units that a text is; a label, which is no number, as it stands.

    Raises:
        Unreadable: if it is neither.
    """
    try:
        return number_in(text, unit=unit)
    except Unreadable as e:
        fault = e
    try:
        return label_in(text, ())
    except Unreadable:
        raise fault from None


def _in_full(label: str) -> str:
    """A month's whole name."""
    return FULL_MONTHS[MONTHS.index(label)] if label in MONTHS else label
