"""The families: what each asks and how it judges."""
