"""The ledger of another server: tickets come from it, and rewards go to it before they count.

A server with such a ledger makes tasks and judges answers, and holds nothing that would be missed:
there may be any number of them, and each may be killed at any time. What it acknowledged, the other
one had acknowledged to it; what it has not, its client sends again, and a repeat changes nothing.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self, TypeVar

from tasksynth.client import AsyncClient, ServerError, calls
from tasksynth.client.batching import Batcher
from tasksynth.client.calls import Call
from tasksynth.errors import ConflictError, FamilyError, StateError, UsageError
from tasksynth.serve.messages import unique
from tasksynth.serve.session import Session
from tasksynth_schemas import Ack, Feedback, Model, Ticket
from tasksynth_schemas.live import Act, Acted, Close, Closed, Open, Opened
from tasksynth_schemas.wire import Ask, Issued, Status

M = TypeVar("M", bound=Model)
PATIENCE_S = 5.0
"""How long the other server may be away before whoever waits for it is told to come back."""
TIMEOUT_S = 15.0
"""What one message to it may take."""
WEIGHT = 4096
"""What a message may weigh: a ticket weighs one, and so does feedback of under `REWARDS`."""
REWARDS = 20
PAUSE_S = 0.02
"""From one message to the next: each costs a millisecond by itself, here and there."""
WAITING = 16_384
"""Asks, and feedback, that may wait for it."""


class FarLedger:
    """The ledger of the server at `url`; what waits for it at the same time shares a message."""

    def __init__(
        self, url: str, *, token: str | None = None, patience_s: float = PATIENCE_S
    ) -> None:
        self._client = AsyncClient(url, token=token, timeout_s=TIMEOUT_S, patience_s=patience_s)
        self._probe = AsyncClient(url, token=token, timeout_s=PATIENCE_S, patience_s=0)
        self._asks = Batcher[Ask, Issued](
            self.draw, most=WEIGHT, weigh=lambda ask: ask.n, pause_s=PAUSE_S
        )
        self._tells = Batcher[Feedback, Ack](
            self._tell, most=WEIGHT, weigh=_weight, pause_s=PAUSE_S
        )
        self._end: tuple[str, int] = ("", 0)
        """A run, and a place that its ledger has reached."""

    async def ask(
        self, n: int, key: str | None = None, rollouts: int | None = None
    ) -> tuple[Ticket, ...]:
        """See Ledger; it has a key in any case, so that it may be sent again."""
        return await self._draw(Ask(n=n, key=key or unique(), rollouts=rollouts))

    async def read(self, cursor: int, n: int, rollouts: int | None = None) -> tuple[Ticket, ...]:
        """See Ledger."""
        return await self._draw(Ask(n=n, cursor=cursor, rollouts=rollouts))

    async def ticket(self, name: str) -> Ticket:
        """See Ledger."""
        run, _, place = name.partition(":")
        if run != self._end[0] or int(place) >= self._end[1]:
            status = await self.status()
            self._end = status.run, status.position
        if run != self._end[0] or int(place) >= self._end[1]:
            raise UsageError(f"no ticket {name!r} in this run, {self._end[0]}")
        (ticket,) = await self.read(int(place), 1)
        return ticket

    async def tell(self, feedback: Sequence[Feedback]) -> tuple[Ack, ...]:
        """See Ledger."""
        _admit(self._tells.waiting)
        return tuple(await self._tells.put_all(feedback))

    async def draw(self, asks: Sequence[Ask]) -> tuple[Issued, ...]:
        """See Ledger."""
        return (await self.call(calls.tickets(asks))).issued

    async def status(self) -> Status:
        """See Ledger."""
        return await self.call(calls.status())

    async def ping(self) -> None:
        """See Ledger; it is not tried twice."""
        with _translated():
            await self._probe.status()

    def gauges(self) -> dict[str, float]:
        """See Ledger."""
        return {"ledger_waiting": float(self._asks.waiting + self._tells.waiting)}

    async def call(self, call: Call[M]) -> M:
        """Any call to the other server; its refusals are ours.

        Raises:
            StateError: if it is away.
        """
        with _translated():
            return await self._client.call(call)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._client.close()
        await self._probe.close()

    async def _draw(self, ask: Ask) -> tuple[Ticket, ...]:
        _admit(self._asks.waiting)
        issued = await self._asks.put(ask)
        if issued.error:
            raise (ConflictError if issued.status == 409 else UsageError)(issued.error)
        return issued.tickets

    async def _tell(self, feedback: Sequence[Feedback]) -> tuple[Ack, ...]:
        return (await self.call(calls.tell(feedback))).acks


class FarEpisodes:
    """Episodes are played where their journal is: what is said of one goes there."""

    def __init__(self, session: Session, ledger: FarLedger) -> None:
        self._ledger = ledger
        session.serve("open", Open, self.open)
        session.serve("act", Act, self.act)
        session.serve("close", Close, self.close)

    async def open(self, params: Open) -> Opened:
        """Begin an episode there; it has a key in any case, so that it may be sent again."""
        if params.key is None:
            params = params.model_copy(update={"key": unique()})
        return await self._ledger.call(calls.of(Opened, "/open", params))

    async def act(self, params: Act) -> Acted:
        """Do an action there."""
        return await self._ledger.call(calls.of(Acted, "/act", params))

    async def close(self, params: Close) -> Closed:
        """End an episode there."""
        return await self._ledger.call(calls.of(Closed, "/close", params))


def _weight(feedback: Feedback) -> int:
    return 1 + len(feedback.rewards) // REWARDS


def _admit(waiting: int) -> None:
    if waiting >= WAITING:
        raise StateError(f"{waiting} messages wait for the ledger; try again")


@contextmanager
def _translated() -> Iterator[None]:
    """What the other server refuses, this one refuses for the same reason."""
    try:
        yield
    except ServerError as e:
        match e.status:
            case 409:
                raise ConflictError(str(e)) from e
            case 404:
                raise UsageError(str(e)) from e
            case 422:
                raise FamilyError(str(e)) from e
        raise StateError(f"the server that keeps the ledger refuses: {e}") from e
