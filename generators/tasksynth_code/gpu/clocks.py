"""What milliseconds are read from: the events of a GPU, or in tests a count of launches."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np

FLUSH_BYTES = 256 * 2**20
"""What is written between two runs: more than a GPU's cache holds."""


class KernelClock(Protocol):
    """Takes the time of one run, which returns how many launches it was."""

    device: str
    """What it is that runs."""

    def milliseconds(self, run: Callable[[], int], launches: int) -> float: ...


class ClockMissing(Exception):
    """Why a clock does not go here, in one line."""


class EventClock:
    """CUDA events on either side of a run, in one queue with it.

    First a buffer larger than the cache is written, several times: so nothing of an input is in
    the cache, and the GPU is still busy while the host, which is slower, hands over the events and
    the launches. What lies between the events is then the GPU's time, not the host's.
    """

    def __init__(self) -> None:
        if simulated():
            raise ClockMissing("numba only simulates CUDA here: NUMBA_ENABLE_CUDASIM is 1")
        self._cuda = cuda = numba_cuda()
        try:
            name = cuda.get_current_device().name
        except Exception as e:  # noqa: BLE001 - drivers fail in ways of their own
            lines = [line.strip() for line in str(e).split("\n") if line.strip(" :")]
            raise ClockMissing(f"numba finds no GPU: {' '.join(lines[:2])[:200]}") from None
        self.device = name.decode() if isinstance(name, bytes) else str(name)
        self._buffer = cuda.device_array(FLUSH_BYTES // 4, dtype=np.int32)

        def flush(buffer: Any, times: int) -> None:
            for turn in range(times):
                for i in range(cuda.grid(1), buffer.size, cuda.gridsize(1)):
                    buffer[i] += turn

        self._flush = cuda.jit(flush)[2048, 256]

    def milliseconds(self, run: Callable[[], int], launches: int) -> float:
        cuda = self._cuda
        begin, end = cuda.event(timing=True), cuda.event(timing=True)
        self._flush(self._buffer, 2 + launches)
        begin.record()
        run()
        end.record()
        end.synchronize()
        return float(cuda.event_elapsed_time(begin, end))


class LaunchCount:
    """A millisecond for each launch: for numba's simulator of CUDA, which has no time."""

    device = "simulator"

    def __init__(self) -> None:
        if not simulated():
            raise ClockMissing(
                "launches are counted in the simulator: NUMBA_ENABLE_CUDASIM is not 1"
            )

    def milliseconds(self, run: Callable[[], int], launches: int) -> float:
        del launches
        return float(run())


CLOCKS: Mapping[str, Callable[[], KernelClock]] = {"events": EventClock, "launches": LaunchCount}


def numba_cuda() -> Any:
    """Numba's module of CUDA.

    Raises:
        ClockMissing: if numba is not installed.
    """
    try:
        from numba import cuda
    except ImportError:
        raise ClockMissing("numba is not installed: pip install 'tasksynth[gpu]'") from None
    return cuda


def simulated() -> bool:
    """Whether numba simulates CUDA in this process."""
    cuda = numba_cuda()
    return "simulator" in cuda.jit.__module__
