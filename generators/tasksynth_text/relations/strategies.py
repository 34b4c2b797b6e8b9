"""Readers that overlook something: what each of them would answer."""

from collections.abc import Sequence
from itertools import product

from tasksynth_text.relations.models import (
    RELATIONS,
    StoryEntity,
    StoryFact,
    StorySentence,
    fact,
    held_after,
)

Found = dict[StoryFact, int]
"""Facts, and the index of the sentence that says so."""


def cheap(entities: Sequence[StoryEntity], sentences: Sequence[StorySentence]) -> dict[str, Found]:
    """What readers make of a passage who do not see a trap that every passage has."""
    return {
        "ends overlooked": _without_ends(sentences),
        "all that is spoken of": _spoken(sentences),
        "the first named is the first": _in_order(sentences),
        "whatever is named together": side_by_side(entities, sentences),
    }


def bounded(sentences: Sequence[StorySentence]) -> dict[str, Found]:
    """What readers make of it who see most."""
    return {
        "unspoken ends missed": _without_ends(sentences, ("begin",)),
        "corrections missed": _without_ends(sentences, ("correct",)),
        "no pronouns": held_after(
            [one.model_copy(update={"holds": ()}) if one.pronoun else one for one in sentences]
        ),
        "one fact a sentence": held_after(
            [one.model_copy(update={"holds": one.holds[:1]}) for one in sentences]
        ),
        "first 12 sentences": held_after(sentences[:12]),
        "first 24 sentences": held_after(sentences[:24]),
    }


def _without_ends(
    sentences: Sequence[StorySentence], deeds: Sequence[str] = ("begin", "end", "correct")
) -> Found:
    return held_after(
        [one.model_copy(update={"ended": ()}) if one.deed in deeds else one for one in sentences]
    )


def _spoken(sentences: Sequence[StorySentence]) -> Found:
    return held_after(
        [one.model_copy(update={"holds": (*one.holds, *one.unsaid)}) for one in sentences]
    )


def _in_order(sentences: Sequence[StorySentence]) -> Found:
    """Heads and tails by the order in which sentences name them, where they are of one sort."""
    return {
        fact(one.relation, *((one.tail, one.head) if turned else (one.head, one.tail))): i
        for one, i in held_after(sentences).items()
        for turned in [sentences[i].tail_first and same_sort(one.relation)]
    }


def same_sort(relation: str) -> bool:
    """Whether a relation could hold the other way round, and need not."""
    kind = RELATIONS[relation]
    return kind.head == kind.tail and not kind.either_way


def side_by_side(entities: Sequence[StoryEntity], sentences: Sequence[StorySentence]) -> Found:
    """Whatever could hold between the first two that a sentence names, by their sorts alone."""
    found: Found = {}
    for i, sentence in enumerate(sentences):
        named = sorted(
            (sentence.text.find(one.name), j)
            for j, one in enumerate(entities)
            if one.name in sentence.text
        )
        pairs = product([j for _, j in named[:1]], [j for _, j in named[1:2]])
        for head, tail in pairs:
            sorts = entities[head].sort, entities[tail].sort
            fits = [name for name, kind in RELATIONS.items() if (kind.head, kind.tail) == sorts]
            found |= {fact(name, head, tail): i for name in fits[:1]}
    return found
