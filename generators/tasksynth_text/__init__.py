"""Tasks of reading and writing, whose verdict is exact."""

from tasksynth.domain import Domain

DOMAIN = Domain(
    name="text",
    families={
        "text.instructions": "tasksynth_text.families.instructions:Instructions",
        "text.recall": "tasksynth_text.families.recall:Recall",
    },
)
"""What this package adds."""
