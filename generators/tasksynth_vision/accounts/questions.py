"""Hidden questions about a scene, and whether a caption answers them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tasksynth.rng import Dice
from tasksynth_schemas import Model
from tasksynth_vision.accounts.holding import Findings, KnownThings, Scenery, Which
from tasksynth_vision.accounts.words import ADJECTIVES, Facts
from tasksynth_vision.scenes.describing import describe, like_of
from tasksynth_vision.scenes.queries import MARGIN, Like
from tasksynth_vision.scenes.telling import words_of
from tasksynth_vision.scenes.things import Thing

Topic = Literal["number", "look", "place", "order"]
TOPICS: tuple[Topic, ...] = ("number", "look", "place", "order")
CHANCE = {"number": 0.3, "size": 0.5, "pattern": 0.4, "colour": 0.2, "kind": 0.2, "place": 0.25,
          "across": 0.5, "down": 0.5}  # fmt: skip
"""How often a guess is right, about."""
TRIES = 40


class HiddenQuestion(Model):
    """What somebody who has only the caption is asked."""

    topic: Topic
    of: Like
    """What is counted; or the one thing that is asked about."""
    asks: str = ""
    """A look, or the axis of an order."""
    to: Like | None = None
    """The thing after it in the order: from the left, from the top."""
    answer: str = ""

    @property
    def chance(self) -> float:
        """How often a guess is right."""
        return CHANCE[self.asks or self.topic]

    @property
    def told(self) -> str:
        """The question, and its answer, for people."""
        what = words_of(self.of, many=self.topic == "number")
        match self.topic:
            case "number":
                return f"How many {what} are there? {self.answer}"
            case "look":
                look = "shape" if self.asks == "kind" else self.asks
                return f"What is the {look} of the {what}? {self.answer}"
            case "place":
                return f"In which quarter is the {what}? {self.answer}"
        way = "to the left" if self.asks == "across" else "up"
        other = words_of(self.to or self.of)
        return f"Which is farther {way}, the {what} or the {other}? {self.answer}"


def draw_questions(
    dice: Dice, things: Sequence[Thing], side: int, count: int, topics: int
) -> tuple[HiddenQuestion, ...] | None:
    """Different questions, of as many topics in turn; None where too few are found."""
    out: list[HiddenQuestion] = []
    for number in range(count):
        topic = TOPICS[number % (topics + 1)]
        for _ in range(TRIES):
            one = _drawn(dice, things, side, topic)
            if one is not None and one not in out:
                out.append(one)
                break
        else:
            return None
    return tuple(out)


def _drawn(dice: Dice, things: Sequence[Thing], side: int, topic: Topic) -> HiddenQuestion | None:
    if topic == "number":
        like = like_of(dice, dice.of(things), 1 + dice.below(2))
        if dice.below(3) == 0:
            name = dice.of(("size", "pattern"))
            like = Like(**{name: getattr(dice.of(things), name)})
        many = sum(like.fits(thing) for thing in things)
        return (
            HiddenQuestion(topic=topic, of=like, answer=str(many)) if many < len(things) else None
        )
    at = dice.below(len(things))
    found = describe(dice, things, at, 0)
    if found is None:
        return None
    if topic == "look":
        unsaid = [name for name in ADJECTIVES if getattr(found.like, name) is None]
        if not unsaid:
            return None
        asks = dice.of(unsaid)
        answer = getattr(things[at], asks)
        return HiddenQuestion(topic=topic, of=found.like, asks=asks, answer=answer)
    if topic == "place":
        facts = Scenery.of(things, side).facts[at]
        answer = f"{facts['down']} {facts['across']}"
        return HiddenQuestion(topic=topic, of=found.like, answer=answer)
    other = dice.below(len(things))
    axis = dice.of(("across", "down"))
    lead = things[other].x - things[at].x if axis == "across" else things[other].y - things[at].y
    to = describe(dice, things, other, 0)
    if to is None or lead < MARGIN:
        return None
    pair = (found.like, to.like) if dice.below(2) else (to.like, found.like)
    return HiddenQuestion(
        topic=topic, of=pair[0], asks=axis, to=pair[1], answer=words_of(found.like)
    )


def facts_of(like: Like) -> Facts:
    """What a description says."""
    return {name: said for name, said in like.model_dump().items() if said is not None}


@dataclass
class Lot:
    """What is known of the same things, as far as the caption lets one see that they are."""

    facts: Facts
    subject: Facts
    """What tells that it is these that are meant."""
    counted: bool = False
    but: tuple[Facts, ...] = ()
    every: bool = False
    """Whether all that the subject tells is among them, but for those that are excepted."""

    def means(self, other: "Lot") -> bool:
        """Whether one can see that what is said of these is said of the other's things."""
        apart = all(any(other.facts.get(name, said) != said for name, said in one.items())
                    for one in self.but)  # fmt: skip
        return apart and self.subject.items() <= other.facts.items()


