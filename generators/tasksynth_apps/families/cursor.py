"""`gui.cursor`: move a mouse's pointer onto what is described, and click."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal
from zlib import crc32

import numpy as np
from pydantic import Field

from tasksynth import (
    Action,
    Family,
    Knob,
    Ladder,
    Model,
    Needs,
    Params,
    Rubric,
    Tool,
    Transcript,
    Turn,
    Verdict,
    illustrated,
)
from tasksynth.episode import replay
from tasksynth_apps.chance import Luck
from tasksynth_apps.families.ground import SIZES, SPOTS, draw_seen
from tasksynth_apps.phones.pointing import (
    AimedAt,
    Seen,
    area,
    asked,
    draw_aim,
    fits,
    middle,
    reached,
)
from tasksynth_apps.screens.mouse import Mouse
from tasksynth_apps.screens.pointer import pointed
from tasksynth_apps.screens.screen import Element, Screen
from tasksynth_apps.screens.tree import told
from tasksynth_schemas import Content

FAR = 0.2
"""Of the screen's diagonal, that the pointer is away from the target at first, or more."""
PADS: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "plain": ((100, 100), (0, 0)),
    "scaled": ((40, 240), (0, 0)),
    "accelerated": ((40, 160), (20, 80)),
}
"""Of each kind of pad, between what its speed and its growth lie."""


class CursorParams(Params):
    """The screen, what is to be clicked, and how the mouse answers."""

    form: Literal["picture", "tree"] = "picture"
    """Whether screens are shown, or told as accessibility trees."""
    size: Annotated[
        Literal["1024x768", "1920x1080", "3840x2160"],
        Ladder("1024x768", "1920x1080", "3840x2160"),
    ] = "1024x768"
    """Of the screen, in pixels."""
    rows: Annotated[int, Field(ge=3, le=60), Knob(6, 40)] = 15
    """Things in the app."""
    alike: Annotated[int, Field(ge=0, le=50), Knob(0, 20)] = 4
    """Of them, about how many share their name with another one, where names do not run out."""
    hops: Annotated[int, Field(ge=1, le=3), Knob(1, 3)] = 2
    """1: a thing's name; 2: values or a superlative; 3: its neighbour."""
    pad: Annotated[
        Literal["plain", "scaled", "accelerated"], Ladder("plain", "scaled", "accelerated")
    ] = "scaled"
    """A unit of a push is a pixel, is some pixels, is the more pixels the longer the push is."""
    pushes: Annotated[int, Field(ge=3, le=60), Knob(16, 6)] = 10
    """That may be made."""
    languages: Annotated[int, Field(ge=1, le=4), Knob(1, 4)] = 4
    """Languages that the screen may be in: English, German, French, Spanish."""


class CursorInstance(Model):
    """A screen, what to click on it, and the mouse."""

    form: Literal["picture", "tree"]
    seen: Seen
    aim: AimedAt
    mouse: Mouse
    at: tuple[int, int]
    """The pixel where the pointer is at first."""
    pushes: int


class Push(Tool):
    """Push the mouse: the pointer moves from where it is, each axis by itself."""

    dx: Annotated[int, Field(ge=-10_000, le=10_000)]
    """Units to the right; below 0 to the left."""
    dy: Annotated[int, Field(ge=-10_000, le=10_000)]
    """Units down; below 0 up."""


class Press(Tool):
    """Press the button where the tip of the pointer is: a click there. This is the end."""


@dataclass
class Desktop:
    """A screen with a pointer on it."""

    x: CursorInstance
    at: tuple[int, int]
    clicked: bool = False

    def push(self, dx: int, dy: int) -> None:
        """Push the mouse."""
        mouse, device = self.x.mouse, self.x.seen.device
        x, y = self.at
        self.at = mouse.moved(x, dx, device.width), mouse.moved(y, dy, device.height)

    @cached_property
    def screen(self) -> Screen:
        """What is on it, which no push changes."""
        return self._laid_out[0]

    @cached_property
    def target(self) -> Element:
        """What is meant."""
        return self._laid_out[1]

    @cached_property
    def _laid_out(self) -> tuple[Screen, Element]:
        phone = reached(self.x.seen)
        (target,) = fits(self.x.aim, phone)
        return phone.screen(), target


