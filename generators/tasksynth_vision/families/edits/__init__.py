"""Families whose answer is a picture, edited."""
