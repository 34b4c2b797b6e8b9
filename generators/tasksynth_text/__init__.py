"""Tasks of reading and writing, whose verdict is exact."""

from tasksynth.domain import Domain

DOMAIN = Domain(
    name="text",
    families={
        "text.diagnosis": "tasksynth_text.families.diagnosis:Diagnosing",
        "text.instructions": "tasksynth_text.families.instructions:Instructions",
        "text.nlu": "tasksynth_text.families.nlu:Nlu",
        "text.persuasion": "tasksynth_text.families.persuasion:Persuasion",
        "text.pipeline_order": "tasksynth_text.families.pipeline_order:PipelineOrder",
        "text.recall": "tasksynth_text.families.recall:Recall",
        "text.relation": "tasksynth_text.families.relation:Relations",
    },
)
"""What this package adds."""
