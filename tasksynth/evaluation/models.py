"""What can answer: a Python function, or answers recorded before; `endpoint` has the servers."""

import asyncio
import importlib
import inspect
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from tasksynth.errors import UsageError
from tasksynth.pipeline.folders.dataset import Dataset, open_file
from tasksynth.pipeline.judging.answers import AnswerRows
from tasksynth.system import read_at
from tasksynth_schemas import (
    Content,
    MediaPart,
    Model,
    TextPart,
    chat_content,
    data_uri,
    text_of,
)
from tasksynth_schemas.content import parts_of


class Usage(Model):
    """Tokens of one request, as the server counted them."""

    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True)
class Question:
    """What a task asks."""

    task: str
    """The task's id."""
    prompt: Content
    media: Mapping[str, bytes] = field(default_factory=dict)
    """What the prompt names."""

    @property
    def text(self) -> str:
        """The prompt as words; a medium in it is its name in brackets."""
        return text_of(self.prompt)

    @property
    def content(self) -> str | list[dict[str, Any]]:
        """The content of a chat's message: the prompt, its media as data URIs."""
        return shown(self.prompt, self.media)


def shown(content: Content, media: Mapping[str, bytes]) -> str | list[dict[str, Any]]:
    """The content of a chat's message, media as data URIs; the name of one that is not there."""
    parts = parts_of(content)
    if not any(isinstance(part, MediaPart) and part.name in media for part in parts):
        return text_of(content)
    there = [
        part
        if isinstance(part, TextPart) or part.name in media
        else TextPart(text=text_of((part,)))
        for part in parts
    ]
    return chat_content(tuple(there), {name: data_uri(name, data) for name, data in media.items()})


@dataclass(frozen=True)
class ModelReply:
    """What came back."""

    answer: str
    usage: Usage | None = None
    finish_reason: str | None = None
    latency_s: float | None = None
    """Of the attempt that succeeded."""
    recorded: dict[str, Any] | None = None
    """The `meta` of an answer that was recorded before."""
    turns: int | None = None
    """Actions, where it is an episode's transcript."""
    reasoning_chars: int = 0
    """Length of what it reasoned apart from the answer, as some servers tell."""


@dataclass(frozen=True)
class Said:
    """What an assistant said in a chat."""

    message: Mapping[str, Any]
    """As it came: `content`, `tool_calls`."""
    usage: Usage | None = None
    finish_reason: str | None = None
    latency_s: float | None = None

    @property
    def text(self) -> str:
        """Its words."""
        return words_of(self.message)

    @property
    def reasoning_chars(self) -> int:
        """Length of what it reasoned apart from its words."""
        thought = self.message.get("reasoning_content", self.message.get("reasoning"))
        return len(thought) if isinstance(thought, str) else 0

    @property
    def reply(self) -> ModelReply:
        """Its words as an answer."""
        return ModelReply(
            self.text,
            self.usage,
            self.finish_reason,
            self.latency_s,
            reasoning_chars=self.reasoning_chars,
        )


def words_of(message: Mapping[str, Any]) -> str:
    """The words of a chat's message; none are "".

    Raises:
        ValueError: if its content is neither words nor parts of words.
    """
    text = message.get("content")
    if isinstance(text, list):  # parts, as some servers answer
        texts = [part.get("text") for part in text if isinstance(part, dict)]
        text = "".join(part for part in texts if isinstance(part, str))
    if text is not None and not isinstance(text, str):
        raise ValueError(f"want text in the content of a message, got {str(text)[:100]}")
    return text or ""


class RequestFailedError(Exception):
    """One request failed for good; the text is one line for a person."""


class AwayError(RequestFailedError):
    """It failed because nobody answered, whatever the question."""


class Answerer(Protocol):
    """Whatever answers questions, several at once."""

    settings: Mapping[str, Any]
    """JSON values, without secrets: a run goes on only with equal ones."""
    takes_media: bool

    async def probe(self) -> None:
        """Look, before the first question, whether anybody is there.

        Raises:
            TasksynthError: if not; says why.
        """

    async def ask(self, question: Question, sample: int) -> ModelReply | None:
        """The answer to a question; None if there is none to be had.

        Raises:
            RequestFailedError: if this question cannot be answered.
            TasksynthError: if no question can: it ends the run.
        """

    async def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class Chatting(Protocol):
    """An answerer that plays episodes: it goes on with a chat in the OpenAI form."""

    takes_turns: bool
    """Whether it goes on after its first message."""
    takes_tools: bool
    """Whether it is told of tools, and may call them."""

    async def say(
        self, messages: Sequence[Mapping[str, Any]], tools: Sequence[Mapping[str, Any]]
    ) -> Said:
        """The assistant's next message; raises as `Answerer.ask` does."""


