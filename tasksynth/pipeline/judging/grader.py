"""Verdicts on answers to tasks that are named by label, for programs that judge as they go."""

import asyncio
import atexit
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from queue import SimpleQueue

from tasksynth import registry
from tasksynth.engines import Engine, Failure, Job, engine_for
from tasksynth.errors import UsageError
from tasksynth.pipeline.operations import Judged, Posed
from tasksynth.pipeline.recent import Recent
from tasksynth.single import check_version
from tasksynth_schemas import ImportRef, Label, TaskRef, Verdict

LINES = 32 * 2**20
"""Bytes of JSON of the tasks that are kept at hand."""


@dataclass(frozen=True)
class _Call:
    label: str
    ref: TaskRef
    answers: tuple[str, ...]
    future: "Future[list[Verdict]]"


class Grader:
    """Judges in killable worker processes; for any number of threads and event loops.

    A time limit inside this process would need the main thread, which a trainer's reward function
    seldom runs on, and would not stop a call into C. One thread owns the workers; calls that come
    while it is busy are judged together next.

    Args:
        workers: processes.
        engine: who judges instead, left open; nobody else may use it meanwhile.
    """

    def __init__(self, workers: int = 1, *, engine: Engine | None = None) -> None:
        self._workers, self._engine = workers, engine
        self._calls = SimpleQueue[_Call | None]()
        self._lines = Recent[str, bytes](LINES)
        self._thread = threading.Thread(target=self._run, name="tasksynth-grader", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def submit(self, label: str, answers: Sequence[str]) -> "Future[list[Verdict]]":
        """Verdicts to come, one an answer.

        Raises:
            UsageError: if the label is none, or its task cannot be made here.
        """
        call = _Call(label, _ref_of(label), tuple(answers), Future())
        self._calls.put(call)
        return call.future

    def grade(self, label: str, answers: Sequence[str]) -> list[Verdict]:
        """A verdict for each answer; see `submit`."""
        return self.submit(label, answers).result()

    def grade_many(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[Sequence[Verdict]]:
        """The same for several labels at once."""
        futures = [self.submit(label, answers) for label, answers in items]
        return [future.result() for future in futures]

    async def agrade(self, label: str, answers: Sequence[str]) -> list[Verdict]:
        """A verdict for each answer, without keeping the event loop waiting; see `submit`."""
        return await asyncio.wrap_future(self.submit(label, answers))

    def close(self) -> None:
        """Finish what was submitted, and end the workers."""
        atexit.unregister(self.close)
        self._calls.put(None)
        self._thread.join()

    def _run(self) -> None:
        with engine_for(self._workers, given=self._engine) as engine:
            going = True
            while going:
                batch = [self._calls.get()]
                while not self._calls.empty():
                    batch.append(self._calls.get())
                calls = [call for call in batch if call is not None]
                going = len(calls) == len(batch)
                try:
                    self._judge(engine, calls)
                except Exception as e:  # noqa: BLE001 - raised again in whoever waits
                    for call in calls:
                        if not call.future.done():
                            call.future.set_exception(e)

    def _judge(self, engine: Engine, calls: Sequence[_Call]) -> None:
        lines = self._make(engine, calls)
        jobs: list[list[Job]] = []
        for call in calls:
            line = lines[call.label]
            items = [] if isinstance(line, Verdict) else [(line, text) for text in call.answers]
            jobs.append([engine.submit("grade", [item]) for item in items])
        for call, mine in zip(calls, jobs, strict=True):
            line = lines[call.label]
            if isinstance(line, Verdict):
                call.future.set_result([line] * len(call.answers))
            else:
                call.future.set_result([_verdict(engine.wait(job)[0]) for job in mine])

    def _make(self, engine: Engine, calls: Sequence[_Call]) -> dict[str, bytes | Verdict]:
        """The line of each label's task; a verdict of "error" where it cannot be made."""
        lines: dict[str, bytes | Verdict] = {}
        made: dict[str, Job] = {}
        for call in calls:
            if (line := self._lines.get(call.label)) is not None:
                lines[call.label] = line
            elif call.label not in made:
                made[call.label] = engine.submit("pose", [call.ref])
        for label, job in made.items():
            (result,) = engine.wait(job)
            if isinstance(result, Posed):
                lines[label] = result.line
                self._lines.put(label, result.line, len(result.line))
            else:
                why = result.why if isinstance(result, Failure) else str(result)
                lines[label] = Verdict(status="error", reward=None, why=why)
        return lines


def _ref_of(label: str) -> TaskRef:
    try:
        ref = Label.parse(label).ref
    except ValueError as e:
        raise UsageError(str(e)) from e
    if isinstance(ref, ImportRef):
        raise UsageError(f"{ref} was imported from a file: it cannot be made from its label")
    check_version(registry.get(ref.family), ref)
    return ref


def _verdict(result: Judged | Failure) -> Verdict:
    if isinstance(result, Failure):
        return Verdict(status="error", reward=None, why=result.why)
    return Verdict.model_validate_json(result.line)
