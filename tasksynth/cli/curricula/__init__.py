"""Commands that serve curricula, and look into them."""
