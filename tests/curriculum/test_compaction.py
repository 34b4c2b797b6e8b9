"""Journals of endless runs: bounded, and at no moment less than they should be."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tasksynth import StateError, UsageError
from tasksynth.cli import app
from tasksynth.curriculum.forking import fork
from tasksynth.curriculum.journal.compaction import Compaction, history
from tasksynth.curriculum.journal.store import MemoryStore, SqliteStore, Store
from tasksynth.curriculum.replay import replay
from tasksynth.curriculum.scheduler import SNAPSHOT_EVERY, Scheduler
from tests.curriculum.helpers import recipe
from tests.postgres import Postgres

KEEP = 400
RECIPE = recipe("staged", lease=100)


def work(scheduler: Scheduler, asks: int) -> None:
    """Ask for four tickets at a time, and tell of three of them."""
    for _ in range(asks):
        first = scheduler.position
        for ticket in scheduler.ask(4, key=f"key {first}")[:3]:
            scheduler.tell(ticket.id, [1.0, float(ticket.position % 2)])


def tickets_in(store: Store) -> int:
    return sum(body.count('"op":"asked"') for _, body in store.rows(0)) * 4


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "memory":
        return MemoryStore()
    return SqliteStore(tmp_path / "run.db", fsync=False)


def test_a_journal_keeps_the_newest_tickets_and_nothing_else_changes(store: Store) -> None:
    plain = Scheduler(RECIPE)
    scheduler = Scheduler(RECIPE, store, compaction=Compaction(KEEP))
    sizes = []
    for _ in range(12):
        work(plain, 50)
        work(scheduler, 50)
        sizes.append(tickets_in(store))
    assert KEEP <= max(sizes[-6:]) <= 1.25 * KEEP + SNAPSHOT_EVERY
    assert scheduler.state().model_dump_json() == plain.state().model_dump_json()
    end = scheduler.position
    assert scheduler.read(end - KEEP, KEEP) == plain.read(end - KEEP, KEEP)
    assert scheduler.ask(4, key=f"key {end - 4}") == plain.ask(4, key=f"key {end - 4}")
    with pytest.raises(UsageError, match=r"begins with ticket \d+, .* no ticket 7 any more"):
        scheduler.read(7, 1)
    assert Scheduler.open(store).state().model_dump_json() == plain.state().model_dump_json()


def test_its_file_stops_growing(tmp_path: Path) -> None:
    path = tmp_path / "run.db"
    scheduler = Scheduler(RECIPE, SqliteStore(path, fsync=False), compaction=Compaction(KEEP))
    sizes = []
    for _ in range(3):
        work(scheduler, 300)
        sizes.append(path.stat().st_size)
    assert sizes[2] <= 1.1 * sizes[1]


def test_with_its_archive_it_is_played_again_and_branched(tmp_path: Path) -> None:
    kept, whole, archive = tmp_path / "kept.db", tmp_path / "whole.db", tmp_path / "archive"
    for path, compaction in ((kept, Compaction(KEEP, archive)), (whole, None)):
        scheduler = Scheduler(RECIPE, SqliteStore(path, fsync=False), compaction=compaction)
        work(scheduler, 400)
        scheduler.close()
    assert SqliteStore(kept).begins() > 500
    assert replay(kept, archive=archive) == replay(kept) == replay(whole)
    with pytest.raises(UsageError, match=r"first \d+ events were dropped, .*--archive"):
        fork(kept, tmp_path / "new.db")
    assert fork(kept, tmp_path / "a.db", archive=archive) == fork(whole, tmp_path / "b.db")
    assert fork(kept, tmp_path / "c.db", at=300, archive=archive).events == 300
    other = SqliteStore(tmp_path / "other.db", fsync=False)
    work(Scheduler(RECIPE, other, compaction=Compaction(KEEP)), 400)
    with pytest.raises(StateError, match="has no archive"):
        replay(other.path, archive=archive)


def test_what_cannot_be_kept_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"keep 99 tickets, .* keep at least 100"):
        Scheduler(RECIPE, compaction=Compaction(99))
    (tmp_path / "other.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"holds 'other\.txt', .* name an empty folder"):
        Scheduler(RECIPE, compaction=Compaction(KEEP, tmp_path))
    store = SqliteStore(tmp_path / "run.db")
    Scheduler(RECIPE, store, compaction=Compaction(KEEP, tmp_path / "archive"))
    with pytest.raises(UsageError, match="is in an archive: name it"):
        Scheduler(RECIPE, store, compaction=Compaction(KEEP))
    said = CliRunner().invoke(app, ["serve", "r.toml", "--stdio", "--archive", "x"])
    assert said.exit_code == 2
    assert "--archive is for what --keep N leaves out" in said.output


def test_who_has_fallen_behind_takes_up_the_run_where_it_is(tmp_path: Path) -> None:
    behind = Scheduler(RECIPE, SqliteStore(tmp_path / "run.db", fsync=False))
    work(behind, 3)
    ahead = Scheduler(
        RECIPE, SqliteStore(tmp_path / "run.db", fsync=False), compaction=Compaction(KEEP)
    )
    work(ahead, 400)
    work(behind, 1)
    work(ahead, 1)
    work(behind, 1)
    ahead.tell("00000000:0", [1.0])  # it hears of what the other one did
    assert behind.state().model_dump_json() == ahead.state().model_dump_json()


class Trap:
    """Kills this process at the nth thing that it does to the disk."""

    def __init__(self, at: int) -> None:
        self.left = at

    def step(self, *_: Any) -> None:
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            self.step()
            return function(*args, **options)

        return call


def cut(home: Path, at: int, steps: Any) -> None:
    """One ask, with which the journal is cut; killed at a step, or says how many there are."""
    import gzip

    from tasksynth.curriculum.journal import compaction

    store = SqliteStore(home / "run.db")
    scheduler = Scheduler(RECIPE, store, compaction=Compaction(KEEP, home / "archive"))
    trap = Trap(at)
    store._db.set_trace_callback(trap.step)
    gzip.GzipFile.write = trap.before(gzip.GzipFile.write)  # type: ignore[method-assign]
    gzip.GzipFile.close = trap.before(gzip.GzipFile.close)  # type: ignore[method-assign]
    os.fsync = trap.before(os.fsync)
    compaction.sync_folder = trap.before(compaction.sync_folder)  # type: ignore[attr-defined]
    scheduler.ask(4, key="the last")
    steps.value = at - trap.left


def test_kill_9_at_every_step_of_a_cut_loses_nothing(tmp_path: Path) -> None:
    home, fork_ = tmp_path / "before", get_context("fork")
    home.mkdir()
    compaction = Compaction(KEEP, home / "archive")
    scheduler = Scheduler(RECIPE, SqliteStore(home / "run.db", fsync=False), compaction=compaction)
    work(scheduler, 5 * SNAPSHOT_EVERY // 4)
    before, begins = scheduler.state(), scheduler.store.begins()
    scheduler.close()
    known = Scheduler(RECIPE, SqliteStore(home / "run.db")).read(before.position - KEEP, KEEP)
    steps, at, ends = fork_.Value("i", 0), 0, set()
    while not steps.value:
        at += 1
        here = tmp_path / "killed"
        shutil.copytree(home, here)
        child = fork_.Process(target=cut, args=(here, at, steps))
        child.start()
        child.join()
        assert child.exitcode == (0 if steps.value else -signal.SIGKILL)
        again = Scheduler(
            RECIPE, SqliteStore(here / "run.db"), compaction=Compaction(KEEP, here / "archive")
        )
        ends.add(again.state().seq)
        assert again.read(before.position - KEEP, KEEP) == known
        assert again.ask(4, key="the last")[0].position == before.position
        assert again.store.begins() > begins
        _, rows = history(again.store, here / "archive")
        assert [row.seq for row in rows] == [*range(1, before.seq + 2)]
        again.close()
        shutil.rmtree(here)
    assert at > 12
    assert ends == {before.seq, before.seq + 1}


@pytest.fixture
def postgres() -> Iterator[str]:
    """The address of a server of our own."""
    with Postgres() as server:
        yield server.address


@pytest.mark.slow
def test_a_journal_in_postgres_is_cut_alike(postgres: str, tmp_path: Path) -> None:
    from tasksynth.curriculum.journal.postgres import PostgresStore

    stores: list[Store] = [PostgresStore(postgres), SqliteStore(tmp_path / "run.db", fsync=False)]
    for i, store in enumerate(stores):
        compaction = Compaction(KEEP, tmp_path / f"archive {i}")
        work(Scheduler(RECIPE, store, compaction=compaction), 400)
    assert list(stores[0].rows(0)) == list(stores[1].rows(0))
    assert stores[0].begins() > 500
    files = [(tmp_path / f"archive {i}").iterdir() for i in range(2)]
    assert [f.read_bytes() for f in files[0]] == [f.read_bytes() for f in files[1]]
    stores[0].close()
    assert replay(postgres, archive=tmp_path / "archive 0").position == 1600
