"""Params that are to change how a task is told, and nothing else."""

from collections.abc import Sequence
from typing import Any, Literal, get_args, get_origin

from tasksynth import registry
from tasksynth.registry import AnyFamily
from tasksynth.rng import Stream
from tasksynth.testing.draws import SEED, want

VALUES = 4
"""Of a param that are looked at: the first, the last, and some between."""
DICE = 2
"""Draws that each is told of."""
PATIENCE = 50
"""Attempts until all values take a draw."""


def what_tells_changes_nothing_else(name: str, levels: Sequence[float]) -> None:
    """Of the same dice, whatever `tells` names, tasks take the same effort under the same floor."""
    family = registry.get(name)
    for axis in family.tells:
        values = _values(family, axis)
        want(
            len(values) > 1,
            f"`tells` names {axis!r}, which is no param of several values: a Literal or a bool",
        )
        moved = axis in family.Params.knobs()
        want(not moved, f"`tells` names {axis!r}, which moves with the level")
        for index in range(DICE):
            told = _told(family, levels[0], axis, values, index)
            want(
                len(set(told.values())) == 1,
                f"draw {index} at level {levels[0]:g} depends on {axis!r}: effort and floor are "
                + ", ".join(
                    f"{effort:g}, {floor:g} at {at!r}" for at, (effort, floor) in told.items()
                ),
            )


def _values(family: AnyFamily, axis: str) -> list[Any]:
    field = family.Params.model_fields.get(axis)
    kind = None if field is None else field.annotation
    every = [False, True] if kind is bool else []
    if get_origin(kind) is Literal:
        every = list(get_args(kind))
    if len(every) <= VALUES:
        return every
    return [every[round(i * (len(every) - 1) / (VALUES - 1))] for i in range(VALUES)]


def _told(
    family: AnyFamily, level: float, axis: str, values: Sequence[Any], index: int
) -> dict[str, tuple[float, float]]:
    """By value, what the first draw takes that none of them rejects, and what guessing gets."""
    stream = Stream(f"{family.name} {SEED}".encode())
    params = {str(value): family.Params.at(level, **{axis: value}) for value in values}
    for attempt in range(PATIENCE):
        made = {at: family.generate(p, stream.rng(index, attempt)) for at, p in params.items()}
        if all(x is not None for x in made.values()):
            return {
                at: (family.measure(x).get(family.effort, 0.0), family.floor(params[at]))
                for at, x in made.items()
            }
    raise AssertionError(f"no draw in {PATIENCE} suits all values of {axis!r}")
