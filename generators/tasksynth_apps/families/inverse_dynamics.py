"""`gui.inverse_dynamics`: what lay between two screens; every action that explains it is right."""

from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Model, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import Unreadable, json_in
from tasksynth_apps.chance import Luck
from tasksynth_apps.families.ground import SIZES, SizeName
from tasksynth_apps.phones.filling import draw_device
from tasksynth_apps.phones.kinds import KINDS
from tasksynth_apps.phones.moves import Move, done_by, draw_moves, explains, read_move
from tasksynth_apps.phones.phone import Phone
from tasksynth_apps.phones.pointing import Seen, opened, reached
from tasksynth_apps.phones.words import LANGUAGES
from tasksynth_apps.screens.paint import png
from tasksynth_apps.screens.tree import told
from tasksynth_schemas import Content


class InverseParams(Params):
    """The screens, and how far they are apart."""

    form: Literal["picture", "tree"] = "picture"
    """Whether the screens are shown, or told as accessibility trees."""
    size: Annotated[SizeName, Ladder("360x640", "412x915", "1024x768", "1920x1080")] = "1024x768"
    """Of the screens, in pixels."""
    rows: Annotated[int, Field(ge=3, le=40), Knob(5, 24)] = 12
    """Things in the app."""
    second: Annotated[float, Field(ge=0, le=1), Knob(0.0, 1.0)] = 0.5
    """The chance that there are two actions between the screens; the first of them is asked for."""
    minutes: Annotated[int, Field(ge=0, le=600), Knob(0, 90)] = 30
    """By which the clock may have gone on, which is nobody's action."""
    languages: Annotated[int, Field(ge=1, le=4), Knob(1, 4)] = 4
    """Languages that the screens may be in: English, German, French, Spanish."""


class InverseInstance(Model):
    """A screen, what was done on it, and how long that took."""

    form: Literal["picture", "tree"]
    seen: Seen
    moves: tuple[Move, ...]
    minutes: int


class InverseDynamics(Family[InverseParams, InverseInstance]):
    """Say what was done between two screens: any action that explains the second is right."""

    name = "gui.inverse_dynamics"
    version = 4
    effort = "steps"
    tells = ("form",)
    rubric: ClassVar[Rubric] = Rubric(gate="explained", explained=1.0)
    checked = 12

    def generate(self, p: InverseParams, rng: np.random.Generator) -> InverseInstance | None:
        luck = Luck(rng)
        language = LANGUAGES[luck.below(p.languages)]
        device = draw_device(
            luck,
            [luck.of(tuple(KINDS))],
            rows=p.rows,
            alike=2,
            size=SIZES[p.size],
            language=language,
        )
        events = opened(luck, Phone.at(device, app=0))
        seen = Seen(device=device, app=0, events=events, scrolled=luck.of((0, 0, 30)))
        moves = draw_moves(luck, seen, 1 + (luck.below(1000) < 1000 * p.second))
        if moves is None:
            return None
        return InverseInstance(
            form=p.form, seen=seen, moves=moves, minutes=luck.below(p.minutes + 1)
        )

    def prompt(self, x: InverseInstance) -> Content:
        device = x.seen.device
        before, after = reached(x.seen), after_of(x)
        shows = ["[image: before.png]", "[image: after.png]"]
        if x.form == "tree":
            shows = [told(before.screen()), told(after.screen())]
        told_of = "one action" if len(x.moves) == 1 else f"{len(x.moves)} actions"
        ask = "What was it?" if len(x.moves) == 1 else "What may the first of them have been?"
        return illustrated(
            f"A screen of {device.width}x{device.height} pixels, before and after {told_of} of its "
            f"user; the clock may have gone on.\n\nBefore:\n{shows[0]}\n\nAfter:\n{shows[1]}\n\n"
            f"{ask} Answer with JSON, in pixels from the upper left corner: "
            '{"action": "tap", "x": 0, "y": 0}, {"action": "type", "text": "…"}, {"action": '
            '"scroll", "direction": "down"} (or "up"), or {"action": "back"}. Typing replaces what '
            "the field with the focus holds; scrolling is by half a screen."
        )

    def needs(self, x: InverseInstance) -> Needs:
        if x.form == "tree":
            return Needs()
        return Needs(media=("image", "text"), extras=("gui",))

    def media(self, x: InverseInstance) -> dict[str, bytes]:
        if x.form == "tree":
            return {}
        return {"before.png": png(reached(x.seen).screen()), "after.png": png(after_of(x).screen())}

    def verify(self, x: InverseInstance, answer: str) -> Verdict:
        try:
            given = json_in(answer)
            move = read_move(given[0] if isinstance(given, list) and len(given) == 1 else given)
        except (Unreadable, ValueError) as e:
            return self.rubric.unparsable(f"want one action as JSON: {e}")
        right = explains(move, x.seen, x.moves)
        why = "" if right else "that does not lead to the second screen"
        return self.rubric(explained=float(right), why=why)

    def solve(self, x: InverseInstance) -> str:
        return x.moves[0].model_dump_json(exclude_defaults=True)

    def measure(self, x: InverseInstance) -> dict[str, float]:
        before, after = reached(x.seen).screen(), after_of(x).screen()
        return {
            "elements": float(len(before.elements)),
            "steps": float(len(x.moves)),
            "kept": float(sum(one in _marks(after) for one in _marks(before))),
        }

    def canonical(self, x: InverseInstance) -> Any:
        return x.model_dump(mode="json", exclude={"form"})

    def baselines(self, x: InverseInstance) -> dict[str, str]:
        """Without looking: back, scrolling, and a touch at some places."""
        width, height = x.seen.device.width, x.seen.device.height
        moves = {
            "back": Move(action="back"),
            "down": Move(action="scroll", direction="down"),
            "up": Move(action="scroll", direction="up"),
            "upper right": Move(action="tap", x=width * 94 // 100, y=height * 8 // 100),
            "middle": Move(action="tap", x=width // 2, y=height // 2),
        }
        return {name: move.model_dump_json(exclude_defaults=True) for name, move in moves.items()}

    def floor(self, p: InverseParams) -> float:
        """Going back, or scrolling, explains some pairs."""
        return 0.2


def after_of(x: InverseInstance) -> Phone:
    """The device after what was done, at the time that it is then."""
    phone = reached(x.seen)
    for move in x.moves:
        done_by(move, phone)
    later = (phone.device.clock + x.minutes) % 1440
    return Phone(phone.device.model_copy(update={"clock": later}), phone.rows, phone.stack)


def _marks(screen: Any) -> list[Any]:
    return [(one.mark, one.box) for one in screen.elements]
