"""Films: what Pillow, another reader of PNG, sees in them."""

import io

import numpy as np
import pytest

from tasksynth_minecraft.embodied.film import film, frames
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.embodied.policies import oracle
from tests.generators.minecraft.conftest import Drawer

image = pytest.importorskip("PIL.Image")


def test_a_film_shows_the_run_from_its_start_to_its_end(drawn: Drawer) -> None:
    task = drawn("mine", 0.25, 1, image_size=48)[0].instance
    assert isinstance(task, Crossview)
    rows = oracle(task)
    assert rows is not None
    wanted = list(frames(task, np.concatenate([rows, rows]), every=8))  # the rest is not played
    assert len(wanted) == 1 + -(-len(rows) // 8)
    with image.open(io.BytesIO(film(task, rows, every=8))) as picture:
        assert (picture.size, picture.n_frames) == ((96, 48), len(wanted))
        for number, pixels in enumerate(wanted):
            picture.seek(number)
            assert (np.asarray(picture.convert("RGB")) == pixels).all()
            assert picture.info["duration"] == (1000 if number == len(wanted) - 1 else 400)
