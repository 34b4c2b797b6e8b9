"""A GRPO run of TRL on the CPU, from nothing: 80,000 random weights, and a tokenizer made here.

    python tests/trainers/grpo.py CONFIG.json

CONFIG: {"where": URL or {"recipe": …, "store": …}, "steps": 60, "per_device": 128, "out": FOLDER,
"resume": false}. Each rank writes OUT/rank-N.json: the rewards by step, and the labels by reward
call.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ |= {"HF_HUB_OFFLINE": "1", "TRL_EXPERIMENTAL_SILENCE": "1", "OMP_NUM_THREADS": "1"}

import torch
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
    TrainerCallback,
)
from trl import GRPOConfig, GRPOTrainer

from tasksynth.adapters.remote import Stdio
from tasksynth.adapters.trl import dataset, reward

SPECIAL = ["<pad>", "<bos>", "<eos>", "<unk>"]


def tokenizer() -> PreTrainedTokenizerFast:
    """A character a token: the digits 0 to 3 and the equals sign."""
    vocabulary = {token: i for i, token in enumerate([*SPECIAL, *"0123="])}
    raw = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    raw.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    raw.decoder = decoders.Fuse()
    names = dict(zip(("pad_token", "bos_token", "eos_token", "unk_token"), SPECIAL, strict=True))
    return PreTrainedTokenizerFast(tokenizer_object=raw, padding_side="left", **names)


def policy() -> LlamaForCausalLM:
    """Two layers of 64."""
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=9,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=4,
        max_position_embeddings=64,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
    )
    return LlamaForCausalLM(config)


def save(folder: str) -> None:
    """Keep them as a checkpoint, with a chat template."""
    made = tokenizer()
    made.chat_template = "{% for message in messages %}{{ message['content'] }}{% endfor %}"
    made.save_pretrained(folder)
    policy().save_pretrained(folder)


class History(TrainerCallback):  # type: ignore[misc]  # Any where transformers is absent
    """The mean reward of each step, and our metrics beside it."""

    def __init__(self) -> None:
        self.steps: list[dict[str, float]] = []

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        """Keep what is logged."""
        if logs and "reward" in logs:
            kept = {k: v for k, v in logs.items() if k == "reward" or k.startswith("tasksynth/")}
            self.steps.append({"step": state.global_step, **kept})


def main() -> None:
    """Train."""
    config = json.loads(Path(sys.argv[1]).read_text())
    where = config["where"] if isinstance(config["where"], str) else Stdio(**config["where"])
    out, rank = Path(config["out"]), os.environ.get("RANK", "0")
    torch.set_num_threads(1)
    args = GRPOConfig(
        output_dir=str(out),
        max_steps=config["steps"],
        per_device_train_batch_size=config["per_device"],
        num_generations=8,
        max_completion_length=2,
        learning_rate=3e-3,
        lr_scheduler_type="constant",
        beta=0.0,
        logging_steps=1,
        save_strategy="steps" if config.get("save") else "no",
        save_steps=config.get("save") or 500,
        report_to=[],
        bf16=False,
        use_cpu=True,
        gradient_checkpointing=False,
        shuffle_dataset=False,
        disable_tqdm=True,
        seed=0,
    )
    judged = reward(where)
    calls: list[list[str]] = []

    def tasksynth(prompts: Any, completions: Any, label: Any, **columns: Any) -> Any:
        calls.append(list(label))
        return judged(prompts, completions, label, **columns)

    history = History()
    trainer = GRPOTrainer(
        model=policy(),
        args=args,
        processing_class=tokenizer(),
        train_dataset=dataset(where, args, chat=False),
        reward_funcs=tasksynth,
        callbacks=[history],
    )
    trainer.train(resume_from_checkpoint=bool(config.get("resume")))
    out.mkdir(parents=True, exist_ok=True)
    told = {"steps": history.steps, "calls": calls}
    (out / f"rank-{rank}.json").write_text(json.dumps(told))
    if torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()  # else a rank may abort at its exit


if __name__ == "__main__":
    main()
