"""Learning: first from reference replies, then from rewards alone (GRPO).

Shao et al., "DeepSeekMath", arXiv:2402.03300: a group of replies to each prompt, its rewards less
their mean over their deviation as advantages. Each batch is used once, right after it was sampled,
so that nothing is to be clipped, and there is no reference policy. Replies count alike, whatever
their length; groups without a deviation teach nothing, and are left out of the update.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as f

from benchmarks.learning.model import Small

PAD, END = 0, 1
WARM_UP = 10
COMPACT = 0.6
"""The share of replies that go on at which the others are put aside: it costs a copy."""


@dataclass(frozen=True)
class Replies:
    """Replies to a batch of prompts, padded with PAD after their END."""

    prompts: Tensor
    """(prompts, longest), padded on the left."""
    tokens: Tensor
    """(prompts * group, longest reply)"""

    @property
    def lengths(self) -> list[int]:
        """Tokens of each that were generated, its END among them."""
        return [int(n) for n in (self.tokens != PAD).sum(1)]


def padded(rows: Sequence[Sequence[int]], *, left: bool) -> Tensor:
    """Rows of one length."""
    longest = max(map(len, rows))
    fill = [[PAD] * (longest - len(row)) for row in rows]
    return torch.tensor(
        [[*gap, *row] if left else [*row, *gap] for row, gap in zip(rows, fill, strict=True)]
    )


def write(model: Small, prompts: Sequence[Sequence[int]], *, group: int, longest: int) -> Replies:
    """A group of replies to each prompt, their tokens drawn at a temperature of 1."""
    with torch.no_grad():
        asked = padded(prompts, left=True)
        states, cache = model(asked, asked != PAD)
        cache = [(_roomy(k, group, longest), _roomy(v, group, longest)) for k, v in cache]
        there = (asked != PAD).repeat_interleave(group, 0)
        logits = model.logits(states[:, -1]).repeat_interleave(group, 0)
        said = torch.full((len(logits), longest), PAD)
        live = torch.arange(len(logits))
        ended = torch.zeros(len(logits), dtype=torch.bool)
        for place in range(longest):
            logits[:, PAD] = -torch.inf
            token = torch.multinomial(logits.softmax(-1), 1)[:, 0]
            said[live, place] = torch.where(ended, PAD, token)
            ended |= token == END
            on = (~ended).nonzero()[:, 0]
            if not len(on):
                break
            if len(on) < COMPACT * len(live):  # others are done: no more work for them
                live, token, there, ended = live[on], token[on], there[on], ended[on]
                cache = [(k[on], v[on]) for k, v in cache]
            there = torch.cat([there, torch.ones(len(there), 1, dtype=torch.bool)], 1)
            states, _ = model(token[:, None], there, cache, there.shape[1] - 1)
            logits = model.logits(states[:, -1])
        return Replies(asked, said[:, : place + 1])


def _roomy(x: Tensor, group: int, more: int) -> Tensor:
    """Each row as often as its group is large, with room for more of the third axis."""
    return f.pad(x.repeat_interleave(group, 0), (0, 0, 0, more))


def nats_of(model: Small, prompts: Tensor, replies: Tensor) -> Tensor:
    """Minus the log-probability of each token of replies, 0 at padding; (rows, longest).

    Each prompt is read once, for as many replies in succession as there are to each.
    """
    group = len(replies) // len(prompts)
    asked, cache = model(prompts, prompts != PAD)
    cache = [(k.repeat_interleave(group, 0), v.repeat_interleave(group, 0)) for k, v in cache]
    said = replies[:, :-1]
    there = torch.cat([(prompts != PAD).repeat_interleave(group, 0), said != PAD], 1)
    states, _ = model(said, there, cache)
    before = torch.cat([asked[:, -1:].repeat_interleave(group, 0), states], 1)
    logits = model.logits(before).transpose(1, 2)
    return f.cross_entropy(logits, replies, ignore_index=PAD, reduction="none")


def imitate(
    model: Small,
    optimizer: torch.optim.Optimizer,
    batches: Sequence[tuple[Sequence[Sequence[int]], Sequence[Sequence[int]]]],
) -> float:
    """One step towards reference replies, as tokens of prompts and of replies; nats a token.

    Each batch is read by itself, so that short prompts are not padded to the length of long ones.
    """
    said = [padded([[*reply, END] for reply in replies], left=False) for _, replies in batches]
    count = sum(int((rows != PAD).sum()) for rows in said)
    total = 0.0
    for (prompts, _), rows in zip(batches, said, strict=True):
        loss = nats_of(model, padded(prompts, left=True), rows).sum() / count
        loss.backward()
        total += float(loss.detach())
    _step(model, optimizer)
    return total


def reinforce(
    model: Small,
    optimizer: torch.optim.Optimizer,
    batches: Sequence[tuple[Replies, Sequence[Sequence[float]]]],
) -> None:
    """One step of GRPO on groups of replies and their rewards."""
    count = sum(len(group) for _, rewards in batches for group in rewards)
    learnt = [_pushed(model, replies, rewards, count) for replies, rewards in batches]
    if any(learnt):
        _step(model, optimizer)


def _pushed(model: Small, replies: Replies, rewards: Sequence[Sequence[float]], count: int) -> bool:
    """Add the gradient of a batch, of so many replies in all; False if no group has any."""
    earned = torch.tensor(rewards, dtype=torch.float32)
    spread = earned.std(1, correction=0, keepdim=True)
    advantage = ((earned - earned.mean(1, keepdim=True)) / (spread + 1e-4)).flatten()
    mixed = spread[:, 0] > 0
    if not bool(mixed.any()):
        return False
    rows = mixed.repeat_interleave(earned.shape[1])
    said = replies.tokens[rows]
    nats = nats_of(model, replies.prompts[mixed], said).sum(1) / (said != PAD).sum(1)
    ((nats * advantage[rows]).sum() / count).backward()
    return True


def optimizer_of(model: Small, rate: float) -> torch.optim.Optimizer:
    """Adam, without decay."""
    return torch.optim.AdamW(model.parameters(), lr=rate, betas=(0.9, 0.98), weight_decay=0.0)


def warmed_up(optimizer: torch.optim.Optimizer, rate: float, step: int) -> None:
    """The first steps are smaller, since Adam's are of full size whatever is known."""
    for group in optimizer.param_groups:
        group["lr"] = rate * min(1.0, (step + 1) / WARM_UP)


def _step(model: Small, optimizer: torch.optim.Optimizer) -> None:
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
