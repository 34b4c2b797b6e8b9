"""Connect-k on small boards: stones fall down columns; exact by a search over bitboards."""

import re
from collections.abc import Mapping
from typing import Literal

from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_planning.duels.engine import UNLIMITED, DuelSolver, TooLarge, one_ahead
from tasksynth_schemas import Model

SIZES = ((5, 4, 4, 13), (5, 4, 4, 11), (5, 4, 4, 9), (5, 4, 4, 9), (5, 4, 4, 8), (5, 4, 4, 7))
"""Columns, rows, stones in a row that win, and stones that lie at least."""
_MOVE = re.compile(
    r"(?:(?:the\s+)?(?:column|col\.?|c)\s*)?(?:number\s+|no\.?\s*|#)?"
    r"(\d{1,2})(?:\.0)?(?:(?:st|nd|rd|th)\s+column)?",
    re.IGNORECASE,
)
Stones = tuple[int, int]
"""Bits of who is to move, and of the other: column by column from below, one spare bit on top."""


class Connect(Model):
    """A board on which some stones lie already."""

    kind: Literal["connect"] = "connect"
    seed: int
    skill: float
    width: int
    height: int
    row: int
    """Stones in a row that win."""
    stones: Stones
    """Of the player, who is to move, and of the opponent."""

    def begin(self) -> Stones:
        return self.stones

    def options(self, p: Stones) -> Mapping[str, Stones]:
        mine, other = p
        return {
            str(column + 1): (other, mine | bit)
            for column, bit in enumerate(_free(self, mine | other))
            if bit
        }

    def ended(self, p: Stones) -> int | None:
        if _lined(self, p[1]):
            return -1
        return None if any(_free(self, p[0] | p[1])) else 0

    def sensible(self, p: Stones) -> list[str]:
        return one_ahead(self, p)

    def likely(self, p: Stones) -> list[str]:
        return self.sensible(p)

    def solver(self) -> DuelSolver:
        return ConnectSolver(self)

    def longest(self) -> int:
        return (self.width * self.height - sum(side.bit_count() for side in self.stones) + 1) // 2

    def rules(self) -> str:
        return (
            f"A board of {self.width} columns and {self.height} rows. Whoever is to move drops a "
            "stone of theirs into a column that has room; it falls to the lowest free cell. Yours "
            f"are X, mine are O. Whoever first has {self.row} stones in an unbroken row, across, "
            "down or diagonally, wins; a full board without one is a draw. A move is the number of "
            "a column."
        )

    def board(self, p: Stones) -> str:
        rows = []
        for row in reversed(range(self.height)):
            bits = [1 << (column * (self.height + 1) + row) for column in range(self.width)]
            rows.append(" ".join("X" if p[0] & b else "O" if p[1] & b else "." for b in bits))
        return "\n".join([*rows, " ".join(str(i + 1) for i in range(self.width))])

    def replied(self, reply: str) -> str:
        return f"I play column {reply}."

    def read(self, text: str) -> str:
        if (match := _MOVE.fullmatch(text.strip())) is None:
            raise Unreadable(f"want the number of a column, got {text.strip()[:30]!r}")
        return str(int(match[1]))


class ConnectSolver:
    """Looks for a forced win, with wins in one and forced defences first."""

    def __init__(self, game: Connect) -> None:
        self.game, self.most, self.looked = game, UNLIMITED, 0
        self._won: dict[Stones, bool] = {}
        self._lost: dict[Stones, bool] = {}
        middle = game.width // 2
        self._order = sorted(range(game.width), key=lambda column: abs(column - middle))

    def wins(self, p: Stones) -> bool:
        if p not in self._won:
            mine, other = p
            self._won[p] = not _lined(self.game, other) and self._forces(mine, other)
        return self._won[p]

    def loses(self, p: Stones) -> bool:
        if p not in self._lost:
            mine, other = p
            self._lost[p] = _lined(self.game, other) or self._doomed(mine, other)
        return self._lost[p]

    def _forces(self, mine: int, other: int) -> bool:
        free = self._bits(mine, other)
        if any(_lined(self.game, mine | bit) for bit in free):
            return True
        threats = [bit for bit in free if _lined(self.game, other | bit)]
        if len(threats) > 1:
            return False
        return any(self.loses((other, mine | bit)) for bit in threats or free)

    def _doomed(self, mine: int, other: int) -> bool:
        free = self._bits(mine, other)
        if not free or any(_lined(self.game, mine | bit) for bit in free):
            return False
        threats = [bit for bit in free if _lined(self.game, other | bit)]
        if len(threats) > 1:
            return True
        return all(self.wins((other, mine | bit)) for bit in threats or free)

    def _bits(self, mine: int, other: int) -> list[int]:
        self.looked += 1
        if self.looked > self.most:
            raise TooLarge
        free = _free(self.game, mine | other)
        return [free[column] for column in self._order if free[column]]


def _free(game: Connect, taken: int) -> list[int]:
    """For each column the bit into which a stone falls, 0 if it is full."""
    high = game.height + 1
    column = (1 << game.height) - 1
    filled = [taken >> i * high & column for i in range(game.width)]
    return [(one + 1) << i * high if one != column else 0 for i, one in enumerate(filled)]


def _lined(game: Connect, stones: int) -> bool:
    high = game.height + 1
    for step in (1, high - 1, high, high + 1):
        run = stones
        for _ in range(game.row - 1):
            run &= run >> step
            if not run:
                break
        if run:
            return True
    return False


def draw_connect(dice: Dice, size: int, skill: float) -> Connect | None:
    """A board after moves of chance, with nobody's row on it; the player is to move."""
    width, height, row, least = SIZES[size]
    game = Connect(
        seed=dice.below(1 << 30), skill=skill, width=width, height=height, row=row, stones=(0, 0)
    )
    p: Stones = (0, 0)
    for _ in range(least + dice.below(4)):
        options = game.options(p)
        if not options:
            return None
        p = options[dice.of(list(options))]
        if game.ended(p) is not None:
            return None
    return game.model_copy(update={"stones": p})
