"""Real seeds, where active-cubiomes is installed; and what is said where it is not."""

import math
import sys
from typing import Any

import pytest

from tasksynth.errors import UsageError
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.export import commands, seeds
from tests.generators.minecraft.conftest import Drawer


@pytest.fixture
def cubiomes() -> Any:
    return pytest.importorskip("cubiomes")


@pytest.mark.parametrize("game", ["1.16.5", "1.11.2"])
@pytest.mark.parametrize("biome", ["plains", "desert", "snowy_tundra"])
def test_the_spawn_is_where_the_game_puts_it(biome: Any, game: Any, cubiomes: Any) -> None:
    site = seeds.find(biome, game=game)
    world = cubiomes.Generator(getattr(cubiomes.MCVersion, f"MC_{game.replace('.', '_')}"))
    world.apply_seed(0, site.seed)
    assert world.get_spawn() == site.spawn
    assert world.get_biome_at(site.spawn[0], 64, site.spawn[1], scale=1) == cubiomes.BiomeID[biome]
    assert seeds.find(biome, game=game) == site
    assert seeds.find(biome, game=game, first=site.seed + 1).seed > site.seed


def test_a_village_is_near(cubiomes: Any) -> None:
    site = seeds.find("plains", village_within=200)
    assert site.village is not None
    assert math.dist(site.village, site.spawn) <= 200
    world = cubiomes.Generator(cubiomes.MCVersion.MC_1_16_5)
    world.apply_seed(0, site.seed)
    assert cubiomes.is_viable_structure_pos(cubiomes.StructureType.Village, world, *site.village)
    assert seeds.find("plains").village is None


def test_a_task_is_put_into_the_air_above_the_spawn(cubiomes: Any, drawn: Drawer) -> None:
    task = drawn("mine", 0.0, 1, **commands.MINESTUDIO_PARAMS)[0].instance
    assert isinstance(task, Crossview)
    site = seeds.find("savanna")
    config = commands.minestudio(task, seed=site.seed, at=(site.spawn[0], 100, site.spawn[1]))
    (start,) = config["spawn_positions"]
    assert start["seed"] == site.seed
    assert math.dist(start["position"][::2], site.spawn) < 64


def test_a_search_that_finds_nothing_says_how_far_it_went(cubiomes: Any) -> None:
    with pytest.raises(UsageError, match="seeds from 5 to 7 has its spawn in desert and a village"):
        seeds.find("desert", first=5, tries=3, village_within=1)


def test_without_the_package_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cubiomes", None)
    with pytest.raises(UsageError, match=r"pip install 'tasksynth\[seeds\]'"):
        seeds.find("plains")
