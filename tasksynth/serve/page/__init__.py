"""The live page of a run: its files, and what it shows."""
