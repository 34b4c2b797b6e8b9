"""Engines, driven as loops drive them, with a plug-in's operation."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tasksynth.engines import Failure, ahead, engine_for
from tasksynth.engines.pool import Pool
from tasksynth.errors import StateError, UsageError
from tasksynth.pipeline.making.generate import stream_lines
from tasksynth_schemas import Mix, Recipe

ACT = "demo.act"


@pytest.fixture(params=["fork", "spawn"])
def pool(request: pytest.FixtureRequest) -> Iterator[Pool]:
    with Pool(2, way=request.param) as pool:
        yield pool


def said(results: list[Any]) -> list[str | None]:
    """What was done; None for a failure."""
    return [None if isinstance(result, Failure) else result[1] for result in results]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_results_come_in_the_order_of_the_items(pool: Pool) -> None:
    jobs = [pool.submit(ACT, [f"{i}.{j}" for j in range(3)]) for i in range(20)]
    for i in (19, *range(19)):
        assert said(pool.wait(jobs[i])) == [f"{i}.{j}" for j in range(3)]
    assert pool.wait(pool.submit(ACT, [])) == []


def test_an_item_that_kills_its_worker_fails_alone(pool: Pool) -> None:
    items = ["a", "crash", "b", "hang", "raise", "c"]
    results = pool.wait(pool.submit(ACT, items))
    assert said(results) == ["a", None, "b", None, None, "c"]
    why = [result.why for result in results if isinstance(result, Failure)]
    assert why[0] == "its worker process died (signal 11)"
    assert why[1] == "it did not stop at its time limit"
    assert why[2] == "its worker process died (exit code 1)"


def test_preparing_counts_against_no_limit() -> None:
    with Pool(2) as pool:
        assert said(pool.wait(pool.submit(ACT, ["prepare", "hang"]))) == ["prepare", None]


def test_what_an_operation_prints_does_not_reach_us(
    pool: Pool, capfd: pytest.CaptureFixture[str]
) -> None:
    pool.wait(pool.submit(ACT, ["noise"]))
    assert "noise" not in capfd.readouterr().out


def test_a_job_may_be_as_large_as_it_likes(pool: Pool) -> None:
    large = ["x" * 3_000_000, "y" * 3_000_000]
    assert said(pool.wait(pool.submit(ACT, large))) == large


def test_a_job_goes_near_where_its_like_was_if_it_can() -> None:
    with Pool(2) as pool:
        both = [pool.submit(ACT, ["pause"], near=key) for key in ("a", "b")]
        (a,), (b,) = ((result[0] for result in pool.wait(job)) for job in both)
        assert a != b
        for key, home in [("a", a), ("b", b), ("b", b), ("a", a)]:
            assert pool.wait(pool.submit(ACT, ["x"], near=key)) == [(home, "x")]
        busy = pool.submit(ACT, ["pause"], near="a")
        other = pool.submit(ACT, ["pause"], near="a")
        assert pool.wait(other) == [(b, "pause")]
        pool.wait(busy)


def test_what_waits_first_is_done_first_and_what_is_dropped_never() -> None:
    with Pool(1) as pool:
        pool.submit(ACT, ["pause"])
        late, dropped = pool.submit(ACT, ["late"]), pool.submit(ACT, ["dropped"])
        early = pool.submit(ACT, ["early"], first=True)
        dropped.dropped = True
        pool.wait(early)
        assert not late.done
        assert said(pool.wait(late)) == ["late"]
        pool.wait(pool.submit(ACT, ["after"]))
        assert not dropped.done


def test_a_loop_that_stops_early_leaves_nothing_in_the_queue() -> None:
    with Pool(2) as pool:
        for _tag, _ in ahead(pool, ACT, ((i, [str(i)]) for i in range(100))):
            break
        assert said(pool.wait(pool.submit(ACT, ["next"]))) == ["next"]


def test_what_an_operation_started_ends_with_its_worker(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    with Pool(1) as pool:
        job = pool.submit(ACT, [f"child {note}"])
        while not note.exists() or not note.read_text().endswith("\n"):
            pool.wait(pool.submit(ACT, []))
            pool._loop.turn(0.01)
        worker, child = map(int, note.read_text().split())
        assert alive(child)
        os.kill(worker, signal.SIGKILL)
        assert isinstance(pool.wait(job)[0], Failure)
        while alive(child):
            pass


PROGRAM = f"""
import sys
from tasksynth.engines.pool import Pool
with Pool(2, way=sys.argv[2]) as pool:
    jobs = [pool.submit({ACT!r}, [f"child {{sys.argv[1]}}/{{i}}"]) for i in range(2)]
    pool.wait(jobs[0])
