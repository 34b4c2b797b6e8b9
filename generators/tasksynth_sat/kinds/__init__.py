"""What families of a kind share: questions about a formula, and puzzles in words."""
