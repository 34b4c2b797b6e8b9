"""Prove text.persuasion once more: win by the words alone, and search all that can be done.

    python benchmarks/proofs/persuading.py [--tasks 50]

`Listener` reads the prompt and what is said to it, and knows neither the instance nor the phrases
but words that tell kinds, orders and sums. `fewest` tries all acts in all states of a conversation,
breadth first, those that do not help too, and finds the fewest that lead to the full reward.
"""

import argparse
import re
import time
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from tasksynth import Action, Episode, registry
from tasksynth.single import source
from tasksynth_text.persuasion.dialogue import Persuadee

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
_KINDS = {
    "near": r"\btown\b|done here",
    "effect": r"\ba gift\b|\beuros (?:pay|buy|keep)\b",
    "proof": r"\bexamined\b",
    "own": r"\byourself\b|own hands",
    "people": r"\bin charge\b",
    "story": r".",
}
"""In this order: what a sentence is about that has such a word."""
_PLACE = r"((?:the )?[A-Z]\w+(?: [A-Z]\w+)?)"
_WHO = {
    "near": r" for (children|[a-z]+ people|refugees)",
    "proof": r"\b(an? [a-z]+(?: firm)?) (?:that )?examined|examined by (an? [a-z]+(?: firm)?) in"
    r"|\bbut not (an? [a-z]+(?: firm)?), that",
    "own": r"\bas (an? [a-z]+)",
    "people": r"\b(an? [a-z]+),? (?:who|joined)",
    "story": r"\b(an? (?!country)[a-z]+),? (?:in |who )",
}
_IDLE = (
    r"doubt|examiner has|Spare|no faces|Do not|is clear|do not ask|travels|do not mind|the same to"
)
_IDLE += r"|not that I|town has enough|neighbour|I was in|daughter|nearly|film|rather see"
_NOT_WANTED = re.compile(_IDLE)
_ASKED = r"[Hh]ow m(?:any|uch)|add yourself|put in yourself|does that come to|give yourself.*20"
_ASKED += r"|By how much"
_WANTED = r"was helped|that examined|who joined those|\bgift of|a gift, be|did yourself"
_WANTED += r"|for it yourself|lend a hand|own hands|in this town|done here"
_STARTS = {"And", "At", "Before", "But", "By", "How", "Last", "The", "Three", "Two"}
_MONEY = (
    (r"(\d+) euros (?:a month|for things)", 1),
    (r"(\d+) euros of (?:what|this)|has had (\d+) euros", -1),
    (r"give me (\d+) euros|(\d+) euros that I won", 1),
)


@dataclass(frozen=True)
class Heard:
    """A fact that was read, or what one must be like."""

    kind: str
    who: str = ""
    place: str = ""
    number: int = 0


@dataclass(frozen=True)
class Demand:
    """Something that is wanted, in its own words."""

    kind: str
    said: str


