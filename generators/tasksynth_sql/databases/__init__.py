"""What tasks are about: worlds of tables, their rows, and files that are read as such."""