"""


@pytest.mark.parametrize(("way", "also"), [("fork", False), ("spawn", False), ("fork", True)])
def test_nothing_is_left_behind_by_kill_9(tmp_path: Path, way: str, also: bool) -> None:
    """The workers are inside C code; with `also`, the process that watches over them dies too."""
    with subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path), way]) as program:
        notes = [tmp_path / "0", tmp_path / "1"]
        while not all(note.exists() and note.read_text().endswith("\n") for note in notes):
            assert program.poll() is None
        pids = [list(map(int, note.read_text().split())) for note in notes]
        found = subprocess.run(["pgrep", "-P", str(program.pid)], capture_output=True, text=True)
        (nursery,) = map(int, found.stdout.split())
        if also:
            os.kill(program.pid, signal.SIGSTOP)  # it must not see the other die
            os.kill(nursery, signal.SIGKILL)
        program.kill()
        program.wait()
        gone = [nursery, *(worker for worker, _ in pids)]
        if not also:
            gone += [child for _, child in pids]
        while any(map(alive, gone)):
            pass
        for _, child in pids if also else ():
            os.kill(child, signal.SIGKILL)


def test_a_nursery_that_dies_is_replaced() -> None:
    with Pool(2) as pool:
        pool.wait(pool.submit(ACT, ["x"]))
        assert pool._crew._nursery is not None
        os.kill(pool._crew._nursery.pid, signal.SIGKILL)
        results = [pool.wait(pool.submit(ACT, ["y", "z"])) for _ in range(3)]
        assert said(results[-1]) == ["y", "z"]


def test_workers_that_cannot_start_are_an_error_not_a_hang(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with Pool(1, memory_mb=1) as pool, pytest.raises(StateError, match="died at their start"):
        pool.wait(pool.submit(ACT, ["x"]))


def test_an_operation_that_there_is_not_is_refused_when_it_is_asked_for() -> None:
    wanted = re.escape("no operation called 'demo.acts'. Did you mean 'demo.act'?")
    with Pool(1) as pool, pytest.raises(UsageError, match=wanted):
        pool.submit("demo.acts", ["x"])


def test_engines_are_chosen_in_one_place() -> None:
    with engine_for(1, hostile=False) as here, engine_for(1) as killable:
        assert here.wait(here.submit(ACT, ["x"])) == [(os.getpid(), "x")]
        assert killable.wait(killable.submit(ACT, ["x"])) != [(os.getpid(), "x")]
        with engine_for(7, given=killable) as same:
            assert same is killable
        assert said(killable.wait(killable.submit(ACT, ["still open"]))) == ["still open"]
    with pytest.raises(UsageError, match="at least 1, got 0"), engine_for(0):
        pass
    with pytest.raises(UsageError, match="no engine called 'rays'"), engine_for(1, kind="rays"):
        pass


def test_the_bytes_do_not_depend_on_the_engine() -> None:
    mix = (Mix(family="demo.sum", levels=(0.1, 0.5)), Mix(family="demo.echo", levels=(0.9,)))
    recipe = Recipe(mix=mix, count=90, seed=3)
    wanted = list(stream_lines(recipe))
    for kind, workers in [("inline", 1), ("processes", 1), ("processes", 3), ("demo.backwards", 2)]:
        with engine_for(workers, kind=kind) as engine:
            assert list(stream_lines(recipe, engine=engine)) == wanted
            assert list(stream_lines(recipe, engine=engine)) == wanted
