"""What a passage says, sentence by sentence, and what holds at its end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tasksynth import Model

Sort = Literal["person", "company", "town"]
Deed = Literal["state", "begin", "end", "deny", "suppose", "correct", "noise"]


@dataclass(frozen=True)
class RelationKind:
    """A relation, of what it holds between what, and how many of them there can be at once."""

    head: Sort
    tail: Sort
    meaning: str
    one_tail: bool = False
    """A head has one tail at a time."""
    one_head: bool = False
    """A tail has one head at a time."""
    either_way: bool = False
    """It holds both ways or not at all."""
    lasting: bool = False
    """It never ends."""


RELATIONS: dict[str, RelationKind] = {
    "owns": RelationKind("person", "company", "a person owns a company", one_head=True),
    "runs": RelationKind(
        "person", "company", "a person is the head of a company", one_tail=True, one_head=True
    ),
    "works for": RelationKind(
        "person", "company", "a person is employed by a company", one_tail=True
    ),
    "lives in": RelationKind("person", "town", "a person's home is in a town", one_tail=True),
    "married to": RelationKind(
        "person",
        "person",
        "two people are married, in either order",
        one_tail=True,
        one_head=True,
        either_way=True,
    ),
    "child of": RelationKind(
        "person",
        "person",
        "the first is a son or daughter of the second",
        one_tail=True,
        lasting=True,
    ),
    "taught": RelationKind(
        "person", "person", "the first was a teacher of the second", lasting=True
    ),
    "founded": RelationKind(
        "person", "company", "a person set a company up", one_head=True, lasting=True
    ),
    "based in": RelationKind("company", "town", "a company has its seat in a town", one_tail=True),
    "supplies": RelationKind("company", "company", "the first sells its goods to the second"),
}


class StoryFact(NamedTuple):
    """That a relation holds between two of the entities."""

    relation: str
    head: int
    tail: int


class StoryEntity(Model):
    """Somebody or something that a passage speaks of."""

    name: str
    sort: Sort
    she: bool = False


class StorySentence(Model):
    """A sentence, and what is so because of it."""

    text: str
    deed: Deed
    holds: tuple[StoryFact, ...] = ()
    """What it says is so."""
    ended: tuple[StoryFact, ...] = ()
    """What is so no longer, said or not."""
    unsaid: tuple[StoryFact, ...] = ()
    """What it speaks of, and does not say is so."""
    tail_first: bool = False
    """The first of the two that it names is the relation's second."""
    pronoun: bool = False
    """Somebody is not named in it but meant."""


def fact(relation: str, head: int, tail: int) -> StoryFact:
    """The fact, in the one order that those which hold both ways are kept in."""
    if RELATIONS[relation].either_way and head > tail:
        head, tail = tail, head
    return StoryFact(relation, head, tail)


def excluded(held: Iterable[StoryFact], new: StoryFact) -> list[StoryFact]:
    """Those that cannot hold any longer where the new one does."""
    kind, ends = RELATIONS[new.relation], {new.head, new.tail}
    return [
        one
        for one in held
        if one.relation == new.relation
        and one != new
        and (
            bool(ends & {one.head, one.tail})
            if kind.either_way
            else (kind.one_tail and one.head == new.head)
            or (kind.one_head and one.tail == new.tail)
        )
    ]


def held_after(sentences: Sequence[StorySentence]) -> dict[StoryFact, int]:
    """What holds at the end, and the index of the sentence that says so."""
    held: dict[StoryFact, int] = {}
    for i, sentence in enumerate(sentences):
        for one in sentence.ended:
            held.pop(one, None)
        held |= dict.fromkeys(sentence.holds, i)
    return held
