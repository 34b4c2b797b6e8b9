"""What can answer: a Python function, or answers recorded before; `endpoint` has the servers."""

import asyncio
import importlib
import inspect
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from tasksynth.errors import UsageError
from tasksynth.pipeline.answers import Rows
from tasksynth.pipeline.dataset import Dataset
from tasksynth_schemas import Model


class Usage(Model):
    """Tokens of one request, as the server counted them."""

    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True)
class Question:
    """What a task asks."""

    task: str
    """The task's id."""
    prompt: str
    images: Mapping[str, bytes] = field(default_factory=dict)
    """PNG files by name, in the order in which they are shown."""


@dataclass(frozen=True)
class Reply:
    """What came back."""

    answer: str
    usage: Usage | None = None
    finish_reason: str | None = None
    latency_s: float | None = None
    """Of the attempt that succeeded."""
    recorded: dict[str, Any] | None = None
    """The `meta` of an answer that was recorded before."""
    reasoning_chars: int = 0
    """Length of what it reasoned apart from the answer, as some servers tell."""


class RequestFailedError(Exception):
    """One request failed for good; the text is one line for a person."""


class AwayError(RequestFailedError):
    """It failed because nobody answered, whatever the question."""


class Answerer(Protocol):
    """Whatever answers questions, several at once."""

    settings: Mapping[str, Any]
    """JSON values, without secrets: a run goes on only with equal ones."""
    takes_images: bool

    async def probe(self) -> None:
        """Look, before the first question, whether anybody is there.

        Raises:
            TasksynthError: if not; says why.
        """

    async def ask(self, question: Question, sample: int) -> Reply | None:
        """The answer to a question; None if there is none to be had.

        Raises:
            RequestFailedError: if this question cannot be answered.
            TasksynthError: if no question can: it ends the run.
        """

    async def close(self) -> None:
        """Let go of connections."""


class Function:
    """A Python function of the prompt, plain or async, that returns the answer.

    A plain one is called in threads, as many at once as the run has questions under way; one that
    does not return in time is left behind in its thread. A parameter called `images` gets the
    task's PNG files by name.
    """

    def __init__(self, name: str, *, timeout_s: float) -> None:
        """Import `module:function`; the current folder is searched too.

        Raises:
            UsageError: if there is no such module or function.
        """
        self._call, self._timeout_s = _load(name), timeout_s
        self.settings: Mapping[str, Any] = {"model": name}
        self.takes_images = "images" in inspect.signature(self._call).parameters

    async def probe(self) -> None:
        """It was imported: it is there."""

    async def ask(self, question: Question, sample: int) -> Reply:
        """Call the function."""
        given = {"images": dict(question.images)} if self.takes_images else {}
        begin = time.monotonic()
        limit = asyncio.timeout(self._timeout_s)
        try:
            async with limit:
                if inspect.iscoroutinefunction(self._call):
                    answer = await self._call(question.prompt, **given)
                else:
                    answer = await _in_thread(lambda: self._call(question.prompt, **given))
        except Exception as e:
            if limit.expired():
                raise RequestFailedError(f"it took longer than {self._timeout_s:g} s") from None
            raise RequestFailedError(f"it raised {type(e).__name__}: {e}"[:500]) from e
        if not isinstance(answer, str):
            raise RequestFailedError(f"it returned {type(answer).__name__}, want str")
        return Reply(answer, latency_s=time.monotonic() - begin)

    async def close(self) -> None:
        """Nothing is held."""


def _load(name: str) -> Callable[..., Any]:
    module_name, _, attribute = name.partition(":")
    if (here := str(Path.cwd())) not in sys.path:
        sys.path.insert(0, here)
    try:
        module = importlib.import_module(module_name)
    except Exception as e:
        raise UsageError(f"cannot import {module_name!r}: {type(e).__name__}: {e}") from e
    call = getattr(module, attribute, None)
    if not callable(call):
        raise UsageError(f"module {module_name!r} has no function {attribute!r}")
    return call  # type: ignore[no-any-return]  # a stranger's


async def _in_thread(call: Callable[[], Any]) -> Any:
    """The result of a call in a thread that does not keep the process alive."""
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def settle(result: Any, error: BaseException | None) -> None:
        if not future.done():  # else nobody waits any more
            future.set_result((result, error))

    def work() -> None:
        result, error = None, None
        try:
            result = call()
        except BaseException as e:  # noqa: BLE001 - it is raised where the result is awaited
            error = e
        with suppress(RuntimeError):  # the run ended before this call
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=work, daemon=True).start()
    result, error = await future
    if isinstance(error, Exception):
        raise error
    if error is not None:
        raise RuntimeError(repr(error))  # sys.exit in a stranger's code ends no more than the call
    return result


class Recorded:
    """Rows of answers, as `verify` reads them: the k-th row of a task is its k-th sample."""

    takes_images = False

    def __init__(
        self, path: Path, dataset: Path, *, columns: Mapping[str, str] | None = None
    ) -> None:
        """Index the rows; those that cannot be used are told in `rows`.

        Raises:
            UsageError: if the file or the dataset cannot be read.
            StateError: if the dataset is damaged.
        """
        self._path, self._digest, self._at = path, sha256(), 0
        self._offsets: dict[str, list[int]] = {}
        self.rows = Rows(str(path), columns or {})
        """What became of the rows that are no answers."""
        with Dataset.open(dataset) as tasks:
            for _, key, _ in self.rows.read(self._lines(), tasks):
                self._offsets.setdefault(key, []).append(self._at)
        self.settings: Mapping[str, Any] = {"model": f"recorded {self._digest.hexdigest()}"}
        self.samples = max(map(len, self._offsets.values()), default=0)
        """The most answers of any task."""

    def _lines(self) -> Iterator[bytes]:
        """The file's lines; `_at` is where the last one begins."""
        end = 0
        try:
            with self._path.open("rb") as file:
                for line in file:
                    self._at, end = end, end + len(line)
                    self._digest.update(line)
                    yield line
        except OSError as e:
            raise UsageError(f"cannot read {self._path}: {e.strerror}") from e

    async def probe(self) -> None:
        """They were read: they are there."""

    async def ask(self, question: Question, sample: int) -> Reply | None:
        """Look the answer up."""
        offsets = self._offsets.get(question.task, ())
        if sample >= len(offsets):
            return None
        with self._path.open("rb") as file:
            file.seek(offsets[sample])
            answer = self.rows.parse(file.readline())
        return Reply(answer.answer, recorded=answer.meta)

    async def close(self) -> None:
        """Nothing is held."""
