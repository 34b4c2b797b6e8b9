"""Captions of scenes: claims that can be checked, one of which is false."""
