"""An episode as a chat in the OpenAI form: the calls of an assistant's message are the actions."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tasksynth import registry
from tasksynth.capability import Interactive, Turn
from tasksynth.episode import read_action
from tasksynth.errors import UsageError
from tasksynth.evaluation.models import (
    Answerer,
    Chatting,
    ModelReply,
    Question,
    Recorded,
    Said,
    Usage,
    shown,
    words_of,
)
from tasksynth.evaluation.stage import Play
from tasksynth_schemas import Action, MediaPart, Task, text_of
from tasksynth_schemas.content import parts_of
from tasksynth_schemas.episode import TEXT_MAX

NAME_MAX = 200
"""Characters of a tool's name that are kept of a call."""
CUT = "length"
"""The finish reason of an episode that ended at a limit of tokens."""


async def converse(
    model: Chatting,
    question: Question,
    play: Play,
    *,
    most_tokens: int | None = None,
) -> ModelReply:
    """Have a model play an episode to its end; the reply is the transcript.

    It ends by itself, at its last turn, or before the first request after `most_tokens`, prompts
    and completions together. Several calls in one message are actions in their order; those after
    the end of the episode are not done.

    Args:
        model: who plays.
        question: the task's prompt, and its media if they are sent.
        play: the episode.
        most_tokens: where to stop.

    Raises:
        RequestFailedError: as the model does; what was played is lost.
        UsageError: if there is a limit on the tokens, and the model does not report their number.
    """
    messages: list[Mapping[str, Any]] = [{"role": "user", "content": question.content}]
    tools = [tool.function for tool in play.needs.tools]
    tally = _Tally()
    while not play.over:
        said = await model.say(messages, tools)
        tally.add(said)
        if most_tokens is not None and tally.usage is None:
            raise UsageError(
                "the model does not report its usage of tokens, so no limit on an episode's can "
                "be kept; leave --episode-tokens out"
            )
        actions = actions_in(said.message)
        message, ids = _echo(said.message, actions)
        messages.append(message)
        turns: list[Turn] = []
        for action in actions:
            if not play.over:
                turns.append(await play.act(action))
        messages += _told(turns, ids)
        if most_tokens is not None and tally.tokens >= most_tokens and not play.over:
            tally.finish_reason = CUT
            break
    return ModelReply(
        play.transcript(), tally.usage, tally.finish_reason, tally.latency_s, turns=play.turns
    )


def actions_in(message: Mapping[str, Any]) -> list[Action]:
    """What an assistant's message does; a call that is none is one of a tool that is not there."""
    calls = message.get("tool_calls")
    if isinstance(calls, list) and calls:
        return [_called(call) for call in calls]
    return [Action(text=_clean(words_of(message))[:TEXT_MAX])]


def _called(call: Any) -> Action:
    try:
        action, why = read_action(call), "no tool is named"
    except ValueError as e:
        action, why = Action(), str(e)
    if action.tool is not None:
        return action
    function = call.get("function") if isinstance(call, Mapping) else None
    name = function.get("name") if isinstance(function, Mapping) else None
    tool = _clean(name)[:NAME_MAX] if isinstance(name, str) else ""
    return Action(tool=tool or "?", arguments=f"no call: {why}")


def _clean(text: str) -> str:
    """Text without half surrogate pairs, which JSON can write and no file can hold."""
    return text.encode(errors="replace").decode()


def _echo(
    message: Mapping[str, Any], actions: Sequence[Action]
) -> tuple[dict[str, Any], list[str]]:
    """The assistant's message as the chat goes on with it, and the ids of its calls.

    Arguments that are no JSON object become an empty one: servers parse what they are sent.
    """
    text = words_of(message)
    if actions[0].tool is None:
        return {"role": "assistant", "content": text}, []
    ids: list[str] = []
    calls = []
    for call, action in zip(message["tool_calls"], actions, strict=True):
        name = call.get("id") if isinstance(call, Mapping) else None
        free = isinstance(name, str) and name and name not in ids
        ids.append(name if free and isinstance(name, str) else f"call_{len(ids)}")
        arguments = {} if isinstance(action.arguments, str) else action.arguments
        function = {"name": action.tool, "arguments": json.dumps(arguments)}
        calls.append({"id": ids[-1], "type": "function", "function": function})
    return {"role": "assistant", "content": text or None, "tool_calls": calls}, ids


def _told(turns: Sequence[Turn], ids: Sequence[str]) -> list[dict[str, Any]]:
    """The messages that tell of turns: one a call, and one more with the media of them all.

    Tool messages hold words alone in the OpenAI form; a medium is its name in brackets there.
    """
    if not ids:
        return [{"role": "user", "content": shown(turn.seen, _files(turn))} for turn in turns]
    told: list[dict[str, Any]] = []
    parts: list[dict[str, Any]] = []
    for turn, name in zip(turns, ids, strict=False):
        told.append({"role": "tool", "tool_call_id": name, "content": text_of(turn.seen)})
        for part in parts_of(turn.seen):
            if isinstance(part, MediaPart) and part.name in turn.media:
                label = {"type": "text", "text": f"[{part.type}: {part.name}] of {name}:"}
                parts += [label, *shown((part,), _files(turn))]
    return [*told, {"role": "user", "content": parts}] if parts else told


def _files(turn: Turn) -> dict[str, bytes]:
    """A turn's media, which the stage has drawn."""
    return {name: data for name, data in turn.media.items() if isinstance(data, bytes)}


def check_able(model: Answerer, task: Task, *, media: bool) -> None:
    """Refuse a task that a model could only guess at.

    Raises:
        UsageError: naming the family, what it asks for, and the mend.
    """
    if isinstance(model, Recorded):
        return
    name, needs = task.ref.family, task.needs
    if is_episode(task) and not (
        isinstance(model, Chatting) and model.takes_turns and (model.takes_tools or not needs.tools)
    ):
        raise UsageError(
            f"{name} has {what_it_has(task)}, which this model cannot do: give a server, "
            f"a function with the parameters `messages` and `tools`, or recorded transcripts"
        )
    if media and not model.takes_media and (kinds := [m for m in needs.media if m != "text"]):
        raise UsageError(
            f"{name} shows {' and '.join(kinds)}, and this model sees none: give it a parameter "
            f"`media`, or send names alone with --no-images"
        )


def is_episode(task: Task) -> bool:
    """Whether a task is an episode."""
    return isinstance(registry.get(task.ref.family), Interactive)


def what_it_has(task: Task) -> str:
    """What an episode asks for, in words."""
    needs = task.needs
    return f"{needs.turns:,} turns" + (" and tools" if needs.tools else "")


class _Tally:
    """What the requests of an episode took together."""

    def __init__(self) -> None:
        self.usage: Usage | None = Usage(prompt_tokens=0, completion_tokens=0)
        self.finish_reason: str | None = None
        self.latency_s: float | None = None

    def add(self, said: Said) -> None:
        """One more request."""
        self.finish_reason = said.finish_reason
        if said.latency_s is not None:
            self.latency_s = (self.latency_s or 0.0) + said.latency_s
        one, all_ = said.usage, self.usage
        self.usage = (
            None
            if one is None or all_ is None
            else Usage(
                prompt_tokens=all_.prompt_tokens + one.prompt_tokens,
                completion_tokens=all_.completion_tokens + one.completion_tokens,
            )
        )

    @property
    def tokens(self) -> int:
        """Prompts and completions together."""
        return 0 if self.usage is None else self.usage.prompt_tokens + self.usage.completion_tokens
