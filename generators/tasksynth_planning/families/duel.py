"""`games.duel`: win a won game, against an opponent that punishes each slip."""

from collections.abc import Callable
from math import log2
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from tasksynth import (
    Action,
    Family,
    Knob,
    Model,
    Needs,
    Params,
    Rubric,
    Tool,
    Transcript,
    Turn,
    Verdict,
)
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_planning.duels.codes import Code, draw_code
from tasksynth_planning.duels.connect import Connect, draw_connect
from tasksynth_planning.duels.engine import (
    UNLIMITED,
    DuelGame,
    Position,
    TooLarge,
    luck,
    solver_of,
    winning,
)
from tasksynth_planning.duels.heaps import Heaps, draw_heaps
from tasksynth_planning.duels.hexes import Hex, draw_hex
from tasksynth_planning.duels.playing import Match, begun, played, settled
from tasksynth_planning.spoken import heard

Kind = Literal["heaps", "connect", "hex", "code"]
_DRAW: dict[Kind, Callable[[Dice, int, float], DuelGame | None]] = {
    "heaps": draw_heaps,
    "connect": draw_connect,
    "hex": draw_hex,
    "code": draw_code,
}
_OVER = {
    "any": (1.8, 0.03), "heaps": (1.0, 0.04), "connect": (2.0, 0.05), "hex": (3.0, 0.09),
    "code": (0.9, 0.0),
}  # fmt: skip
"""How many times as often as one who draws lots a player may pass who has a preference, and by how
much more, with room above what 60 tasks of each game showed at levels 0, .5 and 1."""
_TRIES = 400
"""Positions of one game that are drawn before another game is."""
_MOST = 4000
"""Positions that solving a game may take."""
_EASY = 0.4
"""Share of the first moves that may keep the win, at most."""
_SPARE = 4
"""Turns beyond the moves, for moves that cannot be made."""
_WHAT = {
    "heaps": "Let us play a game with heaps of counters.",
    "connect": "Let us play a game of stones in a row.",
    "hex": "Let us play a game of chains.",
    "code": "Let us play a game of codes.",
}


class DuelParams(Params):
    """Which game, how large, and how easily the win is given away."""

    game: Literal["any"] | Kind = "any"
    """The game; `any` draws one."""
    size: Annotated[int, Field(ge=0, le=5), Knob(0, 5)] = 2
    """How large the game is."""
    luck: Annotated[float, Field(ge=0, le=1), Knob(0.12, 0.02, log=True)] = 0.02
    """The chance that a player never slips who sees one move ahead and draws lots else: at most
    this, and not less than a tenth of it."""
    skill: Annotated[float, Field(ge=0, le=1), Knob(0.2, 1.0)] = 0.6
    """The share of positions in which the opponent makes its best reply."""


class DuelInstance(Model):
    """A won position."""

    game: Annotated[Heaps | Connect | Hex | Code, Field(discriminator="kind")]
    luck: float
    positions: int
    """Positions that were looked at to prove that it is won, and by which moves."""


class Move(Tool):
    """Make your move; you see the opponent's reply."""

    move: Annotated[str, Field(max_length=60)] | int
    """The move, as the rules write it."""


