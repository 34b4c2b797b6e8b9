"""The race is fair and repeatable, and the default strategy does in it what the docs say."""

import numpy as np
import pytest

from benchmarks.curriculum import main
from benchmarks.race.kinds import KINDS, PLANTED, TUNING, LearnerKind
from benchmarks.race.learners import Learners
from benchmarks.race.run import Heat, Pupils, Training, drive, heat
from benchmarks.race.stats import better, interval, iqm
from benchmarks.race.table import enter
from tasksynth import UsageError
from tasksynth.curriculum.strategies.transfer import Transfer
from tasksynth.rng import Stream
from tasksynth_schemas import Curriculum

SHORT = Training(steps=40)


def run(name: str, kind: LearnerKind, seeds: list[int], course: Training) -> Heat:
    return heat(Curriculum(strategy=name), kind, seeds, course)


def test_a_heat_is_the_same_every_time_and_each_learner_its_own() -> None:
    both = run("frontier", KINDS["graph"], [1, 2], SHORT)
    again = run("frontier", KINDS["graph"], [2], SHORT)
    assert (both.curve[1] == again.curve[0]).all()
    assert (both.curve[0] != both.curve[1]).any()


def test_no_learner_and_no_seed_is_both_tuned_on_and_reported() -> None:
    assert not set(KINDS) & set(TUNING)
    settings = [repr(kind).partition(",")[2] for kind in (*KINDS.values(), *TUNING.values())]
    assert len(set(settings)) == len(settings)
    assert len(KINDS) >= 6


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_learner_learns_from_an_oracle_more_than_from_chance(kind: LearnerKind) -> None:
    oracle = run("oracle", kind, [5, 6], SHORT).area.mean()
    uniform = run("uniform", kind, [5, 6], SHORT).area.mean()
    assert 0 < uniform < oracle < 1


def test_probes_teach_nothing_and_hints_teach_less() -> None:
    learners = Learners(KINDS["signal"], [1])
    k = np.array([[4.0]])
    assert learners.gain(np.array([[0.5]]), k, 8) == 1
    before = learners.objective().copy()
    learners.learn(np.array([[0]]), np.array([[0]]), np.array([[0.0]]))
    assert (learners.objective() <= before).all()


@pytest.mark.slow
def test_the_default_reaches_95_percent_of_the_oracle_and_is_first_everywhere() -> None:
    """First, or within the interval of the difference to the first; and always above uniform."""
    seeds, course = list(range(4)), Training()
    oracle, frontier, uniform, *others = (
        enter(name, KINDS, seeds, course)
        for name in ("oracle", "frontier", "uniform", "staged", "irt", "adarft-track")
    )
    assert (frontier.area.mean(0) / oracle.area.mean(0)).mean() >= 0.95
    for i in range(len(KINDS)):
        assert interval((frontier.area - uniform.area)[:, [i]]).low > 0
        for other in others:
            assert interval((frontier.area - other.area)[:, [i]]).high >= 0, (i, other.name)


@pytest.mark.slow
def test_families_that_cannot_be_learned_are_starved_and_the_others_served() -> None:
    learners = Learners(KINDS["noisy"], list(range(10)))
    found = run("frontier", KINDS["noisy"], learners.seeds, Training())
    served = found.late_served.sum(-1)  # (seeds, tracks)
    share = served / served.sum(-1, keepdims=True)
    # flagged at 2 % and the floor; longer than a moment they are not taken for anything else
    assert share[learners.coin].mean() < 0.035
    assert share[learners.coin].max() < 0.05
    # never solved may be a plateau: half of what each track would have by chance
    assert share[learners.hopeless].mean() < 0.075
    assert (served[learners.live] > 100).all()
    assert run("frontier", KINDS["bimodal"], list(range(6)), Training()).junk.mean() < 0.1
    assert run("sec", KINDS["noisy"], list(range(4)), Training()).junk.mean() > 0.3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("course", "cost"),
    [(Training(lag=4), 0.03), (Training(lost=0.3), 0.005)],
    ids=["4 steps late", "30 % lost"],
)
def test_bad_feedback_costs_the_default_little(course: Training, cost: float) -> None:
    kinds = {name: KINDS[name] for name in ("signal", "noisy", "graph", "forgetful")}
    seeds = list(range(4))
    good = enter("frontier", kinds, seeds, Training()).area.mean()
    bad = enter("frontier", kinds, seeds, course).area.mean()
    assert bad >= (1 - cost) * good


