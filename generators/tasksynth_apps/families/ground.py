"""`gui.ground`: point at what is described on a screen, by its picture or as a tree."""

from typing import Annotated, Any, ClassVar, Literal, Protocol

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Model, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers.points import read_point
from tasksynth_apps.chance import Luck
from tasksynth_apps.phones.filling import draw_device
from tasksynth_apps.phones.kinds import KINDS
from tasksynth_apps.phones.phone import Phone
from tasksynth_apps.phones.pointing import (
    AimedAt,
    Seen,
    area,
    asked,
    draw_aim,
    fits,
    middle,
    opened,
    reached,
)
from tasksynth_apps.phones.words import LANGUAGES
from tasksynth_apps.screens.paint import png
from tasksynth_apps.screens.tree import told
from tasksynth_schemas import Content

SIZES = {
    "360x640": (360, 640, 100),
    "412x915": (412, 915, 100),
    "1080x2340": (1080, 2340, 262),
    "1024x768": (1024, 768, 100),
    "1920x1080": (1920, 1080, 100),
    "3840x2160": (3840, 2160, 150),
}
"""Width, height, and pixels per 100 points."""
SizeName = Literal["360x640", "412x915", "1080x2340", "1024x768", "1920x1080", "3840x2160"]
SPOTS = {
    "centre": (50, 50),
    "upper left": (7, 8),
    "upper right": (94, 8),
    "lower right": (90, 93),
    "bottom": (50, 96),
    "right column": (93, 35),
    "first row": (40, 22),
    "middle of the rows": (40, 45),
    "side bar": (10, 14),
}
"""Where to point blindly, in percent of width and height."""


class GroundParams(Params):
    """The screen, and how what is to be pointed at is described."""

    form: Literal["picture", "tree"] = "picture"
    """Whether the screen is shown, or told as an accessibility tree."""
    size: Annotated[
        SizeName,
        Ladder("360x640", "412x915", "1024x768", "1920x1080", "3840x2160"),
    ] = "1024x768"
    """Of the screen, in pixels; 840 points and more are a desk's, with several panes."""
    rows: Annotated[int, Field(ge=3, le=60), Knob(6, 40)] = 15
    """Things in the app."""
    alike: Annotated[int, Field(ge=0, le=50), Knob(0, 20)] = 4
    """Of them, about how many share their name with another one, where names do not run out."""
    hops: Annotated[int, Field(ge=0, le=3), Knob(1, 3)] = 2
    """0: a label or a purpose; 1: a thing's name; 2: values or a superlative; 3: its neighbour.
    Where a menu entry or the button of a dialog stands, who knows the kind of screen can guess."""
    languages: Annotated[int, Field(ge=1, le=4), Knob(1, 4)] = 4
    """Languages that the screen may be in: English, German, French, Spanish."""


class GroundInstance(Model):
    """A screen, and what to point at."""

    form: Literal["picture", "tree"]
    seen: Seen
    aim: AimedAt


