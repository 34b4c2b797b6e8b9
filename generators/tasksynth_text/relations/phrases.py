"""How relations are put into words.

`{h}` and `{t}` are the two; `{h:he|she}` chooses by who the first is; `{was}` is what a correction
says it is not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tasksynth_text.relations.models import StoryEntity


@dataclass(frozen=True)
class RelationPhrases:
    """Sentences on one relation, by what they do, and clauses for after a name."""

    state: tuple[str, ...]
    begin: tuple[str, ...]
    end: tuple[str, ...]
    deny: tuple[str, ...]
    suppose: tuple[str, ...]
    of_head: tuple[str, ...]
    """Clauses after the head's name, that say it is so."""
    of_tail: tuple[str, ...]
    """Clauses after the tail's name."""
    correct: tuple[str, ...] = ()
    """That something said before was wrong, and this is right."""


PHRASES: dict[str, RelationPhrases] = {
    "owns": RelationPhrases(
        state=(
            "{h} owns {t}.",
            "{t} belongs to {h}.",
            "{h} is the owner of {t}.",
            "{t} is the property of {h}.",
            "{h} holds every share of {t}.",
        ),
        begin=(
            "{h} bought {t}.",
            "{t} was sold to {h}.",
            "{h} inherited {t} from an aunt.",
            "{t} passed into the hands of {h}.",
            "{h} won {t} at an auction, where the deed was handed over at once.",
        ),
        end=(
            "{h} sold {t} to a buyer who has never been named.",
            "{t} no longer belongs to {h}.",
            "{h} gave up every share of {t}.",
        ),
        deny=(
            "{h} does not own {t}.",
            "{t} has never belonged to {h}.",
            "{h} has never held a share of {t}.",
        ),
        suppose=(
            "{h} would have bought {t} if a bank had lent {h:him|her} the money.",
            "{t} was offered to {h}, but the price was too high and nothing came of it.",
            "Some say that {h} owns {t}.",
            "{h} means to buy {t} one day.",
        ),
        of_head=("who owns {t}", "to whom {t} belongs"),
        of_tail=("which {h} owns", "which belongs to {h}", "whose owner is {h}"),
        correct=("it is {h}, and not {was}, who owns {t}",),
    ),
    "runs": RelationPhrases(
        state=(
            "{h} runs {t}.",
            "{t} is led by {h}.",
            "{h} is the head of {t}.",
            "{t} has {h} at its head.",
            "{h} is in charge at {t}.",
        ),
        begin=(
            "{h} became the head of {t}.",
            "{t} made {h} its head.",
            "{h} took charge of {t}.",
            "{t} has been led by {h} since the spring.",
        ),
        end=(
            "{h} stepped down as the head of {t}.",
            "{t} is no longer led by {h}.",
            "{h} was voted out as the head of {t}.",
        ),
        deny=(
            "{h} is not the head of {t}.",
            "{t} has never been led by {h}.",
            "{h} never had charge of {t}.",
        ),
        suppose=(
            "{h} turned down an offer to run {t}.",
            "{t} asked {h} to become its head and was refused.",
            "{t} might have been led by {h}, had the vote gone the other way.",
            "{h} hopes to run {t} some day.",
        ),
        of_head=("who runs {t}", "who is the head of {t}", "by whom {t} is led"),
        of_tail=("which {h} runs", "which is led by {h}", "whose head is {h}"),
        correct=("it is {h}, and not {was}, who runs {t}",),
    ),
    "works for": RelationPhrases(
        state=(
            "{h} works for {t}.",
            "{t} employs {h}.",
            "{h} has a job at {t}.",
            "{h} is on the payroll of {t}.",
            "{t} pays the wages of {h}.",
        ),
        begin=(
            "{h} was hired by {t}.",
            "{t} hired {h}.",
            "{h} started a job at {t}.",
            "{t} took {h} on as a clerk.",
        ),
        end=(
            "{h} handed in {h:his|her} notice at {t} and left.",
            "{t} dismissed {h}.",
            "{h} lost {h:his|her} job at {t}.",
        ),
        deny=(
            "{h} has never worked for {t}.",
            "{t} does not employ {h}.",
            "{t} has never had {h} on its payroll.",
        ),
        suppose=(
            "{h} applied for a job at {t} without success.",
            "{t} offered {h} a job that {h:he|she} declined.",
            "{h} would work for {t} if the pay were better.",
            "Rumour has it that {t} hired {h}.",
        ),
        of_head=("who works for {t}", "whom {t} employs"),
        of_tail=("which employs {h}", "whose staff includes {h}"),
    ),
    "lives in": RelationPhrases(
        state=(
            "{h} lives in {t}.",
            "{t} is where {h} lives.",
            "{h} has {h:his|her} home in {t}.",
            "{t} is home to {h}.",
        ),
        begin=(
            "{h} moved to {t}.",
            "{h} made {t} {h:his|her} home.",
            "{t} became the home of {h}.",
        ),
        end=(
            "{h} left {t} for good, and nobody knows where {h:he|she} lives now.",
            "{t} is no longer the home of {h}.",
        ),
        deny=(
            "{h} has never lived in {t}.",
            "{t} is not where {h} lives.",
            "{t} was never the home of {h}.",
        ),
        suppose=(
            "{h} thought of moving to {t}, but did not.",
            "{h} dreams of a house in {t}.",
            "{t} would be the home of {h} if it lay by the sea.",
            "People say that {h} lives in {t}.",
        ),
        of_head=("who lives in {t}", "whose home is in {t}"),
        of_tail=("where {h} lives", "which is home to {h}"),
        correct=("it is in {t}, and not in {was}, that {h} lives",),
    ),
    "married to": RelationPhrases(
        state=(
            "{h} is married to {t}.",
            "{h} is the {h:husband|wife} of {t}.",
            "{t} has been the {t:husband|wife} of {h} for years.",
        ),
        begin=(
            "{h} married {t}.",
            "{t} and {h} were wed.",
            "{h} and {t} got married.",
        ),
        end=(
            "{h} and {t} were divorced.",
            "{h} is no longer married to {t}.",
        ),
        deny=(
            "{h} has never been married to {t}.",
            "{h} is not the {h:husband|wife} of {t}.",
        ),
        suppose=(
            "{h} asked {t} to marry {h:him|her}; the answer was no.",
            "{h} was to marry {t}, but the wedding was called off.",
            "It is whispered that {t} is the {t:husband|wife} of {h}.",
        ),
        of_head=("who is married to {t}", "whose {t:husband|wife} is {t}"),
        of_tail=("who is married to {h}", "whose {h:husband|wife} is {h}"),
    ),
    "child of": RelationPhrases(
        state=(
            "{h} is a {h:son|daughter} of {t}.",
            "{t} is the {t:father|mother} of {h}.",
            "{t} has a {h:son|daughter}, {h}.",
            "{h} is one of the children of {t}.",
        ),
        begin=(),
        end=(),
        deny=(
            "{h} is not a {h:son|daughter} of {t}.",
            "{t} is not the {t:father|mother} of {h}.",
        ),
        suppose=(
            "Many take {h} for a {h:son|daughter} of {t}.",
            "{t} used to wish that {h} were {t:his|her} {h:son|daughter}.",
            "{h} once pretended to be a child of {t}.",
        ),
        of_head=("whose {t:father|mother} is {t}", "a {h:son|daughter} of {t}"),
        of_tail=("whose {h:son|daughter} is {h}", "the {t:father|mother} of {h}"),
    ),
    "taught": RelationPhrases(
        state=(
            "{h} taught {t}.",
            "{t} was a pupil of {h}.",
            "{t} learned {t:his|her} trade from {h}.",
            "{h} had {t} as a pupil.",
            "{t} took lessons with {h}.",
        ),
        begin=(),
        end=(),
        deny=(
            "{h} never taught {t}.",
            "{t} was never a pupil of {h}.",
            "{t} learned nothing from {h}, who never gave {t:him|her} a lesson.",
        ),
        suppose=(
            "{h} was to teach {t}, but the lessons never began.",
            "{t} would have liked {h} as a teacher.",
            "Some claim that {t} was a pupil of {h}.",
        ),
        of_head=("who taught {t}", "whose pupil {t} was"),
        of_tail=("whom {h} taught", "who was a pupil of {h}"),
    ),
    "founded": RelationPhrases(
        state=(
            "{h} founded {t}.",
            "{t} was founded by {h}.",
            "{h} set {t} up with borrowed money.",
            "{t} goes back to {h}, who founded it.",
            "{t} owes its beginnings to {h} as its founder.",
        ),
        begin=(),
        end=(),
        deny=(
            "{h} did not found {t}.",
            "{t} was not founded by {h}.",
        ),
        suppose=(
            "{h} tells everybody, falsely, that {h:he|she} founded {t}.",
            "{t} is sometimes thought to have been founded by {h}.",
            "{h} had meant to found {t}, but somebody else did.",
        ),
        of_head=("who founded {t}", "the founder of {t}"),
        of_tail=("which {h} founded", "which was founded by {h}", "whose founder is {h}"),
        correct=("it was {h}, and not {was}, who founded {t}",),
    ),
    "based in": RelationPhrases(
        state=(
            "{h} is based in {t}.",
            "{t} is the seat of {h}.",
            "{h} has its headquarters in {t}.",
            "{t} is where {h} has its seat.",
        ),
        begin=(
            "{h} moved its headquarters to {t}.",
            "{t} became the seat of {h}.",
            "{h} settled in {t}, headquarters and all.",
        ),
        end=(
            "{h} gave up its seat in {t} and has had none since.",
            "{t} is no longer the seat of {h}.",
        ),
        deny=(
            "{h} has never been based in {t}.",
            "{t} is not the seat of {h}.",
        ),
        suppose=(
            "{h} talked of moving its headquarters to {t}, but stayed where it was.",
            "{t} would gladly be the seat of {h}.",
            "{h} plans to have its seat in {t} one day.",
            "Some think that {t} is the seat of {h}.",
        ),
        of_head=("which is based in {t}", "whose headquarters are in {t}"),
        of_tail=("where {h} is based", "the seat of {h}"),
        correct=("it is in {t}, and not in {was}, that {h} has its seat",),
    ),
    "supplies": RelationPhrases(
        state=(
            "{h} supplies {t}.",
            "{t} buys its goods from {h}.",
            "{t} is a customer of {h}.",
            "{h} sells its goods to {t}.",
            "{t} is supplied by {h}.",
        ),
        begin=(
            "{h} began to supply {t}.",
            "{t} became a customer of {h}.",
            "{h} won {t} as a customer.",
        ),
        end=(
            "{h} stopped supplying {t}.",
            "{t} buys nothing from {h} any more.",
            "{h} lost {t} as a customer.",
        ),
        deny=(
            "{h} has never supplied {t}.",
            "{t} is no customer of {h}.",
        ),
        suppose=(
            "{h} would like to supply {t}.",
            "{t} asked {h} for an offer, which came to nothing.",
            "Word has it that {h} supplies {t}.",
            "{t} might become a customer of {h} next year.",
        ),
        of_head=("which supplies {t}", "whose customers include {t}"),
        of_tail=("which is supplied by {h}", "a customer of {h}"),
    ),
}

