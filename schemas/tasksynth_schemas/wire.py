"""What a trainer and the curriculum say to each other."""

from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from tasksynth_schemas.base import Model
from tasksynth_schemas.content import Content, chat_content, text_of
from tasksynth_schemas.label import TICKET_ID
from tasksynth_schemas.needs import PLAIN, Needs
from tasksynth_schemas.task import AnyRef, TaskRef, Verdict

Purpose = Literal["train", "explore", "review", "probe"]
Term = Literal["hint", "weight", "rollouts", "probe"]
"""What a ticket may ask of a trainer besides attempts: to show a hint, to weigh the group, to play
another number of rollouts than other tickets want, not to train on it (the purpose `probe`)."""
Rollouts = Annotated[int, Field(ge=1, le=4096)]
Reward = Annotated[float, Field(ge=0, le=1)]


class Ticket(Model):
    """One task to attempt, `rollouts` times, and to report on once."""

    id: Annotated[str, Field(pattern=TICKET_ID)]
    """`run:position`; the key of its feedback."""
    position: Annotated[int, Field(ge=0)]
    """Place in the run's ledger, from 0."""
    ref: TaskRef
    arm: str
    """The cell that the task was drawn from: a family at a level, or at explicit params."""
    level: Annotated[float, Field(ge=0, le=1)] | None = None
    """The cell's level; None where the recipe gives explicit params."""
    purpose: Purpose = "train"
    """Why it was chosen. Roll a `probe` out, but do not train on it: it only measures."""
    rollouts: Annotated[int, Field(ge=1)] = 8
    """How many attempts make a group."""
    weight: Annotated[float, Field(ge=0)] = 1.0
    """Multiply the group's advantages (or loss) by it; 1 for every plain strategy."""
    hint: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Share of a worked solution that stands in the served prompt, in [0, 1]."""
    lease: Annotated[int, Field(ge=1)]
    """Feedback counts until the ledger has reached this position."""


class Feedback(Model):
    """What became of a ticket. The first word on it counts; repeats are recognised."""

    ticket: Annotated[str, Field(pattern=TICKET_ID)]
    rewards: Annotated[tuple[Reward | None, ...], Field(max_length=10_000, fail_fast=True)]
    """One in [0, 1] for each attempt. None: the attempt failed, not by the policy's fault, and is
    left out. Empty: the ticket was given up."""
    part: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """Given, these are some of the group's rewards, under a name of their own (a repeat of the name
    is a repeat of the rewards); the ticket closes when all of its rollouts are in. None: these
    are all of them."""
    trained: bool = True
    """False if the trainer saw the group and threw it away (dynamic sampling)."""
    policy: Annotated[str, Field(max_length=200)] = ""
    """Which policy played; a second one (a reference, a checkpoint) makes regret measurable."""
    regret: float | None = None
    """The trainer's own estimate of the regret."""
    value_loss: float | None = None
    """Mean positive value loss (or mean absolute advantage), if the trainer has it."""
    length: Annotated[float, Field(ge=0)] | None = None
    """Mean tokens of an attempt."""
    logprob: float | None = None
    """Mean log-probability of a token."""


class Ack(Model):
    """What became of a feedback; it is in the journal when you read this."""

    ticket: str
    status: Literal["ok", "partial", "duplicate", "late", "unknown"]
    """ok: counted. partial: kept until the rest comes. duplicate: it had been answered. late: its
    lease was over. unknown: no such ticket in this run. Only the first two changed anything."""


class ArmReport(Model):
    """What is known of one cell."""

    arm: str
    track: str
    level: float | None
    served: int
    """Tickets handed out; those below are of them."""
    open: int
    answered: int
    expired: int
    mixed: float | None
    """Share of groups whose rewards were not all equal: the ones that teach."""
    solved: float | None
    """Mean reward, over the whole run."""
    expected: float
    """Success rate that is expected now."""
    difficulty: float
    """In logits, for the policy as it is now: 0 is solved half the time, more is harder."""
    error: float
    """Standard deviation of the difficulty."""


class Reach(Model):
    """How much of a ladder is solved, every arm counting alike, whatever was served."""

    groups: int
    """Groups answered by then, in the whole run."""
    mean: float
    """Success rate expected over the arms, and"""
    low: float
    """its interval of 95 %; all three are 0 where nothing was answered yet."""
    high: float


