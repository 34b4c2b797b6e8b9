"""Requests drawn: what services hold, what a user wants of them, and what gets in the way."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tasksynth_tools.apis.grammar import Attribute, Shelf, Trade
from tasksynth_tools.apis.values import Count
from tasksynth_tools.apis.words import Pointer
from tasksynth_tools.apis.world import Books, FullDay, Holding
from tasksynth_tools.dice import Chance
from tasksynth_tools.requests.errands import Errand, Given, Looked, Value, known
from tasksynth_tools.requests.telling import Phrased, Teller, askable
from tasksynth_tools.requests.user import Utterance, topic
from tasksynth_tools.services import TRADES

Json = Any
KINDS = ("make", "make", "make", "change", "end", "ask")


@dataclass
class Sketch:
    """A task while it is drawn."""

    chance: Chance
    today: date
    holdings: list[Holding] = field(default_factory=list)
    errands: list[Errand] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    said: list[Utterance] = field(default_factory=list)
    full: list[FullDay] = field(default_factory=list)
    toolless: set[str] = field(default_factory=set)
    """Services whose records cannot be made."""
    towns: list[str] = field(default_factory=list)
    """The cities that there are."""
    quiet: list[str] = field(default_factory=list)
    """Services in which nothing changes: what they hold may be spoken of in any request."""

    @property
    def teller(self) -> Teller:
        """One who finds words for what there is."""
        return Teller(self.chance, Books({one.id: one for one in self.holdings}), self.today)

    def shelf(self, shelf: Shelf) -> list[Holding]:
        """What stands on it."""
        return [one for one in self.holdings if one.shelf == shelf.name]


def stock(sketch: Sketch, trade: Trade, things: int, records: int) -> None:
    """Fill a service with things, and with records of the user's."""
    chance = sketch.chance
    names = trade.things.traits[0].sort.options  # type: ignore[attr-defined]
    numbers = chance.sample(range(101, 900), things + records)
    for name, number in zip(chance.sample(names, things), numbers, strict=False):
        values = {one.name: _drawn(sketch, one) for one in trade.things.traits} | {"name": name}
        sketch.holdings.append(_item(trade, trade.things, number, values))
    there = sketch.shelf(trade.things)
    for number in numbers[len(there) : len(there) + records]:
        values = {one.name: _drawn(sketch, one) for one in trade.records.traits}
        values[trade.link.name] = chance.of(there).id
        sketch.holdings.append(_item(trade, trade.records, number, values))


def _item(trade: Trade, shelf: Shelf, number: int, values: dict[str, Json]) -> Holding:
    return Holding(trade=trade.name, shelf=shelf.name, id=f"{shelf.prefix}-{number}", values=values)


def _drawn(sketch: Sketch, trait: Attribute) -> Json:
    if trait.name in ("city", "origin", "destination"):
        return sketch.chance.of(sketch.towns)
    if isinstance(trait.sort, Pointer):
        return ""
    return trait.sort.draw(sketch.chance, sketch.today)


def draw_goal(sketch: Sketch, trade: Trade, hops: int, *, possible: bool) -> bool:
    """Add a request to one service; whether there were words for it."""
    if not possible:
        return _undone(sketch, trade)
    kind = sketch.chance.of(KINDS)
    if kind == "make":
        return _make(sketch, trade, hops)
    if kind == "ask":
        return _ask(sketch, trade, hops)
    holding = sketch.chance.of(sketch.shelf(trade.records))
    told = sketch.teller.record(trade, holding, hops)
    if told is None:
        return False
    if kind == "end":
        verb = trade.ends[0].replace("_", " ")
        errand = Errand(
            number=len(sketch.errands) + 1, kind="end", trade=trade.name, target=told.value
        )
        return _add(sketch, errand, f"{verb} {told.text}")
    return _change(sketch, trade, holding, told)


