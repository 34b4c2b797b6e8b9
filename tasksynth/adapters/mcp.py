"""MCP: tasks for agents, over standard input and output; `python -m tasksynth.adapters.mcp`."""

import os
from typing import Any

from mcp.server.mcpserver import MCPServer

from tasksynth.adapters.scoring import judge, metrics_of, reward_of
from tasksynth.registry import match
from tasksynth.single import source
from tasksynth_schemas import Label

URL = "TASKSYNTH_URL"
"""The variable that names a tasksynth server to judge; without it, workers of our own do."""

app = MCPServer("tasksynth")


@app.tool()  # type: ignore[untyped-decorator]  # where mcp is absent
def families(pattern: str = "*") -> list[str]:
    """The families of tasks whose names match a pattern such as `sat.*`."""
    return match(pattern)


@app.tool()  # type: ignore[untyped-decorator]
def ask(family: str, level: float = 0.5, seed: int = 0, index: int = 0) -> dict[str, Any]:
    """Pose a task: its prompt, and the label that `verify` wants back. Level lies in [0, 1]."""
    task = source(family, seed=seed, level=level).make(index)
    return {"prompt": task.text, "label": str(Label(ref=task.ref)), "level": level}


@app.tool()  # type: ignore[untyped-decorator]
async def verify(label: str, answer: str) -> dict[str, Any]:
    """Judge an answer to the task of a label. The reward is null for a fault that is not yours."""
    (verdict,) = await judge(os.environ.get(URL)).agrade(label, [answer])
    return {
        "status": verdict.status,
        "reward": reward_of(verdict),
        "why": verdict.why,
        "metrics": metrics_of(verdict, sorted(verdict.parts)),
    }


if __name__ == "__main__":
    app.run()
