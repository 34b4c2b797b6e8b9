"""JSON Schemas of the models that cross a process boundary."""

import json

from tasksynth.evaluation.outcome import Evaluation
from tasksynth.pipeline.folders.manifest import Manifest
from tasksynth.pipeline.judging.verify import Report
from tasksynth_schemas import (
    Answer,
    Label,
    Model,
    Recipe,
    Task,
    TaskRef,
    Transcript,
    Verdict,
    VerdictRow,
    live,
    wire,
)

SCHEMAS: dict[str, type[Model]] = {
    "ack": wire.Ack,
    "act": live.Act,
    "acted": live.Acted,
    "answer": Answer,
    "ask": wire.TellAsk,
    "ask_many": wire.AskMany,
    "asked": wire.Asked,
    "asked_many": wire.AskedMany,
    "close": live.Close,
    "closed": live.Closed,
    "evaluation": Evaluation,
    "feedback": wire.Feedback,
    "manifest": Manifest,
    "label": Label,
    "open": live.Open,
    "opened": live.Opened,
    "recipe": Recipe,
    "report": Report,
    "status": wire.Status,
    "task": Task,
    "task_ref": TaskRef,
    "tell": wire.Tell,
    "ticket": wire.Ticket,
    "told": wire.Told,
    "verdict": Verdict,
    "verified": wire.Verified,
    "verify": wire.Verify,
    "transcript": Transcript,
    "verdict_row": VerdictRow,
}


def json_schemas() -> dict[str, str]:
    """Name to schema text, as `schemas/json/` holds them."""
    return {
        name: json.dumps(model.model_json_schema(), indent=2) + "\n"
        for name, model in SCHEMAS.items()
    }
