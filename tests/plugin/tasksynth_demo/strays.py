"""Walks that each break one promise of families with turns, media and hints."""

import os
import signal
from itertools import count
from typing import Any

from tasksynth import Action, Needs, Tool, ToolSpec, Turn, Verdict
from tasksynth.episode import read_transcript
from tasksynth_demo.walk import Corridor, Walk, Walker, WalkParams
from tasksynth_schemas import Transcript


class Once(Walk):
    """Forgets to say how many turns there are."""

    name = "demo.walk_once"
    turns = 1


class Unannounced(Walk):
    """Does not say that it shows pictures."""

    name = "demo.walk_unannounced"

    def needs(self, x: Corridor) -> Needs:
        """Words."""
        return super().needs(x).model_copy(update={"media": ("text",)})


class Forked(Walk):
    """Tells policies of another tool than the one that it has."""

    name = "demo.walk_forked"

    def needs(self, x: Corridor) -> Needs:
        """A step without a direction."""
        needs = super().needs(x)
        step = ToolSpec(name="step", description="Go.")
        return needs.model_copy(update={"tools": (step, *needs.tools[1:])})


class Misnamed(Walk):
    """Gives a picture by another name."""

    name = "demo.walk_misnamed"

    def media(self, x: Corridor) -> dict[str, bytes]:
        """A map."""
        return {"map.png": super().media(x)["corridor.png"]}


class Mistyped(Walk):
    """Calls a GIF a PNG."""

    name = "demo.walk_mistyped"

    def media(self, x: Corridor) -> dict[str, bytes]:
        """Of another format."""
        return {"corridor.png": b"GIF89a"}


class Redrawn(Walk):
    """Draws it otherwise each time."""

    name = "demo.walk_redrawn"
    drawn = count()

    def media(self, x: Corridor) -> dict[str, bytes]:
        """With a number at the end."""
        return {"corridor.png": super().media(x)["corridor.png"] + bytes([next(self.drawn) % 256])}


class Salted(Walk):
    """Its turns depend on PYTHONHASHSEED."""

    name = "demo.walk_salted"

    def step(self, x: Corridor, s: Walker, action: Action | Tool) -> Turn:
        """Shuffle some words."""
        turn = super().step(x, s, action)
        return Turn(" ".join({"left", "right", "up", "down"})) if turn.seen == "You dig." else turn


class Haunted(Walk):
    """All its episodes have one walker."""

    name = "demo.walk_haunted"
    walker = Walker(0)

    def begin(self, x: Corridor) -> Walker:
        """Put the walker back."""
        self.walker.cell, self.walker.dug = x.start, False
        return self.walker


class Unreplayed(Walk):
    """Judges transcripts without playing them."""

    name = "demo.walk_unreplayed"

    def verify(self, x: Corridor, answer: str) -> Verdict:
        """Believe in nothing."""
        return self.rubric(found=0.0, near=0.0, why="not played")


class Giving(Walk):
    """Pays for doing nothing."""

    name = "demo.walk_giving"

    def judge(self, x: Corridor, s: Walker) -> Verdict:
        """Pay whoever stayed."""
        return super().judge(x, s) if s.dug else self.rubric(found=1.0, near=1.0)


class Shallow(Walk):
    """Has its treasure anywhere, and a floor that denies it."""

    name = "demo.walk_shallow"

    def judge(self, x: Corridor, s: Walker) -> Verdict:
        """Pay whoever digs."""
        return self.rubric(found=float(s.dug), near=0.0, why="nobody dug" * (not s.dug))

    def floor(self, p: WalkParams) -> float:
        """Deny it."""
        return 0.1


class Patient(Walk):
    """Reads transcripts up to their end, and not what comes after it."""

    name = "demo.walk_patient"

    def verify(self, x: Corridor, answer: str) -> Verdict:
        """Cut at the first digging."""
        try:
            actions = read_transcript(answer).actions
        except ValueError as e:
            return self.rubric.unparsable(str(e))
        ends = [place for place, action in enumerate(actions, 1) if action.tool == "dig"]
        kept = Transcript(actions=actions[: ends[0] if ends else None])
        return super().verify(x, kept.model_dump_json())


class Fragile(Walk):
    """Looks what is said up, and does not find it."""

    name = "demo.walk_fragile"

    def step(self, x: Corridor, s: Walker, action: Action | Tool) -> Turn:
        """Trust the words."""
        if isinstance(action, Action) and len(action.text) > 100:
            return Turn({"hello": "Hello!"}[action.text])
        return super().step(x, s, action)


class Stubborn(Walk):
    """Does not come back from some words."""

    name = "demo.walk_stubborn"
    timeout_s = 0.2

    def step(self, x: Corridor, s: Walker, action: Action | Tool) -> Turn:
        """Think about a brace for ever."""
        while isinstance(action, Action) and action.text.startswith("{{"):
            pass
        return super().step(x, s, action)


class Dying(Walk):
    """Its process dies of some words."""

    name = "demo.walk_dying"

    def step(self, x: Corridor, s: Walker, action: Action | Tool) -> Turn:
        """Die of a brace."""
        if isinstance(action, Action) and action.text.startswith("{{"):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().step(x, s, action)


class Homesick(Walk):
    """Pays for not having gone far, as long as nobody digs."""

    name = "demo.walk_homesick"

    def judge(self, x: Corridor, s: Walker) -> Verdict:
        """The treasure counts, and before that how near one is to where one began."""
        near = 1 / (2 + abs(s.cell - x.start))
        return super().judge(x, s) if s.dug else self.rubric(found=0.0, near=near)


class Fickle(Walk):
    """Begins each hint anew."""

    name = "demo.walk_fickle"

    def hint(self, x: Corridor, share: float) -> str:
        """Say how much it is."""
        return f"{share:.0%} of it: {super().hint(x, share)}" if share else ""


class Telling(Walk):
    """Tells a word before it was asked."""

    name = "demo.walk_telling"

    def hint(self, x: Corridor, share: float) -> str:
        """Tell at least a word."""
        return super().hint(x, max(share, 0.1))


class Wordy(Walk):
    """Explains how it is done, and does not do it."""

    name = "demo.walk_wordy"

    def work(self, x: Corridor) -> str:
        """Words alone."""
        return super().work(x).partition("\n")[0]


STRAYS: dict[str, Any] = {
    stray.name: stray
    for stray in (
        *(Once, Unannounced, Forked, Misnamed, Mistyped, Redrawn, Salted, Haunted, Unreplayed),
        *(Giving, Shallow, Patient, Fragile, Stubborn, Dying, Homesick, Fickle, Telling, Wordy),
    )
}
