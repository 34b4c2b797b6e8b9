"""The scheduler: tickets out, feedback in, every accepted message in the journal first."""

import hashlib
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Self

from pydantic import ValidationError

from tasksynth.curriculum import strategy as strategies
from tasksynth.curriculum import tickets
from tasksynth.curriculum.arrays import extend
from tasksynth.curriculum.belief import history, measure
from tasksynth.curriculum.belief.evidence import Evidence
from tasksynth.curriculum.journal.book import Book, ClosedTicket, Settled
from tasksynth.curriculum.journal.compaction import Compaction
from tasksynth.curriculum.journal.events import (
    ArmCounts,
    AskedEvent,
    Event,
    GrownEvent,
    RunState,
    ToldEvent,
    dump,
    parse,
)
from tasksynth.curriculum.journal.store import JournalEntry, MemoryStore, Store, WriteTurn
from tasksynth.curriculum.measuring import Measuring
from tasksynth.curriculum.space import Arm, Space, arms_of
from tasksynth.curriculum.split import ranges, served_mix, served_split
from tasksynth.curriculum.standing import Standing
from tasksynth.curriculum.strategy import Plan, View
from tasksynth.errors import ConflictError, StateError, UsageError
from tasksynth.invalid import explain
from tasksynth.rng import Stream
from tasksynth_schemas import Ack, Feedback, Mix, Recipe, Ticket, canonical_json

FORMAT = "4"
"""Of the journal and its snapshots."""
FORMATS = ("2", "3", "4")
"""Whose journals a fork takes over."""
COPIED = "copied"
"""The fact that says how many of a store's events a fork brought."""
SNAPSHOT_EVERY = 200
"""Events between snapshots: what a start has to replay at most."""
MOST = 4096
"""Tickets in one ask."""


