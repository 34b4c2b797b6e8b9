"""Frozen scorers that pass messages on graphs, and edits that change their mind."""
