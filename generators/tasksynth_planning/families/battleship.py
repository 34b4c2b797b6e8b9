"""`games.battleship`: sink hidden ships without a shot after which more misses are expected."""

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, ClassVar

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
from tasksynth_planning.spoken import heard
from tasksynth_planning.worlds.aims import aims
from tasksynth_planning.worlds.beliefs import best, flawless, followed, loss, lost_by
from tasksynth_planning.worlds.fleets import (
    Hunted,
    Sea,
    SeaTooLargeError,
    SeaValues,
    arrangements,
    draw_sea,
    elsewhere,
    luck,
)

_TRIES = 120
"""Boards that are drawn before a draw is given up."""
_MOST = 3000
"""States that working out the best shots may take."""
_ENOUGH = 10**6
"""States for judging any shots: as good as no limit, for boards that were drawn below the other."""
_SPARE = 4
"""Turns beyond the cells, for words that are none."""
_PLACES = 6
"""Places of the ships that are tried on one board."""


class BattleshipParams(Params):
    """How large the board is."""

    size: Annotated[int, Field(ge=0, le=5), Knob(0, 5)] = 2
    """From two ships on 4 by 4 cells, of which six arrangements are left, to three on 6 by 6, and
    thirty."""
    luck: Annotated[float, Field(gt=0, le=1), Knob(0.05, 0.02, log=True)] = 0.03
    """The chance, at most, that drawing lots among the cells that may be hit loses nothing."""


class BattleshipInstance(Model):
    """A board, and what is known of how hard it is."""

    world: Sea
    states: int
    """Sets of arrangements that were gone through to know the best shots."""


class Shoot(Tool):
    """Shoot at a cell; you see whether it is a hit or a miss."""

    cell: Annotated[str, Field(max_length=60)]
    """The cell, as in B2: its column, then its row."""


@dataclass
class ShipHunt:
    """What is known, and what was lost so far."""

    at: Hunted
    fired: int = 0
    lost: float = 0.0
    """Misses, in expectation."""
    why: str = ""
    """The first shot that lost something."""


