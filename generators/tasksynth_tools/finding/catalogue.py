"""A catalogue of tools, made anew from a few numbers, and a search by words in it."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from tasksynth import Model
from tasksynth.rng import Stream
from tasksynth_tools.dice import MANY, Chance
from tasksynth_tools.finding.concepts import FITTING, MANNERS, OBJECTS, TABLES, TALK, VERBS
from tasksynth_tools.finding.search import WordIndex, tokens

Triple = tuple[int, int, int]
"""Of a verb, an object and a manner, by number."""
_CATALOGUES = Stream(b"tasksynth_tools.catalogues")
_TAKERS = tuple(
    tuple(verb for verb, fit in enumerate(FITTING) if thing in fit) for thing in range(len(OBJECTS))
)
"""Of each object, the numbers of the verbs that take it."""
_CODES = len(VERBS) * len(OBJECTS) * len(MANNERS)
_NUMBERS = tuple(range(1000, 10_000))
"""Those in ids."""
_FITTING_COUNTS = np.array([len(fit) for fit in FITTING])
_FITTING = np.array([(*fit, *[0] * (len(OBJECTS) - len(fit))) for fit in FITTING])
"""Of each verb, the numbers of its objects, and zeros after them."""


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


@dataclass(frozen=True)
class CatalogueIds:
    """The tools of a catalogue in its order, and the numbers in their ids."""

    codes: list[int]
    numbers: list[int]

    def of(self, does: Triple) -> str:
        """The id of the tool that does something."""
        return f"T{self.numbers[self.codes.index(_code(*does))]}"

    def __contains__(self, said: str) -> bool:
        """Whether there is a tool with this id."""
        number = said[1:]
        plain = said[:1] == "T" and len(number) == 4 and number.isascii() and number.isdecimal()
        return plain and int(number) in self.numbers


@lru_cache(maxsize=32)
def catalogue_of(plan: CataloguePlan) -> Catalogue:
    """The catalogue that a plan describes."""
    chance = Chance(_CATALOGUES.rng(plan.seed))
    ids = _drawn(chance, plan)
    return Catalogue(
        tuple(
            _listed(chance, f"T{number}", _triple(code), plan.talk)
            for code, number in zip(ids.codes, ids.numbers, strict=True)
        )
    )


@lru_cache(maxsize=32)
def ids_of(plan: CataloguePlan) -> CatalogueIds:
    """The ids of a catalogue's tools: all that a choice is judged by."""
    return _drawn(Chance(_CATALOGUES.rng(plan.seed)), plan)


def _drawn(chance: Chance, plan: CataloguePlan) -> CatalogueIds:
    """The tools of a catalogue, before anything is said of them."""
    chosen = list(plan.wanted)
    for triple in plan.wanted:
        for _ in range(plan.decoys):
            chosen.append(_beside(chance, triple))
    found = _distinct(np.array([_code(*one) for one in chosen]))
    while (lacking := plan.size - len(found)) >= MANY:
        found = _distinct(np.concatenate([found, _any_codes(chance, lacking)]))
    codes: list[int] = found.tolist()
    there = np.zeros(_CODES, dtype=bool)
    there[found] = True
    while (lacking := plan.size - len(codes)) > 0:
        for code in [_code(*_any(chance)) for _ in range(lacking)]:
            if not there[code]:
                there[code] = True
                codes.append(code)
    chance.shuffle(codes)
    return CatalogueIds(codes, chance.sample(_NUMBERS, len(codes)))


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
    verb = chance.below(len(VERBS))
    return verb, chance.of(FITTING[verb]), chance.below(len(MANNERS))


def _any_codes(chance: Chance, count: int) -> np.ndarray:
    """The codes of so many tools, as `_any` would draw them."""
    numbers = (chance.array(3 * count) >> np.uint64(8)).astype(np.int64)
    first, second, third = numbers.reshape(-1, 3).T
    verbs = first % len(VERBS)
    things = _FITTING[verbs, second % _FITTING_COUNTS[verbs]]
    found: np.ndarray = _code(verbs, things, third % len(MANNERS))
    return found


def _distinct(codes: np.ndarray) -> np.ndarray:
    """Some codes without those that came before; a dict of so many is slower."""
    places = np.arange(len(codes))
    first = np.empty(_CODES, dtype=np.int64)
    first[codes[::-1]] = places[::-1]  # of equals, the first is written last
    kept: np.ndarray = codes[first[codes] == places]
    return kept


def _code(verb: Any, thing: Any, manner: Any) -> Any:
    """What a tool does as one number, or what many do as an array of them."""
    return (verb * len(OBJECTS) + thing) * len(MANNERS) + manner


def _triple(code: int) -> Triple:
    others, manner = divmod(code, len(MANNERS))
    return (*divmod(others, len(OBJECTS)), manner)


def _beside(chance: Chance, does: Triple) -> Triple:
    """What differs in one thing alone."""
    verb, thing, manner = does
    place = chance.below(3)
    if place == 0:
        return chance.of(_TAKERS[thing]), thing, manner
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
