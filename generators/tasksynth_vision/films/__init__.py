"""Films: what happens to the things of a scene, and questions about it."""
