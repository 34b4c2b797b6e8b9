"""The process that an environment of others runs in: what it does there, and what it is asked.

It has a fixed hash seed, makes one entry and throws it away, and from then on does everything in
forks of itself. So whatever an environment keeps, caches or imports, each task is made in the same
state: it is a function of its seed, and forgets what was done to it. A fork that takes too long is
killed, whatever it is in the middle of.

Requests are pickles and come from the family. Replies are JSON: an answer that gets a verifier to
run it is in the fork, and must not be able to do more than lie about itself.
"""

import base64
import json
import os
import pickle
import random  # noqa: TID251 - theirs, which is seeded
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from tasksynth.answers.evaluated import watched
from tasksynth_foreign.kinds import Environment, Exercise

LENGTH = 8
MOST = 64 * 2**20
"""Bytes of a reply."""
ROOM = 8 * 2**30
"""Bytes of address space that a fork may take on top of what it begins with."""


@dataclass(frozen=True)
class Make:
    """Make the entry of a seed."""

    seed: int
    config: Mapping[str, Any]
    limit_s: float


@dataclass(frozen=True)
class Score:
    """Score an answer to an entry, which is made again if it could not be sealed."""

    made: Make
    sealed: str | None
    """The pickled entry, in base64."""
    answer: str
    limit_s: float
    watch: bool


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until there are no more; the first one names the environment."""
    environment, warm = pickle.loads(_read(requests))  # noqa: S301 - from the family
    try:
        seeded(warm.seed)
        entry = environment.make(warm.seed, warm.config)
        if entry is not None:  # what judging imports and caches, too
            environment.score(entry, "0")
    except Exception:  # noqa: BLE001, S110 - whoever asks next is told
        pass
    _write(replies, b"{}")
    while request := _read(requests):
        asked = pickle.loads(request)  # noqa: S301 - as above
        doing = _make if isinstance(asked, Make) else _score
        job = partial(doing, environment, asked)
        _write(replies, forked(job, asked.limit_s))


def _make(environment: Environment, asked: Make) -> dict[str, Any]:
    if (entry := made(environment, asked)) is None:
        return {}
    return {"question": entry.question, "reference": entry.reference, "sealed": _sealed(entry)}


def _score(environment: Environment, asked: Score) -> dict[str, Any]:
    if asked.sealed is not None:
        entry: Exercise | None = pickle.loads(base64.b64decode(asked.sealed))  # noqa: S301 - the environment's own
    else:
        entry = made(environment, asked.made)
    if entry is None:
        return {"error": "the task cannot be made again"}
    seeded(asked.made.seed)
    if not asked.watch:
        return {"score": float(environment.score(entry, asked.answer))}
    with watched() as watch:
        try:
            score = float(environment.score(entry, asked.answer))
        except Exception:
            if not watch.caught:
                raise
            score = 0.0
    if watch.caught:
        return {"error": f"its verifier was stopped: {watch.caught}"}
    return {"score": score}


def made(environment: Environment, asked: Make) -> Exercise | None:
    """The entry of a seed."""
    seeded(asked.seed)
    return environment.make(asked.seed, asked.config)


class HeldRandom(random.Random):
    """A generator that nobody seeded goes on with the task's chance, too."""

    def seed(self, a: Any = None, version: int = 2) -> None:
        """Seed it."""
        super().seed(random.getrandbits(64) if a is None else a, version)


def seeded(seed: int) -> None:
    """Seed what environments draw from: `random`, and numpy's and torch's if they are in use.

    Who seeds one of them anew without saying by what, which is by chance, goes on with the task's.
    """
    _hold(random, "seed")
    random.Random = HeldRandom  # type: ignore[misc]
    random.seed(seed)
    if (numpy := sys.modules.get("numpy.random")) is not None:
        _hold(numpy, "seed")
        _hold(numpy, "default_rng")
        numpy.seed(seed % 2**32)
    if (torch := sys.modules.get("torch")) is not None:
        torch.manual_seed(seed)


def _hold(module: Any, name: str) -> None:
    """Have a function that takes a seed, or None for chance, never take None."""
    theirs = getattr(module, name)
    if getattr(theirs, "holds", False):
        return

    def held(seed: Any = None, *args: Any, **kwargs: Any) -> Any:
        return theirs(random.getrandbits(32) if seed is None else seed, *args, **kwargs)

    held.holds = True  # type: ignore[attr-defined]
    setattr(module, name, held)


def _sealed(entry: Exercise) -> str | None:
    try:
        return base64.b64encode(pickle.dumps(entry)).decode()
    except Exception:  # noqa: BLE001 - lambdas, locks: it is made again instead
        return None


def forked(job: Callable[[], dict[str, Any]], limit_s: float) -> bytes:
    """What a job comes to in a fork of this process, as JSON; the fork is killed at the limit."""
    ours, theirs = os.pipe()
    if (child := os.fork()) == 0:
        _be_child(job, ours, theirs, limit_s)
    os.close(theirs)
    try:
        found = _all_of(ours, time.monotonic() + limit_s)
    finally:
        os.close(ours)
        for kill in (os.killpg, os.kill):  # what it started, and it, if it leads no group yet
            with suppress(ProcessLookupError):
                kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
    if found is None:
        return _error(f"its process was killed: it took more than {limit_s:g} s, or said too much")
    return found or _error(f"its process was killed: it ended with status {status}")


def _all_of(pipe: int, end: float) -> bytes | None:
    """What comes until the pipe is closed; None if that takes too long, or it is too much."""
    found = bytearray()
    while (left := end - time.monotonic()) > 0 and len(found) <= MOST:
        if select.select([pipe], [], [], left)[0]:
            if not (part := os.read(pipe, 2**16)):
                return bytes(found)
            found += part
    return None


def _be_child(job: Callable[[], dict[str, Any]], ours: int, theirs: int, limit_s: float) -> None:
    """Do the job, say what it came to, and end without cleaning up."""
    try:
        os.setsid()
        os.close(ours)
        for channel in _channels:
            os.close(channel)
        try:
            _bound(int(limit_s) + 2)
            said = job()
        except BaseException as e:  # noqa: BLE001 - a SystemExit of theirs is a fault like others
            said = {"error": f"{type(e).__name__}: {e}"[:300]}
        with os.fdopen(theirs, "wb") as pipe:
            pipe.write(json.dumps(said).encode())
    finally:
        os._exit(0)


def _bound(seconds: int) -> None:
    """Limit this process, for the case that nobody is left who kills it."""
    import resource  # which Windows does not have

    limits = {resource.RLIMIT_CPU: seconds, resource.RLIMIT_CORE: 0}
    if sys.platform == "linux":
        begun = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        limits[resource.RLIMIT_AS] = begun + ROOM
    for kind, most in limits.items():
        hard = resource.getrlimit(kind)[1]  # which may be lower already, and cannot be raised
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def _error(why: str) -> bytes:
    return json.dumps({"error": why}).encode()


_channels: list[int] = []
"""The descriptors that a fork must not have."""


def _read(file: BinaryIO) -> bytes:
    head = file.read(LENGTH)
    return file.read(int.from_bytes(head)) if len(head) == LENGTH else b""


def _write(file: BinaryIO, body: bytes) -> None:
    file.write(len(body).to_bytes(LENGTH) + body)
    file.flush()


def main() -> None:
    """Keep the channels apart from what environments print, and serve in an empty folder."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    _channels.extend((requests.fileno(), replies.fileno()))
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        serve(requests, replies)
        os.chdir("/")
