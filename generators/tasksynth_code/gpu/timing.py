"""Answers to `code.kernel` that the exact judge accepts, timed on a GPU, each in a process."""

import importlib.util
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import ValidationError

from tasksynth import Model
from tasksynth.answers import Unreadable
from tasksynth_code.families.kernel import KernelInstance
from tasksynth_code.gpu.bench import BenchJob, BenchResult, BenchTask
from tasksynth_code.judging.reading import program_of
from tasksynth_code.kernels.outcome import KernelTask, outcome_of

REPEATS, LIMIT_S = 50, 120.0
_NO_NUMBA = "numba is not installed: pip install 'tasksynth[gpu]'"


class KernelTiming(Model):
    """What the judge says of an answer, and what a GPU says beside it."""

    status: Literal["timed", "not right", "failed"]
    """Not right: for the judge, so that it was not run. Failed: on the GPU."""
    why: str = ""
    device: str = ""
    cost: int = 0
    """By the judge's rules; the reward hangs on this alone."""
    slow_cost: int = 0
    """Of the program that gets nothing."""
    fast_cost: int = 0
    milliseconds: float | None = None
    slow_milliseconds: float | None = None
    fast_milliseconds: float | None = None
    nothing_milliseconds: float | None = None
    """Of a launch that does nothing: times near it say little."""

    @property
    def cheaper(self) -> float:
        """How many times cheaper than the slow one it is by the judge's rules."""
        return self.slow_cost / self.cost if self.cost else 0.0

    @property
    def faster(self) -> float:
        """How many times faster than the slow one it is on the GPU."""
        slow, answer = self.slow_milliseconds, self.milliseconds
        return slow / answer if slow and answer else 0.0


def missing(*, clock: str = "events", limit_s: float = LIMIT_S) -> str:
    """Why kernels cannot be timed here, in one line; empty: they can."""
    if importlib.util.find_spec("numba") is None:
        return _NO_NUMBA
    return in_a_process(BenchJob(task=None, clock=clock, repeats=0), limit_s).why


def timings(
    answers: Iterable[tuple[KernelInstance, str]],
    *,
    repeats: int = REPEATS,
    limit_s: float = LIMIT_S,
    clock: str = "events",
) -> Iterator[KernelTiming]:
    """Judge replies, and time the programs that are right, one after the other.

    Each is run in a process of its own for `limit_s` seconds at most, beside the slow and the fast
    program of its task, `repeats` times in turns.
    """
    for x, reply in answers:
        yield _timing(x, reply, repeats, limit_s, clock)


def _timing(
    x: KernelInstance, reply: str, repeats: int, limit_s: float, clock: str
) -> KernelTiming:
    try:
        text = program_of(reply)
    except Unreadable as e:
        return KernelTiming(status="not right", why=str(e))
    outcome = outcome_of(text, KernelTask(x.kind, x.choices, x.slow, x.fast))
    if not outcome.right:
        return KernelTiming(status="not right", why=outcome.why)
    task = BenchTask(kind=x.kind, choices=x.choices, programs=(text, x.slow, x.fast))
    found = in_a_process(BenchJob(task=task, clock=clock, repeats=repeats), limit_s)
    answer, slow, fast = found.milliseconds or (None, None, None)
    return KernelTiming(
        status="failed" if found.why else "timed", why=found.why, device=found.device,
        cost=outcome.cost, slow_cost=x.costs[-2], fast_cost=x.costs[-1],
        milliseconds=answer, slow_milliseconds=slow, fast_milliseconds=fast,
        nothing_milliseconds=found.nothing if found.milliseconds else None,
    )  # fmt: skip


def in_a_process(job: BenchJob, limit_s: float) -> BenchResult:
    """Do a job in a process that alone loads numba; whatever becomes of it is a result."""
    command = [sys.executable, "-m", "tasksynth_code.gpu.bench"]
    try:
        done = subprocess.run(
            command, input=job.model_dump_json(), capture_output=True, text=True, check=False,
            timeout=limit_s,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return BenchResult(why=f"it took longer than {limit_s:g} s")
    try:
        return BenchResult.model_validate_json(done.stdout)
    except ValidationError:
        said = " ".join(done.stderr.split())[-200:]
        return BenchResult(why=f"its process ended with {done.returncode}: {said}")
