"""verl's agent loop worker instantiates ours as it does, against a server of scripted tokens."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"

import pytest

pytest.importorskip("verl")

import hydra
import torch
from omegaconf import OmegaConf
from verl.experimental.agent_loop.agent_loop import DictConfigWrap, ToolListWrap
from verl.trainer.ppo.core_algos import agg_loss
from verl.utils.dataset.rl_dataset import RLHFDataset
from verl.workers.rollout.replica import TokenOutput

from tasksynth import UsageError
from tasksynth.adapters import verl as adapter
from tests.serve.server import Server
from tests.trainers.docs import written
from tests.trainers.players import add, answered, call, label_of, press, recipe, tokenizer

pytestmark = pytest.mark.trainer
TOKENS = tokenizer()
Play = Callable[[str], str]


class Scripted:
    """verl's client of its inference servers."""

    def __init__(self, play: Play) -> None:
        self._play = play

    async def generate(self, prompt_ids: list[int], **_asked: Any) -> TokenOutput:
        said = TOKENS.encode(self._play(TOKENS.decode(prompt_ids)) + "<|im_end|>")
        return TokenOutput(token_ids=said, log_probs=[-0.5] * len(said), stop_reason="completed")


def loop(play: Play, **more: Any) -> Any:
    """The loop of the page's YAML, made as `AgentLoopWorker` makes it."""
    (block,) = OmegaConf.create(written("tasksynth.yaml"))
    options = {key: value for key, value in block.items() if key not in ("name", "url")}
    turns = {"format": "hermes", "max_assistant_turns": None}
    room = {"prompt_length": 4000, "response_length": 2000, **more.pop("rollout", {})}
    config = {"actor_rollout_ref": {"rollout": {**room, "multi_turn": turns}}, "data": {}}
    made = OmegaConf.create(config)
    return hydra.utils.instantiate(
        {**options, **more},
        trainer_config=DictConfigWrap(made),
        server_manager=Scripted(play),
        tokenizer=TOKENS,
        processor=None,
        hf_model_type=None,
        dataset_cls=RLHFDataset,
        data_config=DictConfigWrap(made.data),
        tools=ToolListWrap([]),
    )


def played(play: Play, label: str, prompt: Any = None, **more: Any) -> Any:
    row = {
        "raw_prompt": prompt or [{"role": "user", "content": "Press lamp 9."}],
        "reward_model": {"ground_truth": label},
        "index": 0,
    }

    async def run() -> Any:
        return await loop(play, **more).run({}, **row)

    return asyncio.run(run())


def test_groups_of_the_ledger_are_episodes_and_teach_it(tmp_path: Path) -> None:
    store = tmp_path / "run.db"
    with Server(recipe(tmp_path, "demo.lamps", 2), "--store", str(store)) as server:
        row = adapter.Curriculum(server.url, TOKENS, {"rollouts": 2})[0]
        label, prompt = row["reward_model"]["ground_truth"], row["raw_prompt"]
        right, wrong = (
            played(play, label, prompt, url=server.url)
            for play in (press, lambda _text: call("press", lamp=9))
        )
    assert (right.reward_score, wrong.reward_score) == (1.0, 0.0)
    assert answered(store) == 1
    own = [t for t, own in zip(right.response_ids, right.response_mask, strict=True) if own]
    assert TOKENS.decode(own).count("<tool_call>") == 2
    shown = [t for t, own in zip(right.response_ids, right.response_mask, strict=True) if not own]
    assert "Now " in TOKENS.decode(shown)
    assert '"name": "press"' in TOKENS.decode(right.prompt_ids)
    assert len(right.response_logprobs) == len(right.response_ids)
    assert right.extra_fields["reward_extra_info"]["acc"] == 1.0


def test_a_fault_of_ours_has_no_token_that_is_trained_on() -> None:
    found = played(lambda _text: "raise", label_of("demo.sum"))
    assert (found.reward_score, set(found.response_mask)) == (0.0, {0})
    assert found.extra_fields["reward_extra_info"]["error"] == 1.0
    mask = torch.tensor([found.response_mask, [1] * len(found.response_mask)])
    mean = agg_loss(torch.ones(mask.shape), mask, loss_agg_mode="seq-mean-token-mean")
    assert mean.item() == pytest.approx(1.0)  # the loss is the other's alone


@pytest.mark.parametrize(
    "said", ["hello", "<tool_call>\n{\n</tool_call>", call("fly"), call("press")]
)
def test_what_cannot_be_done_costs_a_turn(said: str) -> None:
    found = played(lambda _text: said, label_of("demo.lamps"))
    assert (found.reward_score, found.num_turns) == (0.0, 8)
    assert found.extra_fields["reward_extra_info"].keys() >= {"score", "acc", "unparsable", "error"}


def test_a_task_without_turns_is_an_episode_of_one() -> None:
    label = label_of("demo.sum")
    from tasksynth.single import make
    from tasksynth_schemas import Label

    prompt = [{"role": "user", "content": make(Label.parse(label).ref).text}]
    assert played(add, label, prompt).reward_score == 1.0


def test_an_episode_without_room_for_more_fails_and_keeps_to_its_length() -> None:
    found = played(lambda _text: "hello", label_of("demo.lamps"), rollout={"response_length": 20})
    assert (found.reward_score, len(found.response_ids) <= 20) == (0.0, True)


def test_pictures_are_refused_by_the_familys_name() -> None:
    with pytest.raises(UsageError, match=r"demo\.walk shows image, which verl's agent loop"):
        played(press, label_of("demo.walk"))
