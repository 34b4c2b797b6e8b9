"""The examples of docs/trainers.md that want a trainer: the tests run them from there."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "trainers.md"


def block(name: str, changed: dict[str, str]) -> str:
    """The block whose first line is `# NAME`, with what a test has to change: old text to new."""
    found = re.search(rf"^```py\n(# {re.escape(name)}\n.*?)^```", PAGE.read_text(), re.M | re.S)
    if found is None:
        raise LookupError(f"{PAGE} has no block {name}")
    text = found[1]
    for old, new in changed.items():
        if old not in text:
            raise LookupError(f"{name} has no {old!r}")
        text = text.replace(old, new)
    return text


def written(name: str) -> str:
    """The YAML whose first line is `# NAME`."""
    found = re.search(rf"^```yaml\n# {re.escape(name)}\n(.*?)^```", PAGE.read_text(), re.M | re.S)
    if found is None:
        raise LookupError(f"{PAGE} has no {name}")
    return found[1]
