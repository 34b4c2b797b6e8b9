"""Calls that wait at the same time share a message."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest

from tasksynth.client.batching import Batcher


class Far:
    """Somebody who takes messages, each when it is let."""

    def __init__(self) -> None:
        self.messages: list[list[int]] = []
        self.let = asyncio.Semaphore(0)

    async def send(self, items: Sequence[int]) -> list[str]:
        self.messages.append(list(items))
        await self.let.acquire()
        if 0 in items:
            raise OSError("away")
        return [str(item) for item in items]

    def start(self, batcher: Batcher[int, str], *items: int) -> list[asyncio.Task[str]]:
        return [asyncio.create_task(batcher.put(item)) for item in items]


def with_far(test: Callable[[Far], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with asyncio.timeout(30):
            await test(Far())

    asyncio.run(run())


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_what_comes_while_messages_are_under_way_goes_out_together() -> None:
    async def test(far: Far) -> None:
        batcher: Batcher[int, str] = Batcher(far.send, most=3, flights=1)
        first = far.start(batcher, 1, 2)
        await settle()
        later = far.start(batcher, 3, 4, 5, 6)
        await settle()
        assert (far.messages, batcher.waiting) == ([[1, 2]], 4)
        for _ in range(3):
            far.let.release()
        assert await asyncio.gather(*first, *later) == list("123456")
        assert far.messages == [[1, 2], [3, 4, 5], [6]]

    with_far(test)


def test_messages_leave_a_while_apart() -> None:
    async def test(far: Far) -> None:
        batcher: Batcher[int, str] = Batcher(far.send, most=9, flights=9, pause_s=0.05)
        loop = asyncio.get_running_loop()
        for _ in range(9):
            far.let.release()
        await batcher.put(1)
        start = loop.time()
        later = far.start(batcher, 2)
        await settle()
        later += far.start(batcher, 3)
        assert await asyncio.gather(*later) == ["2", "3"]
        assert far.messages == [[1], [2, 3]]
        assert loop.time() > start + 0.04

    with_far(test)


def test_one_that_weighs_too_much_goes_alone() -> None:
    async def test(far: Far) -> None:
        batcher: Batcher[int, str] = Batcher(far.send, most=3, weigh=lambda item: item, flights=9)
        for _ in range(9):
            far.let.release()
        assert await batcher.put_all([7, 1, 2, 1]) == ["7", "1", "2", "1"]
        assert far.messages == [[7], [1, 2], [1]]

    with_far(test)


def test_a_message_that_fails_fails_for_its_items_alone() -> None:
    async def test(far: Far) -> None:
        batcher: Batcher[int, str] = Batcher(far.send, most=2, flights=1)
        lost = far.start(batcher, 0, 1)
        await settle()
        kept = far.start(batcher, 2)
        far.let.release()
        far.let.release()
        for task in lost:
            with pytest.raises(OSError, match="away"):
                await task
        assert await kept[0] == "2"

    with_far(test)


def test_of_those_who_have_gone_nothing_is_sent() -> None:
    async def test(far: Far) -> None:
        batcher: Batcher[int, str] = Batcher(far.send, most=9, flights=1)
        first = far.start(batcher, 1)
        await settle()
        gone, stays = far.start(batcher, 2, 3)
        await settle()
        gone.cancel()
        far.let.release()
        far.let.release()
        assert [await first[0], await stays] == ["1", "3"]
        assert far.messages == [[1], [3]]

    with_far(test)