class Cursor(Family[CursorParams, CursorInstance]):
    """Move a mouse's pointer onto the one element that is described, and click on it."""

    name = "gui.cursor"
    version = 4
    effort = "elements"
    tells = ("form",)
    rubric: ClassVar[Rubric] = Rubric(gate="inside", inside=0.8, nearer=0.2)
    turns = 70
    checked = 12
    tools = (Push, Press)

    def generate(self, p: CursorParams, rng: np.random.Generator) -> CursorInstance | None:
        luck = Luck(rng)
        seen = draw_seen(luck, p)
        phone = reached(seen)
        aim = draw_aim(luck, phone, p.hops)
        if aim is None:
            return None
        speed, growth = PADS[p.pad]
        width, height, _ = SIZES[p.size]
        mouse = Mouse(speed=luck.between(*speed), growth=luck.between(*growth), most=width * 2 // 5)
        (target,) = fits(aim, phone)
        at = luck.below(width), luck.below(height)
        if _apart(at, middle(target)) < FAR * _apart((0, 0), (width, height)):
            return None
        x = CursorInstance(form=p.form, seen=seen, aim=aim, mouse=mouse, at=at, pushes=p.pushes)
        return x if 0 < len(_way(x)) < p.pushes else None

    def prompt(self, x: CursorInstance) -> Content:
        desk, device = Desktop(x, x.at), x.seen.device
        shows = _shown(desk)
        if x.form == "tree":
            shows += (
                ". What is on the screen, each with its box [left,top right,bottom] in pixels:\n\n"
                + told(desk.screen)
            )
        unit = "one pixel"
        if x.mouse.growth:
            unit = "some pixels, the more the longer the push is"
        elif x.mouse.speed != 100:
            unit = "some pixels, always as many"
        return illustrated(
            f"You have the mouse of a computer whose screen is {device.width} pixels wide and "
            f"{device.height} high. Click on {asked(x.aim, reached(x.seen))}.\n\n`push` pushes the "
            f"mouse by `dx` units to the right and `dy` down; a unit is {unit}, and along an axis "
            f"a push is of at most {x.mouse.most} units. The screen's edges stop the pointer. You "
            f"may push {x.pushes} times; `press` clicks where the pointer's tip is, and ends the "
            f"task.\n\n{shows}"
        )

    def needs(self, x: CursorInstance) -> Needs:
        plain = super().needs(x).model_copy(update={"turns": x.pushes + 1})
        if x.form == "tree":
            return plain
        return plain.model_copy(update={"media": ("image", "text"), "extras": ("gui",)})

    def media(self, x: CursorInstance) -> dict[str, bytes]:
        return {} if x.form == "tree" else {"screen.png": _frame(Desktop(x, x.at))()}

    def begin(self, x: CursorInstance) -> Desktop:
        return Desktop(x, x.at)

    def step(self, x: CursorInstance, s: Desktop, action: Action | Tool) -> Turn:
        match action:
            case Push(dx=dx, dy=dy):
                s.push(dx, dy)
            case Press():
                s.clicked = True
                return Turn("You clicked.", over=True)
            case _:
                return Turn("Error: call a tool; `press` ends the task")
        if x.form == "tree":
            return Turn(_shown(s))
        return Turn(illustrated(_shown(s)), media={"screen.png": _frame(s)})

    def judge(self, x: CursorInstance, s: Desktop) -> Verdict:
        """The click hit. Without one, being nearer than at first is worth a little."""
        if s.clicked:
            hit = s.screen.hit(*s.at)
            if hit is s.target:
                return self.rubric(inside=1.0, nearer=1.0)
            there = f"the {hit.mark.role} “{hit.mark.name}”" if hit else "nothing"
            return self.rubric(inside=0.0, nearer=0.0, why=f"at {s.at} is {there}")
        before, now = (_off(at, s.target) for at in (x.at, s.at))
        nearer = max(0.0, 1 - now / before)
        return self.rubric(inside=0.0, nearer=nearer, why="nothing was clicked")

    def verify(self, x: CursorInstance, answer: str) -> Verdict:
        return replay(_Dark(), x, answer)

    def solve(self, x: CursorInstance) -> str:
        return _transcript(*_way(x), Action(tool="press"))

    def measure(self, x: CursorInstance) -> dict[str, float]:
        desk = Desktop(x, x.at)
        return {
            "pushes": float(len(_way(x))),
            "area_percent": round(100 * area(desk.target, desk.screen), 4),
            "elements": float(len(desk.screen.elements)),
            "distance": round(_apart(x.at, middle(desk.target)), 1),
        }

    def canonical(self, x: CursorInstance) -> Any:
        return x.model_dump(mode="json", exclude={"form"})

    def baselines(self, x: CursorInstance) -> dict[str, str]:
        """Without looking: at once, at random, and by way of a corner, where one knows one is."""
        luck = Luck(np.random.Generator(np.random.Philox(crc32(x.model_dump_json().encode()))))
        most, room = x.mouse.most, x.pushes
        stray = [_push(luck.between(-most, most), luck.between(-most, most)) for _ in range(3)]
        found = {
            "at once": _transcript(Action(tool="press")),
            "never": _transcript(_push(most, most)),
            "at random": _transcript(*stray, Action(tool="press")),
        }
        width, height = x.seen.device.width, x.seen.device.height
        for name, (across, down) in SPOTS.items():
            home = [_push(-most, -most)] * min(5, room - 2)
            times = -(-width // most)
            on = [_push(width * across // 100 // times, height * down // 100 // times)] * times
            found[name] = _transcript(*home, *on[: room - len(home)], Action(tool="press"))
        return found

    def floor(self, p: CursorParams) -> float:
        """What the best fixed point gets, from a corner that one finds blindly."""
        return 0.15 if p.rows < 12 else 0.12


class _Dark(Cursor):
    """Plays and shows nothing: a replay looks at no screen but where it ends."""

    name = "gui.dark_cursor"

    def step(self, x: CursorInstance, s: Desktop, action: Action | Tool) -> Turn:
        turn = super().step(x, s, action)
        return Turn("", over=turn.over)


def _shown(desk: Desktop) -> str:
    if desk.x.form == "picture":
        return "[image: screen.png]"
    return f"The pointer is at {desk.at}"


def _frame(desk: Desktop) -> Callable[[], bytes]:
    at = desk.at
    return lambda: pointed(desk.screen, *at)


def _apart(one: tuple[int, int], other: tuple[int, int]) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def _off(at: tuple[int, int], element: Element) -> float:
    """How far a point is from an element; 1 pixel inside it, since there is no less."""
    left, top, right, bottom = element.box
    inner = min(max(at[0], left), right - 1), min(max(at[1], top), bottom - 1)
    return max(1.0, _apart(at, inner))


def _way(x: CursorInstance) -> list[Action]:
    """The pushes of somebody who knows the mouse, until the pointer is on the target."""
    desk, found = Desktop(x, x.at), list[Action]()
    screen, (to_x, to_y) = desk.screen, middle(desk.target)
    while screen.hit(*desk.at) is not desk.target and len(found) < x.pushes:
        dx, dy = x.mouse.push(to_x - desk.at[0]), x.mouse.push(to_y - desk.at[1])
        desk.push(dx, dy)
        found.append(_push(dx, dy))
    return found


def _push(dx: int, dy: int) -> Action:
    return Action(tool="push", arguments={"dx": dx, "dy": dy})


def _transcript(*actions: Action) -> str:
    return Transcript(actions=actions).model_dump_json()