class Function:
    """A Python function of the prompt, plain or async, that returns the answer.

    A plain one is called in threads, as many at once as the run has questions under way; one that
    does not return in time is left behind in its thread. A parameter called `media` gets the files
    that the prompt names, by name.

    One with a parameter `messages` is a chat model instead: it gets the messages so far in the
    OpenAI form, media as data URIs, and in `tools` what may be called. It returns words, a message,
    or calls such as `{"tool": "step", "arguments": {"direction": "left"}}`, one or a list.
    """

    def __init__(self, name: str, *, timeout_s: float) -> None:
        """Import `module:function`; the current folder is searched too.

        Raises:
            UsageError: if there is no such module or function.
        """
        self._call, self._timeout_s = _load(name), timeout_s
        self.settings: Mapping[str, Any] = {"model": name}
        parameters = inspect.signature(self._call).parameters
        self.takes_turns, self._media = "messages" in parameters, "media" in parameters
        self.takes_media = self.takes_turns or self._media
        self.takes_tools = self.takes_turns and "tools" in parameters

    async def probe(self) -> None:
        """It was imported: it is there."""

    async def ask(self, question: Question, sample: int) -> ModelReply:
        """Call the function."""
        if self.takes_turns:
            return (await self.say([{"role": "user", "content": question.content}], ())).reply
        given = {"media": dict(question.media)} if self._media else {}
        answer, latency_s = await self._called(question.text, **given)
        if not isinstance(answer, str):
            raise RequestFailedError(f"it returned {type(answer).__name__}, want str")
        return ModelReply(answer, latency_s=latency_s)

    async def say(
        self, messages: Sequence[Mapping[str, Any]], tools: Sequence[Mapping[str, Any]]
    ) -> Said:
        """Call the function with a chat."""
        given = {"tools": list(tools)} if self.takes_tools else {}
        got, latency_s = await self._called(messages=list(messages), **given)
        if isinstance(got, str):
            message: Mapping[str, Any] = {"content": got}
        elif isinstance(got, Mapping) and got.keys() & {"content", "tool_calls", "role"}:
            message = got
        elif isinstance(got, Mapping | list):
            message = {"tool_calls": got if isinstance(got, list) else [got]}
        else:
            raise RequestFailedError(f"it returned {type(got).__name__}, want str, dict or list")
        try:
            words_of(message)
        except ValueError as e:
            raise RequestFailedError(f"it returned a message without words: {e}") from e
        return Said(message, latency_s=latency_s)

    async def _called(self, *args: Any, **given: Any) -> tuple[Any, float]:
        """What the function returns, and the seconds it took."""
        begin = time.monotonic()
        limit = asyncio.timeout(self._timeout_s)
        try:
            async with limit:
                if inspect.iscoroutinefunction(self._call):
                    value = await self._call(*args, **given)
                else:
                    value = await _in_thread(lambda: self._call(*args, **given))
        except Exception as e:
            if limit.expired():
                raise RequestFailedError(f"it took longer than {self._timeout_s:g} s") from None
            raise RequestFailedError(f"it raised {type(e).__name__}: {e}"[:500]) from e
        return value, time.monotonic() - begin

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

    takes_media = False

    def __init__(
        self, path: Path, dataset: Path, *, columns: Mapping[str, str] | None = None
    ) -> None:
        """Index the rows; those that cannot be used are told in `rows`.

        Raises:
            UsageError: if the file or the dataset cannot be read.
            StateError: if the dataset is damaged.
        """
        self._digest, self._at, self._end = sha256(), 0, 0
        self._file = open_file(path, anywhere=True)
        weakref.finalize(self, self._file.close)
        self._places: dict[str, list[tuple[int, int]]] = {}
        self.rows = AnswerRows(str(path), columns or {})
        """What became of the rows that are no answers."""
        with Dataset.open(dataset) as tasks:
            for _, key, _ in self.rows.read(self._lines(), tasks):
                self._places.setdefault(key, []).append((self._at, self._end - self._at))
        self.settings: Mapping[str, Any] = {"model": f"recorded {self._digest.hexdigest()}"}
        self.samples = max(map(len, self._places.values()), default=0)
        """The most answers of any task."""

    def _lines(self) -> Iterator[bytes]:
        """The file's lines; `_at` is where the last one begins, and `_end` where it ends."""
        for line in self._file:
            self._at, self._end = self._end, self._end + len(line)
            self._digest.update(line)
            yield line

    async def probe(self) -> None:
        """They were read: they are there."""

    async def ask(self, question: Question, sample: int) -> ModelReply | None:
        """Look the answer up."""
        places = self._places.get(question.task, ())
        if sample >= len(places):
            return None
        at, length = places[sample]
        answer = self.rows.parse(read_at(self._file, length, at))
        return ModelReply(answer.answer, recorded=answer.meta)

    async def close(self) -> None:
        """Close the file."""
        self._file.close()
