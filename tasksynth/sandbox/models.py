"""What goes into a sandbox and what comes out of it."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from tasksynth_schemas import Model

Language = Literal["python"]
"""What a program is written in; each tier runs its own dialect of it."""

Tier = Literal["wasm", "jail", "monty"]
"""How a program is held: see the package."""

Ended = Literal["ok", "error", "timeout", "memory", "fuel", "output", "refused"]
"""How a run ended, by its own doing; a fault of ours is raised, as `SandboxError`."""

MB = 1 << 20


class Limits(Model):
    """What one run may use. Whatever a tier cannot hold it to, it refuses to run with."""

    wall_s: Annotated[float, Field(gt=0, le=3600)] = 10.0
    """Seconds of its own time: computing, sleeping or waiting for input, not waiting for a CPU."""

    cpu_s: Annotated[float, Field(gt=0, le=3600)] = 5.0
    """Seconds of CPU time."""

    memory_bytes: Annotated[int, Field(ge=2 * MB, le=1 << 32)] = 64 * MB
    """What the program may allocate, besides what its interpreter takes to start."""

    output_bytes: Annotated[int, Field(ge=0, le=1 << 30)] = MB
    """Standard output and standard error together, in bytes of UTF-8."""

    fuel: Annotated[int, Field(gt=0, lt=1 << 63)] | None = None
    """WebAssembly instructions, more or less: `wasm` alone counts them. None: 10^10 there."""

    file_bytes: Annotated[int, Field(ge=0, le=1 << 30)] = 0
    """What the program may write to files in its folder; 0: it can write none."""


class Returned(Model):
    """A JSON value that a program gave back."""

    data: JsonValue
    """The value: null is None, so `Done.value is None` alone says that there was none."""


class Done(Model):
    """A run that has ended."""

    ended: Ended
    """`ok`: exit status 0. `error`: another one, an exception or a crash. `timeout`: it used up
    its CPU time or slept through its wall time. `memory`, `fuel`, `output`: it wanted more than
    its limit. `refused`: it does not compile, or was stopped for what it tried."""

    stdout: str
    """What it printed, cut at the limit; bytes that are not UTF-8 are replaced."""

    stderr: str
    """The same of standard error; an exception's traceback is here."""

    value: Returned | None = None
    """The last line of `stdout`, where the run ended `ok` and that line is JSON."""

    why: str = ""
    """One line for people: the exception, the signal or the limit; empty after `ok`."""

    cpu_s: float | None = None
    """CPU seconds that it took, where the tier measures them."""

    fuel: int | None = None
    """Fuel that it took; `wasm` alone, the same number for the same program everywhere."""