@dataclass
class Knowledge:
    """What somebody knows who has read a caption, of what is true of it."""

    scene: Scenery
    findings: Findings
    lots: dict[Which, list[Lot]] = field(init=False)
    of_things: dict[int, list[Lot]] = field(init=False)

    def __post_init__(self) -> None:
        alike: dict[Which, list[KnownThings]] = {}
        for known in self.findings.known:
            alike.setdefault(known.which, []).append(known)
        self.lots = {which: _enriched(map(_lot, ones)) for which, ones in alike.items()}
        self.of_things = {i: self._of_thing(i) for i in range(len(self.scene.facts))}

    def answers(self, q: HiddenQuestion) -> bool:
        """Whether it is told, and nothing else besides."""
        of, wrong = facts_of(q.of), self.findings.wrong
        match q.topic:
            case "number":
                return of not in wrong and self._counts(of)
            case "look":
                if any(q.asks in w and of.items() <= w.items() for w in wrong):
                    return False
                return any(q.asks in lot.facts for lot in self._lots_of(of))
            case "place":
                asked = {"across", "down"}
                if any(asked & w.keys() and of.items() <= w.items() for w in wrong):
                    return False
                return any(asked <= lot.facts.keys() for lot in self._lots_of(of))
        return self._orders(q, of, facts_of(q.to or q.of))

    def _counts(self, of: Facts) -> bool:
        whole = self.scene.fitting(of)
        told = [
            which
            for which, lots in self.lots.items()
            if any(self._is_counted(lot, of) and of.items() <= lot.facts.items() for lot in lots)
        ]
        return frozenset().union(*told) == whole

    def _is_counted(self, lot: Lot, of: Facts) -> bool:
        """Whether it is told that there are no others, or all that there are have a number."""
        if lot.counted or not lot.every:
            return lot.counted
        return not of.items() <= lot.subject.items() and self._counts(lot.subject)

    def _of_thing(self, thing: int) -> list[Lot]:
        lots = [lot for which, found in self.lots.items() if thing in which for lot in found]
        return _enriched(Lot(dict(lot.facts), lot.subject, but=lot.but) for lot in lots)

    def _lots_of(self, of: Facts) -> list[Lot]:
        """What is known of the one thing that is described."""
        which = self.scene.fitting(of)
        (thing,) = which
        return [lot for lot in self.of_things[thing] if of.items() <= lot.facts.items()]

    def _orders(self, q: HiddenQuestion, of: Facts, to: Facts) -> bool:
        """Whether one thing is told to be before another, if only by way of others."""
        (one,), (other,) = self.scene.fitting(of), self.scene.fitting(to)
        if not self._reaches(q.asks, one, of, other, to):
            one, other, of, to = other, one, to, of
            if not self._reaches(q.asks, one, of, other, to):
                return False
        return (q.asks, other, one) not in self.findings.twisted

    def _reaches(self, axis: str, one: int, of: Facts, goal: int, to: Facts) -> bool:
        first = {"across": "left", "down": "upper"}[axis]
        lots = self.of_things
        steps: dict[tuple[int, int], set[tuple[int, int]]] = {}
        for (way, a, b), facts, more in self.findings.edges:
            if way == axis:
                for start in _nodes(lots, a, facts):
                    steps.setdefault(start, set()).update(_nodes(lots, b, more))
        sides: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
        for i, found in lots.items():
            for k, lot in enumerate(found):
                if axis in lot.facts:
                    sides[lot.facts[axis] == first].append((i, k))
        before, after = set(sides[True]), sides[False]
        todo = list(_nodes(lots, one, of))
        seen = set(todo)
        goals = set(_nodes(lots, goal, to))
        while todo:
            node = todo.pop()
            if node in goals:
                return True
            for step in (*steps.get(node, ()), *(after if node in before else ())):
                if step not in seen:
                    seen.add(step)
                    todo.append(step)
        return False


def _nodes(lots: dict[int, list[Lot]], thing: int, facts: Facts) -> Iterator[tuple[int, int]]:
    for k, lot in enumerate(lots[thing]):
        if facts.items() <= lot.facts.items():
            yield thing, k


def _lot(known: KnownThings) -> Lot:
    return Lot(dict(known.facts), known.subject, known.counted, known.but, known.every)


def _enriched(lots: Iterable[Lot]) -> list[Lot]:
    """Lots of the same things, each with all that can be seen to be said of it by another one.

    That goes one way: all things are plain, and so the star is; that the star is red says nothing
    of what is only known to be plain.
    """
    out: list[Lot] = []
    for lot in lots:
        if lot not in out:
            out.append(lot)
    again = True
    while again:
        again = False
        for one in out:
            for other in out:
                if not other.facts.items() <= one.facts.items() and other.means(one):
                    one.facts |= other.facts
                    again = True
    return out
