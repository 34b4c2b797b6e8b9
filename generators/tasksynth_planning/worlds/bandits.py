"""Levers that pay with unknown chances; exact by all that can be learned in so many pulls."""

import re
from collections.abc import Mapping
from functools import lru_cache
from math import sqrt
from typing import Literal, NamedTuple

import numpy as np

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


class LeverValues:
    """What levers are worth, by dynamic programming over all that so many pulls may show.

    All beliefs after as many pulls are worked out at once. Whole numbers stay below 2**63: for
    three levers of three chances and seven pulls they are at most 7 * 3**3 * 100**7.
    """

    def __init__(self, world: Levers) -> None:
        self.world = world
        self._grid = _Grid.of(len(world.chances), world.pulls)
        self._worth = self._worked_out()

    def of(self, b: Counts) -> int:
        """What can be expected by whoever chooses best."""
        return int(self._worth[self._grid.code(b)])

    def choice(self, b: Counts, choice: str) -> int:
        """What can be expected after a choice, if all later ones are best."""
        after = self.world.outcomes(b, choice).values()
        return sum(paid + self.of(then) for paid, then in after)

    @property
    def size(self) -> int:
        """How many beliefs there are."""
        return sum(len(codes) for codes in self._grid.after)

    def _worked_out(self) -> np.ndarray:
        grid, pulls = self._grid, self.world.pulls
        likely = [
            np.array([_weigh(chances, pulled, paid) for pulled, paid in grid.pairs])
            for chances in self.world.chances
        ]
        worth = np.zeros(len(grid.pairs) ** len(likely), dtype=np.int64)
        for pulled in range(pulls - 1, -1, -1):
            codes, states = grid.after[pulled], grid.states[pulled]
            weights = [one[state] for one, state in zip(likely, states, strict=True)]
            values = []
            for i, state in enumerate(states):
                won, lost = grid.won[state], grid.lost[state]
                paid = likely[i][won] * PARTS ** (pulls - pulled - 1)
                for j, weight in enumerate(weights):
                    paid = paid * weight if j != i else paid
                step = len(grid.pairs) ** i
                there = worth[codes + (won - state) * step] + worth[codes + (lost - state) * step]
                values.append(paid + there)
            worth[codes] = np.max(values, axis=0)
        return worth


class _Grid(NamedTuple):
    """All beliefs about so many levers, each as a number: a digit for what is known of a lever."""

    pairs: list[tuple[int, int]]
    """By digit, how often a lever was pulled, and how often it paid."""
    won: np.ndarray
    lost: np.ndarray
    """By digit, the one after another pull that pays, or that pays nothing."""
    after: list[np.ndarray]
    """By pulls of all levers, the beliefs that there may be."""
    states: list[list[np.ndarray]]
    """By pulls, and by lever, the digits of these."""

    @classmethod
    @lru_cache(maxsize=16)
    def of(cls, levers: int, pulls: int) -> "_Grid":
        pairs = [(pulled, paid) for pulled in range(pulls + 1) for paid in range(pulled + 1)]
        digit = {pair: number for number, pair in enumerate(pairs)}
        won = np.array([digit.get((pulled + 1, paid + 1), -1) for pulled, paid in pairs])
        lost = np.array([digit.get((pulled + 1, paid), -1) for pulled, paid in pairs])
        codes = np.arange(len(pairs) ** levers)
        digits = [codes // len(pairs) ** i % len(pairs) for i in range(levers)]
        counts = np.array([pulled for pulled, _ in pairs])
        total = sum(counts[one] for one in digits)
        after = [codes[total == pulled] for pulled in range(pulls + 1)]
        states = [[one[found] for one in digits] for found in after]
        return cls(pairs, won, lost, after, states)

    def code(self, b: Counts) -> int:
        """The number of a belief."""
        code = 0
        for pulled, paid in reversed(b):
            code = code * len(self.pairs) + pulled * (pulled + 1) // 2 + paid
        return code


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
