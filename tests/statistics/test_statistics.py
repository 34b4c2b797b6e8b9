"""Aggregates equal rliable's, intervals hold the truth, tests and matrices equal hand values."""

import numpy as np
import pytest

from tasksynth.pipeline.judging.report import pass_rate
from tasksynth.statistics import (
    cell_draws,
    centred,
    continual,
    few,
    generator,
    holm,
    improvement,
    iqm,
    mean,
    median,
    of_mean,
    optimality_gap,
    profile,
    resampled_runs,
    sign_test,
    stratified_bootstrap,
)

AT = [0.0, 0.25, 0.5, 0.75, 1.0]
RLIABLE = [  # of rliable 1.2.0: shape and step, then what it says of `scores(...)`
    (
        (5, 7, 5),
        [0.604395571, 0.595141737, 0.6153848, 0.421978029, 0.521428571],
        [0.942857143, 0.742857143, 0.571428571, 0.4, 0.171428571],
        [1.0, 0.857142857, 0.571428571, 0.428571429, 0.0],
    ),
    (
        (3, 26, 11),
        [0.601577885, 0.60000005, 0.628205167, 0.423076923, 0.488782051],
        [0.935897436, 0.743589744, 0.576923077, 0.397435897, 0.166666667],
        [1.0, 0.923076923, 0.653846154, 0.307692308, 0.0],
    ),
    (
        (10, 4, 7),
        [0.596153825, 0.5884616, 0.60384615, 0.42884615, 0.461363636],
        [0.925, 0.75, 0.575, 0.4, 0.175],
        [1.0, 1.0, 1.0, 0.0, 0.0],
    ),
]


def scores(runs: int, tasks: int, step: int) -> np.ndarray:
    return np.round((np.arange(runs * tasks).reshape(runs, tasks) * step + 3) % 17 / 13, 6)


@pytest.mark.parametrize(("shape", "aggregates", "runs", "means"), RLIABLE)
def test_aggregates_and_profiles_equal_rliable(
    shape: tuple[int, int, int], aggregates: list[float], runs: list[float], means: list[float]
) -> None:
    n, tasks, step = shape
    x, y = scores(n, tasks, step), scores(n + 1, tasks, step + 2)
    ours = [mean(x), iqm(x), median(x), optimality_gap(x), improvement(x, y)]
    assert ours == pytest.approx(aggregates, abs=5e-7)
    assert profile(x, AT) == pytest.approx(runs, abs=5e-7)
    assert profile(x, AT, of="means") == pytest.approx(means, abs=5e-7)


def test_draws_go_through_aggregates_at_once() -> None:
    x = resampled_runs(scores(5, 7, 5), generator(), draws=3)
    assert x.shape == (3, 5, 7)
    for function in (mean, iqm, median, optimality_gap):
        assert function(x) == pytest.approx([float(function(one)) for one in x])
    assert profile(x, AT) == pytest.approx(np.array([profile(one, AT) for one in x]))


def test_the_classic_bootstrap_gives_the_interval_that_rliable_gives() -> None:
    # 20,000 draws of rliable's: [0.4939, 0.7004]; what is left is chance
    low, high = stratified_bootstrap(scores(5, 7, 5), iqm, generator(), draws=20_000)
    assert (low, high) == pytest.approx((0.4939, 0.7004), abs=0.008)


