"""What the author of a family runs: its contract as checks, and its goldens."""

from tasksynth.testing.families import CHECKS, LEVELS, Check, check_family, run_check

__all__ = ["CHECKS", "LEVELS", "Check", "check_family", "run_check"]
