"""An agent in a world: its task, its run, its reference, its environment."""
