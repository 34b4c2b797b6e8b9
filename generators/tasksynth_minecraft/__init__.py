"""Cross-view tasks in Minecraft-compatible voxel worlds, with exact masks and certificates."""

from tasksynth.domain import Domain

DOMAIN = Domain(
    name="minecraft",
    families={
        "minecraft.approach": "tasksynth_minecraft.families.crossview:Approach",
        "minecraft.crafter": "tasksynth_minecraft.families.crafter:Crafter",
        "minecraft.hunt": "tasksynth_minecraft.families.crossview:Hunt",
        "minecraft.interact": "tasksynth_minecraft.families.crossview:Interact",
        "minecraft.locate": "tasksynth_minecraft.families.locate:Locate",
        "minecraft.mask": "tasksynth_minecraft.families.mask:Mask",
        "minecraft.memory": "tasksynth_minecraft.families.memory:Memory",
        "minecraft.mine": "tasksynth_minecraft.families.crossview:Mine",
        "minecraft.place": "tasksynth_minecraft.families.crossview:Place",
        "minecraft.pose": "tasksynth_minecraft.families.pose:Pose",
        "minecraft.route": "tasksynth_minecraft.families.route:RouteFamily",
        "minecraft.techtree": "tasksynth_minecraft.families.techtree:Techtree",
    },
    importers={
        "minecraft": "tasksynth_minecraft.importing:scene",
    },
    warm="tasksynth_minecraft.warming:warm",
    targets={
        "minedojo": "tasksynth_minecraft.export.targets:MINEDOJO",
        "minestudio": "tasksynth_minecraft.export.targets:MINESTUDIO",
    },
)
"""What this package adds."""
