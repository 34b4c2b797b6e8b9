"""Everything that crosses a process boundary, and nothing else."""

from tasksynth_schemas.base import Model, canonical_json
from tasksynth_schemas.label import Label
from tasksynth_schemas.recipe import Curriculum, Mix, Recipe, Wrapper
from tasksynth_schemas.task import Answer, Status, Task, TaskRef, Verdict, VerdictRow
from tasksynth_schemas.wire import Ack, ArmReport, CurriculumReport, Feedback, Ticket, TrackReport

SCHEMA_VERSION = 1
"""Raised when a field of any model here changes its meaning or is removed."""

__all__ = [
    "SCHEMA_VERSION",
    "Ack",
    "Answer",
    "ArmReport",
    "Curriculum",
    "CurriculumReport",
    "Feedback",
    "Label",
    "Mix",
    "Model",
    "Recipe",
    "Status",
    "Task",
    "TaskRef",
    "Ticket",
    "TrackReport",
    "Verdict",
    "VerdictRow",
    "Wrapper",
    "canonical_json",
]
