"""Readers of what moves."""
