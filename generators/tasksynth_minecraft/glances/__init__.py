"""Two views of one target, and the answers about them."""
