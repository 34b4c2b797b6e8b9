"""Commands that show families, and help who writes one."""
