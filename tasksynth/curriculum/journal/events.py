"""What the journal holds: every accepted message, and what it led to where chance was involved."""

from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from pydantic import Field, TypeAdapter, ValidationError

from tasksynth.curriculum.arrays import ArmFloats, ArmInts, State
from tasksynth.curriculum.belief.evidence import Evidence
from tasksynth.curriculum.belief.history import History
from tasksynth.curriculum.belief.measure import Measure
from tasksynth.errors import StateError
from tasksynth_schemas import Feedback, Mix, Model


class AskedEvent(Model):
    """Tickets that were handed out, as columns; an empty column is all defaults."""

    op: Literal["asked"]
    first: int
    """Position of the first."""
    key: str | None = None
    """The caller's idempotency key."""
    arm: tuple[int, ...]
    item: tuple[int, ...]
    purpose: tuple[int, ...] = ()
    hint: tuple[float, ...] = ()
    weight: tuple[float, ...] = ()
    rollouts: tuple[int, ...] = ()
    stated: int | None = None
    """The size of the trainer's groups, if it said so: then it is that of all of these."""


class ToldEvent(Model):
    """Feedback that changed something; repeats and latecomers are not kept."""

    op: Literal["told"]
    feedback: tuple[Feedback, ...]


class GrownEvent(Model):
    """Arms that were added while the run went on."""

    op: Literal["grown"]
    mix: tuple[Mix, ...]


Event = AskedEvent | ToldEvent | GrownEvent
_EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="op")])


def parse(body: str) -> Event:
    """An event from its line in the journal.

    Raises:
        StateError: if it is damaged.
    """
    try:
        return _EVENT.validate_json(body)
    except ValidationError as e:
        raise StateError(f"the journal is damaged: {body[:80]!r} is no event of ours") from e


def dump(event: Event) -> str:
    """The event as a line of the journal, without what is at its default."""
    return event.model_dump_json(exclude_defaults=True)


class Lease(NamedTuple):
    """A ticket that is still open."""

    arm: int
    item: int
    purpose: int
    hint: float
    rollouts: int
    parts: dict[str, tuple[float | None, ...]] = {}
    """Rewards that came in parts, by the part's name."""


class ArmCounts(State):
    """Counts by arm."""

    served: ArmInts
    """Tickets handed out."""
    issued: ArmInts
    """Items of the stream that are used up."""
    closed: ArmInts
    """Tickets answered with at least one reward."""
    void: ArmInts
    """Tickets answered without any."""
    expired: ArmInts
    mixed: ArmInts
    """Tickets whose rewards were not all equal: the groups that teach."""
    tries: ArmInts
    """Rewards received."""
    solved: ArmFloats
    """Their sum."""
    masked: ArmInts
    """Attempts of answered tickets that came back without a reward: faults, not failures."""

    @classmethod
    def zero(cls, arms: int) -> "ArmCounts":
        """Nothing counted yet."""
        counts = {name: np.zeros(arms, dtype=np.int64) for name in cls.model_fields}
        return cls(**counts | {"solved": np.zeros(arms)})


class RunState(State):
    """All that a scheduler knows after `seq` events; the same events give the same bytes."""

    run: str
    """Eight hex digits that the tickets of this run begin with."""
    seq: int = 0
    position: int = 0
    """Tickets handed out."""
    asks: int = 0
    """Draws from the strategy: the counter of its random stream."""
    added: tuple[Mix, ...] = ()
    """Ingredients added after the start."""
    leases: dict[int, Lease] = {}
    """Open tickets by position, oldest first."""
    policies: tuple[str, ...] = ()
    """Names of policies, in the order in which they were first heard of."""
    tally: ArmCounts
    measure: Measure
    """Ability and difficulty, measured whatever the strategy."""
    history: History
    """How it went."""
    pending: Evidence
    """Feedback without hints that the measure has yet to take in."""
    strategy: dict[str, Any]
    """The strategy's own state."""
