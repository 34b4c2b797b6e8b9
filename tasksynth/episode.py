"""Episodes, live and replayed.

A task is its address; an episode is its address and its actions. Begin and step are deterministic,
so a transcript is an answer like any other: its verdict is a replay, by whoever judges, wherever.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from tasksynth.capability import Interactive, Tool, Turn
from tasksynth.errors import FamilyError, UsageError
from tasksynth.invalid import explain
from tasksynth_schemas import Action, Needs, Transcript, Verdict

ANSWER_CHARS = 4_000_000
"""What a transcript may have, if its family does not allow more."""
_FENCE = re.compile(r"```[a-zA-Z]*\n(.*?)```", re.DOTALL)


class Episode:
    """A live episode of one task.

    Args:
        family: a family with turns.
        x: one of its instances.

    Raises:
        FamilyError: if the family has no turns.
    """

    def __init__(self, family: Any, x: Any) -> None:
        if not isinstance(family, Interactive):
            raise FamilyError(f"{family!r} has no turns: want begin, step and judge")
        self._family, self._x = family, x
        tools: tuple[type[Tool], ...] = getattr(family, "tools", ())
        self._tools: Mapping[str, type[Tool]] = {tool.spec().name: tool for tool in tools}
        self.needs: Needs = getattr(family, "needs")(x)  # noqa: B009 - no part of Interactive
        self._state = family.begin(x)
        self.turns = 0
        """Actions so far."""
        self.over = False
        """Whether it ended, by itself or at its last turn."""

    def act(self, action: Action) -> Turn:
        """Do one action; what the policy sees of it.

        A call of a tool that is not there, or with arguments that do not fit, costs its turn too.

        Raises:
            UsageError: if the episode is over.
        """
        if self.over:
            raise UsageError(f"the episode ended after {self.turns} turns; begin another one")
        call = self._call(action)
        if isinstance(call, str):
            turn = Turn(call)
        else:
            turn = self._family.step(self._x, self._state, call)
        self.turns += 1
        self.over = turn.over or self.turns >= self.needs.turns
        return turn if turn.over == self.over else replace(turn, over=True)

    def verdict(self) -> Verdict:
        """What the episode is worth as it stands."""
        return self._family.judge(self._x, self._state)

    def _call(self, action: Action) -> Action | Tool | str:
        """The action as the family takes it, or what is wrong with it."""
        name = action.tool
        if name is None:
            return action
        if isinstance(action.arguments, str):
            got = action.arguments[:60]
            return f"Error: the arguments of {name[:64]} are no JSON object: {got!r}"
        if (tool := self._tools.get(name)) is not None:
            try:
                return tool.model_validate(action.arguments)
            except ValidationError as e:
                return f"Error: {name}: {explain(e, tool)}"
        there = [spec.name for spec in self.needs.tools]
        if name in there:
            return action
        near = get_close_matches(name, there, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(there) or 'none'}"
        return f"Error: no tool {name[:64]!r}; {hint}"


def replay(family: Any, x: Any, answer: str) -> Verdict:
    """The verdict on a transcript: play it again and judge where it ends.

    Unparsable is what is no transcript, and one that claims what cannot have happened: more
    actions than the episode has turns, or an action after its end.
    """
    episode = Episode(family, x)
    try:
        actions = read_transcript(answer, most=episode.needs.turns).actions
    except ValueError as e:
        unparsable: Verdict = family.rubric.unparsable(str(e))
        return unparsable
    for number, action in enumerate(actions, 1):
        if episode.over:
            late: Verdict = family.rubric.unparsable(
                f"action {number} comes after the end: the episode was over after {number - 1}"
            )
            return late
        episode.act(action)
    return episode.verdict()


def read_transcript(answer: str, *, most: int | None = None) -> Transcript:
    """The actions that an answer holds.

    It is read as JSON, whole or in its last fenced block: a transcript, a list of actions, or the
    messages of a chat in the OpenAI form, whose assistant's words and tool calls are the actions.

    Args:
        answer: any string.
        most: how many actions there may be.

    Raises:
        ValueError: if there is none; says what is wrong.
    """
    value = _json(answer)
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("actions", "messages") if key in value), [value])
    if not isinstance(value, list):
        raise ValueError("want a JSON list of actions")  # noqa: TRY004 - of what was read
    if any(isinstance(item, Mapping) and "role" in item for item in value):
        value = [action for message in value for action in actions_of(message)]
    if most is not None and len(value) > most:
        raise ValueError(f"the transcript has {len(value):,} actions, want at most {most:,}")
    actions = []
    for number, item in enumerate(value, 1):
        try:
            actions.append(read_action(item))
        except ValueError as e:
            raise ValueError(f"action {number}: {e}") from None
    return Transcript(actions=tuple(actions))


def read_action(value: Any) -> Action:
    """An action in any of its forms: words, our own form, or OpenAI's tool call.

    Raises:
        ValueError: if it is none of them; says what is wrong.
    """
    if isinstance(value, str):
        value = {"text": value}
    if not isinstance(value, Mapping):
        raise ValueError(  # noqa: TRY004 - of what was read
            f"want an object, got {type(value).__name__}"
        )
    if isinstance(function := value.get("function"), Mapping):
        value = {"tool": function.get("name"), "arguments": function.get("arguments") or {}}
    elif "name" in value and "tool" not in value:
        value = {("tool" if key == "name" else key): part for key, part in value.items()}
    if isinstance(raw := value.get("arguments"), str):
        value = {**value, "arguments": _arguments(raw)}
    try:
        return Action.model_validate(value)
    except ValidationError as e:
        raise ValueError(explain(e, Action)) from None


def actions_of(message: Any) -> list[Any]:
    """The actions in one message of a chat: its tool calls, or else its words.

    What the user, the system or a tool says is no action.
    """
    if not isinstance(message, Mapping) or message.get("role") != "assistant":
        return []
    content, calls = message.get("content"), message.get("tool_calls")
    if isinstance(content, list):
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    if isinstance(calls, Sequence) and not isinstance(calls, str) and calls:
        return list(calls)
    return [{"text": content if isinstance(content, str) else ""}]


def _arguments(raw: str) -> dict[str, Any] | str:
    """Arguments as OpenAI writes them, in a string; the string itself where it is no object."""
    try:
        value = from_json(raw or "{}", allow_inf_nan=False)
    except ValueError:
        return raw
    return value if isinstance(value, dict) else raw


def _json(answer: str) -> Any:
    text = answer.strip()
    fences = [match[1] for match in _FENCE.finditer(text)][-1:]
    for body in (text, *fences):
        try:
            return from_json(body, allow_inf_nan=False)
        except ValueError:
            continue
    raise ValueError("want a transcript as JSON, such as {'actions': [{'tool': …}]}")
