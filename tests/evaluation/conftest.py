import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasksynth.evaluation import endpoint
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Mix, Recipe, Task
from tests.evaluation.server import Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries follow at once."""
    monkeypatch.setattr(endpoint, "FIRST_WAIT_S", 0.0)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    generate(Recipe(mix=(Mix(family="demo.sum", levels=(0.5, 1.0)),), count=60, seed=3), folder)
    return folder


@pytest.fixture(scope="session")
def tasks(data: Path) -> list[Task]:
    (file,) = data.glob("*.jsonl")
    return [Task.model_validate_json(line) for line in file.read_bytes().splitlines()]
