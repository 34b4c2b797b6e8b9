"""Families that ask how something is done with what is seen."""
