"""Formulas in conjunctive normal form, and how easily they are guessed."""
