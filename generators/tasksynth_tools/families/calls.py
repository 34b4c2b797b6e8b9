"""`tools.calls`: do what a user wants through the tools of services; judged by what it led to."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

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
    ToolSpec,
    Transcript,
    Turn,
    Verdict,
)
from tasksynth.answers import undressed
from tasksynth.episode import replay
from tasksynth_tools.apis.world import Books, Premises, Switchboard
from tasksynth_tools.dice import Chance
from tasksynth_tools.requests.assembling import Drafted, Wish, draw_task
from tasksynth_tools.requests.errands import Errand, known, lookups
from tasksynth_tools.requests.user import Utterance, reply_to
from tasksynth_tools.services import TRADES

SPARE = 8
"""Turns beyond those of the reference, and two for each request."""


class CallsParams(Params):
    """What is asked for, and what stands in the way."""

    requests: Annotated[int, Field(ge=1, le=8), Knob(1, 5)] = 2
    """Things that the user wants, each of another service."""
    hops: Annotated[int, Field(ge=0, le=3), Knob(0, 3)] = 1
    """How what is meant is said: 0 by id, 1 by name, 2 by what it is like or by another record's
    day, 3 through two others."""
    missing: Annotated[int, Field(ge=0, le=3), Knob(0, 2)] = 0
    """Values that the user has left out, and says when asked; at most one a request."""
    faults: Annotated[int, Field(ge=0, le=4), Knob(0, 3)] = 0
    """Errors to recover from: a busy tool, a sign-in, a time that is taken, a form that only an
    error tells."""
    impossible: Annotated[int, Field(ge=0, le=2), Knob(0, 1)] = 0
    """Further requests that cannot be done: no tool does it, or there is no such thing."""
    tools: Annotated[int, Field(ge=5, le=80), Knob(6, 40)] = 15
    """Tools, at least: those that are of no use among them."""
    forms: Annotated[float, Field(ge=0, le=1), Knob(0, 0.9)] = 0.4
    """Share of the kinds of values that an API wants in another form than the plainest."""


class CallsInstance(Model):
    """Requests, the services that they are about, and the calls that do them."""

    premises: Premises
    errands: tuple[Errand, ...]
    texts: tuple[str, ...]
    """The requests in words."""
    said: tuple[Utterance, ...]
    way: tuple[Action, ...]
    """The calls of one who understands it all, but for the last, which is `finish`."""


class Reported(Model):
    """The answer to one of the requests, which is a question."""

    request: Annotated[int, Field(ge=1, le=99)]
    """Number of the request."""
    value: Annotated[str, Field(max_length=200)] | float
    """What was asked for."""


class AskUser(Tool):
    """Ask the user for something that a request leaves out and a tool cannot do without."""

    question: Annotated[str, Field(max_length=2000)]
    """In words; best with the number of the request."""


class Finish(Tool):
    """End the task, when all is done that can be done."""

    undone: Annotated[tuple[int, ...], Field(max_length=20)] = ()
    """Numbers of the requests that cannot be done."""
    answers: Annotated[tuple[Reported, ...], Field(max_length=20)] = ()
    """Answers to the requests that are questions."""


@dataclass
class Shift:
    """What was done so far."""

    board: Switchboard
    books: Books
    wanted: dict[str, Any]
    """What the services should hold at the end."""
    report: Finish = field(default_factory=Finish)


class Calls(Family[CallsParams, CallsInstance]):
    """Do what a user wants with the tools of generated services: that, and nothing else."""

    name = "tools.calls"
    version = 2
    effort = "calls"
    rubric: ClassVar[Rubric] = Rubric(gate="done", done=1.0, state=0.0, report=0.0)
    turns = 150
    checked = 12
    tools = (AskUser, Finish)

    def generate(self, p: CallsParams, rng: np.random.Generator) -> CallsInstance | None:
        wish = Wish(**p.model_dump())
        drawn = draw_task(wish, Chance(rng))
        return None if drawn is None else _instance(drawn)

    def prompt(self, x: CallsInstance) -> str:
        pins = [
            f"My PIN for {one.trade.replace('_', ' ')} is {one.pin}."
            for one in x.premises.providers
            if one.pin
        ]
        numbered = "\n".join(f"{n}. {text}" for n, text in enumerate(x.texts, 1))
        noted = f"\n\n{' '.join(pins)}" if pins else ""
        return (
            f"Today is {_spelt(x.premises.today)}. You act for a user, through the tools of "
            f"several services. The user says:\n\n{numbered}{noted}\n\n"
            "Do all of this, and change nothing else. What is meant can be looked up. Where a "
            "request leaves out what a tool requires, ask for it with `ask_user`; what a tool does "
            "not require and nobody speaks of stays as it is by default. A request that no tool "
            "does, or that is about something that does not exist, is left undone, and the others "
            "are done all the same. At last call `finish`, with the numbers of the requests that "
            "are left undone and with the answers to questions: dates as YYYY-MM-DD, times as "
            f"HH:MM, sums as numbers in euros. You have {_turns(x)} turns; each call is "
            "one."
        )

    def needs(self, x: CallsInstance) -> Needs:
        """The tools of the task's services, in the order of the task."""
        own = tuple(tool.spec() for tool in self.tools)
        return Needs(turns=_turns(x), tools=(*_specs(x.premises), *own))

    def begin(self, x: CallsInstance) -> Shift:
        return _begun(x, Switchboard(x.premises))

    def step(self, x: CallsInstance, s: Shift, action: Action | Tool) -> Turn:
        match action:
            case AskUser(question=question):
                return Turn(reply_to(question, x.said, len(x.errands)))
            case Finish():
                s.report = action
                return Turn("Thank you.", over=True)
            case Action(tool=str(name), arguments=dict(arguments)) if s.board.knows(name):
                return Turn(s.board.call(s.books, name, arguments))
        text = action.text if isinstance(action, Action) else ""
        return Turn(reply_to(text, x.said, len(x.errands)))

    def judge(self, x: CallsInstance, s: Shift) -> Verdict:
        whys = [_apart(s.wanted, s.books.canonical()), _misreported(x, s.report)]
        return self.rubric(
            done=float(not any(whys)),
            state=float(not whys[0]),
            report=float(not whys[1]),
            why="; ".join(filter(None, whys)),
        )

    def verify(self, x: CallsInstance, answer: str) -> Verdict:
        return replay(_Unheard(Switchboard(x.premises)), x, answer)

    def solve(self, x: CallsInstance) -> str:
        return Transcript(actions=(*x.way, _report(x))).model_dump_json()

    def measure(self, x: CallsInstance) -> dict[str, float]:
        values = [value for errand in x.errands for value in errand.wants]
        return {
            "calls": float(len(x.way) + 1),
            "requests": float(len(x.errands)),
            "lookups": float(sum(len(lookups(value)) for value in values)),
            "asked": float(sum(len(errand.withheld) for errand in x.errands)),
            "undone": float(len([errand for errand in x.errands if errand.kind == "undone"])),
            "errors": float(_errors(x)),
            "tools": float(len(x.premises.offered)),
        }

    def canonical(self, x: CallsInstance) -> Any:
        return [list(x.texts), [one.model_dump(mode="json") for one in x.way]]

    def baselines(self, x: CallsInstance) -> dict[str, str]:
        """Nothing, all undone, the prompt's words, the first tool, and every tool."""
        from tasksynth_tools.requests.agents import careless

        return careless(self.needs(x).tools, self.prompt(x), len(x.errands), _turns(x))

    def floor(self, p: CallsParams) -> float:
        """Every task wants a change or a fact that nobody guesses."""
        return 0.01


