"""From a recipe to a dataset."""
