"""Fast binding: words of invented languages, each told once, which mean other things elsewhere."""

from collections.abc import Iterator, Sequence

import numpy as np

from tasksynth.rng import Dice
from tasksynth_text.recall.names import PEOPLE, THINGS, Words, names_of_tribes, nonsense, shuffled
from tasksynth_text.recall.stories import LogQuery, LogStory, Mode, Note, Told

WORDS = 4
"""Words of a language that are told."""


def draw(dice: Dice, items: int, hops: int, questions: int) -> LogStory:
    """Some languages in which the same words mean different things, and who speaks which."""
    made = nonsense(dice, items + WORDS)
    words, tribes = made[:WORDS], [name.capitalize() for name in made[WORDS:]]
    people, things = shuffled(dice, PEOPLE), shuffled(dice, THINGS)
    meant = things[:items]
    notes = [
        Note(kind="means", names=(tribe, word, meaning))
        for tribe in tribes
        for word, meaning in zip(words, _drawn(dice, meant), strict=True)
    ]
    speaks = [Note(kind="speaks", names=(people[i], tribes[i])) for i in range(items)]
    told = [note for note in notes if note.kind == "means"]
    dice.shuffle(told)
    queries: list[LogQuery] = []
    for note in told[:questions]:
        tribe, word, meaning = note.names
        if hops == 1:
            queries.append(LogQuery(kind="what", names=(word, tribe)))
        elif hops == 2:
            queries.append(LogQuery(kind="what said", names=(word, people[tribes.index(tribe)])))
        else:
            i = tribes.index(tribe)
            other = people[(i + 1 + dice.below(items - 1)) % items]
            queries.append(LogQuery(kind="what else", names=(meaning, tribe, other)))
    notes += speaks
    dice.shuffle(notes)
    return LogStory(notes, queries, sorted(meant), [people[items:], made, words, meant])


def _drawn(dice: Dice, meant: list[str]) -> list[str]:
    pool = list(meant)
    dice.shuffle(pool)
    return pool[:WORDS]


def filler(
    rng: np.random.Generator, others: Sequence[Words], notes: Sequence[Note], count: int
) -> Iterator[Told]:
    """The same words and meanings in other languages, and other people who speak those."""
    people, known, words, meant = others
    tribes = names_of_tribes(rng, count // 6 + WORDS, known)
    shift = int(rng.integers(len(meant)))
    who = rng.integers(len(people), size=count).tolist()
    where = rng.integers(len(tribes), size=count).tolist()
    word = rng.integers(WORDS, size=count).tolist()
    kinds = rng.integers(5, size=count).tolist()
    for p, t, w, kind in zip(who, where, word, kinds, strict=True):
        if kind == 0:
            yield "speaks", (people[p], tribes[t])
        else:
            meaning = meant[(5 * w + t + t // 7 + shift) % len(meant)]
            yield "means", (tribes[t], words[w], meaning)


def answer(notes: Sequence[Note], query: LogQuery) -> str:
    """What a word means."""
    return notes[evidence(notes, query)[-1]].names[2]


def evidence(notes: Sequence[Note], query: LogQuery) -> list[int]:
    """Who speaks what, and what the word means there; the word itself, where it has to be found."""
    means = {n.names[:2]: i for i, n in enumerate(notes) if n.kind == "means"}
    speaks = {n.names[0]: i for i, n in enumerate(notes) if n.kind == "speaks"}
    if query.kind == "what":
        word, tribe = query.names
        return [means[tribe, word]]
    if query.kind == "what said":
        word, who = query.names
        return [speaks[who], means[notes[speaks[who]].names[1], word]]
    meaning, tribe, who = query.names
    found = next(
        i for i, n in enumerate(notes) if n.kind == "means" and n.names[::2] == (tribe, meaning)
    )
    return [found, speaks[who], means[notes[speaks[who]].names[1], notes[found].names[1]]]


BINDING = Mode(
    draw=draw,
    filler=filler,
    answer=answer,
    evidence=evidence,
)
"""Words that are bound once."""
