"""Calls of tools as models write them into their words, where no server has taken them out.

Hermes and Qwen write `<tool_call>`, Llama `<function=NAME>` or `<|python_tag|>`, Mistral
`[TOOL_CALLS]`, Claude `<invoke name="NAME">`, gpt-oss Harmony's `to=functions.NAME`, and who was
told to reason and act `Action:` and `Action Input:`.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from pydantic_core import from_json

from tasksynth.answers.thought import after_thinking

_HARMONY = "to=functions."
_TO = re.compile(r"to=functions\.([\w.-]{1,64})")
_NAME = re.compile(r"\s{0,9}([\w.-]{1,64})")
_ENDS = re.compile(r"<\|(?:call|end|eom_id|eot_id|im_end|return|start)\|>|</s>")
_PARAMETER = re.compile(
    r"\s*<parameter(?:=|\s{1,3}name=\")([\w.-]{1,64})\"?>([^<]*)</parameter>\s*"
)
_REACT = re.compile(
    r"^[ \t*]{0,9}Action:[ \t*]{0,9}([\w.-]{1,64})[ \t*]{0,9}\n"
    r"[ \t*]{0,9}Action Input:[ \t*]{0,9}([^\n]{1,20000})$",
    re.MULTILINE,
)


def json_value(text: str) -> Any:
    """JSON as a value.

    Raises:
        ValueError: if it is none; a text that has half a surrogate pair is none.
    """
    try:
        return from_json(text, allow_inf_nan=False)
    except TypeError as e:
        raise ValueError("half a character is no JSON") from e


def written_calls(text: str) -> list[dict[str, Any]]:
    """The calls that a text holds in the first of these forms; none if one cannot be read.

    What is thought before is left out. Each is an object with a name and what is given to the tool,
    in whatever words.
    """
    if not any(mark in text for mark in (*_FORMS, _HARMONY, "Action:")):
        return []
    said = after_thinking(text)
    try:
        # What is thought goes through a channel of its own there.
        if _HARMONY in text and (calls := list(_messages(text))):
            return calls
        for mark, read in _FORMS.items():
            if mark in said:
                return [call for part in said.split(mark)[1:] for call in read(part)]
        acts = _REACT.findall(said)
        return [_call(*acts[0])] if len(acts) == 1 else []
    except ValueError:
        return []


def _tagged(part: str) -> Iterator[dict[str, Any]]:
    call = _closed(part, "</tool_call>")
    if call.lstrip().startswith("<function="):
        yield from _function(call.partition("<function=")[2])
    else:
        yield _object(call)


def _function(part: str) -> Iterator[dict[str, Any]]:
    name, _, given = _closed(part, "</function>").partition(">")
    yield _call(name, given)


def _invoked(part: str) -> Iterator[dict[str, Any]]:
    name, _, given = _closed(part, "</invoke>").partition('">')
    yield _call(name, given)


def _python(part: str) -> Iterator[dict[str, Any]]:
    yield _object(_ENDS.split(part, maxsplit=1)[0])


def _listed(part: str) -> Iterator[dict[str, Any]]:
    """A list of calls, or the name of one and what it is given."""
    said = _ENDS.split(part, maxsplit=1)[0].strip()
    if said.startswith("["):
        calls = json_value(said)
        if not all(isinstance(one, dict) for one in calls):
            raise ValueError("want a list of calls")
        yield from calls
    elif name := _NAME.match(said):
        yield _call(name[1], said[name.end() :].removeprefix("[ARGS]"))
    else:
        raise ValueError("want a call")


def _messages(text: str) -> Iterator[dict[str, Any]]:
    """The messages to functions, each between its header and its end."""
    header, *messages = text.split("<|message|>")
    for message in messages:
        said, *after = _ENDS.split(message, maxsplit=1)
        if called := _TO.search(_ENDS.split(header[-400:])[-1]):
            yield _call(called[1], said)
        header = after[0] if after else ""


_FORMS: dict[str, Callable[[str], Iterator[dict[str, Any]]]] = {
    "<tool_call>": _tagged,
    "<function=": _function,
    '<invoke name="': _invoked,
    "<|python_tag|>": _python,
    "[TOOL_CALLS]": _listed,
}
"""What a call begins with, and what reads the text from there to the next one."""


def _closed(part: str, end: str) -> str:
    inside, closed, _ = part.partition(end)
    if not closed:
        raise ValueError(f"want {end}")
    return inside


def _call(name: str, given: str) -> dict[str, Any]:
    """A call with what it is given: as JSON, or a parameter between tags each."""
    if not _NAME.fullmatch(name.strip()):
        raise ValueError("want the name of a tool")
    if not given.strip():
        return {"tool": name.strip(), "arguments": {}}
    if given.lstrip().startswith("{"):
        return {"tool": name.strip(), "arguments": _object(given)}
    arguments: dict[str, Any] = {}
    at = 0
    while parameter := _PARAMETER.match(given, at):
        key, value = parameter[1], parameter[2].strip("\n")
        if key in arguments:
            raise ValueError(f"{key} is given twice")
        arguments[key] = json_value(value) if value.lstrip()[:1] in ("[", "{") else value
        at = parameter.end()
    if at < len(given) or not arguments:
        raise ValueError("want parameters and nothing else")
    return {"tool": name.strip(), "arguments": arguments}


def _object(text: str) -> dict[str, Any]:
    value = json_value(text)
    if not isinstance(value, dict):
        raise ValueError("want an object")  # noqa: TRY004 - of what was read
    return value
