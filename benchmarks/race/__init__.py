"""A fair race of strategies over simulated learners whose true state is known."""
