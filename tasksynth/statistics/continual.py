"""What later training did to what was learnt before."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Continual:
    """Measures of a sequence of stages."""

    average: float
    """Mean score over families after the last stage."""
    forgetting: np.ndarray
    """By family: its best score before the last stage less its last (Chaudhry et al. 2018).

    Negative where the last is the best.
    """
    transfer: np.ndarray
    """Scores less those of the stage before, (stages - 1, families)."""
    backward: float | None
    """Mean gain, since their own stage, of families trained before the last (Lopez-Paz and
    Ranzato 2017); None if no stage says what it trained."""
    forward: float | None
    """Mean gain over the first stage, just before their own one, of families trained after the
    second; None if there is none."""


def continual(scores: ArrayLike, trained: Sequence[int | None] | None = None) -> Continual:
    """Measures of stages in their order.

    Args:
        scores: of every family after every stage, (stages, families).
        trained: the column of the family that a stage trained; None if none of them, as of a base
            model.

    Raises:
        ValueError: unless there are two stages or more.
    """
    x = np.asarray(scores, dtype=float)
    if x.ndim != 2 or len(x) < 2:
        raise ValueError(f"want scores of two stages or more, (stages, families), got {x.shape}")
    own = list(trained) if trained is not None else [None] * len(x)
    backward = [x[-1, j] - x[i, j] for i, j in enumerate(own[:-1]) if j is not None]
    forward = [x[i - 1, j] - x[0, j] for i, j in enumerate(own) if j is not None and i > 1]
    return Continual(
        average=float(x[-1].mean()),
        forgetting=np.asarray(x[:-1].max(axis=0) - x[-1]),
        transfer=np.diff(x, axis=0),
        backward=float(np.mean(backward)) if backward else None,
        forward=float(np.mean(forward)) if forward else None,
    )
