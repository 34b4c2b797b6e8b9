"""Scenes of shapes: what is in them, what can be said of it, and where it is true."""
