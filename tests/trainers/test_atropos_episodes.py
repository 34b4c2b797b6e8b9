"""Atropos's base environment collects groups of episodes, from a server of scripted tokens."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("atroposlib")

from atroposlib.envs.server_handling.server_baseline import APIServer, APIServerConfig

from tasksynth import UsageError
from tasksynth.adapters.episodes.atropos import EpisodesConfig, EpisodesEnv
from tasksynth.adapters.scoring import server as connected
from tests.serve.server import Server
from tests.trainers.players import add, answered, call, in_turn, label_of, press, recipe, tokenizer

pytestmark = pytest.mark.trainer
Play = Callable[[str], str]


class Scripted(APIServer):  # type: ignore[misc]  # Any where atroposlib is absent
    """An inference server that is told what to say."""

    play: Play
    tokens: Any

    async def tokens_and_logprobs_completion(self, **asked: Any) -> Any:
        said = self.tokens.encode(self.play(asked["prompt"]))
        return asked["input_ids"], [said], [[-0.5] * len(said)], ["stop"]

    _chat_completion_wrapper = _completion_wrapper = tokens_and_logprobs_completion
    _tokens_and_logprobs_completion_wrapper = tokens_and_logprobs_completion
    check_server_status_task = tokens_and_logprobs_completion


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Any]:
    """Makes the environment, with its tokenizer read from a folder as ever."""
    tokenizer().save_pretrained(tmp_path / "tokenizer")

    def make(url: str, play: Play) -> Any:
        served = type("Served", (Scripted,), {"play": staticmethod(play), "tokens": tokenizer()})
        kind = type("Env", (EpisodesEnv,), {"server_cls": served})
        folder = str(tmp_path / "tokenizer")
        options = EpisodesConfig(
            url=url,
            group_size=4,
            tokenizer_name=folder,
            use_wandb=False,
            max_token_length=4000,
        )
        return kind(options, [APIServerConfig(model_name=folder, health_check=False)])

    return make


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "run.db"


@pytest.fixture
def lamps(tmp_path: Path, store: Path) -> Iterator[str]:
    with Server(recipe(tmp_path, "demo.lamps"), "--store", str(store)) as server:
        yield server.url


async def next_group(env: Any) -> Any:
    await env.setup()
    group, backlog = await env.collect_trajectories(await env.get_next_item())
    assert backlog == []
    return group


def test_a_group_is_one_task_scored_by_verdicts(lamps: str, store: Path, made: Any) -> None:
    env = made(lamps, press)
    group = asyncio.run(next_group(env))
    assert group["scores"] == [1.0] * 4
    texts = {messages[0]["content"] for messages in group["messages"]}
    assert len(texts) == 1
    assert '"name":"press"' in texts.pop()
    for tokens, masks in zip(group["tokens"], group["masks"], strict=True):
        assert len(tokens) == len(masks)
        trained = tokenizer().decode([token for token in masks if token >= 0])
        assert trained.count("<tool_call>") == 2
        assert "Now" not in trained


def test_the_ledger_is_read_on_from_a_checkpoint(
    lamps: str, made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = made(lamps, lambda _text: call("press", lamp=9))

    async def labels(env: Any, n: int) -> list[str]:
        return [await env.get_next_item() for _ in range(n)]

    first = asyncio.run(labels(env, 3))
    assert first == [one.label for one in connected(lamps).ask(0, 3).tasks]
    again = made(lamps, press)
    for one in (env, again):
        one.checkpoint_dir, one.wandb_prepend, one.curr_step = str(tmp_path), "run", 7
    env.save_checkpoint(7)
    again.load_checkpoint()
    assert asyncio.run(labels(again, 1)) == [connected(lamps).ask(3, 1).tasks[0].label]


def test_a_fault_of_ours_is_not_trained_on_and_moves_no_other(
    tmp_path: Path, store: Path, made: Any
) -> None:
    with Server(recipe(tmp_path, "demo.sum"), "--store", str(store)) as server:
        group = asyncio.run(next_group(made(server.url, in_turn(add, "raise", "-1", add))))
    assert sorted(group["scores"]) == pytest.approx([0, 2 / 3, 1, 1])
    masked = [all(token == -100 for token in masks) for masks in group["masks"]]
    assert masked.count(True) == 1
    assert group["scores"][masked.index(True)] == pytest.approx(2 / 3)
    assert answered(store) == 1


def test_a_group_of_faults_is_left_out(tmp_path: Path, made: Any) -> None:
    with Server(recipe(tmp_path, "demo.sum")) as server:
        assert asyncio.run(next_group(made(server.url, lambda _text: "raise"))) is None


def test_pictures_are_refused_by_the_familys_name(tmp_path: Path, made: Any) -> None:
    with Server(recipe(tmp_path, "demo.walk")) as server:
        env = made(server.url, press)
        with pytest.raises(UsageError, match=r"demo\.walk shows image, which Atropos cannot"):
            asyncio.run(env.collect_trajectories(label_of("demo.walk")))
