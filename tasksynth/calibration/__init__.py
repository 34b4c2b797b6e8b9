"""What a level is worth: measured success by level, for solvers with a budget and for models."""

from tasksynth.calibration.axes import look_at_axes
from tasksynth.calibration.models import (
    AxesReport,
    Axis,
    Calibration,
    Curve,
    FamilyCalibration,
    Point,
    Rung,
    Scaled,
)
from tasksynth.calibration.neighbours import neighbour
from tasksynth.calibration.run import calibrate

__all__ = [
    "AxesReport",
    "Axis",
    "Calibration",
    "Curve",
    "FamilyCalibration",
    "Point",
    "Rung",
    "Scaled",
    "calibrate",
    "look_at_axes",
    "neighbour",
]
