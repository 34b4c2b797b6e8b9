"""Cross-view tasks in Minecraft-compatible voxel worlds, with exact masks and certificates."""

from tasksynth.domain import Domain

DOMAIN = Domain(
    name="minecraft",
    families={
        "minecraft.approach": "tasksynth_minecraft.embodied:Approach",
        "minecraft.hunt": "tasksynth_minecraft.embodied:Hunt",
        "minecraft.interact": "tasksynth_minecraft.embodied:Interact",
        "minecraft.locate": "tasksynth_minecraft.glance:Locate",
        "minecraft.mask": "tasksynth_minecraft.glance:Mask",
        "minecraft.mine": "tasksynth_minecraft.embodied:Mine",
        "minecraft.place": "tasksynth_minecraft.embodied:Place",
        "minecraft.pose": "tasksynth_minecraft.pose:Pose",
        "minecraft.route": "tasksynth_minecraft.route:RouteFamily",
        "minecraft.techtree": "tasksynth_minecraft.techtree:Techtree",
    },
    importers={
        "minecraft": "tasksynth_minecraft.importing:scene",
    },
)
"""What this package adds."""
