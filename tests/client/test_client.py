"""Both clients against a real server: when all goes well, and when it does not."""

import asyncio
import pickle
import threading
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from tasksynth import StateError, UsageError
from tasksynth.client import AsyncClient, Client, ServerError, rows
from tasksynth.client.calls import AnyTask
from tasksynth.client.dataset import Tasks
from tasksynth_schemas import Feedback, Label
from tasksynth_schemas.wire import Verified
from tests.serve.server import Server, right, write_recipe


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(write_recipe(tmp_path_factory.mktemp("client"))) as server:
        yield server


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    with Client(server.url) as client:
        yield client


def test_ask_verify_tell(client: Client) -> None:
    asked = client.ask(2)
    assert client.at(asked.tasks[0].ticket.position, 2) == asked
    one, two = asked.tasks
    verified = client.verify(one, [right(one.text), "-1", "what?", "4"])
    assert [v.status for v in verified.verdicts] == ["pass", "fail", "unparsable", "fail"]
    assert verified.ack is not None
    assert verified.ack.status == "ok"
    (ack,) = client.tell(Feedback(ticket=two.ticket.id, rewards=(0.5, None)))
    assert ack.status == "ok"
    assert client.status().position >= asked.cursor


def test_a_task_goes_by_many_names(client: Client) -> None:
    (served,) = client.ask().tasks
    ticket = served.ticket
    names = (ticket, ticket.ref, served.label, Label(ref=ticket.ref), str(Label(ref=ticket.ref)))
    for name in names:
        verified = client.verify(name, [right(served.text)], tell=None)
        assert verified.verdicts[0].status == "pass"
        told = verified.ack is not None
        assert told == (name in (ticket, served.label))
    assert client.verify(ticket, ["1"], tell=False).ack is None


def test_a_stream_of_verdicts_comes_in_order(client: Client) -> None:
    tasks = client.ask(40).tasks
    items = [(task, [right(task.text), "-1"]) for task in tasks for _ in range(30)]
    found = list(client.stream(items, tell=False))
    assert len(found) == 1200
    assert {tuple(v.status for v in one.verdicts) for one in found} == {("pass", "fail")}


def test_a_repeated_part_counts_once(client: Client) -> None:
    (served,) = client.ask().tasks
    acks = [client.verify(served, ["1"], part=name).ack for name in ("a", "a", "b")]
    assert [ack and ack.status for ack in acks] == ["partial", "duplicate", "partial"]


def test_what_the_server_refuses_is_its_own_line(client: Client) -> None:
    with pytest.raises(ServerError, match="is not in this ledger") as refused:
        client.at(10**6)
    assert refused.value.status == 404
    with pytest.raises(ServerError, match="want a label"):
        list(client.stream([("no label", ["1"])]))
    with pytest.raises(UsageError, match="n: "):
        client.ask(0)


def test_many_calls_at_once(server: Server) -> None:
    async def main() -> list[str]:
        async with AsyncClient(server.url) as client:
            asked = await asyncio.gather(*(client.ask(2) for _ in range(20)))
            tasks = [task for one in asked for task in one.tasks]
            assert len({task.ticket.position for task in tasks}) == 40
            found = await asyncio.gather(*(client.verify(t, [right(t.text)]) for t in tasks))
            acks = await client.tell(Feedback(ticket=tasks[0].ticket.id, rewards=(1,)))
            streamed = [one async for one in client.stream([(tasks[0], ["1"])], tell=False)]
            assert len(streamed) == 1
            assert acks[0].status == "ok"
            assert (await client.at(0, 1)).tasks[0].ticket.position == 0
            assert (await client.status()).position >= 40
            return [one.verdicts[0].status for one in found]

    assert set(asyncio.run(main())) == {"pass"}


def test_calls_that_share_a_message_are_judged_one_by_one(tmp_path: Path) -> None:
    async def main(url: str) -> None:
        async with AsyncClient(url, together=16) as client:
            tasks = (await client.ask(40)).tasks
            answers = [right(task.text) if place % 2 else "-1" for place, task in enumerate(tasks)]
            names: list[AnyTask] = [*tasks[:39], "no label"]
            found = await asyncio.gather(
                *(client.verify(*one) for one in zip(names, map(list, zip(answers)), strict=True)),
                return_exceptions=True,
            )
        *good, bad = found
        statuses = [one.verdicts[0].status for one in good if isinstance(one, Verified)]
        assert statuses == ["pass" if place % 2 else "fail" for place in range(39)]
        assert isinstance(bad, ServerError)
        assert (bad.status, str(bad)[:12]) == (404, "want a label")

    with Server(write_recipe(tmp_path), "--workers", "1") as server:
        asyncio.run(main(server.url))
        said = server.http.get("/metrics").text
    messages = 'tasksynth_requests_total{route="/verify/stream",status="200"} 3\n'
    assert messages in said
    assert 'tasksynth_feedback_total{status="partial"} 39' in said


def test_calls_outlast_a_restart_of_the_server(tmp_path: Path) -> None:
    recipe, store = write_recipe(tmp_path), str(tmp_path / "run.db")
    with Server(recipe, "--store", store) as first:
        port = first.port
        with Client(first.url) as client:
            before = client.ask(3, key="before")
            first.kill()
            first.process.wait()
            found: list[object] = []
            waiting = threading.Thread(
                target=lambda: found.extend([client.ask(3, key="before"), client.ask(1)])
            )
            waiting.start()
            with Server(recipe, "--store", store, port=port):
                waiting.join(60)
    assert found[0] == before
    assert len(found) == 2


def test_patience_runs_out_with_the_reason() -> None:
    refused = pytest.raises(StateError, match="the server cannot serve: ConnectError")
    with Client("http://127.0.0.1:9", patience_s=0.2) as client, refused:
        client.status()


def test_a_token_is_wanted_and_given(tmp_path: Path) -> None:
    with Server(write_recipe(tmp_path), TASKSYNTH_TOKEN="s3cret") as server:
        with Client(server.url, token="s3cret") as client:
            assert client.ask().cursor == 1
        for token in (None, "s3cre", "s3cret2"):
            refused = pytest.raises(ServerError, match="want the header")
            with Client(server.url, token=token) as client, refused:
                client.status()


def test_rows_are_the_same_in_every_process_and_after_a_pickle(server: Server) -> None:
    one = list(islice(rows(server.url, 3, chunk=4), 10))
    two = list(rows(server.url, 3, 13, chunk=7))
    assert one == two
    assert [row["position"] for row in one] == list(range(3, 13))
    data = Tasks(server.url, start=3, chunk=4)
    assert list(islice(pickle.loads(pickle.dumps(data)), 10)) == one
    assert list(islice(data, 4)) == one[:4]
    saved = data.state_dict()
    assert list(islice(data, 3)) == one[4:7]
    data.load_state_dict(saved)
    assert list(islice(data, 3)) == one[4:7]


def test_workers_of_a_data_loader_share_the_rows(server: Server) -> None:
    torch = pytest.importorskip("torch.utils.data")
    for workers in (0, 2):
        loader = torch.DataLoader(
            Tasks(server.url, chunk=4), batch_size=4, num_workers=workers, collate_fn=list
        )
        batches = list(islice(loader, 6))
        positions = [row["position"] for batch in batches for row in batch]
        assert positions == list(range(24))
