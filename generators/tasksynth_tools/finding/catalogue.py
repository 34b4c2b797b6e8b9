"""A catalogue of tools, made anew from a few numbers, and a search by words in it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any

import numpy as np

from tasksynth import Model
from tasksynth.rng import Stream
from tasksynth_tools.dice import Chance
from tasksynth_tools.finding.concepts import FITTING, MANNERS, OBJECTS, TABLES, TALK, VERBS
from tasksynth_tools.finding.search import WordIndex, tokens

Triple = tuple[int, int, int]
"""Of a verb, an object and a manner, by number."""
_CATALOGUES = Stream(b"tasksynth_tools.catalogues")
_TAKERS = tuple(
    tuple(verb for verb, fit in enumerate(FITTING) if thing in fit) for thing in range(len(OBJECTS))
)
"""Of each object, the numbers of the verbs that take it."""
_MOST = max(len(VERBS) * len(OBJECTS) * len(MANNERS), 10_000)
"""No code of what a tool does, and no number in an id, is as large."""
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
    """Tools, in an order that says nothing of what they do."""

    tools: tuple[ListedTool, ...]

    @cached_property
    def _index(self) -> WordIndex:
        return WordIndex([tool.words for tool in self.tools])

    def ranked(self, query: str) -> list[ListedTool]:
        """The tools that share a word with a query, best first; of equals, the first listed."""
        return [self.tools[place] for place in self._index.ranked(query)]


@dataclass(frozen=True)
class CatalogueIds:
    """What the tools of a catalogue do, and the numbers in their ids: arrays of equal length."""

    codes: np.ndarray
    numbers: np.ndarray

    def of(self, does: Triple) -> str:
        """The id of the tool that does something."""
        return f"T{self.numbers[self.codes == _code(*does)][0]}"

    def __contains__(self, said: str) -> bool:
        """Whether there is a tool with this id."""
        number = said[1:]
        plain = said[:1] == "T" and len(number) == 4 and number.isascii() and number.isdecimal()
        return plain and bool((self.numbers == int(number)).any())


@lru_cache(maxsize=32)
def catalogue_of(plan: CataloguePlan) -> Catalogue:
    """The catalogue that a plan describes, its tools in the order of their ids."""
    chance = Chance(_CATALOGUES.rng(plan.seed))
    ids = _drawn(chance, plan)
    return Catalogue(
        tuple(
            _listed(chance, f"T{ids.numbers[at]}", _triple(int(ids.codes[at])), plan.talk)
            for at in np.argsort(ids.numbers)
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
    codes = _filled(np.array([_code(*one) for one in chosen]), plan.size, partial(_codes, chance))
    numbers = _filled(np.empty(0, dtype=np.int64), len(codes), partial(_numbers, chance))
    return CatalogueIds(codes, numbers)


def _filled(found: np.ndarray, size: int, draw: Callable[[int], np.ndarray]) -> np.ndarray:
    """So many different numbers: those found, then of what is drawn whatever was not there."""
    found = _distinct(found)
    while (lacking := size - len(found)) > 0:
        more = draw(lacking + lacking // 2 + 16)  # enough, mostly, for once
        found = _distinct(np.concatenate([found, more]))[:size]
    return found


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


def _codes(chance: Chance, count: int) -> np.ndarray:
    """The codes of so many tools, as `_any` would draw them."""
    numbers = (chance.array(3 * count) >> np.uint64(8)).astype(np.int64)
    first, second, third = numbers.reshape(-1, 3).T
    verbs = first % len(VERBS)
    things = _FITTING[verbs, second % _FITTING_COUNTS[verbs]]
    found: np.ndarray = _code(verbs, things, third % len(MANNERS))
    return found


def _numbers(chance: Chance, count: int) -> np.ndarray:
    """So many numbers for ids, of four digits each."""
    numbers: np.ndarray = (chance.array(count) >> np.uint64(8)).astype(np.int64) % 9000 + 1000
    return numbers


def _distinct(numbers: np.ndarray) -> np.ndarray:
    """Some numbers without those that came before; a dict of so many is slower."""
    places = np.arange(len(numbers))
    first = np.empty(_MOST, dtype=np.int32)
    first[numbers[::-1]] = places[::-1]  # of equals, the first is written last
    kept: np.ndarray = numbers[first[numbers] == places]
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
