"""Chats as answers: the messages of an OpenAI conversation, a row each."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tasksynth import registry
from tasksynth.capability import Interactive
from tasksynth.pipeline.folders.dataset import Lookup
from tasksynth_schemas import Answer, Task

KEPT = ("role", "content", "tool_calls")
"""Of an assistant's message; images and what tools said are no part of an answer."""


def answers_of(
    rows: Iterable[tuple[int, str, Answer]], tasks: Lookup
) -> Iterator[tuple[int, str, Answer]]:
    """Rows whose answer is a conversation, as JSON, as rows with the answer that it holds.

    Of a task with turns that is all that the assistant did, of any other its last words.
    """
    for number, key, row in rows:
        answer = _answer(row.answer, tasks.task(key))
        yield number, key, row.model_copy(update={"answer": answer})


def where_chats(
    rows: Iterable[tuple[int, str, Answer]], tasks: Lookup
) -> Iterator[tuple[int, str, Answer]]:
    """Likewise, where some rows hold a conversation, such as exports do, and others an answer."""
    for number, key, row in rows:
        if _is_chat(row.answer):
            yield from answers_of([(number, key, row)], tasks)
        else:
            yield number, key, row


def _is_chat(text: str) -> bool:
    if not text.startswith('[{"'):
        return False
    try:
        messages = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return all(isinstance(one, dict) and "role" in one for one in messages)


def _answer(chat: str, task: Task) -> str:
    messages: Any = json.loads(chat) if chat.lstrip().startswith(("[", "{")) else []
    if isinstance(messages, dict):
        messages = messages.get("messages")
    said = [
        message
        for message in (messages if isinstance(messages, list) else [])
        if isinstance(message, dict) and message.get("role") == "assistant"
    ]
    if isinstance(registry.get(task.ref.family), Interactive):
        kept = [{key: message.get(key) for key in KEPT} for message in said]
        return json.dumps(kept, ensure_ascii=False)
    content = said[-1].get("content") if said else None
    if isinstance(content, list):
        texts = [part.get("text") for part in content if isinstance(part, dict)]
        content = "".join(text for text in texts if isinstance(text, str))
    return content if isinstance(content, str) else ""
