"""SAT tasks of controlled difficulty, on python-sat."""
