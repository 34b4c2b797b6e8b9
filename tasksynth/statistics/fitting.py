"""Curves of success over difficulty, and one scale for several of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

RIDGE = 0.01
"""Of slopes and abilities, in squared logits: what keeps a curve that is always 0 or 1 finite."""
STEPS = 40
STEEPEST = 200.0
"""Logits over the ladder; a step has no slope of its own."""


def falling(values: ArrayLike, weights: ArrayLike) -> np.ndarray:
    """The nearest sequence that never rises, in weighted least squares (pool adjacent violators).

    Args:
        values: in order of difficulty, (levels,).
        weights: positive, (levels,).
    """
    pools: list[list[float]] = []  # [value, weight, members]
    for value, weight in zip(np.asarray(values, float), np.asarray(weights, float), strict=True):
        pools.append([value, weight, 1])
        while len(pools) > 1 and pools[-1][0] > pools[-2][0]:
            top, below = pools.pop(), pools.pop()
            whole = top[1] + below[1]
            mean = (top[0] * top[1] + below[0] * below[1]) / whole
            pools.append([mean, whole, top[2] + below[2]])
    return np.repeat([pool[0] for pool in pools], [int(pool[2]) for pool in pools])


def logistic(levels: ArrayLike, shares: ArrayLike, weights: ArrayLike) -> np.ndarray:
    """Fit sigmoid(intercept + slope * level), for all draws at once.

    Maximum likelihood with a weak normal prior of the slope, by Newton's steps.

    Args:
        levels: (levels,).
        shares: of what succeeded, (draws, levels), clipped to [0, 1].
        weights: trials at each level, (levels,).

    Returns:
        Intercept and slope, (draws, 2).
    """
    x = np.stack([np.ones(len(np.asarray(levels))), np.asarray(levels, dtype=float)], axis=1)
    y, n = np.clip(np.asarray(shares, dtype=float), 0, 1), np.asarray(weights, dtype=float)
    prior = np.diag([RIDGE, RIDGE])
    found = np.zeros((len(y), 2))
    for _ in range(STEPS):
        p = _sigmoid(found @ x.T)  # (draws, levels)
        force = ((y - p) * n) @ x - found @ prior
        curvature = np.einsum("dl,li,lj->dij", p * (1 - p) * n, x, x) + prior
        step = np.linalg.solve(curvature, force[..., None])[..., 0]
        found = np.clip(found + np.clip(step, -5, 5), -STEEPEST, STEEPEST)
        if np.abs(step).max() < 1e-9:
            break
    return found


@dataclass(frozen=True)
class Scale:
    """Subjects and items on one scale, in logits: success is sigmoid(ability - difficulty)."""

    ability: np.ndarray
    """(subjects,), of mean 0."""
    difficulty: np.ndarray
    """(items,)"""
    error: np.ndarray
    """Standard errors of the difficulties, (items,)."""


def rasch(passed: ArrayLike, tried: ArrayLike) -> Scale:
    """Rasch's model of item response (1960), by penalised maximum likelihood.

    Args:
        passed: how often each subject succeeded at each item, (subjects, items).
        tried: of how many trials; 0 where it was not asked.

    Raises:
        ValueError: if an item was asked of nobody.
    """
    c, n = np.asarray(passed, dtype=float), np.asarray(tried, dtype=float)
    if n.size == 0 or (n.sum(axis=0) == 0).any():
        raise ValueError("an item was asked of nobody")
    subjects, items = c.shape
    at = np.zeros(subjects + items)
    prior = np.concatenate([np.full(subjects, 1.0), np.full(items, RIDGE * 10)])
    for _ in range(STEPS):
        p = _sigmoid(at[:subjects, None] - at[None, subjects:])
        force = np.concatenate([(c - n * p).sum(axis=1), (n * p - c).sum(axis=0)]) - prior * at
        step = np.clip(np.linalg.solve(_curvature(n * p * (1 - p), prior), force), -2, 2)
        at += step
        if np.abs(step).max() < 1e-9:
            break
    p = _sigmoid(at[:subjects, None] - at[None, subjects:])
    spread = np.linalg.inv(_curvature(n * p * (1 - p), prior))
    less_mean = np.hstack([np.full((items, subjects), -1 / subjects), np.eye(items)])
    error = np.sqrt(np.einsum("ij,jk,ik->i", less_mean, spread, less_mean))
    middle = at[:subjects].mean()
    return Scale(at[:subjects] - middle, at[subjects:] - middle, error)


def _curvature(weights: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Of the penalised log-likelihood, subjects before items."""
    subjects = len(weights)
    found = np.diag(np.concatenate([weights.sum(axis=1), weights.sum(axis=0)]) + prior)
    found[:subjects, subjects:], found[subjects:, :subjects] = -weights, -weights.T
    return found


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -500, 500))))
