"""`text.nlu`: what follows, what is settled, who is meant, what says the same, what is correct."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice, group_of
from tasksynth_text.claims.grammar import acceptability
from tasksynth_text.claims.items import (
    NluItem,
    answerability,
    coreference,
    entailment,
    evidence,
)
from tasksynth_text.claims.labels import ASKED, COUNTED, LabelKind, words_for
from tasksynth_text.claims.logic import Theory
from tasksynth_text.claims.models import WorldClaim
from tasksynth_text.claims.pairs import paraphrase, similarity
from tasksynth_text.claims.passages import NO, PassageSize, Reader, WorldPassage
from tasksynth_text.claims.reading import read_labels
from tasksynth_text.claims.strategies import cheap
from tasksynth_text.claims.telling import MEN, WOMEN, prompt_of
from tasksynth_text.claims.tongues import TONGUES, Language
from tasksynth_text.claims.tongues.tongue import ClaimTeller

Kind = Literal[
    "entailment", "answerability", "coreference", "paraphrase", "similarity", "acceptability"
]
KINDS: tuple[Kind, ...] = (
    *("entailment", "answerability", "coreference"),
    *("paraphrase", "similarity", "acceptability"),
)
_LABELLED: dict[str, LabelKind] = {
    "entailment": "truth",
    "answerability": "settled",
    "paraphrase": "same",
}
_FLOORS = {
    "any": (0.09, 0.05, 0.03),
    "answerability": (0.1, 0.04, 0.03),
    "acceptability": (0.45, 0.25, 0.14),
}
"""Of up to seven items, of up to ten, of more; .03 of other kinds."""
_TRIES = 50
"""Draws of a world for four languages until one is kept."""
_WORDS = 16
"""Traits that there are words for."""


class NluParams(Params):
    """What is asked, of how much, in which language."""

    kind: Literal[
        "any",
        "entailment",
        "answerability",
        "coreference",
        "paraphrase",
        "similarity",
        "acceptability",
    ] = "any"
    """What is asked of each item; `any`: one kind for all items of a task, each as likely."""
    items: Annotated[int, Field(ge=4, le=16), Knob(6, 12)] = 8
    """Statements, questions, sentences or pairs of them; half as many pairs of texts."""
    people: Annotated[int, Field(ge=4, le=8), Knob(4, 6)] = 5
    """People of the passage."""
    traits: Annotated[int, Field(ge=4, le=8), Knob(4, 6)] = 5
    """Things that are said of people, beside who is older or taller."""
    rules: Annotated[int, Field(ge=1, le=7), Knob(1, 5)] = 3
    """Sentences about all or none who have a trait; each leads on to the next."""
    facts: Annotated[int, Field(ge=4, le=20), Knob(7, 13)] = 10
    """Sentences about people by name."""
    hearsay: Annotated[int, Field(ge=0, le=6), Knob(0, 4)] = 1
    """Sentences on what is only said."""
    steps: Annotated[int, Field(ge=1, le=6), Knob(1, 5)] = 3
    """Sentences that an answer takes, as far as the passage has such; in 4 sentences that may be
    faulty, how many are long; negations in a pair, at most."""
    language: Language = "en"
    """The language of everything: English, German, Spanish or French."""
    parallel: bool = False
    """Whether four tasks that follow one another tell the same in each of the languages."""


class NluInstance(Model):
    """A passage, if there is one, and what is to be labelled."""

    kind: Kind
    language: Language
    people: tuple[int, ...]
    """By their names: women have the even numbers."""
    traits: tuple[int, ...]
    dimension: int
    claims: tuple[WorldClaim, ...]
    wordings: tuple[int, ...]
    items: tuple[NluItem, ...]


class Nlu(Family[NluParams, NluInstance]):
    """Label statements, questions or sentences, about a passage or by themselves."""

    name = "text.nlu"
    effort = "steps"
    tells = ("language",)
    rubric: ClassVar[Rubric] = Rubric(gate="solved", solved=1.0, right=0.0)
    checked = 25

    def generate(self, p: NluParams, rng: np.random.Generator) -> NluInstance | None:
        """The same in every language; what a cheap strategy labels rightly is drawn anew."""
        if not p.parallel:
            return _drawn(Dice(rng), p, p.language)
        group, member = group_of(rng, len(TONGUES))
        dice = Dice(group.rng())
        drawn = (_drawn(dice, p, list(TONGUES)[member]) for _ in range(_TRIES))
        return next(filter(None, drawn), None)

    def prompt(self, x: NluInstance) -> str:
        claims = list(zip(x.claims, x.wordings, strict=True))
        return prompt_of(x.kind, x.language, told_of(x), claims, x.items)

    def verify(self, x: NluInstance, answer: str) -> Verdict:
        numbers = x.kind == "similarity"
        try:
            said = read_labels(answer, len(x.items), _known(x), numbers=numbers)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        right = _meant(x)
        hits = [a == b for a, b in zip(said, right, strict=True)]
        why = "" if all(hits) else f"item {hits.index(False) + 1} is labelled otherwise"
        return self.rubric(solved=float(all(hits)), right=sum(hits) / len(hits), why=why)

    def solve(self, x: NluInstance) -> str:
        return written(x, _labels(x.items))

    def work(self, x: NluInstance) -> str:
        """What settles each item, in the words of the task: sentences of it, or what is correct."""
        return "\n".join([*settled_by(x), "", self.solve(x)])

    def measure(self, x: NluInstance) -> dict[str, float]:
        """`steps`: sentences that the answers take, or negations to see through, of all items."""
        return {
            "steps": sum(max(1, one.steps) for one in x.items),
            "items": len(x.items),
            "claims": len(x.claims) or sum(len(one.claims) for one in x.items),
            "hearsay": sum(one.hearsay for one in x.claims),
        }

    def canonical(self, x: NluInstance) -> Any:
        """What is claimed and asked, whatever things are called."""
        items = [one.model_dump(mode="json", exclude={"wordings", "scene"}) for one in x.items]
        return [
            x.kind,
            x.language,
            [one.model_dump(mode="json") for one in x.claims],
            items,
            x.traits,
        ]

    def baselines(self, x: NluInstance) -> dict[str, str]:
        guesses = cheap(x.kind, x.claims, x.items)
        return {name: written(x, labels) for name, labels in guesses.items()}

    def floor(self, p: NluParams) -> float:
        """What a table of words, or of neighbours, gets that was learnt from thousands of labels.

        It knows much of grammar, and that what a passage speaks of is often settled.
        """
        floors = _FLOORS.get(p.kind, (0.03, 0.03, 0.03))
        return floors[(p.items > 7) + (p.items > 10)]


def _drawn(dice: Dice, p: NluParams, language: Language) -> NluInstance | None:
    kind = dice.of(KINDS)
    kind = kind if p.kind == "any" else p.kind
    people, traits = _people(dice, p.people), _some(dice, _WORDS, p.traits)
    claims: tuple[WorldClaim, ...] = ()
    count = p.items // 2 if kind == "similarity" else p.items
    if kind == "acceptability":
        items = acceptability(dice, p.people, traits, count, p.steps - 1)
    elif kind in ("paraphrase", "similarity"):
        draw = paraphrase if kind == "paraphrase" else similarity
        items = draw(dice, p.people, p.traits, count, p.steps)
    else:
        passage = WorldPassage(dice, _size(p))
        items = _asked(dice, passage, kind, people, p, count)
        claims = tuple(passage.claims)
    if len(items) < count or _labels(items) in cheap(kind, claims, items).values():
        return None
    return NluInstance(
        kind=kind,
        language=language,
        people=people,
        traits=traits,
        dimension=dice.below(2),
        claims=claims,
        wordings=tuple(dice.below(60) for _ in claims),
        items=tuple(items),
    )


def told_of(x: NluInstance) -> ClaimTeller:
    """What is needed to tell its claims."""
    she = [i % 2 == 0 for i in x.people]
    names = [(WOMEN if i % 2 == 0 else MEN)[i // 2] for i in x.people]
    return ClaimTeller(TONGUES[x.language], names, she, x.traits, x.dimension)


def settled_by(x: NluInstance) -> list[str]:
    """A line for each item: its label, and what it follows from."""
    told, theory = told_of(x), Theory(len(x.people), len(x.traits))
    lines = []
    for i, (item, word) in enumerate(
        zip(x.items, written_labels(x, _labels(x.items)), strict=True), 1
    ):
        claim, label = item.claims[0], item.label
        if item.asked == "pronoun":
            claim, label = claim.model_copy(update={"who": (claim.who[1 - label],)}), NO
        elif item.asked in ("whether", "whether every"):
            label = Reader(theory, x.claims).standing(claim)
        because = evidence(theory, x.claims, claim, label) if x.claims else []
        texts = [told.claim(x.claims[j], x.wordings[j]) for j in because]
        if item.fault:
            texts = [told.claim(claim, item.wordings[0])]
        lines.append(f"{i}. {word}{': ' if texts else ''}{' '.join(texts)}")
    return lines


def _asked(
    dice: Dice, passage: WorldPassage, kind: Kind, people: tuple[int, ...], p: NluParams, count: int
) -> list[NluItem]:
    if kind == "entailment":
        return entailment(dice, passage, count, p.steps)
    if kind == "answerability":
        return answerability(dice, passage, count, p.steps)
    return coreference(dice, passage, tuple(i % 2 == 0 for i in people), count, p.steps)


def _size(p: NluParams) -> PassageSize:
    return PassageSize(
        people=p.people, traits=p.traits, rules=p.rules, facts=p.facts, hearsay=p.hearsay
    )


def _people(dice: Dice, count: int) -> tuple[int, ...]:
    """Half of them women and half men, in any order."""
    women, men = _some(dice, len(WOMEN), (count + 1) // 2), _some(dice, len(MEN), count // 2)
    people = [*(2 * i for i in women), *(2 * i + 1 for i in men)]
    dice.shuffle(people)
    return tuple(people)


def _some(dice: Dice, below: int, count: int) -> tuple[int, ...]:
    every = list(range(below))
    dice.shuffle(every)
    return tuple(every[:count])


def _labels(items: Sequence[NluItem]) -> list[int]:
    return [one.label for one in items]


def _meant(x: NluInstance) -> list[int]:
    """What a reader makes of right labels: of names, whose they are."""
    if x.kind != "coreference":
        return _labels(x.items)
    return [one.claims[0].who[one.label] for one in x.items]


def _known(x: NluInstance) -> dict[str, int]:
    if x.kind == "coreference":
        return {name.casefold(): i for i, name in enumerate(told_of(x).names)}
    if x.kind == "similarity":
        return dict(COUNTED)
    return words_for(_LABELLED.get(x.kind, "fine"))


def written(x: NluInstance, labels: list[int]) -> str:
    """An answer with these labels, in the language of the task."""
    return TONGUES[x.language].answer + ", ".join(written_labels(x, labels))


def written_labels(x: NluInstance, labels: list[int]) -> list[str]:
    """The words for labels, in the language of the task."""
    if x.kind == "similarity":
        return [str(label) for label in labels]
    if x.kind == "coreference":
        names = told_of(x).names
        return [names[one.claims[0].who[i]] for one, i in zip(x.items, labels, strict=True)]
    options = ASKED["truth" if x.kind == "entailment" else "yes"][x.language]
    return [options[label] for label in labels]
