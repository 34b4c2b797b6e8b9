"""What tickets ask of a trainer is said before a run begins, and the size of its groups is kept."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tasksynth import UsageError
from tasksynth.adapters.remote import Child, Remote, Stdio
from tasksynth.adapters.scoring import server as connected
from tasksynth.adapters.sources.terms import agree
from tasksynth.adapters.trl import check, reward, stream
from tasksynth.client import Client, ServerError
from tests.serve.server import RECIPE, Server, right


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Any]:
    """Starts a child that serves a strategy and wrappers; returns where it is."""
    started: list[Stdio] = []

    def start(strategy: str, *wrappers: str) -> Stdio:
        path = tmp_path / f"{len(started)}.toml"
        around = "".join(f'[[curriculum.wrappers]]\nname = "{name}"\n' for name in wrappers)
        path.write_text(RECIPE.format(strategy=strategy) + around)
        started.append(Stdio(str(path)))
        return started[-1]

    yield start
    for where in started:
        connected(where).close()


def test_sizes_that_change_are_refused_unless_the_trainer_says_its_own(run: Any) -> None:
    where = run("frontier", "advice", "review")
    with pytest.raises(UsageError, match="groups of changing sizes, and verl has one size"):
        agree(where, "verl", can={"weight"}, rollouts=None)
    with pytest.warns(UserWarning, match="count alike, whatever weights"):
        agree(where, "verl", can=(), rollouts=8)


def test_what_only_measures_is_said_to_be_trained_on(run: Any) -> None:
    with pytest.warns(UserWarning, match="only to measure"):
        agree(run("sfl"), "verl", can=(), rollouts=4)


def test_a_plain_run_says_nothing(run: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        agree(run("frontier", "floor", "balance", "review"), "verl", can=(), rollouts=None)


def test_groups_of_trl_close_whatever_the_curriculum_advises(run: Any) -> None:
    where = run("frontier", "advice")
    args = SimpleNamespace(shuffle_dataset=False, num_generations=4)
    with pytest.warns(UserWarning, match="TRL cannot do"):
        check(where, args)
    rows = stream(where, chat=False, start=0, rollouts=args.num_generations)
    judged = reward(where)
    for _ in range(12):
        row = next(rows)
        answers = [right(row["prompt"]), "-1", "-2", "-3"]
        rewards = judged([row["prompt"]] * 4, answers, label=[row["label"]] * 4)
        assert rewards == [1.0, 0.0, 0.0, 0.0]
    (ticket,) = connected(where).ask(11, 1).tasks
    transport = connected(where)._transport
    assert isinstance(transport, Child)
    feedback = {"ticket": ticket.ticket.id, "rewards": [1]}
    (again,) = transport._call("tell", [{"feedback": [feedback]}])
    assert again["acks"][0]["status"] == "duplicate"


def test_trl_does_not_train_on_what_only_measures(run: Any) -> None:
    where = run("uniform")
    (task,) = connected(where).ask(0, 1).tasks
    judged = reward(where)
    answers, label = [right(task.text)] * 2, [task.label] * 2
    assert judged([""] * 2, answers, label=label, purpose=["train", "probe"]) == [1.0, None]


def test_a_group_of_another_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(RECIPE.format(strategy="uniform"))
    with Server(path) as server, Client(server.url) as client:
        assert client.at(0, 2, rollouts=6).tasks[0].ticket.rollouts == 6
        assert client.at(1, 3).tasks[-1].ticket.rollouts == 4
        assert client.ask(1, key="k", rollouts=6).tasks[0].ticket.rollouts == 6
        with pytest.raises(ServerError, match="for a group of 6 rollouts, this trainer") as e:
            client.at(0, 2, rollouts=4)
        assert e.value.status == 409
        with pytest.raises(ServerError, match="for a group of 6 rollouts, this trainer") as e:
            client.ask(1, key="k", rollouts=5)
        assert e.value.status == 409


def test_a_child_says_what_it_asks_for(run: Any) -> None:
    with Remote(run("sfl", "hints", "advice")) as remote:
        assert remote.status().terms == ("hint", "probe", "rollouts", "weight")
