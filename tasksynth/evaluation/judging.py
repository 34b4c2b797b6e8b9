"""Judging beside the asking: answers wait on disk, so a hostile one delays nobody's question."""

import threading
from collections import deque
from queue import Empty, SimpleQueue

from tasksynth.engines import Engine, Failure, Job, StoppedError
from tasksynth.evaluation.folder import RunFolder
from tasksynth.pipeline.judging.verify import failed
from tasksynth.pipeline.operations import Judged

CHUNK = 16
AHEAD = 8
"""Chunks under way for each worker: work for the others while one is stuck."""


class Judging(threading.Thread):
    """A thread that has an engine judge what a run's folder holds; it uses it alone."""

    def __init__(self, folder: RunFolder, engine: Engine) -> None:
        super().__init__(name="judging", daemon=True)
        self._folder, self._engine = folder, engine
        self._queue = SimpleQueue[tuple[int, str | None] | None]()
        self._stopped = self._ended = False
        self.error: Exception | None = None
        """Why it ended early, if it did."""

    def judge(self, number: int) -> None:
        """Queue an answer that the folder holds."""
        self._queue.put((number, None))

    def fail(self, number: int, why: str) -> None:
        """Queue the verdict on a request that failed."""
        self._queue.put((number, why))

    def finish(self) -> None:
        """Let the thread end when all that was queued is judged."""
        self._queue.put(None)

    def stop(self) -> None:
        """Let the thread end at once; what is not judged stays for the next run."""
        self._stopped = True
        self._engine.stop()
        self._queue.put(None)

    def run(self) -> None:
        """Judge until told to end."""
        try:
            self._judge(self._engine)
        except StoppedError:
            pass
        except Exception as e:  # noqa: BLE001 - raised again in the thread that asks
            self.error = e

    def _judge(self, engine: Engine) -> None:
        jobs = deque[tuple[list[int], Job]]()
        while not self._stopped:
            while len(jobs) < AHEAD * engine.workers and (numbers := self._next(wait=not jobs)):
                jobs.append((numbers, self._submit(engine, numbers)))
            if not jobs:
                return
            numbers, job = jobs.popleft()
            for number, result in zip(numbers, engine.wait(job), strict=True):
                self._keep(number, result)

    def _next(self, *, wait: bool) -> list[int]:
        """Some answers to judge; [] if none waits now or, after `wait`, if there will be none.

        The verdicts on failed requests that it meets are kept at once.
        """
        numbers: list[int] = []
        while len(numbers) < CHUNK and not self._ended:
            try:
                item = self._queue.get(block=wait and not numbers)
            except Empty:
                break
            if item is None:
                self._ended = True
            elif item[1] is None:
                numbers.append(item[0])
            else:
                task = self._folder.tasks.task(item[0] // self._folder.samples)
                self._folder.add_verdict(item[0], failed(task, item[1]), asked=False)
        return numbers

    def _submit(self, engine: Engine, numbers: list[int]) -> Job:
        folder = self._folder
        lines = [folder.tasks.line(number // folder.samples) for number in numbers]
        return engine.submit(
            "grade", [(line, folder.answer(n)) for line, n in zip(lines, numbers, strict=True)]
        )

    def _keep(self, number: int, result: Judged | Failure) -> None:
        if isinstance(result, Failure):
            task = self._folder.tasks.task(number // self._folder.samples)
            result = failed(task, result.why)
        self._folder.add_verdict(number, result)
