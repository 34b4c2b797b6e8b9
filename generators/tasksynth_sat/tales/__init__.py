"""Formulas told as tales, in four languages: settings, sentences, questions."""
