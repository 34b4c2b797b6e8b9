"""The families: what a reader looks for first."""
