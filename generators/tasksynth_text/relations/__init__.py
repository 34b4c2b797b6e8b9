"""Passages about people, companies and towns that nobody has heard of, and what holds in them."""
