"""Axes that change how a task is told, and not how hard it is to be: does success differ on them?

A wording, a language, a theme, a rendering. Who fails at one value and not at another was measured
for that value, and who trains on one may learn it alone. Tasks of one level are compared, and
levels count alike; tasks of two values are different draws, so nothing is paired.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from statistics import fmean, median
from typing import Any

import numpy as np

from tasksynth import registry
from tasksynth.calibration.measuring import done_by
from tasksynth.calibration.models import AxesReport, Axis, AxisReading, AxisValue, SubjectKind
from tasksynth.engines import Engine, Failure, engine_for
from tasksynth.errors import UsageError
from tasksynth.pipeline.folders.dataset import tasks_of
from tasksynth.pipeline.folders.manifest import task_files
from tasksynth.pipeline.operations import judge_of
from tasksynth.registry import AnyFamily
from tasksynth.reporting import Entry, Estimate
from tasksynth.statistics import DRAWS, cell_draws, generator, holm
from tasksynth_schemas import ImportRef, Task

LEAST = 8
"""Tasks of a value at a level from which on it is looked at."""
MOST_VALUES = 24
"""Of an axis that nobody named; what has more is a task's own."""
MOST_CHARS = 40
SURELY = 0.95

Cells = Mapping[float | None, Mapping[str, np.ndarray]]
"""Level to value to the share of each task's answers that passed, (tasks,)."""


@dataclass
class FamilyTasks:
    """The tasks of one family in a dataset."""

    family: str
    lines: list[bytes] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)

    @cached_property
    def told(self) -> list[dict[str, str]]:
        """By task: the params and what the instance has at its top, as far as these are words."""
        family = registry.get(self.family)
        moved = set(family.Params.knobs())
        return [
            _words(_defaults(family, task), moved) | _words(task.instance) for task in self.tasks
        ]

    def named(self, axis: str) -> list[str | None]:
        """Each task's value of an axis; numbers and what moves with the level, too."""
        family = registry.get(self.family)
        every = [{**task.instance, **_defaults(family, task)} for task in self.tasks]
        return [_told(one[axis]) if axis in one else None for one in every]


def look_at_axes(
    dataset: Path,
    *,
    names: Sequence[str] = (),
    strategies: Sequence[str] = (),
    models: Sequence[Entry] = (),
    draws: int = DRAWS,
    seed: int = 0,
    workers: int = 1,
    engine: Engine | None = None,
    check: bool = False,
) -> AxesReport:
    """Compare success between the values of axes.

    Args:
        dataset: tasks that differ on them, such as of a recipe with an ingredient a value.
        names: of params, or of what an instance has at its top; none: all those that are words,
            with a few values.
        strategies: patterns of the names of strategies of the families' own.
        models: results of models on this dataset, see `tasksynth.reporting.read_entries`.
        draws: of each interval's bootstrap, and of each permutation test.
        seed: of their random numbers.
        workers: processes.
        engine: who makes and judges instead, left open.
        check: compare the dataset with its manifest's digests first.

    Raises:
        UsageError: if there is no axis to look at, or nobody whose success there is.
    """
    families = _by_family(dataset, check=check)
    rng = generator(seed)
    found = []
    silent = {entry.name for entry in models}
    with engine_for(workers, given=engine) as engine:
        for one in families:
            subjects = list(_subjects(one, strategies, models, engine))
            silent -= {name for name, kind, _ in subjects if kind == "model"}
            for name in names or _candidates(one):
                values = one.named(name)
                readings = [
                    _reading(subject, kind, cells, rng, draws)
                    for subject, kind, shares in subjects
                    if (cells := _cells(one, values, shares))
                ]
                if readings:
                    found.append(_axis(one, name, values, readings))
    if silent:
        raise UsageError(f"the results of {min(silent)} answer none of the tasks in {dataset}")
    if not found:
        raise UsageError(_nothing(families, names))
    return AxesReport(axes=tuple(_corrected(found)))


def _by_family(dataset: Path, *, check: bool) -> list[FamilyTasks]:
    found: dict[str, FamilyTasks] = {}
    for task, line in tasks_of(task_files(dataset, check=check)):
        if not isinstance(task.ref, ImportRef):
            one = found.setdefault(task.ref.family, FamilyTasks(task.ref.family))
            one.lines.append(line.rstrip(b"\n"))
            one.tasks.append(task)
    return [found[name] for name in sorted(found)]


