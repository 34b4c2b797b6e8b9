"""Slides as .pptx files: one slide whose shapes are the elements, by name, where they are."""

import io
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from tasksynth import Item, Target, UsageError
from tasksynth_vision.drawing.pillow import png
from tasksynth_vision.drawing.slides import draw_slide
from tasksynth_vision.families.pages.slide_defect import SlideDefectTask
from tasksynth_vision.slides.elements import HIGH, IMAGES, PANELS, WIDE, SlideElement, SlidePage

EMU = 15_240
"""Of a pixel: 800 of them are 13.3 inches."""
POINTS = 1.2
"""Of a pixel of type."""
FACE = "Aileron"
ALIGN = {"left": 1, "center": 2, "right": 3}
"""As PP_ALIGN numbers them."""


def deck(page: SlidePage) -> bytes:
    """A .pptx file of one slide.

    Text stands in boxes without insets, one line of a panel to a paragraph; what is drawn inside a
    picture, a chart, a table or a logo is a picture.

    Raises:
        UsageError: where python-pptx is missing.
    """
    try:
        pptx = import_module("pptx")
    except ImportError as e:
        raise UsageError("slides as files need `pip install 'tasksynth[slides]'`") from e
    show = pptx.Presentation()
    show.slide_width, show.slide_height = WIDE * EMU, HIGH * EMU
    slide = show.slides.add_slide(show.slide_layouts[6])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = _rgb(page.theme.paper)
    for one in page.elements:
        _put(slide.shapes, page, one)
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def _put(shapes: Any, page: SlidePage, one: SlideElement) -> None:
    place = (one.x * EMU, one.y * EMU, one.w * EMU, one.h * EMU)
    if one.kind in IMAGES:
        shape = shapes.add_picture(io.BytesIO(_drawn(page, one)), *place)
    elif one.kind in PANELS:
        shape = shapes.add_shape(9 if one.kind == "badge" else 1, *place)  # an oval; a rectangle
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(one.fill)
        shape.line.fill.background()
        shape.shadow.inherit = False
    else:
        shape = shapes.add_textbox(*place)
    shape.name = one.id
    if one.kind not in IMAGES:
        _write(shape.text_frame, one)


def _write(frame: Any, one: SlideElement) -> None:
    """The lines as they are broken on the picture."""
    lines, pad = one.lines(), one.pad if one.kind in PANELS else 0
    frame.word_wrap = False
    frame.margin_left = frame.margin_right = pad * EMU
    frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = 3 if one.kind in PANELS and one.kind != "card" else 1
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = ALIGN[one.align]
        run = paragraph.add_run()
        run.text = f"{'-' if one.depth else '•'} {line.text}" if one.kind == "bullet" else line.text
        run.font.size = round(line.size * POINTS * 12_700)
        run.font.bold = line.bold
        run.font.name = FACE
        run.font.color.rgb = _rgb(one.ink)


def _drawn(page: SlidePage, one: SlideElement) -> bytes:
    """What an element looks like by itself."""
    alone = page.model_copy(update={"elements": (one,)})
    picture = draw_slide(alone, noise=0, at=(0, 0))
    box = (max(0, one.x), max(0, one.y), min(WIDE, one.x + one.w), min(HIGH, one.y + one.h))
    return png(picture.crop(box))


def _rgb(colour: str) -> Any:
    return import_module("pptx.dml.color").RGBColor.from_string(colour[1:].upper())


def _files(item: Item) -> Mapping[str, bytes]:
    """The folder of a task: its slide as a file and as a picture, the prompt, and the task."""
    if item.task.ref.family != "vision.slide_defect":
        raise UsageError(f"{item.task.ref.family} has no slides; vision.slide_defect has")
    page = SlideDefectTask.model_validate(item.task.instance).page
    task = {"task.json": item.task.model_dump_json().encode(), "prompt.md": item.task.text.encode()}
    return {"slide.pptx": deck(page)} | task | dict(item.images)


PPTX = Target(
    "pptx",
    "PowerPoint: the slides of vision.slide_defect as .pptx, a folder a task",
    None,
    None,
    "jsonl",
    images="uri",
    whole=True,
    data=".",
    files=_files,
)
