"""Files of answers, read by one rule, row by row.

A row is a JSON object. Its `task` (or `id`) names a task; its `answer` (or `completion`) is what
was answered: text as it is, null for no answer, anything else as its JSON. Its `file` instead names
a PNG file beside the answers, or in a folder there, which is the answer. `meta`, and columns of
the caller's own, go along to the verdict's `meta`. Bytes that are no UTF-8, and halves of surrogate
pairs, become U+FFFD; numbers that JSON has not, such as NaN, become text; a byte order mark is
skipped. A row that is none of this is left out, by name.
"""

import json
import math
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from tasksynth.errors import UsageError
from tasksynth.pipeline.folders.dataset import Dataset, Lookup
from tasksynth_schemas import Answer

FIELDS = {"task": ("task", "id"), "answer": ("answer", "completion"), "meta": ("meta",)}
"""What a row holds, and the columns in which it is looked for, the first one found."""
EXAMPLES = 3
"""Rows that could not be used which are named one by one."""
_HALVES = re.compile("[\ud800-\udfff]")
_ABSENT: Any = object()


class BadRowError(Exception):
    """A row that cannot be used; the text says why."""


class NothingError(Exception):
    """A row without an answer."""


@dataclass
class AnswerRows:
    """An answers file's rows, and what became of those that are no answers."""

    name: str
    """What to call the file in messages."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Other columns for `task`, `answer` or `meta`; a dotted path leads into objects and lists."""
    folder: Path | None = None
    """Where files that are answers lie; None: they are not read."""
    empty: int = 0
    """Rows whose answer is null: nothing was answered."""
    bad: int = 0
    """Rows that could not be used."""
    faults: list[str] = field(default_factory=list)
    """`FILE:LINE: what` of the first ones."""

    def read(self, lines: Iterable[bytes], dataset: Lookup) -> Iterator[tuple[int, str, Answer]]:
        """Line number, id of the task, and answer, of every row that can be used."""
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = self.parse(line)
                try:
                    key = dataset.find(row.task)
                except UsageError as e:
                    raise BadRowError(str(e)) from e
                if key is None:
                    raise BadRowError(dataset.missing(row.task))
            except NothingError:
                self.empty += 1
            except BadRowError as e:
                self._refuse(number, str(e))
            else:
                yield number, key, row

    def parse(self, line: bytes) -> Answer:
        """The answer in a row.

        Raises:
            BadRowError: if it cannot be used; says why.
            NothingError: if it holds no answer.
        """
        text = _text(line)
        try:
            row = json.loads(text, parse_constant=str, parse_float=_number)
        except RecursionError as e:
            raise BadRowError("no JSON: its lists or objects are nested too deeply") from e
        except json.JSONDecodeError as e:
            raise BadRowError(f"no JSON: {e}") from e
        except ValueError as e:  # as Python says of integers of thousands of digits
            raise BadRowError("no JSON: a number in it has too many digits; quote it") from e
        if not isinstance(row, dict):
            raise BadRowError(f'want an object {{"task": …, "answer": …}}, got {text[:60].strip()}')
        if _HALVES.search(text) or "\\ud" in text.lower():
            row = _whole(row)
        task, answer, meta = (self._take(row, name) for name in FIELDS)
        if answer is _ABSENT and "file" in row:
            answer = self._picture(row.pop("file"))
        if task is _ABSENT or answer is _ABSENT:
            name = "task" if task is _ABSENT else "answer"
            has = ", ".join(map(repr, row)) or "nothing"
            if name in self.columns:
                raise BadRowError(f"field {self.columns[name]!r} is missing; it has {has}")
            raise BadRowError(f"field {name!r} is missing; it has {has}: --map {name}=COLUMN")
        if not isinstance(task, str):
            raise BadRowError(f"field 'task' wants text, got {json.dumps(task)[:60]}")
        if answer is None:
            raise NothingError
        if not isinstance(answer, str):
            answer = json.dumps(answer, ensure_ascii=False)
        if meta is not _ABSENT and meta is not None:
            row |= meta if isinstance(meta, dict) else {"meta": meta}
        return Answer(task=task, answer=answer, meta=row or None)

    def _take(self, row: dict[str, Any], name: str) -> Any:
        """A field's value, taken out of the row: what is left there is the caller's own."""
        if (column := self.columns.get(name)) is None:
            return next((row.pop(c) for c in FIELDS[name] if c in row), _ABSENT)
        if column in row:
            return row.pop(column)
        found: Any = row
        for step in column.split("."):
            if isinstance(found, dict) and step in found:
                found = found[step]
            elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
                found = found[int(step)]
            else:
                return _ABSENT
        return found

    def _picture(self, name: Any) -> str:
        """A file's picture, as the text of an answer."""
        if not isinstance(name, str):
            raise BadRowError(f"field 'file' wants text, got {json.dumps(name)[:60]}")
        from tasksynth.answers.pictures import as_uri

        if self.folder is None:
            raise BadRowError("field 'file' is read where the answers are a file themselves")
        return as_uri(_file_in(self.folder, name))

    def _refuse(self, number: int, why: str) -> None:
        self.bad += 1
        if len(self.faults) < EXAMPLES:
            self.faults.append(f"{self.name}:{number}: {why}")


