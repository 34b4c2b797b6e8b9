"""`mdp.in_context`: learn about a small world by acting in it, and lose nothing that can be had."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import log2
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from tasksynth import (
    Action,
    Family,
    Knob,
    Model,
    Needs,
    Params,
    Rubric,
    Tool,
    Transcript,
    Turn,
    Verdict,
)
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_planning.spoken import heard
from tasksynth_planning.worlds.bandits import Levers, LeverValues, draw_levers
from tasksynth_planning.worlds.beliefs import (
    Belief,
    Values,
    best,
    chance_of_flawless,
    flawless,
    followed,
    loss,
    lost_by,
)
from tasksynth_planning.worlds.rooms import DarkRoom, RoomValues, draw_room
from tasksynth_planning.worlds.thumbs import by_lot, thumbs, untried

_TRIES = 60
"""Worlds that are drawn before another kind is."""
_SPARE = 4
"""Turns beyond the choices, for words that are none."""
_LOTS = 4
"""Players that draw lots, tried on every draw."""

_FLOORS = {
    "any": (0.3, 0.28, 0.25, 0.3, 0.3, 0.22),
    "levers": (0.36, 0.36, 0.32, 0.32, 0.42, 0.3),
    "room": (0.18, 0.16, 0.1, 0.18, 0.12, 0.12),
}
"""By size: of who has the best rule for each world, above what 40 tasks and more of each showed."""


class InContextParams(Params):
    """Which world, and how large."""

    world: Literal["any", "levers", "room"] = "any"
    """Levers of unknown chances, or a dark room; `any` draws one."""
    size: Annotated[int, Field(ge=0, le=5), Knob(0, 5)] = 2
    """How large the world is, and how long one is in it."""


class InContextInstance(Model):
    """A world, and what happens in it."""

    world: Annotated[Levers | DarkRoom, Field(discriminator="kind")]
    beliefs: int
    """Values that were worked out to know the best choices."""
    luck: float
    """The chance that drawing lots loses nothing."""


class Choose(Tool):
    """Make your next choice; you see what happens."""

    choice: Annotated[str, Field(max_length=60)]
    """The choice, as the rules write it."""


@dataclass
class Stay:
    """What was chosen so far, and what it lost."""

    at: Belief
    chosen: int = 0
    lost: float = 0.0
    """Coins, in expectation."""
    why: str = ""
    """The first choice that lost something."""


class InContext(Family[InContextParams, InContextInstance]):
    """Explore and exploit a small world without losing anything that could be expected."""

    name = "mdp.in_context"
    version = 4
    effort = "bits"
    rubric: ClassVar[Rubric] = Rubric(gate="best", best=0.6, kept=0.4)
    turns = 80
    checked = 10
    tools = (Choose,)

    def generate(self, p: InContextParams, rng: np.random.Generator) -> InContextInstance | None:
        """A world of chance in which rules of thumb and lots all lose something."""
        dice = Dice(rng)
        kind = dice.of(("levers", "room")) if p.world == "any" else p.world
        for _ in range(_TRIES):
            world: Levers | DarkRoom | None = (
                draw_levers(dice, p.size) if kind == "levers" else draw_room(dice, p.size)
            )
            if world is not None and (x := _kept(world)) is not None:
                return x
        return None

    def prompt(self, x: InContextInstance) -> str:
        return (
            f"{x.world.rules()}\n\nYou are paid for how well you choose, not for luck: each of "
            "your choices is compared with the one that leads to the most coins on average over "
            "all that may still be true, if all later choices are best too. The full reward is "
            "for losing nothing by that measure; who loses less than the usual rules of thumb do "
            "earns a part. `choose` makes a choice and shows what happens; you may also just say "
            "your choice. A choice that cannot be made changes nothing, and you have "
            f"{_SPARE} of them at most to spare. Go on until it is over."
        )

    def needs(self, x: InContextInstance) -> Needs:
        longest = x.world.pulls if isinstance(x.world, Levers) else x.world.steps
        return super().needs(x).model_copy(update={"turns": longest + _SPARE})

    def begin(self, x: InContextInstance) -> Stay:
        return Stay(x.world.begin())

    def step(self, x: InContextInstance, s: Stay, action: Action | Tool) -> Turn:
        try:
            choice = _said(x.world, action)
        except Unreadable as e:
            return Turn(f"Error: {e}")
        if choice not in x.world.choices(s.at):
            return Turn(f"Error: {choice} cannot be chosen here; nothing has changed")
        _charge(x, s, choice)
        happened = x.world.happens(s.at, choice)
        s.at = x.world.outcomes(s.at, choice)[happened][1]
        over = x.world.over(s.at)
        told = x.world.seen(choice, happened, s.at)
        return Turn(f"{told} It is over." if over else told, over=over)

    def judge(self, x: InContextInstance, s: Stay) -> Verdict:
        if not x.world.over(s.at):
            return self.rubric(best=0.0, kept=0.0, why="it is not over")
        kept = max(0.0, 1 - s.lost / _usual(x.world))
        return self.rubric(best=float(not s.lost), kept=kept, why=s.why)

    def solve(self, x: InContextInstance) -> str:
        values = _values(x.world)
        return written(followed(x.world, lambda b: best(values, b)[0])[0])

    def measure(self, x: InContextInstance) -> dict[str, float]:
        """`bits`: how often a coin would have to fall right for one who draws lots."""
        values = _values(x.world)
        chosen, _ = followed(x.world, lambda b: best(values, b)[0])
        return {
            "beliefs": x.beliefs,
            "bits": round(-log2(max(x.luck, 2**-40)), 3),
            "choices": len(chosen),
        }

    def canonical(self, x: InContextInstance) -> Any:
        return x.world.model_dump(mode="json", exclude={"pays", "lamp"})

    def baselines(self, x: InContextInstance) -> dict[str, str]:
        strategies = thumbs(x.world) | untried(x.world)
        return {who: written(followed(x.world, choose)[0]) for who, choose in strategies.items()}

    def floor(self, p: InContextParams) -> float:
        """What the best of the rules gets with which no draw is tried, see `untried`."""
        return _FLOORS[p.world][p.size]


def _kept(world: Levers | DarkRoom) -> InContextInstance | None:
    """The task that a world is, if no rule of thumb does without loss in it."""
    values = _fresh(world)
    values.of(world.begin())
    beliefs = values.size
    lots = (by_lot(world, seed) for seed in range(10, 10 + _LOTS))
    if any(flawless(values, choose) for choose in chain(thumbs(world).values(), lots)):
        return None
    luck = round(chance_of_flawless(values), 9)
    return InContextInstance(world=world, beliefs=beliefs, luck=luck)


def _fresh(world: Levers | DarkRoom) -> Values:
    return RoomValues(world) if isinstance(world, DarkRoom) else LeverValues(world)


_values = lru_cache(maxsize=8)(_fresh)


def _charge(x: InContextInstance, s: Stay, choice: str) -> None:
    """Write down what a choice loses, in coins that could be expected."""
    values = _values(x.world)
    s.chosen += 1
    lost = loss(values, s.at, choice)
    s.lost += lost
    if lost and not s.why:
        better = " or ".join(best(values, s.at))
        s.why = f"choice {s.chosen}, {choice}, loses {lost:.3f} coins on average to {better}"


@lru_cache(maxsize=64)
def _usual(world: Levers | DarkRoom) -> float:
    """What the best rule of thumb loses, in coins: more than nothing."""
    values = _values(world)
    return min(lost_by(values, choose) for choose in thumbs(world).values())


def _said(world: Levers | DarkRoom, action: Action | Tool) -> str:
    return heard(action, action.choice if isinstance(action, Choose) else None, world.read)


def written(choices: list[str]) -> str:
    """Choices as a transcript."""
    actions = tuple(Action(tool="choose", arguments={"choice": one}) for one in choices)
    return Transcript(actions=actions).model_dump_json()
