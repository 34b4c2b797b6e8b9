"""`text.relation`: what holds between whom at the end of a passage, and which sentence says so."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_text.languages import Language, is_english, told_in
from tasksynth_text.relations.drawing import Chronicle, drawn
from tasksynth_text.relations.models import (
    Sort,
    StoryEntity,
    StoryFact,
    StorySentence,
    held_after,
)
from tasksynth_text.relations.naming import named
from tasksynth_text.relations.reading import read_facts
from tasksynth_text.relations.strategies import Found, cheap, same_sort
from tasksynth_text.relations.tongues import PASSAGE_TONGUES

_TRIES = 50
"""Draws of a passage for all languages until one is kept."""


class RelationParams(Params):
    """How much is said, and how."""

    facts: Annotated[int, Field(ge=3, le=30), Knob(5, 14)] = 8
    """Sentences that say what is so."""
    changes: Annotated[int, Field(ge=1, le=10), Knob(1, 6)] = 3
    """Sentences with which something ends, half of them without a word about it."""
    unsaid: Annotated[int, Field(ge=1, le=10), Knob(2, 6)] = 3
    """Sentences on what is denied, hoped or only said by some."""
    corrected: Annotated[int, Field(ge=0, le=4), Knob(0, 2)] = 1
    """Sentences that say that an earlier one is mistaken."""
    joined: Annotated[int, Field(ge=0, le=8), Knob(0, 5)] = 2
    """Facts that are told by the way, in a sentence on something else."""
    pronouns: Annotated[int, Field(ge=0, le=100), Knob(0, 80)] = 40
    """Of 100 sentences that could do without a name, how many do."""
    noise: Annotated[int, Field(ge=0, le=8), Knob(1, 4)] = 2
    """Sentences that have nothing to do with it."""
    people: Annotated[int, Field(ge=3, le=12), Knob(4, 7)] = 5
    """People; half as many companies and one, and as many towns."""
    language: Annotated[Language, Field(exclude_if=is_english)] = "en"
    """The language of everything but names: English, German, Spanish or French."""
    parallel: Annotated[bool, Field(exclude_if=lambda parallel: not parallel)] = False
    """Whether four tasks that follow one another tell the same in each of the languages."""


class RelationInstance(Model):
    """A passage, whom it speaks of, and what its sentences do."""

    entities: tuple[StoryEntity, ...]
    sentences: tuple[StorySentence, ...]
    language: Annotated[Language, Field(exclude_if=is_english)] = "en"


class Relations(Family[RelationParams, RelationInstance]):
    """Read a passage: say what holds between whom at its end, and which sentence says so."""

    name = "text.relation"
    effort = "statements"
    rubric: ClassVar[Rubric] = Rubric(gate="solved", solved=1.0, facts=0.0, cited=0.0)
    tells = ("language",)
    checked = 25

    def generate(self, p: RelationParams, rng: np.random.Generator) -> RelationInstance | None:
        """A passage in which every trap that there is matters; the same in every language."""
        dice, language = told_in(rng, p.language, parallel=p.parallel)
        tries = (_drawn(dice, p, language) for _ in range(_TRIES if p.parallel else 1))
        return next(filter(None, tries), None)

    def prompt(self, x: RelationInstance) -> str:
        tongue = PASSAGE_TONGUES[x.language]
        relations = "\n".join(
            f"- {label}: {tongue.meanings[name]}" for name, label in tongue.labels.items()
        )
        sorts: tuple[Sort, ...] = ("person", "company", "town")
        lists = [
            f"{heading}: {', '.join(_told(x, sort))}."
            for heading, sort in zip(tongue.sorts, sorts, strict=True)
        ]
        told = " ".join(f"[{i}] {one.text}" for i, one in enumerate(x.sentences, 1))
        parts = ("\n".join(lists), told, tongue.asked, relations, tongue.rules, tongue.form)
        return "\n\n".join(parts)

    def verify(self, x: RelationInstance, answer: str) -> Verdict:
        try:
            said = read_facts(answer, x.entities, len(x.sentences), PASSAGE_TONGUES[x.language])
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        right = held_after(x.sentences)
        share = 2 * len(said.keys() & right.keys()) / (len(said) + len(right))
        cited = 2 * len(said.items() & right.items()) / (len(said) + len(right))
        solved = float(said == right)
        return self.rubric(solved=solved, facts=share, cited=cited, why=_fault(x, said, right))

    def solve(self, x: RelationInstance) -> str:
        return written(x, held_after(x.sentences))

    def work(self, x: RelationInstance) -> str:
        """What each sentence does, one after the other."""
        lines, (begins, ends, nothing) = [], PASSAGE_TONGUES[x.language].work
        for i, one in enumerate(x.sentences, 1):
            so = [f"{begins}: {_said(x, new)}" for new in one.holds]
            so += [f"{ends}: {_said(x, old)}" for old in one.ended]
            lines.append(f"[{i}] {'; '.join(so) or nothing}.")
        return "\n".join([*lines, "", self.solve(x)])

    def measure(self, x: RelationInstance) -> dict[str, float]:
        """`statements`: what is said to be so, ends or is spoken of; `facts` hold at the end."""
        all_said = [(*one.holds, *one.ended, *one.unsaid) for one in x.sentences]
        return {
            "statements": sum(map(len, all_said)),
            "facts": len(held_after(x.sentences)),
            "sentences": len(x.sentences),
            "pronouns": sum(one.pronoun for one in x.sentences),
            "words": sum(len(one.text.split()) for one in x.sentences),
        }

    def canonical(self, x: RelationInstance) -> Any:
        """What the sentences do, whatever people are called and however it is put; the language."""
        order: dict[int, int] = {}
        deeds: list[Any] = [
            [one.deed, *(_renamed(some, order) for some in (one.holds, one.ended, one.unsaid))]
            for one in x.sentences
        ]
        return deeds if is_english(x.language) else [*deeds, x.language]

    def baselines(self, x: RelationInstance) -> dict[str, str]:
        guesses = cheap(x.entities, x.sentences)
        return {name: written(x, one) for name, one in guesses.items()}

    def floor(self, p: RelationParams) -> float:
        """Nothing to guess: every passage has something that each cheap reading gets wrong."""
        return 0.02


def _drawn(dice: Dice, p: RelationParams, language: Language) -> RelationInstance | None:
    entities = named(dice, p.people, p.people // 2 + 1, p.people // 2 + 1)
    chronicle = Chronicle(dice, entities, p.pronouns, p.joined, PASSAGE_TONGUES[language])
    counts = {
        "say": p.facts,
        "change": p.changes,
        "unsay": p.unsaid,
        "correct": p.corrected,
        "idle": p.noise,
    }
    if not drawn(chronicle, counts):
        return None
    sentences = tuple(chronicle.sentences)
    x = RelationInstance(entities=tuple(entities), sentences=sentences, language=language)
    found = held_after(x.sentences)
    turned = any(x.sentences[i].tail_first and same_sort(one.relation) for one, i in found.items())
    return x if len(found) >= 3 and turned else None


def _told(x: RelationInstance, sort: str) -> list[str]:
    """The names of a sort, in order; of people, whether they are meant by she or he."""
    some = [one for one in x.entities if one.sort == sort]
    words = PASSAGE_TONGUES[x.language].pronouns
    pronoun = {one.name: f" ({words['she' if one.she else 'he'].lower()})" for one in some}
    return sorted(one.name + (pronoun[one.name] if sort == "person" else "") for one in some)


def _said(x: RelationInstance, one: StoryFact) -> str:
    label = PASSAGE_TONGUES[x.language].labels[one.relation]
    return f"{x.entities[one.head].name} | {label} | {x.entities[one.tail].name}"


def written(x: RelationInstance, found: Found) -> str:
    """An answer that says so."""
    lines = [f"{_said(x, one)} | {i + 1}" for one, i in sorted(found.items(), key=lambda kv: kv[1])]
    return "\n".join(["<answer>", *lines, "</answer>"])


def _fault(x: RelationInstance, said: Found, right: Found) -> str:
    """What is wrong first: something that does not hold, a citation, something that is missing."""
    for one, i in said.items():
        if one not in right:
            return f"“{_said(x, one)}” does not hold at the end"
        if right[one] != i:
            return f"sentence {i + 1} is not the one that says “{_said(x, one)}”"
    missing = len(right.keys() - said.keys())
    return f"{missing} of {len(right)} relations are missing" if missing else ""


def _renamed(some: Sequence[StoryFact], order: dict[int, int]) -> list[list[Any]]:
    return [
        [one.relation, *(order.setdefault(i, len(order)) for i in (one.head, one.tail))]
        for one in some
    ]
