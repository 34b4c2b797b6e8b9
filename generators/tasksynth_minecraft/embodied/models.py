"""What an embodied task is made of."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tasksynth_minecraft.physics import tick
from tasksynth_minecraft.physics.mobs import MobName
from tasksynth_minecraft.rendering.symbolic import Form
from tasksynth_minecraft.rendering.view import Camera, Coordinate
from tasksynth_minecraft.worlds.scenes import Cell
from tasksynth_minecraft.worlds.stored import AnyScene
from tasksynth_schemas import Model

Event = Literal["approach", "mine", "interact", "hunt", "place"]
EVENT_CODE: dict[Event, int] = {
    "approach": tick.APPROACH,
    "mine": tick.MINE,
    "interact": tick.INTERACT,
    "hunt": tick.HUNT,
    "place": tick.PLACE,
}
ROCKET_EVENT: dict[Event, int] = {"hunt": 0, "mine": 2, "interact": 3, "place": 3, "approach": 6}
"""`cross_view_obj_id` as ROCKET-2's launch script numbers events (Use and Interact are both 3)."""


class Start(Model):
    """Where the agent begins: its feet, and where it looks."""

    x: Coordinate
    y: Coordinate
    z: Coordinate
    yaw: Annotated[float, Field(ge=-180, le=180)]
    pitch: Annotated[float, Field(ge=-90, le=90)]

    @property
    def camera(self) -> Camera:
        """The agent's eye."""
        return Camera(x=self.x, y=self.y + 1.62, z=self.z, yaw=self.yaw, pitch=self.pitch)


class Mob(Model):
    """An animal at the start."""

    name: MobName
    x: Coordinate
    y: Coordinate
    z: Coordinate
    seed: Annotated[int, Field(ge=0, lt=2**31)]


class GoalTarget(Model):
    """What the goal view's mask marks."""

    name: str
    cell: Cell
    """The block's cell; for a mob, the cell that it starts in."""
    mob: int | None = None
    """The mob's number, where the target is one."""


class Goal(Model):
    """A view of the target: <O_g, M_g> of ROCKET-3. The mask is rendered, never stored."""

    camera: Camera
    scene: AnyScene | None = None
    """Another scene, for cross-episode goals; None: the agent's own."""
    cell: Cell | None = None
    """The masked block in that other scene."""

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.scene is None) != (self.cell is None):
            raise ValueError("a goal in another scene needs that scene's cell, and only it does")
        return self


class Crossview(Model):
    """<O_1, O_g, M_g, E> with all that its verifier needs: a cross-view task."""

    event: Event
    scene: AnyScene
    mobs: tuple[Mob, ...] = ()
    wander: Annotated[int, Field(ge=0, le=100)] = 0
    """Per cent of the time that mobs walk."""
    start: Start
    goal: Goal
    target: GoalTarget
    item: str
    """What the agent holds in slot 1: an item's name, or empty."""
    width: Annotated[int, Field(ge=16, le=2048)]
    height: Annotated[int, Field(ge=16, le=2048)]
    horizon: Annotated[int, Field(ge=1, le=6000)]
    """Ticks (1/20 s) that the agent has."""
    oracle_ticks: Annotated[int, Field(ge=0)]
    """Ticks that the reference needs: the certificate that it can be done."""
    form: Form = "symbolic"
    """Whether the agent sees letters, or pictures."""
    difficulty: dict[str, float] = {}
