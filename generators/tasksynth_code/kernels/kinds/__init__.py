"""Kinds of kernel tasks: what is asked for, and programs for it from slow to quick."""
