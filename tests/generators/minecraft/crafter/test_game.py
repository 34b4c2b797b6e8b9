"""The game's rules, by hand where a few steps show them, and against Crafter's own package."""

import numpy as np
import pytest

from tasksynth_minecraft.crafter import rules as R
from tasksynth_minecraft.crafter import state as S
from tasksynth_minecraft.crafter.creatures import LIGHT
from tasksynth_minecraft.crafter.game import Creature, Game
from tasksynth_minecraft.crafter.player import RIPE


def place(*creatures: Creature, at: tuple[int, int] = (12, 12), **cells: tuple[int, int]) -> Game:
    """A meadow with a few other cells, the player in its middle, facing down."""
    land = np.full((24, 24), R.GRASS)
    for name, cell in cells.items():
        land[cell] = R.MATERIALS.index(name)
    return Game(land, at, creatures, seed=5)


def do(game: Game, *names: str) -> None:
    for name in names:
        game.step(R.ACTIONS.index(name))


def test_from_wood_to_a_pickaxe_and_stone() -> None:
    game = place(tree=(12, 13), stone=(13, 12))
    do(game, "do")
    assert game.bag[R.WOOD] == 1
    assert game.cells[12, 13] == R.GRASS  # a felled tree is gone
    do(game, "place_table")
    assert not (game.cells == R.TABLE).any()  # it takes two
    game.bag[R.WOOD] = 3
    do(game, "place_table", "make_wood_pickaxe", "move_right", "do")
    assert game.bag[R.ITEMS.index("stone")] == 1
    assert game.cells[13, 12] == R.PATH
    had = {R.ACHIEVEMENTS[k] for k in np.flatnonzero(game.done)}
    assert had == {"collect_wood", "place_table", "make_wood_pickaxe", "collect_stone"}


def test_nothing_is_made_at_the_upper_edge() -> None:
    for y, made in ((0, 0), (1, 1)):
        game = place(at=(12, y), table=(13, y))
        game.bag[R.WOOD] = 1
        do(game, "make_wood_sword")
        assert game.done[R.ACHIEVEMENTS.index("make_wood_sword")] == made


def test_lava_kills_and_a_stone_makes_it_safe() -> None:
    game = place(lava=(12, 13))
    game.bag[R.ITEMS.index("stone")] = 1
    do(game, "place_stone", "move_down")
    assert not game.dead
    game = place(lava=(12, 13))
    do(game, "move_down")
    assert game.dead


def test_a_zombie_strikes_and_is_beaten_with_five_blows() -> None:
    game = place((R.ZOMBIE, 12, 13))
    do(game, "do")
    assert game.bag[R.HEALTH] == 7
    do(game, *["do"] * 3)
    assert not game.done[R.ACHIEVEMENTS.index("defeat_zombie")]
    do(game, "do")
    assert game.done[R.ACHIEVEMENTS.index("defeat_zombie")] == 1
    assert not (game.kinds == R.ZOMBIE).any()


def test_sleep_lasts_until_one_is_rested() -> None:
    game = place()
    do(game, *["noop"] * 31)
    assert game.bag[R.ENERGY] == 8
    do(game, "sleep", *["move_left"] * 10)
    assert game.asleep
    assert game.at == (12, 12)
    do(game, "noop", "noop")
    assert game.done[R.ACHIEVEMENTS.index("wake_up")] == 1


def test_a_plant_is_food_when_it_is_old_enough() -> None:
    game = place()
    game.bag[R.SAPLING], game.bag[R.FOOD] = 1, 3
    do(game, "place_plant", "do")
    assert not game.done[R.ACHIEVEMENTS.index("eat_plant")]
    game.g.who[game.g.who[:, S.KIND] == R.PLANT, S.CLOCK] = RIPE
    do(game, "noop", "do")
    assert game.done[R.ACHIEVEMENTS.index("eat_plant")] == 1
    assert game.bag[R.FOOD] == 7


def test_a_game_is_its_seed_and_its_actions() -> None:
    acts = np.arange(900) * 7 % len(R.ACTIONS)
    one, two = (place((R.COW, 3, 3), (R.ZOMBIE, 20, 20)) for _ in range(2))
    done = one.play(acts)
    for action in acts[:done]:
        two.step(int(action))
    assert done > 100
    assert (one.g.land == two.g.land).all()
    assert (one.g.s[: S.CURSOR] == two.g.s[: S.CURSOR]).all()


def test_no_light_is_near_a_number_that_decides() -> None:
    """So a cosine that is off by its last bit lets no other number of creatures live."""
    for light in LIGHT:
        for number in (3.5 - 3 * light, 1.5 + light):
            assert abs(number - round(number)) > 1e-9


def test_the_tables_are_those_of_the_package() -> None:
    theirs = pytest.importorskip("crafter").constants
    assert list(R.ACTIONS) == theirs.actions
    assert list(R.ACHIEVEMENTS) == theirs.achievements
    assert list(R.MATERIALS[1:]) == theirs.materials
    assert list(R.ITEMS) == list(theirs.items)
    for name, how in R.COLLECT.items():
        assert theirs.collect[name]["leaves"] == how.leaves
        assert theirs.collect[name]["require"] == ({how.tool: 1} if how.tool else {})
    for name, costs in R.PLACE.items():
        assert (theirs.place[name]["uses"], theirs.place[name]["where"]) == (
            costs.uses,
            list(costs.on),
        )
    for name, needs in R.MAKE.items():
        assert (theirs.make[name]["uses"], theirs.make[name]["nearby"]) == (
            needs.uses,
            list(needs.near),
        )


@pytest.mark.parametrize("own", [False, True])
def test_every_step_is_that_of_the_package(own: bool) -> None:
    pytest.importorskip("crafter")
    from benchmarks.minecraft_peers.crafter_steps import check

    steps, reached = check(12 + own, 300, own=own, nursed=True)
    assert steps >= 100
    assert reached.sum() >= 4
