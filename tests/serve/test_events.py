"""How a stream of events ends: its reader leaves, reads nothing, or the server is about to end."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from starlette.routing import Router

from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.serve.judges import Judges
from tasksynth.serve.ledger import OwnLedger
from tasksynth.serve.page import live as page
from tasksynth.serve.page.watch import Watch
from tasksynth.serve.session import Session
from tasksynth_schemas import Mix, Recipe

RECIPE = Recipe(mix=(Mix(family="demo.sum", levels=(0.3, 0.6)),))
SCOPE = {
    "type": "http",
    "method": "GET",
    "path": "/page/events",
    "query_string": b"",
    "headers": [],
    "root_path": "",
}
Sent = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "TICK_S", 0.001)


def listen(
    watch: Watch,
    reader: Callable[[Sent, dict[str, Any]], Awaitable[None]],
    *,
    leaves: Callable[[Sent], bool] = lambda _sent: False,
) -> Sent:
    """What one reader of the events was sent, once the server is done with it."""

    async def run() -> Sent:
        ledger = OwnLedger(scheduler := Scheduler(RECIPE))
        app = Router(page.routes(watch, Session(ledger, Judges(1)), scheduler))
        sent: Sent = []

        async def receive() -> dict[str, Any]:
            while not leaves(sent):
                await asyncio.sleep(0.001)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            await reader(sent, message)
            sent.append(message)

        try:
            async with asyncio.timeout(30):
                await app(dict(SCOPE), receive, send)
        finally:
            ledger.close()
        return sent

    return asyncio.run(run())


async def reads(_sent: Sent, _message: dict[str, Any]) -> None:
    """A reader who takes whatever comes."""


def test_it_ends_in_good_order_when_the_server_is_about_to(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch()

    async def closes(_sent: Sent, message: dict[str, Any]) -> None:
        watch.closed = watch.closed or bool(message.get("body"))

    start, frame, end = listen(watch, closes)
    assert start["status"] == 200
    assert frame["body"].startswith(b'data: {"version"')
    assert end == {"type": "http.response.body", "body": b"", "more_body": False}


def test_it_ends_when_the_reader_leaves() -> None:
    sent = listen(Watch(), reads, leaves=lambda sent: len(sent) >= 2)
    assert sent[-1]["more_body"] is True


def test_a_reader_who_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "STUCK_S", 0.01)

    async def stuck(_sent: Sent, message: dict[str, Any]) -> None:
        if message.get("body"):
            await asyncio.Event().wait()

    assert len(listen(Watch(), stuck)) == 1


def test_silence_is_broken_by_a_sign_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "BEAT_S", 0.0)
    sent = listen(Watch(), reads, leaves=lambda sent: len(sent) >= 5)
    assert {message["body"] for message in sent[2:5]} == {b": still here\n\n"}
