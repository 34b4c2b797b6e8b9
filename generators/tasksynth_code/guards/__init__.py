"""Programs with a branch behind a chain of guards, and how near an input comes to it."""
