"""Hex on small boards: join two sides with a chain of stones; exact by search."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_planning.duels.engine import UNLIMITED, DuelSolver, TooLarge, one_ahead
from tasksynth_schemas import Model

SIZES = ((4, 8), (4, 7), (4, 8), (4, 7), (4, 7), (4, 6))
"""Cells of a side, and stones that lie at least."""
_MOVE = re.compile(r"(?:cell\s+|column\s+)?([a-z])(?:\W{0,2}|,?\s+row\s+)(\d{1,2})", re.IGNORECASE)
Chains = tuple[int, int, bool]
"""Bits of who is to move and of the other, row by row; whether who is to move joins left and
right."""


class Hex(Model):
    """A rhombus of cells on which some stones lie already. The player joins left and right."""

    kind: Literal["hex"] = "hex"
    seed: int
    skill: float
    side: int
    stones: tuple[int, int]
    """Of the player, who is to move, and of the opponent."""

    def begin(self) -> Chains:
        return (*self.stones, True)

    def options(self, p: Chains) -> Mapping[str, Chains]:
        mine, other, across = p
        return {
            f"{'abcdefgh'[cell % self.side]}{cell // self.side + 1}": (
                other,
                mine | 1 << cell,
                not across,
            )
            for cell in range(self.side**2)
            if not (mine | other) >> cell & 1
        }

    def ended(self, p: Chains) -> int | None:
        return -1 if _joined(self.side, p[1], across=not p[2]) else None

    def sensible(self, p: Chains) -> list[str]:
        return one_ahead(self, p)

    def likely(self, p: Chains) -> list[str]:
        return self.sensible(p)

    def solver(self) -> DuelSolver:
        return HexSolver(self)

    def longest(self) -> int:
        return (self.side**2 - sum(side.bit_count() for side in self.stones) + 1) // 2

    def rules(self) -> str:
        last = f"{'abcdefgh'[self.side - 1]}{self.side}"
        return (
            f"Hex on a rhombus of {self.side} by {self.side} cells, a1 to {last}: the letter is "
            "the column, the number the row, and each row is half a cell further right than the "
            "one above. A cell touches its two neighbours in its row, the cell of its column and "
            "the one of the next column in the row above, and the cell of its column and the one "
            "of the column before in the row below: b2 touches a2, c2, b1, c1, a3 and b3. Whoever "
            "is to move puts a stone of theirs on a free cell, for good. Yours are X, and you win "
            "once a chain of yours joins the left side (column a) to the right one; mine are O, "
            "and I win once a chain of mine joins the top to the bottom. There are no draws. A "
            "move is the name of a cell."
        )

    def board(self, p: Chains) -> str:
        head = "    " + " ".join("abcdefgh"[: self.side])
        rows = [head]
        for row in range(self.side):
            bits = [1 << (row * self.side + column) for column in range(self.side)]
            cells = " ".join("X" if p[0] & b else "O" if p[1] & b else "." for b in bits)
            rows.append(f"{' ' * row}{row + 1:>3} {cells}")
        return "\n".join(rows)

    def replied(self, reply: str) -> str:
        return f"I play {reply}."

    def read(self, text: str) -> str:
        if (match := _MOVE.fullmatch(text.strip())) is None:
            raise Unreadable(f"want a cell like b1, got {text.strip()[:30]!r}")
        return f"{match[1].lower()}{int(match[2])}"


class HexSolver:
    """Looks for a forced win, with wins in one and forced defences first."""

    def __init__(self, game: Hex) -> None:
        self.game, self.most, self.looked = game, UNLIMITED, 0
        self._won: dict[Chains, bool] = {}
        cells = range(game.side**2)
        middle = (game.side - 1) / 2
        self._order = sorted(
            cells, key=lambda cell: abs(cell % game.side - middle) + abs(cell // game.side - middle)
        )

    def wins(self, p: Chains) -> bool:
        if p not in self._won:
            self._won[p] = not _joined(self.game.side, p[1], across=not p[2]) and self._forces(*p)
        return self._won[p]

    def loses(self, p: Chains) -> bool:
        return not self.wins(p)  # there are no draws

    def _forces(self, mine: int, other: int, across: bool) -> bool:  # noqa: FBT001 - a position
        self.looked += 1
        if self.looked > self.most:
            raise TooLarge
        side, taken = self.game.side, mine | other
        free = [1 << cell for cell in self._order if not taken >> cell & 1]
        if any(_joined(side, mine | bit, across=across) for bit in free):
            return True
        threats = [bit for bit in free if _joined(side, other | bit, across=not across)]
        if len(threats) > 1:
            return False
        return any(self.loses((other, mine | bit, not across)) for bit in threats or free)


@cache
def _edges(side: int) -> tuple[int, int, int, int]:
    """Bits of the left column, the right one, the top row and the bottom one."""
    left = sum(1 << row * side for row in range(side))
    top = (1 << side) - 1
    return left, left << side - 1, top, top << side * (side - 1)


def _joined(side: int, stones: int, *, across: bool) -> bool:
    left, right, top, bottom = _edges(side)
    start, goal = (left, right) if across else (top, bottom)
    reached = stones & start
    while True:
        if reached & goal:
            return True
        inner, outer = reached & ~left, reached & ~right
        grown = (
            reached | inner >> 1 | outer << 1 | reached >> side | reached << side
            | outer >> side - 1 | inner << side - 1
        ) & stones  # fmt: skip
        if grown == reached:
            return False
        reached = grown


def draw_hex(dice: Dice, size: int, skill: float) -> Hex | None:
    """A board after moves of chance, that nobody has won; the player is to move."""
    side, least = SIZES[size]
    cells = list(range(side**2))
    dice.shuffle(cells)
    count = least + dice.below(3)
    mine = sum(1 << cell for cell in cells[: count // 2])
    other = sum(1 << cell for cell in cells[count // 2 : count])
    if _joined(side, mine, across=True) or _joined(side, other, across=False):
        return None
    return Hex(seed=dice.below(1 << 30), skill=skill, side=side, stones=(mine, other))
