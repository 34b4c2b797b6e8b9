"""The three sandboxes beside a plain subprocess, in one run; and many runs that leave nothing.

    python benchmarks/sandbox.py                              # about a minute
    python benchmarks/sandbox.py --soak 1000000 --tier wasm   # hours: see docs/sandbox.md

The first gives runs a second of one warm sandbox, and the ratio to starting a bare interpreter
(`python -I -S -c`) for each program, which holds nobody back; above 1 is faster than that. Tiers
and peer take turns, in three rounds, of which the best counts.

The second makes so many runs, of programs that end in every way there is, and fails when after them
more descriptors, processes, threads, files or memory are held than after the first tenth.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, get_args

from tasksynth.sandbox import Limits, Sandbox, Tier, missing

PROGRAM = "print(sum(i * i for i in [1, 2, 3] * 100))"
ROUNDS = 3
SLACK_MB = 8
LIMITS = Limits(memory_bytes=8 << 20, output_bytes=4096, cpu_s=0.05, wall_s=10)
PROGRAMS = (
    *(f"print({k})" for k in range(40)),
    "1 / 0",
    "print((",
    "raise SystemExit(3)",
    "print('y' * 100_000)",
    "x = ['a' * 1000 for _ in range(10 ** 7)]",
    "def f(n): return f(n + 1)\nf(0)",
    "print(open('in.txt').read())",
    "import os\nos.fork()",
    "import os\nwhile True: os.pipe()",
    "while True: pass",
)
"""Four fifths end well; the last uses up its CPU time."""


class Held(NamedTuple):
    """What this process, and those that it started, hold now."""

    descriptors: int
    processes: int
    threads: int
    files: int
    resident_mb: float


def held() -> Held:
    """Count it."""
    ours = family()
    resident = 0
    for pid in ours:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                resident += int(line.split()[1])
    files = list(Path(tempfile.gettempdir()).rglob("*"))
    return Held(
        descriptors=sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in ours),
        processes=len(ours),
        threads=sum(len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in ours),
        files=len(files),
        resident_mb=resident / 1024,
    )


def family() -> set[int]:
    """This process, and every one below it."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it ended while we looked
    ours, before = {os.getpid()}, 0
    while len(ours) != before:
        before = len(ours)
        ours |= {pid for pid, parent in parents.items() if parent in ours}
    return ours


def soak(tier: Tier, runs: int) -> bool:
    """Make so many runs; whether they left nothing."""
    with Sandbox(tier, limits=LIMITS) as sandbox:
        first = None
        begun = time.perf_counter()
        for k in range(runs):
            if k == runs // 10:
                sandbox.run("print(0)")  # so that a worker is there both times
                first = held()
            sandbox.run(PROGRAMS[k % len(PROGRAMS)], files={"in.txt": "7"}, stdin="x")
            if k and k % 50_000 == 0:
                print(f"{tier}: {k:,} runs, {held()}", flush=True)
        sandbox.run("print(0)")
        last = held()
    took = time.perf_counter() - begun
    print(f"{tier}: {runs:,} runs in {took:.0f} s, from {first} to {last}")
    return first is not None and (
        all(now <= then for now, then in zip(last[:4], first[:4], strict=True))
        and last.resident_mb <= first.resident_mb + SLACK_MB
    )


def rate(one: Callable[[], object], seconds: float) -> float:
    """Runs a second."""
    begun, runs = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds:
        one()
        runs += 1
    return runs / (time.perf_counter() - begun)


def bare() -> None:
    """The peer."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", PROGRAM], capture_output=True, check=True
    )
    assert done.stdout == b"1400\n"


def compare(seconds: float) -> None:
    """Runs a second, and the ratio to the peer."""
    tiers = [tier for tier in get_args(Tier) if not missing(tier)]
    warm = {tier: Sandbox(tier, limits=Limits(memory_bytes=16 << 20)) for tier in tiers}
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        for name, one in {
            "subprocess": bare,
            **{tier: lambda s=sandbox: s.run(PROGRAM) for tier, sandbox in warm.items()},
        }.items():
            best[name] = max(best.get(name, 0.0), rate(one, seconds))
    for sandbox in warm.values():
        sandbox.close()
    for name, runs in best.items():
        print(f"{name:12}{runs:9.0f} runs/s {runs / best['subprocess']:8.2f} x subprocess")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--soak", type=int, metavar="RUNS", help="make so many runs instead")
    parser.add_argument("--tier", choices=get_args(Tier), help="of this tier; of all without")
    parser.add_argument("--seconds", type=float, default=3.0, help="of each measurement")
    args = parser.parse_args()
    if args.soak is None:
        compare(args.seconds)
        return
    tiers = [args.tier] if args.tier else [tier for tier in get_args(Tier) if not missing(tier)]
    with tempfile.TemporaryDirectory() as tempfile.tempdir:  # so that nobody else's files count
        left = [tier for tier in tiers if not soak(tier, args.soak)]
    if left:
        sys.exit(f"something was left behind: {', '.join(left)}")


if __name__ == "__main__":
    main()
