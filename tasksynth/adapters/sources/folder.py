"""The rows of an exported folder, as the packages around them read them."""

import json
from pathlib import Path
from typing import Any

from tasksynth.errors import UsageError


def splits(folder: Path) -> list[str]:
    """The names of the splits: train first, then by name."""
    found = {path.name.rpartition("-of-")[0].rpartition("-")[0] for path in folder.glob("*.jsonl")}
    return sorted(found, key=lambda split: (split != "train", split))


def rows(folder: Path, split: str) -> list[dict[str, Any]]:
    """All rows of a split, in order.

    Raises:
        UsageError: if there is no such split.
    """
    files = sorted(folder.glob(f"{split}-?????-of-?????.jsonl"))
    if not files:
        raise UsageError(
            f"no split {split!r} in {folder}; there are {', '.join(splits(folder)) or 'none'}"
        )
    return [json.loads(line) for file in files for line in file.read_bytes().splitlines()]
