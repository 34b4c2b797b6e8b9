"""Machines whose state is never seen, and what is best to do with them."""
