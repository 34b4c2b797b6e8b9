"""Premises and statements about who does something, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasksynth_puzzles.solving.claims import Claim
from tasksynth_puzzles.telling.words import ENDINGS, NUMBERS, choose, joined, listed, sentence


@dataclass(frozen=True)
class Affair:
    """Something that each of some people does or leaves."""

    does: str
    """As in "Ada comes"."""
    leaves: str
    do: str
    """Of several."""
    opening: tuple[str, ...]
    """`{people}` and `{count}` are filled in."""


AFFAIRS = (
    Affair(
        "comes",
        "stays away",
        "come",
        (
            "{people} are invited to a party. Some things are known about who comes.",
            "Who comes to the party? {count} people were asked: {people}.",
        ),
    ),
    Affair(
        "votes yes",
        "votes no",
        "vote yes",
        (
            "A council has {count} members: {people}. Each of them votes yes or no.",
            "{people} vote on a bill, each of them yes or no.",
        ),
    ),
    Affair(
        "passes",
        "fails",
        "pass",
        (
            "{people} sit an exam, which each of them passes or fails.",
            "An exam was sat by {count} people: {people}. Each passed or failed; a clerk notes:",
        ),
    ),
    Affair(
        "works tonight",
        "has the night off",
        "work tonight",
        (
            "The night shift is drawn up for {people}: each works tonight or has the night off.",
            "{count} nurses are on the list for tonight: {people}.",
        ),
    ),
    Affair(
        "joins the crew",
        "stays ashore",
        "join the crew",
        (
            "A captain chooses among {people}. Each joins the crew or stays ashore.",
            "{count} sailors have applied: {people}. Some of them join the crew.",
        ),
    ),
)
_GIVEN = ("It is certain that:", "All of this holds:", "What is known:")
_QUESTIONS = (
    "What do these facts say about each of the following statements?",
    "How do the following statements stand, given only that?",
    "Judge each of these statements by what is known:",
)
_RULE = (
    "A statement is {true} if it holds in every case that agrees with what is known, {false} if it "
    "holds in none, and {open} if it holds in some of them and not in others."
)
_OR = (
    "\u201cOr\u201d includes both; \u201cif \u2026, then \u2026\u201d is false only where the "
    "first part is true and the second is not."
)
_FORMS = (
    "a pair for every statement, {true}, {false} or {open}, as in `{first}={open}`, with commas",
    "a list of pairs such as `{first}={false}`, one for each statement, with commas between them",
)
WORDS = ("false", "true", "open")
"""For each way to stand."""


def tell(
    theme: int,
    names: Sequence[str],
    premises: Sequence[Claim],
    statements: Sequence[Claim],
    wording: int,
) -> str:
    """The prompt."""
    affair, words = AFFAIRS[theme], dict(zip(WORDS, WORDS, strict=True))
    opening = choose(affair.opening, wording, 0)
    form = choose(_FORMS, wording, 3).format(first=1, **words)
    return "\n".join(
        [
            sentence(opening.format(people=listed(names), count=NUMBERS[len(names)])),
            choose(_GIVEN, wording, 1),
            "",
            *(f"- {sentence(said(claim, affair, names))}." for claim in premises),
            "",
            _OR,
            choose(_QUESTIONS, wording, 2),
            "",
            *(
                f"{number}. {sentence(said(claim, affair, names))}."
                for number, claim in enumerate(statements, 1)
            ),
            "",
            _RULE.format(**words),
            choose(ENDINGS, wording, 4).format(form=form),
        ]
    )


def said(claim: Claim, affair: Affair, names: Sequence[str]) -> str:
    """A claim, without a full stop."""
    group = [names[i] for i in claim.who]
    match claim.kind:
        case "is":
            return f"{group[0]} {affair.does if claim.number else affair.leaves}"
        case "same" if claim.number:
            return f"{group[0]} {affair.does} if and only if {group[1]} does"
        case "same":
            return f"exactly one of {listed(group)} {affair.does}"
        case "count" | "least":
            how_many = "at least" if claim.kind == "least" else "exactly"
            verb = affair.does if claim.number == 1 else affair.do
            return f"{how_many} {NUMBERS[claim.number]} of {listed(group)} {verb}"
    one, other = (said(part, affair, names) for part in claim.parts)
    return joined(claim.kind, one, other)
