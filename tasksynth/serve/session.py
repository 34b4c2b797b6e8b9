"""The conversation with a trainer, whatever carries it: a message in, a reply out."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import Any, Protocol

from pydantic import ValidationError

from tasksynth import registry
from tasksynth.capability import Pictured
from tasksynth.engines import Failure
from tasksynth.errors import FamilyError, TasksynthError, UsageError
from tasksynth.invalid import explain
from tasksynth.pipeline.folders.dataset import Dataset
from tasksynth.pipeline.operations import Posed
from tasksynth.serve.ahead import Ahead
from tasksynth.serve.clients import spend
from tasksynth.serve.judges import BusyError, Judges
from tasksynth.serve.kept import Kept, Key, posed_of
from tasksynth.serve.ledger import Ledger
from tasksynth.serve.messages import unique
from tasksynth.serve.presenting import as_served, gate, presented, verdict_of, with_hint
from tasksynth.serve.rpc import (
    BUSY,
    FAULT,
    INVALID_PARAMS,
    INVALID_REQUEST,
    NO_METHOD,
    error,
    malformed,
)
from tasksynth_schemas import (
    Ack,
    AnyRef,
    Content,
    Feedback,
    Label,
    Model,
    Task,
    TaskRef,
    Ticket,
    Verdict,
)
from tasksynth_schemas.label import LABEL_MAX, TICKET_ID
from tasksynth_schemas.wire import (
    Ask,
    Asked,
    Look,
    Served,
    Shown,
    Status,
    Tell,
    TellAsk,
    Told,
    Verified,
    Verify,
)


class Observer(Protocol):
    """Is told what happens, on the event loop; it must be quick and must not raise."""

    def served(self, served: Sequence[Served]) -> None:
        """Tasks were handed out (or read again)."""

    def judged(self, ref: AnyRef, ticket: str | None, answer: str, verdict: Verdict) -> None:
        """An answer got its verdict."""

    def told(self, feedback: Sequence[Feedback], acks: Sequence[Ack]) -> None:
        """Feedback was acknowledged, one ack for each."""


class Session:
    """Answers messages from a ledger, and judges in worker processes. One event loop's own."""

    def __init__(
        self,
        ledger: Ledger,
        judges: Judges,
        *,
        dataset: Dataset | None = None,
        observers: Iterable[Observer] = (),
        ahead: int = 0,
    ) -> None:
        self.ledger, self.judges = ledger, judges
        self._dataset, self._observers = dataset, tuple(observers)
        self._methods: dict[str, tuple[type[Model], Callable[..., Awaitable[Model]]]] = {
            "ask": (TellAsk, self.ask),
            "tell": (Tell, self.tell),
            "verify": (Verify, self.verify),
            "task": (Look, self.task),
            "status": (Model, self.status),
        }
        self._kept = Kept()
        self.ahead = Ahead(ahead, self._make_ahead, self._kept.add_task)
        self._making: dict[tuple[bytes, int], asyncio.Future[list[Any]]] = {}
        self._families = frozenset(registry.names())

    def serve(
        self, method: str, takes: type[Model], function: Callable[[Any], Awaitable[Model]]
    ) -> None:
        """Answer one more method, as JSON-RPC too."""
        self._methods[method] = takes, function

    async def handle(
        self, message: Any, *, name: str | None = None, key: str | None = None
    ) -> dict[str, Any] | None:
        """The reply to a JSON-RPC 2.0 message; None for a notification, whatever became of it.

        It never raises for a bad message. Batches are not taken. `name` and `key` are what the
        carrier calls the message by; see `verify` and `Ask.key`.
        """
        if (why := malformed(message)) is not None:
            return error(None, INVALID_REQUEST, why)
        names = {"verify": {"name": name}, "ask": {"key": key}}.get(message["method"], {})
        reply = await self._call(
            message.get("id"), message["method"], message.get("params", {}), names
        )
        return reply if "id" in message else None

    async def _call(
        self, number: Any, method: str, params: Any, names: dict[str, str | None]
    ) -> dict[str, Any]:
        if method not in self._methods:
            near = get_close_matches(method[:80], self._methods, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(self._methods)}"
            return error(number, NO_METHOD, f"no method {method[:80]!r}; {hint}")
        model, function = self._methods[method]
        try:
            result = await function(model.model_validate(params), **names)
        except ValidationError as e:
            return error(number, INVALID_PARAMS, f"{method}: {explain(e, model)}")
        except UsageError as e:
            return error(number, INVALID_PARAMS, str(e))
        except BusyError as e:
            return error(number, BUSY, str(e))
        except TasksynthError as e:
            return error(number, FAULT, str(e))
        return {"jsonrpc": "2.0", "id": number, "result": result.model_dump(mode="json")}

    async def ask(self, params: Ask, *, key: str | None = None) -> Asked:
        """Tickets with their prompts; `key` is used if the params have none.

        Feedback is told first, so that the tickets are chosen by it.
        """
        self.judges.admit(params.n)
        spend(params.n)
        told = params.feedback if isinstance(params, TellAsk) else ()
        acks = (await self.tell(Tell.trusted(feedback=told))).acks if told else ()
        if params.cursor is not None:
            tickets = await self.ledger.read(params.cursor, params.n, params.rollouts)
        else:
            tickets = await self.ledger.ask(params.n, params.key or key, params.rollouts)
        refs = [ticket.ref for ticket in tickets]
        keys = list(map(_key, refs))
        self.ahead.asked(refs, keys)
        if len(tickets) == 1:
            posed = [await self._pose(refs[0], keys[0])]
        else:
            posed = await asyncio.gather(*map(self._pose, refs, keys))
        hints: Sequence[str] = [""] * len(tickets)
        if any(ticket.hint for ticket in tickets):
            hints = await asyncio.gather(*map(self._hint, tickets, posed))
        served = tuple(map(as_served, tickets, posed, hints))
        for ticket in tickets:
            self._kept.add_ticket(ticket)
        self.ahead.go_on()
        for observer in self._observers:
            observer.served(served)
        return Asked.trusted(tasks=served, cursor=tickets[-1].position + 1, acks=acks)

    async def tell(self, params: Tell) -> Told:
        """Rewards of groups of rollouts."""
        acks = await self.ledger.tell(params.feedback)
        for observer in self._observers:
            observer.told(params.feedback, acks)
        return Told(acks=acks)

    async def verify(self, params: Verify, *, name: str | None = None) -> Verified:
        """Verdicts on answers to one task; where asked for, the curriculum learns of them too.

        Rewards of a label are a part of its group, called `part` or else by this `name`, of which a
        repeat changes nothing. Without either they are another part, whatever was told before:
        equal answers of one group count each.
        """
        label = await self._label(params)
        if params.tell and label.ticket is None:
            raise UsageError("tell goes with a ticket, and this label has none")
        line = await self._line(label.ref)
        self.judges.admit(len(params.answers))
        spend(len(params.answers))
        judged = await self.judges.grade(line, params.answers, label.ref.family)
        verdicts = tuple(map(verdict_of, judged))
        for observer in self._observers:
            for answer, verdict in zip(params.answers, verdicts, strict=True):
                observer.judged(label.ref, label.ticket, answer, verdict)
        ack = await self._tell(params, label.ticket, verdicts, name)
        return Verified(verdicts=verdicts, ack=ack)

    async def verify_row(self, params: Verify, *, name: str | None = None) -> Verified:
        """`verify` for one of many: what is wrong with it is its own `error`, and nobody else's.

        Raises:
            StateError: if the store or the workers cannot be used: that is no row's fault.
        """
        while True:
            try:
                return await self.verify(params, name=name)
            except BusyError as e:  # the others that came with it are being judged
                await asyncio.sleep(min(1, e.retry_after_s))
            except (UsageError, FamilyError) as e:
                wrong = Verdict(status="error", reward=None, why=str(e))
                return Verified(verdicts=(wrong,) * len(params.answers))

    async def task(self, params: Look) -> Shown:
        """A task as the policy may see it."""
        ref = (await self._label(params)).ref
        return Shown.trusted(ref=ref, **presented(await self.posed(ref)))

    async def images(self, params: Look) -> dict[str, bytes]:
        """All media of a task by file name."""
        ref = (await self._label(params)).ref
        if not isinstance(registry.get(ref.family), Pictured):
            return {}
        (found,) = await self.judges.render(await self._line(ref), ref.family)
        if isinstance(found, Failure):
            raise FamilyError(f"{ref}: rendering it failed: {found.why}")
        if isinstance(found, TasksynthError):
            raise found
        images: dict[str, bytes] = found
        return images

    async def status(self, _params: Model) -> Status:
        """Where the run stands."""
        return await self.ledger.status()

    async def label_of(self, params: Look) -> Label:
        """What the message calls the task by."""
        return await self._label(params)

    async def posed(self, ref: AnyRef) -> Posed:
        """A task, with what the policy sees of it.

        Raises:
            UsageError: if it was imported, and no dataset is behind the server.
            BusyError: if too much waits.
        """
        if isinstance(ref, TaskRef):
            self.judges.admit(1)
            return await self._pose(ref, _key(ref))
        line = await self._line(ref)
        task = Task.model_validate_json(line)
        media = await self.images(Look(ref=ref)) if task.shows else {}
        return posed_of(line, {name: media[name] for name in task.shows})

    async def prompt_of(self, label: Label, posed: Posed) -> Content:
        """The prompt of a task, with the hint of its ticket, as `ask` served it."""
        if label.ticket is None:
            return posed.prompt
        ticket = self._kept.ticket(label.ticket) or await self._ticket(label.ticket)
        return with_hint(posed.prompt, await self._hint(ticket, posed))

    async def graded(self, line: bytes, answer: str, family: str) -> Verdict:
        """The verdict on one answer to the task of a line."""
        (judged,) = await self.judges.grade(line, [answer], family)
        return verdict_of(judged)

    def saw(
        self,
        label: Label,
        answer: str,
        verdict: Verdict,
        feedback: Feedback | None,
        ack: Ack | None,
    ) -> None:
        """Tell the observers of a verdict, and of what was told of it."""
        for observer in self._observers:
            observer.judged(label.ref, label.ticket, answer, verdict)
            if feedback is not None and ack is not None:
                observer.told([feedback], [ack])

    async def _label(self, params: Look | Verify) -> Label:
        """What the message calls the task by."""
        if params.ref is not None:
            return Label(ref=params.ref)
        text = params.ticket or params.label or ""
        if len(text) > LABEL_MAX:
            raise UsageError(f"a label has at most {LABEL_MAX} characters, this one {len(text)}")
        if re.fullmatch(TICKET_ID, text):
            ticket = self._kept.ticket(text) or await self._ticket(text)
            return Label(ref=ticket.ref, ticket=ticket.id)
        if self._dataset is not None and (key := self._dataset.find(text)) is not None:
            return Label(ref=Task.model_validate_json(self._dataset.line(key)).ref)
        try:
            return Label.parse(text)
        except ValueError as e:
            raise UsageError(str(e)) from e

    async def _ticket(self, name: str) -> Ticket:
        ticket = await self.ledger.ticket(name)
        self._kept.add_ticket(ticket)
        return ticket

    async def _line(self, ref: AnyRef) -> bytes:
        """The task as its verifier needs it."""
        if isinstance(ref, TaskRef):
            if (line := self._kept.line(at := _key(ref))) is not None:
                return line
            self.judges.admit(1)
            return (await self._pose(ref, at)).line
        if self._dataset is None:
            raise UsageError(f"{ref} was imported from a file: start the server with --data for it")
        if (key := self._dataset.find(ref.id)) is None:
            raise UsageError(self._dataset.missing(ref.id))
        return self._dataset.line(key)

    async def _pose(self, ref: TaskRef, key: Key) -> Posed:
        """Make a task, unless it is at hand or being made."""
        if (kept := self._kept.task(key)) is not None:
            return kept
        if (making := self._making.get(key)) is None:
            if ref.family not in self._families:
                registry.get(ref.family)  # says what there is
            making = self._making[key] = self.judges.make([ref], ref.family)
            making.add_done_callback(lambda _: self._making.pop(key, None))
        (made,) = await asyncio.shield(making)
        if isinstance(made, Failure):
            raise FamilyError(f"{ref}: making it failed: {made.why}")
        if isinstance(made, TasksynthError):
            raise made
        posed: Posed = made
        self._kept.add_task(key, posed)
        return posed

    def _make_ahead(self, ref: TaskRef) -> asyncio.Future[list[Any]] | None:
        """Begin to make a task while nothing else is to be done; whoever asks for it waits, too."""
        if (making := self.judges.make_ahead(ref)) is not None:
            self._making[key := _key(ref)] = making
            making.add_done_callback(lambda _: self._making.pop(key, None))
        return making

    async def _hint(self, ticket: Ticket, posed: Posed) -> str:
        """The share of a solution that a ticket grants; "" for most."""
        if not ticket.hint:
            return ""
        (hint,) = await self.judges.hint(posed.line, ticket.hint, ticket.ref.family)
        if isinstance(hint, Failure):
            raise FamilyError(f"{ticket.ref}: its hint could not be made: {hint.why}")
        if isinstance(hint, TasksynthError):
            raise hint
        return str(hint)

    async def _tell(
        self, params: Verify, ticket: str | None, verdicts: Sequence[Verdict], name: str | None
    ) -> Ack | None:
        wanted = params.tell if params.tell is not None else params.label is not None
        if ticket is None or not wanted:
            return None
        part = params.part
        if part is None and params.label is not None:
            part = name or unique()
        feedback = Feedback(ticket=ticket, rewards=tuple(map(gate, verdicts)), part=part)
        (ack,) = await self.ledger.tell([feedback])
        for observer in self._observers:
            observer.told([feedback], [ack])
        return ack


def _key(ref: TaskRef) -> Key:
    try:
        return ref.stream, ref.index
    except ValueError as e:
        raise UsageError(f"{ref}: params: {e}") from e