@dataclass(frozen=True)
class _Unheard(Calls):
    """Plays one task and says nothing: a replay tells nobody what there is."""

    board: Switchboard

    name = "tools.unheard_calls"

    def needs(self, x: CallsInstance) -> Needs:
        """The tools' names alone."""
        own = (tool.spec().name for tool in self.tools)
        named = tuple(
            ToolSpec.trusted(name=name, description="", parameters={})
            for name in (*self.board.names, *own)
        )
        return Needs(turns=_turns(x), tools=named)

    def begin(self, x: CallsInstance) -> Shift:
        return _begun(x, self.board)

    def step(self, x: CallsInstance, s: Shift, action: Action | Tool) -> Turn:
        match action:
            case Finish():
                return super().step(x, s, action)
            case Action(tool=str(name), arguments=dict(arguments)) if s.board.knows(name):
                s.board.do(s.books, name, arguments)
        return Turn("")


def _instance(drawn: Drafted) -> CallsInstance:
    return CallsInstance(
        premises=drawn.premises,
        errands=drawn.errands,
        texts=drawn.texts,
        said=drawn.said,
        way=drawn.way,
    )


def _turns(x: CallsInstance) -> int:
    return len(x.way) + 1 + SPARE + 2 * len(x.errands)


def _specs(premises: Premises) -> tuple[ToolSpec, ...]:
    board = Switchboard(premises)
    return tuple(board.spec(one) for one in premises.offered)


