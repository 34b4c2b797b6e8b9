"""Grids: the proof that a rule is the only one forgets none, and right grids are read."""

from itertools import product
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.answers import Unreadable
from tasksynth.single import source
from tasksynth_vision.grids.lettering import grid_in, read_grid
from tasksynth_vision.grids.ruling import consistent, done
from tasksynth_vision.grids.steps import GROWTH, IDEMPOTENT, language_told, steps_for, undone_by

TRANSFORM: Any = registry.get("vision.transform")
GRIDS = (
    ("RB.R", ".B..", "R..B", "...."),
    ("R...", "BBR.", "..R.", "B..R"),
    ("RB", "BR", ".R", ".."),
)


def drawn(level: float, count: int, seed: int = 45) -> list[Any]:
    made = source("vision.transform", seed=seed, level=level)
    return [made.draw(index).instance for index in range(count)]


def test_what_is_said_of_steps_holds() -> None:
    steps = steps_for("RB", 4)
    for (name, step), grid in product(steps.items(), GRIDS):
        once = step(grid)
        if once is None:
            continue
        if (back := undone_by(name)) is not None:
            assert steps[back](once) == grid, name
        elif name.startswith(IDEMPOTENT):
            assert step(once) == once, name
        times, of = next((GROWTH[one] for one in GROWTH if name.startswith(one)), (1, 1))
        if not name.startswith("cut away"):
            assert len(once) * len(once[0]) * of == len(grid) * len(grid[0]) * times, name


def test_the_search_finds_every_rule_that_a_plain_enumeration_does() -> None:
    steps = steps_for("RB", 4)
    for rule in (("mirror it, left for right", "swap red and blue"), tuple(steps)[9:11]):
        pairs = [(grid, after) for grid in GRIDS[:2] if (after := done(steps, rule, grid))]
        plain = {
            names
            for long in (1, 2)
            for names in product(steps, repeat=long)
            if all(done(steps, names, a) == b for a, b in pairs)
        }
        assert set(consistent(steps, pairs, 2)) == plain
        assert rule in plain


def test_examples_mean_one_answer_and_no_shorter_rule() -> None:
    for x in drawn(0.5, 12):
        if not x.told:
            found = list(consistent(x.steps, x.pairs, len(x.rule)))
            assert {done(x.steps, rule, x.grid) for rule in found} == {grid_in(TRANSFORM.solve(x))}
            assert {len(rule) for rule in found} == {len(x.rule)}


def test_a_reader_of_pixels_alone_finds_the_truth() -> None:
    pytest.importorskip("PIL.Image")
    import numpy as np

    from tasksynth_vision.drawing.grids import draw_grids
    from tasksynth_vision.reading.grids import read_grids, worked_out

    for x in (*drawn(0.0, 4), *drawn(0.6, 4), *drawn(1.0, 1)):
        picture = draw_grids(x.pairs, x.grid, pixels=x.pixels, noise=x.noise, at=x.at)
        made = worked_out(read_grids(np.asarray(picture)), x.steps, x.rule)
        assert made is not None
        assert TRANSFORM.verify(x, "\n".join(made)).status == "pass"


@pytest.mark.parametrize(
    "said",
    ["RB.\n.GG", "R B .\n. G G", "| R | B | . |\n| . | G | G |", '["RB.", ".GG"]',
     '[["R", "B", "."], [".", "G", "G"]]', "```\nRB.\n.GG\n```", "rb.\n.gg", "R,B,_\n_,G,G",
     "red blue empty\nempty green green", "Row 1: RB.\nRow 2: .GG", "- RB.\n- .GG",
     '{"grid": ["RB.", ".GG"]}', "The grid becomes:\n\nRB.\n.GG", "[R, B, .]\n[., G, G]",
     "Answer:\nRB.\n.GG", "R B 0\n0 G G", "[['R','B','.'],['.','G','G']]", "('RB.', '.GG')",
     "(('R','B','.'),('.','G','G'))", "grid = ['RB.', '.GG']", "RB. / .GG", "RB.<br>.GG",
     '```json\n[\n ["R", "B", "."],\n [".", "G", "G"]\n]\n```', "**RB.**\n**.GG**",
     '{"reasoning": "I turned it.", "grid": ["RB.", ".GG"]}',
     "\U0001f7e5\U0001f7e6\u2b1c\n\u2b1c\U0001f7e9\U0001f7e9",
     "| R | B | . |\n|---|---|---|\n| . | G | G |", "| 1 | 2 | 3 |\n|--|--|--|\n|R|B|.|\n|.|G|G|",
     r"\begin{bmatrix} R & B & . \\ . & G & G \end{bmatrix}", "**Row 1:** RB.\n**Row 2:** .GG",
     "```\n...\nRBG\n```\n```\nRB.\n.GG\n```", "|RB-|\n|-GG|"],
)  # fmt: skip
def test_grids_are_read_in_any_form(said: str) -> None:
    assert read_grid(said) == ("RB.", ".GG")


@pytest.mark.parametrize(
    "said",
    [
        "RB.",
        "RB.\n.G",
        "RB.\n.GX",
        "",
        "RB.\n.GG\n\nor\n\nRB.\nGGG",
        "R" * 9000,
        "[[[[0]]]]",
        "Row 2: RB.\nRow 1: .GG",
        "[R/B]B.\n.GG",
    ],
)
def test_what_is_no_grid_is_not_read(said: str) -> None:
    with pytest.raises(Unreadable):
        read_grid(said)


def test_many_tall_grids_are_drawn_smaller_and_to_the_end() -> None:
    pytest.importorskip("PIL.Image")
    import numpy as np

    from tasksynth_vision.drawing.grids import TALLEST, draw_grids
    from tasksynth_vision.reading.grids import paired, read_grids

    tall = ("RB.", "..R") * 8
    picture = draw_grids([(tall, tall)] * 3, tall, pixels=26, noise=16, at=(191, 255))
    assert picture.size[1] <= TALLEST
    assert paired(read_grids(np.asarray(picture))) == ([(tall, tall)] * 3, tall)


def test_the_language_is_told_as_it_is_used() -> None:
    for families in range(1, 5):
        heads = {name.split()[0] for name in steps_for("RB", families)}
        assert heads == {line.split()[0] for line in language_told(families)}
