"""Draw the mask of what another view marks."""

from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth import Family, Needs, Rubric, Verdict, illustrated
from tasksynth_minecraft.glances.glance import Glance, GlanceParams, draw, shown_mask, target_mask
from tasksynth_minecraft.glances.spans import read_mask, write_mask
from tasksynth_minecraft.glances.telling import card, images, views
from tasksynth_minecraft.rendering import symbolic
from tasksynth_minecraft.rendering.masks import iou
from tasksynth_schemas import Content


class MaskParams(GlanceParams):
    """Two views, with pixels enough for a mask."""

    width: Annotated[int, Field(ge=16, le=1024)] = 64
    """Pixels (or letters) of a view from left to right."""
    height: Annotated[int, Field(ge=16, le=1024)] = 36
    """Pixels (or letters) from top to bottom."""
    pixels: Annotated[float, Field(ge=0.0005, le=0.5)] = 0.006
    """Share of a view that the target covers, at least."""
    iou: Annotated[float, Field(gt=0.3, le=1)] = 0.7
    """Intersection over union that passes."""


class MaskGlance(Glance):
    """Two views and the overlap that is wanted."""

    iou: float


class Mask(Family[MaskParams, MaskGlance]):
    """Draw the mask of the goal's target in a second view."""

    name = "minecraft.mask"
    version = 2
    effort = "view_gap"
    rubric = Rubric(gate="matched", matched=1.0, iou=0.0)
    timeout_s = 60.0

    def generate(self, p: MaskParams, rng: np.random.Generator) -> MaskGlance | None:
        x = draw(p, rng)
        return None if x is None else MaskGlance(**x.model_dump(), iou=p.iou)

    def prompt(self, x: MaskGlance) -> Content:
        return illustrated(
            "Two cameras look at the same voxel scene. The mask marks one block in the goal "
            "view. Mark all pixels of that very block in the second view.\n\n"
            f"{views(x)}\n\nAnswer with a JSON list of spans [row, first column, last column], "
            "both ends included, counted from 0 at the upper left; for example "
            "[[3, 10, 14], [4, 10, 13]]. "
            f"It passes at an intersection over union of {x.iou:g}."
        )

    def needs(self, x: MaskGlance) -> Needs:
        return symbolic.needs(x.form)

    def verify(self, x: MaskGlance, answer: str) -> Verdict:
        try:
            mask = read_mask(answer, width=x.width, height=x.height)
        except ValueError as e:
            return self.rubric.unparsable(str(e)[:200])
        overlap = iou(mask, target_mask(x))
        if overlap >= x.iou:
            return self.rubric(matched=1.0, iou=overlap)
        return self.rubric(matched=0.0, iou=overlap, why=f"the overlap is {overlap:.2f}")

    def solve(self, x: MaskGlance) -> str:
        return write_mask(target_mask(x))

    def measure(self, x: MaskGlance) -> dict[str, float]:
        return dict(x.difficulty)

    def media(self, x: MaskGlance) -> dict[str, bytes]:
        return images(x)

    def card(self, x: MaskGlance) -> bytes:
        return card(x, "Mark the pixels of")

    def baselines(self, x: MaskGlance) -> dict[str, str]:
        h, w = x.height, x.width
        middle = np.zeros((h, w), dtype=bool)
        middle[h * 3 // 8 : h * 5 // 8, w * 3 // 8 : w * 5 // 8] = True
        return {
            "everything": write_mask(np.ones((h, w), dtype=bool)),
            "nothing": "[]",
            "as in the goal view": write_mask(shown_mask(x)),
            "the middle": write_mask(middle),
        }
