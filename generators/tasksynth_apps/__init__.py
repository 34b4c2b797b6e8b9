"""Tasks in the apps of an office, a household, a club: data behind APIs, with rules and people."""

from tasksynth.domain import Domain

DOMAIN = Domain(
    name="apps",
    families={"apps.api_world": "tasksynth_apps.families.api_world:ApiWorld"},
)
"""What this package adds."""
