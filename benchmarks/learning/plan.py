"""What is compared, and by what: settled, and committed, before the run.

The primary outcome is the *area*: the mean over training, by the trapezoid rule, of the held-out
pass rate, of replies that are drawn as in training; and this is the mean over the families that are
trained on of the mean over their levels. Four samplers start from the same weights and are measured
on the same tasks, seed by seed; `frontier` is compared with each of the others, by the mean of the
paired differences and its bootstrap interval. All else is secondary: the same by generated tokens
in place of samples, what is known at the end, and transfer to levels above the trained ones and to
a family that is not trained.
"""

from typing import Any, Literal

from tasksynth_schemas import Curriculum, Mix, Recipe

Params = dict[str, Any]
Sampler = Literal["uniform", "easy", "staged", "frontier"]
SAMPLERS: tuple[Sampler, ...] = ("uniform", "easy", "staged", "frontier")


def _sudoku(shown: float) -> Params:
    return {"side": 4, "variant": "plain", "reasoning": "direct", "shown": shown}


def _saturn(literals: int, clauses: int) -> Params:
    return {"n": literals, "k": 5, "l": clauses, "planting": "saturn"}


def _ksat(ratio: float) -> Params:
    return {"n_vars": 5, "ratio": ratio, "max_guess": 1}


TRAINED: dict[str, list[Params]] = {
    "puzzle.sudoku": [_sudoku(shown) for shown in (0.75, 0.65, 0.55, 0.45, 0.35, 0.25)],
    "sat.saturn": [_saturn(*at) for at in ((1, 4), (2, 4), (2, 8), (3, 10), (3, 15), (3, 20))],
    "sat.ksat": [_ksat(ratio) for ratio in (0.8, 1.4, 2.0, 2.6, 3.2, 3.8)],
}
"""Ladders that are trained on, the easiest first: from a nursery, most of which the warm start can
do, to what it hardly ever does. Nobody knows beforehand where on a ladder a model stands."""
ABOVE: dict[str, list[Params]] = {
    "puzzle.sudoku": [_sudoku(0.1)],
    "sat.saturn": [_saturn(3, 26)],
    "sat.ksat": [_ksat(4.4)],
}
"""Levels above those: only measured."""
OTHER: dict[str, list[Params]] = {
    "puzzle.futoshiki": [{"side": 4, "reasoning": "direct", "signs": 0.1}]
}
"""A family that is only measured. The warm start has seen its easiest level, as of the others."""

SEEDS = 8
WIDTH, LAYERS, HEADS = 96, 3, 4
WARM_ROWS, WARM_STEPS, WARM_BATCH, WARM_RATE = 2000, 400, 96, 3e-3
"""Reference replies of each family, and how they are learnt."""
STEPS, PROMPTS, GROUP, RATE = 120, 32, 8, 3e-4
"""Of GRPO: in each step so many prompts, so many replies to each."""
LONGEST = 20
"""Tokens of a reply."""
EVERY, HELD_OUT, REPLIES = 20, 32, 1
"""Steps between two measurements; tasks that each level is measured by, and replies to each."""


def recipe(sampler: Sampler, seed: int) -> Recipe:
    """What is served: a ladder of each family, or its lowest level alone."""
    ladders = {name: rungs[:1] if sampler == "easy" else rungs for name, rungs in TRAINED.items()}
    return Recipe(
        seed=1000 + seed,
        mix=tuple(Mix(family=name, params=p) for name, rungs in ladders.items() for p in rungs),
        curriculum=Curriculum(strategy="uniform" if sampler == "easy" else sampler, rollouts=GROUP),
    )
