"""What a sentence speaks of: things that are named, by number, looks, place, and what is beside."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from tasksynth_vision.accounts.words import ADJECTIVES, Facts, Token

Quantity = Literal["exact", "a", "some", "the", "all", "rest"]
_UNREAD = ("unknown", "near")
_OPENERS = ("a", "the", "all", "number", "some", "other", "only")


@dataclass(eq=False)
class NamedThings:
    """Things that are named together."""

    quantity: Quantity = "some"
    number: int | None = None
    many: bool = False
    own: Facts = field(default_factory=dict)
    """What tells which are meant."""
    said: Facts = field(default_factory=dict)
    """What is said of them besides."""
    sides: list[tuple[str, "NamedThings"]] = field(default_factory=list)
    """What they are left of, above, and so on."""
    base: "NamedThings | None" = None
    """What a pronoun stands for."""
    headed: bool = False
    """Whether a noun names them, and no other one is to be thought of."""
    ones: bool = False
    """Whether they are called `ones`."""
    object: bool = False
    """Whether it only tells where another is."""
    owned: bool = False
    """Whether it was said that they are there before they were named."""
    perhaps: Facts = field(default_factory=dict)
    """Where it is if it is where that is which it lies beside."""
    block: int = 0
    """The list, or the line, where they are named."""
    void: bool = False
    """Whether it is not clear what is said of them."""
    but: "list[NamedThings]" = field(default_factory=list)
    """Those of them that are excepted."""
    alone: bool = False
    """Whether they are called the only ones."""
    broad: bool = False
    """Whether it may be fewer that are meant."""

    @property
    def facts(self) -> Facts:
        """All that is said of them."""
        return self.own | self.said

    @property
    def group(self) -> bool:
        """Whether it may be followed by what is in it."""
        return self.many or not self.own.get("kind")

    def add(self, facts: Facts, *, own: bool = False) -> None:
        """Say more of them; nothing is clear any more where that contradicts what was said."""
        if any(self.facts.get(name, said) != said for name, said in facts.items()):
            if self.quantity == "rest" and self.base is not None:
                self.own, self.base = {}, None  # "two are large, the rest are small"
            else:
                self.void = True
        (self.own if own else self.said).update(facts)


@dataclass
class Noun:
    """A noun phrase, and the token after it."""

    mention: NamedThings
    end: int
    pronoun: bool = False
    partitive: bool = False


def noun_phrase(tokens: Sequence[Token], at: int) -> Noun | None:
    """The noun phrase that begins at a token; None where none does."""
    first = tokens[at].sort
    if first in ("it", "they"):
        return Noun(NamedThings("the", many=first == "they"), at + 1, pronoun=True)
    mention, opened, end = NamedThings(), False, at
    end, opened = _opening(tokens, at, mention)
    partitive = False
    if opened and _sort(tokens, end) == "of":
        if _sort(tokens, end + 1) in ("it", "they", "that"):
            return Noun(mention, end + 2)
        inner = NamedThings()
        after, _ = _opening(tokens, end + 1, inner)
        end, partitive = after, True
    end, complete = _described(tokens, end, mention, opened=opened)
    if mention.quantity == "the" and mention.number == 1 and not complete:
        mention.number, mention.ones = None, True  # "the one in the corner"
    bare = mention.number is not None and not mention.own
    if not complete and not (opened and _ends(tokens, end, bare=bare)):
        return None
    return Noun(mention, end, partitive=partitive)


def _sort(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].sort if at < len(tokens) else "end"


def _opening(tokens: Sequence[Token], at: int, mention: NamedThings) -> tuple[int, bool]:
    """What stands before looks: articles, numbers, `all`, `other`."""
    start = at
    while (sort := _sort(tokens, at)) in _OPENERS:
        token = tokens[at]
        if sort == "number":
            mention.number = int(token.said)
            if mention.quantity not in ("the", "all", "rest"):
                mention.quantity = "exact"
        elif sort == "all":
            mention.quantity = "all"
            mention.many = True
            if token.said == "2":
                mention.number = 2
        elif sort == "only" and mention.quantity == "the":
            mention.alone = True
        elif sort == "only" and _sort(tokens, at + 1) == "number":
            pass  # "only one thing is teal"
        elif sort in ("the", "only") and mention.quantity == "some":
            mention.quantity = "the"
        elif sort == "a" and mention.quantity == "some":
            mention.quantity = "a"
        elif sort == "other":
            mention.void = mention.quantity == "exact"
            mention.many = mention.many or token.said in ("others", "rest", "remaining")
            mention.quantity = "rest"
        elif sort == "some":
            mention.many = True
        at += 1
        if sort == "all" and _sort(tokens, at) == "of" and _sort(tokens, at + 1) in _OPENERS:
            at += 1
    return at, at > start


def _described(
    tokens: Sequence[Token], at: int, mention: NamedThings, *, opened: bool
) -> tuple[int, bool]:
    """Looks and the noun after them; where there is no noun, as far as looks go."""
    end, facts, clash = at, dict[str, str](), False
    while True:
        sort = _sort(tokens, end)
        if sort in ADJECTIVES:
            clash |= facts.setdefault(sort, tokens[end].said) != tokens[end].said
        elif sort == "place" and _looks_on(tokens, end + 1):
            down, _, across = tokens[end].said.partition(" ")
            if down and across:
                facts |= {"down": down, "across": across}
        elif sort == "unknown" and _looks_on(tokens, end + 1) and (opened or end > at):
            pass
        elif not (sort in ("comma", "and") and end > at and _looks_on(tokens, end + 1)):
            break
        end += 1
    listed = at <= 1 and _sort(tokens, end) == "noun"  # "small, red, star"
    while tokens[end - 1].sort in ("comma", "and") and end > at and not listed:
        end -= 1
    complete = False
    while _is_noun(tokens, end, since=at):
        token = tokens[end]
        if token.sort == "noun" and token.said:
            clash |= facts.setdefault("kind", token.said) != token.said
        mention.many = mention.many or token.many
        mention.headed = mention.headed or token.sort == "noun"
        mention.ones = token.sort != "noun" and not mention.headed
        complete = True
        end += 1
    if mention.quantity == "a" and mention.many:
        mention.quantity = "some"
    elif mention.quantity == "some" and complete and not mention.many:
        mention.quantity = "a"
    mention.many = mention.many or (mention.number or 0) > 1
    mention.own, mention.void = facts, mention.void or clash
    return end, complete


def _is_noun(tokens: Sequence[Token], at: int, *, since: int) -> bool:
    """Whether a noun stands there, or the `one` of "a small one"."""
    sort = _sort(tokens, at)
    if sort == "number":
        after_looks = at > since and tokens[at - 1].sort in ADJECTIVES
        return tokens[at].said == "1" and after_looks
    return sort in ("noun", "ones")


def _looks_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether looks go on, to a noun, without a number or an article between."""
    seen = 0
    while _sort(tokens, at) in (*ADJECTIVES, "comma", "and", "unknown"):
        seen += 1
        at += 1
        if seen > 8:
            return False
    return _sort(tokens, at) in ("noun", "ones")


def _ends(tokens: Sequence[Token], at: int, *, bare: bool) -> bool:
    """Whether a phrase may end here without a noun: a bare number needs something said of it."""
    sort = _sort(tokens, at)
    return sort in ("be", "place", "side", "that", "verb") if bare else sort not in _UNREAD