@dataclass
class Listener:
    """Somebody who reads a prompt and what is said."""

    prompt: str
    facts: dict[int, Heard] = field(default_factory=dict)
    wanted: list[Demand] = field(default_factory=list)
    told: list[int] = field(default_factory=list)
    before: Heard | None = None
    mine: int = 0
    purse: int = 0
    small: int = 0
    won: bool = False
    away: bool = False

    def __post_init__(self) -> None:
        listed = re.findall(r"^\[(\d+)\] (.*)$", self.prompt, re.MULTILINE)
        self.facts = {int(number): fact_of(text) for number, text in listed}
        self.hear(self.prompt.rpartition("\n\n")[2])

    def hear(self, said: str) -> None:
        """Take in what is said."""
        for pattern, sign in _MONEY:
            for found in re.finditer(pattern, said):
                self.purse += sign * int(next(filter(None, found.groups())))
        if small := re.search(r"(\d+) euros at most", said):
            self.small = int(small[1])
        self.won = self.won or bool(re.search(r"convinced|am with you|won me over", said))
        if not self.wanted:
            self.wanted = demands(said)
        self.away = not self.wanted and not self.won

    def act(self) -> Action:
        """What to do next."""
        if self.wanted:
            demand = self.wanted[0]
            action = self._number(demand) if demand.kind == "number" else self._tell()
            self.wanted.pop(0)
            return action
        if self.away:
            return Action(tool="inquire")
        amount, self.small = self.small or self.purse, 0
        return Action(tool="ask", arguments={"amount": amount})

    def _tell(self) -> Action:
        number = self._first(self.wanted, self.before, self.told)
        assert number is not None, (self.wanted, self.before)
        self.told.append(number)
        self.before = self.facts[number]
        return Action(tool="tell", arguments={"fact": number})

    def _first(self, wanted: Sequence[Demand], before: Heard | None, told: list[int]) -> int | None:
        """A fact that will do and leaves one for each of the others; 0 if there are none."""
        while wanted and wanted[0].kind == "number":
            wanted, before = wanted[1:], None
        if not wanted:
            return 0
        for number, fact in self.facts.items():
            fit = number not in told and suits(fact, wanted[0], before)
            if fit and self._first(wanted[1:], fact, [*told, number]) is not None:
                return number
        return None

    def _number(self, demand: Demand) -> Action:
        self.before = None
        figure = self._figure(demand.said)
        if figure is None:
            return Action(tool="admit")
        return Action(tool="answer", arguments={"figure": figure})

    def _figure(self, said: str) -> int | None:
        """The number that is asked for."""
        share, gifts, counts, means = re.findall(r"^- (.*)$", self.prompt, re.MULTILINE)[:4]
        years = re.findall(r"\b20\d\d\b", said)
        sums = [int(one) for one in re.findall(r"(\d+) euros", said)]
        if "add yourself, if" in said or "put in" in said:
            self.mine = int(re.findall(r"\d+", means)[1]) // 2
            return self.mine
        if not years and sums:
            return sums[0] + self.mine
        if sums:
            of = {
                year: int(p) for p, year in re.findall(r"(\d+) if they were given in (\d+)", share)
            }
            return sums[0] * of[years[0]] // 100 if years[0] in of else None
        if years:
            given = {year: int(sum) for sum, year in re.findall(r"(\d+) euros in (\d+)", gifts)}
            return sum(given[year] for year in years)
        there = {place: int(count) for count, place in re.findall(r"(\d+) in (\w+)", counts)}
        places = [one for one in re.findall(r"[A-Z]\w+", said) if one not in _STARTS]
        if not all(place in there for place in places):
            return None
        a, b = (there[place] for place in places)
        return a - b if "more" in said else a + b


def kind_of(text: str) -> str:
    """What a sentence is about."""
    if "was helped" in text:
        return "story"
    return next(kind for kind, cue in _KINDS.items() if re.search(cue, text))


def fact_of(text: str) -> Heard:
    """What a line of the list says."""
    kind = kind_of(text)
    who = re.search(_WHO[kind], text) if kind in _WHO else None
    place = re.search(rf"\b(?:[Ii]n|to) {_PLACE}", text.replace("In 20", "20"))
    number = re.findall(r"\d+", text)
    assert place, text
    return Heard(kind, _group(who), place[1], int(number[0]))


def _group(found: re.Match[str] | None) -> str:
    return next(filter(None, found.groups()), "") if found else ""


def demands(said: str) -> list[Demand]:
    """What is wanted, in the order in which it is wanted."""
    found = []
    for sentence in re.findall(r"[^.?!]+[.?!]+", re.sub(r"^[^“]*“|”", "", said)):
        if re.search(_ASKED, sentence) and not re.search(
            r"shall it be|How much, then|And now, how much", sentence
        ):
            found.append(Demand("number", sentence))
        elif re.search(_WANTED, sentence) and not _NOT_WANTED.search(sentence):
            found.append(Demand(kind_of(sentence), sentence))
    if re.search(r"But first of all|second that I name first|At the very end", said):
        found.reverse()
    elif "That comes second" in said:
        found[:2] = found[1::-1]
    return found


