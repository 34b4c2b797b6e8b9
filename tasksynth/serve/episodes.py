"""Episodes that are under way: opened, acted in, closed; judged by replay, once.

What was acknowledged is in the journal. A server that was killed, or another one on the same store,
goes on from there: it holds nothing but how far each episode is, and reads that again.
"""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from tasksynth import registry
from tasksynth.capability import Interactive
from tasksynth.curriculum.journal.episodes import EpisodeBook, EpisodeRow
from tasksynth.engines import Failure
from tasksynth.episode import transcript_of
from tasksynth.errors import ConflictError, FamilyError, TasksynthError, UsageError
from tasksynth.pipeline.live import UNKNOWN, LiveAction, LiveTurn, after
from tasksynth.pipeline.operations import Posed
from tasksynth.pipeline.recent import Recent
from tasksynth.serve.ledger import OwnLedger
from tasksynth.serve.presenting import gate
from tasksynth.serve.session import Session
from tasksynth_schemas import Ack, Action, Feedback, Label, Verdict, data_uri
from tasksynth_schemas.live import Act, Acted, Close, Closed, Open, Opened

R = TypeVar("R")

IDLE_S = 3600.0
"""Seconds after which an episode to which nothing happens is given up."""
SWEEP_S = 30.0
"""How often those are looked for."""
MOST = 16_384
"""Episodes under way at one time."""
ENDED = 1024
"""Episodes that are kept at hand after their end, for those who ask twice."""


