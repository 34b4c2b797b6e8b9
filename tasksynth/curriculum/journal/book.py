"""The book of a run: who holds which ticket, and what became of it. No chance, no I/O."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np

from tasksynth.curriculum.arrays import Float, Int, extend
from tasksynth.curriculum.journal.events import ArmCounts, AskedEvent, Lease, RunState
from tasksynth.curriculum.strategy import Batch
from tasksynth.errors import StateError
from tasksynth_schemas import Ack, Feedback

Status = Literal["ok", "partial", "duplicate", "late", "unknown"]
Rewards = tuple[float | None, ...]
POLICIES = 16
"""Policies told apart; later ones count as the last of these."""
_SILENT = Feedback(ticket="00000000:0", rewards=())
"""Stands for the feedback on a ticket whose lease ran out."""


class ClosedTicket(NamedTuple):
    """A ticket's end."""

    position: int
    lease: Lease
    rewards: Rewards
    last: Feedback | None
    """The feedback that closed it; None if its lease ran out."""


@dataclass
class Settled:
    """What some feedback would change."""

    acks: list[Ack] = field(default_factory=list)
    accepted: list[Feedback] = field(default_factory=list)
    held: dict[int, Lease] = field(default_factory=dict)
    """Leases that wait for more parts."""
    closed: dict[int, ClosedTicket] = field(default_factory=dict)


class Book:
    """Open leases and counts; see `RunState` and `ArmCounts` for what each means."""

    def __init__(self, snapshot: RunState, lease: int) -> None:
        self.run, self.lease = snapshot.run, lease
        self.position = snapshot.position
        self.leases = dict(snapshot.leases)
        self.policies = list(snapshot.policies)
        self.tally = snapshot.tally.model_copy(deep=True)
        arms = [held.arm for held in self.leases.values()]
        self.open: Int = np.bincount(arms, minlength=len(self.tally.served)).astype(np.int64)

    def grow(self, arms: int) -> None:
        """Make room for new arms."""
        self.tally = extend(self.tally, ArmCounts.zero(arms))
        self.open = np.concatenate([self.open, np.zeros(arms - len(self.open), dtype=np.int64)])

    def hand_out(self, asked: AskedEvent, rollouts: int) -> list[ClosedTicket]:
        """Enter new tickets; returns those whose lease ran out by that."""
        n = len(asked.arm)
        if not 0 <= min(asked.arm) <= max(asked.arm) < len(self.open):
            raise StateError("the journal is damaged: it names an arm that the run does not have")
        purpose = asked.purpose or (0,) * n
        hint = asked.hint or (0.0,) * n
        group = asked.rollouts or (rollouts,) * n
        rows = zip(asked.arm, asked.item, purpose, hint, group, strict=True)
        self.leases.update(
            (position, Lease(*row)) for position, row in enumerate(rows, asked.first)
        )
        arms = np.array(asked.arm)
        np.maximum.at(self.tally.issued, arms, np.array(asked.item) + 1)
        counts = np.bincount(arms, minlength=len(self.open))
        self.tally.served[:] += counts
        self.open += counts
        self.position = asked.first + n
        return self._expire()

    def _expire(self) -> list[ClosedTicket]:
        ended = []
        for position, held in self.leases.items():
            if position >= self.position - self.lease:
                break
            rewards = tuple(reward for part in held.parts.values() for reward in part)
            ended.append(ClosedTicket(position, held, rewards, None))
        for closed in ended:
            self._remove(closed)
            self.tally.expired[closed.lease.arm] += 1
        return ended

    def judge(self, feedback: Iterable[Feedback]) -> Settled:
        """What the feedback would change; it changes nothing yet."""
        judged = Settled()
        for one in feedback:
            status = self._judge(one, judged)
            judged.acks.append(Ack.trusted(ticket=one.ticket, status=status))
            if status in ("ok", "partial"):
                judged.accepted.append(one)
        return judged

    def _judge(self, one: Feedback, judged: Settled) -> Status:
        run, _, digits = one.ticket.partition(":")
        position = int(digits)
        if run != self.run or position >= self.position:
            return "unknown"
        if position in judged.closed:
            return "duplicate"
        held = judged.held.get(position) or self.leases.get(position)
        if held is None:
            return "late" if position < self.position - self.lease else "duplicate"
        if one.part is None:
            judged.closed[position] = ClosedTicket(position, held, one.rewards, one)
            return "ok"
        if one.part in held.parts:
            return "duplicate"
        parts = held.parts | {one.part: one.rewards}
        rewards = tuple(reward for part in parts.values() for reward in part)
        if len(rewards) >= held.rollouts:
            judged.closed[position] = ClosedTicket(position, held, rewards, one)
            return "ok"
        judged.held[position] = held._replace(parts=parts)
        return "partial"

    def enter(self, judged: Settled) -> None:
        """Make the change that `judge` found."""
        for position, held in judged.held.items():
            if position not in judged.closed:
                self.leases[position] = held
        for closed in judged.closed.values():
            self._remove(closed)

    def _remove(self, closed: ClosedTicket) -> None:
        del self.leases[closed.position]
        self.open[closed.lease.arm] -= 1

    def batch(self, ended: Iterable[ClosedTicket]) -> Batch:
        """The closed tickets as columns, counted; those without a reward drop out here."""
        leases, sums, feedback = [], [], []
        for position, held, given, last in ended:
            rewards = [reward for reward in given if reward is not None]
            self.tally.masked[held.arm] += len(given) - len(rewards)
            if not rewards:
                self.tally.void[held.arm] += last is not None
                continue
            low, high = min(rewards), max(rewards)
            leases.append((held.arm, held.item, held.purpose, position, len(rewards), low < high))
            sums.append((held.hint, sum(rewards), high, low))
            feedback.append(_SILENT if last is None else last)
        arm, item, purpose, position, tries, mixed = _columns(leases, 6, np.int64)
        hint, solved, best, least = _columns(sums, 4, np.float64)
        arms = len(self.open)
        self.tally.closed[:] += np.bincount(arm, minlength=arms)
        self.tally.mixed[:] += np.bincount(arm[mixed > 0], minlength=arms)
        self.tally.tries[:] += np.bincount(arm, tries, arms).astype(np.int64)
        self.tally.solved[:] += np.bincount(arm, solved, arms)
        return Batch(
            arm=arm,
            item=item,
            solved=solved,
            tries=tries,
            best=best,
            least=least,
            purpose=purpose,
            hint=hint,
            position=position,
            trained=np.array([last.trained for last in feedback], dtype=np.bool_),
            policy=np.array([self._policy(last.policy) for last in feedback], dtype=np.int64),
            regret=_extra([last.regret for last in feedback]),
            value_loss=_extra([last.value_loss for last in feedback]),
            length=_extra([last.length for last in feedback]),
            logprob=_extra([last.logprob for last in feedback]),
        )

    def _policy(self, name: str) -> int:
        if name not in self.policies:
            if len(self.policies) == POLICIES:
                return POLICIES - 1
            self.policies.append(name)
        return self.policies.index(name)


def _columns(rows: list[tuple[Any, ...]], width: int, dtype: Any) -> Any:
    return np.ascontiguousarray(np.array(rows, dtype=dtype).reshape(-1, width).T)


def _extra(values: list[float | None]) -> Float:
    return np.array(values, dtype=np.float64)  # None becomes NaN
