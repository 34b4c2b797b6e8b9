"""Verifiable tasks of known difficulty, endless, for RL trainers.

The public door: a family author needs nothing else.
"""

TYPE_CHECKING = False
"""Not imported: this is the first that a program loads, and an interrupt meanwhile ends it with a
traceback."""

if TYPE_CHECKING:
    from tasksynth.capability import Tool, Turn
    from tasksynth.domain import Domain
    from tasksynth.episode import Episode
    from tasksynth.errors import FamilyError, StateError, TasksynthError, UsageError
    from tasksynth.export.rows import Item
    from tasksynth.export.targets import Target
    from tasksynth.family import Family, Knob, Ladder, Params, Rubric
    from tasksynth.limits import stopped_clocks
    from tasksynth.registry import Imported
    from tasksynth.rng import rng_for
    from tasksynth.single import grade, make, source
    from tasksynth_schemas import (
        Action,
        Answer,
        ImportRef,
        MediaPart,
        Model,
        Needs,
        Recipe,
        Task,
        TaskRef,
        TextPart,
        ToolSpec,
        Transcript,
        Verdict,
        illustrated,
    )

_HOME = {
    "Tool": "tasksynth.capability",
    "Turn": "tasksynth.capability",
    "Domain": "tasksynth.domain",
    "Episode": "tasksynth.episode",
    "FamilyError": "tasksynth.errors",
    "StateError": "tasksynth.errors",
    "TasksynthError": "tasksynth.errors",
    "UsageError": "tasksynth.errors",
    "Item": "tasksynth.export.rows",
    "Target": "tasksynth.export.targets",
    "Family": "tasksynth.family",
    "Knob": "tasksynth.family",
    "Ladder": "tasksynth.family",
    "Params": "tasksynth.family",
    "Rubric": "tasksynth.family",
    "stopped_clocks": "tasksynth.limits",
    "Imported": "tasksynth.registry",
    "rng_for": "tasksynth.rng",
    "grade": "tasksynth.single",
    "make": "tasksynth.single",
    "source": "tasksynth.single",
    "Action": "tasksynth_schemas",
    "Answer": "tasksynth_schemas",
    "ImportRef": "tasksynth_schemas",
    "MediaPart": "tasksynth_schemas",
    "Model": "tasksynth_schemas",
    "Needs": "tasksynth_schemas",
    "Recipe": "tasksynth_schemas",
    "Task": "tasksynth_schemas",
    "TaskRef": "tasksynth_schemas",
    "TextPart": "tasksynth_schemas",
    "ToolSpec": "tasksynth_schemas",
    "illustrated": "tasksynth_schemas",
    "Transcript": "tasksynth_schemas",
    "Verdict": "tasksynth_schemas",
}

__all__ = [
    "Action",
    "Answer",
    "Domain",
    "Episode",
    "Family",
    "FamilyError",
    "ImportRef",
    "Imported",
    "Item",
    "Knob",
    "Ladder",
    "MediaPart",
    "Model",
    "Needs",
    "Params",
    "Recipe",
    "Rubric",
    "StateError",
    "Target",
    "Task",
    "TaskRef",
    "TasksynthError",
    "TextPart",
    "Tool",
    "ToolSpec",
    "Transcript",
    "Turn",
    "UsageError",
    "Verdict",
    "grade",
    "illustrated",
    "make",
    "rng_for",
    "source",
    "stopped_clocks",
]


def __getattr__(name: str) -> object:
    """Load a public name at its first use: `tasksynth --help` must not pay for numpy."""
    from importlib import import_module

    if name not in _HOME:
        raise AttributeError(f"module 'tasksynth' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
