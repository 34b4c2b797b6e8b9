"""NeMo Gym's own agent plays episodes at our resources server, of rows as they are exported."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import httpx
import pytest

pytest.importorskip("nemo_gym")

from nemo_gym.server_utils import ServerClient
from responses_api_agents.simple_agent.app import SimpleAgent, SimpleAgentConfig

from tasksynth.adapters.episodes.nemo_gym import EpisodesResourcesServer
from tasksynth.adapters.nemo_gym import Config
from tasksynth.adapters.scoring import server as connected
from tasksynth.adapters.sources import folder as files
from tasksynth.export.run import export
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Mix, Recipe
from tests.serve.server import Server
from tests.trainers.agents import PLAYED, Knowing, made
from tests.trainers.mock_openai import MockOpenAI
from tests.trainers.players import add, answered, label_of, press, recipe

pytestmark = pytest.mark.trainer
Play = Callable[[str], str]
GYM = Path(sys.executable).parent / "gym"
SERVERS = (
    "resources_servers/agents",
    "responses_api_agents/simple_agent",
    "responses_api_models/vllm_model",
)


class Reply:
    """What aiohttp would have made of a reply."""

    def __init__(self, reply: httpx.Response) -> None:
        self._reply, self.content, self.status = reply, self, reply.status_code
        self.ok, self.cookies = reply.is_success, dict(reply.cookies)

    async def read(self) -> bytes:
        return self._reply.content


class Wire:
    """NeMo Gym's client of its servers, which are applications in this process."""

    def __init__(self, apps: dict[str, Any]) -> None:
        self._apps = apps

    async def post(
        self, server_name: str, url_path: str, json: Any = None, cookies: Any = None
    ) -> Reply:
        body = json.model_dump(exclude_unset=True) if hasattr(json, "model_dump") else json
        transport = httpx.ASGITransport(self._apps[server_name])
        async with httpx.AsyncClient(
            transport=transport, base_url="http://gym", cookies=cookies
        ) as client:
            return Reply(await client.post(url_path, json=body))


def model(play: Play) -> Any:
    """An application that answers `/v1/responses` with what a player says to the last words."""
    from fastapi import FastAPI, Request

    app = FastAPI()

    @app.post("/v1/responses")  # type: ignore[untyped-decorator]
    async def respond(request: Request) -> Any:
        items = (await request.json())["input"]
        last = items[-1].get("output") or items[-1]["content"]
        said = play(last)
        if "<tool_call>" in said:
            found = json.loads(said.partition(">")[2].rpartition("</")[0])
            call = {"name": found["name"], "arguments": json.dumps(found["arguments"])}
            item = {"type": "function_call", "call_id": "c", "id": "i", **call}
        else:
            content = [{"type": "output_text", "text": said, "annotations": []}]
            item = {"type": "message", "id": "m", "role": "assistant", "content": content}
        return {
            "id": "r", "created_at": 0.0, "model": "m", "object": "response", "tools": [],
            "parallel_tool_calls": False, "tool_choice": "auto",
            "output": [item | {"status": "completed"}],
        }  # fmt: skip

    return app


def run(row: dict[str, Any], play: Play, url: str | None = None) -> dict[str, Any]:
    """A rollout: the agent's `/run`, over all its servers."""
    mock = MagicMock(spec=ServerClient)
    common = {"host": "127.0.0.1", "port": 1, "entrypoint": "app.py"}
    resources = EpisodesResourcesServer(
        config=Config(name="tasks", domain="other", url=url, **common), server_client=mock
    )
    agent = SimpleAgent(
        config=SimpleAgentConfig(
            name="agent",
            max_steps=10,
            resources_server={"type": "resources_servers", "name": "tasks"},
            model_server={"type": "responses_api_models", "name": "model"},
            **common,
        ),
        server_client=mock,
    )
    apps = {"tasks": resources.setup_webserver(), "agent": agent.setup_webserver()}
    wire = Wire(apps | {"model": model(play)})
    mock.post = wire.post
    reply = asyncio.run(wire.post("agent", "/run", json=row))
    assert reply.ok, reply._reply.text
    found: dict[str, Any] = reply._reply.json()
    return found


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """An exported row of each family."""
    folder = tmp_path_factory.mktemp("episodes")
    mix = tuple(Mix(family=f"demo.{name}", levels=(0.3,)) for name in ("lamps", "sum"))
    generate(Recipe(mix=mix, count=4, seed=4), folder / "tasks")
    export(folder / "tasks", "nemo-gym", folder / "out")
    return {
        family: row
        for row in files.rows(folder / "out" / "data", "train")
        for family in ("demo.lamps", "demo.sum")
        if family in row["label"]
    }


