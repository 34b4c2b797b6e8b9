"""A task of the game: a world, what to achieve in it, and in how many steps."""

from typing import Annotated, Literal

from pydantic import Field

from tasksynth_minecraft.crafter.maps import WorldParams
from tasksynth_schemas import Model

Achievement = Literal[
    "collect_coal", "collect_diamond", "collect_drink", "collect_iron", "collect_sapling",
    "collect_stone", "collect_wood", "defeat_skeleton", "defeat_zombie", "eat_cow", "eat_plant",
    "make_iron_pickaxe", "make_iron_sword", "make_stone_pickaxe", "make_stone_sword",
    "make_wood_pickaxe", "make_wood_sword", "place_furnace", "place_plant", "place_stone",
    "place_table", "wake_up",
]  # fmt: skip


class Survival(Model):
    """A world, the achievements to unlock in it, and the steps that there are for them."""

    world: WorldParams
    goals: Annotated[tuple[Achievement, ...], Field(min_length=1, max_length=22)]
    horizon: Annotated[int, Field(ge=1, le=10_000)]
    difficulty: dict[str, float] = {}
