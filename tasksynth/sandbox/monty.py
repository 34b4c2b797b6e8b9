"""The tier `monty`: a small Python of its own, written in Rust, in a worker process.

It knows no system calls at all, so there is nothing to lock; a run takes a fraction of a
millisecond. Its language is a subset: no generators, no inheritance, few modules.
"""

import os
import signal
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

from tasksynth.errors import SandboxError, UsageError
from tasksynth.sandbox.aside import Aside
from tasksynth.sandbox.models import Done, Ended, Limits
from tasksynth.sandbox.values import blamed, returned
from tasksynth.sandbox.watch import ClockWatch, Meter

if TYPE_CHECKING:
    from pydantic_monty import OsFunction

MAX_CALLS = 100_000
"""Calls out of the guest in one run: for a line of input, or to a file."""
MAX_DEPTH = 1000
READING = frozenset({
    "open", "Path.exists", "Path.is_file", "Path.is_dir", "Path.is_symlink", "Path.read_text",
    "Path.read_bytes", "Path.iterdir", "Path.scan", "Path.stat", "Path.resolve", "Path.absolute",
})  # fmt: skip
"""What a guest may ask of its files."""
GRACE_S = 60.0


def missing() -> str | None:
    """Why this machine lacks the tier; None when it has it."""
    if find_spec("pydantic_monty") is None:
        return "needs pydantic_monty: pip install 'tasksynth[sandbox]'"
    return None


class _State:
    """Whether monty, whose threads no fork copies, was opened here or in a process before."""

    opened = False
    forked = False


_state = _State()


def _after_fork() -> None:
    _state.forked = _state.forked or _state.opened


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


class Monty:
    """A warm worker process; each run is a session of its own."""

    def __init__(self) -> None:
        if _state.forked:
            raise UsageError(
                "monty was opened before this process was forked from another, and then works in "
                "neither a copy nor anew: open it first here, or start processes by 'spawn'"
            )
        _state.opened = True
        from pydantic_monty import Monty as Pool

        self._open = Pool(min_processes=1, max_processes=1, request_timeout=None)
        try:
            self._pool = self._open.__enter__()
        except (FileNotFoundError, RuntimeError) as e:  # no program of its own, or one that fails
            raise UsageError(f"this machine cannot give the sandbox 'monty': {e}") from e
        self._watch = ClockWatch()
        self._stop: Callable[[], None] = lambda: None
        self._aside = Aside("tasksynth-monty")

    def run(
        self, program: str, *, stdin: bytes, files: Mapping[str, bytes], limits: Limits
    ) -> Done:
        """Run a program to its end.

        Raises:
            UsageError: when it may write files: it cannot.
            SandboxError: when the worker died, or the machine was too busy.
        """
        if limits.file_bytes:
            raise UsageError(
                f"monty cannot write files, and file_bytes is {limits.file_bytes:,}: use 0, or "
                "another tier"
            )
        return self._aside.run(
            lambda: self._run(program, stdin, files, limits), lambda: self._stop()
        )

    def _run(self, program: str, stdin: bytes, files: Mapping[str, bytes], limits: Limits) -> Done:
        import pydantic_monty

        printed = Printed(limits.output_bytes)
        spent = limits.wall_s * 10 + GRACE_S  # the watch stops it long before
        session = self._pool.checkout(
            script_name="program.py",
            limits={
                "max_feed_duration_secs": spent,
                "max_memory": limits.memory_bytes,
                "max_recursion_depth": MAX_DEPTH,
                "max_suspensions": MAX_CALLS,
            },
            os_policy={
                "datetime": datetime(1970, 1, 1, tzinfo=UTC),
                "sleep": "zero",
                "random_start": {"seed": 0},
            },
            assert_message_annotations=False,
        )
        failed: Any = None
        with session as guest:
            pid = guest.worker_pid
            if pid is None:
                raise SandboxError("monty gave no worker")
            self._stop = printed.stop = _killer(pid)
            meter = Meter(limits, pid)
            with self._watch.over(meter, printed.stop):
                try:
                    guest.feed_run(
                        program,
                        print_callback=printed,
                        external_lookup={"input": _input(stdin)},
                        os=_reading(files),
                    )
                except pydantic_monty.MontyError as e:
                    failed = e
                except BaseException as e:
                    if type(e).__name__ == "PanicException":  # of Rust, and not an Exception
                        raise SandboxError(f"monty failed: {e}") from e
                    raise
        return _done(failed, printed, meter)

    def close(self) -> None:
        """End the worker."""
        self._watch.close()
        self._aside.close()
        self._open.__exit__(None, None, None)


