"""The turns of a survival episode: what an action does, what is seen of it, what it is worth."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Literal

from pydantic import Field

from tasksynth import Action, Rubric, Tool, Transcript, Turn, Verdict
from tasksynth.answers import Unreadable, after_thinking, json_list, plain, read_final
from tasksynth_minecraft.crafter import rules as R
from tasksynth_minecraft.crafter.game import Game
from tasksynth_minecraft.crafter.maps import game
from tasksynth_minecraft.crafter.models import Survival
from tasksynth_minecraft.crafter.policies import goal_bits
from tasksynth_minecraft.crafter.telling import view

RUBRIC = Rubric(gate="unlocked", unlocked=1.0, progress=0.0)
MOST = 50
"""Steps of one call."""
_WORDS_MOST = 4000
_ONE = re.compile(r"(?:[-*\d.) ]{0,6})([a-z_]{2,20})(?:\s*[x*\u00d7 (]\s*(\d{1,3})\)?)?\.?")
_LEAD = re.compile(r"\A\s*(?:my |the |next )?(?:actions?|moves?|steps?|plan)\s*:")
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[a-z]{0,10}[ \t]*$", re.MULTILINE)
_BETWEEN = re.compile(r"[,;\n\u2192]+|->|\bthen\b")
Name = Literal[
    "noop", "move_left", "move_right", "move_up", "move_down", "do", "sleep", "place_stone",
    "place_table", "place_furnace", "place_plant", "make_wood_pickaxe", "make_stone_pickaxe",
    "make_iron_pickaxe", "make_wood_sword", "make_stone_sword", "make_iron_sword",
]  # fmt: skip


class Act(Tool):
    """Do an action some times in a row, then look around."""

    action: Name
    """What to do."""
    times: Annotated[int, Field(ge=1, le=MOST)] = 1
    """How often."""


@dataclass
class Venture:
    """An episode under way."""

    x: Survival
    game: Game

    @classmethod
    def begin(cls, x: Survival) -> "Venture":
        """The first moment of a task."""
        return cls(x, game(x.world))

    @property
    def won(self) -> bool:
        """Whether all goals are reached."""
        return self.game.has(goal_bits(self.x.goals))

    @property
    def over(self) -> bool:
        """Whether nothing more can be done."""
        return self.won or self.game.dead or self.game.tick >= self.x.horizon


def played(s: Venture, action: Action | Tool) -> str:
    """Venture a call, or a list of actions in words, until the episode is over; what is wrong."""
    if isinstance(action, Act):
        steps = [(R.ACTIONS.index(action.action), action.times)]
    else:
        try:
            steps = read_words(getattr(action, "text", ""))
        except ValueError as e:
            return f"Nothing happened: {e}."
    bits = goal_bits(s.x.goals)
    for number, times in steps:
        s.game.play([number] * min(times, s.x.horizon - s.game.tick), bits)
        if s.over:
            break
    return ""


def advance(s: Venture, action: Action | Tool) -> Turn:
    """Venture an action, and tell what came of it and what is around then."""
    had, health = s.game.done.copy(), int(s.game.bag[R.HEALTH])
    if wrong := played(s, action):
        return Turn(wrong)
    new = [R.ACHIEVEMENTS[k] for k in ((s.game.done > 0) & (had == 0)).nonzero()[0]]
    lost = health - int(s.game.bag[R.HEALTH])
    lines = [f"Unlocked: {', '.join(new)}."] * bool(new)
    lines += [f"You lost {lost} health."] * (lost > 0)
    if s.over:
        lines.append("That is done." if s.won else f"It is over: {why(s)}.")
    else:
        lines.append(view(s.game, s.x.horizon))
    return Turn("\n".join(lines), over=s.over)


def read_words(text: str) -> list[tuple[int, int]]:
    """A list of actions in words, as numbers and how often each.

    Raises:
        ValueError: for what is no action; says what is wrong.
    """
    said = after_thinking(text).strip()
    if len(said) > _WORDS_MOST:
        raise ValueError(f"{len(said):,} characters, want at most {_WORDS_MOST:,}")
    if not said:
        raise ValueError("no action; call `act`, or say a list such as: move_left 3, do")
    return read_final(said, _listed)


def _listed(text: str) -> list[tuple[int, int]]:
    words = _LEAD.sub("", plain(_FENCE.sub("", text)).lower(), count=1)
    out = []
    for part in json_list(text) or _BETWEEN.split(words):
        if not (word := part.lower().strip()):
            continue
        match = _ONE.fullmatch(word)
        if match is None or match[1] not in R.ACTIONS:
            raise Unreadable(
                f"{word[:40]!r} is no action; call `act`, or say a list such as: move_left 3, do"
            )
        times = int(match[2] or 1)
        if not 1 <= times <= MOST:
            raise Unreadable(f"{word[:40]!r}: want 1 to {MOST} times")
        out.append((R.ACTIONS.index(match[1]), times))
    if not out:
        raise Unreadable("no action; call `act`, or say a list such as: move_left 3, do")
    return out


def judged(s: Venture) -> Verdict:
    """The verdict on an episode as it stands; progress is the share of what the goals take."""
    if s.won:
        return RUBRIC(unlocked=1.0, progress=1.0)
    needed = sorted({name for goal in s.x.goals for name in R.before(goal)})
    had = sum(bool(s.game.done[R.ACHIEVEMENTS.index(name)]) for name in needed)
    return RUBRIC(unlocked=0.0, progress=min(0.99, had / len(needed)), why=why(s))


def why(s: Venture) -> str:
    """Why the goals are not reached."""
    missing = [name for name in s.x.goals if not s.game.done[R.ACHIEVEMENTS.index(name)]]
    if s.game.dead:
        return f"you died in step {s.game.tick}, without {', '.join(missing)}"
    if s.game.tick >= s.x.horizon:
        return f"the {s.x.horizon} steps were up, without {', '.join(missing)}"
    return f"it ends after {s.game.tick} steps, without {', '.join(missing)}"


def transcript(actions: Sequence[int]) -> str:
    """Actions as an answer: a call for each run of equal ones."""
    calls = []
    for number, run in groupby(actions):
        count = len(list(run))
        for first in range(0, count, MOST):
            times = min(MOST, count - first)
            said = {"action": R.ACTIONS[number]} | ({"times": times} if times > 1 else {})
            calls.append(Action(tool="act", arguments=said))
    return Transcript(actions=tuple(calls)).model_dump_json(exclude_defaults=True)
