"""Episodes, live and replayed.

A task is its address; an episode is its address and its actions. Begin and step are deterministic,
so a transcript is an answer like any other: its verdict is a replay, by whoever judges, wherever.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from tasksynth.answers import after_thinking
from tasksynth.answers.calls import json_value, written_calls
from tasksynth.answers.marks import tags
from tasksynth.capability import Interactive, Tool, Turn
from tasksynth.errors import FamilyError, UsageError
from tasksynth.invalid import explain
from tasksynth_schemas import Action, Needs, Transcript, Verdict
from tasksynth_schemas.episode import NAME_MAX

_FENCE = re.compile(r"```[^\n`]*\n(.*?)```", re.DOTALL)
_HEAD, _TAIL = '{"actions":[', "]}"
_LISTS = ("actions", "messages", "output", "contents")
"""What the list in an object is called: our own, OpenAI's two, Gemini's."""
_SAID = ("moves", "plan", "steps")
"""What models call it that answer in words."""
_WRAPPERS = ("function", "functionCall", "function_call")
"""What a call may stand in: OpenAI's and Gemini's."""
_OWN = frozenset(Action.model_fields)
_NAMES = ("tool", "name", "tool_name", "action")
_GIVEN = ("arguments", "args", "parameters", "input", "action_input")
"""How the name of a tool and what it is given are called, by whom."""
_CALLS = ("function_call", "tool_use")
"""Types of an item that is a call, and may hold more than it needs: OpenAI's and Anthropic's."""
_UNPLAYED = ("function_call_output", "reasoning")
"""Types of an item that is between what an assistant does."""


class Episode:
    """A live episode of one task.

    Args:
        family: a family with turns.
        x: one of its instances.
        keep: whether it keeps its actions; a server has them in its journal, and no room for them.

    Raises:
        FamilyError: if the family has no turns.
    """

    def __init__(self, family: Any, x: Any, *, keep: bool = True) -> None:
        self._family, self._x = family, x
        if not _has_turns(family.__class__):
            raise FamilyError(f"{family!r} has no turns: want begin, step and judge")
        self.needs: Needs = self._family.needs(x)
        self._there = tuple([spec.name for spec in self.needs.tools])
        self._tools = _tools_there(tuple(self._family.tools), self._there)
        self.actions: list[Action] = []
        """What was done so far, as whoever replays it will read it; empty if they are not kept."""
        self.turns = 0
        """Actions so far."""
        self.over = False
        """Whether it ended: by itself, at its last turn, or because there is no room for more."""
        self._keep = keep
        self._room = self._family.max_answer_chars - len(_HEAD + _TAIL)
        self._fault: Exception | None = None
        self._state = family.begin(x)

    def act(self, action: Action) -> Turn:
        """Do one action; what the policy sees of it.

        A call of a tool that is not there, or with arguments that do not fit, costs its turn too.
        An action that would make the transcript longer than an answer may be ends the episode, and
        is not in it. What the family's own step raises ends it too: there is no verdict then.

        Raises:
            UsageError: if the episode is over.
        """
        if self.over:
            raise UsageError(f"the episode ended after {self.turns} turns; begin another one")
        action, text = settled(action)
        self._room -= len(text) + 1
        if self._room < 0:
            self.over = True
            most = self._family.max_answer_chars
            return Turn(f"Error: all actions together may have {most:,} characters", over=True)
        if self._keep:
            self.actions.append(action)
        return self.do(action)

    def do(self, action: Action) -> Turn:
        """Do an action that is settled and has room: what `act` does with one.

        A replay settles all its actions at once, and keeps none of them.
        """
        self.turns += 1
        call = self._call(action)
        try:
            turn = (
                Turn(call)
                if isinstance(call, str)
                else self._family.step(self._x, self._state, call)
            )
        except Exception as e:
            self.over, self._fault = True, e
            raise
        self.over = turn.over or self.turns >= self.needs.turns
        return turn if turn.over == self.over else replace(turn, over=True)

    def verdict(self) -> Verdict:
        """What the episode is worth as it stands: the verdict on its transcript.

        Raises:
            FamilyError: if the family's step broke.
        """
        if self._fault is not None:
            raise FamilyError(f"action {self.turns} broke the episode") from self._fault
        return self._family.judge(self._x, self._state)  # type: ignore[no-any-return]

    def transcript(self) -> str:
        """The answer that this episode is: JSON, no longer than an answer may be.

        The words that came with calls are in it unless they make it too long.

        Raises:
            UsageError: if the actions are not kept.
        """
        if not self._keep:
            raise UsageError("this episode keeps no actions, and so has no transcript")
        return write_transcript(self.actions, most=self._family.max_answer_chars)

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
                call: Tool = tool.__pydantic_validator__.validate_python(action.arguments)
                return call
            except ValidationError as e:
                return f"Error: {name}: {explain(e, tool)}"
        there = self._there
        if name in there:
            return action
        alike = [one for one in there if one.casefold() == name.casefold()]
        if len(alike) == 1:
            return self._call(action.model_copy(update={"tool": alike[0]}))
        near = get_close_matches(name, there, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(there) or 'none'}"
        return f"Error: no tool {name[:64]!r}; {hint}"


@lru_cache(maxsize=1024)
def _has_turns(kind: type) -> bool:
    """Whether families of a class are played; to ask a protocol costs as much as ten actions."""
    return issubclass(kind, Interactive)


@lru_cache(maxsize=1024)
def _tools_there(tools: tuple[type[Tool], ...], there: tuple[str, ...]) -> Mapping[str, type[Tool]]:
    """By name, those of a family's tools that a task has."""
    return {name: tool for tool in tools if (name := tool.spec().name) in there}


