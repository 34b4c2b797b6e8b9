"""What moves, and what rays and feet meet: one tick of the game."""
