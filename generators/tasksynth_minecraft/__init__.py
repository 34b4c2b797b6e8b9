"""Cross-view tasks in Minecraft-compatible voxel worlds, with exact masks and certificates."""
