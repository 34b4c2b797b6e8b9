"""Hidden databases: what they must tell a gold from, and how they are built."""
