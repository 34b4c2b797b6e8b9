"""Random clauses: what was planted holds, and shuffling whole pools keeps the shares of widths."""

from collections import Counter

import numpy as np
import pytest

from tasksynth_sat.drawing import draw
from tasksynth_sat.drawing.draw import Width


def rng(key: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=key))


@pytest.mark.parametrize(("n", "width"), [(16, "mixed"), (50, "mixed"), (50, 3), (90, 2), (20, 8)])
def test_planted_clauses_hold_and_their_sole_supports_are_counted(n: int, width: Width) -> None:
    for key in range(20):
        planted = draw.planted(rng(key), n, width, 3 * n)
        assert planted is not None
        clauses, solution, support = planted
        true = draw.literals(solution, n)
        agreeing = [[x for x in clause if x in true] for clause in clauses]
        assert len(set(clauses)) == len(clauses) == 3 * n
        assert all(agreeing)
        assert all(list(map(abs, c)) == sorted({abs(x) for x in c}) for c in clauses)
        alone = Counter(abs(found[0]) - 1 for found in agreeing if len(found) == 1)
        # the spare clauses that were drawn are counted too
        assert all(support[v] >= count for v, count in alone.items())
        assert sum(support) <= alone.total() + 3 * n // 32 + 4


def test_planting_is_quiet() -> None:
    agreeing = total = 0
    for key in range(60):
        planted = draw.planted(rng(key), 50, 3, 200)
        assert planted is not None
        true = draw.literals(planted[1], 50)
        agreeing += sum(x in true for clause in planted[0] for x in clause)
        total += 600
    assert abs(agreeing / total - 0.5) < 0.01


@pytest.mark.parametrize("n", [3, 4])
def test_whole_shuffles_of_mixed_widths_begin_with_each_width_at_its_share(n: int) -> None:
    streams = [list(draw.clauses(rng(key), n, "mixed")) for key in range(2000)]
    assert {len(set(stream)) for stream in streams} == {len(streams[0])}
    shares = np.bincount(draw.widths(rng(1), n, "mixed", 100_000)) / 100_000
    first = np.bincount([len(stream[0]) for stream in streams], minlength=len(shares)) / 2000
    assert np.abs(first - shares).max() < 0.04
