"""The conversation with a trainer, without any I/O: a message in, a reply out."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.errors import TasksynthError, UsageError
from tasksynth.pipeline.engines import Engine, Failure
from tasksynth.single import explain, make
from tasksynth_schemas import Label, Model, Task, TaskRef, Verdict
from tasksynth_schemas.wire import (
    Ask,
    Asked,
    Feedback,
    Served,
    Status,
    Tell,
    Ticket,
    Told,
    Verified,
    Verify,
)

PARSE_ERROR, INVALID_REQUEST, NO_METHOD, INVALID_PARAMS, FAULT = (
    -32700,
    -32600,
    -32601,
    -32602,
    -32000,
)
"""Error codes of JSON-RPC 2.0, section 5.1; the last one is ours, for state and family errors."""


class Session:
    """Answers JSON-RPC 2.0 messages from a scheduler, and judges on an engine for `grade`."""

    def __init__(self, scheduler: Scheduler, engine: Engine) -> None:
        self._scheduler, self._engine = scheduler, engine
        self._methods: dict[str, tuple[type[Model], Callable[[Any], Model]]] = {
            "ask": (Ask, self.ask),
            "tell": (Tell, self.tell),
            "verify": (Verify, self.verify),
            "status": (Model, self.status),
        }
        self._task = lru_cache(maxsize=4096)(self._line)

    def handle(self, message: Any) -> dict[str, Any] | None:
        """The reply to one message; None for a notification. It never raises for a bad message."""
        if not isinstance(message, Mapping) or not isinstance(message.get("method"), str):
            return error(None, INVALID_REQUEST, 'want {"jsonrpc": "2.0", "id": …, "method": …}')
        number = message.get("id")
        method, params = message["method"], message.get("params", {})
        if method not in self._methods:
            near = get_close_matches(method, self._methods, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(self._methods)}"
            return error(number, NO_METHOD, f"no method {method[:80]!r}; {hint}")
        model, function = self._methods[method]
        try:
            result = function(model.model_validate(params))
        except ValidationError as e:
            return error(number, INVALID_PARAMS, f"{method}: {explain(e, model)}")
        except UsageError as e:
            return error(number, INVALID_PARAMS, str(e))
        except TasksynthError as e:
            return error(number, FAULT, str(e))
        if "id" not in message:
            return None
        return {"jsonrpc": "2.0", "id": number, "result": result.model_dump(mode="json")}

    def ask(self, params: Ask) -> Asked:
        """Tickets with their prompts."""
        if params.cursor is not None:
            tickets = self._scheduler.read(params.cursor, params.n)
        else:
            tickets = self._scheduler.ask(params.n, key=params.key)
        return Asked(tasks=tuple(map(self._served, tickets)), cursor=tickets[-1].position + 1)

    def tell(self, params: Tell) -> Told:
        """Rewards of groups of rollouts."""
        return Told(acks=self._scheduler.tell_many(params.feedback))

    def verify(self, params: Verify) -> Verified:
        """Verdicts on answers to one task; with `tell`, their rewards go to the curriculum too."""
        ref = params.ref or self._named(params).ref
        line = self._task(ref.model_dump_json())
        judged = self._engine.wait(self._engine.submit([(line, text) for text in params.answers]))
        verdicts = tuple(map(_verdict, judged))
        ack = None
        if params.tell and params.ticket is not None:
            rewards = tuple(verdict.reward for verdict in verdicts)
            feedback = Feedback(ticket=params.ticket, rewards=rewards)
            (ack,) = self._scheduler.tell_many([feedback])
        return Verified(verdicts=verdicts, ack=ack)

    def status(self, _params: Model) -> Status:
        """Where the run stands."""
        scheduler = self._scheduler
        return Status(
            run=scheduler.run,
            position=scheduler.position,
            strategy=scheduler.recipe.curriculum.strategy,
            arms=tuple(arm.name for arm in scheduler.space.arms),
        )

    def _served(self, ticket: Ticket) -> Served:
        task = Task.model_validate_json(self._task(ticket.ref.model_dump_json()))
        label = str(Label(ref=ticket.ref, ticket=ticket.id))
        return Served(
            ticket=ticket, task=task.id, prompt=task.prompt, label=label, measure=task.measure
        )

    def _named(self, params: Verify) -> Label | Ticket:
        if params.label is None:
            return self._ticket(params.ticket or "")
        try:
            return Label.parse(params.label)
        except ValueError as e:
            raise UsageError(str(e)) from e

    def _ticket(self, name: str) -> Ticket:
        run, _, position = name.partition(":")
        if run != self._scheduler.run or int(position) >= self._scheduler.position:
            raise UsageError(f"no ticket {name!r} in this run, {self._scheduler.run}")
        return self._scheduler.read(int(position), 1)[0]

    @staticmethod
    def _line(ref: str) -> bytes:
        return make(TaskRef.model_validate_json(ref)).model_dump_json().encode()


def _verdict(judged: Any) -> Verdict:
    if isinstance(judged, Failure):
        return Verdict(status="error", reward=None, why=judged.why)
    return Verdict.model_validate_json(judged.line)


def error(number: Any, code: int, message: str) -> dict[str, Any]:
    """A JSON-RPC error reply."""
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message}}
