"""Large boards of numbered things, of which one sees a square at a time."""
