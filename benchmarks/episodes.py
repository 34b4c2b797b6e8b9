"""A thousand live episodes at once, beside a bare OpenEnv echo server.

    pip install -e '.[dev]' openenv==0.10.0 websockets
    python benchmarks/episodes.py                          # a minute each
    python benchmarks/episodes.py --seconds 600            # is the memory flat?
    python benchmarks/episodes.py --only ours              # without OpenEnv

Ours is `tasksynth serve --http` with a store on disk: a step is done in a worker, journalled and
then acknowledged, and an episode that ends is judged by replay. OpenEnv's echo server holds each
episode in the memory of the one process that its WebSocket is connected to, keeps nothing and
judges nothing: it is the floor of what a step over the network costs there. The last line gives
steps a second as a ratio. On a busy machine compare the CPU columns: microseconds of the server's
main process, and of its workers, for each step.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from serve import Server  # noqa: E402 - beside this file, which is a program
from serving.load import Load, Plan  # noqa: E402
from serving.load import post as sent  # noqa: E402

RECIPE = """
seed = 7
[[mix]]
family = "demo.walk"
levels = [0.5]
[curriculum]
rollouts = 1
"""
CONNECTIONS = 64
SAMPLES = 10
"""Looks at the memory."""


@dataclass
class Course:
    """What a server bore."""

    steps: int = 0
    episodes: int = 0
    seconds: float = 0.0
    main_us: float = 0.0
    worker_us: float = 0.0
    memory_mb: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Steps a second."""
        return self.steps / self.seconds

    def line(self, name: str) -> str:
        """A row of the table."""
        memory = " ".join(f"{one:.0f}" for one in self.memory_mb)
        return (
            f"{name:12} {self.rate:10,.0f} {self.main_us:10,.0f} {self.worker_us:10,.0f} "
            f"{self.episodes:10,}  {memory}"
        )


Step = Callable[[int], Awaitable[bool]]
"""One step of the episode of a place; whether it ended, and another began there."""


async def walk(server: Server, places: int, step: Step, lanes: int, seconds: float) -> Course:
    """Step all episodes in turn, a lane at a time, until the time is up."""
    course, begin, before = Course(), time.perf_counter(), server.cpu_s()
    looks = iter([begin + seconds * (k + 1) / SAMPLES for k in range(SAMPLES)])
    next_look = next(looks)

    async def lane(first: int) -> None:
        nonlocal next_look
        while True:
            for place in range(first, places, lanes):
                now = time.perf_counter()
                if now - begin > seconds:
                    return
                if now > next_look:
                    next_look = next(looks, begin + 2 * seconds)
                    course.memory_mb.append(await asyncio.to_thread(server.memory_mb))
                ended = await step(place)  # other lanes count meanwhile
                course.episodes += ended
                course.steps += 1

    await asyncio.gather(*map(lane, range(lanes)))
    course.seconds = time.perf_counter() - begin
    spent = [end - start for start, end in zip(before, server.cpu_s(), strict=True)]
    course.main_us, course.worker_us = (one / max(1, course.steps) * 1e6 for one in spent)
    course.memory_mb.append(server.memory_mb())
    return course


async def ours(server: Server, places: int, seconds: float) -> Course:
    """Open the episodes by ticket, step left and right, and open another where one ends."""
    load = Load(Plan(port=server.port, seconds=seconds))
    lanes = [await load.connect() for _ in range(CONNECTIONS)]
    episodes: list[tuple[str, int]] = [("", 0)] * places

    async def post(lane: int, path: str, **body: Any) -> Any:
        status, reply = await sent(lanes[lane], path, json.dumps(body).encode())
        if status != 200:
            raise SystemExit(f"{path}: {status}: {reply.decode()[:300]}")
        return json.loads(reply)

    async def begin(place: int) -> None:
        lane = place % CONNECTIONS
        (served,) = (await post(lane, "/ask"))["tasks"]
        opened = await post(lane, "/open", label=served["label"])
        episodes[place] = opened["episode"], 0

    async def step(place: int) -> bool:
        episode, turn = episodes[place]
        way = "left" if turn % 2 else "right"
        action = {"tool": "step", "arguments": {"direction": way}}
        acted = await post(place % CONNECTIONS, "/act", episode=episode, turn=turn, action=action)
        episodes[place] = episode, acted["turn"]
        if acted["over"]:
            await begin(place)
        return bool(acted["over"])

    async def fill(lane: int) -> None:
        for place in range(lane, places, CONNECTIONS):
            await begin(place)

    await asyncio.gather(*map(fill, range(CONNECTIONS)))
    return await walk(server, places, step, CONNECTIONS, seconds)


async def echo(server: Server, places: int, seconds: float) -> Course:
    """The same over OpenEnv's WebSockets, one a session as it wants it."""
    from websockets.asyncio.client import connect

    url = f"ws://127.0.0.1:{server.port}/ws"
    sessions = [await connect(url, max_size=None) for _ in range(places)]

    async def say(place: int, **message: Any) -> Any:
        await sessions[place].send(json.dumps(message))
        reply = json.loads(await sessions[place].recv())
        if reply.get("type") == "error":
            raise SystemExit(f"OpenEnv: {reply}")
        return reply

    for place in range(places):
        await say(place, type="reset", data={})

    async def step(place: int) -> bool:
        await say(place, type="step", data={"direction": "left"})
        return False

    course = await walk(server, places, step, CONNECTIONS, seconds)
    for session in sessions:
        await session.close()
    return course


def main() -> None:
    """Run both, one after the other, and print a table and the ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--episodes", type=int, default=1000, help="at once; 1000")
    parser.add_argument("--seconds", type=float, default=60.0, help="for each server; 60")
    parser.add_argument("--only", choices=["ours"], help="without OpenEnv")
    options = parser.parse_args()
    print(f"{'':12} {'steps/s':>10} {'main us':>10} {'worker us':>10} {'ended':>10}  MB")
    courses = {}
    for name, play in (("tasksynth", ours), ("openenv", echo)):
        if options.only == "ours" and play is echo:
            continue
        os.environ["OPENENV_SESSIONS"] = str(options.episodes)
        with (
            tempfile.TemporaryDirectory() as folder,
            Server(name, Path(folder), recipe=RECIPE, peers="echo.py") as s,
        ):
            courses[name] = asyncio.run(play(s, options.episodes, options.seconds))
        print(courses[name].line(name), flush=True)
    if len(courses) == 2:
        print(f"ratio {courses['tasksynth'].rate / courses['openenv'].rate:.2f}")


if __name__ == "__main__":
    main()
