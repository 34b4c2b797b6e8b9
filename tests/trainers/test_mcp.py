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

from tasksynth import source

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
