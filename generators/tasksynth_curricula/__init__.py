"""Curricula as artefacts (`course`), and tasks about curricula: order, plan, diagnose."""

from tasksynth.domain import Domain

DOMAIN = Domain(
    name="curricula",
    families={
        "curricula.diagnose": "tasksynth_curricula.diagnose:Diagnose",
        "curricula.order": "tasksynth_curricula.order:Order",
        "curricula.plan": "tasksynth_curricula.plan:LessonPlan",
    },
)
"""What this package adds."""
