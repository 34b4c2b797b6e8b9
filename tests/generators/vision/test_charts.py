"""Charts: what they show is what is asked about, right answers pass, and nothing else does."""

from typing import Any

import numpy as np
import pytest

from tasksynth import registry
from tasksynth.answers import Unreadable
from tasksynth.single import source
from tasksynth_vision.charts.asking import ChartAsk, truth_of
from tasksynth_vision.charts.data import ChartData, Series, Style
from tasksynth_vision.families.chart import label_in

FAMILY: Any = registry.get("vision.chart")


def drawn(level: float, count: int, seed: int = 43) -> list[Any]:
    made = source("vision.chart", seed=seed, level=level)
    return [made.draw(index).instance for index in range(count)]


@pytest.mark.parametrize(("level", "count"), [(0.0, 17), (0.5, 17), (1.0, 16)])
def test_a_reader_of_pixels_alone_finds_the_truth(level: float, count: int) -> None:
    pytest.importorskip("PIL.Image")
    from tasksynth_vision.drawing.charts import draw_chart
    from tasksynth_vision.reading.charts import read_chart

    for x in drawn(level, count):
        read = read_chart(np.asarray(draw_chart(x)), x)
        if x.plot != "scatter":
            for seen, meant in zip(read.series, x.series, strict=True):
                off = np.array(seen.values) - np.array(meant.values)
                assert abs(off).max() <= max(1, 0.017 * x.top), x.plot
        truth = truth_of(read, x.ask, margin=0)
        assert truth is not None
        said = truth.label if truth.label is not None else str(truth.number)
        assert FAMILY.verify(x, said).status == "pass", (x.plot, x.ask, said)


def chart(*rows: tuple[int, ...], top: int = 100) -> ChartData:
    style = Style(
        width=400, height=300, theme=0, hues=0, grid=True, printed=False, noise=0, at=(0, 0)
    )
    series = tuple(Series(name=f"s{i}", values=row) for i, row in enumerate(rows))
    labels = ("Jan", "Feb", "Mar", "Apr", "May")[: len(rows[0])]
    return ChartData(plot="lines", title="T", unit="mm", labels=labels, series=series, top=top,
                     step=20, style=style)  # fmt: skip


def test_a_reader_of_pixels_tells_markers_from_steep_lines() -> None:
    pytest.importorskip("PIL.Image")
    from tasksynth_vision.drawing.charts import draw_chart
    from tasksynth_vision.reading.charts import read_chart

    c = chart((4, 96, 4, 96, 4), (96, 4, 50, 30, 96))
    c = c.model_copy(update={"style": c.style.model_copy(update={"theme": 3, "hues": 3})})
    read = read_chart(np.asarray(draw_chart(c)), c)
    for seen, meant in zip(read.series, c.series, strict=True):
        assert abs(np.array(seen.values) - np.array(meant.values)).max() <= 1


def test_numbers_are_asked_for_in_words_that_hold_of_one_and_of_many() -> None:
    x = next(x for x in drawn(0.5, 60, seed=2) if x.plot == "pie" and x.ask.sort == "difference")
    told = FAMILY.prompt(x)[-1].text
    assert "how many percentage points" in told
    assert "up to 3 more or less" in told


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (ChartAsk(sort="value", series=(0,), labels=(2,)), 70),
        (ChartAsk(sort="extreme", series=(0,)), "Mar"),
        (ChartAsk(sort="extreme", series=(0,), low=True), "Jan"),
        (ChartAsk(sort="second", series=(0,)), "May"),
        (ChartAsk(sort="difference", series=(0,), labels=(2, 0)), 60),
        (ChartAsk(sort="total", series=(1,), labels=(0, 1, 2)), 165),
        (ChartAsk(sort="above", series=(0,), bound=35), 3),
        (ChartAsk(sort="over", series=(0, 1)), 2),
        (ChartAsk(sort="hop", series=(0, 1)), 30),
        (ChartAsk(sort="hop_label", series=(0, 1), bound=35), "Apr"),
        (ChartAsk(sort="rise", series=(0,)), "Mar"),
        (ChartAsk(sort="gap", series=(0, 1)), "Jan"),
        (ChartAsk(sort="gap", series=(0, 1), low=True), "Apr"),
    ],
)
def test_questions_have_the_answers_that_a_person_reads(ask: ChartAsk, answer: int | str) -> None:
    truth = truth_of(chart((10, 20, 70, 45, 60), (85, 50, 30, 55, 40)), ask)
    assert truth is not None
    if isinstance(answer, str):
        assert truth.label == answer
    else:
        assert (truth.label, truth.number) == (None, answer)


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (ChartAsk(sort="corner", series=(0,)), 30),
        (ChartAsk(sort="corner", series=(1,), low=True), 70),
        (ChartAsk(sort="dots", series=(0,), bound=25, across_bound=15), 2),
        (ChartAsk(sort="spread", series=(0,)), 70),
        (ChartAsk(sort="best", series=(0,), across_bound=15), 45),
        (ChartAsk(sort="beyond", series=(0, 1)), 3),
        (ChartAsk(sort="beyond", series=(0, 1), low=True), 1),
        (ChartAsk(sort="beyond", series=(0,)), 2),
    ],
)
def test_questions_about_dots_have_the_answers_that_a_person_reads(
    ask: ChartAsk, answer: int
) -> None:
    bare = chart((80, 10, 45, 30), (70, 50, 20, 95))
    across = ((10, 40, 60, 90), (5, 30, 55, 75))
    series = tuple(
        one.model_copy(update={"across": places})
        for one, places in zip(bare.series, across, strict=True)
    )
    dots = bare.model_copy(
        update={"plot": "scatter", "labels": (), "series": series, "across_top": 100}
    )
    truth = truth_of(dots, ask)
    assert truth is not None
    assert (truth.label, truth.number) == (None, answer)


