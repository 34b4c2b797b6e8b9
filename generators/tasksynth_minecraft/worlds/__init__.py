"""Blocks, and the scenes that are built of them."""
