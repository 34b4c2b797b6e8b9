"""Scenes in words: any SVG that shows what is demanded passes, what hides or cheats does not."""

from typing import Any

import pytest

from tasksynth import registry
from tasksynth.single import source
from tasksynth_vision.composing.asking import Inventory
from tasksynth_vision.composing.claims import SceneClaim
from tasksynth_vision.composing.editing import Change, SceneEdit, Upon
from tasksynth_vision.composing.seeing import sight_of
from tasksynth_vision.composing.shapes import (
    COLOURS,
    KINDS,
    SIDE,
    DrawnShape,
    ShapeLike,
    height_of,
    svg_of,
)
from tasksynth_vision.composing.spelling import spelled
from tasksynth_vision.families.compose import ComposeInstance
from tasksynth_vision.vectors.finding import read_svg
from tasksynth_vision.vectors.parsing import paints_in

FAMILY: Any = registry.get("vision.compose")
BEGIN = f'<svg viewBox="0 0 {SIDE} {SIDE}">'
RED = ShapeLike(size="large", colour="red", kind="circle")
BLUE = ShapeLike(colour="blue", kind="square")
STAR = ShapeLike(colour="yellow", kind="star")
SCENE = ComposeInstance(
    shapes=(
        DrawnShape(kind="circle", colour="red", left=30, top=200, wide=70, high=70),
        DrawnShape(kind="square", colour="blue", left=200, top=40, wide=60, high=60),
        DrawnShape(kind="star", colour="yellow", left=220, top=60, wide=22, high=21),
    ),
    ground="white",
    there=tuple(Inventory(like=like, number=1) for like in (RED, BLUE, STAR)),
    claims=(
        SceneClaim(sort="side", what=RED, of=BLUE, way="left"),
        SceneClaim(sort="side", what=RED, of=STAR, way="above", number=0),
        SceneClaim(sort="inside", what=STAR, of=BLUE),
    ),
)
DISC = '<circle cx="65" cy="235" r="35" fill="red"/>'
BOX = '<rect x="200" y="40" width="60" height="60" fill="blue"/>'
POINTS = "230,58 233,67 242,67 235,73 238,82 230,76 222,82 225,73 218,67 227,67"
TIPS = f'<polygon points="{POINTS}" fill="gold"/>'

SMALL_DISC = '<ellipse rx="5" ry="5" style="fill:#d81b1b"/>'
ROUND = 'stroke-width="70" stroke-linecap="round"'


def judged(x: Any, *inner: str) -> Any:
    return FAMILY.verify(x, f"```svg\n{BEGIN}{''.join(inner)}</svg>\n```")


def drawn(level: float, count: int) -> list[Any]:
    made = source("vision.compose", seed=18, level=level)
    return [made.draw(index).instance for index in range(count)]


def test_what_svg_itself_calls_by_a_colours_name_is_of_that_colour() -> None:
    for name in COLOURS:
        (thing,) = sight_of(
            paints_in(f'{BEGIN}<circle cx="99" cy="99" r="30" fill="{name}"/></svg>', SIDE)
        ).things
        assert thing.colour == name


@pytest.mark.parametrize(
    "inner",
    [
        (DISC, BOX, TIPS),
        (BOX, TIPS, DISC),
        ('<rect width="300" height="300" fill="#fff"/>', DISC, BOX, TIPS),
        (f'<g transform="translate(65,235) scale(7)">{SMALL_DISC}</g>', BOX, TIPS),
        ('<path d="M30 235a35 35 0 1 0 70 0a35 35 0 1 0-70 0z" fill="hsl(0 99% 40%)"/>', BOX, TIPS),
        (f'<path d="M65 235h.01" stroke="crimson" {ROUND}/>', BOX, TIPS),
        (DISC, '<polygon points="190,70 230,30 270,70 230,110" fill="rgb(10, 60, 250)"/>', TIPS),
        (DISC, BOX, TIPS, '<circle cx="9" cy="9" r="8" fill="white"/>'),
        (DISC, BOX, TIPS, '<circle cx="9" cy="9" r="0" fill="black"/>'),
        (DISC, BOX, TIPS, '<circle cx="9" cy="9" r="9" fill="none"/>'),
    ],
)  # fmt: skip
def test_any_spelling_of_a_right_scene_passes(inner: tuple[str, ...]) -> None:
    verdict = judged(SCENE, *inner)
    assert (verdict.status, verdict.reward) == ("pass", 1), verdict.why


