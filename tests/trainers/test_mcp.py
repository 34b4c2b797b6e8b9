"""An MCP client starts our server over its pipes, and plays a task with its tools."""

import asyncio
import json
import os
import sys
from typing import Any

import pytest

pytest.importorskip("mcp.server.mcpserver", exc_type=ImportError)

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from tasksynth import UsageError, registry, source
from tasksynth.adapters.episodes.mcp import Desk
from tasksynth.episode import read_transcript
from tasksynth.single import make
from tasksynth_schemas import Label
from tests.trainers.agents import PLAYED, family_of, form_of, way

pytestmark = pytest.mark.trainer


async def call(session: ClientSession, tool: str, **arguments: Any) -> Any:
    result = await session.call_tool(tool, arguments)
    block: Any = result.content[0]
    return json.loads(block.text)


def test_an_agent_asks_and_verifies() -> None:
    async def main() -> None:
        command = ["-m", "tasksynth.adapters.mcp"]
        server = StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ))
        async with stdio_client(server) as pipes, ClientSession(*pipes) as session:
            await session.initialize()
            tools = await session.list_tools()
            assert [tool.name for tool in tools.tools] == ["families", "ask", "verify"]
            posed = await call(session, "ask", family="demo.sum", index=3)
            task = source("demo.sum", seed=0, level=0.5).make(3)
            assert posed["prompt"] == task.prompt
            right = str(task.instance["a"] + task.instance["b"])
            for answer, reward in ((right, 1.0), ("-1", 0.0), ("print", 0.0), ("hang", None)):
                said = await call(session, "verify", label=posed["label"], answer=answer)
                assert said["reward"] == reward

    asyncio.run(main())


def test_an_agent_plays_an_episode_with_the_tasks_own_tools() -> None:
    async def main() -> None:
        command = ["-m", "tasksynth.adapters.episodes.mcp", "demo.walk", "demo.sum"]
        server = StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ))
        async with stdio_client(server) as pipes, ClientSession(*pipes) as session:
            await session.initialize()
            tools = {tool.name: tool for tool in (await session.list_tools()).tools}
            assert list(tools) == ["open", "say", "close", "step", "look", "dig"]
            assert tools["step"].input_schema["required"] == ["direction"]
            early: Any = await session.call_tool("dig", {})
            assert early.is_error
            assert "no task is open" in early.content[0].text
            posed: Any = await session.call_tool("open", {"family": "demo.walk", "level": 0.3})
            assert [block.type for block in posed.content] == ["text", "image", "text"]
            looked: Any = await session.call_tool("look", {})
            assert looked.content[1].mime_type == "image/png"
            assert looked.content[1].data == posed.content[1].data
            wrong: Any = await session.call_tool("step", {"direction": "up"})
            assert wrong.content[0].text.startswith("Error: step: field 'direction'")
            draw = source("demo.walk", seed=0, level=0.3).draw(0)
            way = read_transcript(registry.get("demo.walk").solve(draw.instance)).actions
            calls: list[tuple[str, Any]] = [(str(one.tool), one.arguments) for one in way]
            seen: list[Any] = [await session.call_tool(*one) for one in calls]
            assert "The task is over" in seen[-1].content[-1].text
            assert (await session.call_tool("close", {})).structured_content["reward"] == 1.0
            await session.call_tool("open", {"family": "demo.sum"})
            await session.call_tool("say", {"text": "hang"})
            said: Any = await session.call_tool("close", {})
            assert said.structured_content["status"] == "error"
            assert said.structured_content["reward"] is None
            other: Any = await session.call_tool("open", {"family": "demo.echo"})
            assert other.is_error

    asyncio.run(main())


@pytest.mark.parametrize("played", PLAYED)
def test_agents_are_rewarded_with_pictures_and_their_own_tools(played: str) -> None:
    family, params = family_of(played), form_of(played)

    async def main() -> None:
        command = ["-m", "tasksynth.adapters.episodes.mcp", family]
        server = StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ))
        async with stdio_client(server) as pipes, ClientSession(*pipes) as session:
            await session.initialize()
            where = {"family": family, "level": 0.3, "seed": 5, "params": params}
            posed: Any = await session.call_tool("open", where)
            label = str(Label(ref=source(family, seed=5, level=0.3, params=params).make(0).ref))
            manual = getattr(posed.content[-1], "text", "")
            seen = list(posed.content)
            for action in way(label, by_call=True):
                given: Any = action.arguments if action.tool else {"text": action.text}
                if action.tool == "call":
                    assert f'"name":"{given["tool"]}"' in manual
                shown: Any = await session.call_tool(action.tool or "say", given)
                seen += shown.content
            shows = "image" in make(Label.parse(label).ref).needs.media
            assert ("image" in {block.type for block in seen}) == shows
            ended: Any = await session.call_tool("close", {})
            assert ended.structured_content["reward"] == 1.0
            await session.call_tool("open", where)
            ended = await session.call_tool("close", {})
            assert ended.structured_content["reward"] == 0.0

    asyncio.run(main())


def test_a_form_that_a_family_does_not_have_is_said_to_the_agent() -> None:
    with pytest.raises(UsageError, match="got 'film'"):
        Desk(["gui.ground"])._call("open", {"family": "gui.ground", "params": {"form": "film"}})
