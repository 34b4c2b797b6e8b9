"""Games for two with perfect play: rules, exact solvers, and opponents of known strength."""
