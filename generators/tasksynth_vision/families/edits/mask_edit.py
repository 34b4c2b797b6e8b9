"""`vision.mask_edit`: edit a picture where a mask allows it."""

from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import Unreadable
from tasksynth.answers.pictures import as_uri, write_png
from tasksynth.rng import Dice
from tasksynth_schemas import Content
from tasksynth_vision.masking.guessing import guesses
from tasksynth_vision.masking.judging import chance, judged
from tasksynth_vision.masking.paints import TEXTURES, Grain
from tasksynth_vision.masking.pixels import answered_picture, covered, given_picture, hidden_picture
from tasksynth_vision.masking.scenes import MaskedScene, svg_of
from tasksynth_vision.masking.staging import JOBS, MaskWishes, stage
from tasksynth_vision.masking.telling import answer_told, told_edit

NEEDS = Needs(media=("image", "text"))
CHANCE = 0.8
"""What may be right without a look at what is wanted, at most: above, there is little to do."""

TRIES = 60


class MaskEditParams(Params):
    """How much is hidden, and by what it goes on."""

    area: Annotated[float, Field(ge=0.1, le=0.3), Knob(0.12, 0.28)] = 0.2
    """Share of the picture that the mask has; a sign is as large as its text."""
    crossing: Annotated[int, Field(ge=2, le=6), Knob(2, 6)] = 4
    """Bars and discs that reach into the mask; half as many bars where a picture is extended."""
    texture: Annotated[int, Field(ge=0, le=TEXTURES), Knob(1, TEXTURES)] = 3
    """Pattern of the ground, from none to dots: this one, or one or two below."""
    things: Annotated[int, Field(ge=1, le=4), Knob(1, 4)] = 2
    """To be put there; rows that go on, but one; letters, but two."""
    grain: Annotated[int, Field(ge=80, le=140), Knob(140, 80)] = 100
    """Per cent: how large patterns, bars, rows of things and letters are."""
    job: Literal["any", "fill", "extend", "remove", "text"] = "any"
    """What is asked for."""


class MaskEdit(Family[MaskEditParams, MaskedScene]):
    """Fill, extend, clear or letter a part of a picture, and leave the rest as it is."""

    name = "vision.mask_edit"
    version = 2
    effort = "parts"
    rubric: ClassVar[Rubric] = Rubric(gate="done", done=0.5, gain=0.5)
    max_answer_chars = 600_000
    checked = 4

    def generate(self, p: MaskEditParams, rng: np.random.Generator) -> MaskedScene | None:
        dice = Dice(rng)
        job = dice.of(JOBS) if p.job == "any" else p.job
        wishes = MaskWishes(p.area, p.crossing, p.texture, p.things, Grain(p.grain))
        for _ in range(TRIES):  # of one job: those that come out more seldom are as frequent
            x = stage(dice, job, wishes)
            if x is not None and chance(x) <= CHANCE:
                return x
        return None

    def prompt(self, x: MaskedScene) -> Content:
        return illustrated(f"[image: picture.png]\n\n[image: mask.png]\n\n{told_edit(x)}")

    def needs(self, x: MaskedScene) -> Needs:
        return NEEDS

    def verify(self, x: MaskedScene, answer: str) -> Verdict:
        try:
            picture = answered_picture(x, answer)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        found = judged(x, picture)
        if found.done:
            return self.rubric(done=1.0, gain=1.0)
        why = f"{1 - found.right:.1%} of the mask is not right"
        if found.changed:
            why = f"{found.changed} pixels have changed outside of the mask"
        return self.rubric(done=0.0, gain=found.gain, why=why)

    def solve(self, x: MaskedScene) -> str:
        return f"```svg\n{svg_of(x.scene)}\n```"

    def measure(self, x: MaskedScene) -> dict[str, float]:
        return {
            "parts": float(x.parts),
            "area": x.area / 65_536,
            "chance": chance(x),
            "colours": float(len({part.partition("fill")[2] for part in x.scene})),
        }

    def media(self, x: MaskedScene) -> dict[str, bytes]:
        return {
            "picture.png": write_png(given_picture(x)),
            "mask.png": write_png(covered(x.mask)),
        }

    def card(self, x: MaskedScene) -> bytes:
        from tasksynth_vision.drawing.cards import beside, card
        from tasksynth_vision.drawing.pillow import pillow

        image = pillow("Image")
        pair = (image.fromarray(picture) for picture in (given_picture(x), hidden_picture(x)))
        return card(beside(*pair), answer_told(x), "as on the right")

    def baselines(self, x: MaskedScene) -> dict[str, str]:
        """Fillings: none, one colour, from beside, mirrored, smoothed, copied from elsewhere."""
        return {name: as_uri(write_png(picture)) for name, picture in guesses(x)}

    def floor(self, p: MaskEditParams) -> float:
        """What is put there has things of its own, or bars that cross nowhere else."""
        return 0.01
