"""What is compared, and by what: settled, and committed, before the run.

The primary outcome is the *area*: the mean over training, by the trapezoid rule, of the held-out
pass rate, of replies that are drawn as in training; and this is the mean over the families that are
trained on of the mean over their levels. Four samplers start from the same weights and are measured
on the same tasks, seed by seed; `frontier` is compared with each of the others, by the mean of the
paired differences and its bootstrap interval. All else is secondary: the same by generated tokens
in place of samples, what is known at the end, and transfer to levels and to a family that are not
trained on.
"""

from typing import Any, Literal

from tasksynth_schemas import Curriculum, Mix, Recipe

Params = dict[str, Any]
Sampler = Literal["uniform", "easy", "staged", "frontier"]
SAMPLERS: tuple[Sampler, ...] = ("uniform", "easy", "staged", "frontier")


def _sudoku(shown: float, *, side: int = 4, variant: str = "plain") -> Params:
    return {"side": side, "variant": variant, "reasoning": "direct", "shown": shown}


def _saturn(literals: int, clauses: int, *, variables: int = 5) -> Params:
    return {"n": literals, "k": variables, "l": clauses, "planting": "saturn"}


def _ksat(ratio: float, *, variables: int = 5) -> Params:
    return {"n_vars": variables, "ratio": ratio, "max_guess": 1}


TRAINED: dict[str, list[Params]] = {
    "puzzle.sudoku": [
        *(_sudoku(shown) for shown in (0.75, 0.6, 0.45, 0.3)),
        *(_sudoku(shown, variant="irregular") for shown in (0.5, 0.3)),
        *(_sudoku(shown, side=6) for shown in (0.6, 0.4)),
    ],
    "sat.saturn": [
        *(_saturn(*at) for at in ((1, 4), (2, 4), (2, 8), (3, 12))),
        *(_saturn(3, 10 * k // 3, variables=k) for k in (7, 8, 10, 12)),
    ],
    "sat.ksat": [
        *(_ksat(ratio) for ratio in (0.8, 1.6, 2.4, 3.2)),
        *(_ksat(3.2, variables=n) for n in (7, 8, 10, 12)),
    ],
}
"""Ladders that are trained on, the easiest first: from a nursery that the warm start partly knows
up to where families begin by themselves. As of most levels of most families, hardly anything of the
upper half is in its reach: more variables, and larger squares, than it has ever written."""
BESIDE: dict[str, list[Params]] = {
    "puzzle.sudoku": [_sudoku(0.15)],
    "sat.saturn": [_saturn(3, 20)],
    "sat.ksat": [_ksat(4.0)],
}
"""Levels that are only measured, harder than the lower half."""
OTHER: dict[str, list[Params]] = {
    "puzzle.futoshiki": [{"side": 4, "reasoning": "direct", "signs": 0.1}]
}
"""A family that is only measured. The warm start has seen its easiest level, as of the others."""

SEEDS = 8
WIDTH, LAYERS, HEADS = 96, 3, 4
WARM_ROWS, WARM_STEPS, WARM_BATCH, WARM_RATE = 2000, 250, 96, 3e-3
"""Reference replies of each family, and how they are learnt."""
STEPS, PROMPTS, GROUP, RATE = 120, 32, 8, 3e-4
"""Of GRPO: in each step so many prompts, so many replies to each."""
LONGEST = 40
"""Tokens of a reply."""
EVERY, HELD_OUT, REPLIES = 30, 32, 1
"""Steps between two measurements; tasks that each level is measured by, and replies to each."""


def recipe(sampler: Sampler, seed: int) -> Recipe:
    """What is served: a ladder of each family, or its lowest level alone."""
    ladders = {name: rungs[:1] if sampler == "easy" else rungs for name, rungs in TRAINED.items()}
    return Recipe(
        seed=1000 + seed,
        mix=tuple(Mix(family=name, params=p) for name, rungs in ladders.items() for p in rungs),
        curriculum=Curriculum(strategy="uniform" if sampler == "easy" else sampler, rollouts=GROUP),
    )
