"""Tasks of planning, with proofs that a plan exists and how short the shortest is."""

from tasksynth.domain import Domain

DOMAIN = Domain(
    name="planning",
    families={
        "planning.pddl": "tasksynth_planning.families.pddl:Pddl",
        "planning.route": "tasksynth_planning.families.route:VanRoute",
    },
)
"""What this package adds."""