NOISE = {
    ("person", "person"): (
        "{h} met {t} at a fair.",
        "{h} wrote {t} a long letter.",
        "{h} and {t} once sat next to each other on a train.",
        "{h} lent {t} an umbrella.",
    ),
    ("person", "company"): (
        "{h} complained to {t} about a bill.",
        "{h} painted a picture of the building of {t}.",
        "{t} sent {h} a calendar.",
        "{h} waited an hour outside {t}.",
    ),
    ("person", "town"): (
        "{h} spent a weekend in {t}.",
        "{h} missed a train in {t}.",
        "{t} gave {h} a medal.",
        "{h} was stung by a wasp in {t}.",
    ),
    ("company", "town"): (
        "{h} paid for a bench in {t}.",
        "{t} thanked {h} for a bench.",
        "{h} put up a poster in {t}.",
    ),
    ("company", "company"): (
        "{h} and {t} paid for a concert.",
        "{h} wrote to {t} about the noise.",
        "{t} beat {h} at football.",
    ),
}
"""Sentences that say nothing about any relation, by whom they speak of."""

_SLOT = re.compile(r"\{(h|t|was)(?:(:)([^|}]*)\|([^}]*))?\}")


def filled(phrase: str, names: Mapping[str, str], who: Mapping[str, StoryEntity]) -> str:
    """The phrase with its names, and words that agree with them."""

    def put(match: re.Match[str]) -> str:
        slot = match[1]
        if match[2] is None:
            return names[slot]
        return match[4] if who[slot].she else match[3]

    return _SLOT.sub(put, phrase)


def first_slot(phrase: str) -> str:
    """Which of the two a phrase names first."""
    match = _SLOT.search(phrase)
    return match[1] if match else "h"
