"""`apps.mobile`: things to be done on a phone's screens; judged by what its apps hold then."""

from functools import partial
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
from tasksynth_apps.errands.walker import Lost, Walker
from tasksynth_apps.errands.wishes import PhoneWish, differences, wanted
from tasksynth_apps.errands.wishing import draw_wishes, ends_of
from tasksynth_apps.phones.device import Device
from tasksynth_apps.phones.filling import draw_device
from tasksynth_apps.phones.kinds import KINDS
from tasksynth_apps.phones.phone import Phone
from tasksynth_apps.phones.words import LANGUAGES
from tasksynth_apps.screens.paint import png
from tasksynth_apps.screens.tree import told
from tasksynth_schemas import Content

Handheld = Literal["360x640", "412x915", "1080x2340"]
SIZES = {"360x640": (360, 640, 100), "412x915": (412, 915, 100), "1080x2340": (1080, 2340, 262)}
"""Width, height, and pixels per 100 points."""


class MobileParams(Params):
    """The phone, and what is wanted."""

    form: Literal["picture", "tree"] = "tree"
    """Whether screens are shown, or told as accessibility trees."""
    size: Annotated[Handheld, Ladder("412x915", "360x640")] = "412x915"
    """Of the screen, in pixels."""
    apps: Annotated[int, Field(ge=1, le=15), Knob(2, 10)] = 5
    """Apps on it, each of another kind."""
    rows: Annotated[int, Field(ge=3, le=40), Knob(5, 24)] = 10
    """Things in each of them."""
    alike: Annotated[int, Field(ge=0, le=30), Knob(0, 8)] = 2
    """Of them, about how many share their name with another one, where names do not run out."""
    wishes: Annotated[int, Field(ge=1, le=5), Knob(1, 4)] = 2
    """What is wanted, in any order."""
    hops: Annotated[int, Field(ge=0, le=1), Knob(0, 1)] = 1
    """0: things are told by their names, 1: by other values and superlatives."""
    found: Annotated[int, Field(ge=0, le=1), Ladder(0, 0, 1)] = 0
    """Whether a value is not told, but stands in a note or a message."""
    notices: Annotated[int, Field(ge=0, le=4), Knob(0, 3)] = 1
    """Questions of the system that come up meanwhile, and have to be got rid of."""
    languages: Annotated[int, Field(ge=1, le=4), Knob(1, 4)] = 4
    """Languages that the phone may speak: English, German, French, Spanish."""
    spare: Annotated[float, Field(ge=1.2, le=10), Knob(4, 2)] = 3.0
    """Actions that may be done, per action of the reference."""


class MobileInstance(Model):
    """A phone, and what is wanted."""

    form: Literal["picture", "tree"]
    device: Device
    wishes: tuple[PhoneWish, ...]
    notices: tuple[tuple[int, str], ...]
    actions: int
    """Of the reference."""
    turns: int


class Tap(Tool):
    """Touch the screen at a point, in pixels from its upper left corner."""

    x: Annotated[int, Field(ge=0, le=10_000)]
    y: Annotated[int, Field(ge=0, le=10_000)]


class Type(Tool):
    """Type a text into the field that was touched last, in place of what it holds."""

    text: Annotated[str, Field(max_length=500)]


class Scroll(Tool):
    """Scroll by half a screen: down shows what is further down."""

    direction: Literal["down", "up"]


class Back(Tool):
    """Go back to what was open before; what was not saved is lost."""


class Done(Tool):
    """End the task."""