class Duel(Family[DuelParams, DuelInstance]):
    """Win a won game for two without ever giving the win away."""

    name = "games.duel"
    version = 4
    effort = "bits"
    rubric: ClassVar[Rubric] = Rubric(gate="perfect", perfect=0.8, won=0.2)
    turns = 40
    checked = 8
    tools = (Move,)

    def generate(self, p: DuelParams, rng: np.random.Generator) -> DuelInstance | None:
        """A position of chance that is won, and by few moves; rules of thumb must all slip."""
        dice = Dice(rng)
        kind: Kind = dice.of(tuple(_DRAW)) if p.game == "any" else p.game
        for _ in range(_TRIES):
            game = _DRAW[kind](dice, p.size, p.skill)
            if game is not None and (x := _kept(game, p.luck)) is not None:
                return x
        return None

    def prompt(self, x: DuelInstance) -> str:
        game: DuelGame = x.game
        return (
            f"{_WHAT[x.game.kind]} {game.rules()}\n\nThis is where we stand, and it is your "
            f"move:\n\n{game.board(game.begin())}\n\nYou can win whatever I do. The full reward is "
            "for never giving that away: if, after one of your moves, I could keep you from "
            "winning, a fifth is left, and only if you still win. `move` makes a move and shows "
            "my reply; you may also just say your move. A move that cannot be made changes "
            f"nothing, and you have {_SPARE} of them at most to spare."
        )

    def needs(self, x: DuelInstance) -> Needs:
        return super().needs(x).model_copy(update={"turns": x.game.longest() + _SPARE})

    def begin(self, x: DuelInstance) -> Match:
        return begun(x.game)

    def step(self, x: DuelInstance, s: Match, action: Action | Tool) -> Turn:
        try:
            name = _said(x.game, action)
        except Unreadable as e:
            return Turn(f"Error: {e}")
        if name not in x.game.options(s.at):
            return Turn(f"Error: {name} cannot be played here; nothing has changed")
        answered = s.move(name)
        told = [x.game.replied(answered)] if answered else []
        if s.end is not None:
            how = {1: "You win.", 0: "It is a draw.", -1: "I win."}[s.end]
            return Turn(" ".join([*told, how]), over=True)
        return Turn("\n\n".join([*told, x.game.board(s.at)]))

    def judge(self, x: DuelInstance, s: Match) -> Verdict:
        ends = {1: "", 0: "the game is a draw", -1: "the game is lost", None: "it is not over"}
        why = s.slip or ends[s.end]
        return self.rubric(perfect=float(s.perfect), won=float(s.end == 1), why=why)

    def solve(self, x: DuelInstance) -> str:
        return written(played(x.game, lambda p: winning(x.game, p)[0]))

    def measure(self, x: DuelInstance) -> dict[str, float]:
        """`bits`: how often a coin would have to fall right, for one who sees one move ahead."""
        game: DuelGame = x.game
        match = played(game, lambda p: winning(game, p)[0])
        return {
            "bits": round(-log2(max(x.luck, 2**-20)), 3),
            "moves": len(match.moves),
            "options": len(game.options(game.begin())),
            "winning": len(winning(game, game.begin())),
            "positions": x.positions,
        }

    def canonical(self, x: DuelInstance) -> Any:
        return x.game.model_dump(mode="json", exclude={"seed", "skill"})

    def baselines(self, x: DuelInstance) -> dict[str, str]:
        untried = {"the middle, or even heaps": played(x.game, settled(x.game))}
        return {who: written(match) for who, match in (_cheap(x.game) | untried).items()}

    def floor(self, p: DuelParams) -> float:
        """What a player gets with whom no draw is tried: who goes for the middle of the board."""
        times, more = _OVER[p.game]
        return round(min(1.0, max(0.02, times * p.luck + more)), 3)


def _kept(game: DuelGame, most: float) -> DuelInstance | None:
    """The task that a game is, if it is won, and as easily as was asked for."""
    start = game.begin()
    solver = solver_of(game, fresh=True)
    solver.most = _MOST
    try:
        if game.ended(start) is not None or not solver.wins(start):
            return None
        sensible = game.sensible(start)
        good = set(winning(game, start)) & set(sensible)
        if len(good) > _EASY * len(sensible):
            return None
        chance = luck(game, start)
    except TooLarge:
        return None
    solver.most = UNLIMITED
    positions = solver.looked
    if not most / 10 <= chance <= most or any(match.perfect for match in _cheap(game).values()):
        return None
    return DuelInstance.model_validate(
        {"game": game, "luck": round(chance, 6), "positions": positions}
    )


def _cheap(game: DuelGame) -> dict[str, Match]:
    def lots(seed: int) -> Callable[[Position], str]:
        dice = Dice(np.random.Generator(np.random.Philox(key=seed)))
        return lambda p: dice.of(game.likely(p))

    def middle(p: Position) -> str:
        likely = game.likely(p)
        return likely[len(likely) // 2]

    return {
        "sees one move ahead, else the first": played(game, lambda p: game.likely(p)[0]),
        "the last": played(game, lambda p: game.likely(p)[-1]),
        "the middle": played(game, middle),
        "by lot": played(game, lots(1)),
        "by lot again": played(game, lots(2)),
        "any move": played(game, lambda p: next(iter(game.options(p)))),
    }


def _said(game: DuelGame, action: Action | Tool) -> str:
    return heard(action, str(action.move) if isinstance(action, Move) else None, game.read)


def written(match: Match) -> str:
    """A match as a transcript."""
    actions = tuple(Action(tool="move", arguments={"move": name}) for name in match.moves)
    return Transcript(actions=actions).model_dump_json()