@pytest.mark.parametrize(
    ("cells", "tasks", "samples", "skills"),
    [(10, 8, 1, (0.3, 0.3)), (20, 8, 1, (0.2, 4)), (12, 8, 4, (0.3, 2))],
)
def test_intervals_of_cells_and_of_families_hold_the_truth(
    cells: int, tasks: int, samples: int, skills: tuple[float, float]
) -> None:
    """Simulated models: a skill a cell, many near 0; tasks within a cell differ, too."""
    rng = generator(1)
    held, trials = np.zeros(5), 80
    for _ in range(trials):
        truth = rng.beta(*skills, size=cells).clip(1e-6, 1 - 1e-6)
        each = rng.beta(2 * truth, 2 * (1 - truth), size=(tasks, cells))
        if samples == 1:
            each = np.broadcast_to(truth, each.shape)
        passed = rng.binomial(samples, each)  # (tasks, cells)
        rates = [pass_rate([(samples, int(c)) for c in column]) for column in passed.T]
        held[0] += rates[0].low <= truth[0] <= rates[0].high
        low, high = of_mean(*zip(*((r.rate, r.low, r.high) for r in rates), strict=True))
        held[1] += low <= truth.mean() <= high
        shares = passed / samples
        drawn = np.stack(
            [cell_draws(shares[:, [c]], rng, draws=250)[:, 0] for c in range(cells)], axis=-1
        )[:, None]  # (draws, 1 run, cells)
        for i, of in ((2, iqm), (3, median), (4, mean)):
            low, high = centred(of(drawn), float(of(shares.mean(axis=0)[None])), within=(0, 1))
            held[i] += low <= float(of(truth[None])) <= high
    assert (held / trials >= 0.9).all(), held / trials


@pytest.mark.parametrize("seeds", [3, 5, 8, 20])
def test_intervals_of_a_mean_of_few_seeds_hold_the_truth(seeds: int) -> None:
    """Paired differences of seeds: even ones, and such as are lopsided."""
    rng, trials = generator(3), 400
    for skewed in (False, True):
        held = 0
        for _ in range(trials):
            drawn = rng.gamma(4.0, size=seeds) - 4.0 if skewed else rng.normal(size=seeds)
            low, high = few(drawn, rng, draws=400)
            held += low <= 0 <= high
        assert held / trials >= 0.9
        assert skewed or held / trials <= 0.985
    with pytest.raises(ValueError, match="two values or more, got 1"):
        few([1.0], rng)


def test_a_paired_interval_is_as_narrow_as_the_pairing_makes_it() -> None:
    rng = generator(2)
    a = np.repeat([1.0, 0.0], 100)
    same = np.stack([a, a], axis=1)
    shuffled = np.stack([a, rng.permutation(a)], axis=1)
    widths = []
    for pair in (same, shuffled):
        drawn = cell_draws(pair, rng, groups=(1, 1))
        low, high = centred(drawn[:, 0] - drawn[:, 1], 0.0, within=(-1, 1))
        widths.append(high - low)
    assert 0 < widths[0] < 0.03 < 0.15 < widths[1]


def test_a_sign_test_is_exact() -> None:
    assert sign_test(0, 0) == 1.0
    assert sign_test(4, 4) == 1.0
    assert sign_test(0, 5) == sign_test(5, 0) == pytest.approx(2 / 32)
    assert sign_test(12, 3) == pytest.approx(0.03515625)  # scipy.stats.binomtest(12, 15)
    with pytest.raises(ValueError, match="0 or more, got -1 and 3"):
        sign_test(-1, 3)


def test_chances_are_corrected_as_holm_does() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


def test_forgetting_and_transfer_have_the_values_found_by_hand() -> None:
    measured = continual(
        [[0.1, 0.1, 0.2], [0.8, 0.2, 0.2], [0.5, 0.9, 0.4], [0.6, 0.7, 0.9]], [None, 0, 1, 2]
    )
    assert measured.average == pytest.approx(2.2 / 3)
    assert measured.forgetting == pytest.approx([0.2, 0.2, -0.5])
    assert measured.transfer[1] == pytest.approx([-0.3, 0.7, 0.2])
    assert measured.backward == pytest.approx(((0.6 - 0.8) + (0.7 - 0.9)) / 2)
    assert measured.forward == pytest.approx(((0.2 - 0.1) + (0.4 - 0.2)) / 2)
    assert continual([[0.1], [0.2]]).backward is None
    with pytest.raises(ValueError, match="two stages"):
        continual([[0.1, 0.2]])


def test_improvement_wants_the_same_tasks() -> None:
    with pytest.raises(ValueError, match=r"got \(2, 3\) and \(2, 4\)"):
        improvement(np.zeros((2, 3)), np.zeros((2, 4)))