def _change(sketch: Sketch, trade: Trade, holding: Holding, told: Phrased) -> bool:
    trait = trade.records.trait(sketch.chance.of(trade.changes))
    value = next(
        (
            one
            for _ in range(9)
            if (one := trait.sort.draw(sketch.chance, sketch.today)) != holding.values[trait.name]
        ),
        None,
    )
    if value is None:
        return False
    counted = isinstance(trait.sort, Count)
    what = f"number of {trait.words}" if counted else trait.words
    to = str(value) if counted else sketch.teller.say(trait, value)
    errand = Errand(
        number=len(sketch.errands) + 1,
        kind="change",
        trade=trade.name,
        target=told.value,
        values={trait.name: Given(value=value)},
    )
    return _add(sketch, errand, f"change the {what} of {told.text} to {to}")


def _ask(sketch: Sketch, trade: Trade, hops: int) -> bool:
    chance = sketch.chance
    shelves = [one for one in (trade.things, trade.records) if askable(one)]
    if not shelves:
        return False
    shelf = chance.of(shelves)
    trait, holding = chance.of(askable(shelf)), chance.of(sketch.shelf(shelf))
    # What is asked for may not be told of it, nor an id make the looking up needless.
    say = sketch.teller.thing if shelf is trade.things else sketch.teller.record
    told = say(trade, holding, max(1, min(hops, 2)))
    if told is None or not isinstance(told.value, Looked) or trait.name in told.value.fits:
        return False
    unit = f", in {trait.sort.styles[0]}" if type(trait.sort).__name__ == "Amount" else ""
    errand = Errand(
        number=len(sketch.errands) + 1,
        kind="ask",
        trade=trade.name,
        values={"answer": told.value.model_copy(update={"trait": trait.name})},
        shelf=shelf.name,
        trait=trait.name,
    )
    sketch.errands.append(errand)
    sketch.texts.append(f"What is the {trait.words} of {told.text}{unit}?")
    return True


def _make(sketch: Sketch, trade: Trade, hops: int) -> bool:
    """A record to make, one value of which takes so many hops."""
    chance, teller, shelf = sketch.chance, sketch.teller, trade.records
    elsewhere = [
        one
        for one in sketch.holdings
        if "date" in one.values
        and one.shelf == TRADES[one.trade].records.name
        and one.trade in sketch.quiet
    ]
    chance.shuffle(elsewhere)
    by_day = None
    if hops >= 2 and chance.hits(0.5) and any(one.name == "date" for one in shelf.traits):
        by_day = teller.day(shelf.trait("date"), elsewhere[:4], hops - 1)
    holding = chance.of(sketch.shelf(trade.things))
    link = teller.thing(trade, holding, 1 if by_day else hops) or teller.thing(
        trade, holding, min(hops, 1)
    )
    if link is None:
        return False
    values: dict[str, Value] = {}
    phrases: list[str] = []
    for trait in shelf.traits:
        told = by_day if trait.name == "date" and by_day else link
        if trait is not trade.link and not (trait.name == "date" and by_day):
            if (found := _literal(sketch, trait)) is None:
                continue
            told = found
        values[trait.name] = told.value
        phrase = teller.phrase(trait, told.text)
        phrases.append(f"{phrase}," if " my " in phrase else phrase)
        _note(sketch, trait, phrases[-1])
    errand = Errand(number=len(sketch.errands) + 1, kind="make", trade=trade.name, values=values)
    return _add(sketch, errand, " ".join([trade.say, *phrases]).rstrip(","))


def _literal(sketch: Sketch, trait: Attribute) -> Phrased | None:
    """A value said outright; None where the user says nothing of it."""
    if not trait.needed and sketch.chance.hits(0.6):
        return None
    value = _drawn(sketch, trait)
    if not trait.needed and value == trait.default:
        return None
    return Phrased(Given(value=value), sketch.teller.say(trait, value))


def _note(sketch: Sketch, trait: Attribute, phrase: str) -> None:
    number = len(sketch.errands) + 1
    sketch.said.append(Utterance(number=number, words=topic(trait), reply=phrase, withheld=False))


