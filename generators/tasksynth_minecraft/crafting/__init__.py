"""Recipes, and plans over them."""
