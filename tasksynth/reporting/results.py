"""What was measured: the verdicts that `tasksynth evaluate` and `verify` wrote."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from tasksynth.errors import StateError, UsageError
from tasksynth.evaluation.folder import REPORT, VERDICTS
from tasksynth.pipeline.folders.dataset import open_file
from tasksynth.pipeline.judging.verify import Group
from tasksynth_schemas import VerdictRow


@dataclass
class Results:
    """The verdicts of one run."""

    path: Path
    groups: dict[Group, dict[str, tuple[int, int]]] = field(default_factory=dict)
    """Group to task to (answers that were judged, of them passed)."""
    floors: dict[str, float] = field(default_factory=dict)
    """By group, as the run's own report has them."""
    errors: int = 0
    """Verdicts without a reward; they are in no score."""


@dataclass(frozen=True)
class Entry:
    """A model, and its runs: of several seeds of its training, say."""

    name: str
    runs: tuple[Results, ...]

    @property
    def families(self) -> list[str]:
        """Of which every run has answers, sorted."""
        return sorted({group.family for group in self.groups()})

    def groups(self, family: str | None = None) -> list[Group]:
        """Those of which every run has answers, by family and level."""
        shared = set(self.runs[0].groups).intersection(*(run.groups for run in self.runs[1:]))
        wanted = [group for group in shared if family in (None, group.family)]
        return sorted(wanted, key=lambda g: (g.family, -1 if g.level is None else g.level))

    def tasks(self, group: Group) -> list[str]:
        """Those that every run answered, sorted."""
        first, *others = (run.groups.get(group, {}) for run in self.runs)
        return sorted(set(first).intersection(*others))

    def shares(self, group: Group, tasks: Sequence[str]) -> np.ndarray:
        """Each task's share of passed answers, (tasks, runs)."""
        counts = np.array(
            [[run.groups[group][task] for run in self.runs] for task in tasks], dtype=float
        ).reshape(len(tasks), len(self.runs), 2)
        return np.asarray(counts[..., 1] / counts[..., 0])

    def counts(self, group: Group) -> list[tuple[int, int]]:
        """Judged and passed answers of each task that every run answered, all runs together."""
        each = [[run.groups[group][task] for run in self.runs] for task in self.tasks(group)]
        return [(sum(n for n, _ in of), sum(c for _, c in of)) for of in each]

    def floor(self, group: Group) -> float | None:
        """What guessing gets at most, if a run knows."""
        known = (run.floors.get(str(group)) for run in self.runs)
        return next((floor for floor in known if floor is not None), None)


def read_entries(named: Iterable[str]) -> list[Entry]:
    """Models from `PATH` or `NAME=PATH`, in the order given; runs of one name are one model's.

    Raises:
        UsageError: if a path holds no verdicts.
        StateError: if a line is damaged; names it.
    """
    runs: dict[str, list[Results]] = {}
    for text in named:
        name, equals, path = text.partition("=")
        if not equals or Path(text).exists():
            name = path = text
        runs.setdefault(name.rstrip("/"), []).append(read(Path(path)))
    return [Entry(name, tuple(found)) for name, found in runs.items()]


def read(path: Path) -> Results:
    """The verdicts of a run's folder, or of a file that `verify --out` wrote.

    Raises:
        UsageError: if there are none.
        StateError: if a line is damaged; names it.
    """
    file = path / VERDICTS if path.is_dir() else path
    if not file.exists():
        raise UsageError(
            f"{file} is not there; want the folder of `tasksynth evaluate --out`, "
            f"or the file of `tasksynth verify --out`"
        )
    found = Results(path, floors=_floors(path) if path.is_dir() else {})
    last: dict[tuple[str, int], tuple[Group, str]] = {}  # a request that failed may be made again
    with open_file(file) as lines:
        for number, line in enumerate(lines, 1):
            row = _row(line, file, number)
            last[row.task, row.sample] = (_group(row, file, number), row.status)
    for (task, _), (group, status) in last.items():
        if status == "error":
            found.errors += 1
            continue
        tasks = found.groups.setdefault(group, {})
        judged, passed = tasks.get(task, (0, 0))
        tasks[task] = (judged + 1, passed + (status == "pass"))
    if not found.groups:
        raise UsageError(f"{file} holds no verdict with a reward; run it again")
    return found


def _row(line: bytes, file: Path, number: int) -> VerdictRow:
    try:
        return VerdictRow.model_validate_json(line)
    except ValidationError as e:
        raise StateError(
            f"{file}:{number}: no verdict, such as `tasksynth verify --out` writes them: "
            f"{e.errors()[0]['msg']}"
        ) from e


def _group(row: VerdictRow, file: Path, number: int) -> Group:
    """The row's own, or, of a run by an earlier release, that in its `meta`."""
    meta = row.meta or {}
    family = row.family or meta.get("family")
    if not isinstance(family, str):
        raise StateError(f"{file}:{number}: a verdict without its family; judge the answers again")
    level = row.level if row.family else meta.get("level")
    return Group.of(family, level if isinstance(level, int | float) else None)


def _floors(folder: Path) -> dict[str, float]:
    """Of a run's own report, if it is there: a run that was stopped may have none."""
    try:
        floors = json.loads((folder / REPORT).read_bytes())["floors"]
        return {str(name): float(floor) for name, floor in floors.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
