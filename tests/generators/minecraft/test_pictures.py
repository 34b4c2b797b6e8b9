"""Cards and the gallery page."""

import io
import re

import pytest

from tasksynth.errors import UsageError
from tasksynth_minecraft.pictures import card, gallery
from tasksynth_schemas import Model
from tests.generators.minecraft.conftest import Drawer

image = pytest.importorskip("PIL.Image")
NAMES = ("approach", "mine", "interact", "place", "hunt", "locate", "mask", "pose", "route",
         "techtree")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_family_has_a_card(name: str, drawn: Drawer) -> None:
    with image.open(io.BytesIO(card(drawn(name, 0.5, 1)[0].instance))) as picture:
        assert picture.width >= 400
        colours = picture.convert("RGB").getcolors(2**24)
        assert len(colours) > (3 if name == "techtree" else 200)


def test_a_strangers_instance_has_none() -> None:
    with pytest.raises(UsageError, match="no card for Stranger"):
        card(Stranger())


class Stranger(Model):
    """Of another domain."""


def test_the_gallery_is_one_page_with_a_picture_per_task() -> None:
    page = gallery(["minecraft.locate", "minecraft.pose"], levels=(0.0, 1.0), each=2)
    assert len(re.findall(r"<img [^>]*src='data:image/png;base64,", page)) == 8
    assert "http" not in page.replace("</html>", "")
    assert page.count("<section") == page.count("</section>") == 2
    for ref in ("minecraft.locate@1#0:0", "minecraft.pose@1#0:1"):
        assert ref in page
