"""Conditions on texts: their tests, their words, and texts that fulfil them."""
