"""A transcript as the conversation that it is: what was done, and what was seen of it."""

import json
from collections.abc import Iterator
from typing import Any

from tasksynth.capability import Interactive
from tasksynth.engines import Operation
from tasksynth.episode import Episode, read_transcript
from tasksynth.errors import FamilyError
from tasksynth.pipeline.operations import judge_of
from tasksynth_schemas import Action, text_of

Message = dict[str, Any]
"""In OpenAI's form; arguments are JSON text."""


def dialogue(item: tuple[bytes, str]) -> list[Message]:
    """What follows the prompt of a dataset line's task where an answer plays it; played again.

    It ends with what was done last: what that led to teaches nobody what to do. A reply to a task
    of one turn is itself a message.

    Raises:
        FamilyError: if the answer is no transcript.
    """
    line, answer = item
    judge = judge_of(line)
    if not isinstance(judge.family, Interactive):
        return [{"role": "assistant", "content": answer}]
    episode = Episode(judge.family, judge.instance(), keep=False)
    try:
        actions = read_transcript(answer, most=episode.needs.turns).actions
    except ValueError as e:
        raise FamilyError(f"no transcript: {e}") from e
    messages: list[Message] = []
    for number, action in enumerate(actions):
        if episode.over:
            break
        seen = text_of(episode.act(action).seen)
        messages += _turn(f"call_{number}", action, seen)
    return messages[:-1]


def _turn(name: str, action: Action, seen: str) -> Iterator[Message]:
    """What was done, and what was seen then."""
    if action.tool is None:
        yield {"role": "assistant", "content": action.text}
        yield {"role": "user", "content": seen}
        return
    said = action.arguments
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    call = {"id": name, "type": "function", "function": {"name": action.tool, "arguments": text}}
    yield {"role": "assistant", "content": action.text, "tool_calls": [call]}
    yield {"role": "tool", "tool_call_id": name, "name": action.tool, "content": seen}


def _limit(item: tuple[bytes, str]) -> float:
    return judge_of(item[0]).family.timeout_s


DIALOGUE = Operation(dialogue, _limit)