@pytest.mark.parametrize(
    ("family", "play", "reward", "status"),
    [
        ("demo.lamps", press, 1.0, "pass"),
        ("demo.lamps", lambda _text: '<tool_call>{"name": "fly", "arguments": {}}</', 0.0, "fail"),
        ("demo.lamps", lambda _text: "hello", 0.0, "fail"),
        ("demo.sum", add, 1.0, "pass"),
        ("demo.sum", lambda _text: "raise", 0.0, "error"),
    ],
)
def test_the_agent_is_rewarded_by_the_verdict(
    rows: dict[str, Any], family: str, play: Play, reward: float, status: str
) -> None:
    found = run(rows[family], play)
    assert (found["reward"], found["status"]) == (reward, status)
    assert found["metrics"]["error"] == float(status == "error")


WORDS = [one for one in PLAYED if one not in ("apps.mobile picture", "gui.cursor picture")]
"""Those whose turns show no pictures."""


def started(folder: Path, *options: str) -> subprocess.Popen[str]:
    """NeMo Gym's servers, up: the head, the agent, the model's, and that of an export.

    They would each have an environment of their own; here it is that of the tests.
    """
    for name in SERVERS:
        (folder / "venvs" / name).mkdir(parents=True)
        (folder / "venvs" / name / ".venv").symlink_to(sys.prefix)
    command = [str(GYM), "env", "start", *options, "+skip_venv_if_present=true"]
    log = folder / "servers.log"
    with log.open("w") as file:
        command += [f"+uv_venv_dir={folder}/venvs"]
        servers = subprocess.Popen(command, cwd=folder, stdout=file, stderr=file, text=True)
    while "All 3 / 3 servers ready" not in log.read_text():
        assert servers.poll() is None, log.read_text()[-3000:]
        time.sleep(1)
    return servers


def test_agents_are_rewarded_by_nemo_gyms_own_servers(tmp_path: Path) -> None:
    """Of two rollouts of each row, one plays as the reference does, and one does nothing."""
    out = tmp_path / "resources_servers" / "agents"
    export(made(tmp_path / "tasks", *WORDS), "nemo-gym", out)
    (file,) = (out / "data").iterdir()
    rows = files.rows(out / "data", "train")
    with MockOpenAI(chat=Knowing([row["label"] for row in rows], every=2)) as mock:
        paths = f"[{SERVERS[0]}/configs/agents.yaml,{SERVERS[2]}/configs/vllm_model.yaml]"
        policy = [f"+policy_base_url={mock.url}", "+policy_api_key=none", "+policy_model_name=mock"]
        servers = started(tmp_path, f"+config_paths={paths}", *policy)
        try:
            command = [str(GYM), "eval", "run", "--no-serve", "+agent_name=tasksynth_agent"]
            command += [f"+input_jsonl_fpath={file}", f"+output_jsonl_fpath={tmp_path}/out.jsonl"]
            command += ["+num_repeats=2", "+upload_rollouts_to_wandb=false"]
            subprocess.run(command, cwd=tmp_path, check=True)
        finally:
            servers.send_signal(signal.SIGINT)
            servers.wait(60)
    found: dict[str, list[float]] = {row["task"]: [] for row in rows}
    for line in (tmp_path / "out.jsonl").read_text().splitlines():
        rollout = json.loads(line)
        found[rollout["task"]].append(rollout["reward"])
    assert [sorted(rewards) for rewards in found.values()] == [[0.0, 1.0]] * len(WORDS)


def test_a_curriculums_groups_are_taught_by_episodes(tmp_path: Path, rows: Any) -> None:
    store = tmp_path / "run.db"
    with Server(recipe(tmp_path, "demo.lamps", 2), "--store", str(store)) as server:
        served = connected(server.url).ask(0, 1).tasks[0]
        row = rows["demo.lamps"] | {"label": served.label, "task": served.task}
        row["responses_create_params"] |= {"input": [{"role": "user", "content": served.text}]}
        rewards = [run(row, play, server.url)["reward"] for play in (press, lambda _text: "no")]
    assert rewards == [1.0, 0.0]
    assert answered(store) == 1


def test_pictures_are_refused_by_the_familys_name() -> None:
    config = Config(host="127.0.0.1", port=1, entrypoint="", name="tasks", domain="other")
    mock = MagicMock(spec=ServerClient)
    app = EpisodesResourcesServer(config=config, server_client=mock).setup_webserver()
    row = {"label": label_of("demo.walk")}
    reply = asyncio.run(Wire({"tasks": app}).post("tasks", "/seed_session", json=row))
    assert reply.status == 422
    assert b"demo.walk shows image, which NeMo Gym cannot carry" in reply._reply.content
