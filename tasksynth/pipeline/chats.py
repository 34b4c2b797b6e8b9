"""Chats as answers: the messages of an OpenAI conversation, a row each."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from tasksynth import registry
from tasksynth.capability import Interactive
from tasksynth.errors import UsageError
from tasksynth.invalid import explain
from tasksynth.pipeline.verify import Lookup
from tasksynth_schemas import Answer, Model, Task

KEPT = ("role", "content", "tool_calls")
"""Of an assistant's message; images and what tools said are no part of an answer."""


class Chat(Model):
    """A conversation about a task."""

    task: str
    """As of `Answer`."""
    messages: list[dict[str, Any]]
    """In the OpenAI form."""
    meta: dict[str, Any] | None = None


def read_chats(lines: Iterable[str], name: str, tasks: Lookup) -> Iterator[tuple[int, Answer]]:
    """Answer rows out of chats, with their line numbers; blank lines are skipped.

    Of a task with turns the answer is all that the assistant did, of any other its last words.

    Raises:
        UsageError: at the first row that is no chat, or of a task that is not there.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            chat = Chat.model_validate_json(line)
        except ValidationError as e:
            raise UsageError(f"{name}:{number}: {explain(e, Chat)}") from e
        if (key := tasks.find(chat.task)) is None:
            raise UsageError(f"{name}:{number}: {tasks.missing(chat.task)}")
        task = Task.model_validate_json(tasks.line(key))
        yield number, Answer(task=chat.task, answer=_answer(chat, task), meta=chat.meta)


def _answer(chat: Chat, task: Task) -> str:
    said = [message for message in chat.messages if message.get("role") == "assistant"]
    if isinstance(registry.get(task.ref.family), Interactive):
        kept = [{key: message.get(key) for key in KEPT} for message in said]
        return json.dumps(kept, ensure_ascii=False)
    content = said[-1].get("content") if said else None
    if isinstance(content, list):
        texts = [part.get("text") for part in content if isinstance(part, dict)]
        content = "".join(text for text in texts if isinstance(text, str))
    return content if isinstance(content, str) else ""
