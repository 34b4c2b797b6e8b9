"""What is common to all games: who wins by force, how the opponent replies, what chance gets.

A position is seen by whoever is to move. A game can be any in which two move in turn, everything
is known, and every line of play ends; that one side guesses a code and the other answers is one.
"""

import zlib
from collections.abc import Hashable, Mapping
from typing import Any, Protocol

UNLIMITED = 10**9
Position = Any
"""Hashable; its `repr` is the same in every process."""


class TooLarge(Exception):
    """A game that takes more positions to solve than are allowed."""


class DuelSolver(Protocol):
    """Exact answers about one game; what was found once is remembered."""

    looked: int
    """Positions that were looked at so far."""
    most: int
    """How many may be, before it raises `TooLarge`."""

    def wins(self, p: Position) -> bool:
        """Whether who is to move can force a win."""

    def loses(self, p: Position) -> bool:
        """Whether who is to move loses, whatever they do, if the other plays well."""


class DuelGame(Hashable, Protocol):
    """A game from a given position on, which the player begins."""

    @property
    def seed(self) -> int:
        """What the opponent's choices are drawn from."""

    @property
    def skill(self) -> float:
        """The share of positions in which the opponent makes its best reply."""

    def begin(self) -> Position:
        """The first position."""

    def options(self, p: Position) -> Mapping[str, Position]:
        """What can be done, by its name, and the position for the other that it leads to."""

    def ended(self, p: Position) -> int | None:
        """1, 0 or -1 if the game is over: won, drawn or lost by who would be to move."""

    def sensible(self, p: Position) -> list[str]:
        """The player's moves that do not look wrong at first sight."""

    def likely(self, p: Position) -> list[str]:
        """Those of them that come to mind first."""

    def solver(self) -> DuelSolver:
        """A solver that knows nothing yet."""

    def longest(self) -> int:
        """The most moves that the player can make."""

    def rules(self) -> str:
        """The rules, in words, and how a move is written."""

    def board(self, p: Position) -> str:
        """What is seen of a position in which the player is to move."""

    def replied(self, reply: str) -> str:
        """A reply of the opponent, in words."""

    def read(self, text: str) -> str:
        """The name of the move that a text says; Unreadable if it says none."""


class SearchSolver:
    """Goes through all lines of play: for any game, and slow."""

    def __init__(self, game: DuelGame) -> None:
        self.game, self.most, self.looked = game, UNLIMITED, 0
        self._won: dict[Position, bool] = {}
        self._lost: dict[Position, bool] = {}

    def wins(self, p: Position) -> bool:
        if p not in self._won:
            end = self._count(p)
            after = self.game.options(p).values() if end is None else ()
            self._won[p] = end == 1 or any(self.loses(q) for q in after)
        return self._won[p]

    def loses(self, p: Position) -> bool:
        if p not in self._lost:
            end = self._count(p)
            after = self.game.options(p).values() if end is None else ()
            self._lost[p] = end == -1 or (end is None and all(self.wins(q) for q in after))
        return self._lost[p]

    def _count(self, p: Position) -> int | None:
        self.looked += 1
        if self.looked > self.most:
            raise TooLarge
        return self.game.ended(p)


_KEPT: dict[DuelGame, DuelSolver] = {}
_KEEP = 8
"""Solvers that are kept: what they know is worth nothing but time."""


def solver_of(game: DuelGame, *, fresh: bool = False) -> DuelSolver:
    """The game's own solver, kept for the next question; a `fresh` one knows nothing yet."""
    if fresh or game not in _KEPT:
        while len(_KEPT) >= _KEEP:
            _KEPT.pop(next(iter(_KEPT)))
        _KEPT[game] = game.solver()
    return _KEPT[game]


def one_ahead(game: DuelGame, p: Position) -> list[str]:
    """Moves that win at once, or else those after which the opponent does not."""
    options = game.options(p)
    if now := [move for move, q in options.items() if game.ended(q) == -1]:
        return now
    safe = [
        move
        for move, q in options.items()
        if game.ended(q) is not None
        or not any(game.ended(r) == -1 for r in game.options(q).values())
    ]
    return safe or list(options)


def winning(game: DuelGame, p: Position) -> list[str]:
    """The player's moves after which the win can still be forced."""
    solver = solver_of(game)
    return [move for move, q in game.options(p).items() if solver.loses(q)]


def reply(game: DuelGame, p: Position) -> str:
    """What the opponent does: always the same in the same position.

    In a share `skill` of the positions it does what is best: it takes a win, then a draw, that the
    player left it; and while there is none, it leaves the player the smallest share of winning
    moves among those that look sensible. Otherwise it does what chance says, but does not lose at
    once if it can help it.
    """
    options = game.options(p)
    chance = zlib.crc32(f"{game.seed} {p!r}".encode())
    going = [name for name, q in options.items() if game.ended(q) != 1] or list(options)
    if len(going) == 1:
        return going[0]
    if chance % 1000 >= 1000 * game.skill:
        return going[chance // 1000 % len(going)]
    ranked = {name: _ease(game, options[name]) for name in going}
    best = [name for name in going if ranked[name] == min(ranked.values())]
    return best[chance // 1000 % len(best)]


def _ease(game: DuelGame, p: Position) -> float:
    """How easy a position is for the player: -2 if lost, -1 if drawn, else the share of sensible
    moves that win.
    """
    solver = solver_of(game)
    if not solver.wins(p):
        return -2.0 if solver.loses(p) else -1.0
    if game.ended(p) == 1:
        return 1.0
    options, sensible = game.options(p), game.sensible(p)
    return sum(solver.loses(options[move]) for move in sensible) / len(sensible)


def luck(game: DuelGame, p: Position, most: int = 600) -> float:
    """The chance that a player never gives the win away who draws lots among sensible moves.

    Exact, against this opponent. Raises TooLarge if that takes more than `most` positions.
    """
    solver = solver_of(game)
    known: dict[Position, float] = {}

    def chance(p: Position) -> float:
        if (end := game.ended(p)) is not None:
            return float(end == 1)
        if p not in known:
            if len(known) >= most:
                raise TooLarge
            options, sensible = game.options(p), game.sensible(p)
            good = [q for move in sensible if solver.loses(q := options[move])]
            known[p] = sum(after(q) for q in good) / len(sensible)
        return known[p]

    def after(q: Position) -> float:
        if game.ended(q) is not None:
            return 1.0
        return chance(game.options(q)[reply(game, q)])

    return chance(p)
