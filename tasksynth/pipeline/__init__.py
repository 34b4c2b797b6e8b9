"""Many tasks and many verdicts: the two loops, their workers and their files."""
