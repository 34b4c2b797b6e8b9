"""The words in which somebody who is to be won says what they want."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasksynth_text.persuasion.models import Concern, FactCondition, Plea, PleaFact
from tasksynth_text.persuasion.words import Cause

FACTS: dict[Plea, tuple[str, ...]] = {
    "proof": (
        "In {number}, {who} examined the work in {place} and {detail}.",
        "The work in {place} was examined by {who} in {number}, which {detail}.",
    ),
    "story": (
        "In {number}, {name}, {who} in {place}, {detail}.",
        "{name} is {who} in {place} and, in {number}, {detail}.",
    ),
    "effect": ("{number} euros {detail} in {place}.", "In {place}, {number} euros {detail}."),
    "own": (
        "In {number}, you went to {place} yourself as {who} and {detail} there.",
        "You were in {place} yourself in {number}, as {who}, and {detail}.",
    ),
    "people": (
        "In {number}, {name}, {who}, joined those in charge in {place}.",
        "One of those in charge in {place} is {name}, {who}, who joined them in {number}.",
    ),
    "near": (
        "In {number}, it {detail} for {who} in {place}, here in town.",
        "Here in town, it {detail} for {who} in {place} in {number}.",
    ),
}
WANTED: dict[Plea, tuple[str, ...]] = {
    "proof": (
        "Charities say a lot. I want to hear of {who} that examined the work{place}{when}.",
        "Who has looked at all this? I mean {who} that examined the work{place}{when}.",
        "I would have to know of {who} that examined the work{place}{when}.",
        "Anybody can print a leaflet. Give me {who} that examined the work{place}{when}.",
        "It takes an outsider to convince me: {who} that examined the work{place}{when}.",
    ),
    "story": (
        "Tell me of {who} who was helped{place}{when}.",
        "It has to have a face for me: {who} who was helped{place}{when}.",
        "I am told so much. Describe to me {who} who was helped{place}{when}.",
        "I want to picture it: {who} who was helped{place}{when}.",
        "Is anybody better off? I would like to hear of {who} who was helped{place}{when}.",
    ),
    "effect": (
        "What does {gift} do{place}?",
        "I do not see what one gift changes. What comes of {gift}{place}?",
        "Tell me what can be had for {gift}{place}.",
        "Whether I give or not is all the same, is it not? Say what {gift} does{place}.",
        "A drop in the ocean, I fear. Let me hear what {gift} does{place}.",
    ),
    "own": (
        "And you? I want to hear of work that you did yourself{who}{place}{when}.",
        "You should know the work. Did you ever lend a hand yourself{who}{place}{when}?",
        "What have you done with your own hands{who}{place}{when}?",
        "What about you? Say what work you did yourself{who}{place}{when}.",
        "Who talks should know. Did you work for it yourself{who}{place}{when}?",
    ),
    "people": (
        "Who is behind all this? Name me {who} who joined those in charge{place}{when}.",
        "Whose hands is it in? Name me {who} who joined those in charge{place}{when}.",
        "I give to people, not to paper: tell me of {who} who joined those in charge{place}{when}.",
        "A name I can look up would help: {who} who joined those in charge{place}{when}.",
        "It depends on the people. Is there {who} who joined those in charge{place}{when}?",
    ),
    "near": (
        "I would rather see something done here. What has it done in this town{who}{place}{when}?",
        "There is need enough around the corner. Name me something in this town{who}{place}{when}.",
        "And our town? Tell me what was done here{who}{place}{when}.",
        "Charity begins at home. What was done here in town{who}{place}{when}?",
        "I know nobody over there. Tell me what was done in this town{who}{place}{when}.",
    ),
}
_ANYBODY = {"proof": "somebody from outside", "story": "somebody", "people": "somebody"}
_OF = {
    "proof": "the examination", "story": "the story", "effect": "the gift",
    "own": "your own work", "people": "the one in charge",
}  # fmt: skip
"""What a fact is called that was told just before."""
DECOYS: dict[Plea, tuple[str, ...]] = {
    "proof": ("I do not doubt your books.", "No examiner has to convince me."),
    "story": ("Spare me the touching stories.", "I need no faces to go with it."),
    "effect": ("Do not do sums for me with what a gift does.", "What a gift does is clear to me."),
    "own": ("I do not ask where you have been yourself.", "Your own travels do not matter to me."),
    "people": ("I do not mind who is in charge.", "Who leads it is all the same to me."),
    "near": ("It is not that I would rather see it done here in town.", "Our town has enough."),
}
CHAT = (
    "My neighbour came back from {place} in {year}.", "I was in {place} once, in {year}.",
    "My daughter studied in {place} until {year}.", "In {year} I nearly moved to {place}.",
    "There was a film about {place} on television, from {year}.",
)  # fmt: skip
EXCUSES = (
    "I am afraid my bus is coming.", "I would have to talk it over at home first.",
    "Could you not come back another day?", "I have something on the stove.",
    "Let me sleep on it.", "Just leave me a leaflet.", "It is really not a good moment.",
    "I am expecting a call.",
)  # fmt: skip
ASKED: dict[str, tuple[str, ...]] = {
    "share": (
        "If somebody gave {sum} euros in {year}, how many of them reached the projects?",
        "Say I had given {sum} euros in {year}: how much of it would have got there?",
    ),
    "gifts": (
        "How much have you given yourself in {year} and {later} together?",
        "What did you give yourself, {year} and {later} added up?",
    ),
    "more": (
        "How many more {thing} are there in {place} than in {other}?",
        "By how much does {place} have more {thing} than {other}?",
    ),
    "both": (
        "How many {thing} are there in {place} and {other} together?",
        "{place} and {other}: how many {thing} is that in all?",
    ),
    "pledge": (
        "And what do you add yourself, if I give something? Name a sum.",
        "I do not like to give alone. What would you put in yourself?",
    ),
    "joint": (
        "If I gave {sum} euros: how much would it be with what you add yourself?",
        "Let me see: {sum} euros from me and yours, what does that come to?",
    ),
}
TOGETHER = {
    1: ("{0}",),
    2: (
        "Two things. {0} And after that: {1}",
        "{1} But first of all something else: {0}",
        "Two things, and I want the second that I name first. {1} {0}",
    ),
    3: (
        "Three things. {0} After that: {1} And last of all: {2}",
        "At the very end I want to know this: {2} Before that: {1} And before both: {0}",
        "{1} That comes second, though. The first is this: {0} And the third: {2}",
    ),
}
"""Wants in the order in which they are to be met, in words that tell it."""
BEHIND = (
    "All right, to be honest:",
    "Well, if you ask me like that:",
    "You are right, it is this:",
)
GREETED = ("Good morning.", "Hello.", "Yes, please?", "Good afternoon.")
MET = ("Good.", "I see.", "That is something.", "Fine.", "Thank you.")
HONEST = ("Well, that is honest.", "At least you say so.", "It is good that you admit it.")
DONE = ("You will have it.", "Agreed.", "Here you are.")
ON = ("Go on.", "And the next thing?", "Now to what comes next.")
UNMET = (
    "That is not what I want to hear now.", "That does not help me.", "That is beside the point.",
)  # fmt: skip
AGAIN = ("You have told me that before.", "We have had that.", "You are repeating yourself.")
HAS = (
    "I put {0} euros a month aside for such things.", "For good causes I keep {0} euros a month.",
    "I have {0} euros a month for things like this.",
)  # fmt: skip
WENT = (
    "{0} euros of what I put aside this month are gone: the fire brigade collected.",
    "The school fair has had {0} euros of this month's money for good causes.",
    "{0} euros of this month's money for such things went to the animal home.",
)
CAME = (
    "My sister will give me {0} euros to add to it.",
    "And {0} euros that I won at cards I will put on top of what is left.",
)
READY = ("You have convinced me.", "All right, I am with you.", "Well, you have won me over.")
MUCH = ("What may I give?", "So how much shall it be?", "How much, then?")
SMALL = (
    "With people I do not know I begin with something small: {0} euros at most. Then we go on.",
    "Let us begin with {0} euros at most, and then talk about the whole sum.",
)


@dataclass(frozen=True)
class Picked:
    """Takes one of several ways to say something."""

    voice: int

    def of(self, ways: Sequence[str], turn: int = 0) -> str:
        """The way of a turn: always the same."""
        return ways[(self.voice + turn) % len(ways)]


def fact_text(way: str, fact: PleaFact, name: str, detail: str) -> str:
    """A fact in words."""
    told = way.format(number=fact.number, who=fact.who, place=fact.place, name=name, detail=detail)
    return told[0].upper() + told[1:]


def want_text(way: str, concern: Concern, before: Plea | None) -> str:
    """What is wanted in words, `before` being the kind of fact that is wanted before it."""
    about = concern.about or "proof"
    by = {one.on: one for one in concern.conditions}
    of = _OF.get(before or "near", "")
    place, number = by.get("place"), by.get("number")
    told = way.format(
        who=_who(about, by.get("who")),
        place=_place(about, place, of),
        when=_when(number, of, apart=bool(place and place.how in ("same", "other"))),
        gift=_gift(number),
    )
    return told.replace(",.", ".").replace(",?", "?")


def _who(about: Plea, one: FactCondition | None) -> str:
    """Set apart by commas where it is denied, so that it denies nothing but who."""
    small = {"own": "as ", "near": "for "}.get(about, "")
    if small:
        if one is None:
            return ""
        return f" {small}{one.value}" if one.how == "is" else f", but not {small}{one.value},"
    anybody = _ANYBODY.get(about, "")
    if one is None:
        return anybody
    return str(one.value) if one.how == "is" else f"{anybody}, but not {one.value},"


def _place(about: Plea, one: FactCondition | None, of: str) -> str:
    if one is None:
        return ""
    sort = "quarter" if about == "near" else "country"
    return {
        "is": f" in {one.value}",
        "not": f" in a {sort} other than {one.value}",
        "same": f" in the same country as {of}",
        "other": f" in another country than {of}",
    }[one.how]


def _when(one: FactCondition | None, of: str, *, apart: bool) -> str:
    """What is said of a year, set apart from what comes before it and has a year of its own."""
    if one is None:
        return ""
    told = {
        "over": f" after {one.value}",
        "under": f" before {one.value}",
        "later": f" in a later year than that of {of}",
    }[one.how]
    return f",{told}" if apart else told


def _gift(one: FactCondition | None) -> str:
    if one is None:
        return "a gift, be it large or small,"
    return f"a gift of {'more' if one.how == 'over' else 'less'} than {one.value} euros"


def question(way: str, cause: Cause, **values: object) -> str:
    """A question for a number."""
    return way.format(thing=cause.thing, **values)
