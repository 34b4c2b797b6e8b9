"""ALP-GMM: a mixture of Gaussians over tasks and the progress they brought."""

from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth.curriculum.arrays import Float, Floats, State
from tasksynth.curriculum.strategy import Batch, Options, Picks, Strategy, View, draw

SMALL = 1e-5
"""Added to variances."""


class ALPGMMOptions(Options):
    """Of the fit."""

    every: Annotated[int, Field(ge=20)] = 250
    """Groups between fits, and groups that a fit is made on."""
    random: Annotated[float, Field(ge=0, le=1)] = 0.2
    """Share of tickets drawn from all arms alike."""
    components: tuple[int, ...] = (2, 4)
    """Sizes of mixture to choose from, by Akaike's criterion."""
    memory: Annotated[int, Field(ge=20)] = 500
    """Groups among which the nearest earlier one is looked for."""


class ALPGMMState(State):
    """History and the present mixture, in the box [0, 1]^2 of track and depth."""

    x: Floats
    """(groups, 2)"""
    rate: Floats
    progress: Floats
    """(groups,) |success - success of the nearest earlier group|."""
    waiting: int = 0
    """Groups since the last fit."""
    share: Floats
    """(components,) weight of each, by its mean progress."""
    centre: Floats
    """(components, 2)"""
    root: Floats
    """(components, 2, 2) Cholesky factors of the covariances."""


class ALPGMM(Strategy[ALPGMMOptions, ALPGMMState]):
    """Sample where success has changed most, as a mixture fitted now and then sees it.

    Source: Portelas et al. 2019, "Teacher algorithms for curriculum learning of deep RL in
    continuously parameterized environments", arXiv:1910.07224, algorithm 1.
    """

    name = "alp_gmm"

    def start(self) -> ALPGMMState:
        """No mixture yet."""
        none = np.zeros(0)
        return ALPGMMState(
            x=np.zeros((0, 2)),
            rate=none,
            progress=none,
            share=none,
            centre=np.zeros((0, 2)),
            root=np.zeros((0, 2, 2)),
        )

    def ask(self, state: ALPGMMState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """Points of the box from the mixture, each snapped to its arm."""
        if not len(state.share):
            return Picks(draw(self.space.weight, n, rng))
        which = draw(state.share, n, rng)
        jump = np.einsum("nij,nj->ni", state.root[which], rng.normal(size=(n, 2)))
        x = np.clip(state.centre[which] + jump, 0, 1 - 1e-9)
        track = (x[:, 0] * len(self.space.tracks)).astype(np.int64)
        rank = (x[:, 1] * self.space.sizes[track]).astype(np.int64)
        explore = rng.random(n) < self.options.random
        return Picks(
            np.where(explore, draw(self.space.weight, n, rng), self.space.grid[track, rank])
        )

    def tell(self, state: ALPGMMState, batch: Batch) -> ALPGMMState:
        """Add the groups; fit anew when enough have come."""
        space, o = self.space, self.options
        spot = np.stack([space.track[batch.arm], space.rank[batch.arm]], axis=1)
        scale = np.stack(
            [np.full(len(batch), len(space.tracks)), space.sizes[space.track[batch.arm]]], axis=1
        )
        # The middle of the cell, moved by the item: a cell is a box, not a point.
        golden = np.array([0.6180339887498949, 0.7548776662466927])
        x = (spot + (batch.item[:, None] * golden) % 1) / scale
        progress = np.zeros(len(batch))
        if len(state.x):
            far = (x[:, :1] - state.x[:, 0]) ** 2 + (x[:, 1:] - state.x[:, 1]) ** 2
            progress = np.abs(batch.rate - state.rate[far.argmin(1)])
        xs = np.concatenate([state.x, x])[-o.memory :]
        rates = np.concatenate([state.rate, batch.rate])[-o.memory :]
        changes = np.concatenate([state.progress, progress])[-o.memory :]
        waiting = state.waiting + len(batch)
        new = {"x": xs, "rate": rates, "progress": changes, "waiting": waiting}
        if waiting < o.every:
            return state.model_copy(update=new)
        data = np.column_stack([xs, changes])[-o.every :]
        mean, cov = _fit(data, o.components)
        weight = np.maximum(mean[:, 2], 0)
        return state.model_copy(
            update=new
            | {
                "waiting": 0,
                "share": weight / weight.sum() if weight.sum() > 0 else np.zeros(0),
                "centre": mean[:, :2],
                "root": np.linalg.cholesky(cov[:, :2, :2]),
            }
        )


def _fit(data: Float, sizes: tuple[int, ...]) -> tuple[Float, Float]:
    """Means (k, 3) and covariances (k, 3, 3) of the mixture that Akaike's criterion likes best."""
    best: tuple[float, Float, Float] | None = None
    for k in sizes:
        if len(data) < 3 * k:
            continue
        likelihood, mean, cov = _em(data, k)
        akaike = 2 * (10 * k - 1) - 2 * likelihood
        if best is None or akaike < best[0]:
            best = (akaike, mean, cov)
    if best is None:
        return data.mean(0)[None], np.cov(data.T)[None] + SMALL * np.eye(3)
    return best[1], best[2]


def _em(data: Float, k: int, rounds: int = 8) -> tuple[float, Float, Float]:
    """Log-likelihood, means and covariances after some rounds of expectation-maximisation."""
    n, dims = data.shape
    products = (data[:, :, None] * data[:, None]).reshape(n, -1)
    moments = np.column_stack([np.ones(n), data, products])  # (n, 1 + dims + dims^2)
    mean = data[np.linspace(0, n - 1, k).astype(np.int64)]
    cov = np.tile(np.cov(data.T) + SMALL * np.eye(dims), (k, 1, 1))
    share = np.full(k, 1 / k)
    likelihood = 0.0
    for _ in range(rounds):
        # The log density is linear in the moments of the data.
        inverse = np.linalg.inv(cov)
        linear = np.einsum("kij,kj->ki", inverse, mean)
        volume = np.linalg.slogdet(cov)[1] + dims * np.log(2 * np.pi)
        level = np.log(share) - 0.5 * ((linear * mean).sum(1) + volume)
        log = moments @ np.column_stack([level, linear, -0.5 * inverse.reshape(k, -1)]).T
        top = log.max(1, keepdims=True)
        each = np.exp(log - top)
        total = each.sum(1, keepdims=True)
        likelihood = float((np.log(total) + top).sum())
        found = (each / total).T @ moments
        mass = found[:, 0] + 1e-9
        share, mean = mass / mass.sum(), found[:, 1 : 1 + dims] / mass[:, None]
        cov = found[:, 1 + dims :].reshape(k, dims, dims) / mass[:, None, None]
        cov = cov - mean[:, :, None] * mean[:, None] + SMALL * np.eye(dims)
    return likelihood, mean, cov
