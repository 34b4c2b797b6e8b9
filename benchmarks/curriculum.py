"""What the curriculum brings, and what it costs.

    python benchmarks/curriculum.py race             # strategies over simulated learners (minutes)
    python benchmarks/curriculum.py cost             # a minute; all strategies
    pip install Syllabus-RL matplotlib scipy torch   # and `race --syllabus`, or `cost` again
    python benchmarks/curriculum.py start            # start-up at a million events (minutes)

All want the project installed from its checkout (`pip install -e .`). `race` is in `race/main.py`.
`cost` is CPU per ask(64) + tell(64 x 8) at 1,000 cells, beside Syllabus. A round is an ask for 64
tickets and the feedback on them, 8 rewards each, through the whole scheduler: tickets with refs,
journal, strategy, measure. CPU of this process, mean over the rounds after a warm-up, so that what
a strategy does only now and then is in it; with the journal in memory, and in SQLite with a disk
flush for each message. Then the same for one ticket at a time, in memory. Syllabus keeps
no journal, issues no tickets and is fed by episode: its figure is 64 samples and 512 updates of the
same curriculum object.
"""

import argparse
import resource
import sys
import tempfile
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.race import main as racing
from benchmarks.race import peers
from tasksynth.curriculum import strategy as strategies
from tasksynth.curriculum.journal.store import MemoryStore, SqliteStore, Store
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.errors import UsageError
from tasksynth.rng import Stream
from tasksynth_schemas import Curriculum, Feedback, Mix, Recipe

TRACKS, LEVELS, ASK, GROUP = 100, 10, 64, 8
BAR_MS = 3.0


def recipe(strategy: str) -> Recipe:
    """1,000 cells: 100 ladders of 10 levels."""
    levels = tuple(i / (LEVELS - 1) for i in range(LEVELS))
    return Recipe(
        mix=tuple(
            Mix(family="curricula.order", levels=levels, params={"extra": 0.1 + i / 1000})
            for i in range(TRACKS)
        ),
        curriculum=Curriculum(strategy=strategy),
    )


def rewards(rng: np.random.Generator, n: int) -> list[tuple[float, ...]]:
    """n groups of 8 rewards, of many success rates."""
    right = rng.random((n, GROUP)) < rng.random((n, 1))
    return [tuple(row) for row in right.astype(float).tolist()]


