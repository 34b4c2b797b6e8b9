"""Classes by examples: one answer is left, no look away gives it, and words around it are read."""

from typing import Any

import pytest

from tasksynth import registry
from tasksynth.answers import Unreadable
from tasksynth.single import source
from tasksynth_vision.classes.naming import read_class
from tasksynth_vision.classes.ruling import STOCKS, ShownExample, agreeing
from tasksynth_vision.scenes.things import Looks

FAMILY: Any = registry.get("vision.classify")


def drawn(level: float, count: int, split: str = "base") -> list[Any]:
    params = FAMILY.Params.at(level, split=split).model_dump()
    made = source("vision.classify", seed=35, params=params)
    return [made.draw(index).instance for index in range(count)]


def example(word: str, kind: str, colour: str, size: str = "small") -> ShownExample:
    looks = {"kind": kind, "colour": colour, "size": size, "pattern": "plain"}
    return ShownExample(looks=Looks.model_validate(looks), word=word)


def test_rules_that_agree_with_the_examples_are_all_found() -> None:
    shots = [example("a", "star", "red"), example("a", "star", "blue", "large"),
             example("b", "ring", "red"), example("b", "ring", "teal", "large")]  # fmt: skip
    asked = example("", "ring", "blue").looks
    assert agreeing(shots, asked) == {("kind",): "b", ("kind", "pattern"): "b"}
    few = agreeing(shots[::2], asked)
    assert set(few.values()) == {"b"}
    assert set(few) == {("kind",), ("kind", "size"), ("kind", "pattern"),
                        ("kind", "size", "pattern")}  # fmt: skip
    assert agreeing(shots, example("", "cross", "blue").looks) == {}


@pytest.mark.parametrize("split", ["base", "novel"])
def test_all_rules_that_fit_give_the_one_answer(split: str) -> None:
    for x in [*drawn(0.0, 20, split), *drawn(1.0, 6, split)]:
        lesson = x.lesson
        found = agreeing(lesson.examples, lesson.asked)
        assert set(found.values()) == {lesson.answer}
        assert lesson.decides in found
        assert lesson.asked not in [one.looks for one in lesson.examples]
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1


def test_what_is_novel_is_disjoint_from_what_is_not() -> None:
    base, novel = STOCKS["base"], STOCKS["novel"]
    for one, other in zip(base, novel, strict=True):
        assert set(map(str, one)).isdisjoint(map(str, other))
    for split, stock in STOCKS.items():
        for x in drawn(0.5, 8, split):
            looks = [x.lesson.asked, *(one.looks for one in x.lesson.examples)]
            assert {one.kind for one in looks} <= set(stock.kinds)
            assert {one.colour for one in looks} <= set(stock.colours)
            assert set(x.lesson.words) <= set(stock.words)
            assert x.lesson.decides in stock.rules


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_neither_words_nor_likeness_give_it_away(level: float) -> None:
    xs = drawn(level, 200)
    passed: dict[str, int] = {}
    for x in xs:
        for name, answer in FAMILY.baselines(x).items():
            right = FAMILY.verify(x, answer).status == "pass"
            passed[name] = passed.get(name, 0) + right
    guess = 1 / len(xs[0].lesson.words)
    slack = 2.5 * (guess / len(xs)) ** 0.5
    assert max(passed.values()) / len(xs) < guess + slack


@pytest.mark.parametrize(
    "said",
    ["dax", "DAX", "**Dax**", "Answer: dax", "It is a dax.", "\\boxed{dax}", "<answer>dax</answer>",
     "The feps are striped, so it is no fep.\n\nAnswer: dax", '{"answer": "dax"}',
     "The class is \u201cdax\u201d."],
)  # fmt: skip
def test_a_class_is_read_whatever_stands_around_it(said: str) -> None:
    assert read_class(said, ("dax", "fep", "gorp")) == "dax"


@pytest.mark.parametrize("said", ["", "dax or fep", "not dax", "Answer: dax, fep", "daxes", "quux",
                                  "dax dax fep", "maybe dax"])  # fmt: skip
def test_no_class_or_several_are_none(said: str) -> None:
    with pytest.raises(Unreadable):
        read_class(said, ("dax", "fep", "gorp"))


def test_a_reader_of_pixels_alone_finds_the_class() -> None:
    """Of 50 tasks a level: `python benchmarks/vision.py --family vision.classify --tasks 50`."""
    pytest.importorskip("PIL.Image")
    from tasksynth_vision.drawing.classes import draw_sheet
    from tasksynth_vision.reading.classes import classified
    from tasksynth_vision.reading.perceivers import see_sharply

    for x in [*drawn(0.0, 3), *drawn(0.6, 2), *drawn(0.6, 2, "novel")]:
        picture = draw_sheet(x.scene, x.labels, columns=x.columns, cell=x.cell)
        word = classified(see_sharply(picture), x.labels, columns=x.columns, cell=x.cell)
        assert FAMILY.verify(x, word).status == "pass"