class Battleship(Family[BattleshipParams, BattleshipInstance]):
    """Sink hidden ships; each shot is compared with the one that leads to the fewest misses."""

    name = "games.battleship"
    version = 2
    effort = "states"
    rubric: ClassVar[Rubric] = Rubric(gate="best", best=0.6, kept=0.4)
    turns = 40
    checked = 6
    tools = (Shoot,)

    def generate(self, p: BattleshipParams, rng: np.random.Generator) -> BattleshipInstance | None:
        """A board of chance on which rules of thumb and lots all lose something."""
        dice = Dice(rng)
        for _ in range(_TRIES):
            sea = draw_sea(dice, p.size)
            with suppress(SeaTooLargeError):
                if sea is not None and (x := _kept(dice, sea, p.luck)) is not None:
                    return x
        return None

    def prompt(self, x: BattleshipInstance) -> str:
        return (
            f"{x.world.rules()}\n\nYou are paid for how well you shoot, not for luck: each of your "
            "shots is compared with the one after which the fewest misses, its own included, are "
            "to be expected on average over all arrangements that may still be, if all later shots "
            "are best too. The full reward is for losing nothing by that measure; who loses less "
            "than the usual rules of thumb do earns a part. `shoot` shoots at a cell and shows "
            "what happens; you may also just say the cell, as in B2. A cell that was shot at "
            f"before, and words that are no cell, change nothing, and you have {_SPARE} of them at "
            "most to spare. Nothing is earned before all ships are sunk."
        )

    def needs(self, x: BattleshipInstance) -> Needs:
        turns = x.world.width * x.world.height - len(x.world.shots) + _SPARE
        return super().needs(x).model_copy(update={"turns": turns})

    def begin(self, x: BattleshipInstance) -> ShipHunt:
        return ShipHunt(x.world.begin())

    def step(self, x: BattleshipInstance, s: ShipHunt, action: Action | Tool) -> Turn:
        try:
            cell = _said(x.world, action)
        except Unreadable as e:
            return Turn(f"Error: {e}")
        if cell not in x.world.choices(s.at):
            return Turn(f"Error: {cell} was shot at before; nothing has changed")
        _charge(x, s, cell)
        happened = x.world.happens(s.at, cell)
        s.at = x.world.outcomes(s.at, cell)[happened][1]
        over = x.world.over(s.at)
        told = x.world.seen(cell, happened, s.at)
        return Turn(f"{told}\nAll ships are sunk." if over else told, over=over)

    def judge(self, x: BattleshipInstance, s: ShipHunt) -> Verdict:
        if not x.world.over(s.at):
            return self.rubric(best=0.0, kept=0.0, why="it is not over")
        kept = max(0.0, 1 - s.lost / _usual(x.world))
        return self.rubric(best=float(not s.lost), kept=kept, why=s.why)

    def solve(self, x: BattleshipInstance) -> str:
        values = _values(x.world)
        return written(followed(x.world, lambda b: best(values, b)[0])[0])

    def measure(self, x: BattleshipInstance) -> dict[str, float]:
        """`states`: sets of arrangements gone through to know the best shots."""
        b = x.world.begin()
        return {
            "states": x.states,
            "arrangements": len(arrangements(x.world)),
            "misses": -_values(x.world).of(b) / x.world.scale(b),
        }

    def canonical(self, x: BattleshipInstance) -> Any:
        """What is known at first; not where the ships are."""
        return x.world.plan(x.world.begin()), x.world.ships

    def baselines(self, x: BattleshipInstance) -> dict[str, str]:
        return {who: written(followed(x.world, aim)[0]) for who, aim in aims(x.world).items()}

    def floor(self, p: BattleshipParams) -> float:
        """What one arrangement gets, held to until it is refuted.

        The rules of thumb and lots of `baselines` are tried on every draw.
        """
        return 0.16


def _kept(dice: Dice, sea: Sea, most: float) -> BattleshipInstance | None:
    """The task that a board is, with ships where no rule of thumb does without loss; or none.

    Raises:
        SeaTooLargeError: if there are too many states to know the best shots, or what lots lose.
    """
    values = SeaValues(sea, _MOST)
    values.of(sea.begin())
    states, places = values.size, list(arrangements(sea))
    dice.shuffle(places)
    for place in places[:_PLACES]:
        other = SeaValues(elsewhere(sea, place), _MOST, values.known)
        tried = aims(other.world).values()
        if not any(flawless(other, aim) for aim in tried) and luck(other) <= most:
            return BattleshipInstance(world=other.world, states=states)
    return None


@lru_cache(maxsize=8)
def _values(sea: Sea) -> SeaValues:
    return SeaValues(sea, _ENOUGH)


def _charge(x: BattleshipInstance, s: ShipHunt, cell: str) -> None:
    """Write down what a shot loses, in misses that could be expected."""
    values = _values(x.world)
    s.fired += 1
    lost = loss(values, s.at, cell)
    s.lost += lost
    if lost and not s.why:
        better = " or ".join(best(values, s.at)[:4])
        s.why = f"shot {s.fired}, {cell}, leads to {lost:.3f} more misses on average than {better}"


@lru_cache(maxsize=64)
def _usual(sea: Sea) -> float:
    """What the best rule of thumb that loses something loses, in misses."""
    lost = (lost_by(_values(sea), aim) for aim in aims(sea).values())
    return min(filter(None, lost), default=1.0)


def _said(sea: Sea, action: Action | Tool) -> str:
    return heard(action, action.cell if isinstance(action, Shoot) else None, sea.read)


def written(cells: list[str]) -> str:
    """Shots as a transcript."""
    actions = tuple(Action(tool="shoot", arguments={"cell": one}) for one in cells)
    return Transcript(actions=actions).model_dump_json()