class PointAt(Family[GroundParams, GroundInstance]):
    """Point at the one element of an application's screen that is described."""

    name = "gui.ground"
    version = 5
    effort = "elements"
    tells = ("form",)
    rubric: ClassVar[Rubric] = Rubric(gate="inside", inside=1.0)
    checked = 12

    def generate(self, p: GroundParams, rng: np.random.Generator) -> GroundInstance | None:
        luck = Luck(rng)
        seen = draw_seen(luck, p)
        phone = reached(seen)
        aim = draw_aim(luck, phone, p.hops)
        if aim is None:
            return None
        return GroundInstance(form=p.form, seen=seen, aim=aim)

    def prompt(self, x: GroundInstance) -> Content:
        phone = reached(x.seen)
        device = x.seen.device
        shows = (
            "[image: screen.png]"
            if x.form == "picture"
            else "What can be touched on it, each with its box [left,top right,bottom] in pixels:\n"
            + told(phone.screen())
        )
        what = "computer" if device.wide else "phone"
        return illustrated(
            f"The screen of a {what}, {device.width} pixels wide and {device.height} high:\n\n"
            f"{shows}\n\nPoint at {asked(x.aim, phone)}.\n\nAnswer with one point as (x, y), in "
            "pixels from the upper left corner."
        )

    def needs(self, x: GroundInstance) -> Needs:
        if x.form == "tree":
            return Needs()
        return Needs(media=("image", "text"), extras=("gui",))

    def media(self, x: GroundInstance) -> dict[str, bytes]:
        return {} if x.form == "tree" else {"screen.png": png(reached(x.seen).screen())}

    def verify(self, x: GroundInstance, answer: str) -> Verdict:
        point = read_point(answer)
        if point is None:
            return self.rubric.unparsable("want one point in pixels, as (x, y)")
        phone = reached(x.seen)
        screen, (target,) = phone.screen(), fits(x.aim, phone)
        if not (0 <= point[0] < screen.width and 0 <= point[1] < screen.height):
            why = f"{point} is outside {screen.width}x{screen.height} pixels"
            return self.rubric(inside=0.0, why=why)
        hit = screen.hit(*point)
        if hit is target:
            return self.rubric(inside=1.0)
        there = f"the {hit.mark.role} “{hit.mark.name}”" if hit else "nothing to touch"
        return self.rubric(inside=0.0, why=f"at {point} is {there}")

    def solve(self, x: GroundInstance) -> str:
        (target,) = fits(x.aim, reached(x.seen))
        return str(middle(target))

    def measure(self, x: GroundInstance) -> dict[str, float]:
        phone = reached(x.seen)
        screen, (target,) = phone.screen(), fits(x.aim, phone)
        kin = [
            one
            for one in screen.elements
            if (one.mark.role, one.mark.column) == (target.mark.role, target.mark.column)
        ]
        return {
            "alike": float(len(kin)),
            "elements": float(len(screen.elements)),
            "area_percent": round(100 * area(target, screen), 4),
        }

    def canonical(self, x: GroundInstance) -> Any:
        return x.model_dump(mode="json", exclude={"form"})

    def baselines(self, x: GroundInstance) -> dict[str, str]:
        """Pointing without looking."""
        width, height = x.seen.device.width, x.seen.device.height
        return {
            name: f"({width * across // 100}, {height * down // 100})"
            for name, (across, down) in SPOTS.items()
        }

    def floor(self, p: GroundParams) -> float:
        """What the best fixed point gets, which few rows make easy; without hops a table from words
        to points gets more.
        """
        if not p.hops:
            return 0.7
        return 0.15 if p.rows < 12 else 0.12


class OnScreen(Protocol):
    """What a screen is drawn by."""

    @property
    def size(self) -> str:
        """A key of `SIZES`."""

    @property
    def rows(self) -> int:
        """Things in the app."""

    @property
    def alike(self) -> int:
        """Of them, how many share their name."""

    @property
    def hops(self) -> int:
        """How deep what is asked for lies."""

    @property
    def languages(self) -> int:
        """Of how many it speaks one."""


def draw_seen(luck: Luck, p: OnScreen) -> Seen:
    """A screen: a list where things are asked for, else any page."""
    key = luck.of(tuple(KINDS))
    language = LANGUAGES[luck.below(p.languages)]
    size = SIZES[p.size]
    home = not p.hops and size[0] * 100 < 840 * size[2] and luck.happens(0.15)
    kinds = luck.sample(tuple(KINDS), luck.between(8, 15)) if home else [key]
    device = draw_device(luck, kinds, rows=p.rows, alike=p.alike, size=size, language=language)
    if home:
        return Seen(device=device, app=-1)
    seen = Seen(device=device, app=0, scrolled=luck.of((0, 0, 30, 60)))
    if p.hops:
        return seen
    return seen.model_copy(update={"events": opened(luck, Phone.at(device, app=0))})
