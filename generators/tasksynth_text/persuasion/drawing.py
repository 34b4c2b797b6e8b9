"""Draw what is known, and somebody who is to be won by it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import gcd
from typing import Literal, TypeVar

from tasksynth.rng import Dice
from tasksynth_text.persuasion.models import (
    ABROAD,
    Concern,
    FactCondition,
    On,
    Plea,
    PleaFact,
    fits,
    holds,
    value_of,
)
from tasksynth_text.persuasion.phrases import (
    ASKED,
    FACTS,
    WANTED,
    fact_text,
    question,
    want_text,
)
from tasksynth_text.persuasion.words import (
    CAUSES,
    COUNTRIES,
    HELPED,
    LEADERS,
    NEAR,
    QUARTERS,
    SUMS,
    WHO,
    YEARS,
    Cause,
)

T = TypeVar("T")
Link = tuple[On, Literal["same", "other", "later"]]
WantKind = Literal["tell", "answer", "admit", "pledge", "joint"]
_LINKS: tuple[Link, ...] = (("place", "same"), ("place", "other"), ("number", "later"))
_ONS: tuple[On, ...] = ("who", "place", "number")
_TRIES = 30
"""Ways to want something that are tried before all is drawn anew."""
_ALIKE = 4
"""Of so many facts that nobody wants all but one look like another."""
_TEMPTING = 2
"""Facts that are wanted and rule out what is wanted next."""


@dataclass
class TalkShape:
    """How hard it is."""

    concerns: int
    facts: int
    conditions: int
    links: int
    together: int
    excuses: int
    decoys: int
    patience: int
    terms: int


@dataclass
class CauseSheet:
    """What the persuader knows, as it is drawn."""

    dice: Dice
    cause: Cause
    organisation: str
    countries: list[str]
    quarters: list[str]
    facts: list[PleaFact] = field(default_factory=list)
    """Without words yet."""
    shares: dict[int, int] = field(default_factory=dict)
    gifts: dict[int, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    means: int = 0

    def add(self, kind: Plea, who: str, place: str, number: int) -> bool:
        """Add a fact, unless it is there or there are no words for one more."""
        fact = PleaFact(kind=kind, who=who, place=place, number=number)
        same = [one for one in self.facts if one.kind == kind]
        if kind == "effect":  # nothing has two prices in a country
            full = sum(one.place == place for one in same) == len(self.cause.buys)
        else:
            full = len(same) == min(len(HELPED), len(LEADERS))
        if fact in same or full:
            return False
        self.facts.append(fact)
        return True

    def worded(self) -> list[PleaFact]:
        """The facts in words."""
        dice, cause = self.dice, self.cause
        details = {"proof": cause.found, "story": cause.got, "own": cause.hands, "near": NEAR}
        names = {"story": shuffled(dice, HELPED), "people": shuffled(dice, LEADERS)}
        buys = {place: shuffled(dice, cause.buys) for place in self.countries}
        found = []
        for fact in self.facts:
            name = names[fact.kind].pop() if fact.kind in names else ""
            some = [buys[fact.place].pop()] if fact.kind == "effect" else details.get(fact.kind)
            way, detail = dice.of(FACTS[fact.kind]), dice.of(some or [""])
            text = fact_text(way, fact, name, detail)
            found.append(fact.model_copy(update={"text": text}))
        return found

    def lot(self, kind: Plea, on: On) -> str | int:
        """Some value that a fact of this kind may have."""
        if on == "who":
            return self.dice.of(WHO[kind])
        if on == "place":
            return self.dice.of(self.quarters if kind == "near" else self.countries)
        return self.dice.of(SUMS if kind == "effect" else YEARS)


def new_sheet(dice: Dice) -> CauseSheet:
    """Figures, and no facts yet."""
    cause = dice.of(CAUSES)
    countries, quarters = shuffled(dice, COUNTRIES)[:4], shuffled(dice, QUARTERS)[:3]
    sheet = CauseSheet(dice, cause, dice.of(cause.names), countries, quarters)
    first = dice.between(2017, 2021)
    shares = shuffled(dice, [70, 72, 74, 75, 76, 78, 80, 82, 84, 85, 86, 88, 90, 92])
    sheet.shares = dict(zip(range(first, first + 3), shares, strict=False))
    gifts = shuffled(dice, range(11, 60))
    years = sorted(shuffled(dice, YEARS)[:4])
    sheet.gifts = dict(zip(years, gifts, strict=False))
    counts = shuffled(dice, range(7, 60))
    sheet.counts = dict(zip(countries[:3], counts, strict=False))
    sheet.means = dice.between(12, 40)
    return sheet


def shuffled(dice: Dice, some: Sequence[T]) -> list[T]:
    """The same in random order."""
    found = list(some)
    dice.shuffle(found)
    return found


@dataclass
class DrawnWant:
    """Something that is wanted, while it is drawn."""

    kind: WantKind
    about: Plea | None = None
    link: Link | None = None
    target: PleaFact | None = None
    concern: Concern | None = None


def draw_wanted(
    sheet: CauseSheet, shape: TalkShape, groups: Sequence[int]
) -> list[tuple[Concern, str]] | None:
    """What is wanted, one after the other, and the words for it; adds the facts that it takes."""
    wants = _planned(sheet.dice, shape, groups)
    if wants is None or not _aimed(sheet, wants):
        return None
    found: list[tuple[Concern, str]] = []
    for i, want in enumerate(wants):
        if want.about is None:
            found.append(_asked(sheet, want.kind))
            continue
        after = wants[i + 1].link if i + 1 < len(wants) else None
        conditions = _conditions(sheet, want, after[0] if after else None, shape.conditions)
        want.concern = Concern(kind="tell", about=want.about, conditions=conditions)
        way = sheet.dice.of(WANTED[want.about])
        found.append((want.concern, want_text(way, want.concern, wants[i - 1].about)))
    return found if _crowd(sheet, shape, wants) else None


def _planned(dice: Dice, shape: TalkShape, groups: Sequence[int]) -> list[DrawnWant] | None:
    """Kinds of wants, some of which hang on the one before that is voiced with them."""
    starts = {sum(groups[:i]) for i in range(len(groups))}
    # One want is for a number: where it has no group of its own, it takes the place of a link.
    links = max(0, min(shape.links, shape.concerns - len(groups) - (1 not in groups)))
    for _ in range(4 * _TRIES):
        wants = _abouts(dice, _kinds(dice, shape.concerns))
        pairs = [i for i in range(len(wants)) if i not in starts and _near(wants, i)]
        for i in shuffled(dice, pairs)[:links]:
            dated = "effect" not in (wants[i].about, wants[i - 1].about)
            # What a fact is compared by is not what it is compared with another by.
            taken = {one.link[0] for one in wants[i - 1 : i + 2] if one.link}
            ways = [one for one in _LINKS[: 3 if dated else 2] if one[0] not in taken]
            wants[i].link = dice.of(ways) if ways else None
        if sum(bool(one.link) for one in wants) == links:
            return wants
    return None


def _near(wants: list[DrawnWant], at: int) -> bool:
    """Whether two that follow on one another are for facts that can be compared."""
    return all(one.about in ABROAD for one in wants[at - 1 : at + 1])


def _kinds(dice: Dice, count: int) -> list[WantKind]:
    """At least half are facts; who asks what one adds comes back to it."""
    numbers: list[WantKind] = []
    if count >= 5 and dice.below(2):
        numbers = ["pledge", "joint"]
    while len(numbers) < count // 2 and (not numbers or dice.below(3)):
        numbers.insert(0, dice.of(("answer", "answer", "admit")))
    at = sorted(shuffled(dice, range(count))[: len(numbers)])
    kinds = dict(zip(at, numbers, strict=True))
    return [kinds.get(i, "tell") for i in range(count)]


def _abouts(dice: Dice, kinds: list[WantKind]) -> list[DrawnWant]:
    """Facts of four kinds at most, no two of a kind one after the other."""
    some: list[Plea] = shuffled(dice, list(WANTED))[:4]
    last, wants = None, []
    for kind in kinds:
        if kind == "tell":
            last = dice.of([one for one in some if one != last])
        wants.append(DrawnWant(kind, last if kind == "tell" else None))
    return wants


def _aimed(sheet: CauseSheet, wants: list[DrawnWant]) -> bool:
    """Give each want for a fact the fact, as it is linked."""
    before: PleaFact | None = None
    for want in wants:
        if want.about is not None:
            link = FactCondition(on=want.link[0], how=want.link[1]) if want.link else None
            for _ in range(_TRIES):
                if not _fresh(sheet, want.about):
                    continue
                want.target = sheet.facts[-1]
                if link is None or holds(link, want.target, before):
                    break
                sheet.facts.pop()
            else:
                return False
        before = want.target
    return True


def _fresh(sheet: CauseSheet, kind: Plea) -> bool:
    who, place, number = (sheet.lot(kind, on) for on in _ONS)
    return sheet.add(kind, str(who), str(place), int(number))


def _conditions(
    sheet: CauseSheet, want: DrawnWant, kept: On | None, count: int
) -> tuple[FactCondition, ...]:
    """So many conditions that are true of a fact, on one thing each; none on what is kept free."""
    target = want.target
    if target is None:
        return ()
    ons = _ons(target)
    found = [FactCondition(on=want.link[0], how=want.link[1])] if want.link else []
    free = [on for on in ons if on != kept and (not want.link or on != want.link[0])]
    found += [_condition(sheet, target, on) for on in shuffled(sheet.dice, free)]
    return tuple(sorted(found[:count], key=lambda one: ons.index(one.on)))


def _ons(fact: PleaFact) -> tuple[On, ...]:
    return _ONS[1:] if fact.kind == "effect" else _ONS


def _condition(sheet: CauseSheet, target: PleaFact, on: On) -> FactCondition:
    dice = sheet.dice
    if on == "number":  # any limit: one next to it would put what is wanted in the middle
        some = SUMS if target.kind == "effect" else YEARS
        limits = {
            "over": [one for one in some if one < target.number],
            "under": [one for one in some if one > target.number],
        }
        how = dice.of([how for how in ("over", "under") if limits[how]])
        return FactCondition(on=on, how=how, value=dice.of(limits[how]))
    got = value_of(target, on)
    if dice.below(2):
        return FactCondition(on=on, how="is", value=got)
    return FactCondition(on=on, how="not", value=_else(sheet, target, on))


def _else(sheet: CauseSheet, target: PleaFact, on: On) -> str | int:
    """Some other value than a fact has."""
    got, found = value_of(target, on), sheet.lot(target.kind, on)
    while found == got:
        found = sheet.lot(target.kind, on)
    return found


def _crowd(sheet: CauseSheet, shape: TalkShape, wants: list[DrawnWant]) -> bool:
    """Add facts that each fall short by one condition alone, and others up to the number."""
    for i, want in enumerate(wants):
        before = wants[i - 1].target if i else None
        after = wants[i + 1] if i + 1 < len(wants) and wants[i + 1].link else None
        if want.target is None or want.concern is None:
            continue
        if after and not sum(
            _tempting(sheet, want, before, after) for _ in range(min(_TEMPTING, shape.links))
        ):
            return False
        for condition in want.concern.conditions:
            if not _short(sheet, wants, want, condition):
                return False
    return _filled(sheet, shape, wants)


def _filled(sheet: CauseSheet, shape: TalkShape, wants: list[DrawnWant]) -> bool:
    """Add facts that nobody wants, most of which differ in one thing from one that is there."""
    # Each is as likely to get a twin as any other: the wanted ones stand in no middle.
    crowd, twins = shuffled(sheet.dice, sheet.facts), 0
    for tries in range(40 * shape.facts):
        if len(sheet.facts) >= shape.facts:
            break
        if twin := bool(sheet.dice.below(_ALIKE)):
            like = crowd[(twins + tries // _TRIES) % len(crowd)]
            on = sheet.dice.of(_ons(like))
            fact = like.model_copy(update={on: _else(sheet, like, on)})
            added = sheet.add(fact.kind, fact.who, fact.place, fact.number)
        else:
            added = _fresh(sheet, sheet.dice.of(list(WANTED)))
        if added and any(_wanted(sheet, one, sheet.facts[-1], wants) for one in wants):
            sheet.facts.pop()
        elif added and twin:
            twins += 1
    return len(sheet.facts) == shape.facts


def _wanted(sheet: CauseSheet, want: DrawnWant, fact: PleaFact, wants: list[DrawnWant]) -> bool:
    """Whether a fact is wanted, after any of those that may be told before it."""
    if want.concern is None or fact.kind != want.about:
        return False
    at = wants.index(want)
    befores: list[PleaFact | None] = [None]
    if at and (concern := wants[at - 1].concern):
        first = wants[at - 2].target if at > 1 else None
        befores = [one for one in sheet.facts if fits(one, concern, first)]
    return any(fits(fact, want.concern, before) for before in befores)


def _short(sheet: CauseSheet, wants: list[DrawnWant], want: DrawnWant, one: FactCondition) -> bool:
    """Have a fact that falls short by this condition alone, like it in nothing else but by chance.

    A fact that differs in one thing from one that is wanted would tell which one that is.
    """
    if one.how == "other":  # such a fact would be wanted after those that tempt
        return True
    before = wants[wants.index(want) - 1].target if want is not wants[0] else None
    for _ in range(_TRIES):
        fact = _drawn(sheet, want, before, one)
        if fact and not any(_wanted(sheet, other, fact, wants) for other in wants):
            sheet.add(fact.kind, fact.who, fact.place, fact.number)
            return True
    return False


def _tempting(
    sheet: CauseSheet, want: DrawnWant, before: PleaFact | None, after: DrawnWant
) -> bool:
    """Add a fact that is wanted too, and rules out the one that is wanted next."""
    if after.link is None or after.target is None:
        return False
    link = FactCondition(on=after.link[0], how=after.link[1])
    for _ in range(_TRIES):
        fact = _drawn(sheet, want, before, None)
        if fact and not holds(link, after.target, fact):
            return sheet.add(fact.kind, fact.who, fact.place, fact.number)
    return False


def _drawn(
    sheet: CauseSheet, want: DrawnWant, before: PleaFact | None, short: FactCondition | None
) -> PleaFact | None:
    """Any fact of which all that is wanted is so, but for one thing."""
    if want.target is None or want.concern is None:
        return None
    fact = want.target
    for on in _ONS:
        asked = [one for one in want.concern.conditions if one.on == on]
        for _ in range(_TRIES):
            value = sheet.lot(fact.kind, on)
            if short and short.on == on and short.value and sheet.dice.below(2):
                value = short.value  # the very word
            fact = fact.model_copy(update={on: value})
            if all(holds(one, fact, before) == (one is not short) for one in asked):
                break
        else:
            return None
    return fact


def _asked(sheet: CauseSheet, kind: WantKind) -> tuple[Concern, str]:
    """A question for a number."""
    dice = sheet.dice
    if kind == "pledge":
        return Concern(kind="pledge"), dice.of(ASKED["pledge"])
    if kind == "joint":
        mine = dice.between(15, 60)
        way = dice.of(ASKED["joint"])
        return Concern(kind="joint", figure=mine), question(way, sheet.cause, sum=mine)
    return _unknown(sheet) if kind == "admit" else _known(sheet)


def _known(sheet: CauseSheet) -> tuple[Concern, str]:
    dice = sheet.dice
    topic = dice.of(("share", "gifts", "counts"))
    if topic == "share":
        year = dice.of(list(sheet.shares))
        share = sheet.shares[year]
        given = 100 // gcd(share, 100) * dice.between(1, 4)
        way = question(dice.of(ASKED["share"]), sheet.cause, sum=given, year=year)
        return Concern(kind="answer", figure=given * share // 100), way
    if topic == "gifts":
        year, later = sorted(shuffled(dice, list(sheet.gifts))[:2])
        total = sheet.gifts[year] + sheet.gifts[later]
        way = question(dice.of(ASKED["gifts"]), sheet.cause, year=year, later=later)
        return Concern(kind="answer", figure=total), way
    a, b = shuffled(dice, list(sheet.counts))[:2]
    if sheet.counts[a] < sheet.counts[b]:
        a, b = b, a
    how = dice.of(("more", "both"))
    sign = 1 if how == "both" else -1
    way = question(dice.of(ASKED[how]), sheet.cause, place=a, other=b)
    return Concern(kind="answer", figure=sheet.counts[a] + sign * sheet.counts[b]), way


def _unknown(sheet: CauseSheet) -> tuple[Concern, str]:
    """A question that sounds like one of those, and that nothing on the sheet answers."""
    dice = sheet.dice
    if dice.below(2):
        year = dice.of([min(sheet.shares) - 1, max(sheet.shares) + 1])
        way = question(dice.of(ASKED["share"]), sheet.cause, sum=50, year=year)
        return Concern(kind="admit"), way
    pair = [dice.of(list(sheet.counts)), sheet.countries[3]]
    way = dice.of(ASKED[dice.of(("more", "both"))])
    a, b = shuffled(dice, pair)
    return Concern(kind="admit"), question(way, sheet.cause, place=a, other=b)
