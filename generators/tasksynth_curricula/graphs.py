"""Skills and what they build on: names, random graphs, and how they are told."""

import re
from collections.abc import Container, Iterable, Sequence

import numpy as np

from tasksynth import Model
from tasksynth.answers import Unreadable, plain, read_final, unlisted

_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_WORDS = (
    "answer and the then it this that skill skills lesson lessons order name names missing one a "
    "in is are take first next finally list plan solution result to learn teach course final"
)
_TALK = frozenset(_WORDS.split())
_FORWARDS = re.compile(r"\\(?:long)?(?:[rR]ightarrow|to|implies)(?![a-zA-Z])")
_INLINE = re.compile(r"(?<!\S)\(?(\d{1,3})[.)](?=\s)")
_REMARK = re.compile(r"\s\(([^()]{0,300})\)[\s.]*\Z")
_DOUBTS = "or not but maybe perhaps possibly alternatively could might either"
_HEDGES = frozenset(_DOUBTS.split())
_BACKWARDS = re.compile(r"<|\u2190|\u21d0|\\(?:left|get)")

HEADS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z")
VOWELS = ("a", "e", "i", "o", "u")

Needs = tuple[tuple[int, ...], ...]
"""For each skill, the skills it builds on directly; they have lower numbers."""


class Skills(Model):
    """Named skills and what each builds on; skill i builds on lower numbers only."""

    names: tuple[str, ...]
    needs: Needs

    def above(self) -> list[set[int]]:
        """For each skill, all that it builds on, directly or not."""
        above: list[set[int]] = []
        for direct in self.needs:
            above.append(set(direct).union(*(above[i] for i in direct)))
        return above

    def chain(self) -> int:
        """Skills on the longest path."""
        depth: list[int] = []
        for direct in self.needs:
            depth.append(1 + max((depth[i] for i in direct), default=0))
        return max(depth)


def draw_names(count: int, rng: np.random.Generator) -> tuple[str, ...]:
    """Distinct invented words of five letters at most, capitalised."""
    total = (len(HEADS) * len(VOWELS)) ** 2
    picks = rng.permutation(total)[:count].tolist()
    return tuple(_word(i) for i in picks)


def _word(i: int) -> str:
    first, second = divmod(i, len(HEADS) * len(VOWELS))
    return (_syllable(first) + _syllable(second)).capitalize()


def _syllable(i: int) -> str:
    head, vowel = divmod(i, len(VOWELS))
    return HEADS[head] + VOWELS[vowel]


def draw_skills(count: int, extra: float, rng: np.random.Generator) -> Skills:
    """A connected random graph: each skill but the first builds on one or more earlier ones.

    Most build on a recent one, so that chains get long; `extra` is the chance of each further edge
    to one of the last six.
    """
    recent = rng.random(count)
    back = rng.integers(1, 4, count)
    far = rng.random(count)
    more = rng.random((count, 6))
    needs: list[tuple[int, ...]] = [()]
    for i in range(1, count):
        near = max(0, i - int(back[i])) if recent[i] < 0.8 else int(far[i] * i)
        others = (j for j in range(max(0, i - 6), i) if more[i, i - 1 - j] < extra)
        needs.append(tuple(sorted({near, *others})))
    return Skills(names=draw_names(count, rng), needs=tuple(needs))


def tell(skills: Skills, order: Sequence[int]) -> str:
    """One line a skill, in the order given."""
    lines = []
    for i in order:
        direct = [skills.names[j] for j in order if j in skills.needs[i]]
        lines.append(f"- {skills.names[i]}: {_listed(direct)}")
    return "\n".join(lines)


def _listed(names: Sequence[str]) -> str:
    return f"builds on {', '.join(names)}" if names else "builds on nothing"


def _bare(text: str, known: Container[str]) -> str:
    """The text without typesetting, list numbers and a remark at its end that names nothing."""
    text = unlisted(plain(text))
    counted = [int(number) for number in _INLINE.findall(text)]
    if len(counted) > 1 and counted == list(range(1, len(counted) + 1)):
        text = _INLINE.sub(" ", text)
    if remark := _REMARK.search(text):
        words = {word.casefold() for word in _WORD.findall(remark[1])}
        if not any(word in known or word in _HEDGES for word in words):
            text = text[: remark.start()]
    return text


def read_names(answer: str, known: Iterable[str]) -> list[int]:
    """The names that an answer lists, as numbers.

    Commas, semicolons, arrows, line breaks, numbering, brackets and case play no part.

    Raises:
        Unreadable: for a word that is no name, or no name at all.
    """
    numbers = {name.casefold(): i for i, name in enumerate(known)}

    def read(text: str) -> list[int]:
        text = _bare(_FORWARDS.sub(" ", text), numbers)
        if _BACKWARDS.search(text):
            raise Unreadable("want the names in order, got an arrow that points back")
        words = [word.casefold() for word in _WORD.findall(text)]
        named = [word for word in words if word in numbers or word not in _TALK]
        if strange := next((word for word in named if word not in numbers), None):
            raise Unreadable(f"{strange[:40]!r} is no name from the list")
        if not named:
            raise Unreadable("no name is listed")
        return [numbers[word] for word in named]

    return read_final(answer, read, asked="line")
