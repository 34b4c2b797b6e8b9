"""Lay a story out: its facts at random places among lines that decide nothing."""

from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np

from tasksynth.rng import Dice
from tasksynth_schemas import Model
from tasksynth_text.recall.ballet import BALLET
from tasksynth_text.recall.binding import BINDING
from tasksynth_text.recall.hidden import HIDDEN
from tasksynth_text.recall.rounds import ROUNDS
from tasksynth_text.recall.stories import LogQuery, Mode, Note, Words

ModeName = Literal["hidden", "ballet", "binding", "rounds"]
MODES: dict[ModeName, Mode] = {
    "hidden": HIDDEN,
    "ballet": BALLET,
    "binding": BINDING,
    "rounds": ROUNDS,
}
TOKEN = 4
"""Characters that count as a token."""
_SAMPLE = 64
"""Lines from which the length of the others is estimated."""


class RecallInstance(Model):
    """A log, of which the lines that decide nothing are made again from a number, and questions."""

    mode: ModeName
    notes: tuple[Note, ...]
    """The facts, in the order of the log."""
    queries: tuple[LogQuery, ...]
    answers: tuple[str, ...]
    options: tuple[str, ...]
    """What may be an answer, in alphabetical order."""
    others: tuple[Words, ...]
    """Names for the other lines."""
    filler: int
    """How many other lines there are."""
    seed: int
    """Which they are, and where the facts stand among them."""


class LaidLog(NamedTuple):
    """A log as it is read."""

    lines: list[str]
    places: list[int]
    """The line of each fact."""


def draw_log(
    dice: Dice, *, mode: ModeName, items: int, hops: int, questions: int, tokens: int
) -> RecallInstance | None:
    """A log of so many tokens, about; None where the story has too few questions."""
    kind = MODES[mode]
    story = kind.draw(dice, items, hops, questions)
    if len(story.queries) < questions:
        return None
    seed = dice.word() >> 1
    others = tuple(map(tuple, story.others))
    told = sum(len(kind.tell(note)) + 1 for note in story.notes)
    sample = kind.filler(_generator(seed, 1), others, story.notes, _SAMPLE)
    mean = sum(len(line) + 1 for line in sample) / _SAMPLE
    return RecallInstance.trusted(
        mode=mode,
        notes=tuple(story.notes),
        queries=tuple(story.queries),
        answers=tuple(kind.answer(story.notes, query) for query in story.queries),
        options=tuple(story.options),
        others=others,
        filler=max(0, round((TOKEN * tokens - told) / mean)),
        seed=seed,
    )


def _generator(seed: int, part: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=[seed, part]))


@lru_cache(maxsize=2)
def log_of(x: RecallInstance) -> LaidLog:
    """The lines of a log, and where its facts stand: anywhere, with equal chances."""
    kind = MODES[x.mode]
    rng = _generator(x.seed, 2)
    lines = kind.filler(rng, x.others, x.notes, x.filler)
    total = x.filler + len(x.notes)
    places = sorted(rng.permutation(total)[: len(x.notes)].tolist())
    laid: list[str] = []
    start = 0
    for i, (place, note) in enumerate(zip(places, x.notes, strict=True)):
        laid += lines[start : place - i]
        laid.append(kind.tell(note))
        start = place - i
    return LaidLog(laid + lines[start:], places)


def evidence_of(x: RecallInstance) -> list[list[int]]:
    """For each question the facts, by number, without which it has several answers."""
    return [MODES[x.mode].evidence(x.notes, query) for query in x.queries]


def reaches(x: RecallInstance) -> list[list[float]]:
    """How many tokens before the end of the log each fact of each question's evidence begins."""
    lines, places = log_of(x)
    after = np.cumsum([len(line) + 1 for line in reversed(lines)]).tolist()
    return [[after[len(lines) - 1 - places[i]] / TOKEN for i in facts] for facts in evidence_of(x)]
