"""Levers that pay with unknown chances; exact by all that can be learned in so many pulls."""

import re
from collections.abc import Mapping
from functools import lru_cache
from math import sqrt
from typing import Literal

from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_schemas import Model

SIZES = ((2, 5), (2, 6), (2, 7), (3, 5), (3, 6), (3, 7))
"""Levers and pulls."""
PARTS = 100
"""Chances are percents: of tenths there are so few that levers soon come again."""
_LETTERS = "ABCD"
_CHOICE = re.compile(r"(?:the\s+)?(?:(?:lever|arm)[\s:-]*)?([a-z])", re.IGNORECASE)
Counts = tuple[tuple[int, int], ...]
"""For each lever how often it was pulled, and how often it paid."""


class Levers(Model):
    """Levers, what is known of their chances, and what they pay when they are pulled."""

    kind: Literal["levers"] = "levers"
    chances: tuple[tuple[int, ...], ...]
    """For each lever the chances that it may have, in percent, each as likely as the others."""
    pulls: int
    pays: tuple[tuple[bool, ...], ...]
    """For each lever whether it pays when it is pulled for the first, second, … time."""

    def begin(self) -> Counts:
        return ((0, 0),) * len(self.chances)

    def over(self, b: Counts) -> bool:
        return sum(pulled for pulled, _ in b) == self.pulls

    def choices(self, b: Counts) -> tuple[str, ...]:
        return tuple(_LETTERS[: len(self.chances)])

    def outcomes(self, b: Counts, choice: str) -> Mapping[str, tuple[int, Counts]]:
        i = _LETTERS.index(choice)
        pulled, paid = b[i]
        won = (*b[:i], (pulled + 1, paid + 1), *b[i + 1 :])
        lost = (*b[:i], (pulled + 1, paid), *b[i + 1 :])
        left = self.pulls - sum(pulled for pulled, _ in b) - 1
        return {"pays": (self._weight(won) * PARTS**left, won), "pays nothing": (0, lost)}

    def happens(self, b: Counts, choice: str) -> str:
        i = _LETTERS.index(choice)
        return "pays" if self.pays[i][b[i][0]] else "pays nothing"

    def scale(self, b: Counts) -> int:
        """What a value is divided by to be coins."""
        return self._weight(b) * int(PARTS ** (self.pulls - sum(pulled for pulled, _ in b)))

    def rules(self) -> str:
        arms = "\n".join(
            f"{_LETTERS[i]}: {_listed([f'{one} %' for one in chances])}"
            for i, chances in enumerate(self.chances)
        )
        return (
            "There are levers. Each has a chance of its own with which it pays 1 coin whenever it "
            "is pulled, and else nothing. The chance never changes, and you do not know it: it was "
            "drawn from these, each as likely as the others of its lever, and for each lever by "
            f"itself:\n\n{arms}\n\nYou have {self.pulls} pulls in all. A choice is the letter of "
            "the lever that you pull next."
        )

    def seen(self, choice: str, outcome: str, b: Counts) -> str:
        left = self.pulls - sum(pulled for pulled, _ in b)
        return f"{choice} {outcome}. Pulls left: {left}."

    def read(self, text: str) -> str:
        return read_lever(text)

    def mean(self, b: Counts, choice: str) -> float:
        """The chance that a lever pays next, by what is known."""
        i = _LETTERS.index(choice)
        pulled, paid = b[i]
        return _weigh(self.chances[i], pulled + 1, paid + 1) / (
            PARTS * _weigh(self.chances[i], pulled, paid)
        )

    def deviation(self, b: Counts, choice: str) -> float:
        """The standard deviation of what a lever's chance may be, by what is known."""
        i = _LETTERS.index(choice)
        pulled, paid = b[i]
        first, square = (_weigh(self.chances[i], pulled + more, paid + more) for more in (1, 2))
        whole = _weigh(self.chances[i], pulled, paid)
        return sqrt(max(0, square * whole - first**2)) / (PARTS * whole)

    def _weight(self, b: Counts) -> int:
        total = 1
        for chances, (pulled, paid) in zip(self.chances, b, strict=True):
            total *= _weigh(chances, pulled, paid)
        return total


def read_lever(text: str) -> str:
    """The letter of a lever, as in `b` or `lever B`.

    Raises:
        Unreadable: if the text is anything else.
    """
    if (match := _CHOICE.fullmatch(text.strip())) is None:
        raise Unreadable(f"want the letter of a lever, got {text.strip()[:30]!r}")
    return match[1].upper()


@lru_cache(maxsize=1 << 14)
def _weigh(chances: tuple[int, ...], pulled: int, paid: int) -> int:
    """How likely that is, over all chances: times their number, and `PARTS` to the pulls."""
    return sum(one**paid * (PARTS - one) ** (pulled - paid) for one in chances)


def draw_levers(dice: Dice, size: int) -> Levers:
    """Levers of chance, and what they pay."""
    count, pulls = SIZES[size]
    chances, pays = [], []
    for _ in range(count):
        drawn: set[int] = set()
        while len(drawn) < 2 + dice.below(2):
            drawn.add(dice.between(1, PARTS - 1))
        chances.append(tuple(sorted(drawn)))
        true = dice.of(chances[-1])
        pays.append(tuple(dice.below(PARTS) < true for _ in range(pulls)))
    return Levers(chances=tuple(chances), pulls=pulls, pays=tuple(pays))


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