class TrackReport(Model):
    """What is known of one ladder."""

    track: str
    answered: int
    mixed: float
    ability: float
    """Mean logit of success over its arms."""
    error: float
    progress: float
    """Logits of ability gained per 100 groups of practice, lately."""
    state: Literal["untried", "learning", "stuck", "mastered", "alarm"]
    reach: Reach
    history: tuple[Reach, ...] = ()
    """The same earlier, oldest first."""
    target: float | None = None
    """Success rate that the strategy practises at, if it has one."""
    planned: float | None = None
    """Share of the tickets to come that it wants for the track, if it says so."""
    lately: dict[str, int] = {}
    """The newest tickets of the run that are of this track, by purpose."""
    alarm: str
    """Not empty: why the track's family may be broken."""


class CurriculumReport(Model):
    """What a run has measured."""

    run: str
    strategy: str
    about: str = ""
    """The strategy in a sentence."""
    events: int
    position: int
    open: int
    newest: int = 0
    """How many tickets `lately` is of."""
    attempts: int = 0
    """Attempts that were answered, those without a reward among them:"""
    masked: int = 0
    """faults of the machinery, which count for nothing."""
    reach: Reach
    """Over all ladders that were answered."""
    history: tuple[Reach, ...] = ()
    explore: float | None = None
    """Share of the tickets to come that is drawn from all arms alike, and"""
    review: float | None = None
    """for what was mastered; if the strategy says so."""
    early: bool = False
    """Too few groups were answered yet for anything to be said of progress."""
    finished: bool = False
    """All that can be learned is mastered."""
    advice: tuple[str, ...] = ()
    """What to do next, the most pressing first."""
    arms: tuple[ArmReport, ...]
    tracks: tuple[TrackReport, ...]


class Presented(Model):
    """What a policy needs to see of a task."""

    task: str
    """The task's id."""
    prompt: Content
    """Words, or parts in order, some of which name media."""
    needs: Annotated[Needs, Field(exclude_if=lambda needs: needs == PLAIN)] = PLAIN
    """What it takes to work on it; left out for one text reply to one text."""
    media: Annotated[dict[str, str], Field(exclude_if=lambda media: not media)] = {}
    """The media that the prompt names, as `data:` URIs; left out where there are none."""
    measure: dict[str, float] = {}
    """Difficulty features of the task."""

    @property
    def text(self) -> str:
        """The prompt as words; a medium in it is its name in brackets."""
        return text_of(self.prompt)

    @property
    def chat(self) -> list[dict[str, Any]]:
        """The prompt as the messages of a chat in the OpenAI form, media included."""
        return [{"role": "user", "content": chat_content(self.prompt, self.media)}]


class Served(Presented):
    """A ticket with what the policy needs to see."""

    ticket: Ticket
    label: str
    """Pass it back to `verify`, whole: it names the task and the ticket (see `Label`)."""


class Ask(Model):
    """Params of `ask`: new tickets, or with a cursor those at given places of the ledger."""

    n: Annotated[int, Field(ge=1, le=4096)] = 1
    key: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """Asked again with the same key, the same tickets come again."""
    cursor: Annotated[int, Field(ge=0)] | None = None
    """Read positions cursor … cursor + n - 1; equal cursors give equal tickets, whoever asks."""
    rollouts: Rollouts | None = None
    """The size of the trainer's groups, if it has but one: new tickets are for groups of that size,
    and ones for another size are refused. None: whatever the curriculum says."""


class TellAsk(Ask):
    """Params of `ask`, perhaps with rewards: they are told first."""

    feedback: Annotated[tuple[Feedback, ...], Field(max_length=4096, fail_fast=True)] = ()


class Asked(Model):
    """Result of `ask`."""

    tasks: tuple[Served, ...]
    cursor: int
    """The position after the last of these tickets: the next cursor to read."""
    acks: Annotated[tuple[Ack, ...], Field(exclude_if=lambda acks: not acks)] = ()
    """What became of the feedback; not there where there was none."""


class Page(Model):
    """Query of `/at`."""

    cursor: Annotated[int, Field(ge=0)]
    n: Annotated[int, Field(ge=1, le=4096)] = 1
    rollouts: Rollouts | None = None
    """See `Ask`."""


class AskMany(Model):
    """Body of `/tickets`: the asks of many callers."""

    asks: Annotated[tuple[Ask, ...], Field(min_length=1, max_length=4096, fail_fast=True)]
    """Those past 4,096 tickets in all are refused."""


class Issued(Model):
    """What one ask came to: tickets without their tasks, or why there are none."""

    tickets: tuple[Ticket, ...] = ()
    error: str = ""
    status: int = 200
    """What HTTP would call the error."""


