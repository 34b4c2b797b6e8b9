"""A pointer that is pushed onto something: wherever it went before, what counts is the click."""

from typing import Any

import pytest

from tasksynth import Action, Episode, Transcript
from tasksynth.episode import read_transcript
from tasksynth.single import Source
from tasksynth_apps.families.cursor import Cursor, CursorParams, Desktop
from tasksynth_apps.phones.pointing import middle
from tasksynth_apps.screens.mouse import Mouse

FAMILY = Cursor()


def tasks(level: float, count: int, form: str = "tree") -> list[Any]:
    made = Source(FAMILY, CursorParams.at(level, form=form), seed=8)
    return [made.draw(index).instance for index in range(count)]


def push(dx: int, dy: int) -> Action:
    return Action(tool="push", arguments={"dx": dx, "dy": dy})


def judged(x: Any, *actions: Action) -> Any:
    """The verdict, however long it took."""
    x = x.model_copy(update={"pushes": 400})
    return FAMILY.verify(x, Transcript(actions=actions).model_dump_json())


def stepwise(x: Any, size: int) -> list[Action]:
    """The way there by small pushes, one axis after the other."""
    desk, found = Desktop(x, x.at), list[Action]()
    screen, to = desk.screen, middle(desk.target)
    for axis in (0, 1):
        while abs(off := to[axis] - desk.at[axis]) > 3 and len(found) < 390:
            units = max(-size, min(size, x.mouse.push(off)))
            if not units:
                break
            dx, dy = (units, 0) if axis == 0 else (0, units)
            desk.push(dx, dy)
            found.append(push(dx, dy))
    assert screen.hit(*desk.at) is desk.target
    return found


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_three_different_ways_to_the_target_pass(level: float) -> None:
    click = Action(tool="press")
    for x in tasks(level, 8):
        far = push(-x.mouse.most, 0), push(x.mouse.most, 0)
        back = stepwise(x, 60)
        ways = [[*read_transcript(FAMILY.solve(x)).actions[:-1]], back, stepwise(x, 25)]
        assert len({str(way) for way in ways}) == 3
        for way in ways:
            assert judged(x, *way, click).reward == 1
            assert 0 < judged(x, *way).reward <= 0.2
        assert judged(x, click).reward == 0
        missed = judged(x, *ways[0], *far[:1], *far[:1], *far[:1], click)
        assert missed.status == "fail"
        assert missed.reward == 0


def test_wandering_about_earns_nothing() -> None:
    for x in tasks(0.3, 6):
        units = 30
        loop = [push(units, 0), push(-units, 0)] * 20
        at = Desktop(x, x.at)
        for action in loop:
            at.push(**action.arguments)  # type: ignore[arg-type]
        if at.at == x.at:
            assert judged(x, *loop).reward == pytest.approx(0)


def test_edges_stop_the_pointer_and_pushes_have_an_end() -> None:
    x = tasks(0.0, 1)[0]
    desk = Desktop(x, x.at)
    for _ in range(9):
        desk.push(-10_000, 10_000)
    assert desk.at == (0, x.seen.device.height - 1)
    episode = Episode(FAMILY, x)
    turns = [episode.act(push(1, 1)) for _ in range(x.pushes + 1)]
    assert turns[-1].over
    assert episode.verdict().why == "nothing was clicked"


def test_a_push_is_undone_by_the_one_that_is_computed_for_it() -> None:
    for speed, growth in ((100, 0), (40, 0), (240, 0), (60, 80)):
        mouse = Mouse(speed=speed, growth=growth, most=400)
        for pixels in range(-300, 301, 7):
            off = abs(mouse.travel(mouse.push(pixels)) - pixels)
            units = mouse.push(pixels)
            near = [abs(mouse.travel(units + by) - pixels) for by in (-1, 1)]
            assert off <= min(near) or abs(units) == mouse.most
        assert mouse.travel(9999) == mouse.travel(400) == -mouse.travel(-400)


def test_a_frame_shows_the_pointer_where_it_was_then() -> None:
    pytest.importorskip("font_roboto")
    image = pytest.importorskip("PIL.Image")
    import io

    x = tasks(0.0, 1, "picture")[0]
    episode = Episode(FAMILY, x)
    first = FAMILY.media(x)["screen.png"]
    turn = episode.act(push(-40, 30))
    episode.act(push(300, 0))
    later = turn.media["screen.png"]
    drawn = later() if callable(later) else later
    frames = [image.open(io.BytesIO(one)).convert("RGB") for one in (first, drawn)]
    desk = Desktop(x, x.at)
    desk.push(-40, 30)
    for frame, (px, py) in zip(frames, (x.at, desk.at), strict=True):
        assert frame.getpixel((px + 2, py + 6)) == (255, 255, 255)
        for beside in ((px - 1, py + 6), (px + 5, py + 5)):  # a line around it, on all sides
            assert max(frame.getpixel(beside)) < 170, beside  # on white ground, too
    assert frames[0].tobytes() != frames[1].tobytes()
