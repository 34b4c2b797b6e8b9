"""What a run says of itself: what is mastered, what looks broken, how it went, what is next."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from tasksynth import StateError
from tasksynth.cli import app
from tasksynth.curriculum.belief import evidence, labels
from tasksynth.curriculum.belief.curves import logistic
from tasksynth.curriculum.forking import fork
from tasksynth.curriculum.inspection import report
from tasksynth.curriculum.journal.store import SqliteStore
from tasksynth.curriculum.printing import table
from tasksynth.curriculum.replay import opened, replay
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.rng import Stream
from tasksynth.serve.ledger import OwnLedger
from tasksynth_schemas import Curriculum, Feedback, Mix, Recipe, Ticket
from tests.curriculum.helpers import recipe

Rewards = Callable[[Ticket, np.random.Generator], list[float]]
EASY = (0.0, 0.25, 0.5, 0.75, 1.0)


def able(ticket: Ticket, rng: np.random.Generator, ability: float = 1.0) -> list[float]:
    """Eight attempts of a learner who solves easy levels and not hard ones."""
    p = float(logistic(np.array(ability - 6.0 * (ticket.level or 0.0))))
    return [float(x) for x in rng.random(8) < p]


def master(ticket: Ticket, rng: np.random.Generator) -> list[float]:
    return [float(x) for x in rng.random(8) < 0.99]


def coin(ticket: Ticket, rng: np.random.Generator) -> list[float]:
    return [float(x) for x in rng.random(8) < 0.5]


def uniform(ticket: Ticket, rng: np.random.Generator) -> list[float]:
    """Each item always right or always wrong, more seldom the harder."""
    p = float(logistic(np.array(1.0 - 3.0 * (ticket.level or 0.0))))
    return [float(rng.random() < p)] * 8


def farmed(ticket: Ticket, rng: np.random.Generator) -> list[float]:
    """A learner who gets 0.4 for every wrong attempt."""
    return [max(0.4, reward) for reward in able(ticket, rng)]


def nothing(ticket: Ticket, rng: np.random.Generator) -> list[float]:
    return [0.0] * 8


def flipped(ticket: Ticket, rng: np.random.Generator) -> list[float]:
    wrong = rng.random(8) < 0.2
    return [float(bool(r) != bool(w)) for r, w in zip(able(ticket, rng), wrong, strict=True)]


def played(
    rounds: int, sums: Rewards, products: Rewards, *, strategy: str = "frontier"
) -> tuple[Scheduler, list[Ticket]]:
    """A run on two ladders; and its last 512 tickets."""
    scheduler, rng = Scheduler(recipe(strategy)), Stream(b"standing").rng(0)
    tickets: list[Ticket] = []
    for _ in range(rounds):
        for ticket in scheduler.ask(32):
            tickets.append(ticket)
            rewards = (sums if ticket.arm.startswith("toy.sum") else products)(ticket, rng)
            scheduler.tell(ticket.id, rewards)
    return scheduler, tickets[-512:]


def shares(tickets: list[Ticket]) -> dict[str, float]:
    counts = Counter(ticket.ref.family for ticket in tickets)
    return {family: n / len(tickets) for family, n in counts.items()}


def test_a_run_with_nothing_left_to_learn_says_so_and_what_to_do() -> None:
    scheduler, tickets = played(40, master, coin)
    found = report(scheduler)
    assert found.finished
    assert [track.state for track in found.tracks] == ["mastered", "alarm"]
    assert "raise levels; add families" in found.advice[0]
    assert "raise levels; add families" in table(found)
    assert max(map(len, table(found).splitlines())) <= 80
    assert shares(tickets)["toy.product"] <= 0.03
    assert {t.purpose for t in tickets if t.ref.family == "toy.product"} == {"explore"}
    assert {t.purpose for t in tickets if t.ref.family == "toy.sum"} <= {"review", "explore"}


def test_a_mastered_ladder_among_others_is_named_and_the_run_is_not_finished() -> None:
    found = report(played(40, master, able)[0])
    assert not found.finished
    assert found.advice == ("toy.sum is mastered: raise levels; add families",)


def test_a_run_that_learns_is_advised_nothing() -> None:
    found = report(played(40, able, able)[0])
    assert [track.state for track in found.tracks] == ["learning", "learning"]
    assert found.advice == ()
    assert "nothing: let it go on" in table(found)


@pytest.mark.parametrize("strategy", ["frontier", "uniform"])
def test_items_that_are_always_right_or_always_wrong_raise_an_alarm(strategy: str) -> None:
    scheduler, tickets = played(40, able, uniform, strategy=strategy)
    _, product = report(scheduler).tracks
    assert product.state == "alarm"
    assert "all right or all wrong" in product.alarm
    if strategy == "frontier":
        assert shares(tickets)["toy.product"] <= 0.03


def alarms(strategy: str, seed: int, *, mended: int) -> list[bool]:
    """Whether the alarm stands for products, after each of 60 rounds; their verifier tosses coins
    until round `mended`.
    """
    scheduler, rng = Scheduler(recipe(strategy)), Stream(b"standing").rng(seed)
    found = []
    for round_ in range(60):
        for ticket in scheduler.ask(32):
            sound = ticket.arm.startswith("toy.sum") or round_ >= mended
            scheduler.tell(ticket.id, (able if sound else coin)(ticket, rng))
        found.append(scheduler.standing.states[1] == "alarm")
    return found


@pytest.mark.parametrize(("strategy", "seed"), [("frontier", 0), ("frontier", 6), ("uniform", 3)])
def test_an_alarm_stands_until_the_verifier_is_mended(strategy: str, seed: int) -> None:
    raised = alarms(strategy, seed, mended=60)
    assert all(raised[raised.index(True) :])
    assert raised.index(True) < 15
    lowered = alarms(strategy, seed, mended=20)
    assert lowered[20]
    assert not any(lowered[-5:])


def test_a_ladder_of_which_nothing_is_solved_is_said_to_be_stuck() -> None:
    found = report(played(40, able, nothing)[0])
    assert found.tracks[1].state == "stuck"
    assert any("not even toy.product@0: add easier levels" in line for line in found.advice)


def test_partial_rewards_for_wrong_attempts_do_not_pass_for_success() -> None:
    scheduler, tickets = played(40, farmed, able)
    plain, _ = played(40, able, able)
    paid, unpaid = (report(run).tracks[0].reach for run in (scheduler, plain))
    assert abs(paid.mean - unpaid.mean) < 0.12
    levels = [t.level or 0.0 for t in tickets if t.ref.family == "toy.sum"]
    assert np.mean(levels) < 0.6  # not where every attempt earns the same
    hardest = report(scheduler).arms[4]
    assert 0.4 <= hardest.expected < 0.55


def test_wrong_rewards_are_noticed_and_right_ones_are_not_suspected() -> None:
    noisy, sound = (played(60, kind, kind, strategy="uniform")[0] for kind in (flipped, able))
    doubted, trusted = (run.state().measure.curves.noise for run in (noisy, sound))
    assert doubted.min() > 0.1
    assert trusted.max() < 0.02


def test_ability_over_time_is_apart_from_what_was_chosen() -> None:
    """A learner who never changes is measured as one, though easier tasks come to be served."""
    scheduler, _ = played(60, able, able)
    found = report(scheduler)
    late = found.history[len(found.history) // 2 :]
    assert max(p.mean for p in late) - min(p.mean for p in late) < 0.08
    truth = float(np.mean([logistic(np.array(1.0 - 6.0 * level)) for level in EASY]))
    assert found.reach.low <= truth <= found.reach.high
    assert [p.groups for p in found.history] == sorted({p.groups for p in found.history})
    assert len(found.history) <= 32


def test_a_growing_ability_shows_in_the_history() -> None:
    scheduler, rng = Scheduler(recipe("frontier")), Stream(b"growing").rng(0)
    for round_ in range(60):
        for ticket in scheduler.ask(32):
            scheduler.tell(ticket.id, able(ticket, rng, ability=0.1 * round_))
    points = report(scheduler).history
    assert points[len(points) // 3].high < points[-1].low


def test_arms_that_are_added_begin_without_a_past() -> None:
    scheduler, _ = played(10, able, able)
    scheduler.add(Mix(family="toy.sum", levels=(0.1, 0.9), params={"top": 50}))
    added = report(scheduler).tracks[-1]
    assert added.state == "untried"
    assert added.history == ()
    assert added.reach.high == 0


def test_the_plan_says_what_comes_next() -> None:
    scheduler, _ = played(40, able, coin)
    found = report(scheduler)
    assert found.explore is not None
    assert found.review is not None
    planned = [track.planned or 0.0 for track in found.tracks]
    assert sum(planned) + found.explore + found.review == pytest.approx(1)
    assert planned[1] <= 0.02
    coming = shares(list(scheduler.ask(1000)))
    assert coming["toy.sum"] == pytest.approx(planned[0], abs=0.03)
    assert sum(sum(track.lately.values()) for track in found.tracks) == found.newest == 512


def test_a_strategy_without_a_plan_has_none() -> None:
    found = report(played(5, able, able, strategy="uniform")[0])
    assert (found.explore, found.tracks[0].target, found.tracks[0].planned) == (None, None, None)
    assert "Why is this served" in table(found)


def test_attempts_without_a_reward_are_counted_against_a_budget() -> None:
    scheduler = Scheduler(recipe())
    for i, ticket in enumerate(scheduler.ask(50)):
        scheduler.tell(ticket.id, [None, 1.0] if i < 10 else [0.0, 1.0])
    found = report(scheduler)
    assert (found.masked, found.attempts) == (10, 100)
    assert "10 of 100 attempts came back without a reward (10.0%, over the budget" in table(found)


def test_what_is_new_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    scheduler, rng = Scheduler(recipe("frontier")), Stream(b"log").rng(0)

    async def play() -> None:
        with closing(OwnLedger(scheduler)) as ledger:
            for _ in range(30):
                told = [
                    Feedback(ticket=ticket.id, rewards=tuple(master(ticket, rng)))
                    for ticket in await ledger.ask(32)
                ]
                await ledger.tell(told)

    with caplog.at_level(logging.WARNING, "tasksynth.serve"):
        asyncio.run(play())
    said = [line for line in caplog.messages if "all that can be learned is mastered" in line]
    assert len(said) == 1


@pytest.mark.parametrize("form", ["2", "3"])
def test_a_journal_of_an_earlier_format_is_refused_with_the_mend_and_a_fork_takes_it_over(
    tmp_path: Path, form: str
) -> None:
    store = tmp_path / "old.db"
    with closing(Scheduler(recipe("frontier"), SqliteStore(store, fsync=False))) as run:
        for ticket in run.ask(64):
            run.tell(ticket.id, (1.0, 0.0))
    import sqlite3

    with closing(sqlite3.connect(store)) as db, db:
        db.execute("UPDATE meta SET value = ? WHERE name = 'format'", [form])
        db.execute("INSERT INTO snapshots VALUES (60, '{}')")  # of that format; must not be read
    for command in ("inspect", "replay"):
        said = CliRunner().invoke(app, ["curriculum", command, str(store)])
        assert said.exit_code != 0
        assert len(said.output.splitlines()) == 1
        assert "curriculum fork" in said.output
    with pytest.raises(StateError, match=f"format {form}, this version writes 4"):
        Scheduler(recipe("frontier"), SqliteStore(store))
    fork(store, tmp_path / "new.db")
    assert replay(tmp_path / "new.db").position == 64
    with opened(tmp_path / "new.db") as taken:
        assert report(taken).arms[0].served > 0


def test_a_range_of_rewards_is_learned_from_groups_that_are_all_alike() -> None:
    scheduler, _ = played(20, farmed, able)
    known = scheduler.state().measure
    assert known.rewards.low[0] == pytest.approx(0.4, abs=0.05)
    assert known.rewards.low[1] == 0
    success = labels.success(known.curves, scheduler.space)
    paid = evidence.earned(known.rewards, scheduler.space, success)
    assert (paid[:5] >= 0.35).all()


def test_a_single_ladder_can_be_finished_too() -> None:
    one = Recipe(
        seed=1,
        mix=(Mix(family="toy.sum", levels=EASY),),
        curriculum=Curriculum(strategy="frontier"),
    )
    scheduler, rng = Scheduler(one), Stream(b"one").rng(0)
    for _ in range(20):
        for ticket in scheduler.ask(32):
            scheduler.tell(ticket.id, master(ticket, rng))
    assert scheduler.standing.finished
    assert scheduler.standing.mastered == ("toy.sum",)
