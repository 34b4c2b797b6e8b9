"""The engine on a real Ray, on this machine: the same bytes, whatever happens to its workers."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

ray = pytest.importorskip("ray")

from tasksynth.engines import Failure, engine_for
from tasksynth.pipeline.cells import cell_of
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Mix, Recipe
from tests.cli.command import run

pytestmark = pytest.mark.trainer

KILLS = 20
RECIPE = Recipe(mix=(Mix(family="demo.sum", params={"top": 10**6}),), count=3000, shard_size=700)


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    """A small one; a busy machine takes long to start it."""
    os.environ |= {"RAY_agent_register_timeout_ms": "300000", "RAY_raylet_start_wait_time_s": "300"}
    ray.init(
        num_cpus=2, include_dashboard=False, object_store_memory=100_000_000, log_to_driver=False
    )
    yield
    ray.shutdown()


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("wanted") / "data"
    generate(RECIPE, folder)
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def hands() -> list[int]:
    """The processes of actors, by the names that Ray gives them."""
    found = []
    for status in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if status.read_bytes().startswith(b"ray::Hand"):
                found.append(int(status.parent.name))
        except OSError:
            continue
    return sorted(found)


def test_the_same_bytes_as_without(wanted: dict[str, bytes], tmp_path: Path) -> None:
    with engine_for(2, kind="ray") as engine:
        generate(RECIPE, tmp_path / "data", engine=engine)
    assert contents(tmp_path / "data") == wanted


def test_the_same_bytes_when_workers_are_killed() -> None:
    cell = cell_of("demo.sum", 3, None, {"top": 10**6})
    chunks = [[(cell, i, False) for i in range(at, at + 3)] for at in range(0, 150, 3)]
    with engine_for(1, kind="inline") as engine:
        wanted = [engine.wait(engine.submit("make", chunk)) for chunk in chunks]
    killed, found = 0, []
    with engine_for(2, kind="ray") as engine:
        for two in zip(chunks[::2], chunks[1::2], strict=True):  # no more, or one worker does all
            for job in [engine.submit("make", chunk) for chunk in two]:
                found.append(engine.wait(job))
                if killed < KILLS and (there := hands()):
                    os.kill(there[killed % len(there)], signal.SIGKILL)
                    killed += 1
    assert found == wanted
    assert killed == KILLS


def test_what_hangs_or_crashes_is_blamed_alone() -> None:
    with engine_for(2, kind="ray") as engine:
        results = engine.wait(engine.submit("demo.act", ["a", "hang", "b", "crash", "c"]))
    assert [type(one) for one in results] == [tuple, Failure, tuple, Failure, tuple]
    assert "time limit" in results[1].why
    assert [one[1] for one in results[::2]] == ["a", "b", "c"]


def test_commands_take_it_by_name(tmp_path: Path) -> None:
    data, answers = tmp_path / "data", tmp_path / "answers.jsonl"
    ray_two = ("--engine", "ray", "--workers", "2")
    assert run("generate", "demo.sum", "--count", "50", "--out", data, *ray_two).exit_code == 0
    assert run("solve", data, "--out", answers, *ray_two).exit_code == 0
    done = run("verify", data, "--answers", answers, "--fail-under", "1", *ray_two)
    assert done.exit_code == 0, done.output
    assert "TASKSYNTH_ENGINE" not in os.environ
