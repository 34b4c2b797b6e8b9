"""Piles of pages: what the pixels show gives the order, equals may change places, and no others."""

import hashlib
from typing import Any

import numpy as np
import pytest

from tasksynth import registry
from tasksynth.single import source
from tasksynth.statistics.gains import luck_of
from tasksynth_vision.documents.data import DocumentData
from tasksynth_vision.drawing.documents import draw_pages
from tasksynth_vision.families.rerank import EXAMPLES, ordered
from tasksynth_vision.piles.glancing import glances
from tasksynth_vision.piles.points import grade, holds
from tasksynth_vision.reading.documents import read_document

FAMILY: Any = registry.get("vision.rerank")


def piles(level: float, count: int) -> list[Any]:
    made = source("vision.rerank", seed=31, level=level)
    return [made.draw(index).instance for index in range(count)]


def seen(page: DocumentData) -> DocumentData:
    """What the pixels of a page say."""
    return read_document([np.asarray(picture) for picture in draw_pages(page)], page)


@pytest.mark.parametrize("level", [0.0, 0.5])
def test_the_order_follows_from_the_pixels(level: float) -> None:
    for x in piles(level, 2):
        assert [grade(seen(page), x.points) for page in x.pages] == x.grades


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_each_point_tells_pages_apart_and_no_page_has_an_examples_name(level: float) -> None:
    for x in piles(level, 20):
        for point in x.points:
            assert 0 < sum(holds(page, point) for page in x.pages) < len(x.pages)
        assert len({point.told(x.manner) for point in x.points}) == len(x.points)
        assert len({page.manner.model_dump_json() for page in x.pages}) == 1
        assert not set(EXAMPLES) & set(x.names)


def test_equals_may_change_places_and_others_may_not() -> None:
    changed = 0
    for x in piles(0.5, 10):
        order = sorted(range(len(x.pages)), key=lambda place: -x.grades[place])
        for place in range(x.top):
            for other in range(place + 1, len(order)):
                swapped = order.copy()
                swapped[place], swapped[other] = swapped[other], swapped[place]
                named = ", ".join(x.names[i] for i in swapped[: x.top])
                alike = x.grades[order[place]] == x.grades[order[other]]
                verdict = FAMILY.verify(x, f"Answer: {named}")
                assert (verdict.status == "pass") == alike
                changed += alike
    assert changed > 5


def test_names_are_read_in_many_forms_and_nothing_else_is() -> None:
    (x,) = piles(0.3, 1)
    names = FAMILY.solve(x).removeprefix("Answer: ").split(", ")
    for answer in (
        f"Answer: {', '.join(names).lower()}",
        "**Answer:**\n\n" + "\n".join(f"{n}. Page {name}" for n, name in enumerate(names, 1)),
        f"Answer: pages {', '.join(names[:-1])} and {names[-1]}",
        f"\\boxed{{{' > '.join(names)}}}",
        "Answer: " + ", ".join(f"{name}.png" for name in names),
        f'{{"answer": {names!s}}}'.replace("'", '"'),
    ):
        assert FAMILY.verify(x, answer).status == "pass", answer
    for answer in (
        "Answer: " + ", ".join(names[1:]),
        "Answer: " + ", ".join([*names[1:], names[-1]]),
        "Answer: " + ", ".join(x.names),
        "Answer: " + ", ".join([*names[1:], EXAMPLES[0]]),
        "Answer: not " + ", ".join(names),
        "Answer: " + " < ".join(names),
    ):
        assert FAMILY.verify(x, answer).status == "unparsable", answer


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_orders_without_a_look_stay_under_the_floor(level: float) -> None:
    made = piles(level, 100)
    guesses = [ordered(x, [hash_of(name) for name in x.names]) for x in made]
    right = sum(
        FAMILY.verify(x, guess).status == "pass" for x, guess in zip(made, guesses, strict=True)
    )
    assert right / len(made) <= FAMILY.floor(FAMILY.Params.at(level)) + 0.03


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_kinds_lengths_and_words_alone_stay_under_the_floor(level: float) -> None:
    """Numbers have to be read and compared: a search for the words that are named is not enough."""
    made = piles(level, 100)
    floor = FAMILY.floor(FAMILY.Params.at(level))
    for name in glances(made[0].pages, made[0].points):
        right = sum(FAMILY.verify(x, FAMILY.baselines(x)[name]).status == "pass" for x in made)
        assert right / len(made) <= floor + 0.03, name


def test_the_luck_of_an_order_is_the_share_of_orders_by_worth_that_are_best() -> None:
    grades, worth = (2, 1, 1, 0), (1.0, 1.0, 0.0, 0.0)
    assert luck_of(worth, grades, 2) == 0.5  # the first two, in one of their two orders
    assert luck_of((0.0, 1.0, 0.0, 0.0), grades, 2) == 0
    assert luck_of((1.0, 0.0, 0.0, 0.0), grades, 2) == pytest.approx(2 / 3)


def hash_of(name: str) -> int:
    """Any order, the same every time."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4])
