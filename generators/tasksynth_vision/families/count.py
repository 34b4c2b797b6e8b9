"""`vision.count`: how many things of a picture are as described."""

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import Unreadable
from tasksynth.answers.numbers import read_number
from tasksynth.rng import Dice
from tasksynth_schemas import Content, Model
from tasksynth_vision.scenes.counting import Tallied, asked, draw_tally, looks_of, tally_up
from tasksynth_vision.scenes.placing import Spot, Stock, backdrop, scatter, thing_of
from tasksynth_vision.scenes.queries import MARGIN, SIDES, Beside, Description, Like
from tasksynth_vision.scenes.telling import RULES, VOCABULARY
from tasksynth_vision.scenes.things import SIZES, Looks, Size, ThingScene

NEEDS = Needs(media=("image", "text"), extras=("pictures",))
ANCHORS = 12
"""Things that are tried as what others lie beside."""


class CountingParams(Params):
    """How much there is to see, and how much of a thing has to be looked at."""

    side: Annotated[int, Field(ge=160, le=512), Knob(256, 512)] = 352
    """Pixels of the picture, each way."""
    things: Annotated[int, Field(ge=12, le=90), Knob(16, 72)] = 28
    """Things in it."""
    clauses: Annotated[int, Field(ge=1, le=3), Knob(1, 3)] = 2
    """Attributes that are asked about."""
    beside: Annotated[float, Field(ge=0, le=1), Knob(0, 0.6)] = 0.3
    """Share of the questions that count on one side of something only."""
    kinds: Annotated[int, Field(ge=3, le=10), Knob(4, 8)] = 6
    """Shapes that occur."""
    colours: Annotated[int, Field(ge=3, le=7), Knob(4, 7)] = 5
    """Colours that occur."""
    patterns: Annotated[int, Field(ge=1, le=3), Knob(1, 3)] = 2
    """Patterns that occur."""
    jitter: Annotated[int, Field(ge=0, le=24), Knob(4, 9)] = 6
    """The most by which paint is off its colour, of 255."""
    noise: Annotated[int, Field(ge=0, le=40), Knob(0, 16)] = 6
    """The most by which a pixel's brightness is off, of 255."""

    @property
    def most(self) -> int:
        """The largest answer; all from 1 to it are as likely."""
        return max(8, self.things * 2 // 5)


class CountedThings(Model):
    """A scene, and what is counted in it."""

    scene: ThingScene
    tally: Tallied
    answer: int


class CountThings(Family[CountingParams, CountedThings]):
    """Count the things in a picture that are as described."""

    name = "vision.count"
    version = 2
    effort = "things"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=1.0)

    def generate(self, p: CountingParams, rng: np.random.Generator) -> CountedThings | None:
        dice = Dice(rng)
        stock = Stock.drawn(dice, kinds=p.kinds, colours=p.colours, patterns=p.patterns)
        sizes = [dice.of(SIZES) for _ in range(p.things)]
        spots = scatter(dice, sizes, p.side)
        if spots is None:
            return None
        with_side = dice.below(1000) < 1000 * p.beside
        drawn = (
            _beside(dice, stock, p, sizes, spots)
            if with_side
            else _among_all(dice, stock, p, sizes)
        )
        if drawn is None:
            return None
        tally, looks, answer = drawn
        things = tuple(
            thing_of(dice, one, spot, jitter=p.jitter)
            for one, spot in zip(looks, spots, strict=True)
        )
        if tally_up(things, tally) != answer:
            return None
        scene = ThingScene(side=p.side, things=things, backdrop=backdrop(dice, noise=p.noise))
        return CountedThings(scene=scene, tally=tally, answer=answer)

    def prompt(self, x: CountedThings) -> Content:
        rules = f" {RULES}" if x.tally.beside else ""
        return illustrated(
            f"[image: scene.png]\n\n{asked(x.tally)}{rules} {VOCABULARY}\n\n"
            "Answer with a whole number."
        )

    def needs(self, x: CountedThings) -> Needs:
        return NEEDS

    def verify(self, x: CountedThings, answer: str) -> Verdict:
        try:
            given = read_number(answer, unit="")
        except Unreadable as e:
            return self.rubric.unparsable(f"want a whole number: {e}")
        if given == x.answer:
            return self.rubric(right=1.0)
        return self.rubric(right=0.0, why=f"there are not {given:g}")

    def solve(self, x: CountedThings) -> str:
        return str(tally_up(x.scene.things, x.tally))

    def measure(self, x: CountedThings) -> dict[str, float]:
        fitting = sum(x.tally.fits(thing) for thing in x.scene.things)
        return {
            "things": float(len(x.scene.things)),
            "counted": float(x.answer),
            "clauses": float(x.tally.clauses),
            "beyond": float(fitting - x.answer),
            "noise": float(x.scene.backdrop.noise),
        }

    def media(self, x: CountedThings) -> dict[str, bytes]:
        from tasksynth_vision.drawing.pillow import png
        from tasksynth_vision.drawing.scenes import draw_scene

        return {"scene.png": png(draw_scene(x.scene))}

    def card(self, x: CountedThings) -> bytes:
        from tasksynth_vision.drawing.cards import card
        from tasksynth_vision.drawing.scenes import draw_scene

        return card(draw_scene(x.scene), asked(x.tally), str(x.answer))

    def baselines(self, x: CountedThings) -> dict[str, str]:
        """Numbers that one would say without a look, and the number of all things."""
        return {"1": "1", "4": "4", "6": "6", "9": "9", "all": str(len(x.scene.things))}

    def floor(self, p: CountingParams) -> float:
        """The share of each answer."""
        return 1 / p.most + 0.03


