"""`vision.slide_defect`: find the one defect of a slide, or mend it."""

import json
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_schemas import Content, Model
from tasksynth_vision.slides.elements import SlideElement, SlidePage
from tasksynth_vision.slides.guessing import odd_one
from tasksynth_vision.slides.judging import (
    FIELDS,
    PLACES,
    judge_changes,
    judge_pointed,
    read_changes,
    read_pointed,
)
from tasksynth_vision.slides.layouts import DECOYS, lay_out_slide
from tasksynth_vision.slides.planting import LEAST, MOST, plant
from tasksynth_vision.slides.rules import KINDS, defects
from tasksynth_vision.slides.telling import told_find, told_mend

NEEDS = Needs(media=("image", "text"), extras=("pictures",))
GUESSES = (("aspect", (738, 49)), ("overflow", (44, 356)), ("overlap", (44, 54)))
"""Kinds, and places where they often are."""
LAYOUTS = 60
"""Slides that are tried for a kind of defect."""


class SlideDefectParams(Params):
    """How full a slide is, how large the defect is, and what is asked for."""

    rows: Annotated[int, Field(ge=1, le=3), Knob(1, 3)] = 2
    """Rows of blocks below the title: the first holds two, others one."""
    decoys: Annotated[int, Field(ge=0, le=len(DECOYS)), Knob(0, 4)] = 2
    """Kinds of things that stand out and are meant to."""
    shift: Annotated[int, Field(ge=LEAST, le=MOST), Knob(MOST, LEAST)] = 14
    """Pixels by which something is off; contrasts and distortions go along."""
    type: Annotated[int, Field(ge=90, le=150), Knob(140, 100)] = 120
    """Size of small type in percent: of 100, bullets have 14 pixels, captions and cards 12."""
    kindred: Annotated[float, Field(ge=0, le=1), Knob(0, 0.8)] = 0.4
    """Share of the slides whose panels differ from the paper in hue alone: red from green."""
    mending: Annotated[float, Field(ge=0, le=1), Knob(0.2, 0.35)] = 0.3
    """Share of the tasks that give the elements and want the defect mended."""
    noise: Annotated[int, Field(ge=0, le=40), Knob(0, 10)] = 4
    """The most by which a pixel's brightness is off, of 255."""


class SlideDefectTask(Model):
    """A slide with a defect."""

    page: SlidePage
    before: SlideElement
    """The element that is off, as it was."""
    shift: int
    """Pixels by which something is off."""
    mending: bool
    noise: int
    at: tuple[int, int]
    """Where the noise is cut from."""


class SlideDefectFamily(Family[SlideDefectParams, SlideDefectTask]):
    """Find the one defect of a presentation slide among what is meant to stand out, or mend it."""

    name = "vision.slide_defect"
    version = 3
    effort = "glances"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=0.7, found=0.3)

    def generate(self, p: SlideDefectParams, rng: np.random.Generator) -> SlideDefectTask | None:
        dice = Dice(rng)
        kind, mending = dice.of(KINDS), dice.below(1000) < 1000 * p.mending
        kindred = dice.below(1000) < 1000 * p.kindred
        for _ in range(LAYOUTS):
            clean = lay_out_slide(dice, p.rows, p.decoys, p.type, kindred=kindred)
            page = clean and plant(dice, clean, kind, p.shift)
            if clean and page:
                (before,) = set(clean.elements) - set(page.elements)
                at = dice.below(32), dice.below(64)
                return SlideDefectTask(page=page, before=before, shift=p.shift, mending=mending,
                                       noise=p.noise, at=at)  # fmt: skip
        return None

    def prompt(self, x: SlideDefectTask) -> Content:
        told = told_mend(x.page) if x.mending else told_find()
        return illustrated(f"[image: slide.png]\n\n{told}")

    def needs(self, x: SlideDefectTask) -> Needs:
        return NEEDS

    def verify(self, x: SlideDefectTask, answer: str) -> Verdict:
        try:
            if x.mending:
                judged = judge_changes(x.page, x.before, read_changes(answer))
            else:
                judged = judge_pointed(x.page, read_pointed(answer))
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        return self.rubric(right=float(judged.right), found=float(judged.found), why=judged.why)

    def solve(self, x: SlideDefectTask) -> str:
        """By the rules alone: what is off, and the values that it had before."""
        (defect,) = defects(x.page)
        if x.mending:
            fields = FIELDS.get(defect.kind, PLACES)
            given = x.page.named(x.before.id)
            told = {name: getattr(x.before, name) for name in fields
                    if getattr(x.before, name) != getattr(given, name)}  # fmt: skip
            return f"```json\n{json.dumps({x.before.id: told})}\n```"
        box = x.page.named(defect.ids[0]).extent()
        left, top = max(0.0, box.left), max(0.0, box.top)
        return f"Answer: {defect.kind} at ({left + 3:.0f}, {top + 3:.0f})"

    def measure(self, x: SlideDefectTask) -> dict[str, float]:
        elements = x.page.elements
        return {
            "glances": len(elements) * MOST / x.shift,  # the finer, the less is off
            "elements": float(len(elements)),
            "groups": float(len({one.group for one in elements} - {""})),
            "mending": float(x.mending),
            "noise": float(x.noise),
        }

    def media(self, x: SlideDefectTask) -> dict[str, bytes]:
        from tasksynth_vision.drawing.pillow import png
        from tasksynth_vision.drawing.slides import draw_slide

        return {"slide.png": png(draw_slide(x.page, noise=x.noise, at=x.at))}

    def card(self, x: SlideDefectTask) -> bytes:
        from tasksynth_vision.drawing.cards import card, circled
        from tasksynth_vision.drawing.slides import draw_slide

        (defect,) = defects(x.page)
        box = x.page.named(x.before.id).extent()
        picture = draw_slide(x.page, noise=x.noise, at=x.at)
        marked = circled(picture, (box.left + box.right) / 2, (box.top + box.bottom) / 2, 30)
        asked = "Mend the defect." if x.mending else "What is wrong, and where?"
        return card(marked, asked, f"{defect.kind} of {x.before.id}")

    def baselines(self, x: SlideDefectTask) -> dict[str, str]:
        """The odd one of peers; or where something often is off, and the kind that it then has."""
        if x.mending:
            return {"nothing": "{}", "the odd one": json.dumps(odd_one(x.page))}
        return {f"{kind} at {at}": f"Answer: {kind} at ({at[0]}, {at[1]})" for kind, at in GUESSES}

    def floor(self, p: SlideDefectParams) -> float:
        """The kind and the place that are right most often; where it is to be mended, what is made
        like its peers, whatever it is: of slides with few rows and large defects, that is more.
        """
        mended = 0.24 + 0.26 * (p.shift - LEAST) / (MOST - LEAST)
        return 0.1 * (1 - p.mending) + mended * p.mending + 0.01
