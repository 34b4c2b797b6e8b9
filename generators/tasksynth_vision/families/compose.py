"""`vision.compose`: draw the scene that is described as SVG, or edit one and leave the rest."""

from functools import lru_cache
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_schemas import Content, Model
from tasksynth_vision.composing.asking import Inventory, demands, inventory, layouts
from tasksynth_vision.composing.claims import SceneClaim
from tasksynth_vision.composing.editing import Change, alter
from tasksynth_vision.composing.judging import judge_edit, judge_scene
from tasksynth_vision.composing.placing import lay_out
from tasksynth_vision.composing.seeing import SeenDrawing, sight_of
from tasksynth_vision.composing.shapes import (
    COLOURS,
    SIDE,
    DrawnShape,
    GroundColour,
    svg_of,
)
from tasksynth_vision.composing.spelling import spelled
from tasksynth_vision.composing.wording import (
    NUMBERS,
    looks,
    rules,
    told_claim,
    told_edit,
    told_inventory,
)
from tasksynth_vision.vectors.finding import read_svg
from tasksynth_vision.vectors.parsing import MOST_CHARS, MOST_SHAPES, SHAPES, paints_in

DIALECT = (
    f"In the SVG there may be groups (`g`) and {', '.join(SHAPES)}, with fill, stroke, "
    "stroke-width and transform; no gradients, style sheets, opacity, texts, links or scripts. "
    f"At most {MOST_SHAPES} shapes and {MOST_CHARS} characters are read."
)
SEEN = (
    "Each thing is one shape element of one colour, lies wholly within the picture, and at least "
    "half of it is seen; what cannot be seen does not count."
)


class ComposeParams(Params):
    """How much there is, and how much is said of it."""

    things: Annotated[int, Field(ge=3, le=14), Knob(3, 12)] = 6
    """Things in the scene."""
    claims: Annotated[int, Field(ge=2, le=16), Knob(3, 13)] = 6
    """Demands on how they lie."""
    editing: Annotated[float, Field(ge=0, le=1), Knob(0.2, 0.6)] = 0.4
    """Share of the tasks that give a scene and edits to make; in the others words describe one."""
    edits: Annotated[int, Field(ge=1, le=6), Knob(1, 5)] = 2
    """Edits to make."""
    onto: Annotated[int, Field(ge=0, le=4), Knob(0, 3)] = 1
    """Things that lie on others, or inside of them."""
    kinds: Annotated[int, Field(ge=3, le=8), Knob(4, 8)] = 6
    """Shapes that occur."""
    colours: Annotated[int, Field(ge=4, le=9), Knob(5, 9)] = 7
    """Colours that occur."""
    coloured: Annotated[float, Field(ge=0, le=1), Knob(0, 0.6)] = 0.3
    """Share of the scenes whose background is not white."""
    twisted: Annotated[float, Field(ge=0, le=1), Knob(0, 0.9)] = 0.5
    """Share of the shapes of a given scene that are moved, scaled or paths."""


class ComposeInstance(Model):
    """A scene that does what is demanded; or a scene, and what is to be changed of it."""

    shapes: tuple[DrawnShape, ...]
    ground: GroundColour
    there: tuple[Inventory, ...] = ()
    claims: tuple[SceneClaim, ...] = ()
    given: str = ""
    """The SVG that is to be edited."""
    change: Change | None = None


@lru_cache(maxsize=32)
def _sight(svg: str) -> SeenDrawing:
    return sight_of(paints_in(svg, SIDE))


