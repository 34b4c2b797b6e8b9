"""Write a text to a plan: sentences of given lengths, first letters, marks and more.

It is the witness that a task's conditions agree with each other, so it need not be art; it is
made of plural nouns and verbs that agree whichever are drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tasksynth.rng import Dice
from tasksynth_text.instructions.lexicon import BY_KIND


class StuckWriting(Exception):
    """The plan cannot be written with the words that are left."""


@dataclass(frozen=True)
class SentencePlan:
    """What one sentence has to be."""

    size: int
    """Words."""
    letter: str = ""
    """What it begins with; empty if that does not matter."""
    first: str = ""
    """The word it begins with."""
    last: str = ""
    """The word it ends with."""
    ending: str = ""
    """What its last word ends in."""
    mark: str = "."
    comma: bool | None = None
    """Whether there is a comma; None if that does not matter."""
    number: str = ""
    """A number in digits that is one of its words."""
    extra: str = ""
    """A word that must be in it as what is carried, moved or seen."""


@dataclass
class WordStore:
    """The words that are left."""

    dice: Dice
    without: str = ""
    """A letter that no word may have."""
    used: set[str] = field(default_factory=set)

    def take(self, kind: str, begins: str = "", ends: str = "") -> str:
        """Draw a word that was not drawn before.

        Raises:
            StuckWriting: if there is none.
        """
        options = [
            word
            for word in BY_KIND[kind]
            if word not in self.used
            and word.startswith(begins)
            and word.endswith(ends)
            and not (self.without and self.without in word)
        ]
        if not options:
            raise StuckWriting
        word = self.dice.of(options)
        self.used.add(word)
        return word

    def allows(self, word: str) -> bool:
        """Whether a word has none of the letters that are forbidden."""
        return not (self.without and self.without in word)


_SIZES = {"intro": 1, "adjective": 1, "adjective 2": 1, "where": 2, "where which": 3}
_SIZES |= {"which": 1, "which 2": 1, "clause": 3, "clause which": 1, "end where": 2, "adverb": 1}
"""Parts that a sentence may have beside who does what to what, and their words."""


def write(store: WordStore, plan: SentencePlan) -> list[str]:
    """A sentence's words, with the punctuation that they carry.

    Raises:
        StuckWriting: if that is not possible.
    """
    for _ in range(6):
        parts = _parts(store, plan)
        if parts is not None:
            return _filled(store, plan, parts)
    raise StuckWriting


def _parts(store: WordStore, plan: SentencePlan) -> set[str] | None:
    """Parts whose words add up to the sentence's, with those that the plan takes."""
    dice = store.dice
    asked = plan.mark == "?" and not (plan.letter or plan.first)
    asks = asked and store.allows("do")
    left = plan.size - 3 - bool(plan.number) - asks
    barred: set[str] = set()
    forced: set[str] = {"asks"} if asks else set()
    if plan.first or asks:
        barred |= {"intro"}
    if plan.first:
        barred |= {"adjective", "adjective 2"}
    if plan.last:
        barred |= {"end where", "adverb"}
    if plan.ending == "y":
        forced |= {"adverb"}
    elif plan.ending == "s":
        barred |= {"adverb"}
    if not store.allows("and"):
        barred |= {"clause", "clause which"}
    if plan.comma:
        forced |= {"clause"} if "intro" in barred else {"intro"}
    elif plan.comma is False:
        barred |= {"intro"}
    if forced & barred:
        return None
    left -= sum(_SIZES.get(part, 0) for part in forced)
    chosen = set(forced)
    options = [part for part in _SIZES if part not in barred | forced]
    dice.shuffle(options)
    for part in options:
        if _SIZES[part] <= left and _fits(part, chosen):
            chosen.add(part)
            left -= _SIZES[part]
    return chosen if left == 0 else None


def _fits(part: str, chosen: set[str]) -> bool:
    needs = {"adjective 2": "adjective", "which 2": "which", "clause which": "clause"}
    if part in needs:
        return needs[part] in chosen
    clash = {"where": "where which", "where which": "where"}
    return clash.get(part, "") not in chosen


def _filled(store: WordStore, plan: SentencePlan, parts: set[str]) -> list[str]:
    words: list[str] = ["do"] if "asks" in parts else []
    head = plan.letter
    if "intro" in parts:
        comma = "" if plan.comma is False else ","
        words.append(store.take("adverb", head) + comma)
        head = ""
    for part in ("adjective", "adjective 2"):
        if part in parts:
            words.append(store.take("adjective", head))
            head = ""
    words.append(plan.first or store.take("agent", head))
    if "where which" in parts:
        words += [store.take("preposition"), store.take("adjective"), store.take("place")]
    elif "where" in parts:
        words += [store.take("preposition"), store.take("place")]
    words.append(store.take("verb"))
    words += [plan.number] if plan.number else []
    words += [store.take("adjective") for part in ("which", "which 2") if part in parts]
    closing = "clause" not in parts
    words.append(_thing(store, plan, closing=closing))
    if "clause" in parts:
        words[-1] += "," if plan.comma and "intro" not in parts else ""
        words += ["and", store.take("verb")]
        words += [store.take("adjective")] if "clause which" in parts else []
        words.append(_thing(store, replace(plan, extra=""), closing=True))
    if "end where" in parts:
        words += [store.take("preposition"), store.take("place")]
    if "adverb" in parts:
        words.append(store.take("adverb", ends=plan.ending))
    return words


def _thing(store: WordStore, plan: SentencePlan, *, closing: bool) -> str:
    if closing and plan.last:
        return plan.last
    return plan.extra or store.take("thing")


def joined(blocks: Sequence[Sequence[tuple[list[str], str]]], gap: str) -> str:
    """The text of sentences, one a line: within a paragraph line breaks count as spaces."""
    between = "\n" if gap == "\n\n" else " "
    return gap.join(
        between.join(f"{_begun(words)}{mark}" for words, mark in block) for block in blocks
    )


def _begun(words: list[str]) -> str:
    text = " ".join(words)
    return text[:1].upper() + text[1:]
