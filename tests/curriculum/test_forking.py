"""A fork takes a run over whole or leaves nothing; no failed command leaves a store behind."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tasksynth import StateError, UsageError
from tasksynth.cli import app
from tasksynth.curriculum.forking import fork
from tasksynth.curriculum.journal.store import SqliteStore
from tasksynth.curriculum.replay import opened, replay
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth_schemas import Mix, Recipe
from tests.curriculum.helpers import recipe

HEAD = "seed = 1\n"
SUM = '[[mix]]\nfamily = "toy.sum"\nlevels = [0, 0.25, 0.5, 0.75, 1]\n'
PRODUCT = '[[mix]]\nfamily = "toy.product"\nlevels = [0, 0.25, 0.5, 0.75, 1]\nweight = 2\n'
TAIL = '[curriculum]\nstrategy = "sec"\n'


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A store with a short run of two tracks of five levels."""
    store = tmp_path / "run.db"
    with closing(Scheduler(recipe("frontier"), SqliteStore(store, fsync=False))) as scheduler:
        for _ in range(5):
            for ticket in scheduler.ask(16):
                scheduler.tell(ticket.id, (1.0, 0.0, float((ticket.level or 0) < 0.5)))
    return store


def wanted(folder: Path, text: str) -> Path:
    path = folder / "other.toml"
    path.write_text(text)
    return path


def left(folder: Path) -> set[str]:
    names = {path.name for path in folder.iterdir()}
    return {name for name in names if not name.startswith("run.db")} - {"other.toml"}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (HEAD + SUM + TAIL, "the run has the arm toy.product@0 "),
        (HEAD + SUM.replace("0.25", "0.3") + PRODUCT + TAIL, "the run has the arm toy.sum@0.25 "),
        ("seed = 2\n" + SUM + PRODUCT + TAIL, "of seed 1, and the recipe does not"),
        (HEAD + SUM + PRODUCT + TAIL.replace("sec", "secc"), "did you mean 'sec'"),
        (HEAD + SUM.replace("toy.sum", "toy.sun") + PRODUCT, "toy.sun"),
    ],
    ids=["fewer families", "other levels", "another seed", "no such strategy", "no such family"],
)
def test_a_fork_to_a_recipe_that_does_not_fit_is_one_line_and_leaves_nothing(
    run: Path, tmp_path: Path, text: str, complaint: str
) -> None:
    args = ["fork", str(run), str(tmp_path / "new.db"), "--recipe", str(wanted(tmp_path, text))]
    said = CliRunner().invoke(app, ["curriculum", *args])
    assert said.exit_code == 2
    assert complaint in said.output
    assert len(said.output.splitlines()) == 1
    assert not left(tmp_path)


def test_a_fork_may_add_arms_anywhere_and_what_was_measured_moves_with_the_arms(
    run: Path, tmp_path: Path
) -> None:
    more = '[[mix]]\nfamily = "toy.sum"\nlevels = [0.1, 0.9]\nparams = {top = 99}\n'
    finer = SUM.replace("0.25", "0.1, 0.25")
    result = fork(run, tmp_path / "new.db", recipe=wanted(tmp_path, HEAD + more + finer + PRODUCT))
    with opened(run) as old, opened(tmp_path / "new.db") as new:
        counts = [old.state().tally, new.state().tally]
        before, after = (
            {arm.ref.stream: (c.served[i], c.solved[i]) for i, arm in enumerate(s.space.arms)}
            for s, c in zip((old, new), counts, strict=True)
        )
        added = [key for key in after if key not in before]
        assert {key: after[key] for key in before} == before
        assert [after[key] for key in added] == [(0, 0.0)] * 3
        names = {ticket.arm for ticket in new.ask(64)}
        assert len(names) > 1
        assert result.position == old.position
    assert left(tmp_path) == {"new.db"}


def test_a_fork_of_a_run_that_grew_keeps_what_was_added(tmp_path: Path) -> None:
    with closing(Scheduler(recipe(), SqliteStore(tmp_path / "run.db", fsync=False))) as scheduler:
        scheduler.ask(4)
        scheduler.add(Mix(family="toy.sum", params={"top": 50}))
        scheduler.ask(64)
        served = dict(
            zip([a.name for a in scheduler.space.arms], scheduler.state().tally.served, strict=True)
        )
    other = wanted(tmp_path, HEAD + SUM + PRODUCT + TAIL)
    fork(tmp_path / "run.db", tmp_path / "new.db", recipe=other)
    with opened(tmp_path / "new.db") as new:
        names = [arm.name for arm in new.space.arms]
        assert dict(zip(names, new.state().tally.served, strict=True)) == served