def _begun(x: CallsInstance, board: Switchboard) -> Shift:
    return Shift(board, Books.of(x.premises), _played(x, board).canonical())


def _played(x: CallsInstance, board: Switchboard) -> Books:
    """What the services hold after the reference's calls."""
    books = Books.of(x.premises)
    for name, arguments in _calls(x, board):
        board.do(books, name, arguments)
    return books


def _errors(x: CallsInstance) -> int:
    """Errors that the reference meets, and services whose forms only an error tells."""
    board, books = Switchboard(x.premises), Books.of(x.premises)
    replies = [board.call(books, name, arguments) for name, arguments in _calls(x, board)]
    met = [one for one in replies if one.startswith("Error")]
    return len(met) + sum(one.dialect.unsaid for one in x.premises.providers)


def _calls(x: CallsInstance, board: Switchboard) -> list[tuple[str, dict[str, Any]]]:
    """The reference's calls of the services."""
    return [
        (action.tool, action.arguments)
        for action in x.way
        if action.tool and board.knows(action.tool) and isinstance(action.arguments, dict)
    ]


def _apart(wanted: dict[str, Any], got: dict[str, Any]) -> str:
    """How what the services hold differs from what they should; empty if it does not."""
    if wanted == got:
        return ""
    if got["side"]:
        return f"nobody asked for this: {got['side'][0][:120]}"
    lacking = [one for one in wanted["made"] if one not in got["made"]]
    surplus = [one for one in got["made"] if one not in wanted["made"]]
    if lacking or surplus:
        return (
            f"of what was to be made {len(lacking)} of {len(wanted['made'])} are not there as "
            f"asked for, and {len(surplus)} are there that were not asked for"
        )
    if len(wanted["made"]) != len(got["made"]):
        return "something was made twice"
    return "records are not what they should be: one was changed or ended wrongly, or not at all"


def _misreported(x: CallsInstance, report: Finish) -> str:
    undone = {errand.number for errand in x.errands if errand.kind == "undone"}
    if set(report.undone) != undone:
        return f"left undone are to be {sorted(undone)}, reported are {sorted(report.undone)[:9]}"
    for errand in x.errands:
        if errand.kind == "ask":
            told = [one.value for one in report.answers if one.request == errand.number]
            right = [_right(x, errand, value) for value in told]
            if any(right) and not all(right):
                return f"request {errand.number} has several answers"
            if not any(right):
                return f"the answer to request {errand.number} is wrong or missing"
    return ""


def _right(x: CallsInstance, errand: Errand, value: Any) -> bool:
    sort = TRADES[errand.trade].shelf(errand.shelf).trait(errand.trait).sort
    for said in (value, undressed(value)) if isinstance(value, str) else (value,):
        with suppress(ValueError):
            if sort.answer(said) == _answer(x, errand):
                return True
    return False


def _answer(x: CallsInstance, errand: Errand) -> Any:
    return known(Books.of(x.premises), errand.values["answer"])


def _report(x: CallsInstance) -> Action:
    """The call that ends the task, with all that is to be reported."""
    answers = []
    for errand in x.errands:
        if errand.kind == "ask":
            sort = TRADES[errand.trade].shelf(errand.shelf).trait(errand.trait).sort
            value = sort.encode(_answer(x, errand), sort.styles[0])
            answers.append({"request": errand.number, "value": value})
    undone = [errand.number for errand in x.errands if errand.kind == "undone"]
    given = {"undone": undone} | ({"answers": answers} if answers else {})
    return Action(tool="finish", arguments=given)


def _spelt(today: str) -> str:
    from datetime import date

    day = date.fromisoformat(today)
    return f"{day:%A}, {day.day} {day:%B %Y}"
