"""Films as .mp4 files, which players and models for video read, with what is heard in them.

The encoder is x264, by PyAV. What it writes depends on its version: a film is its task's address,
and its file is no part of that.
"""

import io
import wave
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from tasksynth import Item, Target, UsageError
from tasksynth_vision.drawing.moving.drifting import draw_drift
from tasksynth_vision.drawing.moving.films import draw_frame
from tasksynth_vision.drawing.moving.shelves import draw_named
from tasksynth_vision.drifting.sounds import wav
from tasksynth_vision.families.video_ground import FilmInstance
from tasksynth_vision.families.video_order import ShuffledFrames
from tasksynth_vision.families.video_refer import ReferInstance
from tasksynth_vision.films.log import RATE

if TYPE_CHECKING:
    from PIL.Image import Image

ENCODER = {"crf": "12", "preset": "medium", "threads": "1", "bf": "0"}
"""Of x264: nearly as drawn, alike whenever one release of it writes a film."""


def mp4(frames: Iterable["Image"], *, sounds: bytes = b"") -> bytes:
    """Frames of one size with even sides, `RATE` a second, and a WAV file of 16 bits, mono.

    Raises:
        UsageError: where PyAV is missing.
    """
    try:
        av: Any = import_module("av")
    except ImportError as e:
        raise UsageError("films as .mp4 files need `pip install 'tasksynth[video]'`") from e
    first, *others = frames
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        seen = file.add_stream("libx264", rate=RATE, options=ENCODER)
        seen.width, seen.height, seen.pix_fmt = (*first.size, "yuv420p")
        heard, samples = _track(file, sounds) if sounds else (None, None)
        for number, picture in enumerate((first, *others)):
            one = av.VideoFrame.from_image(picture)
            one.pts, one.time_base = number, Fraction(1, RATE)
            file.mux(seen.encode(one))
        file.mux(seen.encode(None))
        if heard:
            one = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            one.rate, one.pts = heard.rate, 0
            file.mux(heard.encode(one))
            file.mux(heard.encode(None))
    return out.getvalue()


def _track(file: Any, sounds: bytes) -> tuple[Any, Any]:
    """A film's track for a WAV file, and the file's samples, (1, samples) int16."""
    with wave.open(io.BytesIO(sounds)) as track:
        rate, data = track.getframerate(), track.readframes(track.getnframes())
    stream = file.add_stream("aac", rate=rate, layout="mono")
    return stream, np.frombuffer(data, dtype="<i2").astype(np.int16).reshape(1, -1)


def film_of(item: Item) -> bytes:
    """The film of a task, as it is seen and heard; shuffled frames for a second each, by name.

    Raises:
        UsageError: if it has none.
    """
    family, told = item.task.ref.family, item.task.instance
    if family == "video.ground":
        film = FilmInstance.model_validate(told).film
        return mp4(draw_frame(film, tick) for tick in range(film.ticks))
    if family == "video.refer_segment":
        drift = ReferInstance.model_validate(told).film
        return mp4(_drifting(drift), sounds=wav(drift))
    if family == "video.frame_order":
        shelf = ShuffledFrames.model_validate(told).shelf
        shots = (draw_named(shelf, number) for number in range(len(shelf.frames)))
        return mp4(shot for one in shots for shot in [one] * RATE)
    raise UsageError(f"{family} has no film; those of video.* have")


def _drifting(film: Any) -> Iterator["Image"]:
    return (draw_drift(film, tick) for tick in range(film.ticks))


def _files(item: Item) -> Mapping[str, bytes]:
    """The folder of a task: its film, the prompt and what that shows, and the task."""
    task = {"task.json": item.task.model_dump_json().encode(), "prompt.md": item.task.text.encode()}
    return {"film.mp4": film_of(item)} | task | dict(item.images)


MP4 = Target(
    "mp4",
    "MP4: the films of video.*, shuffled frames as a slide show, a folder a task",
    None,
    None,
    "jsonl",
    images="uri",
    sounds=True,
    whole=True,
    data=".",
    files=_files,
)