class Compose(Family[ComposeParams, ComposeInstance]):
    """Draw a scene that words describe as SVG, or make edits in one and leave the rest alone."""

    name = "vision.compose"
    effort = "demands"
    rubric: ClassVar[Rubric] = Rubric(gate="fulfilled", fulfilled=0.5, share=0.5)
    max_answer_chars = 200_000
    checked = 8

    def generate(self, p: ComposeParams, rng: np.random.Generator) -> ComposeInstance | None:
        dice = Dice(rng)
        edits = dice.below(1000) < 1000 * p.editing
        coloured = dice.below(1000) < 1000 * p.coloured
        things = p.things + 2 if edits else p.things
        laid = lay_out(dice, things=things, kinds=p.kinds, colours=p.colours, onto=p.onto,
                       coloured=coloured)  # fmt: skip
        if laid is None:
            return None
        if edits:
            change = alter(dice, laid, p.edits)
            given = spelled(dice, laid.shapes, laid.ground, twisted=p.twisted)
            if change is None:
                return None
            return ComposeInstance(
                shapes=laid.shapes, ground=laid.ground, given=given, change=change
            )
        there = inventory(dice, laid)
        claims = demands(dice, laid, there, p.claims)
        if claims is None:
            return None
        return ComposeInstance(shapes=laid.shapes, ground=laid.ground, there=there, claims=claims)

    def prompt(self, x: ComposeInstance) -> Content:
        begin = f'`<svg viewBox="0 0 {SIDE} {SIDE}">`'
        if x.change is not None:
            return _told_edits(x, x.change)
        many = sum(group.number for group in x.there)
        told = "\n".join(f"- {told_claim(claim)}" for claim in x.claims)
        meanings = " ".join(rules(x.claims))
        colours = (*COLOURS, "white")
        return (
            f"Draw a picture as SVG, {SIDE} by {SIDE} units, on a {x.ground} background that fills "
            f"it. In it are just these {NUMBERS[many]} things: {told_inventory(x.there)}.\n\n{told}"
            "\n\nThings that are not said to be inside of one another, or partly over one another, "
            f"do not overlap. {meanings}\n\n{looks(colours)} {SEEN}\n\nBegin with {begin}; where "
            f"nothing is drawn, it is white. {DIALECT}\n\nAnswer with the SVG in a code block."
        )

    def verify(self, x: ComposeInstance, answer: str) -> Verdict:
        try:
            sight = _sight(read_svg(answer))
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        if x.change is None:
            found = judge_scene(sight, x.ground, x.there, x.claims)
        else:
            found = judge_edit(sight, x.ground, x.shapes, x.change)
        return self.rubric(fulfilled=float(found.share == 1), share=found.share, why=found.why)

    def solve(self, x: ComposeInstance) -> str:
        after = x.shapes if x.change is None else x.change.after
        shapes = tuple(one for one in after if one is not None)
        return f"```svg\n{svg_of(shapes, x.ground)}\n```"

    def measure(self, x: ComposeInstance) -> dict[str, float]:
        edits = 0 if x.change is None else len(x.change.edits)
        twisted = x.given.count("<path") + x.given.count("transform")
        things = len(x.shapes)
        return {
            "demands": float(things + (3 * edits if edits else len(x.claims))),
            "things": float(things),
            "edits": float(edits),
            "claims": float(len(x.claims)),
            "relations": float(sum(claim.of is not None for claim in x.claims)),
            "negations": float(sum(claim.number == 0 for claim in x.claims)),
            "twisted": float(twisted),
        }

    def card(self, x: ComposeInstance) -> bytes:
        from tasksynth_vision.drawing.cards import beside, card, framed
        from tasksynth_vision.drawing.vectors import draw_svg

        answer = draw_svg(read_svg(self.solve(x)), SIDE, noise=0, at=(0, 0))
        if x.change is None:
            asked = [told_inventory(x.there), *map(told_claim, x.claims)]
            return card(framed(answer), "\n".join(asked), "as drawn, or any other such picture")
        given = draw_svg(x.given, SIDE, noise=0, at=(0, 0))
        asked = [told_edit(edit) for edit in x.change.edits]
        return card(beside(given, answer), "\n".join(asked), "as on the right")

    def baselines(self, x: ComposeInstance) -> dict[str, str]:
        """Nothing, the scene as it is given; all things in rows, columns and grids; a red disc."""
        disc = '<circle cx="150" cy="150" r="35" fill="red"/>'
        empty = f'<svg viewBox="0 0 {SIDE} {SIDE}"></svg>'
        out = {"nothing": empty, "a disc": empty.replace("></", f">{disc}</")}
        if x.change is not None:
            out["as given"] = x.given
        for name, shapes in layouts(x.there).items() if x.there else ():
            out[name] = svg_of(shapes, x.ground)
        return {name: f"```svg\n{svg}\n```" for name, svg in out.items()}

    def floor(self, p: ComposeParams) -> float:
        """Rows, columns and grids fail by construction, and so does what is not edited; who strews
        things at random, each nearer to where the words about it lean, does few demands at times.
        """
        return max(0.03, 0.4 * 0.6 ** (p.claims - 3))


def _told_edits(x: ComposeInstance, change: Change) -> str:
    told = "\n".join(f"{i}. {told_edit(edit)}" for i, edit in enumerate(change.edits, 1))
    claims = [claim for edit in change.edits for claim in edit.where]
    colours = (*COLOURS, "white")
    return (
        f"This is an SVG of {len(x.shapes)} things on a background.\n\n```svg\n{x.given}\n```\n\n"
        f"Change it as follows:\n\n{told}\n\nDescriptions are those of the scene as it is given. "
        "All else stays as it is: the background, and every other thing in its shape, colour, size "
        "and place, to within 2 units, in front of what it is in front of. What is moved keeps its "
        "shape, colour and size. What is moved, added or made larger overlaps nothing. "
        f"{' '.join(rules(claims))}\n\n{looks(colours)} {SEEN}\n\n{DIALECT} It may be written in "
        "another way than the one that is given.\n\nAnswer with the whole SVG in a code block."
    )
