"""Hold the game of `minecraft.crafter` against Crafter's own package, step by step.

    pip install crafter==1.8.3
    python benchmarks/minecraft_peers/crafter_steps.py 20000

Both play the same actions from the same state, in worlds of the package's and of ours, and after
every step all that there is must be equal: the world, who is where and how well, the order in
which they act, the inventory, the clocks, the achievements. So must chance: both draw from a
Mersenne Twister of one seed, and are at the same place in it.

Two things of the package's are set aside. It draws noise for the picture of the night from the
game's chance: no pictures are made here. And where a creature leaves a chunk, which one it is
depends on where it lies in memory: here chunks remember the order in which creatures came.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import crafter
import numpy as np
from crafter import objects

from tasksynth_minecraft.crafter import maps
from tasksynth_minecraft.crafter import state as S
from tasksynth_minecraft.crafter.game import Game
from tasksynth_minecraft.crafter.player import RIPE
from tasksynth_minecraft.crafter.policies import Agent
from tasksynth_minecraft.crafter.rules import (
    ACHIEVEMENTS,
    ACTIONS,
    DO,
    ITEMS,
    KINDS,
    MATERIALS,
    MOST,
    PLANT,
)
from tasksynth_minecraft.numeric.dice import philox

_CLASSES = (None, objects.Player, objects.Cow, objects.Zombie, objects.Skeleton, objects.Arrow,
            objects.Plant)  # fmt: skip
_PLANTING = np.array([ACTIONS.index("place_plant"), *[DO] * 4])
_CLOCKS = {objects.Zombie: "cooldown", objects.Skeleton: "reload", objects.Plant: "grown"}


class Ordered(dict[Any, None]):
    """A set in the order of adding, with as much of a set's interface as the package calls."""

    def add(self, item: Any) -> None:
        self[item] = None

    def remove(self, item: Any) -> None:
        del self[item]


class Peer(crafter.Env):
    """The package's game without pictures, with chunks that have an order."""

    def __init__(self, n: int, seed: int) -> None:
        super().__init__(area=(n, n), seed=seed)
        self.reset()
        self.start(seed)

    def _obs(self) -> None:
        return None

    def start(self, seed: int) -> None:
        """Take chance from a twister of a seed, and give every chunk an order."""
        world = self._world
        world.random = np.random.RandomState(np.random.MT19937(seed))
        chunks = defaultdict(Ordered)
        for thing in world.objects:
            thing.random = world.random
            chunks[world.chunk_key(thing.pos)].add(thing)
        world._chunks = chunks

    def take(self, game: Game) -> None:
        """Begin where a game of ours begins."""
        world = self._world
        world.reset()
        world._mat_map[:] = game.cells
        self._player = objects.Player(world, game.at)
        world.add(self._player)
        for row in game.g.who[2 : game.g.s[S.COUNT]]:
            pos = (int(row[S.X]), int(row[S.Y]))
            kind = _CLASSES[row[S.KIND]]
            more = () if kind is objects.Cow else (self._player,)
            world.add(kind(world, pos, *more))


def ours(peer: Peer, seed: int) -> Game:
    """A game of ours that begins where the package's does."""
    creatures = [
        (_CLASSES.index(type(thing)), int(thing.pos[0]), int(thing.pos[1]))
        for thing in peer._world.objects[1:]
    ]
    player = tuple(int(v) for v in peer._player.pos)
    return Game(peer._world._mat_map, player, creatures, seed=seed)


def give(peer: Peer, game: Game, rng: np.random.Generator) -> None:
    """Put the same things into both inventories, so that much can be made and placed."""
    for k, item in enumerate(ITEMS[4:], 4):
        count = int(rng.integers(0, MOST + 1)) if rng.random() < 0.7 else 0
        peer._player.inventory[item] = count
        game.bag[k] = count


