"""Families of pages that somebody lays out."""
