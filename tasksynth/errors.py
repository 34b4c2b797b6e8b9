"""Everything that tasksynth raises on purpose."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class TasksynthError(Exception):
    """Base of all errors of ours; the command line prints one line for it, without a traceback."""


class UsageError(TasksynthError):
    """The caller asked for something that cannot be; the message names the mend (exit code 2)."""


class ConflictError(UsageError):
    """The request contradicts an earlier one; see the message for which."""


class FamilyError(TasksynthError):
    """A family broke its contract, or could not make a task within its limits (exit code 4)."""


class StateError(TasksynthError):
    """Stored state (a dataset folder, a journal) is damaged (exit code 3)."""


class UnavailableError(StateError):
    """What is needed is not there just now: room, a folder, a lock, a server.

    Nothing is damaged and what was kept is still there: the same again goes on (exit code 2).
    """


class TimeLimitError(TasksynthError):
    """A generator or a verifier used up its time."""


class SandboxError(TasksynthError):
    """A sandbox failed, so that nothing is known of the program in it: no verdict on it."""


MENDS = {
    errno.ENOSPC: "free some room, and run the same again",
    errno.EDQUOT: "free some of the quota, and run the same again",
    errno.EFBIG: "raise the limit on the size of files, and run the same again",
    errno.ENOENT: "make its folder, and run the same again",
    errno.EROFS: "choose a place that can be written to",
    errno.EACCES: "choose a place that can be written to",
}
"""What to do about a file that cannot be written, by the system's reason."""


def cannot_write(path: Path | str, error: OSError) -> UnavailableError:
    """The error for a person, of the system's error while a file was written."""
    mend = MENDS.get(error.errno or 0)
    why = error.strerror or str(error)
    return UnavailableError(f"cannot write {path}: {why}" + (f"; {mend}" if mend else ""))


@contextmanager
def writing(path: Path | str) -> Iterator[None]:
    """Say which file could not be written; put it around the writing alone.

    Raises:
        UnavailableError: for an error of the system, such as a full disk.
        BrokenPipeError: if nobody reads any more.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as e:
        raise cannot_write(path, e) from e
