"""The comparison: warm starts, runs and measurements, one row for each run; it may be stopped."""

import json
import math
import time
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.learning import grpo, plan
from benchmarks.learning.model import Small
from benchmarks.learning.tasks import HELD_OUT, WARM, Cell, Words, cells, made, reference, tasks
from tasksynth import Task, grade
from tasksynth.curriculum.scheduler import Scheduler

Row = dict[str, Any]
ALIKE = 1.7
"""How much longer than another a prompt may be, to be read together with it."""


def alike(lengths: Sequence[int]) -> list[list[int]]:
    """Places of prompts, together where lengths are alike: padding costs what a token does."""
    found: dict[int, list[int]] = {}
    for place, length in enumerate(lengths):
        found.setdefault(int(math.log(max(length, 1), ALIKE)), []).append(place)
    return list(found.values())


class Bench:
    """What all runs share: tokens, and the rows that are there."""

    def __init__(self, folder: Path) -> None:
        torch.set_num_threads(1)
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.words = folder, Words()
        self.file = folder / "runs.jsonl"

    def rows(self) -> list[Row]:
        """Of the runs that are done."""
        if not self.file.exists():
            return []
        return [json.loads(line) for line in self.file.read_text().splitlines()]

    def everything(self, seeds: int) -> None:
        """All runs that are not there yet, seed by seed."""
        done = {(row["seed"], row["sampler"]) for row in self.rows()}
        for seed in range(seeds):
            for sampler in plan.SAMPLERS:
                if (seed, sampler) not in done:
                    self._add(self.run(sampler, seed))

    def _add(self, row: Row) -> None:
        with self.file.open("a") as rows:
            rows.write(json.dumps(row) + "\n")
        last = row["measured"][-1]["rates"]
        known = [rate for cell, rate in zip(cells(), last, strict=True) if cell.part == "trained"]
        print(
            f"seed {row['seed']}, {row['sampler']}: {sum(known) / len(known):.3f} at the end, "
            f"{row['cpu_s']:.0f} s",
            flush=True,
        )

    def run(self, sampler: plan.Sampler, seed: int) -> Row:
        """Train by rewards from the seed's warm start, and measure on its held-out tasks."""
        model = self.warm()
        began = time.process_time()
        torch.manual_seed(1000 + seed)
        optimizer = grpo.optimizer_of(model, plan.RATE)
        scheduler = Scheduler(plan.recipe(sampler, seed))
        measured = [self._start(seed)]
        tokens, mixed, served = 0, 0, Counter[str]()
        for step in range(1, plan.STEPS + 1):
            tickets = scheduler.ask(plan.PROMPTS)
            served.update(ticket.arm for ticket in tickets)
            asked = [made(ticket.ref) for ticket in tickets]
            batches = []
            for places in self._batches(asked):
                some = [asked[i] for i in places]
                replies = self._write(model, some, plan.GROUP)
                rewards = self._rewards(some, replies)
                for i, group in zip(places, rewards, strict=True):
                    scheduler.tell(tickets[i].id, group)
                batches.append((replies, rewards))
                tokens += sum(replies.lengths)
                mixed += sum(len(set(group)) > 1 for group in rewards)
            grpo.warmed_up(optimizer, plan.RATE, step - 1)
            grpo.reinforce(model, optimizer, batches)
            if step % plan.EVERY == 0:
                samples = step * plan.PROMPTS * plan.GROUP
                measured.append(self._measured(model, seed, samples=samples, tokens=tokens))
        spent = time.process_time() - began
        return {
            "seed": seed, "sampler": sampler, "measured": measured,
            "served": [served[arm.name] for arm in scheduler.space.arms],
            "mixed": mixed, "cpu_s": round(spent, 1),
        }  # fmt: skip

    def _batches(self, asked: Sequence[Task]) -> list[list[int]]:
        return alike([len(self.words.numbers(task.text)) for task in asked])

    def _write(self, model: Small, asked: Sequence[Task], group: int) -> grpo.Replies:
        prompts = [self.words.numbers(task.text) for task in asked]
        return grpo.write(model, prompts, group=group, longest=plan.LONGEST)

    def _rewards(self, asked: Sequence[Task], replies: grpo.Replies) -> list[list[float]]:
        """1 for a pass and 0 for all else, a row for each prompt."""
        group = len(replies.tokens) // len(asked)
        texts = [self.words.tokens.decode(row) for row in replies.tokens.tolist()]
        return [
            [float(grade(task, text).status == "pass") for text in texts[i * group :][:group]]
            for i, task in enumerate(asked)
        ]

    def _measured(self, model: Small, seed: int, *, samples: int, tokens: int) -> Row:
        """Pass rates of all cells, in their order, by replies drawn as in training."""
        held = [task for cell in cells() for task in self._held_out(cell, seed)]
        passed = np.zeros(len(held))
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            for places in self._batches(held):
                some = [held[i] for i in places]
                rewards = self._rewards(some, self._write(model, some, plan.REPLIES))
                passed[places] = np.mean(rewards, axis=1)
        rates = passed.reshape(-1, plan.HELD_OUT).mean(1).tolist()
        return {"samples": samples, "tokens": tokens, "rates": rates}

    def _held_out(self, cell: Cell, seed: int) -> list[Task]:
        first = seed * plan.HELD_OUT
        return tasks(cell.family, cell.params, HELD_OUT, first, plan.HELD_OUT)

    @cache  # noqa: B019 - one bench a process
    def _start(self, seed: int) -> Row:
        """What the warm start can do, on a seed's held-out tasks."""
        return self._measured(self.warm(), seed, samples=0, tokens=0)

    def warm(self) -> Small:
        """The weights that all runs begin with, made when they are first wanted."""
        torch.manual_seed(0)
        model = Small(len(self.words.tokens), plan.WIDTH, plan.LAYERS, plan.HEADS)
        file = self.folder / "warm.pt"
        if not file.exists():
            self._imitate(model)
            torch.save(model.state_dict(), file)
        model.load_state_dict(torch.load(file, weights_only=True))
        return model

    def _imitate(self, model: Small) -> None:
        """Learn reference replies of the easiest levels, all families in each step."""
        easiest = [cell for cell in cells() if cell.level == 0]
        pairs = [
            [(self.words.numbers(t.text), self.words.tokens.encode(reference(t))) for t in some]
            for some in (tasks(c.family, c.params, WARM, 0, plan.WARM_ROWS) for c in easiest)
        ]
        optimizer = grpo.optimizer_of(model, plan.WARM_RATE)
        each = plan.WARM_BATCH // len(pairs)
        for step in range(plan.WARM_STEPS):
            left = 1 - step / plan.WARM_STEPS
            grpo.warmed_up(optimizer, plan.WARM_RATE * left, step)
            chosen = torch.randint(plan.WARM_ROWS, (len(pairs), each)).tolist()
            batches = [
                tuple(zip(*(rows[i] for i in some), strict=True))
                for rows, some in zip(pairs, chosen, strict=True)
            ]
            nats = grpo.imitate(model, optimizer, batches)
            if step % 100 == 99:
                print(f"warm start: {nats:.3f} nats a token after {step + 1} steps", flush=True)
