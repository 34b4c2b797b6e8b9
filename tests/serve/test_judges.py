"""The pool of workers that a server judges with, driven as the server drives it."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tasksynth.serve.judges import Judges
from tasksynth.single import source

SUM = "demo.sum"
LINE = source(SUM, seed=1, level=0.5).make(0).model_dump_json().encode()
ORDER = source("curricula.order", seed=1, level=0.2).make(0).ref


def with_judges(workers: int, test: Callable[[Judges], Awaitable[None]]) -> None:
    """Run a test on a pool that is there with all its workers: its own, and two in reserve."""

    async def run() -> None:
        async with Judges(workers, families=[SUM, ORDER.family]) as judges:
            await until(judges, busy=0, slow=0, idle=workers + 2)
            await test(judges)

    asyncio.run(run())


async def until(judges: Judges, **load: int) -> None:
    async with asyncio.timeout(60):
        while judges.load() != {"waiting": 0, **load}:
            await asyncio.sleep(0.005)


@pytest.mark.slow
def test_a_family_of_slow_answers_keeps_every_worker_busy() -> None:
    async def test(judges: Judges) -> None:
        slow = [judges.grade(LINE, ["loop"], SUM) for _ in range(4)]
        await until(judges, busy=4, slow=4, idle=8)
        slow += [judges.grade(LINE, ["loop"], SUM) for _ in range(2)]
        await until(judges, busy=6, slow=6, idle=8)
        assert not any(one.done() for one in slow)
        await asyncio.gather(*slow)

    with_judges(6, test)


@pytest.mark.slow
def test_while_a_family_is_slow_no_worker_of_the_pool_waits_for_its_next_answers() -> None:
    async def test(judges: Judges) -> None:
        slow = [judges.grade(LINE, ["loop"], SUM)]
        await until(judges, busy=1, slow=1, idle=3)
        slow += [judges.grade(LINE, ["loop"], SUM) for _ in range(2)]
        made = judges.make([ORDER], ORDER.family)
        await asyncio.sleep(0)  # they are given out
        assert judges.load() == {"waiting": 0, "busy": 4, "slow": 1, "idle": 0}
        await made
        assert not any(one.done() for one in slow)
        await asyncio.gather(*slow)

    with_judges(1, test)


@pytest.mark.slow
def test_workers_that_are_no_longer_needed_go_and_no_others() -> None:
    async def test(judges: Judges) -> None:
        slow = [judges.grade(LINE, ["loop"], SUM) for _ in range(4)]
        while not all(one.done() for one in slow):
            await judges.make([ORDER], ORDER.family)
        await until(judges, busy=0, slow=0, idle=3)
        assert judges.deaths <= 4

    with_judges(1, test)
