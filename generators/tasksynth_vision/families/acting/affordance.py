"""`vision.affordance`: where to take hold of what, and by which way to move it."""

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import Unreadable
from tasksynth.answers.points import read_way
from tasksynth.rng import Dice
from tasksynth_schemas import Content, Model
from tasksynth_vision.tables.doing import done, hasty, is_blocked, solved
from tasksynth_vision.tables.moving import FINGER, TableErrand
from tasksynth_vision.tables.planning import progress
from tasksynth_vision.tables.props import TableScene
from tasksynth_vision.tables.shapes import Point
from tasksynth_vision.tables.staging import VERBS, TablePlan, lay_table
from tasksynth_vision.tables.telling import Units, asked, form, rules

NEEDS = Needs(media=("image", "text"), extras=("pictures",))
UNITS: tuple[Units, ...] = ("pixels", "pixels", "thousandths", "fractions")
MOST = 100
"""Points of an answer."""


class AffordanceParams(Params):
    """How full a table is, how small handles and gaps are, and how much has to be done."""

    side: Annotated[int, Field(ge=224, le=448), Knob(288, 352)] = 320
    """Pixels of the picture, each way."""
    size: Annotated[int, Field(ge=10, le=20), Knob(15, 12)] = 13
    """Pixels of a mug's radius; all else goes along, handles are a third as thick each way."""
    things: Annotated[int, Field(ge=4, le=18), Knob(6, 13)] = 9
    """Things on the table."""
    twins: Annotated[int, Field(ge=0, le=6), Knob(2, 4)] = 3
    """Things of those that are like the one that is meant."""
    stops: Annotated[int, Field(ge=0, le=2), Knob(0, 2)] = 1
    """Coasters that what is carried has to be carried across."""
    gap: Annotated[int, Field(ge=2, le=10), Knob(8, 4)] = 6
    """Pixels that some way keeps clear of everything, on both sides."""
    slack: Annotated[int, Field(ge=6, le=20), Knob(12, 6)] = 9
    """Pixels by which a mat is larger than what is put on it, on each side."""
    blocked: Annotated[float, Field(ge=0, le=1), Knob(0.6, 1.0)] = 0.8
    """Share of the tasks, drawers apart, in which the plainest way leads into something."""
    colours: Annotated[int, Field(ge=4, le=9), Knob(4, 9)] = 7
    """Colours that occur, those that are easiest to tell apart first."""
    jitter: Annotated[int, Field(ge=0, le=12), Knob(3, 9)] = 6
    """The most by which paint is off its colour, of 255."""
    noise: Annotated[int, Field(ge=0, le=40), Knob(0, 14)] = 6
    """The most by which a pixel's brightness is off, of 255."""


class AffordanceTask(Model):
    """A table, what is to be done on it, and how points are told."""

    scene: TableScene
    errand: TableErrand
    units: Units
    gap: int
    """Pixels that some way keeps clear."""


