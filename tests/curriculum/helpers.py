"""What several tests of the curriculum share."""

from typing import Any

from tasksynth_schemas import Curriculum, Mix, Recipe

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)


def recipe(
    strategy: str = "uniform", *, seed: int = 1, lease: int = 10_000, **options: Any
) -> Recipe:
    """Two tracks of five levels each."""
    return Recipe(
        seed=seed,
        mix=(
            Mix(family="toy.sum", levels=LEVELS),
            Mix(family="toy.product", levels=LEVELS, weight=2.0),
        ),
        curriculum=Curriculum(strategy=strategy, options=options, lease=lease),
    )
