"""Bounded solvers of decisions under chance, and of games."""

from collections.abc import Callable
from typing import Any

from tasksynth.rng import Dice
from tasksynth_planning.duels.engine import DuelGame, Position
from tasksynth_planning.duels.playing import played
from tasksynth_planning.families.battleship import written as written_shots
from tasksynth_planning.families.duel import written as written_match
from tasksynth_planning.families.in_context import written as written_choices
from tasksynth_planning.families.pomdp_shared import answered
from tasksynth_planning.families.stream import betting
from tasksynth_planning.families.stream import written as written_pulls
from tasksynth_planning.pomdps.models import Policy, Pomdp
from tasksynth_planning.pomdps.strategies import ahead as presses_ahead
from tasksynth_planning.pomdps.strategies import by_last_colour, rounded
from tasksynth_planning.wheels import strategies as wheels
from tasksynth_planning.wheels.models import Wheel
from tasksynth_planning.wheels.strategies import Bet
from tasksynth_planning.worlds.beliefs import Belief, LearnedWorld, best, followed
from tasksynth_planning.worlds.fleets import SeaValues, covered

Solver = Callable[[Any, Dice], str]


def ahead(moves: int) -> Solver:
    """Sees so many of its own moves ahead, the one that it makes among them."""

    def solve(x: Any, dice: Dice) -> str:
        def choose(p: Position) -> str:
            options, sensible = x.game.options(p), x.game.sensible(p)
            worth = {move: -_outlook(x.game, options[move], 2 * moves - 2) for move in sensible}
            return dice.of([move for move in sensible if worth[move] == max(worth.values())])

        return written_match(played(x.game, choose))

    return solve


def _outlook(game: DuelGame, p: Position, plies: int) -> int:
    """1, 0 or -1: who is to move wins within so many moves of both, nobody knows, or loses."""
    if (end := game.ended(p)) is not None:
        return end
    if plies <= 0:
        return 0
    options = game.options(p)
    tried = options if plies % 2 == 0 else game.sensible(p)
    return max(-_outlook(game, options[move], plies - 1) for move in tried)


def endgame(count: int) -> Solver:
    """Shoots best as soon as so few arrangements are left, and draws lots among them before."""

    def solve(x: Any, dice: Dice) -> str:
        values, hits = SeaValues(x.world, 10**6), covered(x.world)

        def choose(b: Belief) -> str:
            if b[0].bit_count() <= count:
                return dice.of(best(values, b))
            cells = [one for one in x.world.choices(b) if b[0] & hits[x.world.cell(one)]]
            return dice.of(cells)

        return written_shots(followed(x.world, choose)[0])

    return solve


def likeliest_cell(x: Any, dice: Dice) -> str:
    """Shoots where ships are in the most arrangements."""
    hits = covered(x.world)

    def choose(b: Belief) -> str:
        often = {one: (b[0] & hits[x.world.cell(one)]).bit_count() for one in x.world.choices(b)}
        return dice.of([one for one, count in often.items() if count == max(often.values())])

    return written_shots(followed(x.world, choose)[0])


def foresight(choices: int) -> Solver:
    """Works out what can be expected of so many choices, and knows nothing of later ones."""

    def solve(x: Any, dice: Dice) -> str:
        known: dict[tuple[Belief, int], int] = {}

        def choose(b: Belief) -> str:
            worth = {one: _expected(x.world, b, one, choices, known) for one in x.world.choices(b)}
            return dice.of([one for one, value in worth.items() if value == max(worth.values())])

        return written_choices(followed(x.world, choose)[0])

    return solve


def _expected(
    world: LearnedWorld, b: Belief, choice: str, left: int, known: dict[tuple[Belief, int], int]
) -> int:
    total = 0
    for paid, then in world.outcomes(b, choice).values():
        if (then, left) not in known:
            more = () if left < 2 or world.over(then) else world.choices(then)
            values = (_expected(world, then, one, left - 1, known) for one in more)
            known[then, left] = max(values, default=0)
        total += paid + known[then, left]
    return total


def pressing(policy: Callable[[Pomdp], Policy]) -> Solver:
    """Does what a policy says, and takes what that is worth for the most that can be expected."""
    return lambda x, dice: answered(x, policy(x.machine))


def bets(bet: Callable[[Wheel], Bet]) -> Solver:
    """Pulls what a strategy says."""
    return lambda x, dice: written_pulls(betting(x, bet(x.wheel)))


DECISIONS: dict[str, dict[str, Solver]] = {
    "mdp.in_context": {
        "1 choice ahead": foresight(1),
        "3 choices ahead": foresight(3),
        "5 choices ahead": foresight(5),
    },
    "mdp.pomdp_shared": {
        "2 presses ahead": pressing(lambda machine: presses_ahead(machine, 2)),
        "2, then as if seen": pressing(lambda machine: presses_ahead(machine, 2, seen=True)),
        "3 presses ahead": pressing(lambda machine: presses_ahead(machine, 3)),
        "beliefs in tenths": pressing(lambda machine: rounded(machine, 1)),
        "beliefs in hundredths": pressing(lambda machine: rounded(machine, 2)),
        "by the last colour": pressing(by_last_colour),
    },
    "mdp.stream": {
        "last round alone": bets(lambda wheel: wheels.remembering(wheel, 1)),
        "last 2 rounds": bets(lambda wheel: wheels.remembering(wheel, 2)),
        "last 4 rounds": bets(lambda wheel: wheels.remembering(wheel, 4)),
        "last 8 rounds": bets(lambda wheel: wheels.remembering(wheel, 8)),
        "beliefs in tenths": bets(lambda wheel: wheels.rounded(wheel, 1)),
        "beliefs in hundredths": bets(lambda wheel: wheels.rounded(wheel, 2)),
        "as if it never turned": bets(
            lambda wheel: wheels.untried(wheel)["as if the wheel always stood"]
        ),
    },
    "games.battleship": {
        "8 arrangements": endgame(8),
        "16 arrangements": endgame(16),
        "likeliest cell": likeliest_cell,
    },
    "games.duel": {
        "1 move ahead": ahead(1),
        "2 moves ahead": ahead(2),
        "3 moves ahead": ahead(3),
    },
}
