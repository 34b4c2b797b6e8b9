"""Readers of pictures that are to be edited."""
