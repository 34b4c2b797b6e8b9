"""A small transformer: attention with rotary positions, and a cache for writing replies."""

import torch
from torch import Tensor, nn
from torch.nn import functional as f

Pair = tuple[Tensor, Tensor]
Cache = list[Pair]
"""Keys and values of each layer, (batch, heads, time, size)."""


class Block(nn.Module):  # type: ignore[misc]
    """Attention and a layer of rectifiers, each on what is normalised."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.up = nn.Linear(width, 4 * width, bias=False)
        self.down = nn.Linear(4 * width, width, bias=False)

    def forward(
        self, x: Tensor, turn: Pair, mask: Tensor, past: Pair | None, filled: int | None
    ) -> tuple[Tensor, Pair]:
        """What comes out, (batch, time, width), and keys and values so far."""
        batch, time, width = x.shape
        qkv = self.qkv(self.first(x)).view(batch, time, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        (q, k), v = rotated(qkv[:2], turn), qkv[2]
        if past is not None and filled is not None:
            until = filled + time
            past[0][:, :, filled:until], past[1][:, :, filled:until] = k, v
            k, v = past[0][:, :, :until], past[1][:, :, :until]
        elif past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        seen = f.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = x + self.out(seen.transpose(1, 2).reshape(batch, time, width))
        return x + self.down(f.gelu(self.up(self.second(x)))), (k, v)


class Small(nn.Module):  # type: ignore[misc]
    """Next tokens from tokens. Prompts are padded on the left."""

    def __init__(self, vocabulary: int, width: int, layers: int, heads: int) -> None:
        super().__init__()
        self.embed = nn.Embedding(vocabulary, width)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.last = nn.LayerNorm(width)
        self.rates: Tensor
        half = width // heads // 2
        self.register_buffer("rates", 10_000 ** (-torch.arange(half) / half), persistent=False)
        for weights in self.parameters():
            if weights.dim() > 1:
                nn.init.normal_(weights, std=0.02 if weights is self.embed.weight else width**-0.5)

    def forward(
        self, tokens: Tensor, there: Tensor, cache: Cache | None = None, filled: int | None = None
    ) -> tuple[Tensor, Cache]:
        """States of the new tokens, (batch, new, width).

        Args:
            tokens: the new ones, (batch, new).
            there: which of all tokens so far are no padding, (batch, old + new).
            cache: of the old ones.
            filled: how many these are, if the cache has room for more, which is written there.
        """
        new, whole = tokens.shape[1], there.shape[1]
        place = (there.cumsum(1) - 1)[:, -new:, None] * self.rates  # (batch, new, half)
        turn = place.cos()[:, None], place.sin()[:, None]
        order = torch.ones(new, whole, dtype=torch.bool).tril(whole - new)
        own = torch.eye(new, whole, dtype=torch.bool).roll(whole - new, 1)  # padding sees itself
        mask = (order & there[:, None, :] | own)[:, None]
        x, kept = self.embed(tokens), []
        for i, block in enumerate(self.blocks):
            x, here = block(x, turn, mask, cache[i] if cache else None, filled)
            kept.append(here)
        return self.last(x), kept

    def logits(self, states: Tensor) -> Tensor:
        """Of each next token, from states."""
        return states @ self.embed.weight.T


def rotated(x: Tensor, turn: Pair) -> Tensor:
    """Pairs of numbers turned by angles that grow with the place (Su et al. 2021)."""
    cos, sin = turn
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, a * sin + b * cos], -1)
