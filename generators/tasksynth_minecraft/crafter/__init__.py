"""A survival game in two dimensions by the rules of Crafter, with its 22 achievements."""
