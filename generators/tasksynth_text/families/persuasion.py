"""`text.persuasion`: win somebody for a cause, by what they want to hear and nothing untrue."""

from math import comb
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Action, Family, Knob, Needs, Params, Rubric, Tool, Turn, Verdict
from tasksynth.rng import Dice
from tasksynth_text.persuasion.assembling import draw_persuasion, traps
from tasksynth_text.persuasion.dialogue import Persuadee
from tasksynth_text.persuasion.drawing import TalkShape, shuffled
from tasksynth_text.persuasion.guesses import cheap
from tasksynth_text.persuasion.models import PersuasionInstance, least
from tasksynth_text.persuasion.strategies import FULL, able, played, written
from tasksynth_text.persuasion.telling import SPARE, told


class PersuasionParams(Params):
    """What is known, and what has to be heard."""

    concerns: Annotated[int, Field(ge=1, le=8), Knob(3, 7)] = 4
    """Things that the other one wants to hear before anything is given."""
    facts: Annotated[int, Field(ge=6, le=40), Knob(14, 26)] = 18
    """Facts that can be told, most of which are nearly what is wanted, or like such a one."""
    conditions: Annotated[int, Field(ge=1, le=3), Knob(2, 3)] = 2
    """Of a fact that is wanted."""
    links: Annotated[int, Field(ge=0, le=3), Knob(0, 3)] = 1
    """Conditions that hang on the fact that was told just before, where there can be any."""
    together: Annotated[int, Field(ge=1, le=3), Knob(1, 3)] = 2
    """Concerns that are voiced at once, and not repeated."""
    excuses: Annotated[int, Field(ge=0, le=3), Knob(0, 2)] = 1
    """Excuses behind which concerns are hidden."""
    decoys: Annotated[int, Field(ge=0, le=3), Knob(0, 2)] = 1
    """Sentences that mean nothing, beside each group of concerns."""
    terms: Annotated[int, Field(ge=1, le=3), Knob(1, 3)] = 2
    """Things that are said, at several times, of the money that there is."""
    patience: Annotated[int, Field(ge=0, le=5), Knob(1.4, 0)] = 1
    """Acts that do not help and are put up with."""


class Tell(Tool):
    """Tell one fact of the list."""

    fact: Annotated[int, Field(ge=0, le=999)]
    """The fact's number in the list."""


class Answer(Tool):
    """Answer a question for a number."""

    figure: Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
    """The number."""


class Admit(Tool):
    """Answer a question for a number by saying that you do not know it."""


class Inquire(Tool):
    """Ask what is really behind an excuse."""


class Ask(Tool):
    """Ask for a gift."""

    amount: Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
    """Euros in all."""


class Persuasion(Family[PersuasionParams, PersuasionInstance]):
    """Win somebody for a cause: hear what is wanted, tell what is so, and nothing twice."""

    name = "text.persuasion"
    version = 3
    effort = "acts"
    rubric: ClassVar[Rubric] = Rubric(gate="won", won=0.8, given=0.2)
    turns = 40
    checked = 25
    tools = (Tell, Answer, Admit, Inquire, Ask)

    def generate(self, p: PersuasionParams, rng: np.random.Generator) -> PersuasionInstance | None:
        """Somebody who is surely won by who reads and looks ahead, and by no rule of thumb."""
        shape = TalkShape(**p.model_dump())
        dice = Dice(rng)
        x = draw_persuasion(dice, shape)
        if x is None or any(self.judge(x, talk).status == "pass" for _, talk in cheap(x).values()):
            return None
        # In another order: that no first fact of its kind would do tells something of the second.
        return x.model_copy(update={"facts": tuple(shuffled(dice, x.facts))})

    def prompt(self, x: PersuasionInstance) -> str:
        return told(x)

    def needs(self, x: PersuasionInstance) -> Needs:
        turns = least(x) + x.patience + SPARE
        return super().needs(x).model_copy(update={"turns": turns})

    def begin(self, x: PersuasionInstance) -> Persuadee:
        return Persuadee(x)

    def step(self, x: PersuasionInstance, s: Persuadee, action: Action | Tool) -> Turn:
        s.turn += 1
        match action:
            case Tell(fact=number) if not 1 <= number <= len(x.facts):
                return Turn(f"Error: there is no fact {number}; they are 1 to {len(x.facts)}")
            case Tell(fact=number):
                said = s.tell(number)
            case Answer(figure=figure):
                said = s.answer(figure)
            case Admit():
                said = s.admit()
            case Inquire():
                said = s.inquire()
            case Ask(amount=amount) if amount < 1:
                return Turn("Error: want an amount of at least 1 euro")
            case Ask(amount=amount):
                said = s.ask(amount)
            case _:
                return Turn("Error: words alone are not heard; act by the tools")
        return Turn(f"{x.name}: “{said}”", over=s.over)

    def judge(self, x: PersuasionInstance, s: Persuadee) -> Verdict:
        given = 0.0 if s.false else s.agreed / x.limit
        why = s.false or s.again
        if not why and given < 1:
            left = f"{x.name} left" if s.left else "it ended"
            why = f"{left} with {s.met} of {len(x.concerns)} concerns met"
            why += f" and {s.agreed} of {x.limit} euros given"
        return self.rubric(won=float(not why), given=given, why=why)

    def solve(self, x: PersuasionInstance) -> str:
        return written(played(x, able(FULL)))

    def measure(self, x: PersuasionInstance) -> dict[str, float]:
        """`acts`: the fewest that lead to the most; `traps`: facts that are wanted and must not be
        told yet.
        """
        conditions = [one for concern in x.concerns for one in concern.conditions]
        return {
            "acts": least(x),
            "traps": traps(x),
            "conditions": len(conditions),
            "facts": len(x.facts),
            "words": len(told(x).split()),
        }

    def canonical(self, x: PersuasionInstance) -> Any:
        """What is known and wanted, whatever people are called and however it is put."""
        facts = sorted([one.kind, one.who, one.place, one.number] for one in x.facts)
        wanted = [one.model_dump(mode="json") for one in x.concerns]
        return [facts, wanted, x.groups, [bool(one) for one in x.excuses], x.small, x.limit]

    def baselines(self, x: PersuasionInstance) -> dict[str, str]:
        return {name: written(acts) for name, (acts, _) in cheap(x).items()}

    def floor(self, p: PersuasionParams) -> float:
        """What one gets who does all as it should be done but for facts, which are guessed.

        At least half of the concerns are met by facts. Who has learnt from hundreds of tasks how
        facts are like one another, and reads none, finds three in eight of them, or one in two
        where few facts are told or there is little to tell them apart.
        """
        facts, rich = (p.concerns + 1) // 2, p.conditions > 1 and p.facts >= 3 * p.concerns
        hit = 0.375 if rich else 0.5
        met = sum(comb(facts - 1 + n, n) * (1 - hit) ** n for n in range(p.patience + 1))
        return round(min(1.0, 0.02 + met * hit**facts), 3)
