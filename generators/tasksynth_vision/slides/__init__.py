"""Slides: what lies on them, the rules that they keep, and the one that is broken."""
