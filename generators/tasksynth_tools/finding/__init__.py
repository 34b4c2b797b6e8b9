"""Catalogues of tools, the words in which they are told and asked for, and a search in them."""
