"""The prompt: whom it is about, a passage, what is asked of each item, and the form of answers."""

from collections.abc import Sequence

from tasksynth_text.claims.asking import ASKING
from tasksynth_text.claims.items import NluItem
from tasksynth_text.claims.models import WorldClaim
from tasksynth_text.claims.tongues import Language
from tasksynth_text.claims.tongues.tongue import ClaimTeller

WOMEN = (
    "Clara",
    "Diana",
    "Julia",
    "Laura",
    "Lina",
    "Marta",
    "Nora",
    "Paula",
    "Rosa",
    "Sara",
    "Vera",
    "Tina",
)
MEN = (
    "Bruno",
    "Daniel",
    "David",
    "Leo",
    "Marco",
    "Martin",
    "Nico",
    "Pablo",
    "Robin",
    "Samuel",
    "Simon",
    "Victor",
)
"""Names that are common where any of the languages is spoken; none begins with a vowel."""
_OF_PASSAGES = ("entailment", "answerability", "coreference")
_FORMS = {"entailment": "truth", "coreference": "names", "similarity": "numbers"}


def prompt_of(
    kind: str, language: Language, told: ClaimTeller, claims: Sequence[tuple[WorldClaim, int]],
    items: Sequence[NluItem],
) -> str:  # fmt: skip
    """The whole prompt; each claim of the passage comes with its wording."""
    say = ASKING[language]
    lines = "\n".join(f"{i}. {_item(told, one)}" for i, one in enumerate(items, 1))
    end = say["end"].format(form=say[_FORMS.get(kind, "yes")], count=len(items))
    if kind == "acceptability":
        return f"{say[kind]}\n\n{lines}\n\n{end}"
    if kind not in _OF_PASSAGES:
        group = f"{say['group']} {say[f'nobody {told.dimension}']}"
        return f"{say[kind]} {group}\n\n{lines}\n\n{end}"
    names = say["and"].join((", ".join(told.names[:-1]), told.names[-1]))
    people = f"{say['people'].format(names=names)} {say[f'apart {told.dimension}']}"
    passage = " ".join(told.claim(claim, wording) for claim, wording in claims)
    return f"{people}\n\n{passage}\n\n{say['rules']}\n\n{say[kind]}\n\n{lines}\n\n{end}"


def _item(told: ClaimTeller, item: NluItem) -> str:
    (claim, *_), tongue = item.claims, told.tongue
    match item.asked:
        case "pair" | "texts":
            texts = [told.claim(*one) for one in zip(item.claims, item.wordings, strict=True)]
            half = len(texts) // 2
            return f"A: {' '.join(texts[:half])}\n   B: {' '.join(texts[half:])}"
        case "pronoun":
            scene = told.filled(tongue.scenes[item.scene], claim)
            return f"{scene} {told.filled(tongue.forms['of one'][0], claim)}"
        case "whether" | "whether every":
            return told.filled(tongue.forms[item.asked][0], claim)
    return told.claim(claim, item.wordings[0], item.fault, item.at)