class Scheduler:
    """Hands out tickets by a strategy and learns from what becomes of them.

    What it hands out depends on the recipe and on the messages so far, in the order of the journal,
    and on nothing else: no clock, no other source of chance. It may be used from several threads,
    and several processes may open one store.
    """

    def __init__(
        self, recipe: Recipe, store: Store | None = None, *, compaction: Compaction | None = None
    ) -> None:
        """Start a run, or go on with the one in the store.

        Args:
            recipe: of the run.
            store: where its journal is; without, it ends with the process.
            compaction: what is kept of the journal; None: all of it.

        Raises:
            UsageError: if the recipe names an unknown family or strategy, or wrong options, or for
                a compaction that cannot be.
            StateError: if the store holds a run of another recipe, or is damaged.
        """
        self.recipe, self.store = recipe, store if store is not None else MemoryStore()
        self._lock = threading.RLock()
        self._held: WriteTurn | None = None
        self._ahead = False
        self._seen: Callable[[Event], None] | None = None
        self._shown = 0
        self._news: list[tuple[int, Event]] = []
        key = canonical_json(["curriculum", recipe.model_dump(mode="json")])
        self._stream = Stream(key)
        self.run = hashlib.blake2b(key, digest_size=4).hexdigest()
        """Eight hex digits that the tickets of this run begin with; equal for equal recipes."""
        self._splits = ranges(recipe)
        self._spread(arms_of(served_mix(recipe), recipe.seed))
        _describe(self.store, recipe.model_dump_json())
        self._compaction = compaction
        if compaction is not None:
            compaction.begin(self.store, recipe.curriculum.lease)
        self._load()

    def _load(self) -> None:
        """Take up the run as the store has it."""
        self._spread(arms_of(served_mix(self.recipe), self.recipe.seed))
        kept = self._kept()
        self._spread(arms_of(kept.added, self.recipe.seed, known=self.space.arms))
        self._known: Any = self.strategy.load(kept.strategy) if kept.seq else self.strategy.start()
        self._seq, self._asks, self._added = kept.seq, kept.asks, kept.added
        self._measuring = Measuring(kept, self.space)
        self._book = Book(kept, self.recipe.curriculum.lease)
        for row in self.store.rows(self._seq):
            self._apply(parse(row.body))
        self._ahead = False
        self._end = self._book.position

    @classmethod
    def open(cls, store: Store) -> Self:
        """Go on with the run in a store, by the recipe that is in it.

        Raises:
            StateError: if the store holds no run.
        """
        if (text := store.meta("recipe")) is None:
            raise StateError("the store holds no run yet; start one from a recipe")
        return cls(Recipe.model_validate_json(text), store)

    @property
    def position(self) -> int:
        """The end of the ledger, as far as this process knows: tickets in the journal so far."""
        return self._end

    @property
    def standing(self) -> Standing:
        """What is mastered, what looks broken, and what to do next."""
        return self._measuring.standing

    def ask(
        self, n: int, *, key: str | None = None, rollouts: int | None = None
    ) -> tuple[Ticket, ...]:
        """Hand out n new tickets; with a key, the same ones again however often it is asked.

        `rollouts` is the size of the trainer's groups, if it has but one.

        Raises:
            UsageError: if n is not in 1 … 4096.
            ConflictError: if the key was used for another number, or groups of another size.
            StateError: if the store cannot record them; then none were handed out.
        """
        self._check(n)
        with self._lock, self._turn() as turn:
            if key is not None and (body := self.store.keyed(key)) is not None:
                asked = _asked(body)
                if len(asked.arm) != n:
                    raise ConflictError(
                        f"key {key!r} was used to ask for {len(asked.arm)} tickets, now for {n}; "
                        "use a new key for a new request"
                    )
            else:
                asked = self._issue(turn, n, key, rollouts)
            return tickets.of_size(rollouts, self._tickets(asked, 0, n))

    def read(self, cursor: int, n: int, *, rollouts: int | None = None) -> tuple[Ticket, ...]:
        """The tickets at positions cursor … cursor + n - 1 of the ledger, which grows as needed.

        Equal cursors give equal tickets, whoever reads and whenever: this is how the ranks of one
        trainer see the same tasks. `rollouts` is the size of its groups, if it has but one.

        Raises:
            UsageError: if n is not in 1 … 4096, or the cursor is more than 4096 past the end.
            ConflictError: if a ticket there was handed out for groups of another size.
            StateError: if the store cannot record new tickets.
        """
        self._check(n)
        with self._lock, self._turn() as turn:
            end = self._book.position
            if not 0 <= cursor <= end + MOST:
                raise UsageError(f"cursor {cursor} is not in this ledger, which ends at {end}")
            found = tickets.of_size(rollouts, self._there(cursor, min(n, end - cursor)))
            if (missing := cursor + n - end) > 0:
                asked = self._issue(turn, missing, None, rollouts)
                found += tuple(self._tickets(asked, max(0, cursor - end), missing))
            return found

    def _there(self, cursor: int, n: int) -> list[Ticket]:
        """Tickets that were handed out; none if n is not positive."""
        found: list[Ticket] = []
        if n <= 0:
            return found
        for body in self.store.asked(cursor):
            asked = _asked(body)
            if not found and asked.first > cursor:
                raise UsageError(
                    f"the journal begins with ticket {asked.first}, older ones were dropped, so "
                    f"there is no ticket {cursor} any more"
                )
            start = max(0, cursor - asked.first)
            stop = min(len(asked.arm), cursor + n - asked.first)
            found += self._tickets(asked, start, stop)
            if len(found) == n:
                break
        return found

    def tell(self, ticket: str, rewards: Iterable[float | None], **extras: Any) -> Ack:
        """Say what became of one ticket; `extras` are the other fields of Feedback.

        Raises:
            UsageError: for a malformed ticket id, or rewards that are not in [0, 1].
            StateError: if the store cannot record it; then nothing changed.
        """
        try:
            feedback = Feedback(ticket=ticket, rewards=tuple(rewards), **extras)
        except ValidationError as e:
            raise UsageError(f"feedback: {explain(e, Feedback)}") from e
        return self.tell_many([feedback])[0]

    def tell_many(self, feedback: Iterable[Feedback]) -> tuple[Ack, ...]:
        """Say what became of some tickets, in one write; see `Ack` for what each answer means.

        Raises:
            StateError: if the store cannot record it; then nothing changed.
        """
        with self._lock, self._turn() as turn:
            judged = self._book.judge(feedback)
            if judged.accepted:
                told = ToldEvent.trusted(op="told", feedback=tuple(judged.accepted))
                self._append(turn, told, judged)
            return tuple(judged.acks)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Calls of this thread in the body share one write: a server groups what waits.

        All of them are durable once the body has ended without an error; after one, none happened.

        Raises:
            StateError: if the store cannot record them.
        """
        with self._lock, self._turn():
            yield

    def add(self, *mix: Mix) -> tuple[Arm, ...]:
        """Add ingredients while the run goes on; returns the arms that are new.

        Raises:
            UsageError: for an unknown family, params that it does not take, or a split that is not
                served.
            StateError: if the store cannot record it.
        """
        served = served_split(self.recipe)
        if apart := next((one for one in mix if one.split not in (None, served)), None):
            raise UsageError(
                f"{apart.family} is for the split {apart.split!r}, and the run serves "
                f"{'tasks without splits' if served is None else repr(served)}"
            )
        with self._lock:
            with self._turn() as turn:
                old = len(self.space)
                if len(arms_of(mix, self.recipe.seed, known=self.space.arms)) > old:
                    self._append(turn, GrownEvent(op="grown", mix=mix))
            return self.space.arms[old:]

    def repeat(self, event: Event, *, check: bool) -> None:
        """Record and apply an event of another journal; `check` chooses asks anew to compare.

        Raises:
            StateError: if an ask comes out differently.
        """
        with self._lock, self._turn() as turn:
            if isinstance(event, ToldEvent):
                mine = (
                    one.model_copy(update={"ticket": f"{self.run}:{one.ticket.partition(':')[2]}"})
                    for one in event.feedback
                )
                event = event.model_copy(update={"feedback": tuple(mine)})
            if check and isinstance(event, AskedEvent):
                chosen = self._choose(len(event.arm), event.key, event.stated)
                if chosen != event:
                    raise StateError(
                        f"event {self._seq + 1} of the journal handed out other tickets than this "
                        "version chooses; it was written by another tasksynth, or damaged"
                    )
            self._append(turn, event)

    def follow(self, seen: Callable[[Event], None], *, last: int) -> None:
        """Show the newest events of the journal, at most `last`, then each one once it is in it.

        Those that other processes write are shown once this one hears of them, at its next turn.
        `seen` replaces an earlier one; it runs under the scheduler's lock, so it must be quick,
        raise nothing, and leave the scheduler alone.

        Raises:
            StateError: if the store cannot be read.
        """
        with self._lock:
            for row in self.store.rows(max(0, self._seq - last)):
                if row.seq > self._seq:
                    break
                seen(parse(row.body))
            self._seen, self._shown = seen, self._seq

    def newest(self, n: int) -> list[tuple[int, int]]:
        """Arm and purpose (a number, see `strategy.PURPOSES`) of the newest n tickets."""
        with self._lock:
            start = max(0, self._book.position - n)
            found: list[tuple[int, int]] = []
            for body in self.store.asked(start) if self._book.position else ():
                asked = _asked(body)
                rows = zip(asked.arm, asked.purpose or (0,) * len(asked.arm), strict=True)
                found += list(rows)[max(0, start - asked.first) :]
            return found

    def plan(self) -> Plan | None:
        """What the strategy is after now, if it says so."""
        with self._lock:
            return self.strategy.plan(self._known)

    def state(self) -> RunState:
        """All that it knows, as data."""
        with self._lock:
            return self._state()

    def close(self) -> None:
        """Let go of the store. Nothing needs saving: the journal has it all."""
        self.store.close()

    # One transition function: for the present, for replay, and for other processes' events.

    def _apply(self, event: Event, judged: Settled | None = None) -> None:
        if isinstance(event, GrownEvent):
            self._added += event.mix
            self._spread(arms_of(event.mix, self.recipe.seed, known=self.space.arms))
            self._known = extend(self._known, self.strategy.start())
            self._book.grow(len(self.space))
            self._measuring.grow(self.space)
        elif isinstance(event, AskedEvent):
            self._asks += 1
            self._learn(self._book.hand_out(event, self.recipe.curriculum.rollouts))
        else:
            judged = judged or self._book.judge(event.feedback)
            self._book.enter(judged)
            self._learn(judged.closed.values())
        self._seq += 1
        if self._seen is not None:
            self._news.append((self._seq, event))

    def _show(self) -> None:
        """Tell the follower what is in the journal now, each event once."""
        for seq, event in self._news:
            if self._seen is not None and seq > self._shown:
                self._seen(event)
                self._shown = seq
        self._news.clear()

    def _learn(self, ended: Collection[ClosedTicket]) -> None:
        if not ended or not len(batch := self._book.batch(ended)):
            return
        self._known = self.strategy.tell(self._known, batch)
        self._measuring.learn(batch, self.space)

    def _spread(self, arms: tuple[Arm, ...]) -> None:
        self.space = Space(arms)
        self._split = [self._splits.get(arm.ref.stream) for arm in arms]
        self.strategy = strategies.build(self.recipe.curriculum, self.space)

    @contextmanager
    def _turn(self) -> Iterator[WriteTurn]:
        """Hold the store, caught up with other processes; inside `together`, go on holding it."""
        if self._held is not None:
            yield self._held
            return
        if self._ahead:
            self._news.clear()
            self._load()
        with self.store.turn() as turn:
            for row in self.store.rows(self._seq):
                if row.seq > self._seq + 1:  # dropped since this process heard of it
                    self._load()
                    break
                self._apply(parse(row.body))
            self._end = self._book.position
            self._held = turn
            try:
                yield turn
            finally:
                self._held = None
        self._ahead, self._end = False, self._book.position
        self._show()

    def _append(self, turn: WriteTurn, event: Event, judged: Settled | None = None) -> None:
        """Write an event and apply it; should the write fail in the end, `_turn` loads anew."""
        if self._seq and self._seq % SNAPSHOT_EVERY == 0:
            kept = JournalEntry(self._seq, self._state().model_dump_json())
            turn.keep(*kept)
            if self._compaction is not None:
                self._compaction.cut(self.store, turn, kept, self._book.position)
        asked = event if isinstance(event, AskedEvent) else None
        turn.append(
            self._seq + 1,
            dump(event),
            first=asked.first if asked else None,
            key=asked.key if asked else None,
        )
        self._ahead = True
        self._apply(event, judged)

    def _issue(self, turn: WriteTurn, n: int, key: str | None, rollouts: int | None) -> AskedEvent:
        asked = self._choose(n, key, rollouts)
        self._append(turn, asked)
        return asked

    def _choose(self, n: int, key: str | None, stated: int | None) -> AskedEvent:
        usual = self.recipe.curriculum.rollouts
        view = View(self._book.position, stated or usual, self._book.open)
        picks = self.strategy.ask(self._known, n, self._stream.rng(self._asks), view)
        asked = tickets.asked(
            picks,
            self._book.tally.issued,
            first=self._book.position,
            key=key,
            rollouts=usual,
            stated=stated,
        )
        tickets.check_terms(asked, self.strategy.terms, self.recipe.curriculum.strategy)
        return asked

    def _tickets(self, asked: AskedEvent, start: int, stop: int) -> list[Ticket]:
        return tickets.handed(
            asked,
            range(start, stop),
            run=self.run,
            arms=self.space.arms,
            splits=self._split,
            usual=self.recipe.curriculum,
        )

    def _state(self) -> RunState:
        book = self._book
        return RunState(
            run=self.run,
            seq=self._seq,
            position=book.position,
            asks=self._asks,
            added=self._added,
            leases=book.leases,
            policies=tuple(book.policies),
            tally=book.tally.model_copy(deep=True),
            measure=self._measuring.measure,
            history=self._measuring.history,
            pending=self._measuring.pending,
            strategy=self._known.model_dump(mode="json"),
        )

    def _kept(self) -> RunState:
        """The newest snapshot, or the state before the first event."""
        if (row := self.store.snapshot()) is not None:
            return RunState.model_validate_json(row.body)
        arms = len(self.space)
        return RunState(
            run=self.run,
            tally=ArmCounts.zero(arms),
            measure=measure.start(self.space),
            history=history.start(self.space),
            pending=Evidence.zero(arms),
            strategy={},
        )

    @staticmethod
    def _check(n: int) -> None:
        if not 1 <= n <= MOST:
            raise UsageError(f"want 1 to {MOST} tickets in one ask, got {n}")


def _describe(store: Store, recipe: str) -> None:
    """Say in the store what it holds, or compare."""
    if (found := store.describe("format", FORMAT)) != FORMAT:
        mend = "`tasksynth curriculum fork STORE NEW` takes it over into a new store"
        raise StateError(
            f"the store is of format {found}, this version writes {FORMAT}: "
            + (mend if found in FORMATS else "use the tasksynth that made it")
        )
    if store.describe("recipe", recipe) != recipe:
        raise StateError(
            "the store holds a run of another recipe; use a new store, "
            "or `tasksynth curriculum fork` to go on with another recipe"
        )


def _asked(body: str) -> AskedEvent:
    event = parse(body)
    if not isinstance(event, AskedEvent):
        raise StateError("the store's journal is damaged: an ask is not where it should be")
    return event
