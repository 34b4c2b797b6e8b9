"""Rates of the Minecraft domain on one core, and the table of success rates by level.

    python benchmarks/minecraft.py             # rates, beside ROCKET-3's published figure
    python benchmarks/minecraft.py vector      # 64 environments at once, beside two peers
    python benchmarks/minecraft.py table 500   # oracle, greedy and random, 500 tasks a level
    python benchmarks/minecraft.py table 500 archery   # of one of them
    python benchmarks/minecraft.py glances 500 # reference and trivial answers of the others
    python benchmarks/minecraft.py crafter 200 # who solves minecraft.crafter, by level

CPU seconds of this process; the compilation of the kernels is not counted. ROCKET-3
(arXiv 2507.23698) reports about 1,000 frames a second over 72 game instances: 14 each. The peers
of `vector` are Gymnasium's own vector of 64 CartPoles, four numbers each, and Crafter, a game in
two dimensions (`pip install crafter`, where it is wanted).
"""

import sys
import time
from collections import Counter
from collections.abc import Callable

import gymnasium
import numpy as np

from tasksynth import source
from tasksynth.rng import rng_for
from tasksynth_minecraft.crafter.models import Survival
from tasksynth_minecraft.crafter.policies import random_actions as random_walk
from tasksynth_minecraft.crafter.turns import transcript
from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.embodied.goals import images
from tasksynth_minecraft.embodied.gym import CrossviewEnv
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.embodied.policies import greedy, random_actions
from tasksynth_minecraft.embodied.rollout import Rollout
from tasksynth_minecraft.embodied.sampling import CrossviewParams
from tasksynth_minecraft.embodied.vector import VectorCrossviewEnv
from tasksynth_minecraft.families.crafter import Crafter
from tasksynth_minecraft.families.crossview import Approach, Hunt, Interact, Mine, Place
from tasksynth_minecraft.numeric.dice import philox
from tasksynth_minecraft.rendering.view import Camera, render
from tasksynth_minecraft.worlds.scenes import SceneParams, build
from tasksynth_schemas import TaskRef

PEER = 1000 / 72
"""ROCKET-3's frames a second and game instance."""
EMBODIED: dict[str, tuple[Approach | Mine | Interact | Place | Hunt, dict[str, str]]] = {
    "approach": (Approach(), {}),
    "mine": (Mine(), {}),
    "interact": (Interact(), {}),
    "place": (Place(), {}),
    "hunt": (Hunt(), {}),
    "archery": (Hunt(), {"weapon": "bow"}),
}
GLANCES = ("locate", "mask", "memory", "pose", "route", "techtree")
LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
MAX_ATTEMPTS = 1000
MANY = 64
"""Environments side by side."""


def rate(act: Callable[[int], int], *, seconds: float = 1.0) -> float:
    """How much `act` gets done a CPU second; it returns how much it did."""
    act(0)
    done, i, begun = 0, 0, time.process_time()
    while (spent := time.process_time() - begun) < seconds:
        done += act(i)
        i += 1
    return done / spent


def frames() -> None:
    scene = build(SceneParams(seed=3, houses=2, walls=4, props=("chest",) * 8)).blocks
    for width, height in ((64, 64), (128, 128), (224, 224), (640, 360)):

        def one(i: int, width: int = width, height: int = height) -> int:
            camera = Camera(x=10.5, y=22, z=10.5, yaw=i * 7 % 360 - 180, pitch=10)
            render(scene, camera, width=width, height=height)
            return 1

        fps = rate(one)
        print(f"frames {width}x{height}: {fps:,.0f} a CPU second, {fps / PEER:,.0f} x a game")


def tasks() -> None:
    for name, (family, fixed) in EMBODIED.items():
        for level in (0.0, 0.5, 1.0):
            made = source(family.name, seed=1, level=level, params=fixed)

            def one(i: int, made: object = made) -> int:
                made.draw(i)  # type: ignore[attr-defined]
                return 1

            def drawn(i: int, made: object = made) -> int:
                images(made.draw(i).instance)  # type: ignore[attr-defined]
                return 1

            print(f"{name} at level {level:g}: {rate(one):,.0f} certified tasks a CPU "
                  f"second, {rate(drawn):,.0f} with their three 128x128 PNG files")  # fmt: skip


def steps() -> None:
    task = source("minecraft.mine", seed=1, level=0.5, params={"image_size": 64}).draw(0).instance
    if not isinstance(task, Crossview):
        raise SystemExit("this is no mine task")
    walk = {"forward": 1, "camera": (0.0, 3.0)}
    for pixels in (True, False):
        env = CrossviewEnv(task, pixels=pixels)
        env.reset()

        def one(_: int, env: CrossviewEnv = env) -> int:
            _, _, ended, cut, _ = env.step(walk)
            if ended or cut:
                env.reset()
            return 1

        label = "with 64x64 pixels" if pixels else "without pixels"
        print(f"Gymnasium steps {label}: {rate(one):,.0f} a CPU second")
    rows = np.tile(actions.row("forward", yaw=500), (task.horizon, 1))
    print(f"steps of a replay: {rate(lambda _: len(Rollout(task).play(rows))):,.0f} a CPU second")


