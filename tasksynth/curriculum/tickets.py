"""From picks to what the journal keeps of them, and from that to tickets."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from tasksynth.curriculum.arrays import Int
from tasksynth.curriculum.journal.events import AskedEvent
from tasksynth.curriculum.space import Arm
from tasksynth.curriculum.split import index_of
from tasksynth.curriculum.strategy import FRESH, PROBE, PURPOSES, Picks
from tasksynth.errors import ConflictError, UsageError
from tasksynth_schemas import Curriculum, TaskRef, Ticket


def asked(
    picks: Picks,
    issued: Int,
    *,
    first: int,
    key: str | None,
    rollouts: int,
    stated: int | None = None,
) -> AskedEvent:
    """The event; `issued` (arms,) says how many items of each arm's stream are used up.

    `stated` is the size of the trainer's groups, if it has but one; else picks may say, and
    `rollouts` is the usual one.
    """
    sizes = picks.rollouts if stated is None else np.full(len(picks.arm), stated)
    return AskedEvent.trusted(
        op="asked",
        first=first,
        key=key,
        arm=tuple(picks.arm.tolist()),
        item=_items(picks, issued),
        purpose=_column(picks.purpose, 0),
        hint=_column(picks.hint, 0.0),
        weight=_column(picks.weight, 1.0),
        rollouts=_column(sizes, rollouts),
        stated=stated,
    )


def _items(picks: Picks, issued: Int) -> tuple[int, ...]:
    chosen = np.full(len(picks.arm), FRESH) if picks.item is None else picks.item
    following: dict[int, int] = {}
    items = []
    for arm, item in zip(picks.arm.tolist(), chosen.tolist(), strict=True):
        if item == FRESH:
            item = following.get(arm, int(issued[arm]))
            following[arm] = item + 1
        items.append(item)
    return tuple(items)


def _column(values: Any, default: float) -> tuple[Any, ...]:
    """The column as a tuple; empty if it is all default."""
    if values is None or (values == default).all():
        return ()
    return tuple(values.tolist())


def handed(
    event: AskedEvent,
    rows: range,
    *,
    run: str,
    arms: Sequence[Arm],
    splits: Sequence[range | None],
    usual: Curriculum,
) -> list[Ticket]:
    """The tickets of some rows of the event."""
    made = []
    for i in rows:
        which = event.arm[i]
        arm = arms[which]
        position = event.first + i
        made.append(
            Ticket.trusted(
                id=f"{run}:{position}",
                position=position,
                ref=TaskRef.trusted(
                    family=arm.ref.family,
                    version=arm.ref.version,
                    params=arm.ref.params,
                    seed=arm.ref.seed,
                    index=index_of(event.item[i], splits[which]),
                ),
                arm=arm.name,
                level=arm.level,
                purpose=PURPOSES[event.purpose[i] if event.purpose else 0],
                rollouts=event.rollouts[i] if event.rollouts else usual.rollouts,
                weight=event.weight[i] if event.weight else 1.0,
                hint=event.hint[i] if event.hint else 0.0,
                lease=position + usual.lease,
            )
        )
    return made


def of_size(rollouts: int | None, tickets: Sequence[Ticket]) -> tuple[Ticket, ...]:
    """The tickets, all of which are for groups of that size.

    Raises:
        ConflictError: if one was handed out for another.
    """
    for ticket in tickets:
        if rollouts is not None and ticket.rollouts != rollouts:
            raise ConflictError(
                f"ticket {ticket.id} was handed out for a group of {ticket.rollouts} rollouts, "
                f"this trainer's groups have {rollouts}: keep to one size in a run, "
                "or begin one with a new store"
            )
    return tuple(tickets)


def check_terms(asked: AskedEvent, terms: Collection[str], strategy: str) -> None:
    """A trainer was told at its start what it may be asked for, and nothing else comes.

    Raises:
        UsageError: if the strategy did not say what it does; says what to add.
    """
    done = {
        "hint": asked.hint,
        "weight": asked.weight,
        "rollouts": asked.rollouts if asked.stated is None else (),
        "probe": PROBE in asked.purpose,
    }
    for term, used in done.items():
        if used and term not in terms:
            raise UsageError(
                f"strategy {strategy} or one of its wrappers gave tickets a {term}, and does not "
                f"say so: add {term!r} to its `terms`"
            )
