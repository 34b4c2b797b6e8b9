"""Reasoning Gym's own objects: datasets, and the configurations that its curricula make."""

import dataclasses
import random  # noqa: TID251 - theirs, which is seeded
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from importlib.metadata import version
from typing import Any, get_type_hints

import numpy as np
from pydantic import TypeAdapter, ValidationError
from pydantic.errors import PydanticSchemaGenerationError

from tasksynth import UsageError

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)  # of what it imports
    from reasoning_gym.factory import CURRICULA, DATASETS

RELEASE = version("reasoning-gym")
ENTRIES_KEPT = 64
"""Of each dataset: many answers to one task are judged in a row."""
APART = {"seed", "size"}
"""Fields of a configuration that say which tasks, not what kind."""


def fields_of(name: str) -> dict[str, tuple[Any, Any]]:
    """The fields of a dataset's configuration: type and default of each."""
    config = DATASETS[name][1]
    hints = get_type_hints(config)
    made = config()
    found = {}
    for field in dataclasses.fields(config):
        if field.name not in APART:
            default = getattr(made, field.name)
            found[field.name] = (_kind(hints[field.name], default), default)
    return found


def _kind(declared: Any, default: Any) -> Any:
    """The declared type, or the default's own where the declaration is wrong."""
    try:
        TypeAdapter(declared).validate_python(default, strict=True)
    except (PydanticSchemaGenerationError, ValidationError):
        return Any if default is None else type(default)
    return declared


def steps_of(name: str) -> int:
    """Steps of a dataset's curriculum; 1 if it has none."""
    if name not in CURRICULA:
        return 1
    return max(len(one.levels) for one in CURRICULA[name]().attributes.values())


def config_at(name: str, step: int) -> dict[str, Any]:
    """What a dataset's curriculum sets at a step of all its attributes.

    Raises:
        UsageError: if its own code cannot build it.
    """
    if name not in CURRICULA:
        return {}
    try:
        curriculum = CURRICULA[name]()
        curriculum.set_global_level(step)
        made = curriculum.generate_configuration()
        if hasattr(made, "validate"):
            made.validate()
    except Exception as e:
        raise UsageError(
            f"rg.{name}: reasoning-gym's curriculum fails at step {step}: {type(e).__name__}: {e}"
        ) from e
    return {field: getattr(made, field) for field in fields_of(name)}


class GymDataset:
    """A dataset of one configuration, by item."""

    def __init__(self, name: str, config: dict[str, Any]) -> None:
        self._maker, self._settings = DATASETS[name]
        self._config = config
        self._data = self._made(seed=0)
        self._entries: dict[int, dict[str, Any]] = {}

    def entry(self, item: int) -> dict[str, Any]:
        """The item of that number, which most draw from `Random(seed + item)`.

        Those that make all their items at once have one alone, of that number's seed.
        """
        if item not in self._entries:
            while len(self._entries) >= ENTRIES_KEPT:
                self._entries.pop(next(iter(self._entries)))
            self._entries[item] = self._drawn(item)
        return deepcopy(self._entries[item])

    def score(self, answer: str, entry: dict[str, Any]) -> float:
        """What it gives for an answer."""
        return float(self._data.score_answer(answer, entry))

    def _drawn(self, item: int) -> dict[str, Any]:
        with _chance(item):
            try:
                found: dict[str, Any] = self._data[item]
            except IndexError:
                found = self._made(seed=item)[0]
        return found

    def _made(self, seed: int) -> Any:
        return self._maker(self._settings(**self._config, seed=seed, size=1))


@contextmanager
def _chance(seed: int) -> Iterator[None]:
    """Seed the generators of the whole process, from which some draw, and put them back."""
    ours, numpys = random.getstate(), np.random.get_state()  # noqa: NPY002
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002, TID251
    try:
        yield
    finally:
        random.setstate(ours)
        np.random.set_state(numpys)  # noqa: NPY002
