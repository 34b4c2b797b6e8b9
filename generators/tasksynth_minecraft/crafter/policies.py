"""Who plays: an oracle that sees the whole world, an explorer that sees what a player does.

Both follow one plan: the next missing thing on the way to an achievement, the way to it, and in
between what keeps one alive.
"""

from collections.abc import Sequence

import numpy as np

from tasksynth_minecraft.crafter import rules as R
from tasksynth_minecraft.crafter.game import Game
from tasksynth_minecraft.crafter.player import near
from tasksynth_minecraft.crafter.ways import FAR, costs, field

WIDE, HIGH = 9, 7
"""Cells that a player sees around him."""
_DO, _SLEEP = R.DO, R.SLEEP
_OPEN = np.isin(np.arange(len(R.MATERIALS)), (R.GRASS, R.SAND, R.PATH, R.NOTHING))
"""What creatures may come over, as far as one knows, by material."""
_WAYS = {step: R.LEFT + k for k, step in enumerate(R.STEPS)}
_STATION_NEAR = 12
"""A table that is further away than so many actions is left, and another one placed."""
_LOW, _HIGH = 3, 7
"""Below the one a vital is seen to, until it is above the other."""


def goal_bits(goals: Sequence[str]) -> int:
    """Achievements as bits."""
    return sum(1 << R.ACHIEVEMENTS.index(name) for name in goals)


