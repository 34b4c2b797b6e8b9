"""Islands of people who always or never speak the truth, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasksynth_puzzles.solving.claims import Assertion, Claim
from tasksynth_puzzles.telling.words import ENDINGS, NUMBERS, choose, joined, listed, sentence


@dataclass(frozen=True)
class Roles:
    """Names for the two kinds of people, one and many."""

    honest: tuple[str, str]
    liar: tuple[str, str]
    opening: tuple[str, ...]
    """The scene; `{people}` and `{count}` are filled in."""


def _roles(honest: str, liar: str, *opening: str) -> Roles:
    one, other = honest.split(), liar.split()
    return Roles((one[0], one[1]), (other[0], other[1]), opening)


ROLES = (
    _roles(
        "knight knights",
        "knave knaves",
        "On an island everyone is a knight or a knave. Knights always tell the truth, knaves "
        "always lie. You meet {count} islanders: {people}.",
        "Knights say only what is true, and knaves only what is false. {people} are each one of "
        "the two.",
    ),
    _roles(
        "angel angels",
        "demon demons",
        "{people} stand before a gate. Each is an angel, whose every statement is true, or a "
        "demon, whose every statement is false.",
        "Angels never lie and demons always do. There are {count} of them here: {people}.",
    ),
    _roles(
        "scout scouts",
        "spy spies",
        "A patrol has {count} members: {people}. Some may be spies, who only ever lie; the others "
        "are scouts, who only ever tell the truth.",
        "Scouts tell nothing but the truth, spies nothing but lies. {people} are scouts or spies.",
    ),
    _roles(
        "sage sages",
        "jester jesters",
        "At a court, sages always tell the truth and jesters always lie. {people} are at this "
        "court, each of them as one of the two.",
        "{count} people of a court are questioned: {people}. Sages among them speak the truth, "
        "jesters among them never do.",
    ),
)
_SAYS = (
    "{name} says: \u201c{said}.\u201d",
    "{name}: \u201c{said}.\u201d",
    "{name} claims: \u201c{said}.\u201d",
)
_QUESTIONS = (
    "Who is what? There is one answer that fits all statements.",
    "Find out what each of them is; there is only one possibility.",
    "Exactly one combination is possible. Which?",
)
_FORMS = (
    "a pair for every name, {honest} or {liar}, as in `{name}={honest}`, separated by commas",
    "a list of pairs such as `{name}={liar}`, one for each name, with commas between them",
)
_IF = (
    "\u201cIf \u2026, then \u2026\u201d is false only where the first part is true and the second "
    "is not; \u201cor\u201d includes both."
)


def tell(theme: int, names: Sequence[str], statements: Sequence[Assertion], wording: int) -> str:
    """The prompt."""
    roles = ROLES[theme]
    opening = choose(roles.opening, wording, 0)
    slots = {"name": "NAME", "honest": roles.honest[0], "liar": roles.liar[0]}
    form = choose(_FORMS, wording, 3).format(**slots)
    says = choose(_SAYS, wording, 1)
    return "\n".join(
        [
            sentence(opening.format(people=listed(names), count=NUMBERS[len(names)])),
            "",
            *(
                says.format(name=names[s.by], said=sentence(_said(s.claim, s.by, roles, names)))
                for s in statements
            ),
            "",
            *([_IF] if any(map(_has_or, (s.claim for s in statements))) else []),
            choose(_QUESTIONS, wording, 2),
            "",
            choose(ENDINGS, wording, 4).format(form=form),
        ]
    )


def _has_or(claim: Claim) -> bool:
    return claim.kind in ("or", "if") or any(map(_has_or, claim.parts))


def _said(claim: Claim, speaker: int, roles: Roles, names: Sequence[str]) -> str:
    """A claim in the mouth of a speaker, without a full stop."""

    def people(many: Sequence[int]) -> str:
        ordered = [names[i] for i in many if i != speaker] + ["I"] * (speaker in many)
        return listed(ordered)

    match claim.kind:
        case "is":
            kind = (roles.honest if claim.number else roles.liar)[0]
            article = "an" if kind[0] in "aeiou" else "a"
            verb = "I am" if claim.who[0] == speaker else f"{names[claim.who[0]]} is"
            return f"{verb} {article} {kind}"
        case "same":
            return f"{people(claim.who)} are of {'the same kind' if claim.number else 'two kinds'}"
        case "count" | "least":
            return _counted(claim, speaker, roles, names)
        case "says":
            inner = _said(claim.parts[0], speaker, roles, names)
            return f"{names[claim.who[0]]} would say that {inner}"
    one, other = (_part(part, speaker, roles, names) for part in claim.parts)
    return joined(claim.kind, one, other)


def _part(claim: Claim, speaker: int, roles: Roles, names: Sequence[str]) -> str:
    said = _said(claim, speaker, roles, names)
    return f"({said})" if claim.parts else said


def _counted(claim: Claim, speaker: int, roles: Roles, names: Sequence[str]) -> str:
    group = [names[i] for i in claim.who if i != speaker] + ["me"] * (speaker in claim.who)
    if claim.kind == "least":
        how_many, few, kind = "at least", claim.number, roles.honest
    else:
        liars = len(group) - claim.number
        how_many, few, kind = "exactly", liars or len(group), roles.liar if liars else roles.honest
    verb = "is" if few == 1 else "are"
    return f"{how_many} {NUMBERS[few]} of {listed(group)} {verb} {_of(kind, few)}"


def _of(kind: tuple[str, str], number: int) -> str:
    if number != 1:
        return kind[1]
    return f"{'an' if kind[0][0] in 'aeiou' else 'a'} {kind[0]}"
