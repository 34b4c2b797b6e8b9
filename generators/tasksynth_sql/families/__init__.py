"""The families: write a query, at sight, step by step or after a look; mend one, and read one."""
