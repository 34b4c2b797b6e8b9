"""Everything that crosses a process boundary, and nothing else."""

from tasksynth_schemas.base import Model, canonical_json
from tasksynth_schemas.recipe import Curriculum, Mix, Recipe
from tasksynth_schemas.task import Answer, Status, Task, TaskRef, Verdict, VerdictRow

SCHEMA_VERSION = 1
"""Raised when a field of any model here changes its meaning or is removed."""

__all__ = [
    "SCHEMA_VERSION",
    "Answer",
    "Curriculum",
    "Mix",
    "Model",
    "Recipe",
    "Status",
    "Task",
    "TaskRef",
    "Verdict",
    "VerdictRow",
    "canonical_json",
]
