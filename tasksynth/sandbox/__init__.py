"""Programs of strangers, run where they can harm nobody: extra `sandbox`.

    from tasksynth.sandbox import Limits, run
    done = run("print(6 * 7)", tier="wasm", limits=Limits(fuel=10**8))
    done.ended, done.value.data, done.fuel      # ('ok', 42, ...)

Three tiers, and never another one than was asked for: `wasm` (MicroPython in WebAssembly, with
exact fuel), `jail` (CPython, locked in by the Linux kernel) and `monty` (a subset of Python in a
fraction of a millisecond). What is expected of a program never goes in with it: it gives back JSON,
and the comparison is outside. See docs/sandbox.md.
"""

from tasksynth.sandbox.models import Done, Ended, Language, Limits, Returned, Tier
from tasksynth.sandbox.room import Sandbox, missing, run, warm

__all__ = [
    "Done",
    "Ended",
    "Language",
    "Limits",
    "Returned",
    "Sandbox",
    "Tier",
    "missing",
    "run",
    "warm",
]
