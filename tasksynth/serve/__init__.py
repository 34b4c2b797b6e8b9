"""A curriculum for a trainer: one session without I/O, and the shells around it."""
