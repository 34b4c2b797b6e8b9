"""The process that times kernels: it alone loads numba, and dies with what goes wrong in it.

python -m tasksynth_code.gpu.bench < job.json
"""

import json
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from tasksynth import Model
from tasksynth_code.gpu.clocks import CLOCKS, ClockMissing, KernelClock, numba_cuda
from tasksynth_code.gpu.launching import planned
from tasksynth_code.gpu.writing import KernelWriter
from tasksynth_code.kernels.case import KernelCase, KernelChoices
from tasksynth_code.kernels.choosing import KINDS
from tasksynth_code.kernels.inputs import KernelInput
from tasksynth_code.kernels.memory import DeviceArray
from tasksynth_code.kernels.outcome import arguments_of, hidden_inputs, known, wrong_place
from tasksynth_code.kernels.reading import DTYPES, KernelProgram, program_from


class BenchTask(Model):
    """Programs for one task; the first one is the answer."""

    kind: str
    choices: KernelChoices
    programs: tuple[str, ...]


class BenchJob(Model):
    """What a process is to do; without a task, to say whether it could."""

    task: BenchTask | None
    clock: str
    repeats: int
    warmups: int = 5


class BenchResult(Model):
    """What a process found. Without milliseconds there is a reason."""

    device: str = ""
    milliseconds: tuple[float, ...] = ()
    """The median of each program."""
    nothing: float = 0.0
    """Of a kernel that does nothing."""
    why: str = ""


@dataclass(frozen=True)
class GpuRun:
    """A program with its arrays on the device: ready to be launched any number of times."""

    launch: Callable[[], int]
    out: Any
    launches: int


def compiled(text: str) -> dict[str, Any]:
    """The kernels of a written module, by name."""
    import numba

    space: dict[str, Any] = {"_cuda": numba_cuda(), "_math": math}
    space |= {f"_{name}": getattr(numba, name) for name in DTYPES}
    exec(compile(text, "<kernels>", "exec"), space)  # noqa: S102 - written by us, not the answer
    return space


def prepared(program: KernelProgram, case: KernelCase, one: KernelInput) -> GpuRun:
    """Put an input on the device, and a program's kernels."""
    cuda = numba_cuda()
    arguments = arguments_of(case, one)
    plan, writer = planned(program, arguments), KernelWriter(program)
    names = [writer.kernel(launch.kernel) for launch in plan]
    space, there = compiled(writer.text()), dict[int, Any]()

    def on_device(value: Any) -> Any:
        if not isinstance(value, DeviceArray):
            return value
        if id(value) not in there:
            row_major = value.strides[-1] == 1
            data = value.data.reshape(value.shape, order="C" if row_major else "F")
            there[id(value)] = cuda.to_device(data)
        return there[id(value)]

    calls = [
        (
            space[name][launch.shape.blocks, launch.shape.threads],
            [*map(on_device, launch.arguments)],
        )
        for name, launch in zip(names, plan, strict=True)
    ]

    def run() -> int:
        for kernel, given in calls:
            kernel(*given)
        return len(calls)

    return GpuRun(run, on_device(arguments["out"]), len(calls))


class WrongOnGpu(Exception):
    """A program whose results are not numpy's, with the first of them."""


def ready(text: str, task: BenchTask) -> GpuRun:
    """A program on the task's full input, right there and on all others.

    Raises:
        WrongOnGpu: if it is not.
    """
    program, case = program_from(text), KINDS[task.kind].build(task.choices)
    *others, full = hidden_inputs(text, task.kind, task.choices)
    for one in others:
        right(prepared(program, case, one), case, one)
    return right(prepared(program, case, full), case, full)


def right(run: GpuRun, case: KernelCase, one: KernelInput) -> GpuRun:
    """The same program, run once, if its result is numpy's."""
    run.launch()
    if why := wrong_place(case, one, run.out.copy_to_host()):
        raise WrongOnGpu(why)
    return run


def timed(runs: Sequence[GpuRun], clock: KernelClock, job: BenchJob) -> list[float]:
    """The median of each, taken in turns, so that a GPU that slows down does so for all."""
    found: list[list[float]] = [[] for _ in runs]
    for turn in range(job.warmups + job.repeats):
        for one, times in zip(runs, found, strict=True):
            taken = clock.milliseconds(one.launch, one.launches)
            if turn >= job.warmups:
                times.append(taken)
    return [median(times) for times in found]


def nothing() -> GpuRun:
    """A launch that does nothing: what is left of a time without a kernel's work."""
    kernel = numba_cuda().jit(_nothing)[1, 32]

    def run() -> int:
        kernel()
        return 1

    return GpuRun(run, None, 1)


def _nothing() -> None:
    pass


def bench(job: BenchJob) -> BenchResult:
    """Check all programs beside numpy, time them, and check the answer once more."""
    try:
        clock = CLOCKS[job.clock]()
    except ClockMissing as e:
        return BenchResult(why=str(e))
    if job.task is None:
        return BenchResult(device=clock.device)
    return _of_task(job.task, clock, job)


def _of_task(task: BenchTask, clock: KernelClock, job: BenchJob) -> BenchResult:
    answer, *ours = task.programs
    try:
        run = ready(answer, task)
    except WrongOnGpu as e:
        return BenchResult(device=clock.device, why=f"it is wrong on the GPU: {e}")
    others = [ready(text, task) for text in ours]
    *times, empty = timed([run, *others, nothing()], clock, job)
    case, full = known(task.kind, task.choices)
    if why := wrong_place(case, full, run.out.copy_to_host()):
        return BenchResult(device=clock.device, why=f"it is wrong when it is run again: {why}")
    return BenchResult(device=clock.device, milliseconds=tuple(times), nothing=empty)


def main() -> None:
    """A job from standard input, its result to standard output."""
    job = BenchJob.model_validate_json(sys.stdin.read())
    try:
        result = bench(job)
    except Exception as e:  # noqa: BLE001 - numba's and the driver's faults are results here
        said = " ".join(str(e).split())[:300]
        result = BenchResult(why=f"{type(e).__name__}: {said}")
    json.dump(result.model_dump(mode="json"), sys.stdout)


if __name__ == "__main__":
    main()