class Mobile(Family[MobileParams, MobileInstance]):
    """Do what somebody wants on their phone, and nothing else: touch, type, scroll, go back."""

    name = "apps.mobile"
    version = 4
    effort = "actions"
    tells = ("form",)
    rubric: ClassVar[Rubric] = Rubric(gate="done", done=0.8, share=0.2)
    turns = 1000
    checked = 16
    tools = (Tap, Type, Scroll, Back, Done)

    def generate(self, p: MobileParams, rng: np.random.Generator) -> MobileInstance | None:
        luck = Luck(rng)
        kinds = luck.sample(tuple(KINDS), p.apps)
        if p.found and not {"notes", "mail"} & set(kinds):
            kinds[0] = luck.of(("notes", "mail"))
        device = draw_device(
            luck,
            kinds,
            rows=p.rows,
            alike=p.alike,
            size=SIZES[p.size],
            language=LANGUAGES[luck.below(p.languages)],
        )
        drawn = draw_wishes(luck, device, count=p.wishes, hops=p.hops, found=bool(p.found))
        if drawn is None:
            return None
        notices = tuple(
            (4 + 9 * number + luck.below(6), luck.of(("update", "rate_us")))
            for number in range(p.notices)
        )
        x = MobileInstance(
            form=p.form, device=drawn[0], wishes=drawn[1], notices=notices, actions=1, turns=1
        )
        walker = Walker(_phone(x))
        try:
            for wish in x.wishes:
                walker.wish(wish)
        except Lost:
            return None
        if self.judge(x, walker.phone).status != "pass":
            return None
        count = len(walker.actions) + 1
        return x.model_copy(update={"actions": count, "turns": int(count * p.spare) + 4})

    def prompt(self, x: MobileInstance) -> Content:
        wishes = "\n".join(f"- {wanted(wish, x.device)}" for wish in x.wishes)
        seen = _shown(x, _phone(x))
        return illustrated(
            f"You have somebody's phone, whose screen is {x.device.width} pixels wide and "
            f"{x.device.height} high. Do what they want, in any order, and nothing else:\n\n"
            f"{wishes}\n\nYou may do {x.turns} things: `tap` a point, `type` into the field that "
            "you touched, `scroll`, go `back`; `done` ends the task. After each you see the "
            f"screen. It begins so:\n\n{seen}"
        )

    def needs(self, x: MobileInstance) -> Needs:
        plain = super().needs(x).model_copy(update={"turns": x.turns})
        if x.form == "tree":
            return plain
        return plain.model_copy(update={"media": ("image", "text"), "extras": ("gui",)})

    def media(self, x: MobileInstance) -> dict[str, bytes]:
        return {} if x.form == "tree" else {"screen.png": png(_phone(x).screen())}

    def begin(self, x: MobileInstance) -> Phone:
        return _phone(x)

    def step(self, x: MobileInstance, s: Phone, action: Action | Tool) -> Turn:
        note = _act(s, action)
        if note is None:
            return Turn("The task is over.", over=True)
        seen = f"{note}\n\n{_shown(x, s)}" if note else _shown(x, s)
        if x.form == "tree":
            return Turn(seen)
        return Turn(illustrated(seen), media={"screen.png": partial(png, s.screen())})

    def judge(self, x: MobileInstance, s: Phone) -> Verdict:
        """All that was wanted has changed, and nothing else has."""
        due, made, others = differences(*ends_of(x, x.wishes, x.device), s.rows)
        why = ""
        if others:
            why = f"{others} changes that nobody wanted"
        elif made < due:
            why = f"{made} of {due} changes were made"
        share = max(0, made - others) / due
        return self.rubric(done=float(not why), share=share, why=why)

    def verify(self, x: MobileInstance, answer: str) -> Verdict:
        return replay(_Undrawn(), x, answer)

    def solve(self, x: MobileInstance) -> str:
        walker = Walker(_phone(x))
        for wish in x.wishes:
            walker.wish(wish)
        return _transcript(walker)

    def measure(self, x: MobileInstance) -> dict[str, float]:
        first, goal = ends_of(x, x.wishes, x.device)
        due, _, _ = differences(first, goal, first)
        return {
            "actions": float(x.actions),
            "changes": float(due),
            "apps": float(len({wish.app for wish in x.wishes})),
            "rows": float(sum(len(app.rows) for app in x.device.apps)),
        }

    def canonical(self, x: MobileInstance) -> Any:
        return x.model_dump(mode="json", include={"device", "wishes"})

    def baselines(self, x: MobileInstance) -> dict[str, str]:
        """Without reading: nothing, the first element again and again, elements at random."""
        luck = Luck(np.random.Generator(np.random.Philox(crc32(x.model_dump_json().encode()))))
        found = {"nothing": _transcript(Walker(_phone(x)))}
        for name, count in (("first", 8), ("random", 4), ("random, longer", 12)):
            walker = Walker(_phone(x))
            for _ in range(min(count, x.turns - 1)):
                elements = walker.phone.screen().elements
                if not elements:
                    break
                walker.touch(elements[0] if name == "first" else luck.of(elements))
            found[name] = _transcript(walker)
        return found

    def floor(self, p: MobileParams) -> float:
        """A flag may be set by chance, and nothing else be touched."""
        return 0.03 if p.wishes == 1 else 0.01


_DONE = Turn("")


class _Undrawn(Mobile):
    """Plays and shows nothing: a replay looks at no screen."""

    name = "apps.undrawn_mobile"

    def begin(self, x: MobileInstance) -> Phone:
        phone = _phone(x)
        phone.unseen = True
        return phone

    def step(self, x: MobileInstance, s: Phone, action: Action | Tool) -> Turn:
        said = _act(s, action)
        return _DONE if said == "" else Turn(said or "The task is over.", over=said is None)


def _act(phone: Phone, action: Action | Tool) -> str | None:
    """Do an action; what is to be said of it, or None where it ends the task."""
    match action:
        case Tap(x=across, y=down):
            return "" if phone.touch(across, down) else "There is nothing to touch at that point."
        case Type(text=text):
            return "" if phone.type(text) else "No field has the focus: touch one first."
        case Scroll(direction=direction):
            moved = phone.scroll(50 if direction == "down" else -50)
            return "" if moved else "It does not scroll any further."
        case Back():
            return "" if phone.back() else "This is the home screen already."
        case Done():
            return None
    return "Error: call a tool; `done` ends the task."


def _phone(x: MobileInstance) -> Phone:
    return Phone.at(x.device, notices=x.notices)


def _shown(x: MobileInstance, phone: Phone) -> str:
    return told(phone.screen()) if x.form == "tree" else "[image: screen.png]"


def _transcript(walker: Walker) -> str:
    return Transcript(actions=(*walker.actions, Action(tool="done"))).model_dump_json()
