"""Grids of coloured cells: a language of rules, and proofs that examples mean one of them."""
