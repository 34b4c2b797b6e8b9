"""The tool that shows frames, whatever the film."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated

from pydantic import Field

from tasksynth import Tool, Turn, illustrated
from tasksynth_vision.films.log import RATE
from tasksynth_vision.films.telling import seconds

SHOWN = 12
"""Frames that one look shows at most."""


class GetFrames(Tool):
    """Look at frames of the film: at `start`, and then so many a second until `end`."""

    start: Annotated[float, Field(ge=0, le=10_000)]
    """Seconds."""
    end: Annotated[float, Field(ge=0, le=10_000)]
    """Seconds."""
    fps: Annotated[float, Field(gt=0, le=1000)]
    """Frames a second, 8 at most; 0.5 shows one every two seconds."""


def shown_ticks(ticks: int, start: float, end: float, fps: float) -> list[int]:
    """The frames that a look asks for, each once, of a film of so many ticks."""
    last = ticks - 1
    step = 1 / min(fps, RATE)
    wide = min(end, ticks / RATE) - start
    if wide < 0:
        return []
    times = (start + place * step for place in range(int(wide / step + 1e-6) + 1))
    return list(dict.fromkeys(min(last, int(time * RATE + 0.5)) for time in times))


def shown_frames(
    ticks: Sequence[int], wanted: int, left: int, picture: Callable[[int], bytes]
) -> Turn:
    """The turn that shows frames.

    Args:
        ticks: Of the frames.
        wanted: Frames that were asked for, of which these may be the first.
        left: Looks that are left.
        picture: Draws the PNG of a tick; called for what is looked at alone.
    """
    names = {f"frame_{tick:04}.png": tick for tick in ticks}
    lines = [f"{seconds(tick)} s: [image: {name}]" for name, tick in names.items()]
    if wanted > len(ticks):
        lines.append(f"These are the first {len(ticks)} of {wanted} frames.")
    lines.append(f"You may look {left} times more.")
    media = {name: partial(picture, tick) for name, tick in names.items()}
    return Turn(illustrated("\n".join(lines)), media=media)
