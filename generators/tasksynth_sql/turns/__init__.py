"""What tasks with turns need: databases in disguise, a desk to query them, and follow-ups."""
