"""A user who says what was left out, when asked for it: a finite automaton without memory.

It tells no more than it is asked for, says the same whenever it is asked, and never what its
requests do not mean.
"""

import re

from tasksynth import Model
from tasksynth_tools.apis.grammar import Attribute
from tasksynth_tools.apis.values import Count

_DULL = {"of", "in", "by", "the", "a", "per"}


class Utterance(Model):
    """Something of a request that the user knows."""

    number: int
    """Of the request."""
    words: tuple[str, ...]
    """Words of a question about it."""
    reply: str
    withheld: bool


def topic(trait: Attribute) -> tuple[str, ...]:
    """The words of a question about a trait."""
    unit = trait.sort.unit.split() if isinstance(trait.sort, Count) else []
    return tuple(sorted({*trait.sort.asked, *trait.name.split("_"), *unit} - _DULL))


def reply_to(question: str, said: tuple[Utterance, ...], requests: int) -> str:
    """What the user says to a question, or to whatever else is said."""
    asked = set(re.findall(r"[a-z]+|[0-9]+", _spread(question[:2000]).lower()))
    named = {number for number in range(1, requests + 1) if str(number) in asked}
    about = [one for one in said if asked & _forms(one.words)]
    if any(one.number in named for one in about):
        about = [one for one in about if one.number in named]
    new = [one for one in about if one.withheld]
    if new:
        return " ".join(f"Request {one.number}: {one.reply}." for one in new)
    if about:
        return " ".join(f"Request {one.number}, as I said: {one.reply}." for one in about)
    if "?" in question:
        return (
            "I have no wish as to that. If a tool cannot do without something, ask me for it by "
            "the name that the tool has for it."
        )
    return "Go on with what I asked for, and call finish when you are through."


def _spread(text: str) -> str:
    """Words of names such as guestName apart."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)


def _forms(words: tuple[str, ...]) -> set[str]:
    return {form for one in words for form in (one, f"{one}s", one.removesuffix("s"))}
