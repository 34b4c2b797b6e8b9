"""Running an answer on hidden inputs in a sandbox, and comparing outside of it.

The sandbox gets the inputs and gives results back; what is expected never goes in. CPython in a
jail decides. MicroPython, in WebAssembly, would be another language: it lacks much of the library,
sorts without keeping ties in order, and takes some of what CPython refuses.
It is asked only where a machine cannot give the jail, and then what it finds right is right.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tasksynth.errors import UsageError
from tasksynth_code.making.task import KnownCall

if TYPE_CHECKING:
    from tasksynth.sandbox import Done, Limits, Tier

DRIVER = """
import json, sys
lines = [line for line in sys.stdin.read().split("\\n") if line]
dumps, loads, out = json.dumps, json.loads, print
sys.path.insert(0, "")
import answer
results = []
for line in lines:
    try:
        results.append([0, loads(dumps(answer.solve(*loads(line))))])
    except BaseException as e:
        results.append([1, (type(e).__name__ + ": " + str(e))[:200]])
out("\\n" + dumps(results))
"""
"""What runs in the sandbox beside the answer."""
FUEL = 4_000_000_000
"""WebAssembly instructions, more or less, for all inputs: a second."""
CPU_S = 2.0
"""Seconds of CPU that CPython may take for all inputs."""


@dataclass(frozen=True)
class RunOutcome:
    """How an answer did."""

    share: float
    """Of the hidden inputs, those with the right result."""
    why: str = ""
    """What went wrong first, without the input: the policy may see it."""
    each: tuple[bool, ...] = ()
    """Whether the result of each call was right; empty where there are no results."""
    late: bool = False
    """Whether it took all its time."""

    @property
    def right(self) -> bool:
        """Whether all results were right."""
        return self.share == 1


def limits_of(tier: "Tier", share: float = 1.0) -> "Limits":
    """What an answer may use: of the time so much, and of the output, but not less than usual."""
    from tasksynth.sandbox import Limits

    more = max(1.0, share)
    output = int(more * (1 << 22))
    if tier == "wasm":
        fuel = int(share * FUEL)
        return Limits(fuel=fuel, memory_bytes=16 << 20, output_bytes=output, cpu_s=30, wall_s=60)
    return Limits(
        memory_bytes=256 << 20, output_bytes=output, cpu_s=share * CPU_S, wall_s=20 * more
    )


@lru_cache(maxsize=8)
def judged(program: str, calls: tuple[KnownCall, ...], share: float = 1.0) -> RunOutcome:
    """Run a program on all calls, within so much of the time that an answer has.

    Raises:
        UsageError: if this machine cannot give the jail, and MicroPython does not find it right.
        SandboxError: if the machine was too busy to say.
    """
    try:
        return run_in("jail", program, calls, share)
    except UsageError:
        outcome = run_in("wasm", program, calls, share)
        if outcome.right:
            return outcome
        raise


def run_in(
    tier: "Tier", program: str, calls: Sequence[KnownCall], share: float = 1.0
) -> RunOutcome:
    """Run a program on all calls in one tier."""
    from tasksynth.sandbox import warm

    done = warm(tier).run(
        DRIVER,
        stdin="\n".join(one.arguments for one in calls),
        files={"answer.py": program},
        limits=limits_of(tier, share),
    )
    return compared(done, calls)


def compared(done: "Done", calls: Sequence[KnownCall]) -> RunOutcome:
    """What a run of the driver gave, beside what it should have given."""
    if done.value is None:
        why = f"the program did not end well: {done.ended} {done.why}"[:300].strip()
        return RunOutcome(0.0, why, late=done.ended in ("timeout", "fuel"))
    rows = done.value.data
    if not isinstance(rows, list) or len(rows) != len(calls):
        return RunOutcome(0.0, "the program wrote over the results")
    each = tuple(_equal(row, json.loads(one.result)) for row, one in zip(rows, calls, strict=True))
    why = "" if all(each) else _fault(rows[each.index(False)])
    return RunOutcome(sum(each) / len(each), why, each)


def _equal(row: Any, wanted: Any) -> bool:
    """Whether a result is the one wanted, as Python's `==` sees it: 3.0 is 3, and True is 1."""
    return isinstance(row, list) and len(row) == 2 and row[0] == 0 and bool(row[1] == wanted)


def _fault(row: Any) -> str:
    if isinstance(row, list) and len(row) == 2 and row[0] == 1:
        return f"on a hidden input it raised {str(row[1])[:200]}"
    return "on a hidden input it gives another result"
