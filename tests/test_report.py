import numpy as np
import pytest

from tasksynth.pipeline.judging.report import (
    Counts,
    Summary,
    difficulty,
    pass_at_k,
    pass_rate,
    wilson,
)


@pytest.mark.parametrize(
    ("k", "wanted"), [(1, 0.25), (3, 0.618182), (5, 0.840909), (7, 0.954545), (10, 1.0)]
)
def test_pass_at_k_is_the_unbiased_estimate(k: int, wanted: float) -> None:
    assert pass_at_k(12, 3, k) == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize(("n", "c", "k"), [(3, 4, 1), (3, 1, 4), (3, 1, 0), (3, -1, 1)])
def test_pass_at_k_refuses_what_cannot_be(n: int, c: int, k: int) -> None:
    with pytest.raises(ValueError, match="pass@k wants"):
        pass_at_k(n, c, k)


def test_wilson_matches_the_published_example() -> None:
    # Brown, Cai, DasGupta (2001): 0 of 10 gives [0, 0.2775]
    assert wilson(0.0, 10).high == pytest.approx(0.2775, abs=1e-4)
    assert wilson(0.0, 10).low == 0.0


def test_intervals_cover_the_truth_when_samples_are_correlated() -> None:
    rng = np.random.Generator(np.random.Philox(key=1))
    covered = 0
    for _ in range(400):
        skill = rng.beta(0.5, 0.5, size=60)  # each task is nearly always or nearly never solved
        judged = [(8, int(rng.binomial(8, p))) for p in skill]
        interval = pass_rate(judged)
        covered += interval.low <= 0.5 <= interval.high
    assert covered / 400 > 0.92


def test_errors_are_counted_and_left_out_of_the_rates() -> None:
    counts = Counts()
    for status in ("pass", "error", "unparsable", "fail"):
        counts.add("a", status)
    counts.add("b", "error")
    summary = counts.summary()
    assert (summary.tasks, summary.answers, summary.errors) == (2, 5, 2)
    assert summary.pass_rate is not None
    assert summary.pass_rate.rate == pytest.approx(1 / 3)


def test_nothing_but_errors_has_no_rate() -> None:
    counts = Counts()
    counts.add("a", "error")
    assert counts.summary().pass_rate is None


def summary(passed: int, failed: int) -> Summary:
    counts = Counts()
    for i in range(passed + failed):
        counts.add(str(i), "pass" if i < passed else "fail")
    return counts.summary()


@pytest.mark.parametrize(
    ("passed", "rho"),
    [
        ([9, 7, 4, 0], 1.0),
        ([0, 4, 7, 9], -1.0),
        ([9, 4, 7, 0], 0.8),
        ([9, 9, 0, 0], 0.894427),  # ties share their ranks
    ],
)
def test_declared_against_measured_difficulty(passed: list[int], rho: float) -> None:
    groups = [("f", 0.1 * i, summary(c, 9 - c)) for i, c in enumerate(passed)]
    measured = difficulty(groups[::-1])["f"]
    assert measured.levels == 4
    assert measured.rank_correlation == pytest.approx(rho, abs=1e-6)


def test_difficulty_wants_three_levels_and_two_rates() -> None:
    few = [("few", 0.1, summary(3, 1)), ("few", 0.2, summary(1, 3))]
    flat = [("flat", 0.1 * i, summary(1, 1)) for i in range(5)]
    plain = [("plain", None, summary(1, 1))]
    errors = Counts()
    errors.add("a", "error")
    assert difficulty([*few, *flat, *plain, ("few", 0.3, errors.summary())]) == {}
