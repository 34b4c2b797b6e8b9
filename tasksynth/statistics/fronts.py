"""Scores on several objectives at once: what is worth keeping, and how good a set of it is.

Points are (points, objectives), and more is better in each: give a cost with a minus sign.
"""

import numpy as np
from numpy.typing import ArrayLike


def front(points: ArrayLike) -> np.ndarray:
    """(points,) True for those that no other one is as good as everywhere and better somewhere.

    Raises:
        ValueError: unless points are (points, objectives), all of them finite.
    """
    x = _points(points)
    as_good = (x[:, None] >= x).all(-1)  # (points, points)
    better = (x[:, None] > x).any(-1)
    return np.asarray(~(as_good & better).any(0))


def hypervolume(points: ArrayLike, reference: ArrayLike) -> float:
    """The volume of what some point is better than, down to a reference point.

    Zitzler and Thiele, "Multiobjective Optimization Using Evolutionary Algorithms", PPSN 1998;
    exact, slice by slice, for few objectives.

    Args:
        points: those that are not better than the reference everywhere add nothing.
        reference: what one would have without any of them, (objectives,).
    """
    x = _points(points)
    base = np.asarray(reference, dtype=float)
    if base.shape != x.shape[1:]:
        raise ValueError(f"want a reference of {x.shape[1]} objectives, got {base.shape}")
    return _volume(x[(x > base).all(1)] - base)


def _volume(x: np.ndarray) -> float:
    """Of points above 0: from the best of the last objective down, what the others span so far."""
    if not len(x):
        return 0.0
    if x.shape[1] == 1:
        return float(x.max())
    order = x[np.argsort(-x[:, -1], kind="stable")]
    depth = order[:, -1] - np.append(order[1:, -1], 0.0)
    return sum(
        float(deep) * _volume(order[: i + 1, :-1]) for i, deep in enumerate(depth) if deep > 0
    )


def inverted_distance(points: ArrayLike, known: ArrayLike) -> float:
    """Mean distance from each point of a known front to the nearest of these (IGD).

    Coello Coello and Reyes Sierra, "A Study of the Parallelization of a Coevolutionary
    Multi-objective Evolutionary Algorithm", MICAI 2004.
    """
    x, wanted = _points(points), _points(known)
    return float(np.linalg.norm(wanted[:, None] - x, axis=-1).min(1).mean())


def expected_utility(points: ArrayLike, weights: ArrayLike) -> float:
    """What the best point is worth on average to users who weigh objectives differently (EUM).

    Zintgraf et al., "Quality Assessment of MORL Algorithms: A Utility-Based Approach", 2015.

    Args:
        points: what can be chosen from.
        weights: of each user, (users, objectives).
    """
    users = np.atleast_2d(np.asarray(weights, dtype=float))
    return float((users @ _points(points).T).max(1).mean())


def _points(points: ArrayLike) -> np.ndarray:
    x = np.asarray(points, dtype=float)
    if x.ndim != 2 or not x.size or not np.isfinite(x).all():
        raise ValueError(f"want finite points, (points, objectives), got {x.shape}")
    return x