class AskedMany(Model):
    """Reply of `/tickets`."""

    issued: tuple[Issued, ...]
    """One for each ask, in order."""


class Name(Model):
    """Query of `/task`."""

    label: Annotated[str, Field(min_length=1, max_length=4000)]
    """As in `Look`; for longer ones there is `/rpc`."""


class Tell(Model):
    """Params of `tell`."""

    feedback: Annotated[tuple[Feedback, ...], Field(min_length=1, max_length=4096, fail_fast=True)]


class Told(Model):
    """Result of `tell`; what it says is in the journal."""

    acks: tuple[Ack, ...]


def _one_name(schema: dict[str, Any]) -> None:
    """Say in the JSON Schema what `_one_task` and `_tell_whom` check."""
    names = ("ticket", "ref", "label")
    null = {"type": "null"}
    ways = []
    for name in names:
        given: dict[str, Any] = {other: null for other in names if other != name}
        given[name] = {"not": null}
        if name == "ref" and "tell" in schema["properties"]:
            given["tell"] = {"enum": [False, None]}
        ways.append({"required": [name], "properties": given})
    schema["oneOf"] = ways


def _no_name_or_one(schema: dict[str, Any]) -> None:
    """The same, or none of them."""
    _one_name(schema)
    null: dict[str, Any] = {"type": "null"}
    schema["oneOf"].append({"properties": dict.fromkeys(("ticket", "ref", "label"), null)})


class Look(Model):
    """Params of `task`: a task, named by ticket, by ref or by label."""

    model_config = ConfigDict(json_schema_extra=_one_name)

    ticket: Annotated[str, Field(pattern=TICKET_ID)] | None = None
    ref: AnyRef | None = None
    label: str | None = None
    """What `ask` or an exported dataset gave as `label`; the id of a ticket of this run will do,
    and where the server has a dataset behind it, the id of a task in it."""

    @model_validator(mode="after")
    def _one_task(self) -> Self:
        if [self.ticket, self.ref, self.label].count(None) != 2:
            raise ValueError("give the task as one of ticket, ref and label")
        return self


class Shown(Presented):
    """Result of `task`: what the policy may see of it."""

    ref: AnyRef


class Verify(Look):
    """Params of `verify`: answers to one task, named by ticket, by ref or by label."""

    answers: Annotated[tuple[str, ...], Field(min_length=1, max_length=4096, fail_fast=True)]
    tell: bool | None = None
    """Tell the curriculum too: 1 for a pass, 0 for less. None: only with a label that has a ticket.
    To tell partial rewards, use `tell`."""
    part: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """What to call these rewards in the feedback (see `Feedback.part`). None: with a ticket, they
    are all of its group; with a label, the next of its group, whatever else was judged."""

    @model_validator(mode="after")
    def _tell_whom(self) -> Self:
        if self.tell and self.ref is not None:
            raise ValueError("tell goes with a ticket or a label")
        return self


class Verified(Model):
    """Result of `verify`."""

    verdicts: tuple[Verdict, ...]
    """One an answer, in order."""
    ack: Ack | None = None
    """What became of the feedback, where it was asked for."""


class BatchItem(Verify):
    """One of the items of `/verify/batch`: of a row without a label the task cannot be had, as of
    one whose label is stale.
    """

    model_config = ConfigDict(json_schema_extra=_no_name_or_one)

    @model_validator(mode="after")
    def _one_task(self) -> Self:
        if [self.ticket, self.ref, self.label].count(None) < 2:
            raise ValueError("give the task as one of ticket, ref and label")
        return self


class VerifyMany(Model):
    """Body of `/verify/batch`."""

    items: Annotated[tuple[BatchItem, ...], Field(min_length=1, max_length=4096, fail_fast=True)]


class VerifiedMany(Model):
    """Reply of `/verify/batch`."""

    items: tuple[Verified, ...]
    """One for each item, in order; `error` for answers whose task cannot be had."""


class Status(Model):
    """Result of `status`."""

    run: str
    position: int
    """Tickets handed out so far."""
    strategy: str
    arms: tuple[str, ...]
    families: tuple[str, ...] = ()
    """What the arms are drawn from."""
    terms: tuple[Term, ...] = ()
    """What tickets of this run may ask of a trainer; one that cannot do it should not begin."""
    finished: bool = False
    """All that can be learned is mastered: raise levels, or add families."""
    mastered: tuple[str, ...] = ()
    """Ladders with nothing left to learn."""
    advice: tuple[str, ...] = ()
    """What to do next, the most pressing first: alarms, and what is mastered or stuck."""