def _defaults(family: AnyFamily, task: Task) -> dict[str, Any]:
    """A task's params, those too that its address leaves out."""
    given = {} if isinstance(task.ref, ImportRef) else task.ref.params
    params = family.Params.model_validate(given)
    return {name: getattr(params, name) for name in family.Params.model_fields}


def _words(fields: Mapping[str, Any], but: Set[str] = frozenset()) -> dict[str, str]:
    return {
        name: _told(value)
        for name, value in fields.items()
        if name not in but and isinstance(value, str | bool) and len(_told(value)) <= MOST_CHARS
    }


def _told(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _candidates(tasks: FamilyTasks) -> list[str]:
    """Axes of words with a few values."""
    values: defaultdict[str, set[str]] = defaultdict(set)
    for one in tasks.told:
        for name, value in one.items():
            values[name].add(value)
    return [name for name, of in values.items() if 2 <= len(of) <= MOST_VALUES]


Subject = tuple[str, SubjectKind, Mapping[int, float]]
"""Name, kind, and the share of passed answers by the task's place."""


def _subjects(
    tasks: FamilyTasks, strategies: Sequence[str], models: Sequence[Entry], engine: Engine
) -> Iterator[Subject]:
    effort = registry.get(tasks.family).effort
    levels = [task.level for task in tasks.tasks]
    spent = [task.measure.get(effort) for task in tasks.tasks]
    if effort and all(one is not None for one in spent):
        each: defaultdict[float | None, list[float]] = defaultdict(list)
        for level, took in zip(levels, spent, strict=True):
            each[level].append(took or 0.0)
        half = {level: median(of) for level, of in each.items()}
        solved = {
            i: float((took or 0.0) <= half[level])
            for i, (level, took) in enumerate(zip(levels, spent, strict=True))
        }
        yield f"{effort} up to the median", "budget", solved
    if strategies:
        known = list(judge_of(tasks.lines[0]).family.baselines(judge_of(tasks.lines[0]).instance()))
        for name in known:
            if any(fnmatchcase(name, pattern) for pattern in strategies):
                yield name, "strategy", _by_strategy(tasks, name, engine)
    places = {task.id: i for i, task in enumerate(tasks.tasks)}
    for entry in models:
        shares: dict[int, float] = {}
        for group in entry.groups(tasks.family):
            those = [name for name in entry.tasks(group) if name in places]
            if those:
                means = entry.shares(group, those).mean(axis=1)
                shares |= {places[n]: float(m) for n, m in zip(those, means, strict=True)}
        if shares:
            yield entry.name, "model", shares


def _by_strategy(tasks: FamilyTasks, name: str, engine: Engine) -> dict[int, float]:
    """Those that it has no answer to are not solved."""
    answers = done_by(engine, "solve", [(line, name) for line in tasks.lines])
    given = {
        i: one.answer
        for i, one in enumerate(answers)
        if one is not None and not isinstance(one, Failure)
    }
    verdicts = done_by(engine, "grade", [(tasks.lines[i], text) for i, text in given.items()])
    passed = {
        i
        for i, one in zip(given, verdicts, strict=True)
        if not isinstance(one, Failure) and one.status == "pass"
    }
    return {i: float(i in passed) for i in range(len(tasks.lines))}


def _cells(tasks: FamilyTasks, values: Sequence[str | None], shares: Mapping[int, float]) -> Cells:
    """The levels that have two values or more, with the values that all these levels have."""
    found: defaultdict[float | None, defaultdict[str, list[float]]]
    found = defaultdict(lambda: defaultdict(list))
    for i, share in sorted(shares.items()):
        if (value := values[i]) is not None:
            found[tasks.tasks[i].level][value].append(share)
    enough = {
        level: {value: np.array(of) for value, of in each.items() if len(of) >= LEAST}
        for level, each in found.items()
    }
    several = {level: each for level, each in enough.items() if len(each) > 1}
    shared = set.intersection(*map(set, several.values())) if several else set()
    if len(shared) < 2:
        return {}
    ordered = sorted(several, key=lambda level: -1.0 if level is None else level)
    return {level: {value: several[level][value] for value in sorted(shared)} for level in ordered}


def _reading(
    subject: str,
    kind: SubjectKind,
    cells: Cells,
    rng: np.random.Generator,
    draws: int,
) -> AxisReading:
    values = list(next(iter(cells.values())))
    away, spread, success = compared(cells, rng, draws)
    return AxisReading(
        subject=subject,
        kind=kind,
        values=tuple(
            AxisValue(
                value=value,
                tasks=sum(len(each[value]) for each in cells.values()),
                success=success[i],
                away=away[i],
            )
            for i, value in enumerate(values)
        ),
        spread=spread,
        chance=permuted(cells, rng, draws),
    )


def compared(
    cells: Cells, rng: np.random.Generator, draws: int
) -> tuple[list[Estimate], Estimate, list[Estimate]]:
    """Each value's distance from the mean over values, the greatest difference, and each success.

    The first are simultaneous, by the greatest deviation of any value in a draw of the bootstrap.
    The difference of every two values is known to within the range of all values' deviations in
    95 % of the draws, as in Tukey's method; so the greatest of these differences is, too.
    """
    seen = np.array([[x.mean() for x in each.values()] for each in cells.values()]).mean(axis=0)
    drawn = np.mean(
        [
            [cell_draws(x[:, None], rng, draws=draws)[:, 0] for x in each.values()]
            for each in cells.values()
        ],
        axis=0,
    ).T  # (draws, values)
    deviations = drawn - seen
    apart = deviations - deviations.mean(axis=1, keepdims=True)
    wide = float(np.quantile(np.abs(apart).max(axis=1), SURELY))
    range_ = float(np.quantile(np.ptp(deviations, axis=1), SURELY))
    spread, middle = float(np.ptp(seen)), float(seen.mean())
    return (
        [
            Estimate(value=at - middle, low=at - middle - wide, high=at - middle + wide)
            for at in map(float, seen)
        ],
        Estimate(value=spread, low=max(0.0, spread - range_), high=min(1.0, spread + range_)),
        [_success(float(at), column) for at, column in zip(seen, deviations.T, strict=True)],
    )


def _success(at: float, deviations: np.ndarray) -> Estimate:
    low, high = np.quantile(deviations, [(1 - SURELY) / 2, (1 + SURELY) / 2])
    return Estimate(value=at, low=max(0.0, at + float(low)), high=min(1.0, at + float(high)))


def permuted(cells: Cells, rng: np.random.Generator, draws: int) -> float:
    """The share of permutations of each level's tasks with a spread as great as the one seen."""
    spreads = np.zeros((draws + 1, len(next(iter(cells.values())))))
    for each in cells.values():
        sizes = [len(x) for x in each.values()]
        every = np.concatenate(list(each.values()))
        orders = np.vstack([every, rng.permuted(np.tile(every, (draws, 1)), axis=1)])
        ends = np.cumsum([0, *sizes])[:-1]
        spreads += np.add.reduceat(orders, ends, axis=1) / np.array(sizes)
    ranges = np.ptp(spreads, axis=1)
    return float((ranges >= ranges[0] - 1e-9).mean())


def _axis(
    tasks: FamilyTasks, name: str, values: Sequence[str | None], readings: Sequence[AxisReading]
) -> Axis:
    shown = {one.value for reading in readings for one in reading.values}
    lengths: defaultdict[str, defaultdict[float | None, list[int]]]
    lengths = defaultdict(lambda: defaultdict(list))
    for task, value in zip(tasks.tasks, values, strict=True):
        if value in shown:
            lengths[value][task.level].append(len(task.text))
    levels = {level for of in lengths.values() for level in of}
    return Axis(
        family=tasks.family,
        name=name,
        declared=name in registry.get(tasks.family).tells,
        levels=tuple(sorted(levels, key=lambda level: -1.0 if level is None else level)),
        prompt_chars={
            value: round(fmean(map(fmean, lengths[value].values())), 1) for value in sorted(shown)
        },
        readings=tuple(readings),
    )


def _corrected(axes: Sequence[Axis]) -> Iterator[Axis]:
    """Chances corrected for how many readings there are."""
    chances = iter(holm([one.chance for axis in axes for one in axis.readings]))
    for axis in axes:
        readings = [one.model_copy(update={"chance": next(chances)}) for one in axis.readings]
        yield axis.model_copy(update={"readings": tuple(readings)})


def _nothing(families: Sequence[FamilyTasks], names: Sequence[str]) -> str:
    there = ", ".join(sorted({name for one in families for name in _candidates(one)})) or "none"
    asked = ", ".join(names) or "any axis"
    return (
        f"nothing to compare on {asked}: want two values with {LEAST} tasks each at a level, and "
        f"somebody's success at them (--results, --by, or a family that tells its effort); axes "
        f"of words here: {there}"
    )
