"""Commands that make, read and judge datasets."""
