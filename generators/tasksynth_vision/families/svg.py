"""`vision.svg`: write the SVG that draws a picture."""

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_schemas import Content, Model
from tasksynth_vision.vectors.finding import read_svg
from tasksynth_vision.vectors.inventing import KINDS, drawing
from tasksynth_vision.vectors.parsing import MOST_CHARS, MOST_SHAPES, SHAPES, paints_in
from tasksynth_vision.vectors.scoring import NEAR, cores, likeness

NEEDS = Needs(media=("image", "text"), extras=("pictures",))


class SvgParams(Params):
    """How much is drawn, and how exactly it has to be drawn again."""

    shapes: Annotated[int, Field(ge=1, le=18), Knob(1, 14)] = 6
    """Shapes on the background."""
    kinds: Annotated[int, Field(ge=1, le=KINDS), Knob(2, KINDS)] = 8
    """Kinds of shapes that occur, from rectangles and circles to curves."""
    within: Annotated[int, Field(ge=1, le=8), Knob(6, 2)] = 4
    """Pixels by which edges may be off."""
    overlap: Annotated[float, Field(ge=0, le=1), Knob(0, 1)] = 0.4
    """Share of the shapes that may lie over others."""
    side: Annotated[int, Field(ge=128, le=384)] = 256
    """Pixels of the picture, each way."""
    noise: Annotated[int, Field(ge=0, le=24), Knob(0, 12)] = 4
    """The most by which a pixel's brightness is off, of 255."""


class SvgInstance(Model):
    """A picture by the SVG that draws it."""

    svg: str
    side: int
    within: int
    noise: int
    at: tuple[int, int]


class DrawSvg(Family[SvgParams, SvgInstance]):
    """Write an SVG whose drawing is like a picture, each shape of it."""

    name = "vision.svg"
    effort = "shapes"
    rubric: ClassVar[Rubric] = Rubric(gate="drawn", drawn=0.5, likeness=0.5)
    max_answer_chars = 200_000
    checked = 8

    def generate(self, p: SvgParams, rng: np.random.Generator) -> SvgInstance | None:
        dice = Dice(rng)
        svg = drawing(
            dice, side=p.side, shapes=p.shapes, kinds=p.kinds, within=p.within, overlap=p.overlap
        )
        if svg is None:
            return None
        at = (dice.below(192), dice.below(256))
        return SvgInstance(svg=svg, side=p.side, within=p.within, noise=p.noise, at=at)

    def prompt(self, x: SvgInstance) -> Content:
        return illustrated(
            f"[image: drawing.png]\n\nWrite an SVG that draws this picture of {x.side} by {x.side} "
            f"pixels, with its background. Pixels of the picture that are more than {x.within} "
            "pixels away from all edges, across, down and aslant, have to have their colour in "
            f"what you draw, to within {NEAR} of 255 in red, green and blue each.\n\n"
            f'Begin with `<svg viewBox="0 0 {x.side} {x.side}">`. There may be groups (`g`) and '
            f"{', '.join(SHAPES)}, with fill, stroke, stroke-width and transform; no gradients, "
            "style sheets, opacity, texts, links or scripts. Where nothing is drawn, it is white. "
            f"At most {MOST_SHAPES} shapes and {MOST_CHARS} characters are read.\n\n"
            "Answer with the SVG in a code block."
        )

    def needs(self, x: SvgInstance) -> Needs:
        return NEEDS

    def verify(self, x: SvgInstance, answer: str) -> Verdict:
        try:
            paints = paints_in(read_svg(answer), x.side)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        found = likeness(cores(x.svg, x.side, x.within), paints)
        wrong = sum(share < 1 for share in found.shapes)
        why = f"{wrong} of {len(found.shapes)} shapes are not as in the picture" if wrong else ""
        if found.background < 1 and not wrong:
            why = "the background is not as in the picture"
        return self.rubric(drawn=float(found.whole), likeness=found.score, why=why)

    def solve(self, x: SvgInstance) -> str:
        return f"```svg\n{x.svg}\n```"

    def measure(self, x: SvgInstance) -> dict[str, float]:
        return {
            "shapes": float(x.svg.count("\n") - 2),
            "exactness": 1 / x.within,
            "curves": float(x.svg.count("<path")),
            "noise": float(x.noise),
        }

    def media(self, x: SvgInstance) -> dict[str, bytes]:
        from tasksynth_vision.drawing.pillow import png
        from tasksynth_vision.drawing.vectors import draw_svg

        return {"drawing.png": png(draw_svg(x.svg, x.side, noise=x.noise, at=x.at))}

    def card(self, x: SvgInstance) -> bytes:
        from tasksynth_vision.drawing.cards import card
        from tasksynth_vision.drawing.vectors import draw_svg

        picture = draw_svg(x.svg, x.side, noise=x.noise, at=x.at)
        return card(picture, f"Draw it, to within {x.within} pixels.", x.svg)

    def baselines(self, x: SvgInstance) -> dict[str, str]:
        """Nothing, the background, a grey one, and a disc in the middle."""
        side = x.side
        begin = f'<svg viewBox="0 0 {side} {side}">'
        own = x.svg.split("\n")[1].strip()
        disc = f'<circle cx="{side // 2}" cy="{side // 2}" r="60" fill="#d62839"/>'
        grey = f'<rect width="{side}" height="{side}" fill="grey"/>'
        drawn = {"nothing": "", "background": own, "grey": grey, "a disc": own + disc}
        return {name: f"```svg\n{begin}{inner}</svg>\n```" for name, inner in drawn.items()}

    def floor(self, p: SvgParams) -> float:
        """Nobody guesses where shapes are."""
        return 0.01
