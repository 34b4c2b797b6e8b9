"""Hidden objects: things lie in boxes, and people swap what is in two of them."""

from collections.abc import Iterator, Sequence

import numpy as np

from tasksynth.rng import Dice
from tasksynth_text.recall.names import PEOPLE, THINGS, Words, containers, shuffled
from tasksynth_text.recall.stories import LogQuery, LogStory, Mode, Note, Told


def draw(dice: Dice, items: int, hops: int, questions: int) -> LogStory:
    """Each asked thing is swapped `hops` times at least, and does not end where it began."""
    people, things, boxes = shuffled(dice, PEOPLE), shuffled(dice, THINGS), containers(dice)
    ours = boxes[:items]
    start = [Note(kind="put", names=(people[i], things[i], ours[i])) for i in range(items)]
    swaps: list[Note] = []
    where = list(range(items))  # where[b]: the thing in box b
    moved = [0] * items
    asked: list[int] = []
    while len(asked) < questions and len(swaps) < 60 * items:
        a, b = dice.below(items), dice.below(items)
        if a == b:
            continue
        where[a], where[b] = where[b], where[a]
        moved[where[a]] += 1
        moved[where[b]] += 1
        swaps.append(Note(kind="swap", names=(dice.of(people[:items]), ours[a], ours[b])))
        asked = [t for t in range(items) if moved[t] >= hops and where[t] != t]
    dice.shuffle(asked)
    dice.shuffle(start)
    queries = [LogQuery(kind="where", names=(things[t],)) for t in asked[:questions]]
    others = [people[items:], things[items:], boxes[items:]]
    return LogStory([*start, *swaps], queries, sorted(ours), others)


def filler(
    rng: np.random.Generator, others: Sequence[Words], notes: Sequence[Note], count: int
) -> Iterator[Told]:
    """Other things put into other boxes, and swaps of those."""
    people, things, boxes = others
    who = rng.integers(len(people), size=count).tolist()
    one = rng.integers(len(boxes), size=count).tolist()
    apart = rng.integers(1, len(boxes), size=count).tolist()
    puts = rng.permutation(count)[: min(len(things), count // 2)].tolist()
    put = dict(zip(puts, things, strict=False))
    for at, (p, a, d) in enumerate(zip(who, one, apart, strict=True)):
        if at in put:
            yield "put", (people[p], put[at], boxes[a])
        else:
            yield "swap", (people[p], boxes[a], boxes[(a + d) % len(boxes)])


def answer(notes: Sequence[Note], query: LogQuery) -> str:
    """Where a thing ends."""
    box = ""
    for note in notes:
        _, a, b = note.names
        if note.kind == "put" and a == query.names[0]:
            box = b
        elif note.kind == "swap" and box in (a, b):
            box = b if box == a else a
    return box


def evidence(notes: Sequence[Note], query: LogQuery) -> list[int]:
    """Where it was put, and the swaps that moved it."""
    found: list[int] = []
    box = ""
    for i, note in enumerate(notes):
        _, a, b = note.names
        if note.kind == "put" and a == query.names[0]:
            box = b
            found.append(i)
        elif note.kind == "swap" and box in (a, b):
            box = b if box == a else a
            found.append(i)
    return found


HIDDEN = Mode(
    draw=draw,
    filler=filler,
    answer=answer,
    evidence=evidence,
)
"""Hidden objects."""
