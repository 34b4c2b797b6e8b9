"""Steps of TRL's GRPO over families of agents, on the CPU: models of random weights, with the chat
templates of Qwen3 and Qwen3-VL, whose rollouts are put into their mouths.

    python tests/trainers/grpo_agents.py CONFIG.json

CONFIG: {"export": FOLDER, "steps": 16, "sees": false, "out": FILE}, or a "where" in place of the
export. One rollout of each group plays as the reference does, the other one does nothing. FILE
tells of each step: the labels and the rewards; and how far the weights moved.
"""

import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

os.environ |= {"HF_HUB_OFFLINE": "1", "TRL_EXPERIMENTAL_SILENCE": "1", "OMP_NUM_THREADS": "2"}

import torch
from agents import PLAYED, Knowing, family_of  # type: ignore[import-not-found]  # beside us
from datasets import load_dataset
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM
from trl import GRPOConfig, GRPOTrainer

from tasksynth.adapters.episodes.trl import dataset, environments, reward
from tasksynth.adapters.scoring import server
from tasksynth.single import make
from tasksynth_schemas import Label

SPECIAL = [
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>",
    "<|image_pad|>", "<|video_pad|>",
]  # fmt: skip
TURN = re.compile(r"<\|im_start\|>(system|user|assistant)\n(.*?)<\|im_end\|>", re.DOTALL)
LENGTH, WORDS = 24_000, 2_000
"""The longest conversation, and the vocabulary, in tokens."""


def tokenizer(template: str, texts: Iterable[str]) -> PreTrainedTokenizerFast:
    """Byte pairs of some texts."""
    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    raw.train_from_iterator(
        texts,
        trainers.BpeTrainer(
            vocab_size=WORDS,
            special_tokens=SPECIAL,
            initial_alphabet=alphabet,
            show_progress=False,
        ),
    )
    made = PreTrainedTokenizerFast(
        tokenizer_object=raw,
        pad_token=SPECIAL[0],
        eos_token=SPECIAL[2],
        padding_side="left",
        extra_special_tokens={
            "image_token": "<|image_pad|>",
            "video_token": "<|video_pad|>",
            "vision_bos_token": "<|vision_start|>",
            "vision_eos_token": "<|vision_end|>",
        },
    )
    made.chat_template = (files("trl") / "chat_templates" / f"{template}.jinja").read_text()
    return made


SIZE = {
    "vocab_size": WORDS,
    "hidden_size": 16,
    "intermediate_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 1,
    "num_key_value_heads": 1,
    "head_dim": 16,
    "max_position_embeddings": LENGTH,
    "pad_token_id": 0,
    "eos_token_id": 2,
}


def reader(texts: Iterable[str]) -> tuple[Any, Any]:
    """A model of words, and its tokenizer."""
    return Qwen3ForCausalLM(Qwen3Config(**SIZE)), tokenizer("qwen3_instruct_2507", texts)


def seer(texts: Iterable[str]) -> tuple[Any, Any]:
    """A model that is shown pictures, and its processor, for which they are a few tokens."""
    from transformers import (
        Qwen2VLImageProcessor,
        Qwen3VLConfig,
        Qwen3VLForConditionalGeneration,
        Qwen3VLProcessor,
        Qwen3VLVideoProcessor,
    )

    words = tokenizer("qwen3_vl", texts)
    small = {"shortest_edge": 32 * 32, "longest_edge": 32 * 32 * 9}
    processor = Qwen3VLProcessor(
        image_processor=Qwen2VLImageProcessor(patch_size=16, merge_size=2, size=small),
        tokenizer=words,
        video_processor=Qwen3VLVideoProcessor(),
        chat_template=words.chat_template,
    )
    rope = {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [4, 2, 2]}
    config = Qwen3VLConfig(
        text_config=SIZE | {"rope_parameters": rope},
        vision_config={
            "depth": 1,
            "hidden_size": 16,
            "intermediate_size": 16,
            "num_heads": 1,
            "out_hidden_size": 16,
            "deepstack_visual_indexes": [0],
        },
        image_token_id=words.convert_tokens_to_ids("<|image_pad|>"),
        video_token_id=words.convert_tokens_to_ids("<|video_pad|>"),
        vision_start_token_id=words.convert_tokens_to_ids("<|vision_start|>"),
        vision_end_token_id=words.convert_tokens_to_ids("<|vision_end|>"),
    )
    return Qwen3VLForConditionalGeneration(config), processor


def spoken(model: Any, words: PreTrainedTokenizerFast, said: Knowing) -> None:
    """Have somebody else choose what the model generates."""

    def generate(input_ids: torch.Tensor, **_: Any) -> torch.Tensor:
        replies = []
        for row in input_ids:
            turns = TURN.findall(words.decode(row, skip_special_tokens=False))
            messages = [{"role": role, "content": _seen(text)} for role, text in turns]
            replies.append(torch.tensor([*words.encode(said(messages)), words.eos_token_id]))
        padded = torch.nn.utils.rnn.pad_sequence(replies, batch_first=True)
        return torch.cat([input_ids, padded], dim=1)

    model.generate = generate


def _seen(text: str) -> str:
    return re.sub(r"<\|\w+\|>", "", text)


def rows(config: dict[str, Any], args: GRPOConfig) -> tuple[Any, Sequence[str]]:
    """What is trained on, and the labels of it."""
    if where := config.get("where"):
        tasks = server(where).ask(0, config["steps"], rollouts=2).tasks
        return dataset(where, args), [task.label for task in tasks]
    found = load_dataset(config["export"], split="train")
    return found, found["label"]


def main() -> None:
    """Train."""
    config = json.loads(Path(sys.argv[1]).read_text())
    torch.manual_seed(0)
    args = GRPOConfig(
        output_dir=f"{config['out']}.run",
        max_steps=config["steps"],
        per_device_train_batch_size=2,
        num_generations=2,
        max_completion_length=LENGTH,
        learning_rate=1e-3,
        save_strategy="no",
        report_to=[],
        bf16=False,
        use_cpu=True,
        gradient_checkpointing=False,
        shuffle_dataset=False,
        disable_tqdm=True,
    )
    tasks, labels = rows(config, args)
    known = (make(Label.parse(label).ref) for label in labels)
    texts = [f"{task.text}{task.needs.model_dump_json()}" for task in known]
    model, processor = (seer if config["sees"] else reader)(texts)
    spoken(
        model, getattr(processor, "tokenizer", processor), Knowing(labels, every=2, by_call=True)
    )
    before = torch.cat([one.detach().flatten().clone() for one in model.parameters()])
    judged, calls = reward(), []

    def tasksynth(label: Any, completions: Any, **columns: Any) -> Any:
        rewards = judged(label=label, completions=completions, **columns)
        calls.append({"labels": label, "rewards": rewards, "messages": len(completions[0])})
        return rewards

    families = sorted({family_of(one) for one in PLAYED})
    GRPOTrainer(
        model=model,
        args=args,
        processing_class=processor,
        train_dataset=tasks,
        reward_funcs=tasksynth,
        environment_factory=environments(config.get("where"), *families),
    ).train()
    after = torch.cat([one.detach().flatten() for one in model.parameters()])
    moved = float((after - before).abs().max())
    Path(config["out"]).write_text(json.dumps({"calls": calls, "moved": moved}))


if __name__ == "__main__":
    main()
