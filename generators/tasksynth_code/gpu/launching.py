"""What the host's part of a program launches, without running any of it as Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tasksynth_code.kernels.device import LaunchShape
from tasksynth_code.kernels.host import KernelHost
from tasksynth_code.kernels.interpreter import WorkBudget
from tasksynth_code.kernels.memory import DeviceArray
from tasksynth_code.kernels.outcome import WORK
from tasksynth_code.kernels.reading import KernelFunction, KernelProgram


@dataclass(frozen=True)
class PlannedLaunch:
    """One launch: the kernel's name, its shape, and arrays and numbers for it."""

    kernel: str
    shape: LaunchShape
    arguments: tuple[Any, ...]


class PlanningHost(KernelHost):
    """Notes launches. The host sees no elements, so they are the same each time."""

    def __init__(self, program: KernelProgram) -> None:
        super().__init__(program, WorkBudget(WORK))
        self.plan: list[PlannedLaunch] = []

    def launched(self, kernel: KernelFunction, shape: LaunchShape, arguments: list[Any]) -> None:
        self.plan.append(PlannedLaunch(kernel.name, shape, tuple(arguments)))


def planned(
    program: KernelProgram, arguments: Mapping[str, DeviceArray | int | float]
) -> list[PlannedLaunch]:
    """The launches of a program for arguments."""
    host = PlanningHost(program)
    host.solve(arguments)
    return host.plan
