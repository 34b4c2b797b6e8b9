"""Screens: boxes and words laid out, drawn with Pillow, written as HTML, or told as a tree."""
