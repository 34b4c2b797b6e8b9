"""Where episodes are played: killable workers, which one thread owns and any event loop may ask."""

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from itertools import count
from queue import SimpleQueue

from tasksynth import registry
from tasksynth.capability import Turn
from tasksynth.engines import Engine, Failure, StoppedError
from tasksynth.episode import settled, write_transcript
from tasksynth.errors import TasksynthError
from tasksynth.pipeline.live import LiveAction, LiveTurn, after
from tasksynth_schemas import Action, Needs, Task

_Call = tuple[LiveAction, "Future[LiveTurn | str]"]


class EpisodeStage:
    """Plays any number of episodes at once, with an engine that it uses alone.

    A step that hangs or crashes costs its own episode; while it hangs, the others wait.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._calls = SimpleQueue[_Call | None]()
        self._numbers = count()
        self._thread: threading.Thread | None = None

    def begin(self, line: bytes, task: Task, *, media: bool = True) -> "Play":
        """An episode of a dataset line's task; `media` draws what its turns show."""
        return Play(self, line, task, str(next(self._numbers)), draws=media)

    async def act(self, item: LiveAction) -> LiveTurn | str:
        """Do an action; why the family could not, if it could not."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="stage", daemon=True)
            self._thread.start()
        future = Future[LiveTurn | str]()
        self._calls.put((item, future))
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """End the thread; what is under way is lost."""
        if self._thread is not None:
            self._engine.stop()
            self._calls.put(None)
            self._thread.join()

    def _run(self) -> None:
        going = True
        while going:
            batch = [self._calls.get()]
            while not self._calls.empty():
                batch.append(self._calls.get())
            going = None not in batch
            calls = [call for call in batch if call and call[1].set_running_or_notify_cancel()]
            try:
                self._act(calls if going else [])
            except StoppedError:
                return
            except Exception as e:  # noqa: BLE001 - raised again in whoever waits
                for _, future in calls:
                    if not future.done():
                        future.set_exception(e)

    def _act(self, calls: Sequence[_Call]) -> None:
        jobs = [
            (self._engine.submit("act", [item], near=item.episode), future)
            for item, future in calls
        ]
        for job, future in jobs:
            (result,) = self._engine.wait(job)
            if isinstance(result, Failure):
                future.set_result(result.why)
            elif isinstance(result, TasksynthError):
                future.set_result(str(result))
            else:
                future.set_result(result)


class Play:
    """One episode, as whoever plays it sees it."""

    def __init__(
        self, stage: EpisodeStage, line: bytes, task: Task, name: str, *, draws: bool
    ) -> None:
        self._stage, self._line, self._name, self._draws = stage, line, name, draws
        self._most = registry.get(task.ref.family).max_answer_chars
        self._done: list[Action] = []
        self._before: tuple[str, ...] = ()
        self._history = b""
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
        action, _ = settled(action)
        text = action.model_dump_json()
        item = LiveAction(
            self._name, self._line, self._history, text, self._before, draws=self._draws
        )
        acted = await self._stage.act(item)
        if isinstance(acted, str):
            self._done.append(action)  # whoever replays it meets the same fault
            self.over, self.broke = True, acted
            return Turn("", over=True)
        if acted.room:
            self._done.append(action)
            self._before = (*self._before, text)
            self._history = after(self._history, text)
        self.over = acted.over
        return Turn(acted.seen, over=acted.over, media=acted.media)

    def transcript(self) -> str:
        """The answer that it is."""
        return write_transcript(self._done, most=self._most)
