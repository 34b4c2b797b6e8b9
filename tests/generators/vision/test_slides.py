"""Slides: one defect each, that rules and pixels show; what mends it passes, and no trick does."""

import io
import json
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.single import source
from tasksynth_vision.slides.elements import (
    HIGH,
    PANELS,
    WIDE,
    SlideElement,
    SlidePage,
    SlideTheme,
)
from tasksynth_vision.slides.judging import read_pointed
from tasksynth_vision.slides.layouts import THEMES, themed
from tasksynth_vision.slides.rules import CLEAR, KINDS, SEEN, contrast, defects
from tasksynth_vision.vectors.colours import colour_in

FAMILY: Any = registry.get("vision.slide_defect")
THEME = THEMES[0]
INK = {"ink": "#1f2530"}


def drawn(level: float, count: int, **fixed: Any) -> list[Any]:
    params = FAMILY.Params.at(level, **fixed).model_dump()
    made = source("vision.slide_defect", seed=6, params=params)
    return [made.draw(index).instance for index in range(count)]


def every_theme() -> list[SlideTheme]:
    return [themed(n, kindred=kindred) for n in range(len(THEMES)) for kindred in (False, True)]


def kind_of(x: Any) -> str:
    (defect,) = defects(x.page)
    return defect.kind


def panel(name: str, x: int, y: int = 100, **more: Any) -> SlideElement:
    look = {"w": 100, "h": 60, "text": "Plan", "size": 14, "fill": "#e6eef8", "group": "row 1"}
    return SlideElement(id=name, kind="step", x=x, y=y, **(INK | look | more))


ROW = (panel("A", 60), panel("B", 180), panel("C", 300), panel("D", 420))


@pytest.mark.parametrize(
    ("change", "kind", "named"),
    [
        ({"y": 108}, "alignment", "B"),
        ({"x": 188}, "spacing", "B"),
        ({"h": 70}, "size", "B"),
        ({"size": 18}, "font", "B"),
        ({"ink": "#b0b8c8"}, "contrast", "B"),
        ({"text": "Planning without an end"}, "overflow", "B"),
    ],
)
def test_each_rule_finds_what_breaks_it(change: dict[str, Any], kind: str, named: str) -> None:
    assert not defects(SlidePage(theme=THEME, elements=ROW), CLEAR)
    high = {"h": 40} if kind == "overflow" else {}
    peers = [one.model_copy(update=high) for one in ROW]
    elements = (peers[0], peers[1].model_copy(update=change), *peers[2:])
    (found,) = defects(SlidePage(theme=THEME, elements=elements))
    assert (found.kind, found.ids) == (kind, (named,))


