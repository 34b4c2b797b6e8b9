"""Judge what is said about a film: how far two times agree, and one word or number."""

import re

from tasksynth.answers import Unreadable, plain, read_final
from tasksynth.answers.numbers import read_number
from tasksynth_vision.films.log import RATE, Film
from tasksynth_vision.films.moments import Ask, FilmTruth
from tasksynth_vision.films.telling import called
from tasksynth_vision.scenes.outlines import KINDS
from tasksynth_vision.scenes.things import COLOURS, PATTERNS

AGREE = 0.7
"""The overlap from which on two times are the same."""
HEEDED = 0.3
"""The overlap from which on a time is worth something."""
TOLERANCE = 1
"""Ticks by which a border may be off and is exact: it lies between two frames."""
_WORD = re.compile(r"[a-z]+")
_DOUBTS = frozenset(("not", "no", "or", "either", "neither", "maybe", "perhaps", "possibly",
                     "unsure", "guess", "unknown", "isn", "nor", "but"))  # fmt: skip


def overlap(truth: FilmTruth, start: float, end: float) -> float:
    """Intersection over union of the right time and a time in seconds; 1 where both are exact."""
    begin, over = truth.begin / RATE, truth.end / RATE
    near = (TOLERANCE + 1e-6) / RATE
    start = begin if abs(start - begin) <= near else start
    end = over if abs(end - over) <= near else end
    shared = min(end, over) - max(start, begin)
    return max(0.0, shared) / (max(end, over) - min(start, begin))


def worded(film: Film, truth: FilmTruth) -> str:
    """What the right answer says besides the time; "" if that is all."""
    if truth.who is not None:
        return called(film, truth.who)
    return truth.colour or (str(truth.count) if truth.count is not None else "")


def is_right(film: Film, ask: Ask, truth: FilmTruth, said: str) -> bool:
    """Whether what is said besides the time is right.

    Raises:
        Unreadable: if it says nothing, or several things at once.
    """
    match ask:
        case "count":
            return read_number(said, unit="") == truth.count
        case "colour":
            return read_final(said, lambda text: _one_of(text, tuple(COLOURS))) == truth.colour
        case "who" if truth.who is not None:
            return read_final(said, lambda text: _thing(film, text)) == called(film, truth.who)
    return True


def _words(text: str) -> list[str]:
    words = _WORD.findall(plain(text).casefold())
    if doubts := _DOUBTS.intersection(words):
        raise Unreadable(f"{sorted(doubts)[0]!r} says what it is not")
    return words


def _one_of(text: str, names: tuple[str, ...]) -> str:
    there = {word for word in _words(text) if word in names}
    if len(there) != 1:
        raise Unreadable(f"want one of {', '.join(names)}")
    return there.pop()


def _thing(film: Film, text: str) -> str:
    """The thing of the film that is named; the name as it is if there is none like that."""
    kind = _one_of(text, KINDS)
    patterns = {word for word in _words(text) if word in PATTERNS}
    if len(patterns) > 1:
        raise Unreadable("want one pattern")
    fits = [
        who for who, one in enumerate(film.cast)
        if one.kind == kind and one.pattern in (patterns or PATTERNS)
    ]  # fmt: skip
    if len(fits) > 1:
        raise Unreadable(f"there are several things of the kind {kind}: say its pattern, too")
    return called(film, fits[0]) if fits else f"{' '.join(patterns)} {kind}"
