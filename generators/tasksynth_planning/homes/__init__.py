"""Homes in which a robot tidies up."""
