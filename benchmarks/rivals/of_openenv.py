"""OpenEnv: environments with steps behind a server."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import episodes  # the folder of benchmarks is on the path

from benchmarks.rivals.rows import Row

PLACES, SECONDS = 200, 10.0
PLAYS = (("openenv", episodes.echo), ("tasksynth", episodes.ours))


def rows() -> Iterator[Row]:
    """A step of an environment that says back what it hears, and one that is kept and judged."""
    os.environ["OPENENV_SESSIONS"] = str(PLACES)
    used = []
    for name, play in PLAYS:
        with (
            tempfile.TemporaryDirectory() as home,
            episodes.Server(name, Path(home), recipe=episodes.RECIPE, peers="echo.py") as server,
        ):
            course = asyncio.run(play(server, PLACES, SECONDS))
            used.append(1e6 / (course.main_us + course.worker_us))
    yield Row(
        "steps of episodes over the network",
        *used,
        "a CPU-second of the server",
        note="theirs are an echo, kept in memory; ours journalled, and judged by replay",
    )
