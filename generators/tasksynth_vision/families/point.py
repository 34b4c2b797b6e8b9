"""`vision.point`: point at the one thing of a picture that fits a description."""

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers.points import read_point
from tasksynth.rng import Dice
from tasksynth_schemas import Content, Model
from tasksynth_vision.scenes.describing import describe
from tasksynth_vision.scenes.placing import Stock, backdrop, scatter, thing_of
from tasksynth_vision.scenes.queries import Description, hops, resolve
from tasksynth_vision.scenes.telling import RULES, VOCABULARY, told
from tasksynth_vision.scenes.things import SIZES, ThingScene

NEEDS = Needs(media=("image", "text"), extras=("pictures",))
TARGETS = 8
"""Things that a description is looked for, in one scene."""


class PointParams(Params):
    """How much there is to see, and how many steps lead to it."""

    side: Annotated[int, Field(ge=160, le=512), Knob(256, 512)] = 352
    """Pixels of the picture, each way."""
    things: Annotated[int, Field(ge=6, le=90), Knob(9, 72)] = 24
    """Things in it."""
    hops: Annotated[int, Field(ge=0, le=4), Knob(0, 3)] = 1
    """Other things, and orders of things, that have to be found first."""
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


class PointInstance(Model):
    """A scene, and the description of one thing in it."""

    scene: ThingScene
    query: Description
    target: int
    """Its number in the scene."""


class PointOut(Family[PointParams, PointInstance]):
    """Point at the one thing in a picture that fits a description."""

    name = "vision.point"
    version = 2
    effort = "things"
    rubric: ClassVar[Rubric] = Rubric(gate="on_target", on_target=1.0)

    def generate(self, p: PointParams, rng: np.random.Generator) -> PointInstance | None:
        dice = Dice(rng)
        stock = Stock.drawn(dice, kinds=p.kinds, colours=p.colours, patterns=p.patterns)
        sizes = [dice.of(SIZES) for _ in range(p.things)]
        spots = scatter(dice, sizes, p.side)
        if spots is None:
            return None
        things = tuple(
            thing_of(dice, stock.look(dice, size), spot, jitter=p.jitter)
            for size, spot in zip(sizes, spots, strict=True)
        )
        scene = ThingScene(side=p.side, things=things, backdrop=backdrop(dice, noise=p.noise))
        for _ in range(TARGETS):
            target = dice.below(p.things)
            query = describe(dice, things, target, p.hops)
            if query is not None and query.like.said + hops(query) > 1:
                return PointInstance(scene=scene, query=query, target=target)
        return None

    def prompt(self, x: PointInstance) -> Content:
        side = x.scene.side
        rules = f" {RULES}" if hops(x.query) else ""
        return illustrated(
            f"[image: scene.png]\n\nThe picture has {side}x{side} pixels. {_asked(x)}{rules} "
            f"{VOCABULARY}\n\n"
            "Give one pixel on it as (x, y): x counted from the left edge, y from the top, both "
            "from 0. Every pixel of it is right."
        )

    def needs(self, x: PointInstance) -> Needs:
        return NEEDS

    def verify(self, x: PointInstance, answer: str) -> Verdict:
        point = read_point(answer)
        if point is None:
            return self.rubric.unparsable("want one pixel, as (x, y)")
        column, row = point
        side = x.scene.side
        if not (0 <= column < side and 0 <= row < side):
            return self.rubric(on_target=0.0, why=f"{point} is outside {side}x{side} pixels")
        if x.scene.things[x.target].holds(column + 0.5, row + 0.5):
            return self.rubric(on_target=1.0)
        return self.rubric(on_target=0.0, why=f"{point} is not on it")

    def solve(self, x: PointInstance) -> str:
        target = resolve(x.scene.things, x.query)
        thing = x.scene.things[x.target if target is None else target]
        return f"({thing.x}, {thing.y})"

    def measure(self, x: PointInstance) -> dict[str, float]:
        target = x.scene.things[x.target]
        others = [thing for thing in x.scene.things if thing is not target]
        return {
            "things": float(len(x.scene.things)),
            "hops": float(hops(x.query)),
            "twins": float(sum(x.query.like.fits(thing) for thing in others)),
            "radius": float(target.r),
            "area": round(3.1416 * target.r**2 / x.scene.side**2, 5),
            "noise": float(x.scene.backdrop.noise),
        }

    def media(self, x: PointInstance) -> dict[str, bytes]:
        from tasksynth_vision.drawing.pillow import png
        from tasksynth_vision.drawing.scenes import draw_scene

        return {"scene.png": png(draw_scene(x.scene))}

    def card(self, x: PointInstance) -> bytes:
        from tasksynth_vision.drawing.cards import card, circled
        from tasksynth_vision.drawing.scenes import draw_scene

        thing = x.scene.things[x.target]
        shown = circled(draw_scene(x.scene), thing.x, thing.y, thing.r + 5)
        return card(shown, _asked(x), self.solve(x))

    def baselines(self, x: PointInstance) -> dict[str, str]:
        """Points that one would choose without a look, and the largest thing."""
        side = x.scene.side
        largest = max(x.scene.things, key=lambda thing: thing.r)
        leans = {"left": (1, 2), "right": (3, 2), "above": (2, 1), "below": (2, 3)}
        where = x.query.beside or x.query.chosen
        a, b = leans.get(getattr(where, "side", ""), (2, 2))
        return {
            "the centre": f"({side // 2}, {side // 2})",
            "the corner": "(0, 0)",
            "where the words lean": f"({side * a // 4}, {side * b // 4})",
            "the largest thing": f"({largest.x}, {largest.y})",
        }

    def floor(self, p: PointParams) -> float:
        """A thing of those that there are; without a look, its share of the picture."""
        return 1 / p.things + 0.02


def _asked(x: PointInstance) -> str:
    before, phrase = told(x.query)
    return f"{before} Point at {phrase}.".strip()