def test_a_fork_cannot_begin_after_the_end(run: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has 85 events, so it cannot be branched at 86"):
        fork(run, tmp_path / "new.db", at=86)
    assert not left(tmp_path)
    assert fork(run, tmp_path / "new.db", at=85).events == 85


def test_what_a_split_would_hold_out_now_is_not_taken_over(tmp_path: Path) -> None:
    def split(train: float) -> Recipe:
        return recipe().model_copy(
            update={"count": 1000, "splits": {"train": train, "test": round(1 - train, 1)}}
        )

    with closing(Scheduler(split(0.9), SqliteStore(tmp_path / "run.db", fsync=False))) as run:
        run.ask(4)
    (tmp_path / "other.json").write_text(split(0.5).model_dump_json())
    with pytest.raises(UsageError, match="keep count and splits as they are"):
        fork(tmp_path / "run.db", tmp_path / "new.db", recipe=tmp_path / "other.json")
    assert not left(tmp_path) - {"other.json"}


def edit(store: Path, change: str, *values: Any) -> None:
    with closing(sqlite3.connect(store)) as db, db:
        db.execute(change, values)


@pytest.mark.parametrize(
    "damage",
    [
        lambda store: edit(store, "UPDATE journal SET body = 'oops' WHERE seq = 40"),
        lambda store: edit(
            store,
            "UPDATE journal SET body = replace(body, '\"arm\":[', '\"arm\":[77,') WHERE seq = 35",
        ),
    ],
    ids=["no event", "an arm that is not there"],
)
def test_a_damaged_journal_is_one_line_for_every_command_and_a_fork_leaves_nothing(
    run: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    damage(run)
    for args in (
        ["fork", str(run), str(tmp_path / "new.db")],
        ["replay", str(run)],
        ["inspect", str(run)],
    ):
        said = CliRunner().invoke(app, ["curriculum", *args])
        assert isinstance(said.exception, SystemExit)
        assert said.exit_code != 0
        assert "the journal is damaged" in said.output
        assert len(said.output.splitlines()) == 1
    assert not left(tmp_path)


def test_a_fork_replays_though_another_strategy_chose_what_it_copied(
    run: Path, tmp_path: Path
) -> None:
    other = wanted(tmp_path, HEAD + SUM + PRODUCT + TAIL)
    fork(run, tmp_path / "new.db", recipe=other)
    with opened(tmp_path / "new.db") as new:
        new.ask(8)
    assert replay(tmp_path / "new.db").position == 88
    change = "UPDATE journal SET body = json_set(body, '$.arm[0]', 9 - (body ->> '$.arm[0]'))"
    edit(tmp_path / "new.db", f"{change} WHERE seq = 86")
    with pytest.raises(StateError, match="event 86"):
        replay(tmp_path / "new.db")


@pytest.mark.parametrize("command", ["inspect", "replay", "fork"])
def test_a_file_that_is_no_store_is_refused_and_stays_as_it_was(
    tmp_path: Path, command: str
) -> None:
    strange = tmp_path / "notes.db"
    with closing(sqlite3.connect(strange)) as db, db:
        db.execute("CREATE TABLE notes (text)")
    text, empty = tmp_path / "a.txt", tmp_path / "empty.db"
    text.write_text("not a database, but longer than the header of one: " * 9)
    empty.touch()
    for path in (strange, text, empty):
        before = path.read_bytes()
        more = [str(tmp_path / "new.db")] if command == "fork" else []
        said = CliRunner().invoke(app, ["curriculum", command, str(path), *more])
        assert isinstance(said.exception, SystemExit)
        assert said.exit_code != 0
        assert "is no store of ours" in said.output
        assert path.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize(
    "text", [HEAD + SUM + TAIL.replace("sec", "secc"), HEAD + SUM.replace("toy.sum", "toy.sun")]
)
def test_serving_a_wrong_recipe_leaves_no_store(tmp_path: Path, text: str) -> None:
    store = tmp_path / "run.db"
    args = ["serve", str(wanted(tmp_path, text)), "--stdio", "--store", str(store)]
    assert CliRunner().invoke(app, args).exit_code == 2
    assert not store.exists()


def test_a_store_of_a_format_to_come_is_refused_with_what_to_do(run: Path, tmp_path: Path) -> None:
    edit(run, "UPDATE meta SET value = '99' WHERE name = 'format'")
    for args in (["inspect", str(run)], ["fork", str(run), str(tmp_path / "new.db")]):
        said = CliRunner().invoke(app, ["curriculum", *args])
        assert "format 99" in said.output
        assert len(said.output.splitlines()) == 1
    assert not left(tmp_path)
