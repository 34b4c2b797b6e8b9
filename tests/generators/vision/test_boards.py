"""Boards: too small to be read as a whole; who looks closer finds and reads what is asked for."""

from functools import partial
from typing import Any

import pytest

from tasksynth import Action, Transcript, registry
from tasksynth.single import source
from tasksynth_vision.boards.views import VIEW, Square, shown, whole
from tasksynth_vision.scenes.things import Thing

SEARCH: Any = registry.get("vision.visual_search")


def drawn(level: float, count: int, seed: int = 46) -> list[Any]:
    made = source("vision.visual_search", seed=seed, level=level)
    return [made.draw(index).instance for index in range(count)]


def reported(number: int, x: float, y: float) -> str:
    action = Action(tool="report", arguments={"number": number, "x": x, "y": y})
    return Transcript(actions=(action,)).model_dump_json()


def test_a_target_covers_less_than_a_hundredth() -> None:
    for level in (0.0, 0.5, 1.0):
        assert all(SEARCH.measure(x)["area"] < 0.01 for x in drawn(level, 8))


def test_both_the_number_and_the_point_have_to_be_right() -> None:
    for x in drawn(0.5, 4):
        at: Thing = x.board.things[x.target]
        number = x.board.numbers[x.target]
        assert SEARCH.verify(x, reported(number, at.x, at.y)).status == "pass"
        assert SEARCH.verify(x, reported(number, at.x + at.r / 8, at.y)).status == "pass"
        for wrong in ((number + 1, at.x, at.y), (number, at.x + 2 * at.r, at.y)):
            assert SEARCH.verify(x, reported(*wrong)).status == "fail"


@pytest.mark.parametrize("level", [0.0, 0.6])
def test_who_looks_closer_finds_it_and_who_does_not_reads_nothing(level: float) -> None:
    pytest.importorskip("PIL.Image")
    from tasksynth_vision.drawing.boards import LABEL, SMALLEST, draw_view
    from tasksynth_vision.reading.boards import search, sharp

    passed = 0
    for x in drawn(level, 5, seed=47):
        view = partial(draw_view, x.board)
        assert search(x.board, x.query, 0, view=view, eyes=sharp, digits=view) is None
        widest = max(one.r for one, _ in shown(x.board, whole(x.board)))
        assert round(round(widest * LABEL) * 1.1) < SMALLEST  # so no label is drawn
        found = search(x.board, x.query, x.zooms, view=view, eyes=sharp, digits=view)
        passed += found is not None and SEARCH.verify(x, reported(*found)).status == "pass"
    assert passed >= 4


def test_a_square_stays_on_the_board_and_shows_what_is_in_it() -> None:
    (task,) = drawn(0.5, 1)
    board = task.board
    for x, y, size in ((0, 0, 96), (9999, 9999, 200), (board.side / 2, 10, 9999)):
        square = Square.around(board, x, y, size)
        assert min(square.left, square.top) >= 0
        assert max(square.left, square.top) + square.side <= board.side
    target = board.things[task.target]
    square = Square.around(board, target.x, target.y, 5 * target.r)
    seen = {number: thing for thing, number in shown(board, square)}[board.numbers[task.target]]
    scale = VIEW / square.side
    assert abs(seen.x - (target.x - square.left) * scale) <= 1
    assert abs(seen.r - target.r * scale) <= 1