def test_what_is_too_close_to_call_is_not_asked() -> None:
    close = chart((10, 70, 71, 40, 60), (12, 50, 69, 80, 20))
    for ask in (
        ChartAsk(sort="extreme", series=(0,)),
        ChartAsk(sort="second", series=(0,)),
        ChartAsk(sort="above", series=(0,), bound=38),
        ChartAsk(sort="over", series=(0, 1)),
        ChartAsk(sort="difference", series=(0,), labels=(2, 1)),
    ):
        assert truth_of(close, ask) is None, ask


def test_numbers_pass_within_what_the_prompt_allows_and_labels_as_they_stand() -> None:
    for x in drawn(0.4, 40):
        truth = truth_of(x, x.ask)
        assert truth is not None
        if truth.label is not None:
            others = [label for label in x.labels if label != truth.label]
            assert FAMILY.verify(x, f"It is {truth.label}.").status == "pass"
            assert FAMILY.verify(x, truth.label.upper()).status == "pass"
            assert FAMILY.verify(x, f"Sure!\n\n{truth.label}\n\nDone.").status == "pass"
            assert FAMILY.verify(x, others[0]).status == "fail"
            assert FAMILY.verify(x, f"{truth.label} or {others[0]}").status == "unparsable"
            continue
        for off, status in ((truth.within, "pass"), (truth.within + 1, "fail")):
            said = f"{truth.number + off} {x.unit if truth.within else 'of them'}"
            assert FAMILY.verify(x, said).status == status
            assert FAMILY.verify(x, f"about {truth.number - off}").status == status
            other = f"{truth.number + off} {'mm' if x.unit == 'kg' else 'kg'}"
            assert FAMILY.verify(x, other).status == "unparsable"
            talk = f"Sure!\n\n{truth.number + off}\n\nHope this helps :)"
            assert FAMILY.verify(x, talk).status == status
        span = f"{truth.number - 9} to {truth.number + 9}"
        assert FAMILY.verify(x, span).status == "unparsable"


def test_months_may_be_written_out() -> None:
    assert label_in("in September", ("Aug", "Sep", "May")) == "Sep"
    assert label_in("June", ("Aug", "Sep", "May")) == "June"
    assert label_in("The value is 2007.", ("2006", "2007")) == "2007"
    assert label_in("the Willow bar", ("Elm", "Willow")) == "Willow"
    for said in ("Sep or Aug", "not Sep", "Sept 2012?", "Sep / Aug", "x" * 5000):
        with pytest.raises(Unreadable):
            label_in(said, ("Aug", "Sep", "May"))


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_without_the_picture_no_answer_beats_the_floor(level: float) -> None:
    """The best answer of all, for each kind of question and each tolerance that is told."""
    xs = drawn(level, 400)
    groups: dict[Any, list[Any]] = {}
    for x in xs:
        truth = truth_of(x, x.ask)
        assert truth is not None
        key = (x.ask.sort, truth.within, truth.label is None, len(x.ask.labels), x.ask.low)
        groups.setdefault(key, []).append(truth)
    hits, chosen = 0, 0
    for group in groups.values():
        if len(group) < 8:
            chosen += len(group)  # too few to choose by
            continue
        half = len(group) // 2
        first, rest = group[:half], group[half:]
        said = max((t.label or t.number for t in first), key=lambda one: _passes(one, first))
        hits += _passes(said, rest)
        chosen += half
    floor = FAMILY.floor(FAMILY.Params.at(level))
    judged = len(xs) - chosen
    assert hits / judged < floor + 2 * (floor / judged) ** 0.5


def _passes(said: str | int, truths: list[Any]) -> int:
    if isinstance(said, str):
        return sum(truth.label == said for truth in truths)
    return sum(t.label is None and abs(t.number - said) <= t.within for t in truths)
