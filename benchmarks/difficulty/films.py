"""How far guesses get with films, and what perceivers of bounded skill pass, level by level.

    python benchmarks/difficulty/films.py --blind [--tasks 400]  # without a look
    python benchmarks/difficulty/films.py --read [--tasks 12]  # perceivers, who read pixels
    python benchmarks/difficulty/films.py --truth [--tasks 50]  # looks as often as it likes
    python benchmarks/difficulty/films.py --rates

No model looks: see `tasksynth_vision.reading.moving.films`. Who answers from the sheet here has
perfect eyes, and knows what each thing does in each of its frames.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any

import numpy as np

from benchmarks.difficulty.columns import show
from tasksynth import registry, source
from tasksynth_vision.drawing.moving.films import draw_frame
from tasksynth_vision.drawing.pillow import png
from tasksynth_vision.families.video_ground import sheet_ticks
from tasksynth_vision.films.answering import AGREE, overlap
from tasksynth_vision.films.asking import own_colours
from tasksynth_vision.films.log import RATE, shows
from tasksynth_vision.films.moments import FilmTruth
from tasksynth_vision.reading.moving.films import Watched, Watcher, answered, sharp_eyes, watch
from tasksynth_vision.reading.perceivers import film_eyes

SLOW = RATE
"""Ticks between the frames of somebody who sees one a second."""
FAMILY: Any = registry.get("video.ground")


def drawn(level: float, count: int, seed: int = 21) -> Iterator[Any]:
    made = source("video.ground", seed=seed, level=level)
    return (made.draw(index).instance for index in range(count))


def agrees(x: Any, said: FilmTruth | None) -> bool:
    """Whether an answer is right."""
    if said is None or said.end <= said.begin:
        return False
    t = x.truth
    near = overlap(t, said.begin / RATE, said.end / RATE) >= AGREE
    return near and (said.who, said.colour, said.count) == (t.who, t.colour, t.count)


def from_sheet(x: Any) -> FilmTruth | None:
    """What follows from the sheet for perfect eyes, borders halfway between its frames."""
    film = x.film
    seen = Watched(homes=[_Home(colour) for colour in own_colours(film)])
    for tick in sheet_ticks(film):
        now = shows(film, tick)
        seen.at[tick] = [
            (now[who].what, now[who].colour) if who in now else (None, None)
            for who in range(len(film.cast))
        ]
    return answered(seen, x.inquiry)


class _Home:
    """A thing at rest, of which only the colour is known."""

    def __init__(self, colour: str) -> None:
        self.colour = colour


def narrowed(x: Any) -> FilmTruth | None:
    """From the sheet, but as long as things mostly last, where that is shorter."""
    said = from_sheet(x)
    usual = round(1.4 * x.film.shortest)
    if said is None or x.inquiry.ask == "count" or said.end - said.begin <= usual:
        return said
    middle = (said.begin + said.end) // 2
    return said.model_copy(update={"begin": middle - usual // 2, "end": middle + usual // 2})


def blind(level: float, tasks: int) -> dict[str, float]:
    """What each strategy passes; all that guess a time guess the most frequent word for it."""
    xs = list(drawn(level, tasks))
    words: dict[str, list[Any]] = {}
    for x in xs:
        words.setdefault(x.inquiry.ask, []).append(_word(x))
    usual = {ask: max(set(said), key=said.count) for ask, said in words.items()}
    out = {"all of it": _share(xs, usual, lambda x: (0, x.film.ticks))}
    ticks = xs[0].film.ticks
    lengths = range(6, 4 * RATE + 2, 2)
    out["the middle"] = max(
        _share(xs, usual, lambda x, n=n: ((ticks - n) // 2, (ticks + n) // 2)) for n in lengths
    )
    grid = [(at, at + n) for n in lengths for at in range(0, ticks - n, 2)]
    out["the best time"] = _best(xs, usual, grid)
    asks = {x.inquiry.ask for x in xs}
    spans = grid + [(a, b) for a in range(0, ticks, RATE) for b in range(a + 32, ticks, RATE)]
    parts = [[x for x in xs if x.inquiry.ask == ask] for ask in asks]
    out["the best for each kind"] = sum(
        _best(part, usual, spans) * len(part) for part in parts
    ) / len(xs)
    out["the sheet"] = sum(agrees(x, from_sheet(x)) for x in xs) / len(xs)
    out["the sheet, narrowed"] = sum(agrees(x, narrowed(x)) for x in xs) / len(xs)
    return out


def _word(x: Any) -> Any:
    return x.truth.who if x.inquiry.ask == "who" else x.truth.colour or x.truth.count


def _share(
    xs: list[Any], usual: dict[str, Any], time_of: Callable[[Any], tuple[int, int]]
) -> float:
    passed = 0
    for x in xs:
        begin, end = time_of(x)
        near = overlap(x.truth, begin / RATE, end / RATE) >= AGREE
        passed += near and _word(x) == usual[x.inquiry.ask]
    return passed / len(xs)


def _best(xs: list[Any], usual: dict[str, Any], grid: list[tuple[int, int]]) -> float:
    """The best of some times for all tasks, of those whose word is guessed right."""
    told = [x.truth for x in xs if _word(x) == usual[x.inquiry.ask]]
    if not told:
        return 0.0
    a, b = (np.array(ends)[:, None] for ends in zip(*grid, strict=True))
    begin, end = (np.array([getattr(t, name) for t in told]) for name in ("begin", "end"))
    a, b = np.where(abs(a - begin) <= 1, begin, a), np.where(abs(b - end) <= 1, end, b)
    shared = np.maximum(0, np.minimum(b, end) - np.maximum(a, begin))
    passed = shared / (np.maximum(b, end) - np.minimum(a, begin)) >= AGREE
    return float(passed.sum(1).max()) / len(xs)


def perceivers() -> dict[str, tuple[Watcher, int]]:
    """Eyes, and the fewest ticks between two frames that they tell apart."""
    return {
        **{who: (eyes, 1) for who, eyes in film_eyes().items()},
        "slow": (sharp_eyes, SLOW),
    }


def read(level: float, tasks: int) -> dict[str, float]:
    right: dict[str, int] = {}
    for x in drawn(level, tasks):
        seen = cache(partial(draw_frame, x.film))
        for who, (eyes, finest) in perceivers().items():
            said = watch(
                x.film, x.inquiry, x.looks, look=partial(every, seen), eyes=eyes, finest=finest
            )
            right[who] = right.get(who, 0) + agrees(x, said)
    return {who: count / tasks for who, count in right.items()}


def every(seen: Callable[[int], Any], ticks: Sequence[int]) -> list[Any]:
    return [seen(tick) for tick in ticks]


def truths(tasks: int) -> None:
    """How many answers of films that are read as finely as it takes are those of the log."""
    right = exact = 0
    for level, count in ((0.0, tasks // 3), (0.5, tasks // 3), (1.0, tasks - 2 * (tasks // 3))):
        for index, x in enumerate(drawn(level, count, seed=22)):
            look = partial(every, partial(draw_frame, x.film))
            said = watch(x.film, x.inquiry, 10_000, step=3, eyes=sharp_eyes, look=look)
            good = agrees(x, said)
            right += good
            exact += good and overlap(x.truth, said.begin / RATE, said.end / RATE) == 1
            if not good:
                print(level, index, x.inquiry.ask, said, x.truth)
    print(f"{right} of {tasks} as in the log, {exact} to the frame")


def rates(tasks: int) -> None:
    for level in (0.0, 0.5, 1.0):
        made = source("video.ground", seed=16, level=level)
        made.draw(0)
        begin = time.process_time()
        xs: list[Any] = [made.draw(index).instance for index in range(tasks)]
        spent = time.process_time() - begin
        print(f"video.ground at {level:g}, no picture{len(xs) / spent:>12.0f} / s")
        draw_frame(xs[0].film, 0)  # grounds are made once
        for what, does in (
            ("a frame", draw_frame),
            ("its PNG", lambda f, t: png(draw_frame(f, t))),
        ):
            begin = time.process_time()
            for x in xs:
                does(x.film, x.film.ticks // 2)
            spent = time.process_time() - begin
            print(f"video.ground at {level:g}, {what:<10}{len(xs) / spent:>12.0f} / s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("blind", "read", "truth", "rates"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--tasks", type=int)
    given = parser.parse_args()
    if given.blind:
        show(FAMILY, blind, given.tasks or 400)
    if given.read:
        show(FAMILY, read, given.tasks or 12)
    if given.truth:
        truths(given.tasks or 50)
    if given.rates:
        rates(given.tasks or 40)