class Agent:
    """Plays a game towards some goals, step by step.

    Args:
        game: the game; the agent reads it, and acts on it in `play` alone.
        goals: achievements to have, in any order.
        all_seeing: whether it knows the world, or what it saw of it.
    """

    def __init__(self, game: Game, goals: Sequence[str], *, all_seeing: bool) -> None:
        self.game, self.goals = game, sorted(goals, key=lambda name: (R.depth(name), name))
        self.all_seeing = all_seeing
        self.seen = np.zeros_like(game.cells)
        """Materials (n, n) as far as they are known; 0 where they are not."""
        self.kinds = np.zeros_like(game.cells)
        self._fields: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]] = {}
        self._tending = ""
        self._costs = costs(game.bag, unknown=2)

    def play(self, steps: int) -> list[int]:
        """Act until all goals are reached, life or the steps are at an end; what was done."""
        bits = goal_bits(self.goals)
        done: list[int] = []
        while len(done) < steps and not self.game.dead and not self.game.has(bits):
            done.append(self.choose())
            self.game.step(done[-1])
        return done

    def choose(self) -> int:
        """The next action."""
        self._look()
        self._costs = costs(self.game.bag, unknown=2)
        if self.game.asleep:
            return R.NOOP
        for act in (self._defend, self._tend):
            if (action := act()) is not None:
                return action
        for goal in self.goals:
            if not self.game.done[R.ACHIEVEMENTS.index(goal)]:
                return self._pursue(goal)
        return R.NOOP

    def _look(self) -> None:
        game = self.game
        if self.all_seeing:
            self.seen, self.kinds = game.cells, game.kinds
            return
        (x, y), n = game.at, len(self.seen)
        a, b = max(0, x - WIDE // 2), min(n, x + WIDE // 2 + 1)
        c, d = max(0, y - HIGH // 2), min(n, y + HIGH // 2 + 1)
        self.seen[a:b, c:d] = game.cells[a:b, c:d]
        self.kinds = np.zeros_like(self.kinds)
        self.kinds[a:b, c:d] = game.kinds[a:b, c:d]

    def _bag(self, item: str) -> int:
        return int(self.game.bag[R.ITEMS.index(item)])

    def _in_sight(self, x: int, y: int) -> bool:
        return 0 <= x < len(self.seen) and 0 <= y < len(self.seen)

    # what keeps one alive

    def _defend(self) -> int | None:
        """Strike a zombie, or a skeleton, that is beside one."""
        x, y = self.game.at
        for (dx, dy), move in _WAYS.items():
            if self._in_sight(x + dx, y + dy) and self.kinds[x + dx, y + dy] in (
                R.ZOMBIE,
                R.SKELETON,
            ):
                return _DO if self.game.ahead == (x + dx, y + dy) else move
        return None

    def _tend(self) -> int | None:
        """Drink, eat or sleep where that cannot wait."""
        low = [name for name in ("drink", "food", "energy") if self._bag(name) <= _LOW]
        if not self._tending and low:
            self._tending = low[0]
        if self._tending and self._bag(self._tending) >= _HIGH:
            self._tending = ""
        if self._tending == "drink":
            return self._use("water", self.seen == R.WATER)
        if self._tending == "food":
            return self._use("cow", self.kinds == R.COW)
        if self._tending == "energy":
            self._tending = ""
            return _SLEEP if self._bag("energy") <= 1 and not self._hunted() else None
        return None

    def _hunted(self) -> bool:
        x, y = self.game.at
        around = self.kinds[max(0, x - 6) : x + 7, max(0, y - 6) : y + 7]
        return bool((around == R.ZOMBIE).any())

    # what leads to a goal

    def _pursue(self, goal: str) -> int:
        verb, _, name = goal.partition("_")
        if goal == "wake_up":
            return _SLEEP if self._bag("energy") < R.MOST else R.NOOP
        if goal == "eat_plant":
            return self._garden()
        if verb in ("eat", "defeat"):
            return self._use(name, self.kinds == R.KINDS.index(name)) or self._explore()
        if (action := self._log(goal)) is not None:
            return action
        if verb == "collect":
            return self._get(name, self._bag(name) + 1) or R.NOOP
        return self._place(name) if verb == "place" else self._make(name)

    def _log(self, goal: str) -> int | None:
        """Wood for the whole way to a goal, while one has no pickaxe and is among trees."""
        if self._bag("wood_pickaxe") or R.depth(goal) < 3:
            return None
        tools = [n[5:] for n in R.before(goal) if n.startswith("make_")]
        wood = 2 + sum(not self._bag(tool) for tool in tools)
        return self._get("wood", min(wood + 2 * ("place_furnace" in R.before(goal)), R.MOST))

    def _get(self, item: str, count: int) -> int | None:
        """What leads to so many of an item; None where one has them."""
        if self._bag(item) >= min(count, R.MOST):
            return None
        if item in R.MAKE:
            return self._make(item)
        material, how = next((m, how) for m, how in R.COLLECT.items() if how.gives == item)
        if how.tool and (action := self._get(how.tool, 1)) is not None:
            return action
        return self._use(material, self.seen == R.MATERIALS.index(material)) or self._explore()

    def _make(self, tool: str) -> int:
        how = R.MAKE[tool]
        for item, count in sorted(how.uses.items(), key=lambda use: use[0] == "wood"):
            if (action := self._get(item, count)) is not None:
                return action
        for station in how.near:
            if not near(self.game.g, R.MATERIALS.index(station)):
                return self._come_to(station, how.uses)
        return R.ACTIONS.index(f"make_{tool}")

    def _come_to(self, station: str, uses: dict[str, int]) -> int:
        """Go to a station that is near enough, or place one."""
        there = self.seen == R.MATERIALS.index(station)
        x, y = self.game.at
        if station == "table" and self._field("table", there)[x, y] <= _STATION_NEAR:
            return self._use("table", there) or R.NOOP
        return self._place(station, uses)

    def _place(self, name: str, others: dict[str, int] | None = None) -> int:
        """Place a thing, and have what else is needed left then."""
        for item, count in R.PLACE[name].uses.items():
            if (action := self._get(item, count + (others or {}).get(item, 0))) is not None:
                return action
        ground = R.ON[list(R.PLACE).index(name)][self.seen]
        free = ground & (self.kinds == R.NOBODY)
        x, y = self.game.ahead
        if self._in_sight(x, y) and free[x, y] and 0 not in self.game.at:
            return R.ACTIONS.index(f"place_{name}")
        if self._in_sight(x, y) and self.seen[x, y] == R.STONE and self._bag("wood_pickaxe"):
            return _DO
        return self._use(f"ground for {name}", free & (self.seen != R.WATER)) or self._explore()

    def _garden(self) -> int:
        """Plant where nothing comes to but oneself, wait beside it, and eat."""
        x, y = self.game.ahead
        ours = self.kinds == R.PLANT
        if self._in_sight(x, y) and ours[x, y]:
            return _DO  # an unripe one takes no harm
        if ours.any():
            return self._use("plant", ours) or R.NOOP
        if (action := self._get("sapling", 1)) is not None:
            return action
        walls = np.pad(~_OPEN[self.seen], 1, constant_values=True)
        sides = np.stack([walls[:-2, 1:-1], walls[2:, 1:-1], walls[1:-1, :-2], walls[1:-1, 2:]])
        pocket = (self.seen == R.GRASS) & (sides.sum(0) >= 3)
        if self._in_sight(x, y) and pocket[x, y] and self.kinds[x, y] == R.NOBODY:
            return R.ACTIONS.index("place_plant")
        return self._use("pocket", pocket) or self._explore()

    # ways

    def _field(self, name: str, targets: np.ndarray) -> np.ndarray:
        """How far it is to some cells; made again where they, or the world, are not the same."""
        cost = self._costs[self.seen]
        cost[self.kinds == R.PLANT] = FAR
        old = self._fields.get(name)
        if old and np.array_equal(old[0], cost) and np.array_equal(old[1], targets):
            return old[2]
        made = field(cost, targets)
        self._fields[name] = (cost, targets, made)
        return made

    def _use(self, name: str, targets: np.ndarray) -> int | None:
        """Go to the nearest of some cells, face it and `do`; None where there is no way."""
        ahead = self.game.ahead
        if self._in_sight(*ahead) and targets[ahead]:
            return _DO
        x, y = self.game.at
        if not targets.any():
            return None
        far = self._field(name, targets)
        best = min(
            ((int(far[x + dx, y + dy]) + self._entry(x + dx, y + dy, targets), move, (dx, dy))
             for (dx, dy), move in _WAYS.items() if self._in_sight(x + dx, y + dy)),
            default=(FAR, 0, (0, 0)),
        )  # fmt: skip
        return self._go(best[1], x + best[2][0], y + best[2][1]) if best[0] < FAR else None

    def _entry(self, x: int, y: int, targets: np.ndarray) -> int:
        cost = 1 if targets[x, y] else int(self._costs[self.seen[x, y]])
        return cost + 3 * (self.kinds[x, y] not in (R.NOBODY, R.ARROW) and not targets[x, y])

    def _go(self, move: int, x: int, y: int) -> int:
        """Go into a cell, or make it one that can be gone into."""
        open_ = self.seen[x, y] in (R.GRASS, R.SAND, R.PATH) and not self.kinds[x, y]
        if open_ or self.game.ahead != (x, y):
            return move
        return R.PLACE_STONE if self.seen[x, y] == R.WATER else _DO

    def _explore(self) -> int:
        """Go to the nearest cell that was not seen yet; walk about where all was."""
        action = self._use("unknown", self.seen == R.NOTHING)
        if action is not None:
            return action
        x, y = self.game.at
        for k in range(4):
            move = (self.game.tick // 7 + k) % 4
            dx, dy = R.STEPS[move]
            if self._in_sight(x + dx, y + dy) and self.seen[x + dx, y + dy] in (
                R.GRASS,
                R.SAND,
                R.PATH,
            ):
                return R.LEFT + move
        return R.NOOP


def random_actions(count: int, rng: np.random.Generator) -> np.ndarray:
    """Actions drawn alike, each held for up to eight steps."""
    drawn = rng.integers(0, len(R.ACTIONS), size=count)
    return np.repeat(drawn, rng.integers(1, 9, size=count))[:count]
