"""Where episodes are played: killable workers, which one thread owns and any event loop may ask."""

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from itertools import count
from queue import SimpleQueue

from tasksynth import registry
from tasksynth.capability import Turn
from tasksynth.episode import write_transcript
from tasksynth.pipeline.engines import Failure, Pool
from tasksynth.pipeline.worker import Acted, Acting
from tasksynth_schemas import Action, Needs, Task

_Call = tuple[Acting, "Future[Acted]"]


class Stage:
    """Plays any number of episodes at once.

    A step that hangs or crashes costs its own episode; while it hangs, the others wait.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._calls = SimpleQueue[_Call | None]()
        self._numbers = count()
        self._thread: threading.Thread | None = None

    def begin(self, line: bytes, task: Task, *, media: bool = True) -> "Play":
        """An episode of a dataset line's task; `media` draws what its turns show."""
        return Play(self, line, task, str(next(self._numbers)), draws=media)

    async def act(self, item: Acting) -> Acted:
        """Do an action."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="stage", daemon=True)
            self._thread.start()
        future = Future[Acted]()
        self._calls.put((item, future))
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """End the workers; what is under way is lost."""
        if self._thread is not None:
            self._calls.put(None)
            self._thread.join()

    def _run(self) -> None:
        with Pool("act", self._workers) as pool:
            going = True
            while going:
                batch = [self._calls.get()]
                while not self._calls.empty():
                    batch.append(self._calls.get())
                going = None not in batch
                calls = [call for call in batch if call and call[1].set_running_or_notify_cancel()]
                try:
                    self._act(pool, calls if going else [])
                except Exception as e:  # noqa: BLE001 - raised again in whoever waits
                    for _, future in calls:
                        if not future.done():
                            future.set_exception(e)

    def _act(self, pool: Pool, calls: Sequence[_Call]) -> None:
        jobs = [(pool.submit([item]), item, future) for item, future in calls]
        for job, item, future in jobs:
            (result,) = pool.wait(job)
            if isinstance(result, Failure):
                result = Acted(Turn("", over=True), item.action, broke=result.why)
            future.set_result(result)


class Play:
    """One episode, as whoever plays it sees it."""

    def __init__(self, stage: Stage, line: bytes, task: Task, name: str, *, draws: bool) -> None:
        self._stage, self._line, self._name, self._draws = stage, line, name, draws
        self._most = registry.get(task.ref.family).max_answer_chars
        self._done: list[Action] = []
        self.task = task
        self.over = False
        self.broke = ""
        """Why the family could not go on, if it could not."""

    @property
    def needs(self) -> Needs:
        """What playing it takes."""
        return self.task.needs

    @property
    def turns(self) -> int:
        """Actions so far."""
        return len(self._done)

    async def act(self, action: Action) -> Turn:
        """Do one action; what is seen of it, with media as bytes."""
        item = Acting(self._line, self._name, tuple(self._done), action, self._draws)
        acted = await self._stage.act(item)
        if acted.action is not None:
            self._done.append(acted.action)
        self.over, self.broke = acted.turn.over, acted.broke
        return acted.turn

    def transcript(self) -> str:
        """The answer that it is."""
        return write_transcript(self._done, most=self._most)
