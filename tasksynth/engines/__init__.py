"""Who does the work of the loops: this process, or processes that can be killed.

A loop takes an `Engine`, and gives it an operation's name and items; the results come back in
order. What a name means stands in a table of entry points, so that any process can look it up.
"""

from tasksynth.engines.choice import engine_for
from tasksynth.engines.job import Engine, Failure, Job, StoppedError, ahead
from tasksynth.engines.operations import Operation

__all__ = ["Engine", "Failure", "Job", "Operation", "StoppedError", "ahead", "engine_for"]
