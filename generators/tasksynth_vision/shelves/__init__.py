"""Shelves of things that change: frames of them, and the one order that told rules allow."""
