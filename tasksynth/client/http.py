"""The two clients. Every call is repeated, with the same key, until the server has answered it."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from typing import Any, Self, TypeVar

from tasksynth.client import calls
from tasksynth.client.batching import Batcher
from tasksynth.client.calls import AnyTask, Call, Patience, Reply, ServerError
from tasksynth.errors import UsageError
from tasksynth_schemas import Ack, Action, Feedback, Model
from tasksynth_schemas.live import Acted, Closed, Opened
from tasksynth_schemas.wire import Asked, Status, Verified

M = TypeVar("M", bound=Model)
TIMEOUT_S, PATIENCE_S = 60.0, 300.0
"""What one attempt may take, and all attempts of a call together."""
FLIGHTS = 16
"""Messages of several calls that are under way at one time."""


def _settings(url: str, token: str | None, timeout_s: float) -> dict[str, Any]:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return {"base_url": url, "timeout": timeout_s, "headers": headers}


def _lost(httpx: Any) -> tuple[type[Exception], ...]:
    """What happens to a request on its way, and not to every one like it."""
    return httpx.NetworkError, httpx.TimeoutException, httpx.RemoteProtocolError


def _httpx() -> Any:
    try:
        import httpx
    except ModuleNotFoundError as e:
        raise UsageError("the client needs httpx: pip install 'tasksynth[client]'") from e
    return httpx


def _request(call: Call[Any]) -> dict[str, Any]:
    kind = "application/x-ndjson" if call.lines else "application/json"
    return {
        "method": call.method,
        "url": call.path,
        "params": call.query,
        "content": call.body,
        "headers": {} if call.body is None else {"Content-Type": kind},
    }


class Client:
    """Asks, tells and verifies, and waits for each; for one thread.

    Args:
        url: of the server, `http://127.0.0.1:8321`.
        token: if the server wants one.
        timeout_s: what one attempt may take.
        patience_s: how long to go on trying while the server is away or busy.

    Every method raises ServerError if the server refuses, and StateError if it cannot be reached.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        timeout_s: float = TIMEOUT_S,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._patience_s = patience_s
        self._lost = _lost(_httpx())
        self._http = _httpx().Client(**_settings(url, token, timeout_s))

    def ask(
        self,
        n: int = 1,
        *,
        key: str | None = None,
        rollouts: int | None = None,
        feedback: Iterable[Feedback] = (),
    ) -> Asked:
        """New tasks; with a key of yours, the same ones whenever you ask.

        `rollouts` is the size of your groups, if you have but one: the tickets will be for that.
        `feedback` is told first, in the same message; see `acks` of what comes back.
        """
        return self._call(calls.ask(n, key, rollouts, feedback))

    def at(self, cursor: int, n: int = 1, *, rollouts: int | None = None) -> Asked:
        """The tasks at places cursor … cursor + n - 1, the same ones whoever asks."""
        return self._call(calls.at(cursor, n, rollouts))

    def tell(self, *feedback: Feedback) -> tuple[Ack, ...]:
        """Say what became of tickets."""
        return self._call(calls.tell(feedback)).acks

    def verify(
        self,
        task: AnyTask,
        answers: Sequence[str],
        *,
        tell: bool | None = None,
        part: str | None = None,
    ) -> Verified:
        """Verdicts on answers to a task; rewards of a task with a ticket are told, too.

        With `tell=False` they are not. `part` is a name for these answers among those of the group:
        a repeat of it changes nothing. Without one, every call is another part.
        """
        return self._call(calls.verify(task, answers, tell=tell, part=part))

    def stream(
        self, items: Iterable[tuple[AnyTask, Sequence[str]]], *, tell: bool | None = None
    ) -> Iterator[Verified]:
        """Verdicts on the answers to each task, in order, for as many as there are."""
        lines = (calls.verify_line(task, answers, tell=tell) for task, answers in items)
        for call in calls.chunks(lines):
            yield from calls.results(self._send(call))

    def open(self, task: AnyTask, *, key: str | None = None, tell: bool = True) -> Opened:
        """Begin an episode of a task; with a key of yours, the same one whenever you ask.

        With a ticket, its verdict is one reward of the ticket's group, unless `tell` is False.
        """
        return self._call(calls.open_(task, key, tell=tell))

    def act(self, episode: str, turn: int, action: Action) -> Acted:
        """Do action number `turn` of an episode, from 0; a repeat is not done again."""
        return self._call(calls.act(episode, turn, action))

    def close_episode(self, episode: str) -> Closed:
        """End an episode where it stands; its verdict."""
        return self._call(calls.close(episode))

    def status(self) -> Status:
        """Where the run stands."""
        return self._call(calls.status())

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _call(self, call: Call[M]) -> M:
        return call.result(self._send(call))

    def _send(self, call: Call[Any]) -> Reply:
        patience = Patience(self._patience_s)
        while True:
            try:
                outcome = self._http.request(**_request(call))
            except self._lost as e:
                outcome = e
            else:
                if outcome.status_code == 200:
                    reply: Reply = outcome
                    return reply
            time.sleep(patience.wait_s(outcome))