def transcript_of(actions: Iterable[Action], most: int) -> str:
    """The answer that some actions are, as `Episode.transcript` writes it.

    Args:
        actions: as they were sent; one that has no room, which ended the episode, is not in it.
        most: characters that an answer of the family may have.
    """
    kept, room = [], most - len(_HEAD + _TAIL)
    for one in actions:
        action, text = settled(one)
        room -= len(text) + 1
        if room < 0:
            break
        kept.append(action)
    return write_transcript(kept, most=most)


def replay(family: Any, x: Any, answer: str) -> Verdict:
    """The verdict on a transcript: play it again and judge where it ends.

    Unparsable is what is no transcript, and one that claims what cannot have happened: more
    actions than the episode has turns, or an action after its end. The words with which a chat
    closes after the end claim nothing.
    """
    episode = Episode(family, x, keep=False)
    try:
        actions, chat = _read(answer, episode.needs.turns)
    except ValueError as e:
        unparsable: Verdict = family.rubric.unparsable(str(e))
        return unparsable
    most = family.max_answer_chars
    settled_all = _all_plain(actions, len(answer), most) or _all_settled(actions, most)
    do = episode.do if settled_all else episode.act
    for number, action in enumerate(actions, 1):
        if episode.over:
            if chat and action.tool is None and number == len(actions):
                break
            late: Verdict = family.rubric.unparsable(
                f"action {number} comes after the end: the episode was over after {number - 1}"
            )
            return late
        do(action)
    return episode.verdict()


def write_transcript(actions: Sequence[Action], *, most: int) -> str:
    """Actions as an answer, in JSON; without the words beside calls if it is longer than `most`."""
    whole = _HEAD + ",".join(map(_written, actions)) + _TAIL
    if len(whole) <= most:
        return whole
    return _HEAD + ",".join(_written(_bare(action)) for action in actions) + _TAIL


def read_transcript(answer: str, *, most: int | None = None) -> Transcript:
    """The actions that an answer holds.

    It is read as JSON, whole, in its last fenced block or between tags: a transcript, a list of
    actions, one a line, or the messages of a chat in OpenAI's form, Anthropic's or Gemini's, whose
    assistant's words and tool calls are the actions. Without these, it is the calls in its words.

    Args:
        answer: any string.
        most: how many actions there may be; a chat may close with words after them.

    Raises:
        ValueError: if there is none; says what is wrong.
    """
    return Transcript(actions=_read(answer, most)[0])