def test_contrast_is_that_of_wcag() -> None:
    assert round(contrast("#ffffff", "#000000"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    for theme in every_theme():
        for ink, ground in ((theme.ink, theme.paper), (theme.faint, theme.paper),
                            (theme.accent, theme.paper), (theme.ink, theme.soft),
                            (theme.bright, theme.accent)):  # fmt: skip
            assert contrast(ink, ground) > CLEAR.contrast


def test_kindred_panels_differ_from_the_paper_in_hue_alone() -> None:
    for number in range(len(THEMES)):
        theme = themed(number, kindred=True)
        assert contrast(theme.paper, theme.soft) < 1.05
        paper, soft = (colour_in(one) or (0, 0, 0) for one in (theme.paper, theme.soft))
        assert max(abs(a - b) for a, b in zip(paper, soft, strict=True)) > 25
    shares = [sum(is_kindred(x) for x in drawn(level, 20)) for level in (0.0, 1.0)]
    assert shares[0] == 0
    assert shares[1] > 10


def is_kindred(x: Any) -> bool:
    return contrast(x.page.theme.paper, x.page.theme.soft) < 1.05


def test_what_is_off_is_seen_on_the_slide() -> None:
    """A page number that was moved down was below the slide, and nothing told it from none."""
    for x in drawn(0, 60, mending=0.0):
        box = x.page.named(x.before.id).extent()
        shown = (min(WIDE, box.right) - max(0, box.left)) * (
            min(HIGH, box.bottom) - max(0, box.top)
        )
        assert shown > 0.5 * (box.right - box.left) * (box.bottom - box.top)


def test_a_slide_has_one_defect_and_none_as_it_was() -> None:
    kinds = set()
    for x in [*drawn(0.0, 24), *drawn(1.0, 16)]:
        found = {tuple(defects(x.page, bounds)) for bounds in (SEEN, CLEAR)}
        assert len(found) == 1
        kinds.add(kind_of(x))
        assert not defects(x.page.with_changed(x.before), CLEAR)
    assert len(kinds) > 7


@pytest.mark.parametrize(
    "said",
    ["Answer: contrast at (310, 88)", "**Answer:** Contrast at **(310, 88)**",
     "The footer is faint.\n\nAnswer: low contrast, (310, 88)", "contrast at (310, 88)",
     '{"kind": "contrast", "x": 310, "y": 88}', "<answer>contrast at [310, 88]</answer>",
     "\\boxed{contrast\\ at\\ (310, 88)}", "Answer: `contrast` at (310.4, 88.0)."],
)  # fmt: skip
def test_a_kind_and_a_point_are_read_whatever_stands_around_them(said: str) -> None:
    assert read_pointed(said) == ("contrast", 310, 88)


@pytest.mark.parametrize(
    "said", ["", "Answer: contrast", "Answer: (310, 88)", "contrast or font at (310, 88)",
             "Answer: contrast at (310, 88) or (20, 40)", "Answer: not contrast at (310, 88)"]
)  # fmt: skip
def test_no_kind_or_several_are_none(said: str) -> None:
    x = next(x for x in drawn(0.0, 9) if not x.mending)
    assert FAMILY.verify(x, said).status == "unparsable"


def test_the_right_kind_at_another_place_is_wrong_and_so_is_another_kind_there() -> None:
    for x in drawn(0.5, 12, mending=0.0):
        right = FAMILY.solve(x)
        assert FAMILY.verify(x, right).reward == 1
        other = next(kind for kind in KINDS if kind != kind_of(x))
        beside = FAMILY.verify(x, right.replace(kind_of(x), other))
        assert (beside.status, beside.reward) == ("fail", 0.3)
        away = FAMILY.verify(x, f"Answer: {kind_of(x)} at (799, 449)")
        assert kind_of(x) in ("margin", "overlap") or away.reward == 0


def mended(task: Any, **values: Any) -> Any:
    return FAMILY.verify(task, json.dumps({task.before.id: values}))


def test_whatever_mends_by_little_passes() -> None:
    for x in drawn(0.5, 16, mending=1.0):
        given = x.page.named(x.before.id)
        whole = x.before.model_dump(mode="json", exclude={"look"})
        assert FAMILY.verify(x, f"```json\n{json.dumps([whole])}\n```").reward == 1
        others = [one.model_dump(mode="json", exclude={"look"}) for one in x.page.elements
                  if one.id != given.id]  # fmt: skip
        assert FAMILY.verify(x, json.dumps({"elements": [*others, whole]})).status == "pass"
        if kind_of(x) == "contrast":
            shades = ("#000000", "#ffffff", "black", "#FFF")
            assert any(mended(x, ink=ink).status == "pass" for ink in shades)
        elif kind_of(x) != "font":
            places = {name: f"{getattr(x.before, name)}px" for name in "xywh"}
            assert mended(x, **places).status == "pass"
            places = {name: getattr(x.before, name) + 0.4 for name in "xywh"}
            assert mended(x, **places).status == "pass"


def test_no_trick_mends() -> None:
    tried = set()
    for x in drawn(0.3, 14, mending=1.0):
        kind, name = kind_of(x), x.before.id
        tried.add(kind)
        other = next(one for one in x.page.elements if one.id != name)
        for answer in (
            {name: {"x": 2000}}, {name: {"y": -400}}, {name: {"w": 1, "h": 1}}, {name: {"size": 1}},
            {name: {"text": ""}}, {name: None}, {name: {"kind": "footer"}}, {name: {"group": ""}},
            {name: {"on": other.id}}, {name: {"ratio": [9, 1]}}, {name: {"x": 1e308}},
            {name: {"fill": "#000000"}}, {other.id: {"x": other.x + 40}}, {}, {"E99": {"x": 1}},
        ):  # fmt: skip
            assert FAMILY.verify(x, json.dumps(answer)).status != "pass", (kind, answer)
        right = json.loads(FAMILY.solve(x).split("```json")[1].split("```")[0])
        moved = {"y": other.y + 2} if other.kind != "bullet" else {"x": other.x + 2}
        assert FAMILY.verify(x, json.dumps(right | {other.id: moved})).status == "fail"
        assert FAMILY.verify(x, json.dumps(right | {other.id: {"text": "Buy"}})).reward == 0
    assert len(tried) > 4


def test_what_is_mended_with_more_change_than_it_takes_fails() -> None:
    """A title that overlaps what is below could go anywhere: it has to go where it is near."""
    x = next(x for x in drawn(0.0, 60, mending=1.0) if kind_of(x) == "overlap")
    for one in range(0, 780, 60):
        for two in range(20, 440, 60):
            verdict = mended(x, x=one, y=two)
            far = abs(one - x.before.x) + abs(two - x.before.y)
            assert verdict.status == "fail" or far < 200


def test_a_reader_of_pixels_finds_the_defect() -> None:
    """Of 50 tasks a level: `benchmarks/vision.py --family vision.slide_defect --tasks 50`."""
    np = pytest.importorskip("numpy")
    pytest.importorskip("PIL.Image")
    from tasksynth_vision.drawing.slides import draw_slide
    from tasksynth_vision.reading.slides import find_defect

    xs = [*drawn(0.0, 3, mending=0.0), *drawn(0.5, 3, mending=0.0)]
    right = 0
    for x in xs:
        found = find_defect(np.asarray(draw_slide(x.page, noise=x.noise, at=x.at)), x.page)
        said = f"Answer: {found.kind} at ({found.x:.0f}, {found.y:.0f})" if found else ""
        right += FAMILY.verify(x, said).status == "pass"
    assert right >= len(xs) - 1


def test_a_deck_has_every_element_where_it_is() -> None:
    pytest.importorskip("PIL.Image")
    pptx = pytest.importorskip("pptx")
    from tasksynth_vision.export.decks import EMU, deck

    (x,) = drawn(1.0, 1)
    (slide,) = pptx.Presentation(io.BytesIO(deck(x.page))).slides
    shapes = {shape.name: shape for shape in slide.shapes}
    assert list(shapes) == [one.id for one in x.page.elements]
    for one in x.page.elements:
        shape = shapes[one.id]
        box = (shape.left, shape.top, shape.width, shape.height)
        assert box == tuple(side * EMU for side in (one.x, one.y, one.w, one.h))
        if lines := one.lines():
            texts = [paragraph.text for paragraph in shape.text_frame.paragraphs]
            assert [text.lstrip("•- ") for text in texts] == [line.text for line in lines]
            font = shape.text_frame.paragraphs[0].runs[0].font
            assert round(font.size.pt / 1.2) == lines[0].size
            assert str(font.color.rgb) == one.ink[1:].upper()
        if one.kind in PANELS and one.fill and one.kind not in ("chart", "table"):
            assert str(shape.fill.fore_color.rgb) == one.fill[1:].upper()
