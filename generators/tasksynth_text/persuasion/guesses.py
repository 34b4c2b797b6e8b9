"""Rules of thumb for who does not read: no task is drawn that one of them does."""

import re
from collections.abc import Callable, Iterator
from itertools import cycle

from tasksynth_text.persuasion.dialogue import Persuadee
from tasksynth_text.persuasion.models import PersuasionInstance
from tasksynth_text.persuasion.strategies import FULL, Act, able, do

_WORD = re.compile(r"[a-z]+|[0-9]+")
_DULL = {"a", "an", "and", "in", "it", "of", "or", "that", "the", "to", "was", "who", "you", "what"}


def cheap(x: PersuasionInstance) -> dict[str, tuple[list[Act], Persuadee]]:
    """What each of them does, and what comes of it."""
    order: list[Act] = [("tell", i) for i in range(1, len(x.facts) + 1)]
    tools: list[Act] = [("inquire", None), ("admit", None), ("answer", x.means), ("ask", x.means)]
    fixed: dict[str, list[Act]] = {
        "all facts in order": [("inquire", None), *order],
        "every act in turn": [act for pair in zip(order, cycle(tools)) for act in pair],
        "asks at once": [("ask", amount) for amount in (100, 50, 20, 10, 5, 1)],
    }
    ways = {
        # Not the first and the last alone: then what is wanted would stand in the middle.
        "right kind, the first": lambda said, i: -i,
        "right kind, the middle": lambda said, i: -abs(2 * i - len(x.facts)),
        "right kind, by lot": lambda said, i: i * (31 + x.voice) % 101,
        "right kind, by lot again": lambda said, i: i * (57 + x.voice) % 97,
        "words in common": lambda said, i: _common(x, said, i),
        "words in common, at the end": lambda said, i: _common(x, said[len(said) // 2 :], i),
    }
    found = {name: _done(x, _listed(acts)) for name, acts in fixed.items()}
    for name, way in ways.items():
        found[name] = _done(x, _picking(way, kind=name.startswith("right kind")))
    return found


def _done(x: PersuasionInstance, choose: Callable[[Persuadee], Act]) -> tuple[list[Act], Persuadee]:
    talk = Persuadee(x)
    acts: list[Act] = []
    while not talk.over and len(acts) < 30:
        acts.append(choose(talk))
        talk.turn += 1
        do(talk, acts[-1])
    return acts, talk


def _listed(acts: list[Act]) -> Callable[[Persuadee], Act]:
    """One after the other, but all that asks for no fact as it should be."""
    left: Iterator[Act] = cycle(acts)

    def choose(talk: Persuadee) -> Act:
        if talk.ready:
            return able(FULL)(talk)
        return next(left)

    return choose


def _picking(way: Callable[[str, int], int], *, kind: bool) -> Callable[[Persuadee], Act]:
    """Tells what comes first by some measure, and does all else as it should be done."""

    def choose(talk: Persuadee) -> Act:
        concern = talk.concern
        if concern is None or concern.kind != "tell":
            return able(FULL)(talk)
        left = [i for i in range(len(talk.x.facts)) if i not in talk.told]
        if kind:
            left = [i for i in left if talk.x.facts[i].kind == concern.about] or left
        return ("tell", max(left, key=lambda i: way(talk.x.voiced[talk.group], i)) + 1)

    return choose


def _common(x: PersuasionInstance, said: str, fact: int) -> int:
    return len(words(said) & words(x.facts[fact].text))


def words(text: str) -> set[str]:
    """Words that say something."""
    return set(_WORD.findall(text.lower())) - _DULL
