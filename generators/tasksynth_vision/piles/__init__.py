"""Piles of documents, and what somebody looks for in them."""
