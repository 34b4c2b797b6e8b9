"""Rows of exported datasets, whoever made them: prompts and answers, by whatever names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from tasksynth.errors import UsageError

PROMPTS = ("prompt", "question", "problem", "instruction", "input", "query", "messages", "text")
ANSWERS = ("answer", "ground_truth", "reward_model", "solution", "target", "expected_answer",
           "output", "response", "completion", "label")  # fmt: skip
"""Names of fields, the likeliest first."""
WITHIN = ("ground_truth", "content", "value", "answer", "text")
"""Names of what is meant, in a field that is an object."""


@dataclass(frozen=True)
class Row:
    """A prompt, and the answer that is beside it."""

    prompt: str
    answer: str
    where: str
    """The file and the row's number, from 1."""
    split: str = ""


def read_rows(path: Path, *, prompt: str | None = None, answer: str | None = None) -> list[Row]:
    """The rows of a JSONL or Parquet file.

    Args:
        path: the file.
        prompt: the field that holds prompts; None: the first one that is called like one.
        answer: likewise.

    Raises:
        UsageError: if it is no such file, or has no such fields; names those that there are.
    """
    rows = list(_parquet(path) if path.suffix == ".parquet" else _jsonl(path))
    if not rows:
        raise UsageError(f"{path} holds no rows")
    names = {name for row in rows[:100] for name in row}
    asked = _field(path, names, "prompt", prompt, PROMPTS)
    given = _field(path, names, "answer", answer, ANSWERS)
    return [
        Row(_text(row.get(asked)), _text(row.get(given)), f"{path.name}:{number}",
            str(row.get("split") or ""))
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip


def read_prompts(path: Path, *, prompt: str | None = None) -> Iterator[str]:
    """The prompts of a JSONL or Parquet file, whatever else is in it; see `read_rows`.

    Raises:
        UsageError: if it is no such file, or has no such field; names those that there are.
    """
    rows = list(_parquet(path) if path.suffix == ".parquet" else _jsonl(path))
    if not rows:
        raise UsageError(f"{path} holds no rows")
    names = {name for row in rows[:100] for name in row}
    asked = _field(path, names, "prompt", prompt, PROMPTS)
    return (_text(row.get(asked)) for row in rows)


def _field(
    path: Path, names: set[str], what: str, asked: str | None, usual: tuple[str, ...]
) -> str:
    found = [asked] if asked else [name for name in usual if name in names]
    if not found or found[0] not in names:
        raise UsageError(
            f"{path}: which field is the {what}? Say --{what}-field NAME; there are "
            f"{', '.join(sorted(names))}"
        )
    return found[0]


def _jsonl(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = from_json(line)
            except ValueError as e:
                raise UsageError(f"{path}:{number} is no JSON: {e}") from e
            if not isinstance(row, dict):
                raise UsageError(f"{path}:{number} wants an object, got {str(row)[:40]!r}")
            yield row


def _parquet(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        from pyarrow import ArrowInvalid
        from pyarrow.parquet import read_table
    except ImportError as e:
        raise UsageError("Parquet wants the extra: pip install 'tasksynth[parquet]'") from e
    try:
        yield from read_table(path).to_pylist()
    except ArrowInvalid as e:
        raise UsageError(f"{path} is no Parquet file: {e}") from e


def _text(value: Any) -> str:
    """What a field says: itself, or the part of an object, or the words of a chat's user."""
    match value:
        case None:
            return ""
        case str():
            return value
        case list():
            said = [one for one in value if not _is_said_by_others(one)]
            return "\n".join(filter(None, map(_text, said)))
        case dict():
            inner = next((value[name] for name in WITHIN if name in value), None)
            return _text(inner) if inner is not None else str(value)
        case _:
            return str(value)


def _is_said_by_others(one: Any) -> bool:
    return isinstance(one, dict) and one.get("role", "user") not in ("user", "human")
