"""A few tasks that many tests look at."""

from collections.abc import Callable
from functools import cache

import pytest

from tasksynth import source
from tasksynth.single import Draw

Drawer = Callable[..., tuple[Draw, ...]]


@cache
def _drawn(
    name: str, level: float, count: int, params: tuple[tuple[str, object], ...]
) -> tuple[Draw, ...]:
    tasks = source(f"minecraft.{name}", seed=11, level=level, params=dict(params))
    return tuple(tasks.draw(i) for i in range(count))


@pytest.fixture(scope="session")
def drawn() -> Drawer:
    """`drawn("mine", 0.5, 4, image_size=64)`: tasks, made once a session."""

    def draw(name: str, level: float, count: int, **params: object) -> tuple[Draw, ...]:
        return _drawn(name, level, count, tuple(sorted(params.items())))

    return draw
