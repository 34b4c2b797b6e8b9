"""A table of what solvers get, a column a level, as the documents have them."""

from collections.abc import Callable
from typing import Any

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)


def show(family: Any, measured: Callable[[float, int], dict[str, float]], tasks: int) -> None:
    """Print the share that each solver gets of so many tasks a level, and the declared floors."""
    columns = [measured(level, tasks) for level in LEVELS]
    floors = [family.floor(family.Params.at(level)) for level in LEVELS]
    print(f"{family.name:<26}" + "".join(f"{level:>8}" for level in LEVELS))
    for who in columns[0]:
        print(f"{who:<26}" + "".join(f"{column[who]:>8.2f}" for column in columns))
    print(f"{'floor':<26}" + "".join(f"{floor:>8.2f}" for floor in floors))
