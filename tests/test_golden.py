"""Tasks recorded once and made again: a stream that changes without a new version shows here."""

from pathlib import Path

import pytest

from tasksynth import make, registry
from tasksynth_schemas import Task

GOLDEN = Path(__file__).parents[1] / "datasets" / "golden"
FILES = sorted(GOLDEN.glob("*.jsonl"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_recorded_tasks_are_made_again(file: Path) -> None:
    for line in file.read_bytes().splitlines():
        recorded = Task.model_validate_json(line)
        made = make(recorded.ref)
        assert made.id == recorded.id
        assert made.prompt == recorded.prompt
        assert made.instance == recorded.instance


def test_every_family_has_goldens_at_three_levels() -> None:
    families = {name for name in registry.names() if not name.startswith(("demo.", "toy."))}
    assert {file.stem for file in FILES} == families
    for file in FILES:
        levels = {Task.model_validate_json(line).level for line in file.read_bytes().splitlines()}
        assert len(levels) >= 3
