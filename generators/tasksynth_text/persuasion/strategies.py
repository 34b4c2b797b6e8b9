"""Who persuades: the one who reads, remembers and looks ahead, and others who do not."""

from collections.abc import Callable
from dataclasses import dataclass

from tasksynth import Action, Transcript
from tasksynth_text.persuasion.dialogue import Persuadee
from tasksynth_text.persuasion.models import (
    Concern,
    PersuasionInstance,
    PleaFact,
    bounds,
    fits,
    following,
    preceding,
)

Act = tuple[str, int | None]
"""The name of a tool, and its argument."""
_ARGUMENT = {"tell": "fact", "answer": "figure", "ask": "amount"}


def do(talk: Persuadee, act: Act) -> str:
    """Do an act."""
    name, value = act
    return getattr(talk, name)(*() if value is None else (value,))  # type: ignore[no-any-return]


def written(acts: list[Act]) -> str:
    """Acts as a transcript."""
    actions = [
        Action(tool=name, arguments={} if value is None else {_ARGUMENT[name]: value})
        for name, value in acts
    ]
    return Transcript(actions=tuple(actions)).model_dump_json()


def played(x: PersuasionInstance, choose: Callable[[Persuadee], Act], most: int = 60) -> list[Act]:
    """What one does until the conversation is over."""
    talk = Persuadee(x)
    acts: list[Act] = []
    while not talk.over and len(acts) < most:
        acts.append(choose(talk))
        do(talk, acts[-1])
        talk.turn += 1
    return acts


@dataclass(frozen=True)
class Wit:
    """What somebody is able to do."""

    ahead: bool = True
    """Look for what else was voiced, before a fact is told."""
    notices: int = 9
    """Conditions of what is wanted that one keeps in mind."""
    negates: bool = True
    """Notice what must not be so, or not be the same."""
    remembers: int = 9
    """Of what was voiced at once, how much one keeps in mind."""
    sums: int = 9
    """Things that are said of money that one adds up, the last ones."""


FULL = Wit()


def able(wit: Wit) -> Callable[[Persuadee], Act]:
    """What somebody does who knows what was said so far, as far as they are able."""

    def choose(talk: Persuadee) -> Act:
        x = talk.x
        if talk.hidden:
            return ("inquire", None)
        if (concern := talk.concern) is None:
            first = bool(x.small and not talk.agreed)
            return ("ask", x.small if first else max(1, sum(x.purse[-wit.sums :])))
        if talk.met - bounds(x, talk.met)[0] >= wit.remembers:
            return ("tell", _untold(talk, lambda fact: True))
        if concern.kind == "tell":
            return ("tell", _wanted(talk, concern, wit))
        if concern.kind == "admit":
            return ("admit", None)
        if concern.kind == "pledge":
            return ("answer", x.means)
        return ("answer", concern.figure + (talk.pledged if concern.kind == "joint" else 0))

    return choose


def _wanted(talk: Persuadee, concern: Concern, wit: Wit) -> int:
    x, before = talk.x, preceding(talk.x, talk.met, talk.heard)
    if wit.ahead and wit.negates and wit.notices >= len(concern.conditions):
        options = following(x, talk.met, talk.heard, bounds(x, talk.met)[1])
        return options[0] + 1 if options else 1
    noticed = [one for one in concern.conditions if wit.negates or one.how not in ("not", "other")]
    kept = concern.model_copy(update={"conditions": tuple(noticed[: wit.notices])})
    return _untold(talk, lambda fact: fits(fact, kept, before))


def _untold(talk: Persuadee, wanted: Callable[[PleaFact], bool]) -> int:
    """The first fact that was not told and is wanted, or that was not told."""
    left = [i for i, fact in enumerate(talk.x.facts, 1) if i - 1 not in talk.told]
    found = [i for i in left if wanted(talk.x.facts[i - 1])]
    return (found or left or [1])[0]
