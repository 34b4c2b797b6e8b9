"""Hidden suites, grown until they tell every mutant from its program."""
