"""What it takes to tell of truth-tellers and liars in a language other than English."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from tasksynth_puzzles.solving.claims import Assertion, Claim
from tasksynth_puzzles.telling.words import choose, listed, sentence

Language = Literal["en", "zh", "es", "de"]


@dataclass(frozen=True)
class Caste:
    """One of the two kinds of people."""

    label: str
    """What an answer calls it."""
    one: str
    """As it follows "is", with an article where there is one."""
    many: str


@dataclass(frozen=True)
class Island:
    """A scene with its two kinds; `{people}` and `{count}` of the openings are filled in."""

    honest: Caste
    liar: Caste
    opening: tuple[str, ...]


Teller = Callable[[Claim, int, Island, Sequence[str]], str]
"""A claim in the mouth of a speaker, without a full stop."""


@dataclass(frozen=True)
class IslandTongue:
    """A language. Tuples of texts hold paraphrases."""

    islands: tuple[Island, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    claim: Teller
    says: tuple[str, ...]
    note: str
    """What "or" and "if" mean."""
    questions: tuple[str, ...]
    forms: tuple[str, ...]
    endings: tuple[str, ...]
    both: str
    comma: str
    answer: str
    """How an answer begins."""
    talk: str
    """Lower-case words around an answer that mean nothing in it."""

    def listed(self, words: Sequence[str]) -> str:
        """`a, b and c`."""
        return joined(words, self.both, self.comma)


def joined(words: Sequence[str], both: str, comma: str) -> str:
    """`a, b and c`, with a space around the last word where the language has spaces."""
    if comma.endswith(" "):
        return listed(words, last=both)
    return both.join(filter(None, (comma.join(words[:-1]), words[-1])))


def tell_of(
    tongue: IslandTongue,
    theme: int,
    names: Sequence[str],
    statements: Sequence[Assertion],
    wording: int,
) -> str:
    """The prompt."""
    island = tongue.islands[theme]
    opening = choose(island.opening, wording, 0)
    slots = {"honest": island.honest.label, "liar": island.liar.label}
    form = choose(tongue.forms, wording, 3).format(**slots)
    says = choose(tongue.says, wording, 1)
    lines = [
        says.format(name=names[s.by], said=sentence(tongue.claim(s.claim, s.by, island, names)))
        for s in statements
    ]
    return "\n".join(
        [
            opening.format(people=tongue.listed(names), count=tongue.numbers[len(names)]),
            "",
            *lines,
            "",
            *([tongue.note] if any(_has_or(s.claim) for s in statements) else []),
            choose(tongue.questions, wording, 2),
            "",
            choose(tongue.endings, wording, 4).format(form=form),
        ]
    )


def counted(claim: Claim) -> tuple[bool, bool, int]:
    """Of a claim about a number: is it "at least", is it about the honest, and how many."""
    if claim.kind == "least":
        return True, True, claim.number
    liars = len(claim.who) - claim.number
    return False, not liars, liars or len(claim.who)


def _has_or(claim: Claim) -> bool:
    return claim.kind in ("or", "if") or any(map(_has_or, claim.parts))
