"""What a run shows to those who watch it: counted as it happens, in bounded memory, no I/O."""

import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Sequence

from tasksynth.curriculum.inspection import BUDGET
from tasksynth.curriculum.journal.events import AskedEvent, Event, ToldEvent
from tasksynth.curriculum.space import Arm
from tasksynth.serve.page.counts import JUDGED, TOLD, HeatMap, Pace, Sample, TicketArms
from tasksynth.serve.page.course import CourseGraph
from tasksynth_schemas import (
    Ack,
    AnyRef,
    ArmReport,
    CurriculumReport,
    Feedback,
    Model,
    Status,
    Ticket,
    TrackReport,
    Verdict,
)
from tasksynth_schemas.wire import Served

KEPT = 40
"""Tickets, faults, and answers of each status that are kept to be read."""
ANSWER_CHARS, WHY_CHARS, PROMPT_CHARS = 2000, 500, 200
REF_BYTES = 8192
"""Answers to tasks of longer addresses are counted and not kept."""
NEWEST = 512
"""Tickets whose arms count as being served now."""


class Handed(Model):
    """A ticket that was handed out."""

    n: int
    """The version of the watch that it came with."""
    at: float
    """Seconds since the epoch."""
    ticket: Ticket
    prompt: str
    """Its beginning."""


class Answered(Model):
    """An answer and what the verifier said."""

    n: int
    at: float
    ref: AnyRef
    ticket: str | None
    verdict: Verdict
    answer: str
    """Its beginning and its end."""


class Fault(Model):
    """Something that went wrong, how often, and when last."""

    n: int
    at: float
    where: str
    what: str
    times: int


class WorkLoad(Model):
    """What the server's workers have to do."""

    queued: int
    """Answers that wait for a worker."""
    busy: int
    """Workers that judge, those on slow answers not counted."""
    slow: int
    """Workers on slow answers; the pool does without them."""
    workers: int


class PageFrame(Model):
    """What changed after a version of the watch; after version 0, all there is."""

    version: int
    started: float
    """When this server started, in seconds since the epoch."""
    now: float
    run: str
    """Eight hex digits that its tickets begin with; empty until something was measured."""
    strategy: str
    position: int
    """Tickets handed out in the whole run."""
    totals: dict[str, int]
    """Tasks, verdicts, feedback and errors since the start."""
    rates: dict[str, float]
    """The same a second, lately."""
    span_s: int
    """Seconds that an entry of `pace` covers."""
    pace: dict[str, list[int]]
    """The same over time since the start."""
    acks: dict[str, int]
    """What became of the feedback."""
    judged: dict[str, dict[Status, int]]
    """Verdicts by family."""
    load: WorkLoad | None
    width: int
    """Tickets that a column of the heat map covers."""
    cells: list[int]
    """Cells of the heat map that changed: arm, column, per cent, rewards; and so on."""
    newest: list[int]
    """The newest tickets by arm: arm, count; and so on."""
    arms: dict[int, ArmReport]
    """Arms of which something else is known now."""
    tracks: tuple[TrackReport, ...] | None
    summary: CurriculumReport | None
    """What was measured, without arms and tracks, which are in this frame."""
    budget: float
    """Share of answers without a verdict, or attempts without a reward, that is put up with."""
    course: CourseGraph | None
    handed: tuple[Handed, ...]
    answered: tuple[Answered, ...]
    faults: tuple[Fault, ...]


