"""OpenRLHF: the reward function for `--reward.remote_url PATH`, where PATH ends in `.py`.

Point it at this file (`python -m tasksynth.adapters.openrlhf` prints its path); the server that
judges is named by TASKSYNTH_URL, and workers of our own judge without one. A server's own endpoint
does without this file: `--reward.remote_url http://127.0.0.1:8321/openrlhf`.
"""

import os
import re
from collections.abc import Sequence
from typing import Any

import torch

from tasksynth.adapters.scoring import judge, metrics_of, reward_of

URL = "TASKSYNTH_URL"
_ENDS = re.compile(
    r"(?<!\s)(?:\s*(?:<\|[^<>|]{1,40}\|>|</s>|<eos>|<pad>|<end_of_turn>)){1,64}\s*\Z"
)
"""Tokens that end a turn: OpenRLHF decodes with them."""
TAIL = 2000
"""Characters at the end in which they are looked for."""


def reward_func(
    queries: Sequence[str], prompts: Sequence[str], labels: Sequence[str], **_more: Any
) -> dict[str, Any]:
    """Rewards, scores in [0, 1] for dynamic filtering, and metrics under constant keys.

    OpenRLHF cannot leave a sample out: a fault of ours is 0, and `error` in the log.
    """
    answers = [answer_of(query, prompt) for query, prompt in zip(queries, prompts, strict=True)]
    items = [(label, [answer]) for label, answer in zip(labels, answers, strict=True)]
    verdicts = [found[0] for found in judge(os.environ.get(URL)).grade_many(items)]
    rewards = torch.tensor([reward_of(verdict) or 0.0 for verdict in verdicts])
    numbers = [metrics_of(verdict) for verdict in verdicts]
    logs = {name: torch.tensor([row[name] for row in numbers]) for name in numbers[0]}
    return {"rewards": rewards, "scores": rewards, "extra_logs": logs}


def answer_of(query: str, prompt: str) -> str:
    """What the model wrote: the query without its prompt and the tokens that end a turn."""
    _, found, after = query.partition(prompt) if prompt else ("", "", "")
    text = after if found else query
    return text[:-TAIL] + _ENDS.sub("", text[-TAIL:])


if __name__ == "__main__":
    print(__file__)  # noqa: T201
