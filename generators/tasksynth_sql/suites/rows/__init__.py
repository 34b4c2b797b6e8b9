"""Rows that are planted into databases: what each shows of a query."""
