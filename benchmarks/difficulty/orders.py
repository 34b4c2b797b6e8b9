"""How far guesses get with shuffled frames, and what perceivers of bounded skill pass.

    python benchmarks/difficulty/orders.py --blind [--tasks 400]  # by likeness, brightness
    python benchmarks/difficulty/orders.py --read [--tasks 60]  # perceivers, who read pixels
    python benchmarks/difficulty/orders.py --truth [--tasks 50]  # sees all
    python benchmarks/difficulty/orders.py --rates

No model looks: see `tasksynth_vision.reading.moving.shelves`.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any

import numpy as np

from benchmarks.difficulty.columns import show
from tasksynth import registry, source
from tasksynth_vision.drawing.moving.shelves import draw_shelf, places
from tasksynth_vision.drawing.pillow import png
from tasksynth_vision.reading.moving.shelves import read_frames
from tasksynth_vision.reading.perceivers import watch_shelves
from tasksynth_vision.shelves.chaining import likest

FAMILY: Any = registry.get("video.frame_order")
Guess = Callable[[list[np.ndarray]], tuple[int, ...]]


def drawn(level: float, count: int, seed: int = 31) -> Iterator[Any]:
    made = source("video.frame_order", seed=seed, level=level)
    return (made.draw(index).instance for index in range(count))


def shots(x: Any) -> list[Any]:
    """The frames as pictures."""
    return [draw_shelf(x.shelf, at) for at in range(len(x.order))]


def sorted_by(measured: list[float]) -> tuple[int, ...]:
    return tuple(sorted(range(len(measured)), key=lambda at: measured[at]))


def by_pixels(pictures: list[np.ndarray]) -> tuple[int, ...]:
    """The chain of the least mean difference of pixels."""
    return likest(len(pictures), lambda i, j: float(abs(pictures[i] - pictures[j]).mean()))


def by_lit_pixels(pictures: list[np.ndarray]) -> tuple[int, ...]:
    """The same once all frames are equally bright."""
    return by_pixels([one / np.median(one) * 200 for one in pictures])


def by_pixels_changed(pictures: list[np.ndarray]) -> tuple[int, ...]:
    """The same, by how many pixels change clearly."""
    lit = [one / np.median(one) * 200 for one in pictures]
    return likest(len(lit), lambda i, j: float((abs(lit[i] - lit[j]).max(2) > 40).mean()))


def by_what_stays(pictures: list[np.ndarray]) -> tuple[int, ...]:
    """The order in which most pixels that change do so once."""
    lit = [one / np.median(one) * 200 for one in pictures]
    seen = np.stack(lit)  # (frames, height, width, 3)
    moved = seen.max(0) - seen.min(0)
    which = moved.max(2) > 60
    channel = moved[which].argmax(1)
    lines = seen[:, which][:, np.arange(len(channel)), channel]
    high = lines > (lines.max(0) + lines.min(0)) / 2  # (frames, pixels)
    rows, counts = np.unique(high.T, axis=0, return_counts=True)

    def once(order: tuple[int, ...]) -> int:
        flips = (np.diff(rows[:, order].astype(np.int8), axis=1) != 0).sum(1)
        return int(counts[flips == 1].sum())

    every = permutations(range(len(pictures)))
    return max((order for order in every if order[0] < order[-1]), key=once)


GUESSES: dict[str, Guess] = {
    "as given": lambda pictures: tuple(range(len(pictures))),
    "by brightness": lambda pictures: sorted_by([float(one.mean()) for one in pictures]),
    "by colourful pixels": lambda pictures: sorted_by(
        [float((one.max(2) - one.min(2) > 40).sum()) for one in pictures]
    ),
    "by dark pixels": lambda pictures: sorted_by(
        [float((one.max(2) < 100).sum()) for one in pictures]
    ),
    "likest next": by_pixels,
    "likest next, lit alike": by_lit_pixels,
    "fewest pixels change": by_pixels_changed,
    "most change once": by_what_stays,
}


def blind(level: float, tasks: int) -> dict[str, float]:
    """What each strategy passes, in the better of its two directions over all tasks."""
    right = {who: [0, 0] for who in (*GUESSES, "by size of files")}
    for index, x in enumerate(drawn(level, tasks)):
        pictures = shots(x)
        arrays = [np.asarray(one, dtype=np.float32)[::2, ::2] for one in pictures]  # quicker
        said = {who: guess(arrays) for who, guess in GUESSES.items() if who != "most change once"}
        if len(x.order) < 7 or index < tasks // 8:
            said["most change once"] = by_what_stays(arrays)
        said["by size of files"] = sorted_by([len(png(one)) for one in pictures])
        for who, order in said.items():
            right[who][0] += order == x.order
            right[who][1] += order[::-1] == x.order
    whole = dict.fromkeys(right, tasks)
    if level == 1:
        whole["most change once"] = max(1, tasks // 8)
    return {who: max(both) / whole[who] for who, both in right.items()}


def read(level: float, tasks: int) -> dict[str, float]:
    right: dict[str, int] = {}
    for x in drawn(level, tasks):
        for who, sight in watch_shelves(shots(x), x.shelf.props, places(x.shelf)).items():
            right[who] = right.get(who, 0) + (sight.order() == x.order)
    return {who: count / tasks for who, count in right.items()}


def truths(tasks: int) -> None:
    """Of how many tasks pixels and told rules leave one order, the right one."""
    right = 0
    for level, count in ((0.0, tasks // 3), (0.5, tasks // 3), (1.0, tasks - 2 * (tasks // 3))):
        for index, x in enumerate(drawn(level, count, seed=32)):
            pictures = [np.asarray(one) for one in shots(x)]
            sight = read_frames(pictures, x.shelf.props, places(x.shelf))
            good = sight.is_sure() and sight.order() == x.order
            right += good
            if not good:
                print(level, index, sight, x)
    print(f"{right} of {tasks} have one order by their pixels, the right one")


def rates(tasks: int) -> None:
    for level in (0.0, 0.5, 1.0):
        made = source("video.frame_order", seed=16, level=level)
        made.draw(0)
        begin = time.process_time()
        xs: list[Any] = [made.draw(index).instance for index in range(tasks)]
        spent = time.process_time() - begin
        print(f"video.frame_order at {level:g}, no picture{len(xs) / spent:>10.0f} / s")
        begin = time.process_time()
        for x in xs:
            FAMILY.media(x)
        spent = time.process_time() - begin
        print(f"video.frame_order at {level:g}, its PNGs{len(xs) / spent:>12.0f} / s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("blind", "read", "truth", "rates"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--tasks", type=int)
    given = parser.parse_args()
    if given.blind:
        show(FAMILY, blind, given.tasks or 400)
    if given.read:
        show(FAMILY, read, given.tasks or 60)
    if given.truth:
        truths(given.tasks or 50)
    if given.rates:
        rates(given.tasks or 40)
