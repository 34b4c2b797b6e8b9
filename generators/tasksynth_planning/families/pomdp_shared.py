"""`mdp.pomdp_shared`: press best what shows no more than a lamp, in groups that share tables."""

from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice, TaskGroup, group_of
from tasksynth_planning.pomdps.drawing import Common, PomdpShape, draw_common, draw_machine
from tasksynth_planning.pomdps.models import Policy, Pomdp, worth
from tasksynth_planning.pomdps.reading import read_policy, read_value
from tasksynth_planning.pomdps.solving import BeliefValues, best_policy, seen_value, value_of
from tasksynth_planning.pomdps.strategies import tried, untried
from tasksynth_planning.pomdps.telling import BUTTONS, COLOURS, START, told, written

_TRIES = 60
"""Machines that are drawn before a draw is given up."""
_APART = 20
"""Every rule of thumb loses a coin divided by this, at least."""
_OFF = Fraction(1, 1000)
"""Coins by which a value may be off."""

Tables = Literal["moves", "lamps", "both"]


class SharedPomdpParams(Params):
    """What is asked of which machines, and what those of a group share."""

    ask: Literal["any", "policy", "value"] = "any"
    """What to press after what, or what the best of that is worth; `any` draws one."""
    shared: Literal["any", "moves", "lamps", "both"] = "any"
    """Where machines of a group go, what their lamps show, or both; `any` draws one a group."""
    group: Annotated[int, Field(ge=1, le=10_000)] = 4
    """Tasks of a group: those of the indices 0, 1, …, and so on."""
    told: Literal["tables", "log"] = "tables"
    """Chances in tables, or a log in which they are to be counted."""
    states: Annotated[int, Field(ge=2, le=6), Knob(2, 5)] = 3
    """That the machine may be in."""
    buttons: Annotated[int, Field(ge=2, le=4)] = 3
    """To press."""
    colours: Annotated[int, Field(ge=2, le=4), Ladder(2, 2, 2, 3, 3)] = 2
    """That the lamp may show."""
    presses: Annotated[int, Field(ge=3, le=5), Ladder(3, 3, 4, 4, 4)] = 3
    """In all."""


class SharedPomdpInstance(Model):
    """A machine, what is asked of it, and the group that it is of."""

    machine: Pomdp
    ask: Literal["policy", "value"]
    told: Literal["tables", "log"]
    shared: Tables
    """What all machines of the group have in common, bit for bit."""
    group: int
    member: int
    usual: int
    """What the best rule of thumb is worth, times the machine's scale."""


class _Solved(NamedTuple):
    policy: Policy
    value: int
    beliefs: int


