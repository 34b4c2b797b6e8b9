"""A game being played: what was moved, and which move gave the win away."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tasksynth_planning.duels.connect import Connect
from tasksynth_planning.duels.engine import DuelGame, Position, reply, solver_of, winning
from tasksynth_planning.duels.heaps import Heaps
from tasksynth_planning.duels.hexes import Hex


@dataclass
class Match:
    """A game, with the player to move unless it is over."""

    game: DuelGame
    at: Position
    moves: list[str] = field(default_factory=list)
    """The player's."""
    slip: str = ""
    """The first move that gave the win away, and one that would have kept it."""
    end: int | None = None
    """1, 0 or -1 once it is won, drawn or lost by the player."""

    def move(self, name: str) -> str:
        """Make a legal move; the opponent's reply, empty if the game was over before it."""
        after = self.game.options(self.at)[name]
        self.moves.append(name)
        if not self.slip and not solver_of(self.game).loses(after):
            better = winning(self.game, self.at)[0]
            self.slip = f"move {len(self.moves)}, {name}, gave the win away; {better} kept it"
        if (end := self.game.ended(after)) is not None:
            self.at, self.end = after, -end
            return ""
        answered = reply(self.game, after)
        self.at = self.game.options(after)[answered]
        self.end = self.game.ended(self.at)
        return answered

    @property
    def perfect(self) -> bool:
        """Whether it is won, and was never given away."""
        return self.end == 1 and not self.slip


def begun(game: DuelGame) -> Match:
    """A game before its first move."""
    return Match(game, game.begin())


def played(game: DuelGame, choose: Callable[[Position], str]) -> Match:
    """A game to its end, by what a function chooses."""
    match = begun(game)
    while match.end is None:
        match.move(choose(match.at))
    return match


def settled(game: DuelGame) -> Callable[[Position], str]:
    """Sees one move ahead, else plays next to the middle of the board, or evens out the two largest
    heaps: a player with whom no draw is tried, for whom the floor is.
    """

    def rank(p: Position, move: str) -> float:
        match game:
            case Hex(side=side):
                return abs(ord(move[0]) - 96 - (side + 1) / 2) + abs(int(move[1:]) - (side + 1) / 2)
            case Connect(width=width):
                return abs(int(move) - (width + 1) / 2)
            case Heaps():
                largest, second, *_ = sorted((*game.options(p)[move], 0, 0), reverse=True)
                return largest - second
        return 0

    return lambda p: min(game.likely(p), key=lambda move: rank(p, move))
