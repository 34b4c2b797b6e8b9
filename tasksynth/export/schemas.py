"""JSON Schemas of the models that cross a process boundary."""

import json

from tasksynth.pipeline.shards import Manifest
from tasksynth.pipeline.verify import Report
from tasksynth_schemas import Answer, Model, Recipe, Task, TaskRef, Verdict, VerdictRow

SCHEMAS: dict[str, type[Model]] = {
    "answer": Answer,
    "manifest": Manifest,
    "recipe": Recipe,
    "report": Report,
    "task": Task,
    "task_ref": TaskRef,
    "verdict": Verdict,
    "verdict_row": VerdictRow,
}


def json_schemas() -> dict[str, str]:
    """Name to schema text, as `schemas/json/` holds them."""
    return {
        name: json.dumps(model.model_json_schema(), indent=2) + "\n"
        for name, model in SCHEMAS.items()
    }
