"""Scenes: what a picture shows is what is asked about, and nothing but a look tells it."""

import hashlib
from typing import Any

import numpy as np
import pytest

from tasksynth import registry
from tasksynth.rng import Dice, Stream
from tasksynth.single import source
from tasksynth_vision.reading.answering import find, tell_number
from tasksynth_vision.scenes.counting import draw_tally, tally_up
from tasksynth_vision.scenes.placing import Stock
from tasksynth_vision.scenes.queries import Beside, Description, InOrder, Like, Nearest, resolve
from tasksynth_vision.scenes.telling import told
from tasksynth_vision.scenes.things import COLOURS, SIZES, Thing

image = pytest.importorskip("PIL.Image")
TASKS = 120
POINT: Any = registry.get("vision.point")
COUNT: Any = registry.get("vision.count")


def drawn(family: str, level: float, count: int, seed: int = 41) -> list[Any]:
    made = source(family, seed=seed, level=level)
    return [made.draw(index).instance for index in range(count)]


def thing(x: int, y: int, **looks: Any) -> Thing:
    given = {"kind": "circle", "colour": "red", "size": "small", "pattern": "plain"} | looks
    return Thing(x=x, y=y, r=looks.pop("r", 10), rgb=COLOURS[given["colour"]], **given)


@pytest.mark.parametrize(("level", "count"), [(0.0, 17), (0.5, 17), (1.0, 16)])
def test_a_reader_of_pixels_alone_finds_the_truth(level: float, count: int) -> None:
    """Fifty tasks a family; at the hardest, one shape of 700 may be taken for another."""
    from tasksynth_vision.drawing.scenes import draw_scene
    from tasksynth_vision.reading.perceivers import see_sharply

    missed: list[Any] = []
    for x in drawn("vision.point", level, count):
        seen = see_sharply(draw_scene(x.scene))
        assert len(seen) == len(x.scene.things)
        found = find(seen, x.query)
        at = found and f"({found.x:.0f}, {found.y:.0f})"
        if not at or POINT.verify(x, at).status != "pass":
            missed.append((told(x.query), at))
    for x in drawn("vision.count", level, count):
        number = tell_number(see_sharply(draw_scene(x.scene)), x.tally)
        if number != x.answer:
            missed.append((x.tally, number, x.answer))
    assert len(missed) <= (level == 1.0), missed


def test_every_pixel_of_the_target_is_right_and_none_of_another_thing() -> None:
    from tasksynth_vision.drawing.scenes import draw_scene
    from tasksynth_vision.reading.blobs import blobs

    for x in drawn("vision.point", 0.5, 4):
        pixels = np.asarray(draw_scene(x.scene)).astype(int)
        target = x.scene.things[x.target]
        for blob in blobs(pixels.max(2) - pixels.min(2) >= 40, least=12):
            rows, columns = np.nonzero(blob.mask)
            mine = abs(columns.mean() + blob.left - target.x) < 5
            mine = mine and abs(rows.mean() + blob.top - target.y) < 5
            for row, column in zip(rows.tolist()[::7], columns.tolist()[::7], strict=True):
                said = f"({column + blob.left}, {row + blob.top})"
                assert (POINT.verify(x, said).status == "pass") == mine, said
        corner = target.r + 4
        assert POINT.verify(x, f"({target.x + corner}, {target.y + corner})").status == "fail"


@pytest.mark.parametrize(
    ("said", "status"),
    [("{x}, {y}", "pass"), ("x = {x}, y = {y}", "pass"), ('{{"x": {x}, "y": {y}}}', "pass"),
     ("The point is [{x}, {y}].", "pass"), ("({x}.5, {y}.2)", "pass"), ("({y}, {x})", "fail"),
     ("({x}, 9999)", "fail"), ("(-3, {y})", "fail"), ("({x}, {y}) or (1, 1)", "unparsable"),
     ("[{x}, {y}, {x}, {y}]", "unparsable"), ("nowhere", "unparsable")],
)  # fmt: skip
def test_points_are_read_in_any_form(said: str, status: str) -> None:
    x = next(x for x in drawn("vision.point", 0.5, 9)
             if abs(x.scene.things[x.target].x - x.scene.things[x.target].y) > 60)  # fmt: skip
    at = x.scene.things[x.target]
    assert POINT.verify(x, said.format(x=at.x, y=at.y)).status == status


