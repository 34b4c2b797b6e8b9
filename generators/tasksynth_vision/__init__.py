"""Pictures whose truth is known exactly: scenes of shapes, charts and documents."""

from tasksynth.domain import Domain

DOMAIN = Domain(
    name="vision",
    families={
        "vision.chart": "tasksynth_vision.families.chart:ChartFamily",
        "vision.count": "tasksynth_vision.families.count:CountThings",
        "vision.point": "tasksynth_vision.families.point:PointOut",
    },
)
"""What this package adds."""