def _read(answer: str, most: int | None) -> tuple[tuple[Action, ...], bool]:
    """The actions, and whether they come from the messages of a chat."""
    value = _json(answer)
    if isinstance(value, Mapping):
        names = _SAID if len(value) == 1 else ()
        value = next((value[key] for key in (*_LISTS, *names) if key in value), [value])
    if not isinstance(value, list):
        raise ValueError("want a JSON list of actions")  # noqa: TRY004 - of what was read
    chat = any(
        isinstance(item, Mapping) and ("role" in item or item.get("type") == "function_call")
        for item in value
    )
    if chat:
        value = [action for message in _played(value) for action in actions_of(message)]
    if most is not None and len(value) > most + chat:
        raise ValueError(f"the transcript has {len(value):,} actions, want at most {most:,}")
    actions = []
    for number, item in enumerate(value, 1):
        try:
            actions.append(_plain_call(item) or read_action(item))
        except ValueError as e:
            raise ValueError(f"action {number}: {e}") from None
    return tuple(actions), chat


def read_action(value: Any) -> Action:
    """An action in any of its forms: words, our own form, or somebody else's tool call.

    Raises:
        ValueError: if it is none of them; says what is wrong.
    """
    if isinstance(value, str):
        value = {"text": value}
    if not isinstance(value, Mapping):
        raise ValueError(  # noqa: TRY004 - of what was read
            f"want an object, got {type(value).__name__}"
        )
    value = _call_in(value)
    if "arguments" in value:
        value = {**value, "arguments": _arguments(value["arguments"])}
    try:
        return Action.model_validate(value)
    except ValidationError as e:
        raise ValueError(explain(e, Action)) from None


