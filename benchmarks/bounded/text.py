"""Bounded solvers of the families of text."""

import re
from collections.abc import Callable
from typing import Any

from tasksynth.rng import Dice
from tasksynth_text.claims.logic import Theory
from tasksynth_text.claims.passages import OPEN, Reader
from tasksynth_text.claims.strategies import LABELS
from tasksynth_text.diagnosis.strategies import first_ones, ignoring_priors
from tasksynth_text.families.nlu import written as labels_written
from tasksynth_text.families.relation import written as facts_written
from tasksynth_text.instructions.kinds import holds
from tasksynth_text.instructions.lexicon import BY_KIND
from tasksynth_text.instructions.strategies import cheap_texts
from tasksynth_text.instructions.texts import text_of
from tasksynth_text.machines.orders import searched
from tasksynth_text.persuasion.dialogue import Persuadee
from tasksynth_text.persuasion.strategies import Wit, able
from tasksynth_text.persuasion.strategies import played as played_acts
from tasksynth_text.persuasion.strategies import written as written_acts
from tasksynth_text.recall.logs import evidence_of, reaches
from tasksynth_text.relations.strategies import bounded

WORDS = sorted({word for words in BY_KIND.values() for word in words})
Solver = Callable[[Any, Dice], str]


def reviser(budget: int) -> Solver:
    """Mends a text by trial, so many times."""

    def solve(x: Any, dice: Dice) -> str:
        text = cheap_texts(x.layout, x.conditions)["frame with words"]
        named = [word for one in x.conditions for word in one.words if len(word) > 1]
        words = WORDS + named * 20
        most = _fulfilled(x, text)
        for _ in range(budget):
            tried = _revised(dice, text, words)
            score = _fulfilled(x, tried)
            if score >= most:
                most, text = score, tried
        return f"<answer>\n{text}\n</answer>"

    return solve


def _fulfilled(x: Any, text: str) -> int:
    read = text_of(text, x.layout)
    return sum(holds(one, read) for one in x.conditions)


