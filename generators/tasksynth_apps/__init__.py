"""Tasks in the apps of an office, a household, a club: data behind APIs, and screens to touch."""

from tasksynth.domain import Domain

DOMAIN = Domain(
    name="apps",
    families={
        "apps.api_world": "tasksynth_apps.families.api_world:ApiWorld",
        "apps.mobile": "tasksynth_apps.families.mobile:Mobile",
        "apps.web": "tasksynth_apps.families.web:Web",
    },
)
"""What this package adds: apps to work in."""

GUI = Domain(
    name="gui",
    families={
        "gui.cursor": "tasksynth_apps.families.cursor:Cursor",
        "gui.ground": "tasksynth_apps.families.ground:PointAt",
        "gui.inverse_dynamics": "tasksynth_apps.families.inverse_dynamics:InverseDynamics",
    },
)
"""What else it adds: pointing at screens, and reading them."""
