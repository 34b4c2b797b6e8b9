"""Paired episodes: in every round keys are dealt anew, and open other places."""

from collections.abc import Iterator, Sequence

import numpy as np

from tasksynth.rng import Dice
from tasksynth_text.recall.names import PEOPLE, PLACES, SHAPES, Words, shuffled
from tasksynth_text.recall.stories import LogQuery, LogStory, Mode, Note, Told

PLAYERS = 3
"""People who get a key in each round."""


def draw(dice: Dice, items: int, hops: int, questions: int) -> LogStory:
    """Rounds in which each player gets a key, and each key opens a place."""
    people, shapes, places = (shuffled(dice, pool) for pool in (PEOPLE, SHAPES, PLACES))
    keys, doors = shapes[: max(items, PLAYERS)], places[: max(items, PLAYERS)]
    notes: list[Note] = []
    queries: list[LogQuery] = []
    for number in range(1, items + 1):
        said = f"{number}"
        dealt, opened = list(keys), list(doors)
        dice.shuffle(dealt)
        dice.shuffle(opened)
        for who, key, door in zip(people[:PLAYERS], dealt, opened, strict=False):
            notes.append(Note(kind="deals", names=(said, who, key)))
            notes.append(Note(kind="opens", names=(said, key, door)))
    unique = _unique(notes)
    order = [n for n in notes if n.kind == "deals"]
    dice.shuffle(order)
    for note in order:
        number_said, who, key = note.names
        if len(queries) == questions:
            break
        if hops == 1:
            queries.append(LogQuery(kind="key", names=(number_said, who)))
        elif hops == 2:
            queries.append(LogQuery(kind="place", names=(number_said, who)))
        elif (who, key) in unique:
            other = dice.of([name for name in people[:PLAYERS] if name != who])
            queries.append(LogQuery(kind="place then", names=(who, key, other)))
    dice.shuffle(notes)
    options = sorted(keys if hops == 1 else doors)
    others = [people[PLAYERS:], shapes[len(keys) :], places[len(doors) :]]
    return LogStory(notes, queries, options, others)


def _unique(notes: Sequence[Note]) -> set[Words]:
    """Who had which key in one round only."""
    dealt = [note.names[1:] for note in notes if note.kind == "deals"]
    return {pair for pair in dealt if dealt.count(pair) == 1}


def filler(
    rng: np.random.Generator, others: Sequence[Words], notes: Sequence[Note], count: int
) -> Iterator[Told]:
    """Other people, keys and places in the same rounds."""
    people, shapes, places = others
    rounds = max(int(note.names[0]) for note in notes)
    shift = int(rng.integers(len(places)))
    number = (rng.integers(rounds, size=count) + 1).tolist()
    who = rng.integers(len(people), size=count).tolist()
    key = rng.integers(len(shapes), size=count).tolist()
    kinds = rng.integers(2, size=count).tolist()
    for n, w, k, kind in zip(number, who, key, kinds, strict=True):
        if kind:
            yield "deals", (n, people[w], shapes[k])
        else:
            yield "opens", (n, shapes[k], places[(7 * k + 13 * n + shift) % len(places)])


def answer(notes: Sequence[Note], query: LogQuery) -> str:
    """The key, or the place that it opens."""
    return notes[evidence(notes, query)[-1]].names[2]


def evidence(notes: Sequence[Note], query: LogQuery) -> list[int]:
    """The key of the one who is asked about, what it opens, and which round is meant."""
    found: list[int] = []
    number, who = query.names[0], query.names[1]
    if query.kind == "place then":
        named = query.names[:2]
        found = [i for i, n in enumerate(notes) if n.kind == "deals" and n.names[1:] == named]
        number, who = notes[found[0]].names[0], query.names[2]
    mine = _at(notes, "deals", number, who)
    if query.kind == "key":
        return [mine]
    return [*found, mine, _at(notes, "opens", number, notes[mine].names[2])]


def _at(notes: Sequence[Note], kind: str, number: str, name: str) -> int:
    return next(i for i, n in enumerate(notes) if n.kind == kind and n.names[:2] == (number, name))


ROUNDS = Mode(
    draw=draw,
    filler=filler,
    answer=answer,
    evidence=evidence,
)
"""Keys that are dealt anew."""
