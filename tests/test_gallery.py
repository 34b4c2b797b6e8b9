"""The gallery page: whole, self-contained, and safe whatever a family says."""

import base64
import re
from html.parser import HTMLParser

from tasksynth import registry, source
from tasksynth.capability import Carded
from tasksynth.cli.families.gallery import page
from tasksynth.single import address

VOID = {"meta", "img", "link", "br", "hr"}


class Reader(HTMLParser):
    """Collects tags and text, and insists that every tag is closed in its order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_text_is_shown_as_it_is_and_never_run() -> None:
    read = Reader(page(["demo.drawn"], levels=[0.5], each=4, seed=2))
    assert "script" not in {tag for tag, _ in read.tags}
    tasks = source("demo.drawn", seed=2, level=0.5)
    for index in range(4):
        draw = tasks.draw(index)
        assert draw.task.text in read.text
        assert str(address(draw.task.ref, draw.task.level)) in read.text
    assert "Has <b>pictures</b>, of what a model must not see." in read.text


def test_nothing_is_fetched_from_anywhere() -> None:
    text = page(["demo.drawn", "demo.sum"], each=2)
    for tag, attributes in Reader(text).tags:
        assert tag not in ("script", "link", "iframe", "object")
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href"):
            if (value := attributes.get(name)) is not None:
                assert value.startswith(("#", "data:image/png;base64,"))
    assert not re.search(r"url\(|@import|https?:", text)


def test_families_with_cards_show_them_and_others_their_prompts() -> None:
    drawn = Reader(page(["demo.drawn"], levels=[1.0], each=2))
    images = [attributes for tag, attributes in drawn.tags if tag == "img"]
    assert len(images) == 2
    for index, image in enumerate(images):
        assert (image["width"], image["height"]) == ("1", "1")
        assert image["loading"] == "lazy"
        draw = source("demo.drawn", seed=0, level=1.0).draw(index)
        data = base64.b64decode((image["src"] or "").partition(",")[2])
        family = registry.get("demo.drawn")
        assert isinstance(family, Carded)
        assert data == family.card(draw.instance)
    text = Reader(page(["demo.sum"], levels=[0.0, 1.0], each=1))
    assert "img" not in {tag for tag, _ in text.tags}
    assert text.text.count("What is ") == 2
    assert "Level 0" in text.text
    assert "Level 1" in text.text
