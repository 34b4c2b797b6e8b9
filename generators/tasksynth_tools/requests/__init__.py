"""What users ask for: errands, their words, and how each is reached."""
