"""Ask a model the tasks of a dataset, judge what it answers, and count."""
