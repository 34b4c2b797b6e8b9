r"""The same with a language model of 135 million weights: SmolLM2, for ten minutes of one GPU.

    python -m benchmarks.learning smol out.jsonl --device cuda
    python -m benchmarks.learning smol out.jsonl --warm 1 --steps 2 --prompts 2 --group 2 --held 0 \
        --tokens 24 --samplers frontier

The second line is a test on a CPU, of a minute or more. The model comes as
`benchmarks/small_model.py` says. Its warm start learns reference replies of the easiest levels, the
prompts as they are; then each sampler trains a copy by GRPO. A step is a row.
"""

import argparse
import copy
import json
import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as f

from benchmarks.learning import plan
from benchmarks.learning.tasks import HELD_OUT, WARM, cells, made, reference, tasks
from benchmarks.small_model import loaded
from tasksynth import Task, grade
from tasksynth.curriculum.scheduler import Scheduler

Row = dict[str, Any]
RATE, WARM_RATE = 5e-6, 2e-5
CHUNK = 64
"""Rows that go through the model at a time."""


class Smol:
    """The model, its tokens, and an optimizer."""

    def __init__(self, model: Any, tokens: Any, *, rate: float, longest: int) -> None:
        self.model, self.tokens, self.longest = model, tokens, longest
        self.written = 0
        """Tokens of replies in training so far."""
        self.device = next(model.parameters()).device
        self.optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.0)

    def _chats(self, asked: Sequence[Task]) -> Any:
        chats = [
            self.tokens.apply_chat_template(
                [{"role": "user", "content": task.text}], tokenize=False, add_generation_prompt=True
            )
            for task in asked
        ]
        return self.tokens(chats, return_tensors="pt", padding=True, add_special_tokens=False).to(
            self.device
        )

    def write(self, asked: Sequence[Task], group: int) -> list[str]:
        """Replies to each task in turn: drawn, or of a group of one the likeliest."""
        given = self._chats(asked)
        drawn = (
            {"do_sample": True, "temperature": 1.0, "top_k": 0}
            if group > 1
            else {"do_sample": False}
        )
        with torch.no_grad():
            said = self.model.generate(
                **given,
                max_new_tokens=self.longest,
                num_return_sequences=group,
                pad_token_id=self.tokens.eos_token_id,
                **drawn,
            )
        new = said[:, given["input_ids"].shape[1] :]
        if group > 1:
            self.written += int((new != self.tokens.eos_token_id).sum())
        return list(self.tokens.batch_decode(new, skip_special_tokens=True))

    def learn(
        self, asked: Sequence[Task], replies: Sequence[str], weights: Sequence[float]
    ) -> None:
        """One step that makes replies likelier, or less so, by their weights."""
        chosen = [i for i, weight in enumerate(weights) if weight]
        if not chosen:
            return
        for first in range(0, len(chosen), CHUNK):
            some = chosen[first : first + CHUNK]
            nats = self._nats([asked[i] for i in some], [replies[i] for i in some])
            weight = torch.tensor([weights[i] for i in some], device=self.device)
            ((nats * weight).sum() / len(weights)).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()

    def _nats(self, asked: Sequence[Task], replies: Sequence[str]) -> Tensor:
        """Minus the mean log-probability of a token, (replies,)."""
        given = self._chats(asked)
        ends = [reply + self.tokens.eos_token for reply in replies]
        said = self.tokens(
            ends, return_tensors="pt", padding=True, padding_side="right", add_special_tokens=False
        ).to(self.device)
        tokens = torch.cat([given["input_ids"], said["input_ids"]], 1)
        there = torch.cat([given["attention_mask"], said["attention_mask"]], 1)
        place = (there.cumsum(1) - 1).clamp(min=0)
        new = said["input_ids"].shape[1]
        logits = self.model(
            input_ids=tokens, attention_mask=there, position_ids=place, logits_to_keep=new + 1
        ).logits[:, :-1]
        nats = f.cross_entropy(logits.transpose(1, 2), said["input_ids"], reduction="none")
        mask = said["attention_mask"]
        return (nats * mask).sum(1) / mask.sum(1)


def train(said: argparse.Namespace) -> None:
    """Warm start, then each sampler from there."""
    torch.manual_seed(said.seed)
    model, tokens = loaded(said.device)
    _imitate(Smol(model, tokens, rate=WARM_RATE, longest=said.tokens), said.warm, said.prompts)
    with said.out.open("a") as rows:
        for sampler in said.samplers:
            learner = Smol(copy.deepcopy(model), tokens, rate=RATE, longest=said.tokens)
            for row in _trained(learner, sampler, said):
                rows.write(json.dumps(row) + "\n")
                rows.flush()


def _imitate(learner: Smol, steps: int, rows: int) -> None:
    """Learn reference replies of the easiest levels, of all families alike."""
    easiest = [cell for cell in cells() if cell.level == 0]
    each = -(-rows // len(easiest))
    for step in range(steps):
        asked = [t for c in easiest for t in tasks(c.family, c.params, WARM, step * each, each)]
        learner.learn(asked, [reference(task) for task in asked], [1.0] * len(asked))


def _trained(learner: Smol, sampler: plan.Sampler, said: argparse.Namespace) -> Iterator[Row]:
    """GRPO: what the replies of each step earned, and now and then what is known of others."""
    scheduler = Scheduler(plan.recipe(sampler, said.seed))
    began = time.monotonic()
    for step in range(1, said.steps + 1):
        row: Row = {"sampler": sampler, "seed": said.seed, "step": step}
        tickets = scheduler.ask(said.prompts, rollouts=said.group)
        asked = [made(ticket.ref) for ticket in tickets]
        replies = learner.write(asked, said.group)
        many = [task for task in asked for _ in range(said.group)]
        earned = np.array(_rewards(many, replies)).reshape(-1, said.group)
        for ticket, rewards in zip(tickets, earned.tolist(), strict=True):
            scheduler.tell(ticket.id, rewards)
        advantage = (earned - earned.mean(1, keepdims=True)) / (earned.std(1, keepdims=True) + 1e-4)
        learner.learn(many, replies, advantage.flatten().tolist())
        row |= {"reward": float(earned.mean()), "tokens": learner.written}
        if said.held and step % said.every == 0:
            row["rates"] = list(_rates(learner, said.held))
        row["wall_s"] = round(time.monotonic() - began, 1)
        print(json.dumps(row), flush=True)
        yield row


def _rates(learner: Smol, count: int) -> Iterator[float]:
    """Of each cell, by one likeliest reply to each of its held-out tasks."""
    for _, some in groupby(cells(), lambda cell: cell.family):
        held = [tasks(c.family, c.params, HELD_OUT, 0, count) for c in some]
        flat = [task for row in held for task in row]
        passed = np.array(_rewards(flat, learner.write(flat, 1)))
        yield from passed.reshape(len(held), count).mean(axis=1).tolist()


def _rewards(asked: Sequence[Task], replies: Sequence[str]) -> list[float]:
    pairs = zip(asked, replies, strict=True)
    return [float(grade(task, reply).status == "pass") for task, reply in pairs]
