"""Films as .mp4 files: what a decoder shows and plays is what was drawn and made."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tasksynth import Item, UsageError
from tasksynth.export.run import export
from tasksynth.pipeline.making.generate import generate
from tasksynth.single import source
from tasksynth_schemas import Mix, Recipe
from tasksynth_vision.drawing.moving.drifting import draw_drift
from tasksynth_vision.drawing.moving.shelves import TITLE, draw_shelf
from tasksynth_vision.drifting.sounds import heard
from tasksynth_vision.export.movies import film_of, mp4
from tasksynth_vision.families.video_refer import ReferInstance
from tasksynth_vision.films.log import RATE

av: Any = pytest.importorskip("av")
BELLS = {"seconds": 12, "sound": "wav", "noise": 0}


def decoded(data: bytes) -> tuple[list[Any], Any, int]:
    """Frames, samples in [-1, 1], and how many of these are a second."""
    with av.open(io.BytesIO(data)) as file:
        frames = [one.to_ndarray(format="rgb24") for one in file.decode(video=0)]
    with av.open(io.BytesIO(data)) as file:
        rate = file.streams.audio[0].rate
        played = np.concatenate([one.to_ndarray().ravel() for one in file.decode(audio=0)])
    return frames, played, rate


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("movies")
    mix = (Mix(family="video.refer_segment", params=BELLS),)
    generate(Recipe(mix=mix, count=1), home / "d")
    export(home / "d", "mp4", home / "out")
    (found,) = (path.parent for path in (home / "out").rglob("film.mp4"))
    return Path(found)


def test_a_film_is_seen_and_heard_as_it_was_made(folder: Path) -> None:
    task = json.loads((folder / "task.json").read_text())
    film = ReferInstance.model_validate(task["instance"]).film
    frames, played, rate = decoded((folder / "film.mp4").read_bytes())
    assert len(frames) == film.ticks
    for tick in (0, film.ticks // 2, film.ticks - 1):
        off = frames[tick].astype(float) - np.asarray(draw_drift(film, tick))
        assert 10 * np.log10(255**2 / (off**2).mean()) > 35
    loud = np.abs(played)
    for bounce, _ in heard(film):
        at = bounce.tick * rate // RATE
        assert loud[at : at + rate // 10].max() > 0.1
    assert (folder / "film.wav").read_bytes().startswith(b"RIFF")
    assert "[audio: film.wav]" in (folder / "prompt.md").read_text()


def test_shuffled_frames_are_shown_as_they_are_given_and_not_in_their_order() -> None:
    draw = source("video.frame_order", seed=1, level=0).draw(0)
    x: Any = draw.instance
    with av.open(io.BytesIO(film_of(Item(draw.task, "train", 0)))) as file:
        shots = [one.to_ndarray(format="rgb24") for one in file.decode(video=0)]
    assert len(shots) == RATE * len(x.order)
    for number in range(len(x.order)):
        off = shots[number * RATE + RATE // 2][TITLE:].astype(float) - draw_shelf(x.shelf, number)
        assert 10 * np.log10(255**2 / (off**2).mean()) > 35


def test_what_has_no_film_is_refused() -> None:
    task = source("vision.point", seed=1, level=0).make(0)
    with pytest.raises(UsageError, match="has no film"):
        film_of(Item(task, "train", 0))


def test_one_release_writes_the_same_bytes() -> None:
    x: Any = source("video.refer_segment", seed=4, params=BELLS).draw(0).instance
    some = [draw_drift(x.film, tick) for tick in range(4)]
    assert mp4(some) == mp4(some)
