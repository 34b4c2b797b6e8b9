"""Telling a puzzle: a story gives the scene, sentences for the rules, and the answer's form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tasksynth_sat.kinds.puzzles import Puzzle
from tasksynth_sat.wording.phrases import ENGLISH, Speech
from tasksynth_sat.wording.phrases import listed as listed


@dataclass(frozen=True)
class Story:
    """One skin of a puzzle. Every tuple of texts holds paraphrases of the same thing."""

    pool: Sequence[str]
    """Names for the items."""
    opening: tuple[str, ...]
    """The scene; `{items}`, `{values}`, `{n}` and `{k}` are filled in."""
    rules: Mapping[str, tuple[str, ...]]
    """A sentence for each kind of constraint; `{a}`, `{b}`, … are filled in."""
    question: tuple[str, ...]
    """What is to be found, with the rules that hold throughout."""
    form: tuple[str, ...]
    """What follows `Answer:`."""
    nouns: str
    """Lower-case words of the story that an answer may hold and that mean nothing in it."""
    values: tuple[str, ...] = ()
    """Names for the values."""
    phrases: Speech = ENGLISH
    """What its language says around it."""

    def around(self) -> list[str]:
        """All words that mean nothing in an answer."""
        return f"{self.nouns} {self.phrases.talk}".split()


def tell(
    story: Story, x: Puzzle, facts: Iterable[str], *, values: Sequence[str] = (), **slots: object
) -> str:
    """The whole prompt: scene, facts, question, promise, and the form of the answer."""
    phrases = story.phrases
    words = {
        "items": phrases.listed(x.names),
        "values": phrases.listed(values),
        "n": len(x.names),
        "k": len(values),
        **slots,
    }
    told = "\n".join(
        [
            choose(story.opening, x.wording, 0).format(**words),
            "",
            *(f"- {fact}" for fact in facts),
            "",
            choose(story.question, x.wording, 1).format(**words),
            choose(phrases.promised if x.promised else phrases.in_doubt, x.wording, 2),
            "",
            choose(phrases.endings, x.wording, 3).format(
                form=choose(story.form, x.wording, 4).format(**words)
            ),
        ]
    )
    return phrases.smooth(told)


def tell_pairs(story: Story, x: Puzzle, pairs: Iterable[tuple[int, int]]) -> list[str]:
    """A sentence for each pair, or one for all pairs with the same first item."""
    if x.wording >> 20 & 1:
        sentence = choose(story.rules["pair"], x.wording, 6)
        return [sentence.format(a=x.names[u], b=x.names[v]) for u, v in pairs]
    others: dict[int, list[str]] = {}
    for u, v in pairs:
        others.setdefault(u, []).append(x.names[v])
    sentence = choose(story.rules["row"], x.wording, 6)
    return [
        sentence.format(a=x.names[u], others=story.phrases.listed(them))
        for u, them in others.items()
    ]


def choose(options: Sequence[str], wording: int, slot: int) -> str:
    """One of the paraphrases; each slot of a prompt turns on its own."""
    return options[(wording >> (4 * slot) & 15) % len(options)]


def pairs_of(names: Sequence[str], values: Sequence[str]) -> str:
    """`a=1, b=2`: the form in which the puzzles write their own answers."""
    return ", ".join(f"{name}={value}" for name, value in zip(names, values, strict=True))
