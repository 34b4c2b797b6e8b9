"""Tasks that are made ahead of their asking: the same ones, sooner, and in nobody's way."""

import asyncio
import re
import time
from pathlib import Path
from typing import Any

from tasksynth import make
from tasksynth.curriculum.recipes import read_whole
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.pipeline.operations import Posed
from tasksynth.serve.ahead import Ahead
from tasksynth.serve.judges import Judges
from tasksynth_schemas import TaskRef
from tests.serve.server import Server, write_recipe


def ref(level: int, index: int) -> TaskRef:
    return TaskRef(family="demo.sum", version=1, params={"top": level}, seed=1, index=index)


class Made:
    """Makes tasks at once, unless others are at work."""

    def __init__(self, *, idle: bool = True) -> None:
        self.idle, self.made, self.kept = idle, list[TaskRef](), set[Any]()

    def make(self, ref: TaskRef) -> "asyncio.Future[list[Any]] | None":
        if not self.idle:
            return None
        self.made.append(ref)
        future = asyncio.get_running_loop().create_future()
        future.set_result([Posed(b"a task", ref.id, "?", {})])
        return future

    def ahead(self, most: int) -> Ahead:
        return Ahead(most, self.make, lambda key, posed: self.kept.add(key))


def ask(ahead: Ahead, *refs: TaskRef) -> None:
    ahead.asked(refs, [(one.stream, one.index) for one in refs])
    ahead.go_on()


async def settle() -> None:
    for _ in range(200):
        await asyncio.sleep(0)


def test_as_many_are_made_as_were_asked_for_of_each_stream_and_no_more() -> None:
    async def run() -> None:
        makes = Made()
        ahead = makes.ahead(8)
        ask(ahead, ref(5, 0), ref(5, 1), ref(9, 0), ref(5, 2))
        await settle()
        assert {(one.params["top"], one.index) for one in makes.made} == {
            (5, 3), (5, 4), (5, 5), (9, 1),
        }  # fmt: skip
        assert ahead.stock == len(makes.kept) == 4
        ask(ahead, ref(5, 4))  # somebody else has asked for the one before it
        assert (ahead.used, ahead.stock) == (1, 2)
        await settle()
        assert [one.index for one in makes.made[4:]] == [6, 7, 8]
        for index in range(1, 40):
            ask(ahead, ref(9, index))
            await settle()
        assert ahead.stock == 8
        assert ahead.used == 40

    asyncio.run(run())


def test_nothing_is_made_while_others_are_at_work_or_where_it_is_not_wanted() -> None:
    async def run() -> None:
        makes = Made(idle=False)
        ahead = makes.ahead(8)
        ask(ahead, ref(5, 0))
        await settle()
        assert makes.made == []
        makes.idle = True
        await asyncio.sleep(0.1)
        assert [one.index for one in makes.made] == [1]
        none = makes.ahead(0)
        ask(none, ref(7, 0))
        await settle()
        assert len(makes.made) == 1

    asyncio.run(run())


def test_a_worker_makes_one_only_if_no_other_has_anything_to_do() -> None:
    async def run() -> None:
        async with Judges(1, families=["demo.sum"]) as judges:
            (posed,) = await judges.make([ref(5, 0)], "demo.sum")
            async with asyncio.timeout(60):  # the spare one may still be on its way
                while judges.load()["idle"] < 2:
                    await asyncio.sleep(0.01)
            first = judges.make_ahead(ref(5, 1))
            assert first is not None
            assert judges.make_ahead(ref(5, 2)) is None
            asked = judges.make([ref(5, 3)], "demo.sum")  # does not wait for it
            await asyncio.sleep(0)
            assert judges.load()["waiting"] == 0
            assert judges.load()["busy"] == 2
            (made,), (other,) = await first, await asked
            tasks = [made.task, other.task, posed.task]
            assert tasks == [make(ref(5, index)).id for index in (1, 3, 0)]
            assert judges.deaths == 0

    asyncio.run(run())


def gauges(server: Server) -> tuple[int, int]:
    """Tasks in stock, and how many of it were used."""
    text = server.http.get("/metrics").text
    found = dict(re.findall(r"^tasksynth_ahead_(\w+) (\d+)$", text, re.MULTILINE))
    return int(found["stock"]), int(found["used"])


def test_a_server_hands_out_the_same_tasks_from_its_stock(tmp_path: Path) -> None:
    recipe = write_recipe(tmp_path)
    plain = Scheduler(read_whole(recipe))
    with Server(recipe, "--workers", "1", "--ahead", "8") as server:
        for n in (9, 6):
            served = server.post("/ask", n=n)["tasks"]
            for one, ticket in zip(served, plain.ask(n), strict=True):
                assert one["ticket"]["id"] == ticket.id
                assert TaskRef.model_validate(one["ticket"]["ref"]) == ticket.ref
                assert (one["task"], one["prompt"]) == (ticket.ref.id, make(ticket.ref).prompt)
            until = time.monotonic() + 60
            while gauges(server)[0] < 8:
                assert time.monotonic() < until
        assert gauges(server)[1] >= 3
