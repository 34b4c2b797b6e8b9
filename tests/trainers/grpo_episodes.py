"""A GRPO run of TRL on the CPU over episodes: 80,000 random weights learn which lamps to press.

    python tests/trainers/grpo_episodes.py CONFIG.json

CONFIG: {"where": URL, "steps": 60, "per_device": 64, "out": FOLDER}. Each rank writes
OUT/rank-N.json: the mean reward by step, and by reward call the labels, the rewards, and the
status of each episode's verdict.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ |= {"HF_HUB_OFFLINE": "1", "TRL_EXPERIMENTAL_SILENCE": "1", "OMP_NUM_THREADS": "1"}

import torch
from grpo import History, policy, tokenizer  # type: ignore[import-not-found]  # beside us
from tokenizers import Regex, pre_tokenizers
from trl import GRPOConfig, GRPOTrainer

from tasksynth.adapters.episodes.trl import dataset, environments, reward

TEMPLATE = (
    "{% for message in messages %}"
    "{% if message.tool_calls %}{% for call in message.tool_calls %}"
    "{{ call.function.name }}{{ call.function.arguments | tojson }}"
    "{% endfor %}<eos>{% else %}{{ message.content }}{% endif %}"
    "{% endfor %}{% if add_generation_prompt %}={% endif %}"
)
"""What a digit after `=` is: a call of `press`."""
CALL = {
    "open_pattern": r"(?P<lamp>[0-3])",
    "close_pattern": r"(?=.|$)|<eos>",
    "repeats": True,
    "content": "text",
    "transform": {
        "type": "function",
        "function": {"name": "press", "arguments": {"lamp": "{lamp}"}},
    },
}


def caller() -> Any:
    """The tokenizer of `grpo`, for which any other words are one unknown token."""
    made = tokenizer()
    made.backend_tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("[0-3=]"), "isolated")
    made.chat_template = TEMPLATE
    made.response_template = {
        "defaults": {"role": "assistant"},
        "start_anchor": "=",
        "fields": {
            "tool_calls": CALL,
            "content": {"close_pattern": r"<eos>", "content": "text"},
        },
    }
    return made


def main() -> None:
    """Train."""
    config = json.loads(Path(sys.argv[1]).read_text())
    out, rank, where = Path(config["out"]), os.environ.get("RANK", "0"), config["where"]
    torch.set_num_threads(1)
    args = GRPOConfig(
        output_dir=str(out),
        max_steps=config["steps"],
        per_device_train_batch_size=config["per_device"],
        num_generations=8,
        max_completion_length=12,
        learning_rate=3e-3,
        lr_scheduler_type="constant",
        beta=0.0,
        logging_steps=1,
        save_strategy="no",
        report_to=[],
        bf16=False,
        use_cpu=True,
        gradient_checkpointing=False,
        shuffle_dataset=False,
        disable_tqdm=True,
        seed=0,
    )
    judged = reward()
    calls: list[dict[str, Any]] = []

    def tasksynth(label: Any, environments: Any, **columns: Any) -> Any:
        rewards = judged(label=label, environments=environments, **columns)
        verdicts = [one._session.verdict().status for one in environments]
        calls.append({"labels": list(label), "rewards": rewards, "verdicts": verdicts})
        return rewards

    history = History()
    GRPOTrainer(
        model=policy(),
        args=args,
        processing_class=caller(),
        train_dataset=dataset(where, args),
        reward_funcs=tasksynth,
        environment_factory=environments(where, "demo.lamps"),
        callbacks=[history],
    ).train()
    out.mkdir(parents=True, exist_ok=True)
    told = {"steps": history.steps, "calls": calls}
    (out / f"rank-{rank}.json").write_text(json.dumps(told))
    if torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()  # else a rank may abort at its exit


if __name__ == "__main__":
    main()