def suits(fact: Heard, demand: Demand, before: Heard | None) -> bool:
    """Whether a fact is what a sentence wants."""
    said = demand.said
    if fact.kind != demand.kind:
        return False
    who = _group(re.search(_WHO[fact.kind], said)) if fact.kind in _WHO else ""
    if who and (who == fact.who) == bool(re.search(rf"but not (?:as |for )?{who}", said)):
        return False
    if place := re.search(rf"in a (?:country|quarter) other than {_PLACE}", said):
        if fact.place == place[1]:
            return False
    elif (place := re.search(rf"\bin {_PLACE}", said)) and fact.place != place[1]:
        return False
    for word, sign in (("after|more than", 1), ("before|less than", -1)):
        if (limit := re.search(rf"(?:{word}) (\d+)", said)) and not (
            sign * (fact.number - int(limit[1])) > 0
        ):
            return False
    if before is None:
        return True
    return not (
        ("the same country as" in said and fact.place != before.place)
        or ("another country than" in said and fact.place == before.place)
        or ("in a later year than" in said and fact.number <= before.number)
    )


def listened(prompt: str, episode: Episode) -> None:
    """Play an episode by its words."""
    listener = Listener(prompt)
    while not episode.over:
        said = episode.act(listener.act()).seen
        assert isinstance(said, str)
        listener.hear(said)


def fewest(x: Any) -> int:
    """The fewest acts that lead to all that can be given, without a repetition; 0 if none do."""
    left, seen, acts = [Persuadee(x)], set(), 0
    while left:
        acts += 1
        new = []
        for talk in left:
            for name, *value in _all_acts(x, talk):
                after = copy(talk)
                after.told, after.heard, after.asked = [*talk.told], [*talk.heard], [*talk.asked]
                getattr(after, name)(*value)
                if after.agreed == x.limit and not after.again:
                    return acts
                key = _key(after)
                if not after.over and not after.again and key not in seen:
                    seen.add(key)
                    new.append(after)
        left = new
    return 0


def _key(talk: Persuadee) -> tuple[Any, ...]:
    told = frozenset(talk.told)
    last = talk.heard[-1] if talk.heard else None
    return (
        told, last, talk.met, talk.group, talk.behind, talk.pledged, talk.agreed, talk.useless,
        tuple(sorted(talk.asked)),
    )  # fmt: skip


def _all_acts(x: Any, talk: Persuadee) -> Iterator[tuple[Any, ...]]:
    """All that can be done; of numbers those that are right for something, and a few others."""
    yield ("inquire",)
    yield ("admit",)
    for index in set(range(len(x.facts))) - {*talk.told}:
        yield ("tell", index + 1)
    figures = {one.figure + more for one in x.concerns for more in (0, 1, talk.pledged)}
    for figure in {1, x.means, *figures}:
        yield ("answer", figure)
    for amount in {1, x.small, x.limit, x.limit + 1} - {0}:
        yield ("ask", amount)


def main() -> None:
    """Print what was won by words alone, and how many optima were found again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=50, help="of all levels together")
    parser.add_argument("--search", type=int, default=50, help="of which so many are searched")
    asked = parser.parse_args()
    family: Any = registry.get("text.persuasion")
    for at, level in enumerate(LEVELS):
        made = source("text.persuasion", seed=23, level=level)
        draws = [made.draw(i) for i in range(len(range(at, asked.tasks, len(LEVELS))))]
        start, won, short, same = time.process_time(), 0, 0, 0
        for draw in draws:
            episode = Episode(family, draw.instance)
            listened(draw.task.text, episode)
            won += episode.verdict().reward == 1
            short += episode.turns == draw.task.measure["acts"]
        searched = draws[: len(range(at, asked.search, len(LEVELS)))]
        for draw in searched:
            same += fewest(draw.instance) == draw.task.measure["acts"]
        took = time.process_time() - start
        print(
            f"{level:<6}won by words {won} of {len(draws)}, in the fewest acts {short}; "
            f"the same found by search {same} of {len(searched)}; {took:.1f} CPU-seconds"
        )


if __name__ == "__main__":
    main()
