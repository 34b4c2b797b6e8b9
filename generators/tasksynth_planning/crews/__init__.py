"""Robots of several kinds that work together in rooms."""