class Printed:
    """What a guest prints, up to its limit, at which its worker is killed."""

    def __init__(self, output_bytes: int) -> None:
        self._left = output_bytes
        self._most = output_bytes
        self._parts: dict[str, list[bytes]] = {"stdout": [], "stderr": []}
        self.full = False
        self.stop: Callable[[], None] = lambda: None

    def __call__(self, stream: str, text: str) -> None:
        """Take what it printed."""
        data = text.encode("utf-8", "replace")
        self._parts[stream].append(data[: self._left])
        if len(data) > self._left:
            self.full = True
            self.stop()
        self._left -= min(self._left, len(data))

    def text(self, stream: str) -> str:
        """All of one stream."""
        return b"".join(self._parts[stream]).decode("utf-8", "replace")

    def why(self) -> str:
        """What to say of one that printed too much."""
        return f"printed more than {self._most:,} bytes"


def _killer(pid: int) -> Callable[[], None]:
    """Kills the worker, which is our child and stays one for the whole of a run."""

    def kill() -> None:
        try:
            os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        except ProcessLookupError:
            return

    return kill


def _input(stdin: bytes) -> Callable[..., str]:
    lines = iter(stdin.decode("utf-8", "replace").splitlines())

    def read(_prompt: object = "") -> str:
        for line in lines:
            return line
        raise EOFError("EOF when reading a line")

    return read


def _reading(files: Mapping[str, bytes]) -> Callable[..., Any]:
    """Answers a guest that reads its files, and nothing else."""
    from pydantic_monty import NOT_HANDLED, MemoryFile, OSAccess

    if not files:
        return lambda **_: NOT_HANDLED
    held = OSAccess([MemoryFile(f"/{name}", data) for name, data in files.items()])

    def answer(*, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], **rest: Any) -> Any:
        mode = args[1] if len(args) > 1 else kwargs.get("mode", "r")
        if name not in READING or (name == "open" and set(str(mode)) & set("wax+")):
            return NOT_HANDLED
        return held(name=cast("OsFunction", name), args=args, kwargs=kwargs, **rest)

    return answer


def _done(failed: Any, printed: Printed, meter: Meter) -> Done:
    ended, why, traceback = _how(failed, printed, meter)
    stdout = printed.text("stdout")
    return Done(
        ended=ended,
        stdout=stdout,
        stderr=printed.text("stderr") + traceback,
        value=returned(stdout) if ended == "ok" else None,
        why=why,
        cpu_s=meter.cpu_s,
    )


def _how(failed: Any, printed: Printed, meter: Meter) -> tuple[Ended, str, str]:
    """How it ended, why, and its traceback."""
    from pydantic_monty import MontyCrashedError, MontySyntaxError

    if printed.full:
        return "output", printed.why(), ""
    if meter.over == "cpu" or (meter.over and isinstance(failed, MontyCrashedError)):
        return "timeout", meter.why(), ""
    if failed is None:
        return "ok", "", ""
    if isinstance(failed, MontyCrashedError):
        if "SIGKILL" in str(failed):
            raise SandboxError("monty's worker was killed: this machine may be out of memory")
        return "error", f"crashed its interpreter: {failed}"[:500], ""
    text = failed.display() if hasattr(failed, "display") else str(failed)
    if isinstance(failed, MontySyntaxError) or "NotImplementedError: The monty" in text[-300:]:
        return "refused", text.rstrip().rpartition("\n")[2][:500], text
    ended, why = blamed(text, 1)
    return ended, why, text
