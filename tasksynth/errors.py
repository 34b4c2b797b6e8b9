"""Everything that tasksynth raises on purpose."""


class TasksynthError(Exception):
    """Base of all errors of ours; the command line prints one line for it, without a traceback."""


class UsageError(TasksynthError):
    """The caller asked for something that cannot be; the message names the mend (exit code 2)."""


class ConflictError(UsageError):
    """The request contradicts an earlier one; see the message for which."""


class FamilyError(TasksynthError):
    """A family broke its contract, or could not make a task within its limits."""


class StateError(TasksynthError):
    """Stored state (a dataset folder, a journal) is damaged, locked, or of another run."""


class TimeLimitError(TasksynthError):
    """A generator or a verifier used up its time."""
