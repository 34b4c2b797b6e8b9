"""Verifiable tasks of known difficulty, endless, for RL trainers.

The public door: a family author needs nothing else.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tasksynth.errors import FamilyError, StateError, TasksynthError, UsageError
    from tasksynth.family import Family, Knob, Ladder, Params, Rubric
    from tasksynth.rng import rng_for
    from tasksynth.single import grade, make, source
    from tasksynth_schemas import Answer, Model, Recipe, Task, TaskRef, Verdict

_HOME = {
    "FamilyError": "tasksynth.errors",
    "StateError": "tasksynth.errors",
    "TasksynthError": "tasksynth.errors",
    "UsageError": "tasksynth.errors",
    "Family": "tasksynth.family",
    "Knob": "tasksynth.family",
    "Ladder": "tasksynth.family",
    "Params": "tasksynth.family",
    "Rubric": "tasksynth.family",
    "rng_for": "tasksynth.rng",
    "grade": "tasksynth.single",
    "make": "tasksynth.single",
    "source": "tasksynth.single",
    "Answer": "tasksynth_schemas",
    "Model": "tasksynth_schemas",
    "Recipe": "tasksynth_schemas",
    "Task": "tasksynth_schemas",
    "TaskRef": "tasksynth_schemas",
    "Verdict": "tasksynth_schemas",
}

__all__ = [
    "Answer",
    "Family",
    "FamilyError",
    "Knob",
    "Ladder",
    "Model",
    "Params",
    "Recipe",
    "Rubric",
    "StateError",
    "Task",
    "TaskRef",
    "TasksynthError",
    "UsageError",
    "Verdict",
    "grade",
    "make",
    "rng_for",
    "source",
]


def __getattr__(name: str) -> Any:
    """Load a public name at its first use: `tasksynth --help` must not pay for numpy."""
    if name not in _HOME:
        raise AttributeError(f"module 'tasksynth' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
