"""`mdp.stream`: an endless stream of bets on levers whose chances drift, task after task."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field, ValidationError

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
)
from tasksynth.answers import Unreadable
from tasksynth.episode import read_transcript
from tasksynth.rng import Dice, TaskGroup, group_of
from tasksynth_planning.spoken import heard, spoken
from tasksynth_planning.wheels.drawing import Era, WheelShape, draw_era
from tasksynth_planning.wheels.models import LEVERS, Board, Wheel, WheelBelief
from tasksynth_planning.wheels.strategies import Bet, remembering, tried, untried
from tasksynth_planning.wheels.telling import shown, told
from tasksynth_planning.worlds.bandits import read_lever

_SPARE = 4
"""Turns beyond the rounds, for words that are no lever."""
_TALK = re.compile(
    r"^[^,;.?]{1,120},\s*(?:so|hence|thus|therefore)\b,?"
    r"|^[\u2705\u27a1\ufe0f\s]+|^\d{1,5}\s*[.):]\s+|^let\s+me\b|\bpulling\b|\boption\b"
    r"|(?:(?:in|for)\s+)?\bround\s+\d{1,5}\b\s*[:,]?"
    r"|(?:\bi(?:['\s]ll|\s+will|\s+would)?\s+)?\b(?:bet|betting)\b(?:\s+on\b)?"
    r"|\s+(?:is|looks)\s+(?:the\s+)?(?:best|likeliest)(?:\s+(?:bet|choice|lever|one|option))?$"
    r"|^(?:the\s+)?(?:best|likeliest)\s+lever\s+is\b"
    r"|\b(?:now|again)$"
    r"|\((?![^()]*(?:\b[A-E]\b|\bor\b))[^()]{1,100}\)$",
    re.IGNORECASE,
)
"""What stands around a lever: `Round 17: bet on B (62 %)`."""
_LONG = 200
"""Characters of a text that says a lever, at most."""
_AGREES, _AGREES_EASILY = 0.87, 0.94
"""In how many rounds rules of thumb are best, where there are more than two levers and the wheel
turns, and elsewhere: above what 480 tasks and 120 of each showed."""


class StreamParams(Params):
    """How large the wheel is, and how long one bets on it."""

    positions: Annotated[int, Field(ge=3, le=6), Ladder(3, 3, 4, 4, 5)] = 3
    """Of the wheel."""
    levers: Annotated[int, Field(ge=2, le=5), Ladder(3, 3, 3, 4, 4)] = 3
    """To pull."""
    stays: Annotated[int, Field(ge=50, le=90), Knob(75, 85)] = 75
    """Percent of the rounds after which the wheel stays where it is."""
    log: Annotated[int, Field(ge=1, le=40), Knob(8, 16)] = 8
    """Rounds that are told."""
    rounds: Annotated[int, Field(ge=1, le=40), Knob(8, 14)] = 8
    """In which one bets."""
    era: Annotated[int, Field(ge=1, le=100)] = 8
    """Tasks that follow on one another; then the wheel is replaced."""


class StreamInstance(Model):
    """Rounds of a wheel: those that are told, and those in which one bets."""

    wheel: Wheel
    first: int
    """The number of the first round that is told, since there has been this wheel."""
    log: tuple[Board, ...]
    boards: tuple[Board, ...]
    """Who pays in the rounds in which one bets."""
    positions: tuple[int, ...]
    """Where the wheel stands in them."""
    era: int
    member: int


class Pull(Tool):
    """Pull a lever in this round; you see what each of them paid."""

    lever: Annotated[str, Field(max_length=60)]
    """The letter of the lever."""


@dataclass
class Bets:
    """What was pulled so far, and what it lost."""

    believed: WheelBelief
    pulled: list[int] = field(default_factory=list)
    lost: float = 0.0
    """Coins, in expectation."""
    why: str = ""
    """The first pull that lost something."""


class WheelStream(Family[StreamParams, StreamInstance]):
    """Bet on levers whose chances drift; tasks of a seed are one endless stream."""

    name = "mdp.stream"
    version = 2
    effort = "memory"
    rubric: ClassVar[Rubric] = Rubric(gate="best", best=0.6, kept=0.4)
    turns = 80
    checked = 10
    tools = (Pull,)

    def generate(self, p: StreamParams, rng: np.random.Generator) -> StreamInstance:
        """The rounds that follow on those of the task before: none is rejected."""
        group, member = group_of(rng, p.era)
        shape = WheelShape(p.positions, p.levers, p.stays)
        era = _era(group, shape, p.log + p.era * p.rounds)
        at = member * p.rounds
        begin, end = at + p.log, at + p.log + p.rounds
        return StreamInstance(
            wheel=era.wheel,
            first=at + 1,
            log=era.boards[at:begin],
            boards=era.boards[begin:end],
            positions=era.positions[begin:end],
            era=group.number,
            member=member,
        )

    def prompt(self, x: StreamInstance) -> str:
        begin, end = x.first + len(x.log), x.first + len(x.log) + len(x.boards) - 1
        return (
            f"{told(x.wheel, x.first, x.log)}\n\nYou bet in rounds {begin} to {end}. In each of "
            "them, you pull one lever and get what it pays; then you are shown what all of them "
            "paid. What you pull changes nothing of what happens.\n\nYou are paid for how well "
            "you choose, not for luck: each pull is compared with the lever that is likeliest to "
            f"pay in that round, by all rounds from {x.first} on that were shown by then. The full "
            "reward is for losing nothing by that measure, where a chance that is smaller by at "
            "most one percentage point is as good; who loses less than the usual rules of thumb do "
            "earns a part. `pull` pulls a lever and shows what was paid; you may also just say its "
            "letter. Words that are no lever change nothing, and you have "
            f"{_SPARE} of them at most to spare. Go on until it is over."
        )

    def needs(self, x: StreamInstance) -> Needs:
        return super().needs(x).model_copy(update={"turns": len(x.boards) + _SPARE})

    def begin(self, x: StreamInstance) -> Bets:
        return Bets(x.wheel.after(x.log))

    def step(self, x: StreamInstance, s: Bets, action: Action | Tool) -> Turn:
        try:
            lever = _said(x.wheel, action)
        except Unreadable as e:
            return Turn(f"Error: {e}")
        at = len(s.pulled)
        _charge(x, s, lever)
        s.believed = x.wheel.turned(x.wheel.weighed(s.believed, x.boards[at]))
        over = len(s.pulled) == len(x.boards)
        seen = shown(x.first + len(x.log) + at, x.boards[at], lever)
        return Turn(f"{seen} It is over." if over else seen, over=over)

    def judge(self, x: StreamInstance, s: Bets) -> Verdict:
        if len(s.pulled) < len(x.boards):
            return self.rubric(best=0.0, kept=0.0, why="it is not over")
        usual = _usual(x)
        kept = max(0.0, 1 - s.lost / usual) if usual else float(not s.lost)
        return self.rubric(best=float(not s.lost), kept=kept, why=s.why)

    def solve(self, x: StreamInstance) -> str:
        return written(betting(x, lambda boards: x.wheel.best(x.wheel.after(boards))))

    def measure(self, x: StreamInstance) -> dict[str, float]:
        """`memory`: the last rounds that one has to remember to lose nothing; `turned`: how often
        another lever is best than was before.
        """
        right = betting(x, lambda boards: x.wheel.best(x.wheel.after(boards)))
        return {
            "memory": _memory(x),
            "turned": sum(a != b for a, b in pairwise(right)),
            "edge": round(_usual(x), 6),
        }

    def canonical(self, x: StreamInstance) -> Any:
        return [x.wheel.model_dump(mode="json"), x.log, x.boards]

    def baselines(self, x: StreamInstance) -> dict[str, str]:
        rules = tried(x.wheel) | untried(x.wheel)
        return {who: written(betting(x, bet)) for who, bet in rules.items()}

    def floor(self, p: StreamParams) -> float:
        """What the best rule of thumb gets; no task is drawn anew because of one."""
        agrees = _AGREES if p.levers > 2 and p.stays <= 85 else _AGREES_EASILY
        return round(0.08 + agrees**p.rounds, 2)


@lru_cache(maxsize=16)
def _era(group: TaskGroup, shape: WheelShape, rounds: int) -> Era:
    return draw_era(Dice(group.rng()), shape, rounds)


def betting(x: StreamInstance, bet: Bet) -> list[int]:
    """The levers that a strategy pulls."""
    boards = (*x.log, *x.boards)
    return [bet(boards[:at]) for at in range(len(x.log), len(boards))]


def lost_by(x: StreamInstance, pulled: Sequence[int]) -> list[float]:
    """What each pull loses, in coins that could be expected."""
    boards, lost = (*x.log, *x.boards), []
    b = x.wheel.after(x.log)
    for at, lever in enumerate(pulled, len(x.log)):
        lost.append(x.wheel.losses(b)[lever])
        b = x.wheel.turned(x.wheel.weighed(b, boards[at]))
    return lost


def pulled(x: StreamInstance, answer: str) -> list[int]:
    """The levers that an answer pulls, as far as it says any; for `lifetime`."""
    levers: list[int] = []
    for action in read_transcript(answer).actions:
        with suppress(Unreadable, ValidationError):
            if action.tool is None:
                levers.append(_said(x.wheel, action))
            elif action.tool == "pull":
                levers.append(_said(x.wheel, Pull.model_validate(action.arguments)))
    return levers[: len(x.boards)]


def _charge(x: StreamInstance, s: Bets, lever: int) -> None:
    """Write down a pull, and what it loses."""
    lost = x.wheel.losses(s.believed)[lever]
    s.pulled.append(lever)
    s.lost += lost
    if lost and not s.why:
        best, number = x.wheel.best(s.believed), x.first + len(x.log) + len(s.pulled) - 1
        s.why = (
            f"in round {number}, {LEVERS[lever]} pays with a chance of "
            f"{float(x.wheel.chance(s.believed, lever)):.3f} by what was shown, {LEVERS[best]} "
            f"with {float(x.wheel.chance(s.believed, best)):.3f}"
        )


@lru_cache(maxsize=64)
def _usual(x: StreamInstance) -> float:
    """What the best rule of thumb loses, in coins, of those that lose anything; else nothing."""
    rules = tried(x.wheel) | untried(x.wheel)
    lost = (sum(lost_by(x, betting(x, bet))) for bet in rules.values())
    return min(filter(None, lost), default=0.0)


def _memory(x: StreamInstance) -> int:
    for rounds in range(len(x.log) + len(x.boards)):
        if not any(lost_by(x, betting(x, remembering(x.wheel, rounds)))):
            return rounds
    return len(x.log) + len(x.boards)


def _said(wheel: Wheel, action: Action | Tool) -> int:
    def read(text: str) -> str:
        letter = read_lever(spoken(_TALK.sub("", text)) if len(text) < _LONG else text)
        if letter not in LEVERS[: wheel.levers]:
            raise Unreadable(f"there is no lever {letter}")
        return letter

    return LEVERS.index(heard(action, action.lever if isinstance(action, Pull) else None, read))


def written(levers: Sequence[int]) -> str:
    """Pulls as a transcript."""
    actions = tuple(Action(tool="pull", arguments={"lever": LEVERS[one]}) for one in levers)
    return Transcript(actions=actions).model_dump_json()
