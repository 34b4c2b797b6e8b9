"""MCP: episodes for agents, the tasks' tools as tools, pictures as pictures.

    python -m tasksynth.adapters.episodes.mcp FAMILY…

An agent calls `open`, then the tools that the task has, and `close` for the verdict. TASKSYNTH_URL
names a server at which the episodes are played; without it they are played in this process.
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from typing import Any

import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from tasksynth import registry
from tasksynth.adapters.episodes.session import EpisodeSession, Glimpse
from tasksynth.adapters.episodes.words import CALL, differ, strange, told
from tasksynth.adapters.mcp import URL
from tasksynth.adapters.scoring import reward_of
from tasksynth.errors import TasksynthError, UsageError
from tasksynth.single import source
from tasksynth_schemas import Label, ToolSpec, Verdict


class Desk:
    """One agent's tools, and the one episode that it has open.

    Args:
        families: those that it may open tasks of.

    Raises:
        UsageError: if two tools of one name differ, or one is called as ours are.
    """

    def __init__(self, families: Sequence[str]) -> None:
        self._families = families
        self._session: EpisodeSession | None = None
        self._own = {tool.name: tool for tool in _own(families)}
        self._tools: dict[str, ToolSpec] = {}
        for family in families:
            for tool in (one.spec() for one in registry.get(family).tools):
                if tool.name in self._own or self._tools.setdefault(tool.name, tool) != tool:
                    raise UsageError(
                        f"{family} has a tool {tool.name!r}, and another one has that name: "
                        "start one server a family"
                    )

    async def tools(self, _context: Any, _params: Any) -> types.ListToolsResult:
        """All of them, whether a task is open or not: few clients ask again."""
        specs = [*self._own.values(), *self._tools.values()]
        return types.ListToolsResult(
            tools=[
                types.Tool(name=one.name, description=one.description, input_schema=one.parameters)
                for one in specs
            ]
        )

    async def call(
        self, _context: Any, params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        """Open, act or close; what is wrong is said to the agent."""
        try:
            return await asyncio.to_thread(self._call, params.name, params.arguments or {})
        except (TasksynthError, TypeError) as e:
            return types.CallToolResult(content=[_words(f"Error: {e}")], is_error=True)

    def _call(self, name: str, arguments: dict[str, Any]) -> types.CallToolResult:
        if name == "open":
            if arguments.get("family") not in self._families:
                raise UsageError(f"open one of the families {', '.join(self._families)}")
            self._session = _open(**arguments)
            own = strange(self._session.family, self._session.needs)
            manual = [_words(told(own))] if own else []
            return types.CallToolResult(content=[*_content(self._session.prompt), *manual])
        if self._session is None:
            raise UsageError("no task is open; call `open` first")
        if name == "close":
            return _judged(self._session.verdict())
        if name == CALL.name and CALL.name in self._own:
            tool, given = str(arguments.get("tool", "")), arguments.get("arguments") or {}
            return types.CallToolResult(content=_content(self._session.call(tool, given)))
        if name == "say":
            return types.CallToolResult(
                content=_content(self._session.say(str(arguments.get("text", ""))))
            )
        return types.CallToolResult(content=_content(self._session.call(name, arguments)))


def _own(families: Sequence[str]) -> list[ToolSpec]:
    whole = {"type": "integer", "default": 0}
    level = {"type": "number", "minimum": 0, "maximum": 1, "default": 0.5}
    params = {"type": "object", "description": "The family's own, such as its form."}
    names = {"type": "string", "enum": list(families)}
    return [
        ToolSpec(
            name="open",
            description="Begin a task; one that was open is left. Its prompt comes back.",
            parameters={
                "type": "object",
                "properties": {
                    "family": names,
                    "level": level,
                    "params": params,
                    "seed": whole,
                    "index": whole,
                },
                "required": ["family"],
            },
        ),
        ToolSpec(
            name="say",
            description="Say words in the open task; where it has no tools, they are the answer.",
            parameters={
                "type": "object",
                "properties": {"text": {"type": "string"}},
                "required": ["text"],
            },
        ),
        ToolSpec(name="close", description="End the open task; the verdict comes back."),
        *([CALL] if any(map(differ, families)) else []),
    ]


def _open(
    family: str,
    level: float = 0.5,
    params: dict[str, Any] | None = None,
    seed: int = 0,
    index: int = 0,
) -> EpisodeSession:
    tasks = source(family, seed=seed, level=level, params=params or {})
    label = str(Label(ref=tasks.make(index).ref))
    return EpisodeSession(label, where=os.environ.get(URL), peer="MCP")


def _judged(verdict: Verdict) -> types.CallToolResult:
    said = {"status": verdict.status, "reward": reward_of(verdict), "why": verdict.why}
    words = _words(f"{verdict.status}: {verdict.why}" if verdict.why else verdict.status)
    return types.CallToolResult(content=[words], structured_content=said)


def _words(text: str) -> types.TextContent:
    return types.TextContent(type="text", text=text)


def _content(shown: Glimpse) -> list[types.ContentBlock]:
    blocks: list[types.ContentBlock] = []
    parts: list[dict[str, Any]] = [{"text": chat}] if isinstance(chat := shown.chat, str) else chat
    for part in parts:
        if "image_url" in part:
            head, _, data = part["image_url"]["url"].partition(",")
            mime = head.removeprefix("data:").removesuffix(";base64")
            blocks.append(types.ImageContent(type="image", data=data, mime_type=mime))
        else:
            blocks.append(_words(part["text"]))
    if shown.over:
        blocks.append(_words("The task is over; `close` gives the verdict."))
    return blocks


async def main(families: Sequence[str]) -> None:
    """Serve over standard input and output."""
    desk = Desk(families)
    app = Server("tasksynth-episodes", on_list_tools=desk.tools, on_call_tool=desk.call)
    async with stdio_server() as (incoming, outgoing):
        await app.run(incoming, outgoing, app.create_initialization_options())


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit("name the families: python -m tasksynth.adapters.episodes.mcp sat.ksat …")
    asyncio.run(main(sys.argv[1:]))
