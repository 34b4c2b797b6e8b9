"""Everything that crosses a process boundary, and nothing else."""

from tasksynth_schemas.base import Model, canonical_json
from tasksynth_schemas.content import (
    Content,
    MediaPart,
    Medium,
    Part,
    TextPart,
    chat_content,
    data_uri,
    illustrated,
    joined,
    names_of,
    parts_of,
    text_of,
)
from tasksynth_schemas.episode import Action, Transcript
from tasksynth_schemas.imported import ImportRef
from tasksynth_schemas.label import Label
from tasksynth_schemas.needs import Needs, ToolSpec
from tasksynth_schemas.recipe import Curriculum, Mix, Recipe, Wrapper
from tasksynth_schemas.task import (
    Answer,
    AnyRef,
    Status,
    Task,
    TaskRef,
    Verdict,
    VerdictRow,
    field_name,
)
from tasksynth_schemas.wire import Ack, ArmReport, CurriculumReport, Feedback, Ticket, TrackReport

SCHEMA_VERSION = 1
"""Raised when a field of any model here changes its meaning or is removed."""

__all__ = [
    "SCHEMA_VERSION",
    "Ack",
    "Action",
    "Answer",
    "AnyRef",
    "ArmReport",
    "Content",
    "Curriculum",
    "CurriculumReport",
    "Feedback",
    "ImportRef",
    "Label",
    "MediaPart",
    "Medium",
    "Mix",
    "Model",
    "Needs",
    "Part",
    "Recipe",
    "Status",
    "Task",
    "TaskRef",
    "TextPart",
    "Ticket",
    "ToolSpec",
    "TrackReport",
    "Transcript",
    "Verdict",
    "VerdictRow",
    "Wrapper",
    "canonical_json",
    "chat_content",
    "data_uri",
    "field_name",
    "illustrated",
    "joined",
    "names_of",
    "parts_of",
    "text_of",
]
