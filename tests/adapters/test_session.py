"""A session: the same episode at a server, over pipes, and in this process."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tasksynth import UsageError, registry, source
from tasksynth.adapters.episodes.session import EpisodeSession
from tasksynth.adapters.remote import Remote, Stdio
from tasksynth.adapters.scoring import server as connected
from tasksynth.curriculum.inspection import report
from tasksynth.curriculum.journal.store import SqliteStore
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.episode import read_transcript
from tasksynth_schemas import Label, TaskRef
from tests.serve.server import Server

RECIPE = """
seed = 5
[[mix]]
family = "{family}"
levels = [0.3]
[curriculum]
strategy = "uniform"
rollouts = 2
"""


@pytest.fixture(params=["http", "pipes", "here"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """Walks at a server, at a child, or nowhere."""
    path = tmp_path / "walk.toml"
    path.write_text(RECIPE.format(family="demo.walk"))
    match request.param:
        case "http":
            with Server(path) as running:
                yield running.url
        case "pipes":
            yield (stdio := Stdio(str(path)))
            connected(stdio).close()
        case _:
            yield None


def label_of(where: Any) -> str:
    """Of a task: the first ticket's, or one of our own."""
    if where is None:
        return str(Label(ref=source("demo.walk", level=0.3, seed=5).make(0).ref))
    return connected(where).ask(0, 1).tasks[0].label


def way(label: str) -> list[tuple[str, Any]]:
    """The solver's calls."""
    ref = Label.parse(label).ref
    assert isinstance(ref, TaskRef)
    draw = source(ref.family, seed=ref.seed, params=ref.params).draw(ref.index)
    actions = read_transcript(registry.get(ref.family).solve(draw.instance)).actions
    return [(str(action.tool), action.arguments) for action in actions]


def test_an_episode_is_played_to_its_end(where: Any) -> None:
    label = label_of(where)
    session = EpisodeSession(label, where=where)
    assert session.family == "demo.walk"
    assert {tool.name for tool in session.needs.tools} == {"step", "look", "dig"}
    seen = session.call("look", {})
    assert seen.text == "You see [image: corridor.png]"
    assert seen.media == session.prompt.media
    assert seen.media["corridor.png"].startswith("data:image/png;base64,")
    for tool, arguments in way(label):
        assert not session.over
        seen = session.call(tool, arguments)
    assert seen.over
    assert session.over
    assert session.call("look", {}).text == "Error: the episode is over"
    assert session.verdict().reward == 1
    assert session.verdict() is session.verdict()


def test_nothing_that_a_policy_does_breaks_it(where: Any) -> None:
    session = EpisodeSession(label_of(where), where=where)
    for tool, arguments in (
        ("", {}),
        ("n" * 1000, "x" * 300_000),
        ("step", None),
        ("step", [1]),
        ("step", {"direction": "\ud800"}),
        ("step", json.loads('{"direction": NaN}')),
        ("ste", {}),
    ):
        assert session.call(tool, arguments, text="thinking").text.startswith("Error: ")
    assert session.say("w" * 300_000).text
    assert session.verdict().reward == 0
    assert session.over


def test_a_reply_is_an_episode_of_one_turn() -> None:
    label = str(Label(ref=source("demo.sum", level=0.3, seed=5).make(0).ref))
    session = EpisodeSession(label)
    a, b = session.prompt.text.removeprefix("What is ").removesuffix("?").split(" + ")
    assert session.say(str(int(a) + int(b))).over
    assert session.verdict().status == "pass"
    assert EpisodeSession(label).verdict().reward == 0  # nothing was said


def test_a_fault_of_ours_ends_it_without_a_reward() -> None:
    session = EpisodeSession(str(Label(ref=source("demo.sum", level=0.3, seed=5).make(0).ref)))
    session.say("raise")
    assert session.verdict().status == "error"
    assert session.verdict().reward is None


def test_a_peer_that_cannot_show_pictures_is_told_of_the_family() -> None:
    label = label_of(None)
    with pytest.raises(UsageError, match="shows image, which SkyRL cannot carry"):
        EpisodeSession(label, peer="SkyRL", carries=())


def test_the_verdict_of_a_ticket_is_told(tmp_path: Path) -> None:
    path, store = tmp_path / "walk.toml", tmp_path / "run.db"
    path.write_text(RECIPE.format(family="demo.walk"))
    with Server(path, "--store", str(store)) as running, Remote(running.url) as remote:
        (served,) = remote.ask(0, 1).tasks
        for _ in range(2):
            EpisodeSession(served.label, where=running.url).verdict()
    scheduler = Scheduler.open(SqliteStore(store))
    assert sum(arm.answered for arm in report(scheduler).arms) == 1
    scheduler.close()
