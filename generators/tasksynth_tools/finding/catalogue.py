"""A catalogue of tools, made anew from a few numbers, and a search by words in it."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from tasksynth import Model
from tasksynth.rng import Stream
from tasksynth_tools.dice import Chance
from tasksynth_tools.finding.concepts import FITTING, MANNERS, TABLES, TALK, VERBS
from tasksynth_tools.finding.search import WordIndex, tokens

Triple = tuple[int, int, int]
"""Of a verb, an object and a manner, by number."""
_CATALOGUES = Stream(b"tasksynth_tools.catalogues")


class CataloguePlan(Model):
    """What a catalogue is made of."""

    seed: int
    size: int
    wanted: tuple[Triple, ...]
    """Tools that are in it."""
    decoys: int
    """Tools beside each of them that differ from it in one thing alone."""
    talk: int
    """Sentences of a description that say nothing of what a tool does."""


@dataclass(frozen=True)
class ListedTool:
    """A tool of a catalogue."""

    id: str
    does: Triple
    text: str
    words: tuple[str, ...]
    """By which a search finds it."""


@dataclass(frozen=True)
class Catalogue:
    """Tools, in no order."""

    tools: tuple[ListedTool, ...]

    @cached_property
    def _index(self) -> WordIndex:
        return WordIndex([tool.words for tool in self.tools])

    def ranked(self, query: str) -> list[ListedTool]:
        """The tools that share a word with a query, best first; of equals, the first listed."""
        return [self.tools[place] for place in self._index.ranked(query)]


@lru_cache(maxsize=32)
def catalogue_of(plan: CataloguePlan) -> Catalogue:
    """The catalogue that a plan describes."""
    chance = Chance(_CATALOGUES.rng(plan.seed))
    ids = _drawn(chance, plan)
    return Catalogue(tuple(_listed(chance, ids[does], does, plan.talk) for does in ids))


@lru_cache(maxsize=32)
def ids_of(plan: CataloguePlan) -> dict[Triple, str]:
    """The ids of a catalogue's tools, by what they do: all that a choice is judged by."""
    return _drawn(Chance(_CATALOGUES.rng(plan.seed)), plan)


def _drawn(chance: Chance, plan: CataloguePlan) -> dict[Triple, str]:
    """The tools of a catalogue in its order, before anything is said of them."""
    chosen = list(plan.wanted)
    for triple in plan.wanted:
        for _ in range(plan.decoys):
            chosen.append(_beside(chance, triple))
    found = dict.fromkeys(chosen)
    while (lacking := plan.size - len(found)) > 0:
        words = iter(chance.words(3 * lacking))
        found |= dict.fromkeys(map(_triple, words, words, words))
    triples = list(found)
    chance.shuffle(triples)
    numbers = chance.sample(range(1000, 10_000), len(triples))
    return {does: f"T{number}" for does, number in zip(triples, numbers, strict=True)}


def draw_plan(chance: Chance, *, size: int, wanted: int, decoys: int, talk: int) -> CataloguePlan:
    """A catalogue with some tools that are wanted, which share nothing."""
    found: list[Triple] = []
    while len(found) < wanted:
        one = _any(chance)
        if all(a != b for other in found for a, b in zip(one, other, strict=True)):
            found.append(one)
    return CataloguePlan(
        seed=chance.below(1 << 50),
        size=size,
        wanted=tuple(found),
        decoys=decoys,
        talk=talk,
    )


def asked(chance: Chance, does: Triple, paraphrase: float) -> str:
    """What a tool does, each part with so much chance in people's words, else in a catalogue's."""
    verb, thing, manner = (
        table[number][int(chance.hits(paraphrase))]
        for table, number in zip(TABLES, does, strict=True)
    )
    said = verb.format(thing) if "{}" in verb else f"{verb} {thing}"
    return f"{said} {manner}"


def catalogue_words(does: Triple) -> str:
    """What a tool does, in the words of catalogues."""
    return " ".join(table[number][0] for table, number in zip(TABLES, does, strict=True))


def _any(chance: Chance) -> Triple:
    return _triple(chance.word(), chance.word(), chance.word())


def _triple(first: int, second: int, third: int) -> Triple:
    verb = (first >> 8) % len(VERBS)
    fitting = FITTING[verb]
    return verb, fitting[(second >> 8) % len(fitting)], (third >> 8) % len(MANNERS)


def _beside(chance: Chance, does: Triple) -> Triple:
    """What differs in one thing alone."""
    verb, thing, manner = does
    place = chance.below(3)
    if place == 0:
        return chance.of([v for v, fit in enumerate(FITTING) if thing in fit]), thing, manner
    if place == 1:
        return verb, chance.of(FITTING[verb]), manner
    return verb, thing, chance.below(len(MANNERS))


def _listed(chance: Chance, name: str, does: Triple, talk: int) -> ListedTool:
    parts = [table[number][0] for table, number in zip(TABLES, does, strict=True)]
    said = chance.sample(TALK, talk)
    found = [word for part in (*parts, *said) for word in _kept_tokens(part)]
    said.insert(chance.below(talk + 1), f"{' '.join(parts).capitalize()}.")
    return ListedTool(name, does, " ".join(said), tuple(found))


@lru_cache(maxsize=256)
def _kept_tokens(part: str) -> tuple[str, ...]:
    """The words of a sentence or of a part of one, of which there are few."""
    return tuple(tokens(part))
