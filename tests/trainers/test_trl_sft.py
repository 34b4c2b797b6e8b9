"""TRL is shown episodes: real steps of supervised learning on exported conversations."""

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl")

from datasets import load_dataset
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
from trl import SFTConfig, SFTTrainer

from tasksynth.adapters.trl import conversations
from tasksynth.export.run import export
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Mix, Recipe

pytestmark = pytest.mark.trainer
IGNORED = -100
TEMPLATE = """{% if tools %}tools {{ tools | tojson }}
{% endif %}{% for message in messages %}{{ message.role }} {% if message.role == "assistant" %}
{% generation %}{{ message.content }}{% for call in message.tool_calls or [] %}
{{ call.function.name }} {{ call.function.arguments | tojson }}{% endfor %}
<eos>{% endgeneration %}{% else %}{{ message.content }}{% endif %}
{% endfor %}"""


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("shown")
    mix = tuple(Mix(family=f"demo.{name}", levels=(1.0,)) for name in ("lamps", "sum"))
    generate(Recipe(mix=mix, count=24), folder / "data")
    export(folder / "data", "sft", folder / "sft")
    return load_dataset(str(folder / "sft"), split="train", cache_dir=str(folder / "cache"))


def tokenizer(rows: Any) -> PreTrainedTokenizerFast:
    """A byte a token."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: i for i, token in enumerate(["<pad>", "<eos>", "<unk>", *letters])}
    raw = Tokenizer(models.BPE(vocabulary, [], unk_token="<unk>"))
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    names = {"pad_token": "<pad>", "eos_token": "<eos>", "unk_token": "<unk>"}
    made = PreTrainedTokenizerFast(tokenizer_object=raw, **names)
    made.chat_template = TEMPLATE
    return made


def test_a_model_learns_what_was_done_and_not_what_was_seen(rows: Any, tmp_path: Path) -> None:
    words = tokenizer(rows)
    config = LlamaConfig(
        vocab_size=len(words),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=2048,
        pad_token_id=0,
        eos_token_id=1,
    )
    args = SFTConfig(
        output_dir=str(tmp_path),
        max_steps=2,
        per_device_train_batch_size=4,
        assistant_only_loss=True,
        max_length=2048,
        report_to=[],
        use_cpu=True,
        logging_steps=1,
    )
    trainer = SFTTrainer(
        LlamaForCausalLM(config),
        args=args,
        train_dataset=conversations(rows),
        processing_class=words,
    )
    trainer.train()
    losses = [log["loss"] for log in trainer.state.log_history if "loss" in log]
    assert len(losses) == 2
    assert all(map(math.isfinite, losses))
    learned = []
    for one in trainer.train_dataset:
        text = words.decode(one["input_ids"])
        kept = [token for token in one["labels"] if token != IGNORED]
        learned.append(words.decode(kept))
        assert "None" not in text
    lamps = [text for text in learned if "press" in text]
    assert 0 < len(lamps) < len(learned)
    for text in lamps:
        calls = [json.loads(said) for said in re.findall(r"press (\{.*?\})", text)]
        assert [set(call) for call in calls] == [{"lamp"}, {"lamp"}]
        assert "Now" not in text
