"""Answer questions about what was seen, however badly: the best guess, without any margin."""

from collections.abc import Sequence
from math import dist
from typing import Any

from tasksynth_vision.reading.scenes import SeenThing
from tasksynth_vision.scenes.counting import Tallied
from tasksynth_vision.scenes.queries import Description, InOrder, Like, Nearest

_TOWARDS = {"left": (-1, 0), "right": (1, 0), "above": (0, -1), "below": (0, 1)}


def find(seen: Sequence[SeenThing], query: Description) -> SeenThing | None:
    """What a description means most likely; None where nothing is like that."""
    among = [one for one in seen if _is_like(one, query.like)]
    if query.beside is not None:
        anchor = find(seen, query.beside.of)
        if anchor is not None:
            among = [one for one in among if _lead(one, anchor, query.beside.side) > 0]
    if not among:
        return None
    match query.chosen:
        case Nearest(to=to):
            anchor = find(seen, to)
            others = [one for one in among if one is not anchor] or among
            if anchor is None:
                return others[0]
            return min(others, key=lambda one: dist((one.x, one.y), (anchor.x, anchor.y)))
        case InOrder(side=side, rank=rank):
            order = sorted(among, key=lambda one: -_at(one, side))
            return order[min(rank, len(order)) - 1]
    return among[0]


def tell_number(seen: Sequence[SeenThing], tally: Tallied) -> int:
    """How many there are, as far as was seen."""
    kept = [one for one in seen if any(_is_like(one, like) for like in tally.any_of)]
    if tally.unlike is not None:
        unlike = tally.unlike
        kept = [one for one in kept if not _is_like(one, unlike)]
    if tally.beside is not None:
        anchor = find(seen, tally.beside.of)
        if anchor is not None:
            side = tally.beside.side
            kept = [one for one in kept if one is not anchor and _lead(one, anchor, side) > 0]
    return len(kept)


def _is_like(one: SeenThing, like: Like) -> bool:
    said: dict[str, Any] = like.model_dump(exclude_none=True)
    return all(getattr(one, name) == value for name, value in said.items())


def _at(one: SeenThing, side: str) -> float:
    across, down = _TOWARDS[side]
    return across * one.x + down * one.y


def _lead(one: SeenThing, other: SeenThing, side: str) -> float:
    return _at(one, side) - _at(other, side)
