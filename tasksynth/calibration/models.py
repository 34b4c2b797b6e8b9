"""What a calibration says, for programs."""

from typing import Literal

from tasksynth.reporting import Estimate
from tasksynth_schemas import Model

SubjectKind = Literal["budget", "strategy", "model"]
"""Whose success: a solver that gives up above an effort, a family's own strategy, a model."""


class Point(Model):
    """Success at one level."""

    level: float
    tasks: int
    success: Estimate
    fit: float
    """By the nearest curve that never rises (isotonic regression)."""


class Curve(Model):
    """Success over levels, of one subject in one family."""

    subject: str
    kind: SubjectKind
    points: tuple[Point, ...]
    off: float
    """How far the points are from a curve that never rises, at most."""
    reversed: tuple[tuple[float, float], ...]
    """Pairs of levels of which the second, higher one is surely easier."""
    slope: Estimate
    """Change over the whole ladder, in logits, of the logistic curve; negative: it gets harder."""
    middle: Estimate | None
    """The level at which the logistic curve is at one half; None if it does not fall."""


class Rung(Model):
    """What is measured of a level's tasks without anybody's answer."""

    level: float
    tasks: int
    prompt_chars: float
    """Mean length of a prompt."""
    prompt_most: int
    """The longest one."""
    effort: float | None
    """Mean of the family's own measure of what the reference solution takes, if it has any."""
    floor: float
    """What guessing gets at most."""


class FamilyCalibration(Model):
    """What is known of a family's ladder."""

    family: str
    version: int
    effort: str
    """The name of the measure; empty if there is none."""
    rungs: tuple[Rung, ...]
    curves: tuple[Curve, ...]


class Scaled(Model):
    """A level on the scale that all families share."""

    family: str
    level: float
    difficulty: Estimate
    """In logits: a model of ability a passes with the chance sigmoid(a - difficulty)."""


class Calibration(Model):
    """All of it."""

    families: tuple[FamilyCalibration, ...]
    abilities: dict[str, float] = {}
    """Of the models, in logits, of mean 0; empty if no model was measured."""
    scale: tuple[Scaled, ...] = ()
    """Rasch's model over all families' levels that a model was asked."""
    ran: str
    """The release of tasksynth."""


class AxisValue(Model):
    """Success at one value of an axis, mean over levels."""

    value: str
    tasks: int
    success: Estimate
    away: Estimate
    """Less the mean over values; the intervals of all values hold together."""


class AxisReading(Model):
    """What one subject's success says of an axis."""

    subject: str
    kind: SubjectKind
    values: tuple[AxisValue, ...]
    spread: Estimate
    """The greatest success of a value less the least one; chance alone makes some."""
    chance: float
    """That values which make no difference are so far apart: by permutation of the tasks of each
    level, corrected for the number of readings (Holm)."""


class Axis(Model):
    """A family's tasks, compared by what they have at one place."""

    family: str
    name: str
    declared: bool
    """Whether the family says that it changes how a task is told and nothing else."""
    levels: tuple[float | None, ...]
    prompt_chars: dict[str, float]
    """By value, mean over levels: what a reader loses may be lost to length."""
    readings: tuple[AxisReading, ...]


class AxesReport(Model):
    """All of it."""

    axes: tuple[Axis, ...]

    def above(self, most: float) -> list[tuple[Axis, AxisReading]]:
        """Where success surely differs by more than that."""
        return [(axis, one) for axis in self.axes for one in axis.readings if one.spread.low > most]
