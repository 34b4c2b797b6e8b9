"""Inspect: episodes as a Task with tools, the solver that plays them, and the scorer."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inspect_ai import Task
from inspect_ai.model import (
    ChatMessageTool,
    ChatMessageUser,
    Content,
    ContentAudio,
    ContentImage,
    ContentText,
)
from inspect_ai.scorer import Score, Scorer, Target, accuracy, grouped, scorer, stderr
from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.tool import Tool, ToolDef, ToolParams

from tasksynth.adapters import inspect as answers
from tasksynth.adapters.episodes.session import EpisodeSession, Glimpse
from tasksynth_schemas import ToolSpec, Verdict

VERDICT = "tasksynth_verdict"
"""Where in a sample's store the verdict lies."""


def task_of(folder: Path, *, split: str, url: str | None = None) -> Task:
    """The tasks of one split, each an episode.

    Args:
        folder: with the rows that `tasksynth export --for inspect` wrote.
        split: which of its splits.
        url: a server that plays and judges; None: this process plays, workers of ours judge.
    """
    dataset = answers.task_of(folder, split=split).dataset
    return Task(dataset=dataset, solver=play(url=url), scorer=outcome())


@solver  # type: ignore[untyped-decorator]  # where Inspect is absent
def play(url: str | None = None) -> Solver:
    """Let the model act until its episode is over, or Inspect's own limits stop it."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        session = await asyncio.to_thread(
            EpisodeSession,
            state.target.text,
            where=url,
            peer="Inspect",
            carries=("text", "image", "audio"),
        )
        state.tools = [_tool(spec) for spec in session.needs.tools]
        try:
            while not session.over:
                state = await generate(state, tool_calls="none")
                state.messages += await asyncio.to_thread(_act, session, state.output.message)
        finally:  # not awaited: a limit of Inspect's would cancel that
            state.store.set(VERDICT, session.verdict().model_dump(mode="json"))
        return state

    return solve


@scorer(  # type: ignore[untyped-decorator]
    metrics=[accuracy(), stderr(), grouped(accuracy(), "family", all=False)]
)
def outcome() -> Scorer:
    """Correct if the episode passes; a fault of ours is unscored, and left out of the metrics."""

    async def score(state: TaskState, _target: Target) -> Score:
        said = Verdict.model_validate(state.store.get(VERDICT))
        return answers.score_of(said, state.output.completion)

    return score


def _tool(spec: ToolSpec) -> Tool:
    async def played_by_the_solver(**_arguments: Any) -> str:
        raise RuntimeError("the solver plays the calls itself")

    return ToolDef(
        played_by_the_solver,
        name=spec.name,
        description=spec.description or spec.name,
        parameters=ToolParams.model_validate(
            {
                "properties": {
                    name: {"description": name} | schema  # Inspect wants one of each
                    for name, schema in spec.arguments.items()
                },
                "required": spec.parameters.get("required", []),
            }
        ),
    ).as_tool()


def _act(session: EpisodeSession, message: Any) -> list[ChatMessageTool | ChatMessageUser]:
    """The messages that come of one of the model's."""
    if not message.tool_calls:
        return [ChatMessageUser(content=_content(session.say(message.text)))]
    return [
        ChatMessageTool(
            content=_content(session.call(call.function, call.parse_error or call.arguments)),
            tool_call_id=call.id,
            function=call.function,
        )
        for call in message.tool_calls
    ]


def _content(shown: Glimpse) -> str | list[Content]:
    if isinstance(shown.chat, str):
        return shown.chat
    return [_part(part) for part in shown.chat]


def _part(part: Mapping[str, Any]) -> Content:
    match part["type"]:
        case "image_url":
            return ContentImage(image=part["image_url"]["url"])
        case "input_audio":
            sound = part["input_audio"]
            uri = f"data:audio/{sound['format']};base64,{sound['data']}"
            return ContentAudio(audio=uri, format=sound["format"])
        case _:
            return ContentText(text=part["text"])
