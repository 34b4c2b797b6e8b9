"""Logs in which facts lie far apart, and questions that take several of them."""
