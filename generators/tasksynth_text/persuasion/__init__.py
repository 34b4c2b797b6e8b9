"""Conversations with somebody who is to give something: what is known, and who is to be won."""
