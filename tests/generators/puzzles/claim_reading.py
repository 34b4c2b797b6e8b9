"""Read a claim in German, Spanish or Chinese in every way that it can be read.

Nothing here comes from the tables of the teller. A claim is parsed by trying all places where it
might be joined, so that an ambiguous one has several readings.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

Table = tuple[bool, ...]
"""Whether a claim is true, for each case of who speaks the truth."""


@dataclass(frozen=True)
class Grammar:
    """What a reader of the language knows; NAME, LIST and KIND stand for patterns."""

    honest: str
    liar: str
    me: str
    last: str
    """What stands before the last of a list, a pattern."""
    comma: str
    is_: tuple[str, ...]
    same: tuple[str, ...]
    different: tuple[str, ...]
    count: tuple[str, ...]
    at_least: str
    exactly: str
    numbers: str
    would: tuple[str, ...]
    joints: tuple[tuple[str, str, str, str], ...]
    """What opens, joins and closes two claims, and its meaning."""


GRAMMARS = {
    "de": Grammar(
        honest="Ritter|Engel",
        liar="Schurken?|Dämon|Dämonen",
        me="ich|mir",
        last=" und ",
        comma=", ",
        is_=(
            r"NAME (?:ist|bin) ein KIND",
            r"NAME ein KIND (?:ist|bin)",
            r"(?:ist|bin) NAME ein KIND",
        ),
        same=(
            "LIST sind von derselben Art",
            "LIST von derselben Art sind",
            "sind LIST von derselben Art",
        ),
        different=(
            "LIST sind von verschiedener Art",
            "LIST von verschiedener Art sind",
            "sind LIST von verschiedener Art",
        ),
        count=(
            "HOW NUMBER (?:von|Person unter) LIST (?:sind|ist ein) KIND",
            "HOW NUMBER von LIST KIND sind",
            "HOW NUMBER Person unter LIST ein KIND ist",
            "(?:sind|ist) HOW NUMBER (?:von|Person unter) LIST (?:ein )?KIND",
        ),
        at_least="mindestens",
        exactly="genau",
        numbers="null eine zwei drei vier fünf sechs sieben",
        would=(
            "NAME würde sagen, dass ",
            "würde NAME sagen, dass ",
            "NAME sagen würde, dass ",
        ),
        joints=(
            ("entweder ", " oder ", ", aber nicht beides", "xor"),
            ("wenn ", ", dann ", "", "if"),
            ("", ", wenn ", "", "when"),
            ("", " genau dann, wenn ", "", "iff"),
            ("", " und ", "", "and"),
            ("", " oder ", "", "or"),
        ),
    ),
    "es": Grammar(
        honest="ángel|ángeles|guías?",
        liar="demonios?|espías?",
        me="yo",
        last=" (?:y|e) ",
        comma=", ",
        is_=(r"NAME (?:es|soy) (?:un )?KIND",),
        same=("LIST (?:son|somos) de la misma clase",),
        different=("LIST (?:son|somos) de clases distintas",),
        count=("entre LIST hay HOW NUMBER KIND",),
        at_least="al menos",
        exactly="exactamente",
        numbers="cero un dos tres cuatro cinco seis siete",
        would=("NAME diría que ",),
        joints=(
            ("o bien ", " o bien ", ", pero no ambas cosas", "xor"),
            ("si ", ", entonces ", "", "if"),
            ("", " si y solo si ", "", "iff"),
            ("", " y ", "", "and"),
            ("", " e ", "", "and"),
            ("", " o ", "", "or"),
            ("", " u ", "", "or"),
        ),
    ),
    "zh": Grammar(
        honest="骑士|天使",
        liar="无赖|恶魔",
        me="我",
        last="和",
        comma="、",
        is_=("NAME是KIND",),
        same=("LIST是同一类人",),
        different=("LIST不是同一类人",),
        count=("LIST当中HOW有NUMBER个KIND",),
        at_least="至少",
        exactly="恰好",
        numbers="零 一 两 三 四 五 六 七",
        would=("NAME会说",),
        joints=(
            ("要么", "，要么", "，但不会两者都成立", "xor"),
            ("如果", "，那么", "", "if"),
            ("", "，当且仅当", "", "iff"),
            ("", "，而且", "", "and"),
            ("", "，或者", "", "or"),
        ),
    ),
}
MEANINGS: dict[str, Any] = {
    "xor": lambda a, b: a != b,
    "if": lambda a, b: b or not a,
    "when": lambda a, b: a or not b,
    "iff": lambda a, b: a == b,
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
}


def readings(said: str, speaker: int, names: Sequence[str], language: str) -> set[Table]:
    """All that a sentence can mean."""
    reader = _Reader(speaker, tuple(names), GRAMMARS[language])
    plain = said.replace("（", "(").replace("）", ")")
    at = len(plain) - len(plain.lstrip("("))
    lowered = plain[:at] + plain[at : at + 1].lower() + plain[at + 1 :]
    return reader.read(plain) | reader.read(lowered)


class _Reader:
    def __init__(self, speaker: int, names: tuple[str, ...], grammar: Grammar) -> None:
        self.grammar = grammar
        self.number = {name: i for i, name in enumerate(names)}
        self.number |= dict.fromkeys(grammar.me.split("|"), speaker)
        self.cases = list(product((False, True), repeat=len(names)))
        self.name = f"(?:{'|'.join(self.number)})"
        self.read = cache(self._read)

    def _read(self, text: str) -> set[Table]:
        found = set(self._atoms(text))
        if text.startswith("gilt: ("):
            return found | self.read(text[len("gilt: ") :])
        if text.startswith("(") and _closes_at(text) == len(text) - 1:
            return found | self.read(text[1:-1])
        for would in self.grammar.would:
            if match := re.match(would.replace("NAME", f"({self.name})"), text):
                who = self.number[match[1]]
                for inner in self.read(text[match.end() :]):
                    pairs = zip(self.cases, inner, strict=True)
                    found.add(tuple(case[who] == said for case, said in pairs))
        for opens, joins, closes, meaning in self.grammar.joints:
            if text.startswith(opens) and text.endswith(closes):
                inside = text[len(opens) : len(text) - len(closes)]
                for at in _outside(inside, joins):
                    one, other = self.read(inside[:at]), self.read(inside[at + len(joins) :])
                    for a, b in product(one, other):
                        rows = zip(a, b, strict=True)
                        found.add(tuple(bool(MEANINGS[meaning](x, y)) for x, y in rows))
        return found

    def _atoms(self, text: str) -> Iterator[Table]:
        g = self.grammar
        for pattern in g.is_:
            if match := self._match(pattern, text):
                who, honest = self.number[match["name"]], match["honest"] is not None
                yield tuple(case[who] == honest for case in self.cases)
        for patterns, alike in ((g.same, True), (g.different, False)):
            for pattern in patterns:
                if match := self._match(pattern, text):
                    a, b = self._listed(match["list"])
                    yield tuple((case[a] == case[b]) == alike for case in self.cases)
        for pattern in g.count:
            if match := self._match(pattern, text):
                group, few = self._listed(match["list"]), g.numbers.split().index(match["number"])
                least, honest = match["how"] == g.at_least, match["honest"] is not None
                sums = [sum(case[i] == honest for i in group) for case in self.cases]
                yield tuple(total >= few if least else total == few for total in sums)

    def _match(self, pattern: str, text: str) -> re.Match[str] | None:
        g = self.grammar
        words = {
            "NAME": f"(?P<name>{self.name})",
            "LIST": f"(?P<list>{self.name}(?:{g.comma}{self.name})*(?:{g.last}){self.name})",
            "KIND": f"(?:(?P<honest>{g.honest})|(?P<liar>{g.liar}))",
            "HOW": f"(?P<how>{g.at_least}|{g.exactly})",
            "NUMBER": f"(?P<number>{g.numbers.replace(' ', '|')})",
        }
        return re.fullmatch(re.sub("|".join(words), lambda word: words[word[0]], pattern), text)

    def _listed(self, text: str) -> list[int]:
        joint = f"{self.grammar.comma}|{self.grammar.last}"
        return [self.number[name] for name in re.split(joint, text)]


def _closes_at(text: str) -> int:
    depth = 0
    for at, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return at
    return -1


def _outside(text: str, word: str) -> Iterator[int]:
    """Where a word stands outside brackets."""
    depth = 0
    for at, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0 and text.startswith(word, at):
            yield at
