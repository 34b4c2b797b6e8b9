"""Scenes that are told in words and drawn as SVG: what is demanded, and what a drawing shows."""
