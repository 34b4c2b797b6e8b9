"""Pictures of what moves: films, their logs, and shelves."""
