"""Reports on what models got: scores with intervals, comparisons, stages."""

from tasksynth.reporting.models import (
    Comparison,
    Estimate,
    FamilyDifference,
    FamilyScore,
    ModelScore,
    Stages,
    StatisticsReport,
)
from tasksynth.reporting.results import Entry, Results, read, read_entries
from tasksynth.reporting.run import report

__all__ = [
    "Comparison",
    "Entry",
    "Estimate",
    "FamilyDifference",
    "FamilyScore",
    "ModelScore",
    "Results",
    "Stages",
    "StatisticsReport",
    "read",
    "read_entries",
    "report",
]
