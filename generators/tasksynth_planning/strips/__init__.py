"""Typed STRIPS: domains, their grounding, exact search, replay and the words of PDDL."""
