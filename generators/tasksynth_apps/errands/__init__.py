"""What somebody wants done on a phone: drawn, told, done by a scripted user, and judged."""
