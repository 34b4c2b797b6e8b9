"""The book of a run: who holds which ticket, and what became of it. No chance, no I/O."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from tasksynth.curriculum.arrays import Float, Int, extend
from tasksynth.curriculum.events import Asked, Lease, Snapshot, Tally
from tasksynth.curriculum.strategy import Batch
from tasksynth_schemas import Ack, Feedback

Status = Literal["ok", "partial", "duplicate", "late", "unknown"]
Rewards = tuple[float | None, ...]
POLICIES = 16
"""Policies told apart; later ones count as the last of these."""


@dataclass(frozen=True)
class Closed:
    """A ticket's end."""

    position: int
    lease: Lease
    rewards: Rewards
    last: Feedback | None
    """The feedback that closed it; None if its lease ran out."""


@dataclass
class Judged:
    """What some feedback would change."""

    acks: list[Ack] = field(default_factory=list)
    accepted: list[Feedback] = field(default_factory=list)
    held: dict[int, Lease] = field(default_factory=dict)
    """Leases that wait for more parts."""
    closed: dict[int, Closed] = field(default_factory=dict)


class Book:
    """Open leases and counts; see `Snapshot` and `Tally` for what each means."""

    def __init__(self, snapshot: Snapshot, lease: int) -> None:
        self.run, self.lease = snapshot.run, lease
        self.position = snapshot.position
        self.leases = dict(snapshot.leases)
        self.policies = list(snapshot.policies)
        self.tally = snapshot.tally.model_copy(deep=True)
        arms = [held.arm for held in self.leases.values()]
        self.open: Int = np.bincount(arms, minlength=len(self.tally.served)).astype(np.int64)

    def grow(self, arms: int) -> None:
        """Make room for new arms."""
        self.tally = extend(self.tally, Tally.zero(arms))
        self.open = np.concatenate([self.open, np.zeros(arms - len(self.open), dtype=np.int64)])

    def hand_out(self, asked: Asked, rollouts: int) -> list[Closed]:
        """Enter new tickets; returns those whose lease ran out by that."""
        n = len(asked.arm)
        purpose = asked.purpose or (0,) * n
        hint = asked.hint or (0.0,) * n
        group = asked.rollouts or (rollouts,) * n
        rows = zip(asked.arm, asked.item, purpose, hint, group, strict=True)
        for position, (arm, item, why, shown, size) in enumerate(rows, asked.first):
            self.leases[position] = Lease(
                arm=arm, item=item, purpose=why, hint=shown, rollouts=size
            )
            self.tally.issued[arm] = max(self.tally.issued[arm], item + 1)
        counts = np.bincount(asked.arm, minlength=len(self.open))
        self.tally.served[:] += counts
        self.open += counts
        self.position = asked.first + n
        return self._expire()

    def _expire(self) -> list[Closed]:
        ended = []
        for position, held in self.leases.items():
            if position >= self.position - self.lease:
                break
            rewards = tuple(reward for part in held.parts.values() for reward in part)
            ended.append(Closed(position, held, rewards, None))
        for closed in ended:
            self._remove(closed)
            self.tally.expired[closed.lease.arm] += 1
        return ended

    def judge(self, feedback: Iterable[Feedback]) -> Judged:
        """What the feedback would change; it changes nothing yet."""
        judged = Judged()
        for one in feedback:
            status = self._judge(one, judged)
            judged.acks.append(Ack(ticket=one.ticket, status=status))
            if status in ("ok", "partial"):
                judged.accepted.append(one)
        return judged

    def _judge(self, one: Feedback, judged: Judged) -> Status:
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
            judged.closed[position] = Closed(position, held, one.rewards, one)
            return "ok"
        if one.part in held.parts:
            return "duplicate"
        parts = held.parts | {one.part: one.rewards}
        rewards = tuple(reward for part in parts.values() for reward in part)
        if len(rewards) >= held.rollouts:
            judged.closed[position] = Closed(position, held, rewards, one)
            return "ok"
        judged.held[position] = held.model_copy(update={"parts": parts})
        return "partial"

    def enter(self, judged: Judged) -> None:
        """Make the change that `judge` found."""
        for position, held in judged.held.items():
            if position not in judged.closed:
                self.leases[position] = held
        for closed in judged.closed.values():
            self._remove(closed)

    def _remove(self, closed: Closed) -> None:
        del self.leases[closed.position]
        self.open[closed.lease.arm] -= 1

    def batch(self, ended: Iterable[Closed]) -> Batch:
        """The closed tickets as columns, counted; those without a reward drop out here."""
        rows = []
        for closed in ended:
            rewards = [reward for reward in closed.rewards if reward is not None]
            if not rewards:
                self.tally.void[closed.lease.arm] += closed.last is not None
                continue
            rows.append((closed, rewards))
        batch = Batch(
            arm=np.array([c.lease.arm for c, _ in rows], dtype=np.int64),
            item=np.array([c.lease.item for c, _ in rows], dtype=np.int64),
            solved=np.array([sum(rewards) for _, rewards in rows], dtype=np.float64),
            tries=np.array([len(rewards) for _, rewards in rows], dtype=np.int64),
            best=np.array([max(rewards) for _, rewards in rows], dtype=np.float64),
            purpose=np.array([c.lease.purpose for c, _ in rows], dtype=np.int64),
            hint=np.array([c.lease.hint for c, _ in rows], dtype=np.float64),
            position=np.array([c.position for c, _ in rows], dtype=np.int64),
            trained=np.array([c.last is None or c.last.trained for c, _ in rows], dtype=np.bool_),
            policy=np.array([self._policy(c.last) for c, _ in rows], dtype=np.int64),
            regret=_extra("regret", rows),
            value_loss=_extra("value_loss", rows),
            length=_extra("length", rows),
            logprob=_extra("logprob", rows),
        )
        mixed = np.array([min(rewards) < max(rewards) for _, rewards in rows], dtype=np.float64)
        arms = len(self.open)
        self.tally.closed[:] += np.bincount(batch.arm, minlength=arms)
        self.tally.mixed[:] += np.bincount(batch.arm, mixed, arms).astype(np.int64)
        self.tally.tries[:] += np.bincount(batch.arm, batch.tries, arms).astype(np.int64)
        self.tally.solved[:] += np.bincount(batch.arm, batch.solved, arms)
        return batch

    def _policy(self, last: Feedback | None) -> int:
        name = "" if last is None else last.policy
        if name not in self.policies:
            if len(self.policies) == POLICIES:
                return POLICIES - 1
            self.policies.append(name)
        return self.policies.index(name)


def _extra(name: str, rows: list[tuple[Closed, list[float]]]) -> Float:
    values = [None if c.last is None else getattr(c.last, name) for c, _ in rows]
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
