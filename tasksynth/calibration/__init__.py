"""What a level is worth: measured success by level, for solvers with a budget and for models."""

from tasksynth.calibration.models import (
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
    "Calibration",
    "Curve",
    "FamilyCalibration",
    "Point",
    "Rung",
    "Scaled",
    "calibrate",
    "neighbour",
]
