"""Captions in anybody's own words: read into claims, and held against a scene and questions."""
