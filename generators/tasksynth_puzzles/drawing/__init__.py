"""Drawing puzzles with one solution."""