def seen_of_peer(peer: Peer) -> dict[str, Any]:
    """All that the package's game is."""
    world, player = peer._world, peer._player
    who = []
    for thing in world.objects[1:]:
        clock = getattr(thing, _CLOCKS.get(type(thing), "none"), 0)
        face = tuple(getattr(thing, "facing", (0, 0)))
        life = thing.health if type(thing) is not objects.Arrow else 0
        who.append((KINDS[_CLASSES.index(type(thing))], *thing.pos, life, clock, *face))
    return {
        "cells": world._mat_map.tobytes(),
        "at": (*player.pos, *player.facing),
        "bag": list(player.inventory.values()),
        "done": list(player.achievements.values()),
        "clocks": [2 * player._hunger, 2 * player._thirst, player._fatigue, 2 * player._recover,
                   player.sleeping, player._last_health],
        "who": who,
        "chunks": [key[0] // 12 * -(-peer._area[0] // 12) + key[2] // 12 for key in world._chunks],
    }  # fmt: skip


def seen_of_ours(game: Game) -> dict[str, Any]:
    """The same of ours."""
    g, s = game.g, game.g.s
    rows = [row for row in g.who[2 : s[S.COUNT]].tolist() if row[S.KIND]]
    return {
        "cells": game.cells.astype(np.uint8).tobytes(),
        "at": (*game.at, int(g.who[1, S.FACE_X]), int(g.who[1, S.FACE_Y])),
        "bag": game.bag.tolist(),
        "done": game.done.tolist(),
        "clocks": [s[S.HUNGER], s[S.THIRST], s[S.FATIGUE], s[S.RECOVERY], s[S.ASLEEP],
                   s[S.KNOWN_LIFE]],
        "who": [(KINDS[row[S.KIND]], *row[1:7]) for row in rows],
        "chunks": s[S.FIRST_CHUNK : S.FIRST_CHUNK + s[S.CHUNKS]].tolist(),
    }  # fmt: skip


def compare(peer: Peer, game: Game, actions: np.ndarray) -> int:
    """Play actions in both until they are through, or the player is dead; how many.

    Raises:
        AssertionError: at the first difference, which it names.
    """
    for k, action in enumerate(actions.tolist()):
        peer.step(action)
        game.step(action)
        theirs, mine = seen_of_peer(peer), seen_of_ours(game)
        for name, value in theirs.items():
            if value != mine[name] and list(value) != list(mine[name]):
                raise AssertionError(f"step {k + 1}, {ACTIONS[action]}: {name}: {value} in the "
                                     f"package, {mine[name]} here")  # fmt: skip
        if game.dead:
            return k + 1
    return len(actions)


def same_chance(peer: Peer, game: Game) -> None:
    """Fail where the two are not at the same place in their chance."""
    drawn = peer._world.random.uniform(size=4).tolist()
    assert drawn == [S.uniform(game.g) for _ in range(4)], "chance is not at the same place"


def actions_for(rng: np.random.Generator, count: int) -> np.ndarray:
    """Random actions, more often steps and `do` than others, as held keys give them."""
    odds = np.array([1, 6, 6, 6, 6, 10, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1], dtype=float)
    drawn = rng.choice(len(ACTIONS), size=count, p=odds / odds.sum())
    return np.repeat(drawn, rng.integers(1, 5, size=count))[:count]


def nurse(peer: Peer, game: Game, rng: np.random.Generator) -> None:
    """Heal both, fill both inventories, let plants grow and put something before the player."""
    give(peer, game, rng)
    for k, name in enumerate(ITEMS[:4]):
        vital = int(rng.integers(4, MOST + 1))
        peer._player.inventory[name] = vital
        game.bag[k] = vital
    for thing in peer._world.objects:
        if isinstance(thing, objects.Plant):
            thing.grown = RIPE - 2
    rows = game.g.who
    rows[rows[:, S.KIND] == PLANT, S.CLOCK] = RIPE - 2
    x, y = game.ahead
    if 0 <= x < len(game.cells) and 0 <= y < len(game.cells) and not game.kinds[x, y]:
        material = int(rng.integers(1, len(MATERIALS)))
        peer._world[x, y] = MATERIALS[material]
        game.cells[x, y] = material


def check(seed: int, steps: int, *, own: bool, nursed: bool) -> tuple[int, np.ndarray]:
    """One game in both; how many steps were equal, and the achievements had."""
    rng = philox(seed, 3)
    if own:
        game = maps.game(maps.WorldParams(seed=seed, size=int(rng.choice([32, 48, 64]))))
        peer = Peer(len(game.cells), seed)
        peer.take(game)
        peer.start(seed)
    else:
        peer = Peer(64, seed)
        game = ours(peer, seed)
    done = 0
    while done < steps and not game.dead:
        if nursed:
            nurse(peer, game, rng)
            done += compare(peer, game, _PLANTING)
            nurse(peer, game, rng)
        if rng.random() < 0.3:  # by a plan: deep into the tree, and into fights
            agent = Agent(game, rng.choice(ACHIEVEMENTS, 3), all_seeing=bool(rng.integers(2)))
            for _ in range(60):
                if not game.dead:
                    done += compare(peer, game, np.array([agent.choose()]))
        else:
            done += compare(peer, game, actions_for(rng, 60))
    same_chance(peer, game)
    return done, game.done > 0


def rates() -> None:
    """Steps a CPU-second of both, each with random actions from a world of the package's."""
    rng = philox(0)
    acts = rng.integers(0, len(ACTIONS), size=50_000)

    def rate(name: str, steps: int, run: Callable[[], object]) -> None:
        begun = time.process_time()
        run()
        print(f"{name}: {steps / (time.process_time() - begun):,.0f} steps a CPU-second")

    drawn = crafter.Env(seed=1)
    drawn.reset()
    blind = Peer(64, 1)
    game = ours(Peer(64, 1), 1)
    rate("the package, with pictures", 500, lambda: [drawn.step(int(a)) for a in acts[:500]])
    rate("the package, without", 2000, lambda: [blind.step(int(a)) for a in acts[:2000]])
    rate("ours, one step a call", 50_000, lambda: [game.step(int(a)) for a in acts])
    many = [maps.game(maps.WorldParams(seed=seed)) for seed in range(400)]
    begun = time.process_time()
    steps = sum(one.play(acts[:500]) for one in many)
    print(f"ours, a game a call: {steps / (time.process_time() - begun):,.0f} steps a CPU-second")


def main(count: int) -> None:
    """Check so many steps, in four kinds of game by turns, and print what they reached."""
    done, had, seed = 0, np.zeros(len(ACHIEVEMENTS), dtype=int), 0
    while done < count:
        steps, reached = check(seed, 2000, own=seed % 2 == 1, nursed=seed % 4 < 3)
        done, had, seed = done + steps, had + reached, seed + 1
    print(f"{done:,} steps in {seed} games, all equal; games with each achievement:")
    print(", ".join(f"{name} {n}" for name, n in zip(ACHIEVEMENTS, had.tolist(), strict=True)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
    rates()