@dataclass(eq=False)
class _Live:
    """How far an episode is."""

    id: str
    label: Label
    line: bytes
    """Its task."""
    turns: int
    """Actions that it may have."""
    steps: bool
    """Whether its family has turns; without, its one action is the answer."""
    count: int = 0
    history: bytes = b""
    verdict: Verdict | None = None
    ack: Ack | None = None
    last: tuple[int, str, Acted] | None = None
    """The newest action and its reply: most repeats are of that."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def add(self, action: str) -> None:
        """One more action."""
        self.count += 1
        self.history = after(self.history, action)


class Episodes:
    """The episodes of a session.

    Args:
        session: who makes tasks, and judges.
        ledger: the session's; the episodes' journal is in its store.
        idle_s: seconds after which an episode to which nothing happens is given up.
        most: episodes under way at one time.
    """

    def __init__(
        self, session: Session, ledger: OwnLedger, *, idle_s: float = IDLE_S, most: int = MOST
    ) -> None:
        self._session, self._ledger = session, ledger
        self._idle_s, self._most = idle_s, most
        self._live, self._ended = Recent[str, _Live](MOST), Recent[str, _Live](ENDED)
        self._finding: dict[str, asyncio.Future[_Live]] = {}
        session.serve("open", Open, self.open)
        session.serve("act", Act, self.act)
        session.serve("close", Close, self.close)

    async def open(self, params: Open) -> Opened:
        """Begin an episode, or find the one of the key again."""
        label = await self._session.label_of(params)
        posed = await self._session.posed(label.ref)
        if not params.tell:
            label = label.model_copy(update={"ticket": None})
        row = await self._begin(label, params.key)
        if row.label != str(label):
            raise ConflictError(f"the key {params.key!r} has opened an episode of another task")
        live = await self._find(row.id)
        return Opened(
            episode=live.id,
            turn=live.count,
            label=str(label),
            task=posed.task,
            prompt=await self._session.prompt_of(label, posed),
            needs=posed.needs,
            media={name: data_uri(name, data) for name, data in posed.media.items()},
            measure=posed.measure,
        )

    async def act(self, params: Act) -> Acted:
        """Do an action, or say again what came of it."""
        live = await self._find(params.episode)
        action = params.action.model_dump_json()
        async with live.lock:
            if params.turn < live.count:
                return await self._repeat(live, params.turn, action)
            if live.verdict is not None:
                raise ConflictError(
                    f"the episode ended after {live.count} turns: {live.verdict.status}"
                )
            if params.turn > live.count:
                raise ConflictError(f"turn {params.turn} is to come; the next is {live.count}")
            turn = await self._step(live, action, None)
            held = await self._write(
                lambda book: book.act(live.id, params.turn, action, time.time())
            )
            if held != action:
                self._live.pop(live.id)  # another server was first: read it again
                raise ConflictError(f"turn {params.turn} was played otherwise meanwhile")
            live.add(action)
            if turn.over:
                await self._end(live, None)
            acted = _acted(live, turn)
            live.last = params.turn, action, acted
            return acted

    async def close(self, params: Close) -> Closed:
        """End an episode where it stands; its verdict."""
        live = await self._find(params.episode)
        async with live.lock:
            verdict = live.verdict or await self._end(live, None)
            return Closed(episode=live.id, turn=live.count, verdict=verdict, ack=live.ack)

    async def give_up_idle(self) -> int:
        """End those to which nothing has happened for long, without a reward; how many."""
        before = time.time() - self._idle_s
        idle = await self._write(lambda book: book.idle(before))
        for episode in idle:
            live = await self._find(episode)
            async with live.lock:
                if live.verdict is None:
                    why = f"given up: nothing happened for {self._idle_s:g} s"
                    await self._end(live, Verdict(status="error", reward=None, why=why))
        return len(idle)

    async def sweep(self) -> None:
        """Look for idle episodes, until it is cancelled."""
        while True:
            await asyncio.sleep(min(SWEEP_S, self._idle_s))
            try:
                await self.give_up_idle()
            except TasksynthError:
                continue  # the store is away, or too busy: the next time will do

    async def _begin(self, label: Label, key: str | None) -> EpisodeRow:
        row = EpisodeRow(secrets.token_hex(10), str(label), key, time.time())

        def begin(book: EpisodeBook) -> EpisodeRow:
            found = book.begin(row)
            if found is row and book.under_way() > self._most:
                raise UsageError(
                    f"{self._most:,} episodes are under way; close some before opening others"
                )
            return found

        return await self._write(begin)

    async def _find(self, episode: str) -> _Live:
        """How far it is; from the journal, if it is not at hand."""
        live = self._live.get(episode) or self._ended.get(episode)
        if live is not None:
            return live
        if (finding := self._finding.get(episode)) is None:
            finding = self._finding[episode] = asyncio.ensure_future(self._load(episode))
            finding.add_done_callback(lambda _: self._finding.pop(episode, None))
        return await asyncio.shield(finding)

    async def _load(self, episode: str) -> _Live:
        def read(book: EpisodeBook) -> tuple[EpisodeRow | None, list[str]]:
            return book.find(episode), book.actions(episode)

        row, actions = await self._write(read)
        if row is None:
            raise UsageError(f"no episode {episode!r} in this run")
        label = Label.parse(row.label)
        posed: Posed = await self._session.posed(label.ref)
        steps = isinstance(registry.get(label.ref.family), Interactive)
        live = _Live(episode, label, posed.line, posed.needs.turns, steps)
        for action in actions:
            live.add(action)
        if row.ended is not None:
            live.verdict = Verdict.model_validate_json(row.ended)
        (self._live if live.verdict is None else self._ended).put(episode, live, 1)
        return live

    async def _step(self, live: _Live, action: str, before: Sequence[str] | None) -> LiveTurn:
        """Do an action; without `before`, where the state is at hand, or after asking for it."""
        if not live.steps:
            return LiveTurn("", {}, over=True)
        past = None if before is None else tuple(before)
        history = live.history if before is None else _history(before)
        item = LiveAction(live.id, live.line, history, action, past)
        (result,) = await self._session.judges.act(item, live.label.ref.family)
        if result == UNKNOWN:
            return await self._step(live, action, await self._actions(live))
        if isinstance(result, Failure):
            raise FamilyError(f"{live.label.ref}: the action could not be done: {result.why}")
        if isinstance(result, TasksynthError):
            raise result
        turn: LiveTurn = result
        return turn

    async def _repeat(self, live: _Live, number: int, action: str) -> Acted:
        """What came of an action before."""
        if live.last is not None and live.last[:2] == (number, action):
            return live.last[2]
        actions = await self._actions(live)
        if actions[number] != action:
            raise ConflictError(f"turn {number} was played already, and otherwise")
        turn = await self._step(live, action, actions[:number])
        if number + 1 == live.count and (turn.over and live.verdict is None):
            await self._end(live, None)  # the server died between the action and the verdict
        return _acted(live, turn, number + 1)

    async def _actions(self, live: _Live) -> list[str]:
        return await self._write(lambda book: book.actions(live.id))

    async def _end(self, live: _Live, verdict: Verdict | None) -> Verdict:
        """Judge a replay, unless there is a verdict; note it down and tell the curriculum, once."""
        answer = ""
        if verdict is None:
            actions = [Action.model_validate_json(one) for one in await self._actions(live)]
            answer = _answer(live, actions)
            verdict = await self._session.graded(live.line, answer, live.label.ref.family)
        ticket, mine = live.label.ticket, verdict.model_dump_json()
        scheduler = self._ledger.scheduler

        def end() -> tuple[str, Feedback | None, Ack | None]:
            held = scheduler.store.episodes.end(live.id, mine, time.time())
            if ticket is None:
                return held, None, None
            rewards = (gate(Verdict.model_validate_json(held)),)
            feedback = Feedback(ticket=ticket, rewards=rewards, part=f"episode {live.id}")
            return held, feedback, scheduler.tell_many([feedback])[0]

        held, feedback, ack = await self._ledger.call(end)
        live.verdict, live.ack = Verdict.model_validate_json(held), ack
        self._live.drop(live.id)
        self._ended.put(live.id, live, 1)
        self._session.saw(live.label, answer, live.verdict, feedback, ack)
        return live.verdict

    async def _write(self, function: Callable[[EpisodeBook], R]) -> R:
        store = self._ledger.scheduler.store
        return await self._ledger.call(lambda: function(store.episodes))


@asynccontextmanager
async def sweeping(episodes: Episodes) -> AsyncIterator[None]:
    """Give idle episodes up in the meantime."""
    sweep = asyncio.create_task(episodes.sweep())
    try:
        yield
    finally:
        sweep.cancel()


def _history(actions: Sequence[str]) -> bytes:
    history = b""
    for action in actions:
        history = after(history, action)
    return history


def _answer(live: _Live, actions: Sequence[Action]) -> str:
    """The actions as an answer: a transcript, or what was said where there are no turns."""
    if live.steps:
        return transcript_of(actions, registry.get(live.label.ref.family).max_answer_chars)
    return actions[-1].text if actions else ""


def _acted(live: _Live, turn: LiveTurn, number: int | None = None) -> Acted:
    number = live.count if number is None else number
    ended = turn.over and number == live.count
    return Acted(
        episode=live.id,
        turn=number,
        seen=turn.seen,
        media={name: data_uri(name, data) for name, data in turn.media.items()},
        over=turn.over,
        verdict=live.verdict if ended else None,
        ack=live.ack if ended else None,
    )
