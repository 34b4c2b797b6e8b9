"""Write a caption of all that there is in a scene: the reference, and what bounded eyes write."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tasksynth_vision.accounts.words import ADJECTIVES, NUMBERS
from tasksynth_vision.scenes.queries import Like
from tasksynth_vision.scenes.telling import words_of


def account_of(things: Sequence[Any], side: int, topics: int) -> str:
    """Sentences on all things, drawn or seen, that answer all that may be asked on such topics."""
    lots = Counter((_like(one), _quarter(one, side) if topics > 1 else "") for one in things)
    lines = [f"There {_are(len(things))} {counted(len(things), Like())}."]
    for (like, quarter), many in lots.items():
        there = counted(many, like)
        if quarter:
            lines.append(f"In the {quarter} quarter there {_are(many)} {there}.")
        else:
            lines.append(f"There {_are(many)} {there}.")
    if topics > 2:
        looks = Counter(_like(one) for one in things)
        alone = [one for one in things if looks[_like(one)] == 1]
        for lead, axis in (("left to right", "x"), ("top to bottom", "y")):
            order = sorted(alone, key=lambda one: getattr(one, axis))
            told = ", ".join(f"the {words_of(_like(one))}" for one in order)
            lines.append(f"From {lead}: {told}.")
    return "\n".join(lines)


def counted(many: int, like: Like) -> str:
    """`three red stars`."""
    number = NUMBERS[many] if many < len(NUMBERS) else str(many)
    return f"{number} {words_of(like, many=many != 1)}"


def _are(many: int) -> str:
    return "is" if many == 1 else "are"


def _like(thing: Any) -> Like:
    return Like(**{name: getattr(thing, name) for name in ADJECTIVES})


def _quarter(thing: Any, side: int) -> str:
    down = "upper" if thing.y < side / 2 else "lower"
    return f"{down} {'left' if thing.x < side / 2 else 'right'}"
