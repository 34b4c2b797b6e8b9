"""Answer hidden questions by what was seen of a picture, without its scene."""

from collections.abc import Sequence

from tasksynth_vision.accounts.questions import HiddenQuestion
from tasksynth_vision.reading.answering import find, tell_number
from tasksynth_vision.reading.scenes import SeenThing
from tasksynth_vision.scenes.counting import Tallied
from tasksynth_vision.scenes.queries import Description
from tasksynth_vision.scenes.telling import words_of


def seen_answer(seen: Sequence[SeenThing], question: HiddenQuestion, side: int) -> str:
    """The answer to a question, as far as was seen; "" where what it speaks of was not found."""
    if question.topic == "number":
        return str(tell_number(seen, Tallied(any_of=(question.of,))))
    thing = find(seen, Description(like=question.of))
    if thing is None:
        return ""
    if question.topic == "look":
        return str(getattr(thing, question.asks))
    if question.topic == "place":
        down = "upper" if thing.y < side / 2 else "lower"
        return f"{down} {'left' if thing.x < side / 2 else 'right'}"
    other = None if question.to is None else find(seen, Description(like=question.to))
    if other is None or question.to is None:
        return ""
    lead = other.x - thing.x if question.asks == "across" else other.y - thing.y
    return words_of(question.of if lead > 0 else question.to)
