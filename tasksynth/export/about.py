"""What an export says of itself: a dataset card, Croissant metadata, a manifest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from tasksynth.export.rows import Columns
from tasksynth.pipeline.folders.manifest import Manifest, ShardReport
from tasksynth.pipeline.stats import Stats
from tasksynth_schemas import Task


@dataclass(frozen=True)
class ExportFacts:
    """An export, once its rows are written."""

    name: str
    form: str
    columns: Columns
    shards: tuple[ShardReport, ...]
    """Its files, by their path in it."""
    stats: Stats
    example: Task
    """The first of its tasks."""
    manifest: Manifest | None
    """The dataset's own."""
    source: Mapping[str, str] = field(default_factory=dict)
    """The dataset's name, and its digest."""

    @property
    def canary(self) -> str:
        """A string that is in no other text, to find these rows by in a corpus."""
        digests = ",".join(shard.sha256 for shard in self.shards)
        return f"tasksynth canary {uuid5(NAMESPACE_URL, f'tasksynth:{digests}')}"