def vector() -> None:
    """Steps of a vector of 64 without pixels, as a ratio to what others make of as many."""
    tasks = [source("minecraft.mine", seed=1, level=0.5).draw(i).instance for i in range(MANY)]
    env = VectorCrossviewEnv(tasks, pixels=False)  # type: ignore[arg-type]
    plays = np.stack([np.resize(random_actions(task), (600, 12)) for task in tasks])  # type: ignore[arg-type]
    env.reset()

    def ours(i: int) -> int:
        env.step(plays[:, i % 600])
        return MANY

    poles = gymnasium.make_vec("CartPole-v1", MANY, vectorization_mode="sync")
    poles.reset(seed=1)
    push = np.ones(MANY, dtype=np.int64)

    def pole(_: int) -> int:
        poles.step(push)
        return MANY

    mine = rate(ours, seconds=3)
    print(f"vector of {MANY} without pixels: {mine:,.0f} steps a CPU second")
    other = rate(pole, seconds=3)
    print(f"Gymnasium's vector of {MANY} CartPoles: {other:,.0f}; ours is {mine / other:.1f} x")
    try:
        import crafter
    except ImportError:
        return
    games = [crafter.Env(seed=i) for i in range(MANY)]
    for game in games:
        game.reset()

    def craft(i: int) -> int:
        for k, game in enumerate(games):
            if game.step((i + k) % 17)[2]:
                game.reset()
        return MANY

    other = rate(craft, seconds=3)
    print(f"{MANY} Crafters, with their pixels: {other:,.0f}; ours is {mine / other:,.0f} x")


def table(count: int, only: str | None) -> None:
    """Success rates by family and level, and why draws were refused, as Markdown."""
    print("| family | level | path, ticks (median) | oracle | greedy | random | draws refused |")
    print("|---|---|---|---|---|---|---|")
    for name, (family, fixed) in EMBODIED.items():
        for level in LEVELS if only in (None, name) else ():
            p = family.Params.at(level, **fixed)
            won: Counter[str] = Counter()
            tally: Counter[str] = Counter()
            made = [task_at(family, p, index, tally) for index in range(count)]
            for index, x in enumerate(made):
                played = {"oracle": family.solve(x), "greedy": greedy(x, seed=index),
                          "random": random_actions(x, seed=index)}  # fmt: skip
                for player, rows in played.items():
                    answer = rows if isinstance(rows, str) else actions.encode(rows)
                    won[player] += family.verify(x, answer).status == "pass"
            path = np.median([x.difficulty["path_len"] for x in made])
            ticks = np.median([x.oracle_ticks for x in made])
            rates = " | ".join(f"{won[n] / count:.1%}" for n in ("oracle", "greedy", "random"))
            refused = ", ".join(f"{reason} {n}" for reason, n in tally.most_common()) or "none"
            print(f"| {name} | {level:g} | {path:g}, {ticks:g} | {rates} | {refused} |",
                  flush=True)  # fmt: skip


def task_at(
    family: Approach | Mine | Interact | Place | Hunt,
    p: CrossviewParams,
    index: int,
    tally: Counter[str],
) -> Crossview:
    """The task of seed 1 at an index, counting the draws that were refused before it."""
    ref = TaskRef(family=family.name, version=family.version, seed=1, index=index,
                  params=p.model_dump(mode="json"))  # fmt: skip
    for attempt in range(MAX_ATTEMPTS):
        x = family.draw(p, rng_for(ref, attempt), tally)  # type: ignore[arg-type]
        if x is not None:
            return x
    raise SystemExit(f"{ref}: no task")


def glances(count: int) -> None:
    """Pass rates of the reference and of the best trivial strategy, as Markdown."""
    print("| family | level | reference | best trivial answer | CPU ms a task and verdict |")
    print("|---|---|---|---|---|")
    for name in GLANCES:
        for level in LEVELS:
            tasks = source(f"minecraft.{name}", seed=1, level=level)
            family, won, solved = tasks.family, Counter[str](), 0
            begun = time.process_time()
            for index in range(count):
                x = tasks.draw(index).instance
                solved += family.verify(x, family.solve(x)).status == "pass"
            spent = time.process_time() - begun
            for index in range(count):
                x = tasks.draw(index).instance
                for by, answer in family.baselines(x).items():
                    won[by] += family.verify(x, answer).status == "pass"
            by, best = won.most_common(1)[0]
            trivial = f"{best / count:.1%} ({by})" if best else "0.0%"
            print(f"| {name} | {level:g} | {solved / count:.1%} | {trivial} | "
                  f"{1000 * spent / count:.0f} |", flush=True)  # fmt: skip


def survival(count: int) -> None:
    """Who solves `minecraft.crafter`: the oracle, who sees what a player sees, who walks about."""
    print("| level | steps, sub-goals (median) | oracle | explorer | random | CPU ms a task |")
    print("|---|---|---|---|---|---|")
    family = Crafter()
    for level in LEVELS:
        tasks = source(family.name, seed=1, level=level)
        begun = time.process_time()
        made = [tasks.draw(index).instance for index in range(count)]
        spent = 1000 * (time.process_time() - begun) / count
        won, walked = Counter[str](), philox(1)
        for x in made:
            if not isinstance(x, Survival):
                raise SystemExit("this is no task of minecraft.crafter")
            won["oracle"] += family.verify(x, family.solve(x)).status == "pass"
            won["explorer"] += int(family.measure_full(x)["explorer"])
            walk = transcript(random_walk(x.horizon, walked).tolist())
            won["random"] += family.verify(x, walk).status == "pass"
        steps, subgoals = (
            np.median([x.difficulty[n] for x in made]) for n in ("steps", "subgoals")
        )
        rates = " | ".join(f"{won[n] / count:.1%}" for n in ("oracle", "explorer", "random"))
        print(f"| {level:g} | {steps:g}, {subgoals:g} | {rates} | {spent:.0f} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["table"]:
        table(int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)
    elif sys.argv[1:2] == ["vector"]:
        vector()
    elif sys.argv[1:2] == ["glances"]:
        glances(int(sys.argv[2]))
    elif sys.argv[1:2] == ["crafter"]:
        survival(int(sys.argv[2]))
    else:
        frames()
        tasks()
        steps()
