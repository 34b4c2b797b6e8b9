"""Guesses that reason about nothing."""

from collections.abc import Sequence

from tasksynth_text.claims.items import NluItem
from tasksynth_text.claims.models import WorldClaim, negations
from tasksynth_text.claims.pairs import SENTENCES
from tasksynth_text.claims.passages import NO, OPEN, YES

LABELS = {
    "entailment": 3,
    "answerability": 2,
    "coreference": 2,
    "paraphrase": 2,
    "similarity": SENTENCES + 1,
    "acceptability": 2,
}
"""How many labels there are of each kind."""


def cheap(
    kind: str, claims: Sequence[WorldClaim], items: Sequence[NluItem]
) -> dict[str, list[int]]:
    """Labels by a word, by what is said in the same words, and at random."""
    labels = LABELS[kind]
    found = {f"all {label}": [label] * len(items) for label in range(labels)}
    found["in turn"] = [i % labels for i in range(len(items))]
    found["random"] = [sum(one.wordings) % labels for one in items]
    if labels < 4:
        found["negation says no"] = [
            NO if sum(map(negations, one.claims)) % 2 else YES for one in items
        ]
        found["same first"] = [_by_what_is_first(one) for one in items]
        found["other first"] = [YES + NO - label for label in found["same first"]]
        found["overlap"] = [_by_words(claims, one) for one in items]
    else:
        found["same order"] = [_alike(one) for one in items]
    return found


def _said(claim: WorldClaim) -> set[object]:
    """Of whom and of what a claim speaks."""
    return {("who", i) for i in claim.who} | {
        (one.what if one.what >= 0 else "compared", one.whom) for one in claim.traits
    }


def _by_what_is_first(item: NluItem) -> int:
    """Whether both of a pair begin with the same trait, or affirm it of the same person."""
    if item.asked != "pair":
        return YES
    one, other = map(_first, item.claims)
    return YES if one == other else NO


def _first(claim: WorldClaim) -> int:
    if claim.form == "but":
        return claim.who[-1 if claim.traits[0].denied else 0]
    return claim.who[0] if claim.who else claim.traits[0].what


def _by_words(claims: Sequence[WorldClaim], item: NluItem) -> int:
    """By the claim of the passage, or the other of a pair, that has most words in common."""
    (claim, *others) = item.claims
    if item.asked == "pair":
        return YES if negations(claim) % 2 == negations(others[0]) % 2 else NO
    if item.asked == "fault":
        return NO if len(claim.traits) > 1 else YES
    if item.asked == "pronoun":
        shared = [
            sum(_said(claim) & _said(one) != set() and i in one.who for one in claims)
            for i in claim.who
        ]
        return int(shared[1] > shared[0])
    best = max(claims, key=lambda one: len(_said(claim) & _said(one)))
    if len(_said(claim) & _said(best)) < len(_said(claim)):
        return NO if item.asked != "claim" else OPEN
    if item.asked != "claim":
        return YES
    return YES if negations(claim) % 2 == negations(best) % 2 else NO


def _alike(item: NluItem) -> int:
    """How many sentences of one text have one in the other with as many negations on the same."""
    half = len(item.claims) // 2
    one, other = (
        [(frozenset(_said(c)), negations(c) % 2) for c in part]
        for part in (item.claims[:half], item.claims[half:])
    )
    return sum(each in other for each in one)
