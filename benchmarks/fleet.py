"""What a keeper of the ledger and its helpers bear, by CPU second of each role.

    python benchmarks/fleet.py                       # two minutes
    python benchmarks/fleet.py --helpers 1 2 4 --seconds 20
    python benchmarks/fleet.py --helpers --keepers 1 2 4 --store postgresql://…
    python benchmarks/fleet.py --share 0.3           # as root: what a second helper brings
    python benchmarks/fleet.py --ahead 0 256         # what a stock of tasks brings

Four processes offer load over loopback: groups of 8 wrong answers to orders of skills, asked for,
judged and told (see `benchmarks/serving/groups.py` for the kinds of load). On a machine
with few processors, or a busy one, rates say little; what counts is the CPU time that each role
takes for a task and a verdict, and whether that grows with the number of helpers. So many would
each role bear on a processor of its own: that is the column `by CPU`. With `--share` each helper,
its workers with it, is held to a share of a processor by a control group, so that also on a small
machine the clock shows what another helper brings. With `--ahead` a trainer asks for 16 tasks of
SAT in one call, waits, and tells their rewards, step by step; servers make so many tasks ahead of
their asking.
"""

import argparse
import contextlib
import json
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import httpx

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from serving import processes  # noqa: E402 - beside this file, which is a program
from serving.groups import Groups, Played  # noqa: E402

RECIPE = """
seed = 7
[[mix]]
family = "curricula.order"
levels = [0.2]
[curriculum]
rollouts = 8
"""
DEAR = """
seed = 7
[[mix]]
family = "sat.assignment"
levels = [0.5, 0.6, 0.7]
[curriculum]
rollouts = 8
"""
STEPS, TASKS, PAUSE_S = 20, 16, 1.0
LOADS = 4
"""Processes that offer load."""
WAIT_S = 120.0


class Member:
    """A server of the fleet, held to a share of a processor if one is given."""

    def __init__(self, *options: str, share: float = 0.0) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-c", "from tasksynth.cli import app; app()", "serve", *options]
        self.process = subprocess.Popen(
            [*command, "--http", f"127.0.0.1:{self.port}"], stderr=subprocess.DEVNULL
        )
        self.group = processes.held(self.process.pid, share) if share else None

    def wait(self) -> None:
        """Until it is ready."""
        until = time.monotonic() + WAIT_S
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/readyz").status_code == 200:
                    return
            time.sleep(0.1)
        raise SystemExit(f"the server at {self.url} did not become ready")

    def cpu_s(self) -> tuple[float, float]:
        """Of the server itself, and of its workers."""
        main, *workers = map(processes.cpu_s, processes.family(self.process.pid))
        return main, sum(workers)

    def end(self) -> None:
        """Stop it."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        if self.group:
            self.group.rmdir()


@contextlib.contextmanager
def fleet(
    folder: Path,
    helpers: int,
    *,
    keepers: int = 1,
    store: str = "",
    share: float = 0.0,
    text: str = RECIPE,
    more: Sequence[str] = (),
) -> Iterator[tuple[list[Member], list[Member]]]:
    """Keepers of one journal, SQLite's if nothing is said, and helpers; all with one worker."""
    recipe = folder / "recipe.toml"
    recipe.write_text(text)
    options = (str(recipe), "--store", store or str(folder / "run.db"), "--workers", "1", *more)
    members = [Member(*options) for _ in range(keepers)]
    try:
        for member in members:
            member.wait()
        members += [
            Member(members[0].url, "--workers", "1", *more, share=share) for _ in range(helpers)
        ]
        for member in members[keepers:]:
            member.wait()
        yield members[:keepers], members[keepers:]
    finally:
        for member in reversed(members):
            member.end()


class Row(NamedTuple):
    """A measurement: seconds of CPU of each role."""

    tasks: int
    verdicts: int
    failed: int
    seconds: float
    worst_ms: float
    keeper_s: float
    helpers_s: float
    workers_s: float