def _undone(sketch: Sketch, trade: Trade) -> bool:
    """A request that cannot be done: there is no tool for it, or no such thing or record."""
    chance = sketch.chance
    if chance.hits(0.5) and _make(sketch, trade, 1):
        sketch.toolless.add(trade.name)
    else:
        there = {one.values.get("name") for one in sketch.shelf(trade.things)}
        others = [n for n in trade.things.traits[0].sort.options if n not in there]  # type: ignore[attr-defined]
        if not others:
            return False
        verb = trade.ends[0].replace("_", " ")
        name = sketch.teller.phrase(trade.link, chance.of(others))
        errand = Errand(number=len(sketch.errands) + 1, kind="undone", trade=trade.name)
        return _add(sketch, errand, f"{verb} my {trade.records.words} {name}")
    sketch.errands[-1] = Errand(number=len(sketch.errands), kind="undone", trade=trade.name)
    return True


def _add(sketch: Sketch, errand: Errand, words: str) -> bool:
    sketch.errands.append(errand)
    start = sketch.chance.of(("", "", "Please ", "I want you to "))
    sketch.texts.append(f"{start}{words}." if start else f"{words[0].upper()}{words[1:]}.")
    return True


def withhold(sketch: Sketch, count: int) -> int:
    """Take something out of so many requests; how many it was."""
    ready = [one for one in sketch.errands if one.kind == "make"]
    taken = 0
    for errand in sketch.chance.sample(ready, len(ready)):
        if taken == count:
            break
        trade = TRADES[errand.trade]
        traits = [
            one
            for one in trade.records.traits
            if one.needed
            and one.sort.wide
            and isinstance(errand.values.get(one.name), Given)
            and one is not trade.link
        ]
        if traits and _withhold(sketch, errand, sketch.chance.of(traits)):
            taken += 1
    return taken


def _withhold(sketch: Sketch, errand: Errand, trait: Attribute) -> bool:
    """Take a value out of a request's words; whether they say it just once."""
    at = errand.number - 1
    for place, one in enumerate(sketch.said):
        if one.number == errand.number and one.words == topic(trait):
            if sketch.texts[at].count(f" {one.reply}") != 1:
                return False
            sketch.said[place] = one.model_copy(update={"withheld": True})
            sketch.texts[at] = sketch.texts[at].replace(f" {one.reply}", "", 1)
            sketch.errands[at] = errand.model_copy(
                update={"withheld": (*errand.withheld, trait.name)}
            )
            return True
    return False


def fill_up(sketch: Sketch) -> bool:
    """Take the time that some request wants; whether there is one that wants one."""
    for errand in sketch.chance.sample(sketch.errands, len(sketch.errands)):
        values = {k: v.value for k, v in errand.values.items() if isinstance(v, Given)}
        trade = TRADES[errand.trade]
        thing = _meant(sketch, errand, trade)
        if (
            errand.kind != "make" or errand.rule or errand.withheld or not thing
            or not {"date", "time"} <= values.keys()
        ):  # fmt: skip
            continue
        rule = sketch.chance.of(("next", "last"))
        free = _free(sketch.chance, values["time"])
        full = FullDay(trade=trade.name, thing=thing, date=values["date"], free=free)
        sketch.full.append(full)
        at = errand.number - 1
        sketch.errands[at] = errand.model_copy(update={"rule": rule})
        sketch.texts[at] += (
            " If that time is taken, take the first free time after it."
            if rule == "next"
            else " If that time is taken, take the last free time before it."
        )
        return True
    return False


def _meant(sketch: Sketch, errand: Errand, trade: Trade) -> str:
    value = errand.values.get(trade.link.name)
    return "" if value is None else str(known(sketch.teller.books, value))


def _free(chance: Chance, asked: int) -> tuple[int, ...]:
    """Times that are left: some before, some after, not the one asked for."""
    around = [asked + 15 * step for step in range(-10, 11) if step]
    fit = [one for one in around if 0 < one < 1440]
    before = chance.sample([one for one in fit if one < asked], chance.between(1, 3))
    after = chance.sample([one for one in fit if one > asked], chance.between(1, 3))
    return tuple(sorted(before + after))


def draw_today(chance: Chance) -> date:
    """A day from January to September, so that no date asks which year."""
    return date(2030, 1, 1) + timedelta(chance.below(240))
