"""verl's own dataset and reward loop on our rows, our reward function and our curriculum."""

import asyncio
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"

import pytest

pytest.importorskip("verl")

import numpy as np
import torch
from omegaconf import OmegaConf
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
from torchdata.stateful_dataloader import StatefulDataLoader
from transformers import PreTrainedTokenizerFast
from verl import DataProto
from verl import trainer as trainers
from verl.experimental.reward_loop.reward_manager import get_reward_manager_cls
from verl.trainer.ppo.reward import get_custom_reward_fn
from verl.trainer.ppo.utils import create_rl_dataset, create_rl_sampler
from verl.utils.dataset.rl_dataset import collate_fn

from tasksynth import UsageError
from tasksynth.adapters import verl as adapter
from tasksynth.export.run import export
from tests.serve.server import Server, write_recipe

pytestmark = pytest.mark.trainer
CHARACTERS = [chr(i) for i in range(32, 127)]


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    """A character a token."""
    vocabulary = {token: i for i, token in enumerate(["<pad>", "<eos>", "<unk>", *CHARACTERS])}
    raw = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    raw.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    raw.decoder = decoders.Fuse()
    made = PreTrainedTokenizerFast(
        tokenizer_object=raw, pad_token="<pad>", eos_token="<eos>", unk_token="<unk>"
    )
    made.chat_template = "{% for m in messages %}{{ m['content'] }}{% endfor %}"
    return made


@pytest.fixture(scope="module")
def config() -> Any:
    """verl's defaults for data."""
    path = Path(trainers.__file__).parent / "config" / "data" / "legacy_data.yaml"
    ours = {"max_prompt_length": 10_000, "return_raw_chat": True, "shuffle": False}
    none = {"tool_config_path": None, "function_tool_path": None}
    return OmegaConf.merge(OmegaConf.load(path), ours, none)


def files(folder: Path) -> list[str]:
    return sorted(map(str, folder.rglob("train-*.parquet")))


def test_its_dataset_reads_the_rows(exported: Any, config: Any, tokenizer: Any) -> None:
    rows = create_rl_dataset(files(exported("verl")), config, tokenizer, None)
    assert len(rows) == 12
    assert rows[3]["raw_prompt"][0]["content"].startswith("What is ")
    assert rows[3]["extra_info"]["index"] == 3
    assert rows[3]["reward_model"]["style"] == "rule"


def test_it_puts_the_images_into_their_places(
    pictured: Path, config: Any, tokenizer: Any, tmp_path: Path
) -> None:
    export(pictured, "verl", tmp_path / "out")
    options = OmegaConf.merge(config, {"filter_overlong_prompts": False})
    rows = create_rl_dataset(files(tmp_path / "out"), options, tokenizer, SimpleNamespace())
    kinds = [[part["type"] for part in rows[i]["raw_prompt"][0]["content"]] for i in range(4)]
    assert kinds == [["text", "image", "text", "image", "text"]] * 4


def batch(tokenizer: Any, label: str, answer: str) -> DataProto:
    prompt = tokenizer("?", return_tensors="pt")["input_ids"]
    response = tokenizer(answer, return_tensors="pt")["input_ids"]
    length = prompt.shape[1] + response.shape[1]
    columns = {
        "data_source": "tasksynth/demo.sum",
        "reward_model": {"style": "rule", "ground_truth": label},
        "extra_info": {"index": 0},
    }
    return DataProto.from_dict(
        tensors={
            "prompts": prompt,
            "responses": response,
            "attention_mask": torch.ones(1, length, dtype=torch.long),
        },
        non_tensors={k: np.array([v], dtype=object) for k, v in columns.items()},
    )


def judged(tokenizer: Any, samples: list[tuple[str, str]], **kwargs: Any) -> list[dict[str, Any]]:
    """What verl's reward loop makes of answers."""
    function = {"path": adapter.__file__, "name": "compute_score", "reward_kwargs": kwargs}
    config = OmegaConf.create(
        {
            "reward": {
                "custom_reward_function": function,
                "reward_manager": {"name": "naive", "source": "register"},
            }
        }
    )

    async def main() -> list[dict[str, Any]]:
        manager = get_reward_manager_cls("naive")(config, tokenizer, get_custom_reward_fn(config))
        manager.loop = asyncio.get_running_loop()
        runs = [manager.run_single(batch(tokenizer, *sample)) for sample in samples]
        return list(await asyncio.gather(*runs))

    return asyncio.run(main())


def test_its_reward_loop_calls_our_function(
    exported: Any, config: Any, tokenizer: Any, right: Any
) -> None:
    rows = create_rl_dataset(files(exported("verl")), config, tokenizer, None)
    labels = [rows[i]["reward_model"]["ground_truth"] for i in (0, 11)]
    said = [(labels[0], right(labels[0])), (labels[1], "?"), (labels[0], "raise")]
    found = judged(tokenizer, said, parts=["right"])
    assert [one["reward_score"] for one in found] == [1.0, 0.0, 0.0]
    extra = [one["reward_extra_info"] for one in found]
    assert extra[0].keys() == extra[1].keys() == extra[2].keys()
    assert [one["error"] for one in extra] == [0.0, 0.0, 1.0]
    assert extra[0]["part/right"] == 1.0


def test_a_curriculum_is_read_in_order_and_learns(
    config: Any, tokenizer: Any, right: Any, tmp_path: Path
) -> None:
    ours = {"custom_cls": {"path": adapter.__file__, "name": "Curriculum"}}
    options = OmegaConf.merge(config, ours, {"dataloader_num_workers": 0})
    with Server(write_recipe(tmp_path)) as server:
        rows = create_rl_dataset([server.url], options, tokenizer, None, max_samples=64)
        loader = StatefulDataLoader(
            rows,
            batch_size=4,
            num_workers=0,
            drop_last=True,
            collate_fn=collate_fn,
            sampler=create_rl_sampler(options, rows),
        )
        first = next(iter(loader))
        assert [extra["index"] for extra in first["extra_info"]] == [0, 1, 2, 3]
        labels = [column["ground_truth"] for column in first["reward_model"]]
        group = [(labels[0], right(labels[0]))] * 4  # the recipe's rollouts
        found = judged(tokenizer, group, url=server.url)
        metrics = server.http.get("/metrics").text
    assert [one["reward_score"] for one in found] == [1.0] * 4
    assert "tasksynth_" in metrics


def test_a_shuffled_curriculum_is_refused(tokenizer: Any) -> None:
    with pytest.raises(UsageError, match=r"data\.shuffle=False"):
        adapter.Curriculum("http://127.0.0.1:1", tokenizer, {"shuffle": True})
