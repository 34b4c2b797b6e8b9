"""Tests of two models on the same tasks."""

import math
from collections.abc import Sequence


def sign_test(wins: int, losses: int) -> float:
    """The chance that a fair coin is so far from even: two-sided, exact.

    With one answer a task this is McNemar's test, exact: `wins` are the tasks that only one model
    solved, `losses` those that only the other did.

    Raises:
        ValueError: for negative counts.
    """
    if wins < 0 or losses < 0:
        raise ValueError(f"counts are 0 or more, got {wins} and {losses}")
    n, most = wins + losses, max(wins, losses)
    tail = sum(math.comb(n, k) for k in range(most, n + 1))
    return min(1.0, 2 * tail / float(2**n))


def holm(chances: Sequence[float]) -> list[float]:
    """Chances of error, corrected for how many there are (Holm 1979), in the order given."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    corrected, worst = [1.0] * len(chances), 0.0
    for place, i in enumerate(order):
        worst = max(worst, min(1.0, (len(chances) - place) * chances[i]))
        corrected[i] = worst
    return corrected
