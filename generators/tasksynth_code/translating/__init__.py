"""Programs in other languages, each beside the same in Python; and what goes wrong in between."""
