"""A learned representation of tasks, and regret in it."""

from functools import cached_property
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from tasksynth.curriculum.arrays import ArmFloats, Float, State
from tasksynth.curriculum.belief import curves, vae
from tasksynth.curriculum.space import Space
from tasksynth.curriculum.strategy import Batch, Options, Picks, Strategy, View, draw, sums

Share = Annotated[float, Field(ge=0, le=1)]
NEWTON = 5
RIDGE = 0.3


class LatentOptions(Options):
    """Of the two stages."""

    representation: Literal["supervised", "vae"] = "supervised"
    """`vae`: a small variational autoencoder of the features, as in the paper; needs PyTorch."""
    every: Annotated[int, Field(ge=1)] = 256
    """Groups between refits of the representation; at least two for each arm."""
    half_life: Annotated[float, Field(gt=0)] = 400.0
    """Groups after which evidence counts half."""
    width: Annotated[float, Field(gt=0)] = 0.5
    """Reach of a neighbourhood in the latent space, in logits of predicted difficulty."""
    temperature: Annotated[float, Field(gt=0)] = 0.05
    floor: Share = 0.05


class LatentState(State):
    """Counts for two policies, and the last fit."""

    solved: ArmFloats
    """(arms,) discounted sums for the policy that learns; so is the next."""
    tries: ArmFloats
    other_solved: ArmFloats
    """(arms,) the same for any other policy; so is the next."""
    other_tries: ArmFloats
    spread: ArmFloats
    """(arms,) discounted sum of best minus mean within groups, for"""
    groups: ArmFloats
    regret: ArmFloats
    """(arms,) smoothed over the latent space at the last fit."""
    waiting: int = 0


class Latent(Strategy[LatentOptions, LatentState]):
    """First a representation of task features is learned, then regret is followed in it.

    The representation is supervised and light: each feature of a cell, its track among them, scaled
    by its weight in a logistic model of success, so that distance is predicted difference in
    difficulty and nuisance features vanish. Regret is the second policy's success minus the first's
    where a second one plays, else the best minus the mean reward of a group.

    Source: the two stages of CLUTR (Azad et al. 2023, "CLUTR: curriculum learning via unsupervised
    task representation learning", arXiv:2210.10243), whose representation is a VAE's.
    """

    name = "latent"

    def __init__(self, options: LatentOptions, space: Space) -> None:
        super().__init__(options, space)
        if options.representation == "vae":
            vae.check()

    def start(self) -> LatentState:
        """Nothing known: regret alike."""
        zero = np.zeros(len(self.space))
        names = ("solved", "tries", "other_solved", "other_tries", "spread", "groups", "regret")
        return LatentState(**dict.fromkeys(names, zero))

    def ask(self, state: LatentState, n: int, rng: np.random.Generator, view: View) -> Picks:
        """Softmax of the smoothed regret, and the floor."""
        weight = np.exp((state.regret - state.regret.max()) / self.options.temperature)
        weight = weight * self.space.weight
        floor = self.options.floor
        return Picks(draw((1 - floor) * weight / weight.sum() + floor * self.space.weight, n, rng))

    def tell(self, state: LatentState, batch: Batch) -> LatentState:
        """Count; refit now and then."""
        arms = len(self.space)
        keep = 0.5 ** (len(batch) / self.options.half_life)
        mine = batch.only(batch.policy == 0)
        other = batch.only(batch.policy != 0)
        solved, tries, groups = sums(mine, arms)
        other_solved, other_tries, _ = sums(other, arms)
        waiting = state.waiting + len(batch)
        new = {
            "solved": keep * state.solved + solved,
            "tries": keep * state.tries + tries,
            "other_solved": keep * state.other_solved + other_solved,
            "other_tries": keep * state.other_tries + other_tries,
            "spread": keep * state.spread + np.bincount(mine.arm, mine.best - mine.rate, arms),
            "groups": keep * state.groups + groups,
            "waiting": waiting,
        }
        state = state.model_copy(update=new)
        if waiting < max(self.options.every, 2 * arms):
            return state
        return state.model_copy(update={"waiting": 0, "regret": self._regret(state)})

    def _regret(self, state: LatentState) -> Float:
        """(arms,) regret, smoothed over neighbours in the latent space."""
        far = self._learned if self.options.representation == "vae" else self._supervised(state)
        near = np.exp(-far / (2 * self.options.width**2))
        evidence = np.minimum(state.groups, 50)
        one = state.spread / np.maximum(state.groups, 1e-9)
        both = (state.tries > 0) & (state.other_tries > 0)
        gap = state.other_solved / np.maximum(state.other_tries, 1e-9)
        gap = gap - state.solved / np.maximum(state.tries, 1e-9)
        raw = np.where(both, np.maximum(gap, 0), one)
        total = np.einsum("ij,j->i", near, evidence * raw) + 0.5
        smooth: Float = total / (np.einsum("ij,j->i", near, evidence) + 1.0)
        return smooth

    def _supervised(self, state: LatentState) -> Float:
        """(arms, arms) squared distances in logits of predicted difficulty."""
        space = self.space
        by_track, by_feature = self._relevance(state)
        square = by_track[space.track] ** 2
        far: Float = (square[:, None] + square) * (space.track[:, None] != space.track)
        for column, weight in zip(space.features.T, by_feature, strict=True):
            far += (weight * (column[:, None] - column)) ** 2
        return far

    @cached_property
    def _learned(self) -> Float:
        """(arms, arms) squared distances in the autoencoder's latent space."""
        space = self.space
        z = vae.embed(np.column_stack([np.eye(len(space.tracks))[space.track], space.features]))
        far: Float = ((z[:, None] - z) ** 2).sum(2)
        return far

    def _relevance(self, state: LatentState) -> tuple[Float, Float]:
        """(tracks,) and (features,) weights of a logistic model of success with a ridge.

        Newton's method; the tracks' own weights, of which each arm has one, are eliminated, which
        leaves a system as small as the features are few.
        """
        track, tracks = self.space.track, len(self.space.tracks)
        x = np.column_stack([np.ones(len(self.space)), self.space.features])
        a, w = np.zeros(tracks), np.zeros(x.shape[1])
        for _ in range(NEWTON):
            p = curves.logistic(a[track] + (x * w).sum(1))
            curvature = 0.5 * state.tries * p * (1 - p) + 1e-9
            slack = 0.5 * (state.solved - state.tries * p)
            own = np.bincount(track, curvature, tracks) + RIDGE
            cross = np.stack([np.bincount(track, c, tracks) for c in (x.T * curvature)], axis=1)
            kept = np.einsum("ij,i,ik->jk", x, curvature, x) + RIDGE * np.eye(len(w))
            kept = kept - np.einsum("tj,tk->jk", cross, cross / own[:, None])
            force = np.bincount(track, slack, tracks) - RIDGE * a
            pull = (x.T * slack).sum(1) - RIDGE * w - (cross.T * (force / own)).sum(1)
            step = np.linalg.solve(kept, pull)
            a = a + np.clip((force - (cross * step).sum(1)) / own, -2, 2)
            w = w + np.clip(step, -2, 2)
        return a, w[1:]
