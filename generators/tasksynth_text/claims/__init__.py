"""Sentences of a small logic, told in four languages, and what follows from them."""
