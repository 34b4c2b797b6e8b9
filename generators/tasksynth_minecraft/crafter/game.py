"""One game: a state, its chance, and what there is to ask of it."""

from collections.abc import Iterable, Sequence

import numpy as np

from tasksynth_minecraft.crafter import state as S
from tasksynth_minecraft.crafter.creatures import DAY, LIGHT
from tasksynth_minecraft.crafter.player import facing, play, step
from tasksynth_minecraft.crafter.rules import ACHIEVEMENTS, HEALTH, ITEMS
from tasksynth_minecraft.crafter.state import GameState

Creature = tuple[int, int, int]
"""Kind, x and y."""


class Game:
    """A game that goes on as long as one acts: the package's has no end but death, neither has it.

    Args:
        cells: materials (n, n) by number, [x, y].
        player: where the player stands.
        creatures: who else there is, in the order in which they act.
        seed: of all chance: a game is a function of its arguments and its actions.
    """

    def __init__(
        self,
        cells: np.ndarray,
        player: tuple[int, int],
        creatures: Iterable[Creature] = (),
        *,
        seed: int = 0,
    ) -> None:
        self.bits = np.random.MT19937(seed)
        self.g: GameState = S.state(cells, *player)
        for kind, x, y in creatures:
            S.add(self.g, kind, x, y)
        S.refill(self.g, self.bits)

    def step(self, action: int) -> None:
        """Do an action, by its number in `rules.ACTIONS`."""
        if self.g.s[S.CURSOR] > S.WORDS - S.SPARE:
            S.refill(self.g, self.bits)
        step(self.g, action)

    def play(self, actions: Sequence[int] | np.ndarray, goals: int = 0) -> int:
        """Do actions until one is dead, or has all goals; how many were done.

        `goals` has a bit for each achievement that is wanted; 0 wants none, and goes on.
        """
        rows = np.asarray(actions, dtype=np.int64)
        done = 0
        while done < len(rows):
            now = int(play(self.g, rows[done:], goals))
            done += now
            if now == 0 or self.dead or (goals and self.has(goals)):
                break
            S.refill(self.g, self.bits)
        return done

    def has(self, goals: int) -> bool:
        """Whether all achievements were had that `goals` has a bit for."""
        return all(self.g.s[S.DONE + k] for k in range(len(ACHIEVEMENTS)) if goals >> k & 1)

    @property
    def cells(self) -> np.ndarray:
        """Materials (n, n), [x, y]; a view."""
        cells: np.ndarray = self.g.land[S.CELLS]
        return cells

    @property
    def kinds(self) -> np.ndarray:
        """The kind of who stands in each cell, (n, n), 0 where nobody does."""
        return np.asarray(self.g.who[:, S.KIND][self.g.land[S.AT]])

    @property
    def bag(self) -> np.ndarray:
        """The inventory, (16,), in the order of `rules.ITEMS`; a view."""
        return self.g.s[S.BAG : S.BAG + len(ITEMS)]

    @property
    def done(self) -> np.ndarray:
        """How often each achievement was had, (22,); a view."""
        return self.g.s[S.DONE : S.DONE + len(ACHIEVEMENTS)]

    @property
    def at(self) -> tuple[int, int]:
        """Where the player is."""
        return int(self.g.who[1, S.X]), int(self.g.who[1, S.Y])

    @property
    def ahead(self) -> tuple[int, int]:
        """The cell that the player faces; it may lie outside the world."""
        x, y = facing(self.g)
        return int(x), int(y)

    @property
    def tick(self) -> int:
        """Steps so far."""
        return int(self.g.s[S.TICK])

    @property
    def asleep(self) -> bool:
        """Whether the player sleeps, whatever is chosen."""
        return bool(self.g.s[S.ASLEEP])

    @property
    def dead(self) -> bool:
        """Whether the player has no health left."""
        return bool(self.bag[HEALTH] <= 0)

    @property
    def light(self) -> float:
        """Daylight in [0, 1]; few zombies come by day."""
        return LIGHT[self.tick % DAY]

    def window(self, wide: int, high: int) -> tuple[np.ndarray, np.ndarray]:
        """What is around the player: materials and kinds, each (wide, high), 0 past the edge."""
        x, y = self.at
        out = np.zeros((2, wide, high), dtype=np.int64)
        x0, y0 = x - wide // 2, y - high // 2
        n = len(self.cells)
        a, b, c, d = max(0, x0), min(n, x0 + wide), max(0, y0), min(n, y0 + high)
        part = self.g.land[:, a:b, c:d].copy()
        part[S.AT] = self.g.who[:, S.KIND][part[S.AT]]
        out[:, a - x0 : b - x0, c - y0 : d - y0] = part
        return out[0], out[1]
