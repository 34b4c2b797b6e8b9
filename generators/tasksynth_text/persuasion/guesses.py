"""Rules of thumb for who does not read: no task is drawn that one of them does."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle

from tasksynth_text.persuasion.dialogue import Persuadee
from tasksynth_text.persuasion.models import On, PersuasionInstance, PleaFact, value_of
from tasksynth_text.persuasion.strategies import FULL, Act, able, do

_ONS: tuple[On, ...] = ("who", "place", "number")
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
    for name, measure in central(x).items():
        found[name] = _done(x, _picking(partial(_of, measure), kind=True))
    return found


def _of(measure: list[int], said: str, fact: int) -> int:
    return measure[fact]


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


def central(x: PersuasionInstance) -> dict[str, list[int]]:
    """How soon to tell each fact by what it has in common with others of its kind alone."""
    kinds = [[one for one in x.facts if one.kind == fact.kind] for fact in x.facts]
    pairs = list(zip(x.facts, kinds, strict=True))
    shared = [[_shared(fact, one) for one in some if one is not fact] for fact, some in pairs]
    twins = [sum(count >= 2 for count in counts) for counts in shared]
    values = [sum(counts) for counts in shared]
    usual = [sum(_usual(fact, some, on) for on in _ONS) for fact, some in pairs]
    middle = [-abs(fact.number - _middle(some)) for fact, some in pairs]
    before = [
        sum(
            one.kind == fact.kind and (twins[j], -j) > (twins[i], -i)
            for j, one in enumerate(x.facts)
        )
        for i, fact in enumerate(x.facts)
    ]
    return {
        "right kind, most twins": twins,
        "right kind, fewest twins": [-count for count in twins],
        "right kind, second most twins": [-abs(count - 1) for count in before],
        "right kind, most in common": values,
        "right kind, least in common": [-count for count in values],
        "right kind, most that is usual": usual,
        "right kind, the middle number": middle,
    }


def _shared(a: PleaFact, b: PleaFact) -> int:
    """Things in which two facts agree; sums do nearly."""
    near = abs(a.number - b.number) <= (5 if a.kind == "effect" else 0)
    return (a.who == b.who) + (a.place == b.place) + near


def _usual(fact: PleaFact, some: list[PleaFact], on: On) -> bool:
    """Whether no value is more frequent than that of a fact."""
    counts = Counter(value_of(one, on) for one in some)
    return counts[value_of(fact, on)] == max(counts.values())


def _middle(some: list[PleaFact]) -> int:
    return sorted(one.number for one in some)[len(some) // 2]


def words(text: str) -> set[str]:
    """Words that say something."""
    return set(_WORD.findall(text.lower())) - _DULL
