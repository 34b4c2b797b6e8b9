"""Charts: their data, what can be asked of them, and the answers."""
