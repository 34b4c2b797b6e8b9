"""The embodied families: reach, mine, use, hunt and place what another view marks.

ROCKET-3 (arXiv 2507.23698) defines a task as <O_1, O_g, M_g, E>: the agent's first view, a goal
view, the goal's mask in it, and the event to bring about. It is an episode: a call holds keys for
some ticks, and the verdict is a replay. An action list by itself is a transcript of one turn.
"""

from functools import cache
from typing import Annotated, ClassVar, Literal, cast

import numpy as np
from pydantic import Field

from tasksynth import Action, Family, Knob, Needs, Tool, Turn, Verdict
from tasksynth.episode import read_transcript, replay
from tasksynth.errors import FamilyError
from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.embodied.card import card
from tasksynth_minecraft.embodied.goals import images
from tasksynth_minecraft.embodied.models import Crossview, Event
from tasksynth_minecraft.embodied.policies import oracle, random_actions
from tasksynth_minecraft.embodied.rollout import Rollout
from tasksynth_minecraft.embodied.sampling import CrossviewParams, Tally, draw
from tasksynth_minecraft.embodied.telling import prompt
from tasksynth_minecraft.embodied.turns import RUBRIC, Act, advance, judged, played, transcript
from tasksynth_minecraft.export.logs import judge_log
from tasksynth_minecraft.rendering import symbolic
from tasksynth_schemas import Content


class _Crossview(Family[CrossviewParams, Crossview]):
    """What the five events share."""

    version = 2
    effort = "path_len"
    rubric = RUBRIC
    turns = 1200
    tools = (Act,)
    timeout_s = 60.0
    event: ClassVar[Event]

    def generate(self, p: CrossviewParams, rng: np.random.Generator) -> Crossview | None:
        return self.draw(p, rng, None)

    def draw(
        self, p: CrossviewParams, rng: np.random.Generator, tally: Tally | None
    ) -> Crossview | None:
        """As `generate`, counting why it refuses in `tally`."""
        return draw(self.event, p, rng, tally=tally)

    def prompt(self, x: Crossview) -> Content:
        return prompt(x)

    def needs(self, x: Crossview) -> Needs:
        return _needs(x.form, x.horizon)

    def begin(self, x: Crossview) -> Rollout:
        return Rollout(x)

    def step(self, x: Crossview, s: Rollout, action: Action | Tool) -> Turn:
        return advance(s, action)

    def judge(self, x: Crossview, s: Rollout) -> Verdict:
        return judged(s)

    def verify(self, x: Crossview, answer: str) -> Verdict:
        try:
            read_transcript(answer)
        except ValueError as none:
            try:
                rows = actions.parse(answer, limit=x.horizon)
            except actions.ActionError as e:
                return self.rubric.unparsable(f"{e}; as a transcript: {none}"[:500])
            rollout = Rollout(x)
            rollout.play(rows)
            return judged(rollout)
        return replay(_Blind(), x, answer)

    def judge_log(self, x: Crossview, log: str) -> Verdict:
        return judge_log(x, log)

    def solve(self, x: Crossview) -> str:
        rows = oracle(x)
        if rows is None:
            raise FamilyError(f"{self.name}: the certificate of this task does not replay")
        return transcript(rows)

    def measure(self, x: Crossview) -> dict[str, float]:
        return dict(x.difficulty)

    def media(self, x: Crossview) -> dict[str, bytes]:
        return images(x)

    def card(self, x: Crossview) -> bytes:
        return card(x)

    def baselines(self, x: Crossview) -> dict[str, str]:
        ahead = np.tile(actions.row("forward", "attack", "use"), (x.horizon, 1))
        return {
            "still": transcript([]),
            "ahead": transcript(ahead),
            "random": transcript(random_actions(x)),
        }

    def floor(self, p: CrossviewParams) -> float:
        return 0.02


class _Blind(_Crossview):
    """Plays and shows nothing: a replay looks at no view."""

    name = "minecraft.blind"
    event = "mine"

    def step(self, x: Crossview, s: Rollout, action: Action | Tool) -> Turn:
        wrong = played(s, action)
        return Turn(wrong, over=s.over)


@cache
def _needs(form: symbolic.Form, turns: int) -> Needs:
    """A call takes a tick at least: no episode has more turns than ticks."""
    return symbolic.needs(form).model_copy(update={"turns": turns, "tools": (Act.spec(),)})


class Approach(_Crossview):
    """Walk to what another view marks."""

    name = "minecraft.approach"
    event = "approach"


class Mine(_Crossview):
    """Break the block that another view marks."""

    name = "minecraft.mine"
    event = "mine"


class Interact(_Crossview):
    """Use the block that another view marks."""

    name = "minecraft.interact"
    event = "interact"


class Place(_Crossview):
    """Place a block against the one that another view marks."""

    name = "minecraft.place"
    event = "place"


class HuntParams(CrossviewParams):
    """A cross-view box with animals that move."""

    cross_episode: Literal[False] = False
    """An animal is in one world: no other world's view can mark it."""
    weapon: Literal["sword", "bow"] = "sword"
    """What the player holds."""
    wander: Annotated[int, Knob(0, 60), Field(ge=0, le=100)] = 30
    """Per cent of the time that animals walk."""


class Hunt(_Crossview):
    """Kill the animal that another view marks, with a sword or a bow."""

    name = "minecraft.hunt"
    event = "hunt"
    Params = HuntParams

    def draw(
        self, p: CrossviewParams, rng: np.random.Generator, tally: Tally | None
    ) -> Crossview | None:
        """As `generate`, counting why it refuses in `tally`."""
        hunt = cast("HuntParams", p)
        item = "iron_sword" if hunt.weapon == "sword" else "bow"
        return draw("hunt", p, rng, item=item, wander=hunt.wander, tally=tally)