class SharedPomdp(Family[SharedPomdpParams, SharedPomdpInstance]):
    """Press best a machine whose state is never seen; groups of machines share their chances."""

    name = "mdp.pomdp_shared"
    version = 2
    effort = "beliefs"
    rubric: ClassVar[Rubric] = Rubric(gate="best", best=0.6, kept=0.4)
    tells = ("told",)
    checked = 5

    def generate(
        self, p: SharedPomdpParams, rng: np.random.Generator
    ) -> SharedPomdpInstance | None:
        """A machine with the tables of its group, in which every rule of thumb loses something."""
        group, member = group_of(rng, p.group)
        dice, shape = Dice(rng), PomdpShape(p.states, p.buttons, p.colours, p.presses)
        kind, common = _common(group, shape, p.shared)
        asks: tuple[Literal["policy", "value"], ...] = ("policy", "value")
        ask = dice.of(asks)
        for _ in range(_TRIES):
            machine = draw_machine(dice, shape, common)
            if (usual := _usual(machine)) is not None:
                return SharedPomdpInstance(
                    machine=machine,
                    ask=ask if p.ask == "any" else p.ask,
                    told=p.told,
                    shared=kind,
                    group=group.number,
                    member=member,
                    usual=usual,
                )
        return None

    def prompt(self, x: SharedPomdpInstance) -> str:
        machine = told(x.machine, log=x.told == "log")
        return f"{machine}\n\n{_VALUE if x.ask == 'value' else _policy_asked(x.machine)}"

    def verify(self, x: SharedPomdpInstance, answer: str) -> Verdict:
        try:
            if x.ask == "value":
                return self._value(x, read_value(answer))
            policy = read_policy(answer, x.machine)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        try:
            value = worth(x.machine, policy)
        except KeyError as missing:
            shown = ", ".join(COLOURS[one] for one in missing.args[0]) or "the start"
            return self.rubric(best=0.0, kept=0.0, why=f"nothing is pressed after {shown}")
        best = _solved(x.machine).value
        why = (
            "" if value == best else f"it pays {_coins(x, best - value)} less than can be expected"
        )
        kept = max(0.0, (value - x.usual) / (best - x.usual))
        return self.rubric(best=float(value == best), kept=kept, why=why)

    def _value(self, x: SharedPomdpInstance, said: Fraction) -> Verdict:
        value = Fraction(_solved(x.machine).value, x.machine.scale)
        right = float(abs(said - value) <= _OFF)
        return self.rubric(best=right, kept=right, why="" if right else "it is another number")

    def solve(self, x: SharedPomdpInstance) -> str:
        return answered(x, _solved(x.machine).policy)

    def measure(self, x: SharedPomdpInstance) -> dict[str, float]:
        """`beliefs`: whose values are to be worked out; `edge`: coins that it is worth."""
        solved = _solved(x.machine)
        return {
            "beliefs": solved.beliefs,
            "edge": (solved.value - x.usual) / x.machine.scale,
            "lines": len(solved.policy),
        }

    def canonical(self, x: SharedPomdpInstance) -> Any:
        return [x.machine.model_dump(mode="json"), x.ask]

    def baselines(self, x: SharedPomdpInstance) -> dict[str, str]:
        """Rules of thumb, and what they are worth; and what it is worth to see the states."""
        policies = dict(tried(x.machine)) | untried(x.machine)
        found = {who: answered(x, policy) for who, policy in policies.items()}
        return found | ({} if x.ask == "policy" else {"seen": _told(x, seen_value(x.machine))})

    def floor(self, p: SharedPomdpParams) -> float:
        """What rules get with which no draw is tried."""
        return 0.08


@lru_cache(maxsize=64)
def _common(group: TaskGroup, shape: PomdpShape, asked: str) -> tuple[Tables, Common]:
    """What the machines of a group share, and those tables."""
    dice = Dice(group.rng())
    kinds: tuple[Tables, ...] = ("moves", "lamps", "both")
    drawn = dice.of(kinds)
    kind = next((one for one in kinds if one == asked), drawn)
    return kind, draw_common(dice, shape, kind, _usual)


def _usual(machine: Pomdp) -> int | None:
    """What the best rule of thumb is worth, if all lose something; else None."""
    best, most = value_of(machine), -(10**12)
    if (seen_value(machine) - best) * _APART < machine.scale:
        return None
    for _, policy in tried(machine):
        most = max(most, worth(machine, policy))
        if (best - most) * _APART < machine.scale:
            return None
    return most


@lru_cache(maxsize=8)
def _solved(machine: Pomdp) -> _Solved:
    values = BeliefValues(machine)
    policy = best_policy(values)
    return _Solved(policy, worth(machine, policy), values.size)


def _coins(x: SharedPomdpInstance, value: int) -> str:
    return f"{value / x.machine.scale:.4f} coins"


def answered(x: SharedPomdpInstance, policy: Policy) -> str:
    """A policy, or what it is worth, as the prompt asks for it."""
    return written(policy) if x.ask == "policy" else _told(x, worth(x.machine, policy))


def _told(x: SharedPomdpInstance, value: int) -> str:
    return f"<answer>{Fraction(value, x.machine.scale)}</answer>"


_VALUE = (
    "How many coins can be expected in all, if one presses as well as possible? What is pressed "
    "may depend on all colours that were shown. Write the number between <answer> and </answer>, "
    "as a fraction or as a decimal that is off by 0.001 at most."
)


def _policy_asked(machine: Pomdp) -> str:
    row = ", ".join(COLOURS[one] for one in (1, 0, 1)[: machine.presses - 1])
    return (
        "What is to be pressed so that the most coins can be expected in all? That may depend on "
        "all colours that were shown. Say what to press first, and what to press after each row of "
        "colours that may have been shown by then. Any policy will do that is best; one that is "
        "better than the usual rules of thumb earns a part. Write it between <answer> and "
        "</answer>, a line for each row of colours, the oldest first, as in\n\n"
        f"{START}: {BUTTONS[machine.buttons - 1]}\n{COLOURS[0]}: {BUTTONS[0]}\n{row}: {BUTTONS[1]}"
        "\n\nRows that cannot come about may be left out."
    )
