"""Documents: what stands in them, what can be asked of it, and the answers."""
