"""A server over HTTP and over pipes, as the adapters use it."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tasksynth import StateError, UsageError
from tasksynth.adapters.remote import Remote, Stdio, Where
from tasksynth.adapters.scoring import judge, metrics_of, reward_of, server
from tasksynth.client import ServerError
from tasksynth.curriculum.inspection import report
from tasksynth.curriculum.journal.store import SqliteStore
from tasksynth.curriculum.scheduler import Scheduler
from tests.serve.server import Server, right, write_recipe


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    return write_recipe(tmp_path)


@pytest.fixture
def child(recipe: Path) -> Iterator[Remote]:
    with Remote(Stdio(str(recipe))) as remote:
        yield remote


def answered(store: Path) -> int:
    scheduler = Scheduler.open(SqliteStore(store))
    try:
        return sum(arm.answered for arm in report(scheduler).arms)
    finally:
        scheduler.close()


def test_both_ways_give_the_same_tasks_and_teach(recipe: Path, tmp_path: Path) -> None:
    with Server(recipe, "--store", str(tmp_path / "http.db")) as running:
        over_http = play(running.url)
    over_pipes = play(Stdio(str(recipe), store=str(tmp_path / "pipes.db")))
    assert over_http == over_pipes
    assert answered(tmp_path / "http.db") == answered(tmp_path / "pipes.db") == 2


def play(where: Where) -> list[tuple[str, list[str]]]:
    """Two groups of four: one in halves, as two ranks would have it, one whole."""
    with Remote(where) as remote:
        first, second, third = remote.ask(0, 3).tasks
        answers = [right(first.text), "no idea"]
        found = [remote.grade(first.label, answers) for _ in range(2)]
        whole = [right(second.text), "-1", "no idea", right(second.text)]
        items = [(second.label, whole), (third.label, []), (third.label, ["-1"])]
        found += remote.grade_many(items)
    tasks = [first, first, second, third, third]
    return [
        (task.label, [verdict.status for verdict in verdicts])
        for task, verdicts in zip(tasks, found, strict=True)
    ]


def test_many_threads_and_an_event_loop_share_a_child(child: Remote) -> None:
    tasks = child.ask(0, 8).tasks

    def status(place: int) -> str:
        task = tasks[place % 8]
        return child.grade(task.label, [right(task.text)])[0].status

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(status, range(32))) == {"pass"}

    async def main() -> list[str]:
        runs = [child.agrade(task.label, [right(task.text), "loop"]) for task in tasks[:3]]
        return [verdict.status for found in await asyncio.gather(*runs) for verdict in found]

    assert asyncio.run(main()) == ["pass", "error"] * 3


def test_what_is_refused_is_said(child: Remote, recipe: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"refused: .*want a label"):
        child.grade("x", ["1"])
    wanted = pytest.raises(ServerError, match="want a label")
    with Server(recipe) as running, Remote(running.url) as remote, wanted:
        remote.grade("x", ["1"])
    gone = pytest.raises(StateError, match="the server ended, exit code 2")
    with Remote(Stdio(str(tmp_path / "absent.toml"))) as remote, gone:
        remote.ask(0, 1)


def test_there_is_one_connection_for_each_server(recipe: Path) -> None:
    where = Stdio(str(recipe))
    with server(where) as remote:
        assert remote is judge(where) is server(Stdio(str(recipe)))
    assert judge() is judge()


def test_a_reward_is_the_gate_and_metrics_have_constant_keys(child: Remote) -> None:
    (task,) = child.ask(0, 1).tasks
    near = str(int(right(task.text)) + 1)
    answers = [right(task.text), near, "no idea", "raise"]
    verdicts = child.grade(task.label, answers)
    assert [reward_of(verdict) for verdict in verdicts] == [1.0, 0.0, 0.0, None]
    assert [reward_of(verdict, partial=True) for verdict in verdicts] == [1.0, 0.25, 0.0, None]
    numbers = [metrics_of(verdict, ["near", "elsewhere"]) for verdict in verdicts]
    assert {tuple(row) for row in numbers} == {
        ("acc", "partial", "unparsable", "error", "part/near", "part/elsewhere")
    }
    assert [row["part/near"] for row in numbers] == [1.0, 1.0, 0.0, 0.0]