@pytest.mark.parametrize(
    "inner",
    [
        (DISC, BOX),
        (TIPS, DISC, BOX),
        (DISC, BOX, TIPS.replace("gold", "#2255ee")),
        (DISC.replace("red", "white"), BOX, TIPS),
        (DISC.replace('r="35"', 'r="0"'), BOX, TIPS),
        (DISC.replace('cx="65"', 'cx="-65"'), BOX, TIPS),
        (DISC.replace('cx="65"', 'cx="20"'), BOX, TIPS),
        (DISC.replace("<circle", '<circle opacity="0"'), BOX, TIPS),
        (DISC.replace('r="35"', 'r="15"'), BOX, TIPS),
        (DISC.replace("red", "none"), BOX, TIPS),
        (DISC.replace('cx="65"', 'cx="258"'), BOX, TIPS),
        (DISC.replace('cy="235"', 'cy="36"'), BOX, TIPS),
        (DISC, BOX, TIPS, DISC.replace('cx="65"', 'cx="180"')),
        (DISC, BOX, TIPS, '<rect x="60" y="190" width="50" height="90" fill="white"/>'),
        (DISC.replace("/>", ' stroke="black" stroke-width="6"/>'), BOX, TIPS),
        (DISC, '<rect x="200" y="40" width="60" height="44" fill="blue"/>', TIPS),
        ('<rect width="300" height="300" fill="black"/>', DISC, BOX, TIPS),
        (DISC, BOX, TIPS, '<rect width="300" height="300" fill="white"/>'),
        (),
    ],
)
def test_what_is_hidden_missing_or_elsewhere_does_not_pass(inner: tuple[str, ...]) -> None:
    verdict = judged(SCENE, *inner)
    assert verdict.status == "fail"
    assert verdict.reward < 0.5
    assert inner or verdict.reward == 0


def test_more_that_is_right_earns_more() -> None:
    rewards = [
        judged(SCENE, *inner).reward for inner in ((), (DISC,), (DISC, BOX), (DISC, BOX, TIPS))
    ]
    assert rewards == sorted(set(rewards))


def test_shapes_are_told_however_they_are_turned() -> None:
    for kind in KINDS:
        wide = 60
        high = 30 if kind in ("rectangle", "ellipse") else height_of(kind, wide)
        shape = DrawnShape(kind=kind, colour="green", left=0, top=0, wide=wide, high=high)
        inner = svg_of((shape,), "white").split("\n")[2]
        for turn in (0, 19, 64, 130):
            svg = (
                f'{BEGIN}<g transform="rotate({turn} 150 150) translate(120 130)">{inner}</g></svg>'
            )
            (thing,) = sight_of(paints_in(svg, SIDE)).things
            assert (thing.kind, thing.colour) == (kind, "green"), turn


@pytest.mark.parametrize(
    "inner",
    [
        '<path d="M100 140C40 90 70 50 100 80C130 50 160 90 100 140z"/>',
        '<polygon points="100,40 130,100 110,100 110,160 90,160 90,100 70,100"/>',
        '<polygon points="50,10 70,50 50,90 30,50"/>',
        '<rect x="20" y="20" width="60" height="60" rx="20"/>',
        '<circle cx="99" cy="99" r="30" fill="none" stroke="black" stroke-width="12"/>',
        '<path d="M20 20h80v80h-80zM40 40v40h40v-40z"/>',
        '<polygon points="20,20 90,20 110,60 30,60"/>',
    ],
)
def test_what_is_none_of_the_shapes_is_called_none(inner: str) -> None:
    (thing,) = sight_of(paints_in(f"{BEGIN}{inner}</svg>", SIDE)).things
    assert not thing.kind


