"""Arms: the cells that a curriculum chooses between, read from a recipe."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any

import numpy as np
from pydantic import Field, ValidationError

from tasksynth import registry
from tasksynth.curriculum.arrays import Float, Int
from tasksynth.errors import UsageError
from tasksynth.invalid import explain
from tasksynth_schemas import Mix, Model, TaskRef


class Arm(Model):
    """A cell: one family at one set of params. Its tasks are items 0, 1, 2, … of one stream."""

    name: str
    """Unique: `sat.ksat@0.4`, or `sat.ksat{n_vars=20}` for explicit params."""
    track: str
    """The ladder that it is a rung of; a strategy moves up and down within a track."""
    ref: TaskRef
    """The address of item 0."""
    level: Annotated[float, Field(ge=0, le=1)] | None = None
    weight: Annotated[float, Field(gt=0)] = 1.0
    """The arm's share under the uniform strategy, against the others."""
    difficulty: float | None = None
    """Measured difficulty in logits (0: solved half the time), where a calibration knows it."""


def arms_of(
    mix: Iterable[Mix],
    seed: int,
    *,
    known: Iterable[Arm] = (),
) -> tuple[Arm, ...]:
    """The arms of a recipe's mix, in its order: one for each entry and level.

    An entry with levels is a track of its own; the entries of one family that have none form a
    track in the order in which they are written. Levels that give the same params are one arm.

    Raises:
        UsageError: for an unknown family, or params that it does not take; names the field.
    """
    arms = list(known)
    streams = {arm.ref.stream for arm in arms}
    names = {arm.name for arm in arms}
    tracks = {arm.track for arm in arms if arm.level is not None}
    for entry in mix:
        track = entry.family
        if entry.levels:
            track = _unused(track, tracks)
            tracks.add(track)
        measured = entry.difficulty or (None,) * max(1, len(entry.levels))
        for level, difficulty in zip(entry.levels or (None,), measured, strict=True):
            ref = _address(entry, level, seed)
            if ref.stream in streams:
                continue
            streams.add(ref.stream)
            name = _unused(_name(entry, level), names)
            names.add(name)
            arms.append(
                Arm(
                    name=name,
                    track=track,
                    ref=ref,
                    level=level,
                    weight=entry.weight / max(1, len(entry.levels)),
                    difficulty=difficulty,
                )
            )
    return tuple(arms)


def _address(entry: Mix, level: float | None, seed: int) -> TaskRef:
    family = registry.get(entry.family)
    try:
        params = (
            family.Params.model_validate(entry.params)
            if level is None
            else family.Params.at(level, **entry.params)
        )
    except ValidationError as e:
        raise UsageError(f"{entry.family}: {explain(e, family.Params)}") from e
    return TaskRef(
        family=family.name,
        version=family.version,
        params=params.model_dump(mode="json"),
        seed=seed,
        index=0,
    )


def _name(entry: Mix, level: float | None) -> str:
    if level is not None:
        return f"{entry.family}@{level:g}"
    fixed = ",".join(f"{key}={value}" for key, value in entry.params.items())
    return f"{entry.family}{{{fixed}}}"


def _unused(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    return next(text for i in range(2, len(taken) + 3) if (text := f"{name}#{i}") not in taken)


@dataclass(frozen=True)
class Space:
    """The arms as arrays, which is how strategies see them. Arms are only ever added at the end."""

    arms: tuple[Arm, ...]
    tracks: tuple[str, ...] = field(init=False)
    track: Int = field(init=False)
    """(arms,) the track of each arm."""
    rank: Int = field(init=False)
    """(arms,) place within the track, easiest first: by level, else as written."""
    depth: Float = field(init=False)
    """(arms,) nominal difficulty in [0, 1]: the level, or the rank as a fraction."""
    weight: Float = field(init=False)
    """(arms,) share under the uniform strategy; sums to 1."""

    def __post_init__(self) -> None:
        tracks = list(dict.fromkeys(arm.track for arm in self.arms))
        track = np.array([tracks.index(arm.track) for arm in self.arms], dtype=np.int64)
        rank = np.zeros(len(self.arms), dtype=np.int64)
        depth = np.zeros(len(self.arms))
        for t in range(len(tracks)):
            here = np.flatnonzero(track == t)
            levels = [level for i in here if (level := self.arms[i].level) is not None]
            leveled = len(levels) == len(here)
            order = np.argsort(levels, kind="stable") if leveled else np.arange(len(here))
            rank[here[order]] = np.arange(len(here))
            depth[here] = levels if leveled else rank[here] / max(1, len(here) - 1)
        weight = np.array([arm.weight for arm in self.arms])
        set_once = object.__setattr__
        set_once(self, "tracks", tuple(tracks))
        set_once(self, "track", track)
        set_once(self, "rank", rank)
        set_once(self, "depth", depth)
        set_once(self, "weight", weight / weight.sum())

    def __len__(self) -> int:
        return len(self.arms)

    @cached_property
    def grid(self) -> Int:
        """(tracks, longest track) the arm at each rank of each track; -1 past its end."""
        grid = np.full((len(self.tracks), int(self.rank.max()) + 1), -1, dtype=np.int64)
        grid[self.track, self.rank] = np.arange(len(self.arms))
        return grid

    @cached_property
    def kept(self) -> dict[Any, Any]:
        """What others have made of these arms, once and for all."""
        return {}

    @cached_property
    def difficulty(self) -> Float:
        """(arms,) calibrated difficulty in logits; NaN where none is known."""
        return np.array([arm.difficulty for arm in self.arms], dtype=np.float64)

    @cached_property
    def sizes(self) -> Int:
        """(tracks,) arms in each track."""
        return np.bincount(self.track, minlength=len(self.tracks))

    @cached_property
    def track_weight(self) -> Float:
        """(tracks,) share of each track under the uniform strategy; sums to 1."""
        return np.bincount(self.track, self.weight, len(self.tracks)).astype(np.float64)

    @cached_property
    def features(self) -> Float:
        """(arms, features) what describes a cell within its track: the depth, and each numeric
        param that varies, scaled to [0, 1].
        """
        columns = [self.depth]
        for name in dict.fromkeys(key for arm in self.arms for key in arm.ref.params):
            raw = [_number(arm.ref.params.get(name)) for arm in self.arms]
            values = np.array(raw, dtype=np.float64)  # None becomes NaN
            low, high = np.nanmin(values, initial=np.inf), np.nanmax(values, initial=-np.inf)
            if high > low:
                columns.append(np.where(np.isnan(values), 0.0, (values - low) / (high - low)))
        return np.stack(columns, axis=1)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None
