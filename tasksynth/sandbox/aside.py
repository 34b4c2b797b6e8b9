"""Runs on a thread where no signal handler of the caller's ever runs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")


class Aside:
    """One thread.

    A signal handler runs on the main thread, between any two steps of Python there, and may raise:
    the end of the caller's time does. In a call that a guest makes into Python that would end in
    the guest, or in foreign code that cannot bear it. So guests never run on the caller's thread.
    """

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)

    def run(self, work: Callable[[], T], stop: Callable[[], None]) -> T:
        """Do the work there and give what it gives; call `stop` if the caller gives up."""
        running = self._thread.submit(work)
        try:
            return running.result()
        finally:
            if not running.done():
                stop()
                wait([running])

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()
