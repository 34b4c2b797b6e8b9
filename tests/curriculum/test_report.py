"""What a run has measured, and the command line around it."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from tasksynth import StateError
from tasksynth.cli import app
from tasksynth.curriculum.belief.curves import logistic
from tasksynth.curriculum.inspection import report
from tasksynth.curriculum.journal.store import MemoryStore, SqliteStore
from tasksynth.curriculum.printing import table
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.rng import Stream
from tests.curriculum.helpers import recipe


def played(scheduler: Scheduler, rounds: int, *, coin: str = "") -> Scheduler:
    """A learner of known ability on toy.sum and toy.product; `coin` pays at random instead."""
    rng = Stream(b"player").rng(0)
    for _ in range(rounds):
        for ticket in scheduler.ask(16):
            p = float(logistic(np.array(3.0 - 6.0 * (ticket.level or 0.0))))
            p = 0.5 if coin and coin in ticket.arm else p
            scheduler.tell(ticket.id, (rng.random(8) < p).astype(float).tolist())
    return scheduler


def test_difficulty_is_measured_with_an_error_that_covers_the_truth() -> None:
    found = report(played(Scheduler(recipe("uniform")), 60))
    off = [abs(arm.difficulty - (6.0 * (arm.level or 0) - 3.0)) / arm.error for arm in found.arms]
    assert max(off) < 3.5
    assert max(arm.error for arm in found.arms) < 0.6
    assert [arm.answered for arm in found.arms] == [arm.served for arm in found.arms]
    assert abs(found.tracks[0].ability) < 0.5


@pytest.mark.parametrize("strategy", ["frontier", "uniform", "sec"])
def test_a_family_that_pays_at_random_raises_an_alarm_and_a_sound_one_does_not(
    strategy: str,
) -> None:
    found = report(played(Scheduler(recipe(strategy)), 80, coin="product"))
    alarm = {track.track: track.alarm for track in found.tracks}
    assert "check its verifier" in alarm["toy.product"]
    assert alarm["toy.sum"] == ""
    assert "alarm: rewards of toy.product" in table(found)


def test_replay_inspect_and_fork_by_the_command_line(tmp_path: Path) -> None:
    store = tmp_path / "run.db"
    run = played(Scheduler(recipe("frontier"), SqliteStore(store, fsync=False)), 20)
    run.close()
    call = CliRunner().invoke
    replayed = call(app, ["curriculum", "replay", str(store)])
    assert replayed.exit_code == 0, replayed.output
    assert "340 events, 320 tickets" in replayed.output
    inspected = call(app, ["curriculum", "inspect", str(store), "--json"])
    assert len(json.loads(inspected.output)["arms"]) == 10
    other = tmp_path / "other.toml"
    other.write_text(
        'seed = 1\n[[mix]]\nfamily = "toy.sum"\nlevels = [0, 0.25, 0.5, 0.75, 1]\n'
        '[[mix]]\nfamily = "toy.product"\nlevels = [0, 0.25, 0.5, 0.75, 1]\n'
        '[curriculum]\nstrategy = "sec"\n'
    )
    new = tmp_path / "new.db"
    args = ["curriculum", "fork", str(store), str(new), "--recipe", str(other), "--at", "100"]
    forked = call(app, args)
    assert forked.exit_code == 0, forked.output
    branch = Scheduler.open(SqliteStore(new))
    assert branch.recipe.curriculum.strategy == "sec"
    assert branch.state().seq == 100
    assert branch.state().tally.closed.sum() > 80
    branch.ask(4)
    branch.close()
    assert call(app, ["curriculum", "fork", str(store), str(new)]).exit_code == 2


def test_replay_names_the_event_that_was_tampered_with(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "run.db", fsync=False)
    run = played(Scheduler(recipe("uniform"), store), 2)
    run.close()
    import sqlite3

    with sqlite3.connect(tmp_path / "run.db") as db:
        (body,) = db.execute("SELECT body FROM journal WHERE seq = 18").fetchone()
        event = json.loads(body)
        event["arm"][0] = (event["arm"][0] + 1) % 10
        db.execute("UPDATE journal SET body = ? WHERE seq = 18", (json.dumps(event),))
    db.close()
    from tasksynth.curriculum.replay import replay

    with pytest.raises(StateError, match="event 18"):
        replay(tmp_path / "run.db")


def test_strategies_and_wrappers_are_listed_with_what_they_do() -> None:
    listed = CliRunner().invoke(app, ["curriculum", "strategies"]).output
    assert "frontier" in listed
    assert "prerequisites" in listed
    assert all(line.rstrip().endswith(".") for line in listed.splitlines() if line[:1].isalpha())


def test_state_at_rest_does_not_depend_on_the_store(tmp_path: Path) -> None:
    one = played(Scheduler(recipe("frontier"), MemoryStore()), 10)
    two = played(Scheduler(recipe("frontier"), SqliteStore(tmp_path / "x.db", fsync=False)), 10)
    assert one.state().model_dump_json() == two.state().model_dump_json()
