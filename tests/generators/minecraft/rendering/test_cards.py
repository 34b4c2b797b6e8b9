"""Cards: what the policy sees and what it does not, in one picture."""

import io
from typing import Any

import numpy as np
import pytest

from tasksynth import registry
from tasksynth.capability import Carded
from tasksynth.errors import UsageError
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.families.crossview import Mine
from tasksynth_minecraft.families.pose import Pose, Poses
from tasksynth_minecraft.rendering import cards
from tasksynth_minecraft.rendering.chart import TINT
from tests.generators.minecraft.conftest import Drawer

image = pytest.importorskip("PIL.Image")
NAMES = ("approach", "mine", "interact", "place", "hunt", "locate", "mask", "pose", "route")
PINK = np.array(TINT)


def opened(data: bytes | None) -> np.ndarray[Any, Any]:
    assert data is not None
    with image.open(io.BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGB"))


@pytest.mark.parametrize("name", NAMES)
def test_every_family_of_views_has_a_card(name: str, drawn: Drawer) -> None:
    family = registry.get(f"minecraft.{name}")
    assert isinstance(family, Carded)
    for level in (0.0, 1.0):
        pixels = opened(family.card(drawn(name, level, 1)[0].instance))
        assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 200  # views, not only text
        assert (pixels == PINK).all(axis=-1).any() == (name != "pose")  # a mask is outlined


def test_a_plan_of_items_is_text() -> None:
    assert not isinstance(registry.get("minecraft.techtree"), Carded)


def test_wide_and_narrow_views_fit_their_cards(drawn: Drawer) -> None:
    for width, height in ((16, 1024), (1024, 16), (1024, 1024)):
        x = drawn("pose", 0.0, 1)[0].instance.model_copy(update={"width": width, "height": height})
        assert isinstance(x, Poses)
        rows, columns, _ = opened(Pose().card(x)).shape
        assert 300 < rows < 700
        assert 380 < columns < 1400


def test_the_mask_of_another_worlds_goal_is_drawn(drawn: Drawer) -> None:
    x = drawn("mine", 0.25, 5, cross_episode=True)[0].instance
    assert isinstance(x, Crossview)
    pixels = opened(Mine().card(x))
    left = cards.SIDE + 2 * cards.GAP
    view = pixels[58 : 58 + cards.SIDE, left : left + cards.SIDE]
    assert (view == PINK).all(axis=-1).any()


def test_without_pillow_one_line_says_what_to_install(
    drawn: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    x = drawn("mine", 0.5, 1)[0].instance
    assert isinstance(x, Crossview)
    monkeypatch.setitem(__import__("sys").modules, "PIL.Image", None)
    with pytest.raises(UsageError, match=r"pip install 'tasksynth\[minecraft\]'"):
        Mine().card(x)