def test_relations_that_hold_by_a_hair_mean_nothing() -> None:
    ring = thing(100, 100, kind="ring")
    left = Description(
        like=Like(colour="blue"), beside=Beside(side="left", of=Description(like=Like(kind="ring")))
    )
    far, near = thing(60, 30, colour="blue"), thing(96, 180, colour="blue")
    assert resolve([ring, far], left) == 1
    assert resolve([ring, far, near], left) is None
    nearest = Description(
        like=Like(colour="blue"), chosen=Nearest(to=Description(like=Like(kind="ring")))
    )
    assert resolve([ring, far, thing(100, 130, colour="blue")], nearest) == 2
    assert resolve([ring, thing(140, 100, colour="blue"), thing(58, 100, colour="blue")],
                   nearest) is None  # fmt: skip
    second = Description(like=Like(), chosen=InOrder(side="above", rank=2))
    assert resolve([thing(10, 90), thing(50, 20), thing(90, 50)], second) == 2
    assert resolve([thing(10, 53), thing(50, 20), thing(90, 50)], second) is None


def test_a_mirrored_scene_has_the_mirrored_answer() -> None:
    """Left for right in the picture and in the words: the same thing is meant."""

    def turned(text: str) -> str:
        return text.replace('"left"', "@").replace('"right"', '"left"').replace("@", '"right"')

    for x in drawn("vision.point", 0.8, 12):
        side = x.scene.side
        mirrored = [one.model_copy(update={"x": side - 1 - one.x}) for one in x.scene.things]
        query = Description.model_validate_json(turned(x.query.model_dump_json()))
        assert resolve(mirrored, query) == x.target
        swapped = list(x.scene.things)[::-1]
        assert resolve(swapped, x.query) == len(swapped) - 1 - x.target
    for x in drawn("vision.count", 1.0, 8):
        side = x.scene.side
        mirrored = [one.model_copy(update={"x": side - 1 - one.x}) for one in x.scene.things]
        tally = type(x.tally).model_validate_json(turned(x.tally.model_dump_json()))
        assert tally_up(mirrored, tally) == x.answer


@pytest.mark.parametrize("level", [0.0, 0.6])
def test_without_the_picture_no_answer_beats_the_floor(level: float) -> None:
    """The best of all whole numbers, and of a lattice of points for each lean of the words."""
    xs = drawn("vision.count", level, TASKS)
    floor = COUNT.floor(COUNT.Params.at(level))
    slack = 3 * (floor / TASKS) ** 0.5
    answers = [x.answer for x in xs]
    assert max(answers.count(n) for n in set(answers)) / TASKS < floor + slack
    points = drawn("vision.point", level, TASKS)
    floor = POINT.floor(POINT.Params.at(level))
    leans: dict[str, list[Any]] = {}
    for x in points:
        where = x.query.beside or x.query.chosen
        leans.setdefault(getattr(where, "side", ""), []).append(x)
    hits = 0
    for group in leans.values():
        side = group[0].scene.side
        places = [side * k // 12 for k in range(1, 12, 2)]
        hits += max(
            sum(x.scene.things[x.target].holds(a, b) for x in group) for a in places for b in places
        )
    chosen_afterwards = 0.05  # the best of 36 points, chosen on the tasks that it is measured on
    assert hits / TASKS < floor + chosen_afterwards


def test_no_question_joins_what_is_a_kind_of_the_other() -> None:
    stock = Stock.drawn(Dice(Stream(b"or").rng(0)), kinds=6, colours=5, patterns=2)
    joined = 0
    for number in range(300):
        dice = Dice(Stream(b"or").rng(number))
        tally = draw_tally(dice, stock, 3, dice.of(SIZES))
        if len(tally.any_of) == 2:
            one, other = (like.model_dump(exclude_none=True).items() for like in tally.any_of)
            assert not one <= other
            assert not other <= one
            joined += 1
    assert joined > 50


def test_pictures_have_the_same_pixels_on_every_machine() -> None:
    if image.__version__.partition(".")[0] not in ("12", "13"):
        pytest.skip("pixels are pinned for Pillow 12 and 13")
    from tasksynth_vision.drawing.scenes import draw_scene

    found = hashlib.sha256()
    for x in drawn("vision.point", 0.5, 6):
        found.update(draw_scene(x.scene).tobytes())
    assert found.hexdigest()[:16] == "5d4904e8e8c09a23"


def test_the_label_is_made_without_pillow(monkeypatch: pytest.MonkeyPatch) -> None:
    from tasksynth import UsageError

    for part in ("Image", "ImageDraw", "ImageFont", "ImageChops", "ImageFilter"):
        monkeypatch.setitem(__import__("sys").modules, f"PIL.{part}", None)
    x = source("vision.count", seed=5, level=0.5).draw(3).instance
    assert COUNT.verify(x, COUNT.solve(x)).status == "pass"
    with pytest.raises(UsageError, match=r"pip install 'tasksynth\[pictures\]'"):
        COUNT.media(x)


def test_small_choices_are_even() -> None:
    """Each answer from 1 to the most is as likely, whatever is asked."""
    p = COUNT.Params.at(0.5)
    seen = [x.answer for x in drawn("vision.count", 0.5, 300, seed=8)]
    halves = sum(answer <= p.most // 2 for answer in seen) / 300
    assert abs(halves - (p.most // 2) / p.most) < 0.08
    assert max(seen) == p.most
