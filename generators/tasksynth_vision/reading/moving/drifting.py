"""Watch things drift: where each colour is, frame by frame, and where its way turns back.

The watcher knows what the prompt says: the times of sounds, how the thing is mentioned, the times
at which it is to be marked. Where things are, and which bounces there are, it gets from pixels.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from tasksynth_vision.drifting.judging import Rect
from tasksynth_vision.drifting.log import Pitch, Wall
from tasksynth_vision.drifting.mentions import Mention

if TYPE_CHECKING:
    from PIL.Image import Image

Paints = dict[str, tuple[float, float, float]]
"""Colours by name."""
Sounds = Sequence[tuple[int, Pitch]]
NEAR, LEAST, WHOLE, RIM = 52.0, 14, 0.93, 1
"""How far a pixel may be off its paint; pixels that are something; share of a thing that is all of
it; pixels by which a thing is larger than its face."""
_WALLS: dict[str, tuple[Wall, Wall]] = {"x": ("left", "right"), "y": ("top", "bottom")}


@dataclass(frozen=True)
class SeenBounce:
    """What seems to have bounced where."""

    who: str
    tick: float
    wall: Wall


@dataclass
class DriftWatch:
    """Where each colour was seen: its pixels, by ticks."""

    paints: Paints
    boxes: dict[str, dict[int, Rect]]
    middles: dict[str, dict[int, tuple[float, float, int]]]

    @classmethod
    def of(
        cls, frames: dict[int, np.ndarray], paints: Paints, taken: Mapping[str, str], soft: float
    ) -> "DriftWatch":
        """What some frames show, (side, side, 3) bytes each; see `follow`."""
        rim = RIM + soft
        whose = set(taken.values())
        made = cls(paints, {who: {} for who in whose}, {who: {} for who in whose})
        names, tones = list(paints), np.array(list(paints.values()), dtype=np.float32)
        for tick, pixels in frames.items():
            far = np.stack([np.linalg.norm(pixels - tone, axis=2) for tone in tones])
            best = np.where(far.min(0) < NEAR, far.argmin(0), -1)
            for who in sorted(whose):
                own = [number for number, name in enumerate(names) if taken[name] == who]
                down, across = np.nonzero(_solid(np.isin(best, own)))
                if len(down) >= LEAST:
                    made.middles[who][tick] = (across.mean(), down.mean(), len(down))
                    made.boxes[who][tick] = (
                        float(across.min() - rim), float(down.min() - rim),
                        float(across.max() + 1 + rim), float(down.max() + 1 + rim),
                    )  # fmt: skip
        return made

    def bounces(self) -> list[SeenBounce]:
        """Where ways turn back, as far as things were seen before and after."""
        out: list[SeenBounce] = []
        for who, seen in self.middles.items():
            if not seen:
                continue
            whole = WHOLE * float(np.percentile([area for _, _, area in seen.values()], 90))
            clear = {tick: at for tick, at in sorted(seen.items()) if at[2] >= whole}
            for axis in (0, 1):
                line = [(tick, at[axis]) for tick, at in clear.items()]
                out += [SeenBounce(who, *turn) for turn in _turns(line, "xy"[axis])]
        return sorted(out, key=lambda one: one.tick)


def _solid(mask: np.ndarray) -> np.ndarray:
    """Without what is one pixel thin, as the edges of other things are."""
    core = mask[1:-1, 1:-1] & mask[:-2, 1:-1] & mask[2:, 1:-1] & mask[1:-1, :-2] & mask[1:-1, 2:]
    grown = np.zeros_like(mask)
    grown[1:-1, 1:-1] = core
    for rows, columns in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        grown[1:-1, 1:-1] |= np.roll(core, (rows, columns), (0, 1))
    return np.asarray(grown & mask)


def _turns(line: Sequence[tuple[int, float]], axis: str) -> list[tuple[float, Wall]]:
    """When a way turns back, and at which edge: where the lines before and after it meet."""
    moves = [
        (tick, then, (other - one) / (then - tick))
        for (tick, one), (then, other) in pairwise(line) if then - tick <= 4
    ]  # fmt: skip
    if not moves:
        return []
    speed = float(np.median([abs(move) for _, _, move in moves]))
    steady = [(a, b, np.sign(v)) for a, b, v in moves if abs(abs(v) - speed) < 0.3 * speed]
    at = dict(line)
    out: list[tuple[float, Wall]] = []
    for (_, before, one), (after, _, other) in pairwise(steady):
        if one != other:
            low = one < 0
            gone = (at[before] - at[after]) * (1 if low else -1)
            out.append(((before + after + gone / speed) / 2, _WALLS[axis][not low]))
    return out


def referent(seen: Sequence[SeenBounce], mention: Mention, sounds: Sounds) -> SeenBounce | None:
    """The bounce that is mentioned, as far as it was seen."""
    if mention.pitch is not None:
        times = [float(tick) for tick, pitch in sounds if pitch == mention.pitch]
    else:
        times = [one.tick for one in seen if one.wall == mention.wall]
    anchor = referent(seen, mention.anchor, sounds) if mention.anchor else None
    if mention.anchor is not None and anchor is None:
        return None
    match mention.order:
        case "after" if anchor:
            times = [time for time in times if time > anchor.tick + 1][:1]
        case "before" if anchor:
            times = [time for time in times if time < anchor.tick - 1][-1:]
        case "last":
            times = times[-1:]
        case _:
            times = times[mention.n - 1 : mention.n]
    wall = "bottom" if mention.pitch is not None else mention.wall
    near = [one for one in seen if one.wall == wall and times and abs(one.tick - times[0]) <= 2.5]
    return min(near, key=lambda one: abs(one.tick - times[0])) if near else None


def follow(
    look: Callable[[Sequence[int]], "list[Image]"], ticks: Sequence[int], keys: Sequence[int],
    mention: Mention, sounds: Sounds, paints: Paints, looks_like: str, taken: Mapping[str, str],
    soft: float = 0.0,
) -> dict[int, Rect]:  # fmt: skip
    """Where somebody marks the thing that is meant.

    Args:
        look: shows the frames of some ticks.
        ticks: those that it looks at.
        keys: those at which the thing is to be marked.
        mention: what is said of the thing.
        sounds: when they are heard.
        paints: the colours that things have.
        looks_like: the colour of a thing that is told by its looks.
        taken: the colour that it takes each of them for.
        soft: pixels by which things look smaller, as their edges are soft: it knows that.
    """
    every = sorted({*ticks, *keys})
    frames = {
        tick: np.asarray(shot).astype(np.float32)
        for tick, shot in zip(every, look(every), strict=True)
    }
    seen = DriftWatch.of(frames, paints, taken, soft)
    if mention.steps == 1:
        who: str | None = taken[looks_like]
    else:
        bounce = referent(seen.bounces(), mention, sounds)
        who = bounce.who if bounce else None
    return {
        key: seen.boxes[who][key] for key in keys if who in seen.boxes and key in seen.boxes[who]
    }
