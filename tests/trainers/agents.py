"""The families of agents as the tests of trainers play them, and a model that knows their tasks."""

import json
import re
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

from tasksynth.adapters.episodes.words import CALL, strange
from tasksynth.episode import read_transcript
from tasksynth.export.wants import has_turns
from tasksynth.pipeline.making.generate import generate
from tasksynth.single import Judge, make
from tasksynth_schemas import Action, Label, Mix, Recipe, TextPart, parts_of

PLAYED = (
    "apps.api_world", "apps.mobile tree", "apps.mobile picture", "apps.web tree", "apps.web html",
    "gui.cursor tree", "gui.cursor picture", "gui.ground tree", "gui.ground picture",
    "gui.inverse_dynamics tree", "gui.inverse_dynamics picture", "tools.calls", "tools.code_math",
    "tools.rerank", "tools.retrieval", "vision.rerank",
)  # fmt: skip
"""Each family, in each of its forms."""
IDLE = "I would rather not."
"""What a model says that does nothing."""


def family_of(played: str) -> str:
    """The family's name alone."""
    return played.partition(" ")[0]


def form_of(played: str) -> dict[str, str]:
    """Its parameters."""
    form = played.partition(" ")[2]
    return {"form": form} if form else {}


def made(folder: Path, *played: str, level: float = 0.3) -> Path:
    """A dataset of one task each, in their order."""
    mix = tuple(
        Mix(family=family_of(one), params=form_of(one), levels=(level,), count=1) for one in played
    )
    generate(Recipe(mix=mix, seed=4), folder)
    return folder


def way(label: str, *, by_call: bool = False) -> tuple[Action, ...]:
    """What the reference does; where there are no turns, it says its answer.

    Args:
        label: the task's.
        by_call: call the task's own tools by `call`, at peers that know the family's alone.
    """
    judge = Judge(task := make(Label.parse(label).ref))
    answer = judge.family.solve(judge.instance())
    if not has_turns(task):
        return (Action(text=answer),)
    own = {tool.name for tool in strange(task.ref.family, task.needs)} if by_call else set()
    return tuple(
        Action(tool=CALL.name, arguments={"tool": one.tool, "arguments": one.arguments})
        if one.tool in own
        else one
        for one in read_transcript(answer).actions
    )


class Knowing:
    """A chat model that plays a task as its reference does; of `every` plays, it does one.

    It knows a task by the words of its prompt, and by how often it replied which turn it is. Tasks
    of the same words, which show other pictures, have to come one after the other.
    """

    def __init__(self, labels: Sequence[str], *, every: int = 1, by_call: bool = False) -> None:
        self._ways: dict[str, list[tuple[Action, ...]]] = {}
        for label in labels:
            self._ways.setdefault(_words(label), []).append(way(label, by_call=by_call))
        self._plays = {words: count() for words in self._ways}
        self._last = dict.fromkeys(self._ways, 0)
        self._every = every

    def __call__(self, messages: Sequence[dict[str, Any]]) -> str:
        """The reply, its calls in the form of Hermes."""
        asked = _plain("".join(_text(one) for one in messages if one["role"] == "user"))
        words = max((words for words in self._ways if words in asked), key=len)
        replies = [_text(one) for one in messages if one["role"] == "assistant"]
        if not replies:
            self._last[words] = next(self._plays[words])
        play, ways, turn = self._last[words], self._ways[words], len(replies)
        if IDLE in replies or not (replies or play % self._every == 0):
            return IDLE
        actions = ways[play // self._every % len(ways)]
        return said(actions[turn]) if turn < len(actions) else "Done."


def said(action: Action) -> str:
    """An action, in the form of Hermes and Qwen."""
    if action.tool is None:
        return action.text
    call = json.dumps({"name": action.tool, "arguments": action.arguments})
    return f"<tool_call>\n{call}\n</tool_call>"


def _words(label: str) -> str:
    """What stands in a prompt beside its pictures."""
    prompt = make(Label.parse(label).ref).prompt
    return _plain("".join(part.text for part in parts_of(prompt) if isinstance(part, TextPart)))


def _text(message: dict[str, Any]) -> str:
    content = message["content"] or ""
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content)


def _plain(text: str) -> str:
    """Without spaces, and without the names of pictures, which stand in some prompts."""
    return "".join(re.sub(r"\[image: [^]]*\]", "", text).split())