@pytest.mark.slow
def test_wrong_labels_cost_the_default_less_than_anyone_who_reads_them() -> None:
    kinds = {name: KINDS[name] for name in ("signal", "mislabelled")}
    loss = {}
    for name in ("frontier", "irt", "alp_gmm", "latent", "staged", "adarft-track", "staged-saturn"):
        right, wrong = enter(name, kinds, list(range(10)), Training()).area.mean(0)
        loss[name] = 1 - wrong / right
    assert min(loss, key=lambda name: loss[name]) == "frontier"
    assert loss["frontier"] < 0.03


@pytest.mark.slow
def test_source_weighting_finds_the_true_helper() -> None:
    learners, course = Learners(PLANTED, list(range(3000, 3010))), Training(steps=120)
    curriculum = Curriculum(strategy="transfer", options={"target": "race.t0"})
    pupils = Pupils(curriculum, course, [Stream(b"%d" % i) for i in range(10)])
    drive(learners, pupils, course)
    weights = []
    for strategy, known, helper in zip(
        pupils.strategies, pupils.known, learners.helpers, strict=True
    ):
        assert isinstance(strategy, Transfer)
        weights.append(float(strategy.weights(known)[helper]))
    assert np.mean(weights) > 0.5


def test_what_befalls_a_learner_does() -> None:
    reset, turned = (Learners(KINDS[name], [1]) for name in ("resets", "reversed"))
    cells, where = np.array([[0]]), np.array([[3]])
    for learners, step in ((reset, KINDS["resets"].reset), (turned, KINDS["reversed"].reverse)):
        for _ in range(9):
            learners.learn(cells, where, np.array([[1.0]]))
        before, theta = learners.objective().copy(), learners.theta.copy()
        learners.begin(step)
        if learners is reset:
            assert (learners.theta == learners.start).all()
        else:
            assert (learners.theta == theta[..., ::-1]).all()
            assert np.allclose(learners.objective(), before)


def test_a_plateau_shows_nothing_until_it_leaps() -> None:
    learners = Learners(KINDS["plateau"], [1])
    start = learners.objective().copy()
    practice = np.zeros((1, 100), dtype=np.int64)
    learners.learn(practice, practice, np.zeros((1, 100)))
    assert np.allclose(learners.objective(), start, atol=1e-6)
    learners.learn(practice, practice, np.zeros((1, 100)))
    assert learners.objective() > start + 0.02


def test_statistics_are_those_of_a_hand_count() -> None:
    x = np.arange(8.0).reshape(4, 2)
    assert iqm(x) == np.mean([2, 3, 4, 5])
    found = interval(x)
    assert found.low < found.value == 3.5 < found.high
    assert better(np.array([[1.0, 2.0]]), np.array([[0.0, 2.0]])) == 0.75


def test_an_unknown_entrant_says_what_there_is() -> None:
    with pytest.raises(UsageError, match=r"Did you mean 'frontier'\?"):
        enter("frontie", KINDS, [1], SHORT)


def test_a_short_race_prints_a_line_for_each_entrant(capsys: pytest.CaptureFixture[str]) -> None:
    args = ["race", "staged", "--learner", "signal", "--seeds", "2"]
    main([*args, "--steps", "5", "--workers", "1"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:4]] == ["oracle", "uniform", "staged"]
