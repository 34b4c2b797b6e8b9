"""Solvers with a budget, by what they solve: what they pass falls as the level rises."""