def offer(
    keepers: Sequence[Member],
    helpers: Sequence[Member],
    kind: str,
    seconds: float,
    connections: int,
) -> Row:
    """Offer load of a kind to the helpers, or to the keepers if there are none."""
    ports = [member.port for member in helpers or keepers]
    before = [member.cpu_s() for member in (*keepers, *helpers)]
    start = time.perf_counter()
    loads = []
    for i in range(LOADS):
        plan = Groups(ports[i % len(ports)], seconds, connections, kind)
        load = subprocess.Popen(
            [sys.executable, str(HERE / "serving" / "groups.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert load.stdin
        load.stdin.write(json.dumps(asdict(plan)))
        load.stdin.close()
        loads.append(load)
    played = [Played(**json.load(load.stdout)) for load in loads if load.stdout]
    for load in loads:
        load.wait()
    after = [member.cpu_s() for member in (*keepers, *helpers)]
    used = [(a - b, c - d) for (a, c), (b, d) in zip(after, before, strict=True)]
    return Row(
        tasks=sum(one.tasks for one in played),
        verdicts=sum(one.verdicts for one in played),
        failed=sum(one.failed for one in played),
        seconds=time.perf_counter() - start,
        worst_ms=max(one.worst_ms for one in played),
        keeper_s=sum(main for main, _ in used[: len(keepers)]),
        helpers_s=sum(main for main, _ in used[len(keepers) :]),
        workers_s=sum(workers for _, workers in used),
    )


def show(what: str, row: Row) -> None:
    """One line, rates by CPU second of each role."""
    unit, done = ("tasks", row.tasks) if not row.verdicts else ("verdicts", row.verdicts)
    line = f"{what:34} {row.tasks / row.seconds:7.0f} tasks/s {row.verdicts / row.seconds:7.0f} "
    line += f"verdicts/s  failed {row.failed}  worst {row.worst_ms:5.0f} ms   by CPU, {unit}:"
    for name, used in zip(
        ("keeper", "helpers", "workers"), (row.keeper_s, row.helpers_s, row.workers_s), strict=True
    ):
        line += f"  {name} {done / used:7.0f}" if used > 0.05 * row.seconds else f"  {name}       -"
    print(line, flush=True)


def steps(ahead: int) -> None:
    """What a trainer waits for its tasks, step by step."""
    more = ("--ahead", str(ahead))
    with (
        tempfile.TemporaryDirectory() as home,
        fleet(Path(home), 1, text=DEAR, more=more) as (_, (helper,)),
        httpx.Client(base_url=helper.url, timeout=WAIT_S) as http,
    ):
        took, before = [], helper.cpu_s()
        for _ in range(STEPS):
            start = time.perf_counter()
            tasks = http.post("/ask", json={"n": TASKS}).json()["tasks"]
            took.append((time.perf_counter() - start) * 1000)
            time.sleep(PAUSE_S)
            told = [{"ticket": one["ticket"]["id"], "rewards": [1, 0] * 4} for one in tasks]
            http.post("/tell", json={"feedback": told}).raise_for_status()
        workers_s = helper.cpu_s()[1] - before[1]
    first, *took = took
    print(
        f"{ahead:4} ahead: {TASKS} tasks in {statistics.median(took):.0f} ms, at worst "
        f"{max(took):.0f}, the first time {first:.0f}; workers {workers_s / STEPS:.2f} s a step",
        flush=True,
    )


def main() -> None:
    """Every kind of load, on every size of fleet."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=8.0, help="of each measurement")
    parser.add_argument("--helpers", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--keepers", type=int, nargs="*", default=[], help="without helpers")
    parser.add_argument("--store", default="", help="of keepers without helpers")
    parser.add_argument("--share", type=float, default=0.0, help="of a processor, for each helper")
    parser.add_argument("--connections", type=int, default=32, help="of each load process")
    parser.add_argument("--ahead", type=int, nargs="*", default=[], help="steps, with such stocks")
    options = parser.parse_args()
    for ahead in options.ahead:
        steps(ahead)
    if options.ahead:
        return
    for helpers in options.helpers:
        with (
            tempfile.TemporaryDirectory() as home,
            fleet(Path(home), helpers, share=options.share) as (keepers, others),
        ):
            where = f"{helpers} helper{'s' * (helpers > 1)}"
            for kind in ("group", "calls", "tell"):
                offer(keepers, others, kind, min(2, options.seconds), options.connections)
                row = offer(keepers, others, kind, options.seconds, options.connections)
                show(f"{where}, {kind}", row)
            if helpers == options.helpers[0] and not options.share:
                for kind in ("bare", "tell"):
                    row = offer(keepers, (), kind, options.seconds, 4)
                    show(f"keeper alone, {kind}", row)
    for number in options.keepers:
        with (
            tempfile.TemporaryDirectory() as home,
            fleet(Path(home), 0, keepers=number, store=options.store) as (keepers, _),
        ):
            for kind in ("tell", "bare"):
                offer(keepers, (), kind, min(2, options.seconds), options.connections)
                row = offer(keepers, (), kind, options.seconds, options.connections)
                show(f"{number} keepers of one store, {kind}", row)


if __name__ == "__main__":
    main()