def _revised(dice: Dice, text: str, words: list[str]) -> str:
    """A text with one word, mark, number, gap or sentence changed."""
    parts = re.split(r"( |\n+)", text)  # words at even places, gaps between them
    at = 2 * dice.below((len(parts) + 1) // 2)
    word = parts[at]
    ending = word[len(word.rstrip('.?!,)"')) :]
    core = word[: len(word) - len(ending)]
    match dice.below(12):
        case 0 | 1 | 2:
            parts[at] = dice.of(words) + ending
        case 3 | 4:
            parts[at:at] = [dice.of(words), " "]
        case 5 if not ending and at + 1 < len(parts):
            del parts[at : at + 2]
        case 6:
            parts[at] = core + dice.of((".", "?", "!", ",", ""))
        case 7:
            parts[at] = core.upper() + ending
        case 8:
            parts[at] = str(dice.between(2, 99)) + ending
        case 9:
            parts[at] = dice.of((f"({core}){ending}", f'"{core}"{ending}', core + ending))
        case 10 if at + 1 < len(parts):
            parts[at + 1] = dice.of((" ", "\n", "\n\n"))
        case _:
            parts[at:at] = [f"{dice.of(words)} {dice.of(words)}.", " "]
    return "".join(parts)


def window(tokens: int) -> Solver:
    """Remembers so many tokens; what it does not remember, it guesses."""

    def solve(x: Any, dice: Dice) -> str:
        back = [max(row) for row in reaches(x)]
        said = [
            answer if reach <= tokens else dice.of(x.options)
            for answer, reach in zip(x.answers, back, strict=True)
        ]
        return f"Answer: {', '.join(said)}"

    return solve


def one_fact(x: Any, dice: Dice) -> str:
    """Remembers everything, and puts no two facts together."""
    said = [
        answer if len(facts) == 1 else dice.of(x.options)
        for answer, facts in zip(x.answers, evidence_of(x), strict=True)
    ]
    return f"Answer: {', '.join(said)}"


def uses(budget: int) -> Solver:
    """Tries orders depth first, and gives up after so many uses of machines."""

    def solve(x: Any, dice: Dice) -> str:
        order = searched(dice, x.text, x.machines, len(x.order), x.outcome, budget)
        return f"Answer: {', '.join(step.name for step in order or ())}"

    return solve


def first_findings(count: int) -> Solver:
    """Works out what is the matter from so many of the findings, and knows nothing of others."""

    def solve(x: Any, dice: Dice) -> str:
        return _diagnosis(x, *first_ones(x.net, x.seen, count))

    return solve


def without_priors(x: Any, dice: Dice) -> str:
    """Works out what is the matter as if all causes were equally frequent."""
    return _diagnosis(x, *ignoring_priors(x.net, x.seen))


def _diagnosis(x: Any, causes: tuple[int, ...], findings: tuple[int, ...]) -> str:
    said = [*(x.names.causes[i] for i in causes), *(x.names.findings()[i] for i in findings)]
    return f"Answer: {', '.join(said)}"


def reading(how: str) -> Solver:
    """Reads a passage and overlooks one thing in it."""

    def solve(x: Any, dice: Dice) -> str:
        return facts_written(x, bounded(x.sentences)[how])

    return solve


def few_steps(count: int) -> Solver:
    """Labels what takes so few sentences or negations, and draws lots for the rest."""

    def solve(x: Any, dice: Dice) -> str:
        lots = _lots(x, dice)
        known = [one.label if one.steps <= count else lot for one, lot in lots]
        return labels_written(x, known)

    return solve


def _lots(x: Any, dice: Dice) -> list[tuple[Any, int]]:
    return [(one, dice.below(LABELS[x.kind])) for one in x.items]


def last_sentences(count: int) -> Solver:
    """Knows the last so many sentences: of a passage, or of what is to be labelled."""

    def solve(x: Any, dice: Dice) -> str:
        read = Reader(Theory(len(x.people), len(x.traits)), x.claims[-count:])
        found: list[int] = []
        for i, (item, lot) in enumerate(_lots(x, dice)):
            claim = item.claims[0]
            if not x.claims:
                later = sum(len(one.claims) for one in x.items[i:])
                found.append(item.label if later <= count else lot)
            elif item.asked == "pronoun":
                ends = [read.may_be(claim.model_copy(update={"who": (j,)})) for j in claim.who]
                found.append(ends.index(True) if sum(ends) == 1 else lot)
            else:
                standing = read.standing(claim)
                found.append(standing if item.asked == "claim" else int(standing == OPEN))
        return labels_written(x, found)

    return solve


def persuading(wit: Wit) -> Solver:
    """Somebody who does all as it should be done, as far as they are able."""
    return lambda x, dice: written_acts(played_acts(x, able(wit)))


def any_of_its_kind(x: Any, dice: Dice) -> str:
    """Does all as it should be done, but tells any fact of the kind that is wanted."""

    def choose(talk: Persuadee) -> tuple[str, int | None]:
        concern = talk.concern
        if concern is None or concern.kind != "tell":
            return able(Wit())(talk)
        kind = [i for i, fact in enumerate(x.facts) if fact.kind == concern.about]
        return ("tell", dice.of([i for i in kind if i not in talk.told] or kind) + 1)

    return written_acts(played_acts(x, choose))


TEXT: dict[str, dict[str, Solver]] = {
    "text.instructions": {
        "200 revisions": reviser(200),
        "1000 revisions": reviser(1000),
    },
    "text.recall": {
        "last 1000 tokens": window(1000),
        "last 8000 tokens": window(8000),
        "last 30000 tokens": window(30_000),
        "one fact": one_fact,
    },
    "text.diagnosis": {
        "first 3 findings": first_findings(3),
        "first 5 findings": first_findings(5),
        "first 7 findings": first_findings(7),
        "no priors": without_priors,
    },
    "text.persuasion": {
        "any of its kind": any_of_its_kind,
        "1 condition": persuading(Wit(notices=1)),
        "2 conditions": persuading(Wit(notices=2)),
        "negations missed": persuading(Wit(negates=False)),
        "no look ahead": persuading(Wit(ahead=False)),
        "1 want in mind": persuading(Wit(remembers=1)),
        "last sum alone": persuading(Wit(sums=1)),
        "last 2 sums": persuading(Wit(sums=2)),
    },
    "text.pipeline_order": {
        "100 uses": uses(100),
        "1000 uses": uses(1000),
        "5000 uses": uses(5000),
    },
    "text.nlu": {
        "1 step an item": few_steps(1),
        "2 steps an item": few_steps(2),
        "4 steps an item": few_steps(4),
        "last 8 sentences": last_sentences(8),
        "last 16 sentences": last_sentences(16),
    },
    "text.relation": {
        how: reading(how)
        for how in (
            "first 12 sentences",
            "first 24 sentences",
            "unspoken ends missed",
            "corrections missed",
            "one fact a sentence",
            "no pronouns",
        )
    },
}
