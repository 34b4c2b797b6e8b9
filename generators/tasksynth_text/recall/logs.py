"""Lay a story out: its facts at random places among lines that decide nothing."""

from functools import lru_cache
from typing import Annotated, Literal, NamedTuple

import numpy as np
from pydantic import Field

from tasksynth import Knob, Params
from tasksynth.rng import Dice
from tasksynth_schemas import Model
from tasksynth_text.languages import LANGUAGES, Language, is_english
from tasksynth_text.recall.ballet import BALLET
from tasksynth_text.recall.binding import BINDING
from tasksynth_text.recall.hidden import HIDDEN
from tasksynth_text.recall.names import Words
from tasksynth_text.recall.rounds import ROUNDS
from tasksynth_text.recall.stories import LogQuery, Mode, Note
from tasksynth_text.recall.tongues import RECALL_TONGUES

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


class RecallParams(Params):
    """The log, and what is asked of it."""

    mode: Literal["any", "hidden", "ballet", "binding", "rounds"] = "any"
    """`hidden`: where a thing ends after swaps; `ballet`: who dances what; `binding`: what invented
    words mean; `rounds`: keys that are dealt anew in each round. `any`: one of them."""
    tokens: Annotated[int, Field(ge=200, le=100_000), Knob(400, 100_000, log=True)] = 4000
    """Length of the log, four characters counting as a token; more only where the facts alone take
    more."""
    items: Annotated[int, Field(ge=5, le=16), Knob(6, 16)] = 8
    """Boxes, dancers, languages or rounds that facts are told of."""
    hops: Annotated[int, Field(ge=1, le=3), Knob(1, 3)] = 2
    """Facts that an answer takes; of hidden things, swaps at least."""
    questions: Annotated[int, Field(ge=2, le=4), Knob(2, 4)] = 3
    """Questions, all of which have to be answered."""
    language: Annotated[Language, Field(exclude_if=is_english)] = "en"
    """The language of everything but people's names: English, German, Spanish or French."""
    parallel: Annotated[bool, Field(exclude_if=lambda parallel: not parallel)] = False
    """Whether four tasks that follow one another tell the same, line by line, in each of the
    languages; `tokens` is then the mean of their lengths."""


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
    language: Annotated[Language, Field(exclude_if=is_english)] = "en"
    """In which all this is told; names are in English here, whatever the language."""


class LaidLog(NamedTuple):
    """A log as it is read."""

    lines: list[str]
    places: list[int]
    """The line of each fact."""


def draw_log(dice: Dice, p: RecallParams, language: Language) -> RecallInstance | None:
    """A log of so many tokens, about; None where the story has too few questions."""
    names: list[ModeName] = list(MODES)
    mode = dice.of(names) if p.mode == "any" else p.mode
    kind = MODES[mode]
    story = kind.draw(dice, p.items, p.hops, p.questions)
    if len(story.queries) < p.questions:
        return None
    seed = dice.word() >> 1
    others = tuple(map(tuple, story.others))
    sample = list(kind.filler(_generator(seed, 1), others, story.notes, _SAMPLE))
    told, more = 0, 0
    spoken = LANGUAGES if p.parallel else (language,)
    for one in spoken:
        tell = RECALL_TONGUES[one].tell
        told += sum(len(line) + 1 for line in tell((n.kind, n.names) for n in story.notes))
        more += sum(len(line) + 1 for line in tell(sample))
    room = TOKEN * p.tokens * len(spoken) - told
    return RecallInstance.trusted(
        mode=mode,
        notes=tuple(story.notes),
        queries=tuple(story.queries),
        answers=tuple(kind.answer(story.notes, query) for query in story.queries),
        options=tuple(story.options),
        others=others,
        filler=max(0, round(room / (more / _SAMPLE))),
        seed=seed,
        language=language,
    )


def _generator(seed: int, part: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=[seed, part]))


@lru_cache(maxsize=2)
def log_of(x: RecallInstance) -> LaidLog:
    """The lines of a log, and where its facts stand: anywhere, with equal chances."""
    tongue = RECALL_TONGUES[x.language]
    rng = _generator(x.seed, 2)
    lines = tongue.tell(MODES[x.mode].filler(rng, x.others, x.notes, x.filler))
    total = x.filler + len(x.notes)
    places = sorted(rng.permutation(total)[: len(x.notes)].tolist())
    laid: list[str] = []
    start = 0
    for i, (place, note) in enumerate(zip(places, x.notes, strict=True)):
        laid += lines[start : place - i]
        laid.append(tongue.facts_told[note.kind](note.names))
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
