"""How far guesses get with marking a thing in films, and what perceivers of bounded skill pass.

    python benchmarks/difficulty/references.py --blind [--tasks 200]  # without a look
    python benchmarks/difficulty/references.py --read [--tasks 12]  # perceivers, who read pixels
    python benchmarks/difficulty/references.py --truth [--tasks 50]  # looks at every frame
    python benchmarks/difficulty/references.py --rates

No model looks: see `tasksynth_vision.reading.moving.drifting`.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any

from benchmarks.difficulty.columns import show
from tasksynth import registry, source
from tasksynth_vision.drawing.moving.drifting import draw_drift
from tasksynth_vision.drawing.pillow import png
from tasksynth_vision.drifting.judging import Rect, rect_of, score, truth_at
from tasksynth_vision.drifting.sounds import heard, wav
from tasksynth_vision.families.video_refer import AGREE
from tasksynth_vision.reading.moving.drifting import Paints, follow
from tasksynth_vision.reading.perceivers import blurred, drifts_alike
from tasksynth_vision.scenes.things import COLOURS

NEAR_SIGHTED, SLOW = 72, 8
"""Pixels of a frame for the near-sighted one; ticks between the frames of the slow one."""
FAMILY: Any = registry.get("video.refer_segment")


def drawn(level: float, count: int, seed: int = 41) -> Iterator[Any]:
    made = source("video.refer_segment", seed=seed, level=level)
    return (made.draw(index).instance for index in range(count))


def passes(x: Any, marks: dict[int, Rect]) -> bool:
    return bool(marks) and score(x.film, x.who, x.keys, marks) >= AGREE


def watched(
    x: Any, look: Callable[[int], Any], *, step: int, blind: bool = False, pixels: int = 0
) -> dict[int, Rect]:
    """What somebody marks who looks at so many frames, with such eyes."""

    def shown(ticks: Sequence[int]) -> list[Any]:
        shots = [look(tick) for tick in ticks]
        return [blurred(shot, pixels) for shot in shots] if pixels else shots

    paints: Paints = {one.colour: COLOURS[one.colour] for one in x.film.cast}
    sounds = [(bounce.tick, pitch) for bounce, pitch in heard(x.film)]
    like = x.film.cast[x.who].colour
    taken = drifts_alike(paints) if blind else {name: name for name in paints}
    ticks = range(0, x.film.ticks, step)
    soft = x.film.side / pixels if pixels else 0.0
    return follow(shown, ticks, x.keys, x.mention, sounds, paints, like, taken, soft)


def read(level: float, tasks: int) -> dict[str, float]:
    right: dict[str, int] = {}
    for x in drawn(level, tasks):
        look = cache(partial(draw_drift, x.film))
        for who, said in {
            "sharp": watched(x, look, step=2),
            "near-sighted": watched(x, look, step=2, pixels=NEAR_SIGHTED),
            "colour-blind": watched(x, look, step=2, blind=True),
            "slow": watched(x, look, step=SLOW),
        }.items():
            right[who] = right.get(who, 0) + passes(x, said)
    return {who: count / tasks for who, count in right.items()}


def tracks(x: Any, who: int) -> dict[int, Rect]:
    """One of the things, marked as well as can be."""
    masks = {key: truth_at(x.film, who, key) for key in x.keys}
    return {key: rect_of(mask) for key, mask in masks.items() if mask.any()}


def blind(level: float, tasks: int) -> dict[str, float]:
    right: dict[str, float] = {}
    for x in drawn(level, tasks):
        film, side = x.film, float(x.film.side)
        speeds = [sum(map(abs, one.speed)) for one in film.cast]
        truth = tracks(x, x.who)
        first = next(iter(truth.values()))
        guesses = {
            "all of each frame": dict.fromkeys(x.keys, (0.0, 0.0, side, side)),
            "the middle": dict.fromkeys(x.keys, (side / 3, side / 3, side / 1.5, side / 1.5)),
            "the first mark alone": dict([next(iter(truth.items()))]),
            "the first mark everywhere": dict.fromkeys(x.keys, first),
            "the quickest thing": tracks(x, speeds.index(max(speeds))),
            "the slowest thing": tracks(x, speeds.index(min(speeds))),
            "the frontmost thing": tracks(x, len(film.cast) - 1),
        }
        for who, marks in guesses.items():
            right[who] = right.get(who, 0) + passes(x, marks) / tasks
    return right


def truths(tasks: int) -> None:
    right = 0
    for level, count in ((0.0, tasks // 3), (0.5, tasks // 3), (1.0, tasks - 2 * (tasks // 3))):
        for index, x in enumerate(drawn(level, count, seed=42)):
            good = passes(x, watched(x, partial(draw_drift, x.film), step=1))
            right += good
            if not good:
                print(level, index, x.mention)
    print(f"{right} of {tasks} marked as the log has it")


def rates(tasks: int) -> None:
    for level in (0.0, 0.5, 1.0):
        made = source("video.refer_segment", seed=16, level=level)
        made.draw(0)
        begin = time.process_time()
        xs: list[Any] = [made.draw(index).instance for index in range(tasks)]
        spent = time.process_time() - begin
        print(f"video.refer_segment at {level:g}, no picture{len(xs) / spent:>8.0f} / s")
        draw_drift(xs[0].film, 0)
        for what, does in (
            ("a frame's PNG", lambda x: png(draw_drift(x.film, 9))),
            ("its WAV", lambda x: wav(x.film)),
            ("verdicts", lambda x: FAMILY.verify(x, FAMILY.solve(x))),
        ):
            begin = time.process_time()
            for x in xs:
                does(x)
            spent = time.process_time() - begin
            print(f"video.refer_segment at {level:g}, {what:<13}{len(xs) / spent:>7.0f} / s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("blind", "read", "truth", "rates"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--tasks", type=int)
    given = parser.parse_args()
    if given.blind:
        show(FAMILY, blind, given.tasks or 200)
    if given.read:
        show(FAMILY, read, given.tasks or 12)
    if given.truth:
        truths(given.tasks or 50)
    if given.rates:
        rates(given.tasks or 40)
