"""Ballet: many dancers dance, each a dance of its own, and some dances are others backwards."""

from collections.abc import Iterator, Sequence

import numpy as np

from tasksynth.rng import Dice
from tasksynth_text.recall.names import LOOKS, MOVES, PEOPLE, Words, shuffled
from tasksynth_text.recall.stories import LogQuery, LogStory, Mode, Note, Told

LENGTH = 5
"""Moves of a dance."""


def draw(dice: Dice, items: int, hops: int, questions: int) -> LogStory:
    """Pairs of dancers, of whom one dances the other's dance backwards; coats where it takes three
    facts.
    """
    people, coats = shuffled(dice, PEOPLE), shuffled(dice, LOOKS)
    items += items % 2
    dances: list[Words] = []
    while len(dances) < items:
        dance = tuple(dice.of(MOVES) for _ in range(LENGTH))
        if dance != dance[::-1] and dance not in dances:
            dances += [dance, dance[::-1]]
    notes = [Note(kind="dance", names=(people[i], *dances[i])) for i in range(items)]
    notes += [Note(kind="coat", names=(people[i], coats[i])) for i in range(items)]
    order = list(range(items))
    dice.shuffle(order)
    dice.shuffle(notes)
    asked = order[:questions]
    if hops == 1:
        queries = [LogQuery(kind="who", names=dances[i]) for i in asked]
    else:
        kind = "backwards" if hops == 2 else "coat"
        queries = [LogQuery(kind=kind, names=(people[i],)) for i in asked]
    options = sorted(coats[:items] if hops > 2 else people[:items])
    return LogStory(notes, queries, options, [people[items:], coats[items:]])


def filler(
    rng: np.random.Generator, others: Sequence[Words], notes: Sequence[Note], count: int
) -> Iterator[Told]:
    """Other dancers, with dances that differ from those asked about, often in one move only."""
    people, coats = others
    taken = {note.names[1:] for note in notes if note.kind == "dance"}
    known = sorted(taken)
    moves = rng.integers(len(MOVES), size=(count, LENGTH)).tolist()
    near = rng.integers(len(known), size=count).tolist()
    place = rng.integers(LENGTH, size=count).tolist()
    kinds = rng.integers(4, size=count).tolist()
    who = rng.integers(len(people), size=count).tolist()
    coat = rng.integers(len(coats), size=count).tolist()
    for row, model, at, kind, p, c in zip(moves, near, place, kinds, who, coat, strict=True):
        dance = [MOVES[move] for move in row]
        if kind < 2:
            dance = [*known[model][:at], dance[at], *known[model][at + 1 :]]
        if kind == 3 or tuple(dance) in taken:
            yield "coat", (people[p], coats[c])
        else:
            yield "dance", (people[p], *dance)


def answer(notes: Sequence[Note], query: LogQuery) -> str:
    """Who danced it, or what they wear."""
    return notes[evidence(notes, query)[-1]].names[0 if query.kind != "coat" else 1]


def evidence(notes: Sequence[Note], query: LogQuery) -> list[int]:
    """The dance that is named, the one that is meant, and the coat of its dancer."""
    dances = {note.names[1:]: i for i, note in enumerate(notes) if note.kind == "dance"}
    if query.kind == "who":
        return [dances[query.names]]
    mine = next(i for dance, i in dances.items() if notes[i].names[0] == query.names[0])
    other = dances[notes[mine].names[:0:-1]]
    if query.kind == "backwards":
        return [mine, other]
    who = notes[other].names[0]
    coat = next(i for i, n in enumerate(notes) if n.kind == "coat" and n.names[0] == who)
    return [mine, other, coat]


BALLET = Mode(
    draw=draw,
    filler=filler,
    answer=answer,
    evidence=evidence,
)
"""Dances, forwards and backwards."""
