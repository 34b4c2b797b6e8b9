"""How a plan is said in English, and read back."""
