"""Small worlds of which something is unknown, with the exact value of every choice."""
