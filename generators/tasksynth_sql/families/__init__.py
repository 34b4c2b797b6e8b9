"""The families: write a query, write it step by step, mend one, and read one."""