AFTER = (
    SCENE.shapes[0].model_copy(update={"left": 220}),
    SCENE.shapes[1],
    SCENE.shapes[2].model_copy(update={"colour": "green"}),
)
EDITED = ComposeInstance(
    shapes=SCENE.shapes,
    ground="white",
    given=svg_of(SCENE.shapes, "white"),
    change=Change(
        edits=(
            SceneEdit(verb="recolour", like=ShapeLike(kind="star"), targets=(2,), colour="green"),
            SceneEdit(verb="move", like=ShapeLike(kind="circle"), targets=(0,), of=(1,),
                      where=(SceneClaim(sort="side", what=RED, of=BLUE, way="right"),)),
        ),
        after=AFTER,
        upon=(Upon(thing=2, on=1, inside=True),),
    ),
)  # fmt: skip
MOVED = DISC.replace('cx="65"', 'cx="255"').replace("red", "#e02424")
SQUARE = BOX.replace("blue", "#2563eb")
GREEN = svg_of(AFTER, "white").split("\n")[4]


def test_an_edit_leaves_the_rest_alone() -> None:
    assert FAMILY.verify(EDITED, FAMILY.solve(EDITED)).reward == 1
    right = (SQUARE, GREEN, MOVED)
    assert judged(EDITED, *right).status == "pass"
    assert judged(EDITED, MOVED, SQUARE, GREEN.replace("#1e9e4a", "green")).status == "pass"
    assert FAMILY.verify(EDITED, EDITED.given).reward == 0
    for wrong in (
        (GREEN, SQUARE, MOVED),
        (SQUARE, GREEN, MOVED.replace('r="35"', 'r="31"')),
        (SQUARE, GREEN, MOVED.replace("#e02424", "#c00000")),
        (SQUARE, GREEN, MOVED.replace('cy="235"', 'cy="130"')),
        (SQUARE.replace('x="200"', 'x="204"'), GREEN, MOVED),
        (SQUARE.replace("#2563eb", "navy"), GREEN, MOVED),
        (*right, '<circle cx="50" cy="50" r="20" fill="black"/>'),
        (*right, DISC),
        ('<rect width="300" height="300" fill="#ccc"/>', *right),
        (SQUARE, MOVED),
        (GREEN, MOVED),
    ):
        verdict = judged(EDITED, *wrong)
        assert verdict.status == "fail", wrong
        assert verdict.reward < 0.5


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_references_pass_in_other_words_and_those_of_other_tasks_fail(level: float) -> None:
    xs = drawn(level, 3)
    for x, other in zip(xs, [*xs[1:], xs[0]], strict=True):
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
        assert FAMILY.verify(x, FAMILY.solve(other)).status == "fail"
        for name, answer in FAMILY.baselines(x).items():
            assert FAMILY.verify(x, answer).status == "fail", name


def test_given_scenes_are_spelled_in_many_ways_and_look_as_they_should() -> None:
    from numpy.random import PCG64, Generator

    from tasksynth.rng import Dice

    x = next(one for one in drawn(1.0, 9) if one.change is None)
    plain = sight_of(paints_in(svg_of(x.shapes, x.ground), SIDE)).things
    for seed in range(3):
        svg = spelled(Dice(Generator(PCG64(seed))), x.shapes, x.ground, twisted=1.0)
        things = sight_of(paints_in(svg, SIDE)).things
        assert [(t.kind, t.colour) for t in things] == [(t.kind, t.colour) for t in plain]
        for one, other in zip(things, plain, strict=True):
            assert max(abs(a - b) for a, b in zip(one.box, other.box, strict=True)) < 1


def test_a_reader_of_pixels_alone_finds_the_scene() -> None:
    pytest.importorskip("PIL.Image")
    import numpy as np

    from tasksynth_vision.drawing.vectors import draw_svg
    from tasksynth_vision.reading.sketches import believed, seen_shapes

    for x in [one for one in drawn(0.6, 5) if one.change is None][:2]:
        picture = draw_svg(read_svg(FAMILY.solve(x)), 2 * SIDE, noise=0, at=(0, 0))
        ground, seen = seen_shapes(np.asarray(picture))
        assert ground == x.ground
        assert len(seen) == len(x.shapes)
        assert all(sum(one.fits(g.like) for one in seen) == g.number for g in x.there)
        assert all(believed(seen, x.claims))
