"""The families: write a query at sight, in steps, in a dialog, after a look; mend and read one."""
