"""The tool that shows frames, whatever the film."""

from typing import Annotated

from pydantic import Field

from tasksynth import Tool
from tasksynth_vision.films.log import RATE

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
