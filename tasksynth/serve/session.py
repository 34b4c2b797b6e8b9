"""The conversation with a trainer, whatever carries it: a message in, a reply out."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Protocol

from pydantic import ValidationError

from tasksynth import registry
from tasksynth.errors import FamilyError, TasksynthError, UsageError
from tasksynth.pipeline.engines import Failure
from tasksynth.pipeline.images import has_images
from tasksynth.pipeline.recent import Recent
from tasksynth.pipeline.verify import Dataset
from tasksynth.pipeline.worker import Judged, Posed
from tasksynth.serve.judges import BusyError, Judges
from tasksynth.serve.ledger import Ledger
from tasksynth.single import IMPORTED, explain
from tasksynth_schemas import Ack, Feedback, Label, Model, Task, TaskRef, Ticket, Verdict
from tasksynth_schemas.label import TICKET_ID
from tasksynth_schemas.wire import (
    Ask,
    Asked,
    Look,
    Served,
    Shown,
    Status,
    Tell,
    Told,
    Verified,
    Verify,
)

PARSE_ERROR, INVALID_REQUEST, NO_METHOD, INVALID_PARAMS, FAULT, BUSY = (
    -32700,
    -32600,
    -32601,
    -32602,
    -32000,
    -32001,
)
"""Error codes of JSON-RPC 2.0, section 5.1; the last two are ours: for state and family errors, and
for a full queue (try again)."""
TASKS, TICKETS = 64 * 2**20, 20_000
"""Bytes of tasks, and tickets, that are kept at hand."""
TASK_BYTES = 2048
"""What a task takes besides its text: objects, measurements, its key."""


class Observer(Protocol):
    """Is told what happens, on the event loop; it must be quick and must not raise."""

    def served(self, served: Sequence[Served]) -> None:
        """Tasks were handed out (or read again)."""

    def judged(self, ref: TaskRef, ticket: str | None, answer: str, verdict: Verdict) -> None:
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
    ) -> None:
        self.ledger, self.judges = ledger, judges
        self._dataset, self._observers = dataset, tuple(observers)
        self._methods: dict[str, tuple[type[Model], Callable[[Any], Awaitable[Model]]]] = {
            "ask": (Ask, self.ask),
            "tell": (Tell, self.tell),
            "verify": (Verify, self.verify),
            "task": (Look, self.task),
            "status": (Model, self.status),
        }
        self._tasks = Recent[tuple[bytes, int], Posed](TASKS)
        self._making: dict[tuple[bytes, int], asyncio.Future[list[Any]]] = {}
        self._families = frozenset(registry.names())
        self._tickets = Recent[str, Ticket](TICKETS)

    async def handle(self, message: Any) -> dict[str, Any] | None:
        """The reply to a JSON-RPC 2.0 message; None for a notification. It never raises for a bad
        message.
        """
        if not isinstance(message, Mapping) or not isinstance(message.get("method"), str):
            return error(None, INVALID_REQUEST, 'want {"jsonrpc": "2.0", "id": …, "method": …}')
        number = message.get("id")
        method, params = message["method"], message.get("params", {})
        if method not in self._methods:
            near = get_close_matches(method[:80], self._methods, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(self._methods)}"
            return error(number, NO_METHOD, f"no method {method[:80]!r}; {hint}")
        model, function = self._methods[method]
        try:
            result = await function(model.model_validate(params))
        except ValidationError as e:
            return error(number, INVALID_PARAMS, f"{method}: {explain(e, model)}")
        except UsageError as e:
            return error(number, INVALID_PARAMS, str(e))
        except BusyError as e:
            return error(number, BUSY, str(e))
        except TasksynthError as e:
            return error(number, FAULT, str(e))
        if "id" not in message:
            return None
        return {"jsonrpc": "2.0", "id": number, "result": result.model_dump(mode="json")}

    async def ask(self, params: Ask) -> Asked:
        """Tickets with their prompts."""
        self.judges.admit(params.n)
        if params.cursor is not None:
            tickets = await self.ledger.read(params.cursor, params.n)
        else:
            tickets = await self.ledger.ask(params.n, params.key)
        if len(tickets) == 1:
            posed = [await self._pose(tickets[0].ref)]
        else:
            posed = await asyncio.gather(*(self._pose(ticket.ref) for ticket in tickets))
        served = tuple(map(_served, tickets, posed))
        for ticket in tickets:
            self._tickets.put(ticket.id, ticket, 1)
        for observer in self._observers:
            observer.served(served)
        return Asked.trusted(tasks=served, cursor=tickets[-1].position + 1)

    async def tell(self, params: Tell) -> Told:
        """Rewards of groups of rollouts."""
        acks = await self.ledger.tell(params.feedback)
        for observer in self._observers:
            observer.told(params.feedback, acks)
        return Told(acks=acks)

    async def verify(self, params: Verify) -> Verified:
        """Verdicts on answers to one task; where asked for, the curriculum learns of them too."""
        label = await self._label(params)
        if params.tell and label.ticket is None:
            raise UsageError("tell goes with a ticket, and this label has none")
        line = await self._line(label.ref)
        judged = await self.judges.grade(line, params.answers, label.ref.family)
        verdicts = tuple(map(_verdict, judged))
        for observer in self._observers:
            for answer, verdict in zip(params.answers, verdicts, strict=True):
                observer.judged(label.ref, label.ticket, answer, verdict)
        ack = await self._tell(params, label.ticket, verdicts)
        return Verified(verdicts=verdicts, ack=ack)

    async def task(self, params: Look) -> Shown:
        """A task as the policy may see it."""
        ref = (await self._label(params)).ref
        if IMPORTED in ref.params:
            task = Task.model_validate_json(await self._line(ref))
            return Shown(ref=ref, task=task.id, prompt=task.prompt, measure=task.measure)
        self.judges.admit(1)
        posed = await self._pose(ref)
        return Shown(ref=ref, task=posed.task, prompt=posed.prompt, measure=posed.measure)

    async def images(self, params: Look) -> dict[str, bytes]:
        """The images that belong to a task's prompt, PNG by file name."""
        ref = (await self._label(params)).ref
        if not has_images(ref.family):
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
        scheduler = self.ledger.scheduler
        stands = scheduler.standing
        return Status(
            run=scheduler.run,
            position=scheduler.position,
            strategy=scheduler.recipe.curriculum.strategy,
            arms=tuple(arm.name for arm in scheduler.space.arms),
            finished=stands.finished,
            mastered=stands.mastered,
            advice=stands.advice,
        )

    async def _label(self, params: Look | Verify) -> Label:
        """What the message calls the task by."""
        if params.ref is not None:
            return Label(ref=params.ref)
        text = params.ticket or params.label or ""
        if re.fullmatch(TICKET_ID, text):
            ticket = self._tickets.get(text) or await self._ticket(text)
            return Label(ref=ticket.ref, ticket=ticket.id)
        if self._dataset is not None and (key := self._dataset.find(text)) is not None:
            return Label(ref=Task.model_validate_json(self._dataset.line(key)).ref)
        try:
            return Label.parse(text)
        except ValueError as e:
            raise UsageError(str(e)) from e

    async def _ticket(self, name: str) -> Ticket:
        run, _, position = name.partition(":")
        scheduler = self.ledger.scheduler

        def find() -> tuple[Ticket, ...]:
            if run != scheduler.run or int(position) >= scheduler.position:
                raise UsageError(f"no ticket {name!r} in this run, {scheduler.run}")
            return scheduler.read(int(position), 1)

        (ticket,) = await self.ledger.call(find)
        self._tickets.put(name, ticket, 1)
        return ticket

    async def _line(self, ref: TaskRef) -> bytes:
        """The task as its verifier needs it."""
        if IMPORTED not in ref.params:
            posed = self._tasks.get(_key(ref))
            if posed is None:
                self.judges.admit(1)
                posed = await self._pose(ref)
            return posed.line
        if self._dataset is None:
            raise UsageError(f"{ref} was imported from a file: start the server with --data for it")
        if (key := self._dataset.find(ref.id)) is None:
            raise UsageError(self._dataset.missing(ref.id))
        return self._dataset.line(key)

    async def _pose(self, ref: TaskRef) -> Posed:
        """Make a task, unless it is at hand or being made."""
        key = _key(ref)
        if (kept := self._tasks.get(key)) is not None:
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
        self._tasks.put(key, posed, TASK_BYTES + len(posed.line) + len(posed.prompt))
        return posed

    async def _tell(
        self, params: Verify, ticket: str | None, verdicts: Sequence[Verdict]
    ) -> Ack | None:
        wanted = params.tell if params.tell is not None else params.label is not None
        if ticket is None or not wanted:
            return None
        rewards = tuple(map(gate, verdicts))
        if params.label is not None and params.part is None:
            feedback, ack = await self.ledger.tell_part(ticket, params.answers, rewards)
        else:
            feedback = Feedback(ticket=ticket, rewards=rewards, part=params.part)
            (ack,) = await self.ledger.tell([feedback])
        for observer in self._observers:
            observer.told([feedback], [ack])
        return ack


def gate(verdict: Verdict) -> float | None:
    """The reward that cannot be farmed: 1 for a pass, 0 for less, None where the fault was ours."""
    return None if verdict.reward is None else float(verdict.status == "pass")


def _key(ref: TaskRef) -> tuple[bytes, int]:
    try:
        return ref.stream, ref.index
    except ValueError as e:
        raise UsageError(f"{ref}: params: {e}") from e


def _served(ticket: Ticket, posed: Posed) -> Served:
    return Served.trusted(
        ticket=ticket,
        task=posed.task,
        prompt=posed.prompt,
        label=str(Label(ref=ticket.ref, ticket=ticket.id)),
        measure=posed.measure,
    )


def _verdict(judged: Judged | Failure) -> Verdict:
    if isinstance(judged, Failure):
        return Verdict(status="error", reward=None, why=judged.why)
    return Verdict.model_validate_json(judged.line)


def error(number: Any, code: int, message: str) -> dict[str, Any]:
    """A JSON-RPC error reply."""
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message}}
