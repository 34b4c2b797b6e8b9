"""Captions in words, with each claim between asterisks."""

from collections.abc import Sequence

from tasksynth_vision.captions.claims import LOOKS, CaptionClaim, CaptionSentence
from tasksynth_vision.scenes.queries import Like
from tasksynth_vision.scenes.telling import side_of, told, words_of

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
           "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
           "eighteen", "nineteen", "twenty")  # fmt: skip
WAYS: dict[str, str] = {
    "left": "to the left of",
    "right": "to the right of",
    "above": "above",
    "below": "below",
}


def words_for(claim: CaptionClaim, value: str) -> str:
    """The words that stand for a value in a claim: `seven`, `an arrow`, `to the left of`."""
    match claim.sort:
        case "number":
            number = int(value)
            return NUMBERS[number] if number < len(NUMBERS) else value
        case "kind":
            return f"{'an' if value == 'arrow' else 'a'} {value}"
        case "across" | "down":
            return WAYS[value]
    return value


def written(sentence: CaptionSentence) -> str:
    """A sentence of a caption, its claims between asterisks."""
    first, form = sentence.claims[0], sentence.form
    if first.tally is None:
        text = _of_one(sentence.claims, form)
    elif first.tally.beside is not None:
        text = _on_a_side(first, form)
    else:
        text = _counted(sentence.claims, form)
    first_letter = 1 if text.startswith("*") else 0
    return text[:first_letter] + text[first_letter].upper() + text[first_letter + 1 :] + "."


def caption(sentences: Sequence[CaptionSentence]) -> str:
    """The whole text."""
    return " ".join(map(written, sentences))


def _marked(claim: CaptionClaim) -> str:
    return f"*{words_for(claim, claim.said)}*"


def _of_one(claims: Sequence[CaptionClaim], form: int) -> str:
    of = claims[0].of
    subject = told(of)[1] if of is not None else ""
    if form % 3 == 1 and len(claims) == 2 and claims[0].sort in LOOKS:
        return f"{subject}, which {_says(claims[0])}, {_says(claims[1])}"
    return f"{subject} {' and '.join(map(_says, claims))}"


def _says(claim: CaptionClaim) -> str:
    if claim.sort in LOOKS:
        return f"is {_marked(claim)}"
    if claim.sort == "quarter":
        return f"lies in the {_marked(claim)} quarter of the picture"
    to = "" if claim.to is None else told(claim.to)[1]
    return f"lies {_marked(claim)} {to}"


def _be(claim: CaptionClaim) -> str:
    return "is" if claim.said == "1" else "are"


def _counted(claims: Sequence[CaptionClaim], form: int) -> str:
    """How many there are of something, and of what else they are like."""
    whole = _like(claims[0])
    noun = words_of(whole, many=claims[0].said != "1")
    lead = ("there {} {} {}", "one sees {1} {2}", "{1} {2} {0} there", "the picture shows {1} {2}")
    text = lead[form % 4].format(_be(claims[0]), _marked(claims[0]), noun)
    parts = []
    for claim in claims[1:]:
        more = _more_of(_like(claim), whole)
        parts.append(f"{_marked(claim)} of them {_be(claim)} {more}")
    return f"{text}; {' and '.join(parts)}" if parts else text


def _on_a_side(claim: CaptionClaim, form: int) -> str:
    """How many there are on one side of something."""
    noun = words_of(_like(claim), many=claim.said != "1")
    where = side_of(claim.tally.beside) if claim.tally and claim.tally.beside else ""
    if form % 2:
        return f"{where} there {_be(claim)} {_marked(claim)} {noun}"
    verb = "lies" if claim.said == "1" else "lie"
    return f"{_marked(claim)} {noun} {verb} {where}"


def _like(claim: CaptionClaim) -> Like:
    return claim.tally.any_of[0] if claim.tally is not None else Like()


def _more_of(like: Like, whole: Like) -> str:
    """What is said of some of them beyond what all are."""
    own = [value for name, value in like if value is not None and getattr(whole, name) is None]
    return " and ".join(own)
