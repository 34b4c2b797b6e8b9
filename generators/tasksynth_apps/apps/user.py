"""The person for whom an agent works: a finite automaton with wishes and facts, and no model.

It says a fact when it is asked for it, and then always the same; it comes up with its next wish
when it hears that something is done. What it was not asked it does not tell.
"""

import re
from typing import Literal, get_args

from tasksynth_schemas import Model

Topic = Literal["who", "amount", "when", "which", "where"]
TOPICS: tuple[Topic, ...] = get_args(Topic)
_CUES: dict[Topic, re.Pattern[str]] = {
    "who": re.compile(r"\bwho\b|\bwhom\b|\bwhose\b|\bperson\b"),
    "amount": re.compile(r"\bhow much\b|\bamount\b|\bsum\b"),
    "when": re.compile(r"\bwhen\b|\bdate\b|\bwhat day\b|\bwhich day\b"),
    "which": re.compile(r"\bwhich (?!day\b)|\bwhat (?!day\b)"),
    "where": re.compile(r"\bwhere\b|\baddress\b"),
}


class UserWish(Model):
    """Something that the user wants, and what it will say about it when asked."""

    said: str
    facts: dict[Topic, str] = {}


class User(Model):
    """What the user wants, in the order in which it comes up with it; the prompt has the first."""

    wishes: tuple[UserWish, ...]
    agenda: bool = False
    """Whether it comes up with them one by one."""

    def asked(self, told: int, topic: Topic) -> str:
        """What it says to a question, `told` being how many wishes it has come up with."""
        heard = self.wishes[: told if self.agenda else None]
        known = [wish.facts[topic] for wish in heard if topic in wish.facts]
        return " ".join(known) or "I have nothing to add to that."

    def next_wish(self, told: int) -> str | None:
        """What it comes up with next; None if there is nothing."""
        return self.wishes[told].said if self.agenda and told < len(self.wishes) else None


def topics_in(text: str) -> list[Topic]:
    """What a question in free words asks for."""
    low = text[:2000].casefold()
    return [topic for topic, cue in _CUES.items() if cue.search(low)]
