"""Hidden objects: things lie in boxes, and people swap what is in two of them."""

from collections.abc import Sequence

import numpy as np

from tasksynth.rng import Dice
from tasksynth_text.recall.names import PEOPLE, THINGS, containers, shuffled
from tasksynth_text.recall.stories import LogQuery, LogStory, Mode, Note, Words


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


def tell(note: Note) -> str:
    """A fact in words."""
    who, a, b = note.names
    if note.kind == "put":
        return f"{who} puts the {a} into the {b}."
    return f"{who} swaps what is in the {a} and what is in the {b}."


def ask(query: LogQuery) -> str:
    """A question in words."""
    return f"Where is the {query.names[0]} at the end?"


def filler(
    rng: np.random.Generator, others: Sequence[Words], notes: Sequence[Note], count: int
) -> list[str]:
    """Other things put into other boxes, and swaps of those."""
    people, things, boxes = others
    who = rng.integers(len(people), size=count).tolist()
    one = rng.integers(len(boxes), size=count).tolist()
    apart = rng.integers(1, len(boxes), size=count).tolist()
    lines = [
        f"{people[p]} swaps what is in the {boxes[a]} and what is in the "
        f"{boxes[(a + d) % len(boxes)]}."
        for p, a, d in zip(who, one, apart, strict=True)
    ]
    puts = rng.permutation(count)[: min(len(things), count // 2)].tolist()
    for at, thing in zip(puts, things, strict=False):
        lines[at] = f"{people[who[at]]} puts the {thing} into the {boxes[one[at]]}."
    return lines


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
    opening="Somebody notes what happens in a house, in the order in which it happens. Each thing "
    "is put into a box, basket or the like, and stays there until what is in it is swapped.",
    draw=draw,
    tell=tell,
    ask=ask,
    filler=filler,
    answer=answer,
    evidence=evidence,
    sorts={"where": "a box, basket or the like, such as “red box”"},
)
"""Hidden objects."""
