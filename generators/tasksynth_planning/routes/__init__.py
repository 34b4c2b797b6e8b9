"""Rounds of a van: drawing, exact optimum, and rules of thumb."""
