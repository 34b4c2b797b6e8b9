"""How a task is told."""
