"""Scripted agents, who see what a policy sees."""
