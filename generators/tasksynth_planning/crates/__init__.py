"""Rooms whose ways are blocked, and a robot that pushes what blocks them."""