class AsyncClient:
    """`Client` for an event loop: the same calls, to be awaited; many may be under way at once.

    Args:
        url: see Client, as of `token`, `timeout_s` and `patience_s`.
        together: calls of `verify` that share a message, at most. A message costs a client ten
            times what a call in it does, but its calls wait for the slowest answer among them.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        timeout_s: float = TIMEOUT_S,
        patience_s: float = PATIENCE_S,
        together: int = 1,
    ) -> None:
        self._patience_s = patience_s
        self._verifies = Batcher[bytes, Verified | ServerError](
            self._verify_together, most=together, flights=FLIGHTS
        )
        self._alone = together == 1
        self._lost = _lost(_httpx())
        self._http = _httpx().AsyncClient(**_settings(url, token, timeout_s))

    async def ask(
        self,
        n: int = 1,
        *,
        key: str | None = None,
        rollouts: int | None = None,
        feedback: Iterable[Feedback] = (),
    ) -> Asked:
        """See Client."""
        return await self.call(calls.ask(n, key, rollouts, feedback))

    async def at(self, cursor: int, n: int = 1, *, rollouts: int | None = None) -> Asked:
        """See Client."""
        return await self.call(calls.at(cursor, n, rollouts))

    async def tell(self, *feedback: Feedback) -> tuple[Ack, ...]:
        """See Client."""
        return (await self.call(calls.tell(feedback))).acks

    async def verify(
        self,
        task: AnyTask,
        answers: Sequence[str],
        *,
        tell: bool | None = None,
        part: str | None = None,
    ) -> Verified:
        """See Client."""
        if self._alone:
            return await self.call(calls.verify(task, answers, tell=tell, part=part))
        line = calls.verify_line(task, answers, tell=tell, part=part)
        found = await self._verifies.put(line)
        if isinstance(found, ServerError):
            raise found
        return found

    async def stream(
        self, items: Iterable[tuple[AnyTask, Sequence[str]]], *, tell: bool | None = None
    ) -> AsyncIterator[Verified]:
        """See Client."""
        lines = (calls.verify_line(task, answers, tell=tell) for task, answers in items)
        for call in calls.chunks(lines):
            for verified in calls.results(await self._send(call)):
                yield verified

    async def open(self, task: AnyTask, *, key: str | None = None, tell: bool = True) -> Opened:
        """See Client."""
        return await self.call(calls.open_(task, key, tell=tell))

    async def act(self, episode: str, turn: int, action: Action) -> Acted:
        """See Client."""
        return await self.call(calls.act(episode, turn, action))

    async def close_episode(self, episode: str) -> Closed:
        """See Client."""
        return await self.call(calls.close(episode))

    async def status(self) -> Status:
        """See Client."""
        return await self.call(calls.status())

    async def close(self) -> None:
        """See Client."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()

    async def call(self, call: Call[M]) -> M:
        """Any call of `tasksynth.client.calls`."""
        return call.result(await self._send(call))

    async def _verify_together(self, lines: Sequence[bytes]) -> list[Verified | ServerError]:
        return list(calls.each(await self._send(calls.together(lines))))

    async def _send(self, call: Call[Any]) -> Reply:
        patience = Patience(self._patience_s)
        while True:
            try:
                outcome = await self._http.request(**_request(call))
            except self._lost as e:
                outcome = e
            else:
                if outcome.status_code == 200:
                    reply: Reply = outcome
                    return reply
            await asyncio.sleep(patience.wait_s(outcome))
