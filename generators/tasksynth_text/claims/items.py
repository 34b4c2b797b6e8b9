"""Draw what is asked about a passage: what follows, what is settled, who is meant.

The wording of a question says nothing about its answer: a form is drawn first, among those of which
the passage has every answer on offer, and then the answer, each as likely.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Literal

from tasksynth import Model
from tasksynth.rng import Dice
from tasksynth_text.claims.logic import Theory, model_of
from tasksynth_text.claims.models import LESS, MORE, QUANTIFIED, ClaimTrait, WorldClaim
from tasksynth_text.claims.passages import NO, OPEN, YES, Reader, WorldPassage
from tasksynth_text.claims.tongues.tongue import Fault

_DRAWN = 14
"""Claims of a form of which a question is chosen."""
_LOOKED = 3
"""Of those with the answer wanted, how many are looked at for how much they take."""
Asked = Literal["claim", "whether", "whether every", "pronoun", "pair", "texts", "fault"]


class NluItem(Model):
    """Something to label."""

    asked: Asked
    claims: tuple[WorldClaim, ...]
    wordings: tuple[int, ...]
    label: int
    scene: int = 0
    fault: Fault | None = None
    at: int = 0
    steps: int = 1
    """Claims of the passage that its answer takes, or negations to see through."""


Standing = Callable[[WorldClaim], int]


def evidence(
    theory: Theory, claims: Sequence[WorldClaim], claim: WorldClaim, label: int
) -> list[int]:
    """Of the passage, claims without any of which the answer would be open; none for open ones."""
    if label == OPEN:
        return []
    number = len(claims)
    against = (theory.contrary if label == YES else theory.clauses)(claim, number)
    kept = {i: theory.clauses(one, i) for i, one in enumerate(claims) if not one.hearsay}
    for i in list(kept):
        flat = [one for j, clauses in kept.items() if j != i for one in clauses]
        if model_of(theory, [*flat, *against]) is None:
            del kept[i]
    return sorted(kept)


class _Asking:
    """Questions of a passage by form and answer, until there are enough."""

    def __init__(self, dice: Dice, passage: WorldPassage, steps: int) -> None:
        self.dice, self.passage, self.steps = dice, passage, steps

    def by_label(
        self, draw: Callable[[], WorldClaim], label_of: Standing
    ) -> dict[int, list[WorldClaim]]:
        """Claims of a form by what they are labelled."""
        drawn = list(dict.fromkeys(draw() for _ in range(_DRAWN)))
        found: dict[int, list[WorldClaim]] = {}
        for claim in drawn:
            found.setdefault(label_of(claim), []).append(claim)
        return found

    def chosen(self, claims: list[WorldClaim], label: Standing) -> tuple[WorldClaim, int]:
        """One that takes about as many claims as wanted, taken out; and how many."""
        passage = self.passage
        looked = [
            (one, len(evidence(passage.theory, passage.claims, one, label(one))))
            for one in claims[:_LOOKED]
        ]
        best = min(looked, key=lambda one: abs(one[1] - self.steps))
        claims.remove(best[0])
        return best

    def items(
        self, forms: dict[tuple[Asked, str], dict[int, list[WorldClaim]]], labels: int, count: int
    ) -> list[NluItem]:
        """So many questions; fewer if there are no more."""
        usable = [key for key, some in sorted(forms.items()) if len(some) == labels]
        found: list[NluItem] = []
        for _ in range(6 * count if len(usable) > 1 else 0):
            if len(found) == count:
                break
            key, label = self.dice.of(usable), self.dice.below(labels)
            if claims := forms[key][label]:
                claim, steps = self.chosen(claims, self.passage.reader.standing)
                words = (self.dice.below(60),)
                found.append(
                    NluItem(asked=key[0], claims=(claim,), wordings=words, label=label, steps=steps)
                )
        return found


def entailment(dice: Dice, passage: WorldPassage, count: int, steps: int) -> list[NluItem]:
    """Claims that follow, that are excluded, and that are left open."""
    asking = _Asking(dice, passage, steps)
    draws: dict[str, Callable[[], WorldClaim]] = {
        "is": lambda: passage.literal(compared=False, denied=False),
        "is not": lambda: passage.literal(compared=False, denied=True),
        "is more": lambda: passage.literal(compared=True, denied=False),
        "if": lambda: passage.two("if"),
    }
    draws |= {form: partial(passage.general, form) for form in QUANTIFIED}
    forms: dict[tuple[Asked, str], dict[int, list[WorldClaim]]] = {
        ("claim", name): asking.by_label(draw, passage.reader.standing)
        for name, draw in draws.items()
    }
    return asking.items(forms, 3, count)


def answerability(dice: Dice, passage: WorldPassage, count: int, steps: int) -> list[NluItem]:
    """Questions of which the passage fixes the answer, and others."""
    asking = _Asking(dice, passage, steps)

    def settled(claim: WorldClaim) -> int:
        return NO if passage.reader.standing(claim) == OPEN else YES

    forms: dict[tuple[Asked, str], dict[int, list[WorldClaim]]] = {}
    for name, compared in (("is", False), ("is more", True)):
        forms["whether", name] = asking.by_label(
            partial(passage.literal, compared=compared, denied=False), settled
        )
    forms["whether every", ""] = asking.by_label(lambda: _plain(passage.general("every")), settled)
    return asking.items(forms, 2, count)


def _plain(claim: WorldClaim) -> WorldClaim:
    """A claim whose last trait is not denied."""
    last = claim.traits[-1].model_copy(update={"denied": False})
    return claim.model_copy(update={"traits": (*claim.traits[:-1], last)})


def coreference(
    dice: Dice, passage: WorldPassage, she: tuple[bool, ...], count: int, steps: int
) -> list[NluItem]:
    """Sentences about two, each followed by one that can be true of only one of them."""
    reader, fits = passage.reader, []
    for who, other, trait in _meant(dice, passage, she):
        said, unsaid = (WorldClaim(form="is", traits=(trait,), who=(i,)) for i in (who, other))
        if not reader.may_be(unsaid) and reader.may_be(said):
            taken = len(evidence(passage.theory, passage.claims, unsaid, NO))
            fits.append((abs(taken - steps), taken, said, other))
        if len(fits) == count + count // 2:
            break
    fits.sort(key=lambda one: one[0])
    found: list[NluItem] = []
    for _, taken, said, other in fits:
        together = Reader(passage.theory, [*passage.claims, *map(_true, found)])
        if len(found) < count and together.may_be(said):
            label, (who,) = dice.below(2), said.who
            pair = (other, who) if label else (who, other)
            claim = said.model_copy(update={"who": pair})
            words, scene = (dice.below(60),), dice.below(6)
            found.append(
                NluItem(
                    asked="pronoun",
                    claims=(claim,),
                    wordings=words,
                    label=label,
                    scene=scene,
                    steps=taken,
                )
            )
    dice.shuffle(found)
    return found


def _true(item: NluItem) -> WorldClaim:
    """What a sentence says of whom it means."""
    (claim,) = item.claims
    return claim.model_copy(update={"who": (claim.who[item.label],)})


def _meant(
    dice: Dice, passage: WorldPassage, she: tuple[bool, ...]
) -> Iterator[tuple[int, int, ClaimTrait]]:
    """Two people of whom one pronoun may speak, and what is said of one, in any order."""
    n = passage.theory.people
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j and she[i] == she[j]]
    words = [
        ClaimTrait(what=i, denied=denied)
        for i in range(passage.theory.traits)
        for denied in (False, True)
    ]
    words += [ClaimTrait(what=what, whom=k) for what in (MORE, LESS) for k in range(n)]
    every = [(*pair, trait) for pair in pairs for trait in words if trait.whom not in pair]
    dice.shuffle(every)
    seen: set[tuple[int, ClaimTrait]] = set()
    for who, other, trait in every:
        if (other, trait) not in seen:
            seen.add((other, trait))
            yield who, other, trait
