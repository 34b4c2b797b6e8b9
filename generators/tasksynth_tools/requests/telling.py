"""The words of requests: each names its things and values so that one reading fits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from tasksynth_tools.apis.grammar import Attribute, Shelf, Trade
from tasksynth_tools.apis.values import Amount, Clock, Day, Money
from tasksynth_tools.apis.words import Flag, OneWord, Person, Words
from tasksynth_tools.apis.world import Books, Holding
from tasksynth_tools.dice import Chance
from tasksynth_tools.requests.errands import Given, Looked, Value, matching
from tasksynth_tools.services import TRADES

Json = Any
DEEPEST = 3
"""Hops: 0 ids are given, 1 names, 2 what a thing is like, 3 what another record says of it."""


@dataclass(frozen=True)
class Phrased:
    """A value, and the words for it."""

    value: Value
    text: str


@dataclass(frozen=True)
class Teller:
    """One who finds words for what services hold on some day."""

    chance: Chance
    books: Books
    today: date

    def say(self, trait: Attribute, value: Json) -> str:
        """A value as it is said."""
        return trait.sort.say(value, self.chance, self.today)

    def phrase(self, trait: Attribute, text: str) -> str:
        """A value in the phrase of its trait."""
        if isinstance(trait.sort, Flag):
            return trait.say
        return trait.say.removeprefix("^").format(text).replace("the the ", "the ").strip()

    def thing(self, trade: Trade, holding: Holding, hops: int) -> Phrased | None:
        """A thing on offer, so that so many hops lead to it; None if there are no such words."""
        name = holding.values["name"]
        if hops == 0:
            return Phrased(Given(value=holding.id), f"{name} ({holding.id})")
        if hops == 1:
            return Phrased(_looked(holding, {"name": name}), name)
        ways: list[Callable[[], Phrased | None]] = [
            lambda: self._alike(trade, holding),
            lambda: self._outstanding(trade, holding),
        ]
        if hops >= DEEPEST:
            ways = [lambda: self._as_before(trade, holding)]
        self.chance.shuffle(ways)
        return next((told for way in ways if (told := way())), None)

    def record(self, trade: Trade, holding: Holding, hops: int) -> Phrased | None:
        """A record of the user's, so that so many hops lead to it."""
        noun = f"my {trade.records.words}"
        if hops == 0:
            return Phrased(Given(value=holding.id), f"{noun} {holding.id}")
        if hops == 1:
            return self._by_one(trade, holding, noun)
        target = self.books.holdings[holding.values[trade.link.name]]
        told = self.thing(trade, target, min(hops - 1, 2))
        if told is None:
            return None
        looked = _looked(holding, {trade.link.name: told.value})
        return self._unique(looked, f"{noun} {self.phrase(trade.link, told.text)}")

    def day(self, trait: Attribute, holdings: list[Holding], hops: int) -> Phrased | None:
        """The day of a record, in the words of another request."""
        for holding in holdings:
            told = self.record(TRADES[holding.trade], holding, hops)
            if told is not None and isinstance(told.value, Looked):
                value = told.value.model_copy(update={"trait": "date"})
                return Phrased(value, f"the day of {told.text}")
        return None

    def _by_one(self, trade: Trade, holding: Holding, noun: str) -> Phrased | None:
        traits = [
            one for one in trade.records.traits if isinstance(one.sort, Day | Person) and one.say
        ]
        for trait in self.chance.sample(traits, len(traits)):
            value = holding.values[trait.name]
            text = f"{noun} {self.phrase(trait, self.say(trait, value))}"
            if told := self._unique(_looked(holding, {trait.name: value}), text):
                return told
        return None

    def _alike(self, trade: Trade, holding: Holding) -> Phrased | None:
        """By what it is like: as few traits as tell it from all others."""
        traits = [one for one in trade.things.traits[1:] if one.say and _plain(one)]
        for some in _subsets(self.chance.sample(traits, len(traits))):
            looked = _looked(holding, {one.name: holding.values[one.name] for one in some})
            if told := self._unique(looked, self._noun(trade.things, holding, some)):
                return told
        return None

    def _outstanding(self, trade: Trade, holding: Holding) -> Phrased | None:
        """As the one that has least or most of something, among those like it."""
        ranked = [one for one in trade.things.traits if one.most[0]]
        traits = [one for one in trade.things.traits[1:] if one.say and _plain(one)]
        for trait in ranked:
            for some in ([], *([one] for one in self.chance.sample(traits, len(traits)))):
                if trait in some:
                    continue
                for end, word in zip(("least", "most"), trait.most, strict=True):
                    looked = Looked(
                        trade=holding.trade,
                        shelf=holding.shelf,
                        fits={one.name: Given(value=holding.values[one.name]) for one in some},
                        most="least" if end == "least" else "most",
                        of=trait.name,
                    )
                    among = looked.model_copy(update={"most": "", "of": ""})
                    if len(matching(self.books, among)) < 2:
                        continue
                    text = self._noun(trade.things, holding, some, f"{word} ")
                    if told := self._unique(looked, text, holding):
                        return told
        return None

    def _as_before(self, trade: Trade, holding: Holding) -> Phrased | None:
        """As that of a record of the user's."""
        for one in self._records(trade):
            if one.values[trade.link.name] == holding.id and (
                told := self._by_one(trade, one, f"my {trade.records.words}")
            ):
                value = told.value
                if isinstance(value, Looked):
                    back = value.model_copy(update={"trait": trade.link.name})
                    return Phrased(back, f"the same {trade.things.words} as in {told.text}")
        return None

    def _records(self, trade: Trade) -> list[Holding]:
        return [one for one in self.books.holdings.values() if one.shelf == trade.records.name]

    def _noun(self, shelf: Shelf, holding: Holding, some: list[Attribute], word: str = "") -> str:
        said = [
            (one, self.say(one, holding.values[one.name])) for one in shelf.traits if one in some
        ]
        before = [self.phrase(one, text) for one, text in said if one.say.startswith("^")]
        after = [self.phrase(one, text) for one, text in said if not one.say.startswith("^")]
        return f"the {word}{' '.join([*before, shelf.words, *after])}"

    def _unique(self, looked: Looked, text: str, holding: Holding | None = None) -> Phrased | None:
        found = matching(self.books, looked)
        right = len(found) == 1 and (holding is None or found[0].id == holding.id)
        return Phrased(looked, text) if right else None


def _looked(holding: Holding, fits: dict[str, Json]) -> Looked:
    values = {
        name: one if isinstance(one, Given | Looked) else Given(value=one)
        for name, one in fits.items()
    }
    return Looked(trade=holding.trade, shelf=holding.shelf, fits=values)


def _plain(trait: Attribute) -> bool:
    """Whether people tell things apart by it."""
    return isinstance(trait.sort, OneWord | Words | Person | Day | Clock)


def _subsets(traits: list[Attribute]) -> Iterator[list[Attribute]]:
    for size in (1, 2):
        yield from map(list, combinations(traits, size))


def askable(shelf: Shelf) -> list[Attribute]:
    """Traits that a question may be about: nobody guesses their values."""
    return [
        one
        for one in shelf.traits
        if isinstance(one.sort, Money | Day | Clock)
        or (isinstance(one.sort, Amount) and one.sort.high - one.sort.low > 40 * one.sort.step)
    ]
