"""kill -9 at any moment, under load from several writers: nothing acknowledged is lost."""

import json
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from tasksynth import StateError
from tasksynth.curriculum.journal.events import AskedEvent, ToldEvent, parse
from tasksynth.curriculum.journal.store import SqliteStore, Store
from tasksynth.curriculum.replay import replay
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.rng import Stream
from tests.curriculum.helpers import recipe
from tests.postgres import Postgres

WRITERS = 3
Opener = Callable[[], Store]


def write_for_ever(opener: Opener, name: str, acks: int) -> None:
    """Ask and tell, and say so on the pipe after each acknowledgement; until killed."""
    scheduler = Scheduler(recipe("frontier", lease=500), opener())
    for i in range(1_000_000):
        key = f"{name}-{i}"
        tickets = scheduler.ask(3, key=key)
        say(acks, "ask", key, [ticket.id for ticket in tickets])
        for j, ticket in enumerate(tickets):
            part = f"{key}-{j}" if j == 0 else None
            ack = scheduler.tell(ticket.id, [1.0, float(i % 2)], part=part)
            say(acks, "tell", ack.status, [ticket.id, part])


def say(pipe: int, *what: Any) -> None:
    os.write(pipe, (json.dumps(what) + "\n").encode())


def kill_under_load(opener: Opener, point: int, after: int) -> list[list[Any]]:
    """Writers run until `after` acknowledgements were heard; then kill -9. Returns all of them."""
    heard, speak = os.pipe()
    fork = get_context("fork")
    writers = [
        fork.Process(target=write_for_ever, args=(opener, f"p{point}w{i}", speak))
        for i in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    os.close(speak)
    with os.fdopen(heard) as lines:
        said = [next(lines) for _ in range(after)]
        for writer in writers:
            os.kill(writer.pid or 0, signal.SIGKILL)
        said += list(lines)
    for writer in writers:
        writer.join()
    return [json.loads(line) for line in said if line.endswith("\n")]


def check_nothing_lost(where: str, opener: Opener, points: int) -> None:
    rng = Stream(b"points").rng(0)
    acks: list[list[Any]] = []
    for point in range(points):
        acks += kill_under_load(opener, point, int(rng.integers(1, 25)))
    store = opener()
    events = [parse(row.body) for row in store.rows(0)]
    told = Counter(
        (one.ticket, one.part)
        for event in events
        if isinstance(event, ToldEvent)
        for one in event.feedback
    )
    acked = [tuple(what) for kind, status, what in acks if kind == "tell" and status != "late"]
    assert len(acked) > points
    assert set(acked) <= set(told), "an acknowledged feedback is not in the journal"
    assert max(told.values()) == 1, "a feedback is in the journal twice"
    first = {event.key: event.first for event in events if isinstance(event, AskedEvent)}
    for kind, key, ids in acks:
        if kind == "ask":
            assert int(ids[0].partition(":")[2]) == first[key]
    store.close()
    assert replay(where).events == len(events)


@pytest.mark.slow
def test_kill_9_at_50_points_loses_nothing_in_sqlite(tmp_path: Path) -> None:
    path = tmp_path / "run.db"
    Scheduler(recipe("frontier", lease=500), SqliteStore(path)).close()
    check_nothing_lost(str(path), lambda: SqliteStore(path, fsync=False), 50)


@pytest.fixture
def postgres() -> Iterator[str]:
    """The address of a server of our own."""
    with Postgres() as server:
        yield server.address


@pytest.mark.slow
def test_kill_9_at_50_points_loses_nothing_in_postgres(postgres: str) -> None:
    from tasksynth.curriculum.journal.postgres import PostgresStore

    Scheduler(recipe("frontier", lease=500), PostgresStore(postgres)).close()
    check_nothing_lost(postgres, lambda: PostgresStore(postgres), 50)


@pytest.mark.slow
def test_a_lost_connection_is_an_error_and_then_mended(postgres: str) -> None:
    from tasksynth.curriculum.journal.postgres import PostgresStore

    scheduler = Scheduler(recipe(), PostgresStore(postgres))
    ticket = scheduler.ask(1)[0]
    other = PostgresStore(postgres)
    query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    other._connection().execute(query)
    other.close()
    with pytest.raises(StateError, match="try again"):
        scheduler.tell(ticket.id, [1.0])
    assert scheduler.tell(ticket.id, [1.0]).status == "ok"
    assert scheduler.tell(ticket.id, [1.0]).status == "duplicate"
    scheduler.close()


@pytest.mark.slow
def test_sqlite_and_postgres_hand_out_the_same_tickets(postgres: str, tmp_path: Path) -> None:
    from tasksynth.curriculum.journal.postgres import PostgresStore

    one = Scheduler(recipe("frontier"), PostgresStore(postgres))
    two = Scheduler(recipe("frontier"), SqliteStore(tmp_path / "run.db"))
    for i in range(20):
        asked = one.ask(8, key=f"k{i}")
        assert two.ask(8, key=f"k{i}") == asked == one.ask(8, key=f"k{i}")
        for ticket in asked:
            assert one.tell(ticket.id, [1.0, 0.0]) == two.tell(ticket.id, [1.0, 0.0])
    assert one.read(5, 40) == two.read(5, 40)
    assert one.state().model_dump_json() == two.state().model_dump_json()
    one.close()


@pytest.mark.slow
def test_what_one_turn_appends_is_known_within_it_and_gone_with_it(postgres: str) -> None:
    from tasksynth.curriculum.journal.postgres import PostgresStore

    scheduler = Scheduler(recipe("frontier"), PostgresStore(postgres))
    before = scheduler.ask(2, key="before")
    with scheduler.together():
        scheduler.store.expect({"before", "new", "newer"})
        new = scheduler.ask(2, key="new")
        assert scheduler.ask(2, key="before") == before
        assert scheduler.ask(2, key="new") == new
        assert scheduler.read(new[0].position, 2) == new
        unexpected = scheduler.ask(1, key="unexpected")
        assert scheduler.ask(1, key="unexpected") == unexpected
    end = scheduler.position
    stopped = pytest.raises(RuntimeError)
    with stopped, scheduler.together():
        scheduler.ask(2, key="lost")
        raise RuntimeError
    again = Scheduler(recipe("frontier"), PostgresStore(postgres))
    assert again.position == end
    assert again.ask(2, key="new") == new
    assert again.ask(1, key="lost")[0].position == end == scheduler.ask(1, key="lost")[0].position
    scheduler.close()
    again.close()


@pytest.mark.slow
def test_who_stands_still_in_a_turn_loses_it(postgres: str) -> None:
    from tasksynth.curriculum.journal.postgres import PostgresStore

    stopped = Scheduler(recipe(), PostgresStore(postgres, turn_s=0.2))
    other = Scheduler(recipe(), PostgresStore(postgres, wait_s=60))
    lost = pytest.raises(StateError, match="try again")
    with lost, stopped.together():
        assert stopped.ask(1)[0].position == 0
        assert other.ask(1)[0].position == 0  # waits until the turn is taken away
    assert stopped.ask(1)[0].position == 1
    assert other.read(0, 2) == stopped.read(0, 2)
    stopped.close()
    other.close()
