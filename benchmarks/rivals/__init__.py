"""One run beside each rival at its own job: see `python -m benchmarks.rivals --help`."""
