"""Tasks in scenes of the user's own: structures, schematics and pieces of a world."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tasksynth import Imported, UsageError
from tasksynth_minecraft.embodied.models import Crossview, Event, GoalTarget
from tasksynth_minecraft.embodied.policies import REACH
from tasksynth_minecraft.embodied.sampling import CrossviewParams, Found, Tally, compose
from tasksynth_minecraft.export import worlds
from tasksynth_minecraft.families.crossview import Mine
from tasksynth_minecraft.numeric.dice import Dice, philox
from tasksynth_minecraft.physics.paths import Field, cells_of, stances
from tasksynth_minecraft.worlds.blocks import MINEABLE, NAMES, PLACEABLE, USABLE
from tasksynth_minecraft.worlds.scenes import Cell
from tasksynth_minecraft.worlds.stored import StoredScene, blocks_of

_TRIES = 60
_ITEM: dict[Event, str] = {"mine": "diamond_pickaxe", "interact": "", "approach": "", "place": ""}


def task_in(
    scene: StoredScene, event: Event, *, seed: int, params: CrossviewParams | None = None
) -> Crossview:
    """A certified task in a scene: its target is a block that stands out, and can be reached.

    Raises:
        UsageError: if the scene has no such block, or none that `params` allow; counts why.
    """
    p = params or CrossviewParams(path_min=4, path_max=60)
    if event == "hunt":
        raise UsageError(
            "scenes from files hold no animals; want approach, mine, interact or place"
        )
    blocks, dice = blocks_of(scene), Dice(philox(seed, 7))
    wanted = [NAMES.index(name) for name in (USABLE if event == "interact" else MINEABLE)]
    cells = np.argwhere(np.isin(blocks, wanted))
    tally: Tally = Tally()
    for _ in range(_TRIES if len(cells) else 0):
        x, y, z = cells[dice.below(len(cells))].tolist()
        found = _found(scene, blocks, event, (x, y, z))
        if found is None:
            tally["target out of reach"] += 1
            continue
        item = dice.choose(PLACEABLE) if event == "place" else _ITEM[event]
        task = compose(event, p, found, dice, item=item, wander=0, tally=tally)
        if task is not None:
            return task
    reasons = ", ".join(f"{reason} {n} times" for reason, n in sorted(tally.items()))
    raise UsageError(f"no target of minecraft.{event} in this scene: {reasons or 'no such block'}")


def _found(scene: StoredScene, blocks: np.ndarray, event: Event, cell: Cell) -> Found | None:
    spots = stances(blocks, cell, reach=REACH[event], place=event == "place")
    if not len(spots):
        return None
    target = GoalTarget(name=NAMES[blocks[cell]], cell=cell)
    return Found(blocks, scene, target, Field(blocks, cells_of(spots)), (), np.zeros((0, 18)))


def scene(path: Path) -> Iterator[Imported]:
    """`tasksynth import minecraft FILE`: ten mine tasks in a `.nbt`, `.schem` or `.mca` file."""
    stored = worlds.read(path)
    for index in range(10):
        yield Imported(Mine.name, task_in(stored, "mine", seed=index), index)
