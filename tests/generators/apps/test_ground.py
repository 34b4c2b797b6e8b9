"""Pointing at what is described: one element fits, and a point inside it alone passes."""

from collections import Counter
from functools import cache

import pytest

from tasksynth.single import Source
from tasksynth_apps.families.ground import GroundInstance, GroundParams, PointAt
from tasksynth_apps.phones.naming import Naming, meant
from tasksynth_apps.phones.pointing import asked, fits, middle, reached

FAMILY = PointAt()
LEVELS = (0.0, 0.35, 0.65, 1.0)


@cache
def tasks(level: float, count: int = 25) -> tuple[GroundInstance, ...]:
    return tuple(drawn(index, level) for index in range(count))


def drawn(index: int, level: float, form: str = "picture") -> GroundInstance:
    params = GroundParams.at(level, form=form)
    x = Source(FAMILY, params, seed=4).draw(index).instance
    assert isinstance(x, GroundInstance)
    return x


@pytest.mark.parametrize("level", LEVELS)
def test_one_element_fits_and_every_other_one_fails(level: float) -> None:
    for x in tasks(level)[:4]:
        phone = reached(x.seen)
        (target,) = fits(x.aim, phone)
        for one in phone.screen().elements:
            point = middle(one)
            passed = FAMILY.verify(x, str(point)).status == "pass"
            assert passed == (phone.screen().hit(*point) is target)


@pytest.mark.parametrize("level", LEVELS[1:])
def test_a_twin_of_what_is_described_would_make_it_two(level: float) -> None:
    """So descriptions are no wider than they must be: the thing's values alone pick it."""
    for x in tasks(level):
        phone = reached(x.seen)
        rows = phone.rows[0]
        seen = [one.mark.row for one in phone.screen().elements if one.mark.role == "item"]
        (number,) = meant(x.aim.naming, [(row, rows[row]) for row in seen])
        twins = [(number, rows[number]), (-1, rows[number])]
        assert len(meant(x.aim.naming, twins)) == 2
        wider = Naming(equal=x.aim.naming.equal[:-1])
        if len(x.aim.naming.equal) == 1 and not x.aim.naming.end:
            assert len(meant(wider, rows.items())) == len(rows)


def test_the_corners_of_the_box_pass_and_what_lies_over_it_does_not() -> None:
    inside = Counter[bool]()
    for x in tasks(0.35) + tasks(1.0)[:8]:
        phone = reached(x.seen)
        (target,) = fits(x.aim, phone)
        left, top, right, bottom = target.box
        for x_at in (left, right - 1):
            for y_at in (top, bottom - 1):
                hit = phone.screen().hit(x_at, y_at) is target
                inside[hit] += 1
                passed = FAMILY.verify(x, f"({x_at}, {y_at})").status == "pass"
                assert passed == hit
        for outside in ((left - 1, top), (left, bottom), (right, top)):
            assert FAMILY.verify(x, str(outside)).reward == 0
    assert inside[True] > 9 * inside[False]


@pytest.mark.parametrize("level", [0.0, 0.35, 0.65])
def test_no_fixed_point_beats_the_floor(level: float) -> None:
    """The best of 400 points, chosen afterwards."""
    hits = Counter[tuple[int, int]]()
    for x in tasks(level, 100):
        phone = reached(x.seen)
        left, top, right, bottom = fits(x.aim, phone)[0].box
        screen = phone.screen()
        columns = [c for c in range(20) if left <= (2 * c + 1) * screen.width // 40 < right]
        lines = [n for n in range(20) if top <= (2 * n + 1) * screen.height // 40 < bottom]
        hits.update((column, line) for column in columns for line in lines)
    floor = FAMILY.floor(FAMILY.Params.at(level))
    assert max(hits.values()) / 100 <= floor + 0.03


def test_the_tree_asks_the_same_without_pictures() -> None:
    x = drawn(3, 0.5, "tree")
    assert FAMILY.media(x) == {}
    assert FAMILY.needs(x).plain
    (target,) = fits(x.aim, reached(x.seen))
    left, top, right, bottom = target.box
    prompt = FAMILY.prompt(x)
    assert isinstance(prompt, str)
    assert f"[{left},{top} {right},{bottom}]" in prompt
    assert asked(x.aim, reached(x.seen)) in prompt


@pytest.mark.parametrize("form", ["({}, {})", "x={}, y={}", '{{"x": {}, "y": {}}}', "[{}, {}]"])
def test_points_are_read_in_any_usual_form(form: str) -> None:
    x = tasks(0.35)[0]
    (target,) = fits(x.aim, reached(x.seen))
    assert FAMILY.verify(x, form.format(*middle(target))).status == "pass"


def test_a_box_is_no_point() -> None:
    x = tasks(0.35)[0]
    (target,) = fits(x.aim, reached(x.seen))
    assert FAMILY.verify(x, str(target.box)).status == "unparsable"