class Watch:
    """Sees all that passes; it may be told from any thread.

    Two streams come in. `event` is the journal's, so it holds the history from before a restart,
    and what other processes of the same store did: the heat map is made of it. The others say what
    this server did, and are forgotten with it.
    """

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self.closed = False
        """Set it, and everybody who reads the events is sent away: the server is about to end."""
        self.version = 0
        """Grows with everything that is seen."""
        self.started = clock()
        self._heat, self._ledger = HeatMap(), TicketArms()
        self._pace = Pace(("tasks", "verdicts", "feedback", "errors"), self.started)
        self._totals: Counter[str] = Counter(dict.fromkeys(self._pace.kinds, 0))
        self._acks: Counter[str] = Counter()
        self._judged: dict[str, Counter[Status]] = {}
        self._streams: dict[bytes, int] = {}
        self._load: WorkLoad | None = None
        self._handed: Sample[Handed] = Sample(KEPT)
        self._answered: dict[Status, Sample[Answered]] = {}
        self._faults: OrderedDict[tuple[str, str], Fault] = OrderedDict()
        self._arms: list[tuple[int, ArmReport]] = []
        self._report: tuple[int, CurriculumReport, CourseGraph | None] | None = None

    # What the journal says.

    def know(self, arms: Iterable[Arm]) -> None:
        """The arms in their order, so that answers to a task without a ticket find theirs."""
        with self._lock:
            self._streams = {arm.ref.stream: i for i, arm in enumerate(arms)}

    def event(self, event: Event) -> None:
        """An event of the journal, in its order; see `Scheduler.follow`."""
        with self._lock:
            self.version += 1
            if isinstance(event, AskedEvent):
                self._ledger.extend(event.first, event.arm)
            elif isinstance(event, ToldEvent):
                for one in event.feedback:
                    position = int(one.ticket.partition(":")[2])
                    arm = self._ledger.arm(position)
                    rewards = [reward for reward in one.rewards if reward is not None]
                    if arm is not None and rewards:
                        total = sum(rewards)
                        self._heat.add(arm, position, TOLD, total, len(rewards), self.version)

    def measured(self, found: CurriculumReport, course: CourseGraph | None) -> None:
        """What the curriculum knows of its arms by now."""
        with self._lock:
            self.version += 1
            known = self._arms
            self._arms = [
                known[i] if i < len(known) and known[i][1] == arm else (self.version, arm)
                for i, arm in enumerate(found.arms)
            ]
            self._report = (self.version, found, course)

    # What this server does.

    def served(self, served: Sequence[Served]) -> None:
        """Tasks that went out; the ranks of one trainer may all read the same ones."""
        with self._lock:
            now = self._count("tasks", len(served))
            for one in served:
                if not self._handed.wants(now):
                    break
                prompt = cut(one.text, PROMPT_CHARS)
                self._handed.append(
                    Handed(n=self.version, at=now, ticket=one.ticket, prompt=prompt)
                )

    def judged(self, ref: AnyRef, ticket: str | None, answer: str, verdict: Verdict) -> None:
        """A verdict that went out."""
        with self._lock:
            now = self._count("verdicts", 1)
            status = verdict.status
            self._judged.setdefault(ref.family, Counter())[status] += 1
            if verdict.reward is None:
                self._fault(f"verdict of {ref.family}", verdict.why, now)
            else:
                self._warm(ref, ticket, float(status == "pass"))
            sample = self._answered.setdefault(status, Sample(KEPT))
            if sample.wants(now) and len(ref.stream) <= REF_BYTES:
                short = verdict.model_copy(update={"why": cut(verdict.why, WHY_CHARS)})
                sample.append(
                    Answered(
                        n=self.version,
                        at=now,
                        ref=ref,
                        ticket=ticket,
                        verdict=short,
                        answer=cut(answer, ANSWER_CHARS),
                    )
                )

    def _warm(self, ref: AnyRef, ticket: str | None, reward: float) -> None:
        if ticket is None:
            arm, position = self._streams.get(ref.stream), max(0, self._ledger.end - 1)
        else:
            position = int(ticket.partition(":")[2])
            arm = self._ledger.arm(position)
        if arm is not None:
            self._heat.add(arm, position, JUDGED, reward, 1, self.version)

    def told(self, feedback: Sequence[Feedback], acks: Sequence[Ack]) -> None:
        """Feedback that came in, and how it was answered."""
        with self._lock:
            self._count("feedback", len(feedback))
            self._acks.update(ack.status for ack in acks)

    def error(self, where: str, what: str) -> None:
        """Something went wrong: in which part, and what a person should know of it."""
        with self._lock:
            now = self._clock()
            self.version += 1
            self._fault(where, what, now)

    def _fault(self, where: str, what: str, now: float) -> None:
        self._totals["errors"] += 1
        self._pace.add("errors", 1, now)
        key = (cut(where, WHY_CHARS), cut(what, WHY_CHARS))
        earlier = self._faults.pop(key, None)
        self._faults[key] = Fault(
            n=self.version,
            at=now,
            where=key[0],
            what=key[1],
            times=earlier.times + 1 if earlier else 1,
        )
        if len(self._faults) > KEPT:
            self._faults.popitem(last=False)

    def load(self, load: WorkLoad) -> None:
        """What the workers have to do now."""
        with self._lock:
            if load != self._load:
                self.version += 1
                self._load = load

    def _count(self, kind: str, n: int) -> float:
        now = self._clock()
        self.version += 1
        self._totals[kind] += n
        self._pace.add(kind, n, now)
        return now

    # What is shown.

    def snapshot(self, since: int = 0) -> PageFrame:
        """What changed after a version; what is small is always in it."""
        with self._lock:
            now = self._clock()
            stamp, found, course = self._report or (0, None, None)
            fresh = found is not None and stamp > since
            answered = [
                one for sample in self._answered.values() for one in sample.kept if one.n > since
            ]
            return PageFrame.trusted(
                version=self.version,
                started=self.started,
                now=now,
                run=found.run if found is not None else "",
                strategy=found.strategy if found is not None else "",
                position=self._ledger.end,
                totals=dict(self._totals),
                rates=self._pace.rates(now),
                span_s=self._pace.width,
                pace=self._pace.spans(now),
                acks=dict(self._acks),
                judged={family: dict(counts) for family, counts in self._judged.items()},
                load=self._load,
                width=self._heat.width,
                cells=self._heat.since(since),
                newest=self._ledger.newest(NEWEST),
                arms={i: arm for i, (n, arm) in enumerate(self._arms) if n > since},
                tracks=found.tracks if found is not None and fresh else None,
                summary=_bare(found) if found is not None and fresh else None,
                budget=BUDGET,
                course=course if fresh else None,
                handed=tuple(one for one in self._handed.kept if one.n > since),
                answered=tuple(sorted(answered, key=lambda one: one.n)),
                faults=tuple(one for one in self._faults.values() if one.n > since),
            )

    def answer(self, n: int) -> Answered | None:
        """A kept answer by its number; None once newer ones took its place."""
        with self._lock:
            kept = (one for sample in self._answered.values() for one in sample.kept)
            return next((one for one in kept if one.n == n), None)


def _bare(found: CurriculumReport) -> CurriculumReport:
    return found.model_copy(update={"arms": (), "tracks": ()})


def cut(text: str, most: int) -> str:
    """The text; of a long one the beginning and, since answers conclude there, more of the end."""
    if len(text) <= most:
        return text
    head = most // 3
    left_out = len(text) - most
    return f"{text[:head]}\n[… {left_out:,} characters …]\n{text[head - most :]}"
