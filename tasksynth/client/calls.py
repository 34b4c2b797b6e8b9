"""What the blocking and the asynchronous client share: requests as data, and when to try again."""

import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar

from pydantic import ValidationError
from pydantic_core import from_json

from tasksynth.errors import StateError, TasksynthError, UsageError
from tasksynth_schemas import Action, Feedback, Label, Model, TaskRef, Ticket, field_name
from tasksynth_schemas.live import Act, Acted, Close, Closed, Open, Opened
from tasksynth_schemas.wire import (
    Ask,
    Asked,
    AskedMany,
    AskMany,
    Page,
    Served,
    Status,
    Tell,
    TellAsk,
    Told,
    Verified,
    Verify,
)

M = TypeVar("M", bound=Model)
AnyTask = Served | Ticket | TaskRef | Label | str
"""What names a task: as it was served, its ticket, its ref, or a label."""
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses after which the same request may well succeed."""
FIRST_S, MOST_S = 0.1, 10.0
"""Waits between attempts: the first, doubled each time, up to the last."""
CHUNK = 512
"""Requests of a stream that are sent, and sent again, together."""


class ServerError(TasksynthError):
    """The server refused, and will again; the message is its own line."""

    def __init__(self, status: int, line: str) -> None:
        super().__init__(line)
        self.status = status


class Reply(Protocol):
    """Of a response what matters here."""

    status_code: int

    @property
    def content(self) -> bytes:
        """The body."""

    @property
    def headers(self) -> Any:
        """By name, in lower case."""


@dataclass(frozen=True)
class Call(Generic[M]):
    """A request, and what comes back."""

    method: str
    path: str
    gives: type[M]
    body: bytes | None = None
    query: dict[str, int] | None = None
    lines: bool = False

    def result(self, reply: Reply) -> M:
        """The reply as a model."""
        return self.gives.model_validate_json(reply.content)


def ask(
    n: int, key: str | None, rollouts: int | None, feedback: Iterable[Feedback] = ()
) -> Call[Asked]:
    """A key goes with every ask: sent again, it gets the same tickets."""
    key = key or secrets.token_hex(8)
    body = _valid(TellAsk, n=n, key=key, rollouts=rollouts, feedback=tuple(feedback))
    return Call("POST", "/ask", Asked, body.model_dump_json(exclude_defaults=True).encode())


def tickets(asks: Iterable[Ask]) -> Call[AskedMany]:
    """To be repeated, an ask has a key or a cursor."""
    body = _valid(AskMany, asks=tuple(asks))
    return Call("POST", "/tickets", AskedMany, body.model_dump_json(exclude_none=True).encode())


def at(cursor: int, n: int, rollouts: int | None) -> Call[Asked]:
    """Places of the ledger."""
    page = _valid(Page, cursor=cursor, n=n, rollouts=rollouts)
    return Call("GET", "/at", Asked, query=page.model_dump(exclude_none=True))


def tell(feedback: Iterable[Feedback]) -> Call[Told]:
    """Feedback names its ticket, and so may be repeated."""
    body = _valid(Tell, feedback=tuple(feedback))
    return Call("POST", "/tell", Told, body.model_dump_json(exclude_unset=True).encode())


def verify(
    task: AnyTask, answers: Sequence[str], *, tell: bool | None, part: str | None
) -> Call[Verified]:
    """See `verify_line`."""
    return Call("POST", "/verify", Verified, verify_line(task, answers, tell=tell, part=part))


def verify_line(
    task: AnyTask, answers: Sequence[str], *, tell: bool | None = None, part: str | None = None
) -> bytes:
    """A Verify as JSON. What is told of it has a name of its own, so that it may be repeated."""
    named = _named(task)
    if "label" in named:
        named |= {"tell": tell, "part": part or secrets.token_hex(8)}
    return _valid(Verify, answers=tuple(answers), **named).model_dump_json().encode()


def _named(task: AnyTask) -> dict[str, Any]:
    match task:
        case Served():
            return {"label": task.label}
        case Ticket():
            return {"label": str(Label(ref=task.ref, ticket=task.id))}
        case TaskRef():
            return {"ref": task}
        case _:
            return {"label": str(task)}


def open_(task: AnyTask, key: str | None, *, tell: bool) -> Call[Opened]:
    """A key goes with every open: sent again, it gets the same episode."""
    body = _valid(Open, **_named(task), key=key or secrets.token_hex(8), tell=tell)
    return Call("POST", "/open", Opened, body.model_dump_json(exclude_none=True).encode())


def act(episode: str, turn: int, action: Action) -> Call[Acted]:
    """An action has a number, and so may be repeated."""
    body = _valid(Act, episode=episode, turn=turn, action=action)
    return Call("POST", "/act", Acted, body.model_dump_json().encode())


def close(episode: str) -> Call[Closed]:
    """An episode ends once."""
    body = _valid(Close, episode=episode)
    return Call("POST", "/close", Closed, body.model_dump_json().encode())


def of(gives: type[M], path: str, body: Model) -> Call[M]:
    """A message as it is."""
    return Call("POST", path, gives, body.model_dump_json(exclude_none=True).encode())


def status() -> Call[Status]:
    """Where the run stands."""
    return Call("GET", "/status", Status)


def together(lines: Iterable[bytes]) -> Call[Verified]:
    """Several of `verify_line` in one message."""
    return Call("POST", "/verify/stream", Verified, b"\n".join(lines), lines=True)


def chunks(lines: Iterable[bytes]) -> Iterator[Call[Verified]]:
    """The requests of a stream, some together."""
    lines = iter(lines)
    while chunk := tuple(islice(lines, CHUNK)):
        yield together(chunk)


def results(reply: Reply) -> Iterator[Verified]:
    """What a stream gave.

    Raises:
        ServerError: at the first line that the server refused.
    """
    for found in each(reply):
        if isinstance(found, ServerError):
            raise found
        yield found


def each(reply: Reply) -> Iterator[Verified | ServerError]:
    """What came of each line of a message."""
    for line in reply.content.splitlines():
        if line.startswith(b'{"error"'):
            found = from_json(line)
            yield ServerError(found["status"], found["error"])
        else:
            yield Verified.model_validate_json(line)


class Patience:
    """How long to wait before the next attempt, and when to give up."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._wait_s = FIRST_S

    def wait_s(self, outcome: Reply | Exception) -> float:
        """Seconds to wait.

        Raises:
            ServerError: if the server refused for good.
            StateError: if patience has run out.
        """
        asked_s = 0.0
        if isinstance(outcome, Exception):
            line = f"{type(outcome).__name__}: {outcome}"
        else:
            line = _line(outcome)
            if outcome.status_code not in AGAIN:
                raise ServerError(outcome.status_code, line)
            after = outcome.headers.get("retry-after", "0")
            asked_s = float(after) if after.isascii() and after.isdigit() else 0.0
        if time.monotonic() > self._until:
            raise StateError(f"the server cannot serve: {line}")
        wait_s = max(asked_s, self._wait_s)
        self._wait_s = min(MOST_S, 2 * self._wait_s)
        return wait_s * (1 + secrets.randbelow(256) / 512)  # clients should not come back in step


def _line(reply: Reply) -> str:
    try:
        return str(from_json(reply.content)["error"])
    except (ValueError, KeyError, TypeError):
        return f"HTTP {reply.status_code}"


def _valid(model: type[M], **fields: Any) -> M:
    try:
        return model(**fields)
    except ValidationError as e:
        first = e.errors(include_url=False)[0]
        field = field_name(first["loc"])
        raise UsageError(f"{field}: {first['msg']}") from e
