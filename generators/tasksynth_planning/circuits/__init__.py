"""Quantum circuits: exact simulation, search for the cheapest, disguise, and how they are told."""
