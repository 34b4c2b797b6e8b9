"""The pool of workers that a server judges with, driven as the server drives it."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tasksynth.pipeline.operations import Posed
from tasksynth.serve.judges import NICER, Judges
from tasksynth.single import source
from tasksynth_schemas import TaskRef

SUM = "demo.sum"
LINE = source(SUM, seed=1, level=0.5).make(0).model_dump_json().encode()
MADE = source("curricula.order", seed=1, level=0.2).make(0)
ORDER = TaskRef.model_validate(MADE.ref.model_dump())


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


def processes() -> list[tuple[int, int]]:
    """Nice values and scheduling policies of all processes below this one; see proc(5)."""
    stats = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            stats[int(stat.parent.name)] = int(fields[1]), int(fields[16]), int(fields[38])
    ours = {os.getpid()}
    while more := {pid for pid, (parent, *_) in stats.items() if parent in ours} - ours:
        ours |= more
    return [stats[pid][1:] for pid in ours - {os.getpid()}]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc")
def test_what_is_slow_makes_way_but_not_for_everything() -> None:
    """Under SCHED_IDLE it would starve beside a trainer that takes all there is."""

    async def test(judges: Judges) -> None:
        slow = judges.grade(LINE, ["loop"], SUM)
        makes_way = min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICER)
        async with asyncio.timeout(60):
            while makes_way not in {nice for nice, _ in processes()}:
                await asyncio.sleep(0.05)
        assert {policy for _, policy in processes()} == {os.SCHED_OTHER}
        await slow

    with_judges(1, test)


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


@pytest.mark.slow
def test_workers_that_are_killed_at_their_time_limit_are_replaced_by_no_more() -> None:
    async def test(judges: Judges) -> None:
        first, *slow = (judges.grade(LINE, ["hang"], SUM) for _ in range(3))
        await until(judges, busy=3, slow=3, idle=3)
        await asyncio.gather(first, *slow)
        await until(judges, busy=0, slow=0, idle=3)
        assert judges.deaths == 3

    with_judges(1, test)


def test_workers_that_die_while_they_wait_cost_nobody_anything() -> None:
    async def test(judges: Judges) -> None:
        for _ in range(5):
            for pid in workers():
                os.kill(pid, signal.SIGKILL)
            (posed,) = await asyncio.wait_for(judges.make([ORDER], ORDER.family), 30)
            assert isinstance(posed, Posed)

    with_judges(2, test)


def workers() -> list[int]:
    """The processes that this one's nursery has forked."""
    found = [os.getpid()]
    for _ in range(2):
        run = subprocess.run(["pgrep", "-P", ",".join(map(str, found))], capture_output=True)
        found = [int(word) for word in run.stdout.split()]
    return found