Drawn = tuple[Tallied, list[Looks], int]


def _among_all(dice: Dice, stock: Stock, p: CountingParams, sizes: list[Size]) -> Drawn | None:
    """A question about all things, and looks that give it the answer drawn."""
    tally = draw_tally(dice, stock, p.clauses, dice.of(SIZES))
    answer = 1 + dice.below(p.most)
    able = [i for i, size in enumerate(sizes) if _may_fit(tally, size)]
    dice.shuffle(able)
    if len(able) < p.most:
        return None
    looks = _dressed(dice, stock, tally, sizes, set(able[:answer]))
    return None if looks is None else (tally, looks, answer)


def _beside(
    dice: Dice, stock: Stock, p: CountingParams, sizes: list[Size], spots: list[Spot]
) -> Drawn | None:
    """The same about the things on one side of another."""
    answer = 1 + dice.below(p.most)
    for _ in range(ANCHORS):
        tally = draw_tally(dice, stock, p.clauses, dice.of(SIZES))
        anchor, side = dice.below(p.things), dice.of(SIDES)
        looks = stock.look(dice, sizes[anchor])
        mark = Like(colour=looks.colour, kind=looks.kind)
        leads = [_lead(spot, spots[anchor], side) for spot in spots]
        able = [i for i, lead in enumerate(leads) if lead >= MARGIN and _may_fit(tally, sizes[i])]
        if len(able) < p.most or tally.fits(looks):
            continue
        dice.shuffle(able)
        decoys = [
            i for i, lead in enumerate(leads) if lead <= -MARGIN and _may_fit(tally, sizes[i])
        ]
        fitting = {*able[:answer], *(i for i in decoys if dice.below(5) < 2)}
        dressed = _dressed(dice, stock, tally, sizes, fitting, anchor=anchor, mark=mark)
        if dressed is None:
            continue
        dressed[anchor] = looks
        beside = Beside(side=side, of=Description(like=mark))
        return tally.model_copy(update={"beside": beside}), dressed, answer
    return None


def _lead(spot: Spot, anchor: Spot, side: str) -> int:
    across, down = spot.x - anchor.x, spot.y - anchor.y
    return {"left": -across, "right": across, "above": -down, "below": down}[side]


def _may_fit(tally: Tallied, size: Size) -> bool:
    return any(like.size in (None, size) for like in tally.any_of)


def _dressed(
    dice: Dice, stock: Stock, tally: Tallied, sizes: list[Size], fitting: set[int],
    *, anchor: int = -1, mark: Like | None = None,
) -> list[Looks] | None:  # fmt: skip
    """Looks for all things, of which those and no others fit, and none but the anchor is marked."""
    out = []
    for number, size in enumerate(sizes):
        for _ in range(ANCHORS):
            looks = looks_of(dice, stock, tally, size, fit=number in fitting)
            if looks is None:
                return None
            if mark is None or number == anchor or not mark.fits(looks):
                break
        else:
            return None
        out.append(looks)
    return out
