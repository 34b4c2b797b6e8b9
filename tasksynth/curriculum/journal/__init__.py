"""The journal of a run: its events, the book that they are entered in, and where they are kept."""