def _call_in(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """A call in our own words, if it is one in others'; else what it was.

    `action` alone names no tool: it is how families call what is said to them.
    """
    if _OWN.issuperset(value):
        return value
    inner = next((value[key] for key in _WRAPPERS if isinstance(value.get(key), Mapping)), None)
    call = value if inner is None else inner
    names = [key for key in _NAMES if key in call]
    given = [key for key in _GIVEN if key in call]
    if len(names) != 1 or len(given) > 1 or (names == ["action"] and not given):
        return value
    said = {"tool": call[names[0]]}
    if given:
        said["arguments"] = call[given[0]]
    if inner is not None or value.get("type") in _CALLS:
        return said
    return said | {key: part for key, part in value.items() if key not in (*names, *given)}


def _plain_call(item: Any) -> Action | None:
    """The call that an item of JSON is in our own form, which needs no more than a look."""
    if not isinstance(item, dict) or len(item) != 2 + (item.get("text") == ""):
        return None
    tool, arguments = item.get("tool"), item.get("arguments")
    if isinstance(tool, str) and 0 < len(tool) <= NAME_MAX and isinstance(arguments, dict):
        return Action.trusted(text="", tool=tool, arguments=arguments)
    return None


def action_in(text: str) -> Action:
    """What a text does: the call that it is in JSON, or else itself, as words.

    Raises:
        ValueError: if it holds what no action may, such as too many words.
    """
    try:
        value = json_value(text)
        if isinstance(value, dict):
            return read_action(value)
    except ValueError:
        pass
    return read_action(text)


def _played(items: Sequence[Any]) -> Iterator[Any]:
    """The items of a chat that may hold actions, without words that came with a call after them."""
    kept = [one for one in items if isinstance(one, Mapping) and one.get("type") not in _UNPLAYED]
    for one, after in zip(kept, [*kept[1:], {}], strict=True):
        if not (one.get("type") == "message" and after.get("type") == "function_call"):
            yield one


def actions_of(message: Any) -> list[Any]:
    """The actions in one message of a chat: its tool calls, or else its words.

    Calls stand beside the content, as OpenAI has it, are blocks of it, as Anthropic and Gemini
    have it, stand in its words, as `written_calls` reads them, or are items like messages.
    What the user, the system or a tool says is no action.
    """
    if isinstance(message, Mapping) and message.get("type") == "function_call":
        return [message]
    if not isinstance(message, Mapping) or message.get("role") not in ("assistant", "model"):
        return []
    content, calls = message.get("content", message.get("parts")), message.get("tool_calls")
    if isinstance(calls, Sequence) and not isinstance(calls, str) and calls:
        return list(calls)
    if isinstance(content, list):
        blocks = [part for part in content if isinstance(part, dict)]
        if used := [part for part in blocks if _is_call(part)]:
            return used
        content = "".join(str(part.get("text", "")) for part in blocks)
    text = content if isinstance(content, str) else ""
    return written_calls(text) or [{"text": text}]


def _is_call(block: Mapping[str, Any]) -> bool:
    return block.get("type") == "tool_use" or any(
        isinstance(block.get(key), Mapping) for key in _WRAPPERS
    )


def _lines(text: str) -> list[Any]:
    """The objects of a text that holds one in each of its lines, and nothing else; or nothing."""
    lines = [line for line in text.split("\n") if line.strip()]
    if not all(line.lstrip().startswith("{") for line in lines):
        return []
    try:
        return [json_value(line) for line in lines]
    except ValueError:
        return []


def _arguments(raw: Any) -> dict[str, Any] | str:
    """Arguments as a JSON object; as text where they are none, which costs the turn and no more."""
    if raw is None:
        return {}
    if not isinstance(raw, str):
        return raw if isinstance(raw, dict) else to_json(raw).decode()
    try:
        value = json_value(raw or "{}")
    except ValueError:
        return raw
    return value if isinstance(value, dict) else raw


def settled(action: Action) -> tuple[Action, str]:
    """An action as it is read back from a transcript, and how it is written there, words apart.

    What JSON cannot hold (a number that is none, half a surrogate pair, a thousand brackets) must
    not make a transcript that plays otherwise than it was played.
    """
    try:
        text = _written(_bare(action))
        (value,) = from_json(f"{_HEAD}{text}{_TAIL}")["actions"]
        said = {"text": action.text} if action.text else {}
        return read_action(value | said), text
    except ValueError:
        return settled(action.model_copy(update={"arguments": "<what JSON cannot hold>"}))


_PLAIN = frozenset((str, int, bool, type(None)))
"""What JSON gives back as it was; a number with a point may be too large for it."""


def _all_plain(actions: Sequence[Action], length: int, most: int) -> bool:
    """Whether an answer so long has calls alone, whose arguments hold nothing that holds others.

    They are settled, and are written in no more characters than the answer has: seen at a glance.
    """
    return length + len(_HEAD + _TAIL) < most and all(
        action.tool is not None
        and isinstance(action.arguments, dict)
        and _PLAIN.issuperset(map(type, action.arguments.values()))
        for action in actions
    )


def _all_settled(actions: Sequence[Action], most: int) -> bool:
    """Whether actions are as they would be read from their own transcript, and have room in it.

    It is what `settled` says of each, found in a fifth of its time.
    """
    try:
        text = Transcript.trusted(actions=tuple(map(_bare, actions))).model_dump_json(
            exclude_defaults=True
        )
        back = from_json(text).get("actions", [])
    except ValueError:
        return False
    return len(text) < most and all(
        isinstance(action.arguments, dict)
        and value.get("tool") == action.tool
        and value.get("arguments", {}) == action.arguments
        and (action.tool is not None or value.get("text", "") == action.text)
        for value, action in zip(back, actions, strict=True)
    )


def _bare(action: Action) -> Action:
    """A call without the words that came with it: they change nothing."""
    words_alone = action.tool is None or not action.text
    return action if words_alone else action.model_copy(update={"text": ""})


def _written(action: Action) -> str:
    return action.model_dump_json(exclude_defaults=True)


def _json(answer: str) -> Any:
    bodies = []
    for body in _bodies(answer.strip()):
        try:
            return json_value(body)
        except ValueError:
            bodies.append(body)
    for body in bodies:
        if found := _lines(body):
            return found
    if found := written_calls(answer):
        return found
    raise ValueError("want a transcript as JSON, such as {'actions': [{'tool': …}]}")


def _bodies(text: str) -> Iterator[str]:
    """Where JSON may be: all of the text, what is not thought of it, its last fence or tags.

    Which of these ends later comes first: it may hold the other, or be what came of it.
    """
    yield text
    said = after_thinking(text)
    yield said
    places = [(match.end(), match[1]) for match in list(_FENCE.finditer(said))[-1:]]
    places += [(tag.end, tag.content) for tag in tags(said)[-1:]]
    for _, body in sorted(places, reverse=True):
        yield body