def round_ms(
    strategy: str, store: Store, rounds: int, *, tickets: int = ASK
) -> tuple[float, float]:
    """Milliseconds of CPU for an ask and a tell; the feedback is made outside of the clock."""
    scheduler = Scheduler(recipe(strategy), store)
    rng = Stream(b"benchmark").rng(0)
    asking = telling = 0.0
    for i in range(rounds + rounds // 4):
        given = rewards(rng, tickets)
        start = time.process_time()
        asked = scheduler.ask(tickets)
        between = time.process_time()
        feedback = [
            Feedback(ticket=ticket.id, rewards=row)
            for ticket, row in zip(asked, given, strict=True)
        ]
        told = time.process_time()
        scheduler.tell_many(feedback)
        if i >= rounds // 4:
            asking += between - start
            telling += time.process_time() - told
    return asking / rounds * 1000, telling / rounds * 1000


def syllabus_ms(name: str, rounds: int) -> float:
    """Milliseconds of CPU for 64 samples and 512 updates of one of Syllabus's curricula."""
    curriculum: Any = peers.make(name, TRACKS * LEVELS, episodes=ASK * GROUP)
    rng = Stream(b"benchmark").rng(0)
    spent = 0.0
    for _ in range(rounds):
        given = rewards(rng, ASK)
        start = time.process_time()
        tasks = peers.sample(curriculum, ASK)
        with np.errstate(all="ignore"), redirect_stdout(StringIO()):
            for task, row in zip(tasks, given, strict=True):
                for reward in row:
                    curriculum.update_task_progress(task, reward)
                    curriculum.update_on_episode(reward, 1, task, reward)
        spent += time.process_time() - start
    return spent / rounds * 1000


def memory_growth(strategy: str) -> tuple[float, float]:
    """Megabytes resident after 200 and after 2,000 rounds on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        scheduler = Scheduler(recipe(strategy), SqliteStore(Path(folder) / "run.db", fsync=False))
        rng = Stream(b"benchmark").rng(0)
        seen = []
        for i in range(2001):
            tickets = scheduler.ask(ASK)
            pairs = zip(tickets, rewards(rng, ASK), strict=True)
            scheduler.tell_many([Feedback(ticket=t.id, rewards=row) for t, row in pairs])
            if i in (200, 2000):
                pages = int(Path("/proc/self/statm").read_text().split()[1])
                seen.append(pages * resource.getpagesize() / 1e6)
        scheduler.close()
    return seen[0], seen[1]


def start_up(strategy: str, events: int) -> None:
    """Fill a store with events; time how long it takes to open it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.db"
        scheduler = Scheduler(recipe(strategy), SqliteStore(path, fsync=False))
        began = time.process_time()
        for _ in range(events // 2):
            (ticket,) = scheduler.ask(1)
            scheduler.tell(ticket.id, (1.0, 0.0))
        took = time.process_time() - began
        state = scheduler.state()
        scheduler.close()
        size = path.stat().st_size / 1e6
        print(f"{strategy}: {state.seq:,} events in {took:.0f} s of CPU, {size:.0f} MB")
        began = time.perf_counter()
        again = Scheduler.open(SqliteStore(path))
        print(f"opened in {time.perf_counter() - began:.3f} s")
        assert again.state().model_dump_json() == state.model_dump_json()
        again.close()


def main(arguments: list[str] | None = None) -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = options.add_subparsers(required=True, metavar="COMMAND")
    racing.declare(commands.add_parser("race", help="strategies over simulated learners"))
    costing = commands.add_parser("cost", help="CPU of each strategy")
    costing.add_argument("--rounds", type=int, default=200)
    costing.set_defaults(run=lambda chosen: cost(chosen.rounds))
    starting = commands.add_parser("start", help="start-up at 10^6 events")
    starting.set_defaults(run=lambda _: start())
    chosen = options.parse_args(arguments)
    try:
        chosen.run(chosen)
    except UsageError as e:
        options.exit(2, f"{e}\n")


def start() -> None:
    start_up("frontier", 2_598)  # 198 events after the last snapshot: the longest start
    start_up("uniform", 1_000_000)


def cost(rounds: int) -> None:
    print(f"CPU of ask({ASK}) + tell({ASK} x {GROUP}) at {TRACKS * LEVELS} cells, in ms;")
    print("of ask(1) and tell(1 x 8), in microseconds")
    print(f"  {'':22} {'memory':>8} {'SQLite':>8} {'ask(1)':>8} {'tell(1)':>8}")
    figures = {}
    for name in strategies.names():
        memory = sum(round_ms(name, MemoryStore(), rounds))
        with tempfile.TemporaryDirectory() as folder:
            store = SqliteStore(Path(folder) / "run.db")
            flushed = sum(round_ms(name, store, rounds))
            store.close()
        ask, tell = round_ms(name, MemoryStore(), 10 * rounds, tickets=1)
        figures[name] = max(memory, flushed)
        verdict = "" if figures[name] < BAR_MS else f"  over {BAR_MS:g}"
        single = f"{1000 * ask:8.0f} {1000 * tell:8.0f}"
        print(f"  {name:22} {memory:8.2f} {flushed:8.2f} {single}{verdict}", flush=True)
    if peers.installed():
        for name in peers.NAMES:
            if name in peers.PROBING:
                continue
            print(f"  {name:22} {syllabus_ms(name, max(5, rounds // 20)):8.2f}")
    else:
        print("  (Syllabus is not installed here)")
    first, last = memory_growth("frontier")
    print(f"memory, frontier on SQLite: {first:.0f} MB after 200 rounds, {last:.0f} after 2,000")
    if max(figures.values()) >= BAR_MS:
        sys.exit(1)


if __name__ == "__main__":
    main()
