"""NeMo Gym's own server class answers for an exported row, as its agent asks it."""

import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

pytest.importorskip("nemo_gym")

import yaml
from fastapi.testclient import TestClient
from nemo_gym.server_utils import ServerClient

from tasksynth.adapters.nemo_gym import Config, TasksynthResourcesServer
from tasksynth.adapters.sources import folder as files
from tasksynth.export.run import export

pytestmark = pytest.mark.trainer


@pytest.fixture
def folder(exported: Any) -> Path:
    out: Path = exported("nemo-gym")
    return out


@pytest.fixture
def client(folder: Path) -> TestClient:
    """The server that the exported YAML describes."""
    blocks = yaml.safe_load((folder / "configs" / "my_tasks.yaml").read_text())
    block = blocks["my_tasks"]["resources_servers"]["my_tasks"]
    config = Config(host="127.0.0.1", port=1, name="my_tasks", **block)
    server = TasksynthResourcesServer(config=config, server_client=MagicMock(spec=ServerClient))
    return TestClient(server.setup_webserver())


def response(text: str) -> dict[str, Any]:
    content = [{"type": "output_text", "text": text, "annotations": []}]
    message = {"id": "m", "type": "message", "role": "assistant", "status": "completed"}
    return {
        "id": "r", "created_at": 0.0, "model": "m", "object": "response", "tools": [],
        "parallel_tool_calls": False, "tool_choice": "auto",
        "output": [{**message, "content": content}],
    }  # fmt: skip


def test_rows_are_verified_as_the_agent_sends_them(
    client: TestClient, folder: Path, right: Any
) -> None:
    row = files.rows(folder / "data", "train")[0]
    assert client.post("/seed_session", json={}).status_code == 200
    for text, reward, status in (
        (right(row["label"]), 1.0, "pass"),
        ("no idea", 0.0, "unparsable"),
        ("raise", 0.0, "error"),
    ):
        reply = client.post("/verify", json={**row, "response": response(text)})
        assert reply.status_code == 200, reply.text
        assert (reply.json()["reward"], reply.json()["status"]) == (reward, status)
        assert reply.json()["metrics"]["error"] == float(status == "error")


def test_the_example_program_starts(folder: Path) -> None:
    program = "import runpy; runpy.run_path('app.py')"
    subprocess.run([sys.executable, "-c", program], cwd=folder, check=True)


def test_images_are_parts_of_the_request(pictured: Path, tmp_path: Path) -> None:
    export(pictured, "nemo-gym", tmp_path / "out")
    rows = files.rows(tmp_path / "out" / "data", "train")
    contents = [row["responses_create_params"]["input"][0]["content"] for row in rows]
    kinds = [[part["type"] for part in content] for content in contents if content[0] != "W"]
    place = ["input_text", "input_image"]
    assert kinds == [[*place, *place, "input_text"]] * 4