def _number(said: str) -> float | str:
    """A number with a point; one that is too large for it, and NaN, stay text, as JSON has none."""
    number = float(said)
    return number if math.isfinite(number) else said


def read_lines(
    lines: Iterable[bytes], name: str, dataset: Dataset, *, columns: bool = False
) -> Iterator[tuple[int, str, Answer]]:
    """Bare answers, one a line, in the order of the dataset's tasks; as `Rows.read` gives them.

    With `columns`, a line's answer ends at its first tab. An empty line is an empty answer.

    Raises:
        UsageError: if there are more or fewer lines than tasks, before any answer is given out.
    """
    texts = [_text(line).rstrip("\r\n") for line in lines]
    ids = list(dataset.ids())
    if len(texts) != len(ids):
        raise UsageError(
            f"{name} holds {len(texts)} lines for {len(ids)} tasks; want one line for each task"
        )
    for number, (task, text) in enumerate(zip(ids, texts, strict=True), 1):
        answer = text.partition("\t")[0] if columns else text
        yield number, task, Answer(task=task, answer=answer)


def parse_map(pairs: Sequence[str] | None) -> dict[str, str]:
    """`field=column` pairs.

    Raises:
        UsageError: for a pair without `=`, a field that rows do not have, or one given twice.
    """
    columns: dict[str, str] = {}
    for pair in pairs or ():
        name, _, column = pair.partition("=")
        if name not in FIELDS or not column or name in columns:
            raise UsageError(f"--map wants each of {', '.join(FIELDS)} once, =COLUMN; got {pair!r}")
        columns[name] = column
    return columns


def _file_in(folder: Path, name: str) -> bytes:
    """A PNG file in a folder or below; no link is followed, wherever it is on the way.

    Raises:
        BadRowError: if there is none, it is elsewhere, or it is too large.
    """
    from tasksynth.answers.pictures import MOST_BYTES, SIGNATURE

    parts = PurePosixPath(name).parts
    if (
        not parts
        or "\0" in name
        or ".." in parts
        or "\\" in name
        or PurePosixPath(name).is_absolute()
    ):
        raise BadRowError(f"field 'file' wants a path below the answers' folder, got {name[:60]!r}")
    opened: list[int] = []
    try:
        opened.append(os.open(folder, os.O_RDONLY | os.O_DIRECTORY))
        for part in parts[:-1]:
            way = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
            opened.append(os.open(part, way, dir_fd=opened[-1]))
        way = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        opened.append(os.open(parts[-1], way, dir_fd=opened[-1]))
        if not stat.S_ISREG(os.fstat(opened[-1]).st_mode):
            raise BadRowError(f"{name[:60]!r} is no file")
        with os.fdopen(opened.pop(), "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as e:
        raise BadRowError(f"{name[:60]!r} cannot be read: {e.strerror}") from e
    finally:
        for one in opened:
            os.close(one)
    if len(data) > MOST_BYTES or not data.startswith(SIGNATURE):
        raise BadRowError(f"{name[:60]!r} is no PNG file of at most {MOST_BYTES:,} bytes")
    return data


def _text(line: bytes) -> str:
    """A line's text; files with byte order marks may have been put together."""
    return line.decode(errors="replace").removeprefix("\ufeff")


def _whole(value: Any) -> Any:
    """A JSON value whose halves of surrogate pairs are U+FFFD."""
    if isinstance(value, str):
        return _HALVES.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {_whole(name): _whole(item) for name, item in value.items()}
    return value
