"""Slow programs and quick ones that give the same: their pieces, and what they cost."""