class AffordanceFamily(Family[AffordanceParams, AffordanceTask]):
    """Take hold of the right part of the right thing and move it where it belongs, clear of all."""

    name = "vision.affordance"
    effort = "points"
    rubric: ClassVar[Rubric] = Rubric(gate="done", done=0.6, way=0.4)
    checked = 12

    def generate(self, p: AffordanceParams, rng: np.random.Generator) -> AffordanceTask | None:
        dice = Dice(rng)
        plan = TablePlan(
            **p.model_dump(exclude={"blocked"}), blocked=dice.below(1000) < 1000 * p.blocked
        )
        laid = lay_table(dice, plan)
        if laid is None:
            return None
        scene, errand = laid
        return AffordanceTask(scene=scene, errand=errand, units=dice.of(UNITS), gap=p.gap)

    def prompt(self, x: AffordanceTask) -> Content:
        side = x.scene.side
        return illustrated(
            f"[image: table.png]\n\nThe picture, of {side}x{side} pixels, shows a table from "
            f"above. {asked(x.scene, x.errand)}\n\n{rules(x.errand, 2 * FINGER)}\n\n"
            f"{form(x.errand, x.units)}"
        )

    def needs(self, x: AffordanceTask) -> Needs:
        return NEEDS

    def verify(self, x: AffordanceTask, answer: str) -> Verdict:
        try:
            way = read_way(answer, asked="line")
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        if not 2 <= len(way) <= MOST:
            return self.rubric.unparsable(f"want from 2 to {MOST} points, got {len(way)}")
        if x.errand.verb == "push" and len(way) % 2:
            return self.rubric.unparsable("want two points for each push")
        scale = _scale(x)
        outcome = done(x.scene, x.errand, [(a * scale, b * scale) for a, b in way])
        if not outcome.why:
            return self.rubric(done=1.0, way=1.0)
        way_done = progress(x.scene, x.errand, outcome) if outcome.held else 0.0
        return self.rubric(done=0.0, way=round(min(way_done, 0.99), 6), why=outcome.why)

    def solve(self, x: AffordanceTask) -> str:
        hand = solved(x.scene, x.errand, x.gap + 1.0)
        if hand is None:
            raise ValueError("a way was found when the table was laid")
        return written(x, hand)

    def measure(self, x: AffordanceTask) -> dict[str, float]:
        scene, errand = x.scene, x.errand
        target = scene.props[errand.target]
        hand = solved(scene, errand, x.gap + 1.0) or []
        return {
            "points": float(len(hand)),
            "things": float(len(scene.props)),
            "twins": float(sum(one.kind == target.kind for one in scene.props) - 1),
            "stops": float(len(errand.stops)),
            "handle": 2 * target.part("handle").r if errand.verb != "push" else float(target.r),
            "gap": float(x.gap),
            "blocked": float(is_blocked(scene, errand)),
        }

    def media(self, x: AffordanceTask) -> dict[str, bytes]:
        from tasksynth_vision.drawing.pillow import png
        from tasksynth_vision.drawing.tables import draw_table

        return {"table.png": png(draw_table(x.scene))}

    def card(self, x: AffordanceTask) -> bytes:
        from tasksynth_vision.drawing.cards import card
        from tasksynth_vision.drawing.tables import draw_table, drawn_way

        hand = solved(x.scene, x.errand, x.gap + 1.0) or []
        shown = drawn_way(draw_table(x.scene), hand, pairs=x.errand.verb == "push")
        return card(shown, asked(x.scene, x.errand), written(x, hand).removeprefix("Answer: "))

    def baselines(self, x: AffordanceTask) -> dict[str, str]:
        """The middle; between places where things often are; one of the things, straight on."""
        side = float(x.scene.side)
        quarters = [(side / 4, side / 4), (3 * side / 4, 3 * side / 4)]
        return {
            "the middle": written(x, [(side / 2, side / 2)] * 2),
            "from quarter to quarter": written(x, quarters),
            "some thing, straight on": written(x, _guessed(x)),
        }

    def floor(self, p: AffordanceParams) -> float:
        """One of the things that are alike, by the plainest way to one of the goals."""
        drawers = VERBS.count("open") / len(VERBS)
        others = (1 - drawers) * (1 - p.blocked) / 2
        return (drawers + others) / (1 + p.twins / 2) + 0.02


def _scale(x: AffordanceTask) -> float:
    """Pixels of what the task tells points in."""
    return {"pixels": 1.0, "thousandths": x.scene.side / 1000, "fractions": x.scene.side}[x.units]


def written(x: AffordanceTask, hand: list[Point]) -> str:
    """Points as the task wants them."""
    scale, digits = _scale(x), {"pixels": 0, "thousandths": 0, "fractions": 3}[x.units]
    points = (f"[{a / scale:.{digits}f}, {b / scale:.{digits}f}]" for a, b in hand)
    return f"Answer: [{', '.join(points)}]"


def _guessed(x: AffordanceTask) -> list[Point]:
    """The plainest way for a thing of the kind that is meant, to a goal of the kind."""
    scene, errand = x.scene, x.errand
    draw = sum(one.x + one.y for one in scene.props)
    kind = scene.props[errand.target].kind
    alike = [n for n, one in enumerate(scene.props) if one.kind == kind]
    goals = [n for n, one in enumerate(scene.pads) if one.kind == "mat"]
    if errand.verb == "pour":
        goals = [n for n, one in enumerate(scene.props) if one.kind == "bowl"]
    goals = goals or [errand.goal]
    taken = {"target": alike[draw % len(alike)], "goal": goals[draw // 7 % len(goals)]}
    return hasty(scene, errand.model_copy(update=taken))[0]
