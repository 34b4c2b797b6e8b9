"""What a language brings along, and how its templates are filled in.

A slot of a template is a name (`{x}`, `{y}`), `{v}` for who else is compared, or a role and a mode:
`{a_s}` is the first trait of one person, finite verb first (“plays the piano”), `{b_p}` the
second of several, `{a_ss}` and `{a_sp}` as in a German clause, verb last; `{a_f}` and `{a_r}` are
the verb and the rest. `n` and `np` stand beside a word such as “nobody”, `nt` beside “not all”,
`aux` and `inf` in questions.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tasksynth_text.claims.models import MORE, ClaimTrait, WorldClaim

Fault = Literal["order", "number", "form"]
"""A fault of grammar: an object's words backwards, a verb in the other number, a wrong article."""
Templates = Mapping[str, tuple[str, ...]]
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class VerbWords:
    """A trait in words; of four rests, “|” between them, one is of a man, a woman, men, women."""

    one: str
    many: str
    rest: str
    bare: str = ""
    """The rest where it is denied, if another."""
    wrong: str = ""
    """The rest with a wrong article."""


@dataclass(frozen=True)
class ClaimTongue:
    """A language. Tuples of texts hold paraphrases."""

    verbs: tuple[VerbWords, ...]
    compared: tuple[VerbWords, ...]
    """Older, younger, taller, shorter, each with a slot for whom."""
    denied: Callable[[str, VerbWords], str]
    """A finite form, denied."""
    forms: Templates
    """By form; `-` after it where the trait that counts is denied."""
    scenes: tuple[str, ...]
    """Of two people; of these one is then spoken of."""
    pronoun: tuple[str, str]
    """He, she."""
    both: tuple[str, str]
    """Both of them, men and women."""
    one: tuple[str, str]
    """One of two."""
    numbers: tuple[str, ...]
    answer: str
    beside_nobody: Callable[[str], str] = str
    """A finite form beside a word such as “nobody”."""
    bare_beside_nobody: bool = False
    beside_not_all: Callable[[str], str] = str


@dataclass(frozen=True)
class ClaimTeller:
    """What is needed to tell claims of some people."""

    tongue: ClaimTongue
    names: Sequence[str]
    she: Sequence[bool]
    traits: Sequence[int]
    """Which words the traits of the claims are."""
    dimension: int
    """0: older and younger, 1: taller and shorter."""

    def claim(
        self, claim: WorldClaim, wording: int, fault: Fault | None = None, at: int = 0
    ) -> str:
        """A claim as a sentence; with a fault in its trait number `at`, if any."""
        key: str = "hearsay" if claim.hearsay else claim.form
        place = 0 if claim.form in ("both", "but") else -1
        if claim.traits[place].denied and f"{key}-" in self.tongue.forms:
            key += "-"
        if claim.form == "exactly":
            key += str(min(claim.count, 2))
        options = self.tongue.forms[key]
        return self.filled(options[wording % len(options)], claim, fault, at)

    def filled(
        self, template: str, claim: WorldClaim, fault: Fault | None = None, at: int = 0
    ) -> str:
        """A template with a claim's names and traits."""
        tongue = self.tongue

        def put(match: re.Match[str]) -> str:
            slot, _, mode = match[1].partition("_")
            if slot in ("x", "y"):
                return self.names[claim.who[0 if slot == "x" else -1]]
            if slot == "count":
                return tongue.numbers[claim.count]
            if match[1] in ("both", "one", "pronoun"):
                women = all(self.she[i] for i in claim.who)
                words = {"both": tongue.both, "one": tongue.one, "pronoun": tongue.pronoun}
                return words[match[1]][women]
            place = 0 if slot == "a" else len(claim.traits) - 1
            wrong = fault if place == min(at, len(claim.traits) - 1) else None
            return self._trait(claim, place, mode, wrong)

        text = _SLOT.sub(put, template)
        first = next(i for i, letter in enumerate(text) if letter.isalpha())
        return text[:first] + text[first].upper() + text[first + 1 :]

    def _trait(self, claim: WorldClaim, place: int, mode: str, fault: Fault | None) -> str:
        trait, tongue = claim.traits[place], self.tongue
        many = mode in ("p", "sp", "np", "nt")
        verb, beside = self._words(trait), mode in ("n", "np")
        denied = trait.denied and not beside and mode not in ("aux", "inf")
        finite = verb.many if many != (fault == "number") else verb.one
        rest = verb.bare if denied or (beside and tongue.bare_beside_nobody) else verb.rest
        rest = self._agreeing(rest or verb.rest, claim, place, many=many)
        if fault == "form":
            rest = verb.wrong
        if mode == "aux":
            return "is" if verb.one == "is" else "does"
        if mode == "inf":
            return rest if verb.one == "is" else f"{verb.many} {rest}"
        if denied:
            finite = tongue.denied(finite, verb)
        elif beside or mode == "nt":
            finite = (tongue.beside_nobody if beside else tongue.beside_not_all)(finite)
        if fault == "order":
            rest = " ".join(reversed(rest.split()))
        if mode in ("f", "r"):
            return rest if mode == "r" else finite
        return f"{rest} {finite}" if mode in ("ss", "sp") else f"{finite} {rest}"

    def _words(self, trait: ClaimTrait) -> VerbWords:
        if trait.what >= 0:
            return self.tongue.verbs[self.traits[trait.what]]
        verb = self.tongue.compared[2 * self.dimension + (trait.what != MORE)]
        whom = self.names[trait.whom]
        rest, bare = (text.replace("{v}", whom) for text in (verb.rest, verb.bare))
        return replace(verb, rest=rest, bare=bare)

    def _agreeing(self, rest: str, claim: WorldClaim, place: int, *, many: bool) -> str:
        """The form that agrees with whom a trait is said of; of all, as of men."""
        whom = claim.who
        if claim.form in ("is", "but", "if"):
            whom = claim.who[:1] if place == 0 else claim.who[-1:]
        women = bool(whom) and all(self.she[i] for i in whom)
        forms = rest.split("|")
        return forms[women + 2 * many] if len(forms) > 1 else rest
