"""What the page is told: counts that are right, history that survives, memory that is bounded."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tasksynth.curriculum.inspection import report
from tasksynth.curriculum.journal.store import SqliteStore
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.serve.page.counts import COLUMNS
from tasksynth.serve.page.course import course
from tasksynth.serve.page.watch import ANSWER_CHARS, KEPT, PageFrame, Watch, cut
from tasksynth_schemas import (
    Ack,
    Curriculum,
    Feedback,
    Mix,
    Recipe,
    TaskRef,
    Ticket,
    Verdict,
    Wrapper,
)
from tasksynth_schemas.wire import Served

LEVELS = (0.3, 0.6, 0.9)
RECIPE = Recipe(seed=5, mix=(Mix(family="demo.sum", levels=LEVELS),))
PASS = Verdict(status="pass", reward=1.0, parts={"right": 1.0, "near": 1.0})
FAIL = Verdict(status="fail", reward=0.25, parts={"right": 0.0, "near": 1.0}, why="off by 1")
ERROR = Verdict(status="error", reward=None, why="a fault of the family")


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def watched(recipe: Recipe = RECIPE, store: SqliteStore | None = None) -> tuple[Scheduler, Watch]:
    scheduler, watch = Scheduler(recipe, store), Watch(clock=Clock())
    watch.know(scheduler.space.arms)
    scheduler.follow(watch.event, last=1000)
    return scheduler, watch


def heat(snapshot: PageFrame) -> dict[tuple[int, int], tuple[int, int]]:
    """(arm, column) to (per cent, rewards)."""
    rows = np.array(snapshot.cells).reshape(-1, 4).tolist()
    return {(arm, column): (percent, n) for arm, column, percent, n in rows}


def arm_of(scheduler: Scheduler, ticket: Ticket) -> int:
    return [arm.name for arm in scheduler.space.arms].index(ticket.arm)


def test_feedback_appears_at_its_arm_and_its_place_in_the_ledger() -> None:
    scheduler, watch = watched()
    tickets = scheduler.ask(40)
    late = tickets[35]
    scheduler.tell(late.id, [1.0, 0.0, None, 0.0, 0.0])
    snapshot = watch.snapshot()
    assert snapshot.position == 40
    assert heat(snapshot) == {(arm_of(scheduler, late), 35 // snapshot.width): (25, 4)}


def test_verdicts_alone_are_shown_until_feedback_says_more() -> None:
    scheduler, watch = watched()
    (ticket,) = scheduler.ask(1)
    cell = (arm_of(scheduler, ticket), 0)
    for verdict in (PASS, FAIL, ERROR):
        watch.judged(ticket.ref, ticket.id, "5", verdict)
    assert heat(watch.snapshot()) == {cell: (50, 2)}
    scheduler.tell(ticket.id, [1.0, 1.0, 1.0, 0.0])
    assert heat(watch.snapshot()) == {cell: (75, 4)}


def test_an_answer_to_a_ref_without_a_ticket_finds_its_arm() -> None:
    scheduler, watch = watched()
    arm = scheduler.space.arms[1]
    watch.judged(arm.ref.model_copy(update={"index": 77}), None, "5", PASS)
    watch.judged(arm.ref.model_copy(update={"seed": 9}), None, "5", PASS)
    assert heat(watch.snapshot()) == {(1, 0): (100, 1)}


def test_columns_always_span_the_ledger_and_lose_nothing() -> None:
    scheduler, watch = watched()
    rewards = 0
    for _ in range(30):
        for ticket in scheduler.ask(100):
            scheduler.tell(ticket.id, [1.0, 0.0])
            rewards += 2
    snapshot = watch.snapshot()
    assert snapshot.width * COLUMNS >= 3000 > snapshot.width * COLUMNS // 2
    cells = heat(snapshot)
    assert sum(n for _, n in cells.values()) == rewards
    assert {percent for percent, _ in cells.values()} == {50}
    assert max(column for _, column in cells) == 2999 // snapshot.width


def test_the_heat_map_survives_a_restart(tmp_path: Path) -> None:
    scheduler, watch = watched(store=SqliteStore(tmp_path / "run.db"))
    for ticket in scheduler.ask(50):
        scheduler.tell(ticket.id, [1.0, 0.0], part="a")
        scheduler.tell(ticket.id, [1.0], part="b")
    before = watch.snapshot()
    scheduler.close()
    again, new = watched(store=SqliteStore(tmp_path / "run.db"))
    after = new.snapshot()
    assert (after.cells, after.newest) == (before.cells, before.newest)
    assert len(before.cells) > 0
    again.close()


def test_what_another_server_of_the_store_does_is_in_the_heat_map(tmp_path: Path) -> None:
    mine, watch = watched(store=SqliteStore(tmp_path / "run.db"))
    other = Scheduler(RECIPE, SqliteStore(tmp_path / "run.db"))
    (ticket,) = other.ask(1)
    other.tell(ticket.id, [1.0])
    mine.ask(1)
    assert heat(watch.snapshot()) == {(arm_of(mine, ticket), 0): (100, 1)}
    assert watch.snapshot().position == 2
    other.close()
    mine.close()


def test_what_is_served_now_is_told_by_the_newest_tickets() -> None:
    scheduler, watch = watched()
    counts = np.zeros(3, dtype=int)
    for ticket in scheduler.ask(200):
        counts[arm_of(scheduler, ticket)] += 1
    pairs = np.array(watch.snapshot().newest).reshape(-1, 2)
    assert dict(pairs.tolist()) == dict(enumerate(counts.tolist()))


def test_rates_follow_the_clock_and_totals_are_exact() -> None:
    clock = Clock()
    watch = Watch(clock=clock)
    feedback = [Feedback(ticket="00000000:1", rewards=(1.0,))]
    for _ in range(40):
        watch.told(feedback * 5, [Ack(ticket="00000000:1", status="unknown")] * 5)
        clock.now += 0.5
    snapshot = watch.snapshot()
    assert snapshot.rates["feedback"] == 10.0
    assert (snapshot.totals["feedback"], snapshot.acks) == (200, {"unknown": 200})
    clock.now += 30
    assert watch.snapshot().rates["feedback"] == 0.0


def test_an_hour_and_a_year_are_told_in_as_many_numbers() -> None:
    clock = Clock()
    watch = Watch(clock=clock)
    for wait in (0, 60, 3600, 365 * 86_400):
        clock.now += wait
        watch.error("store", "locked")
        snapshot = watch.snapshot()
        spans = snapshot.pace["errors"]
        assert len(spans) <= 120
        assert len(spans) * snapshot.span_s >= clock.now - snapshot.started
        assert sum(spans) == snapshot.totals["errors"]


def test_a_clock_that_is_set_back_does_no_harm() -> None:
    clock = Clock()
    watch = Watch(clock=clock)
    watch.error("store", "locked")
    clock.now -= 500
    watch.error("store", "locked")
    assert sum(watch.snapshot().pace["errors"]) == 2


def test_a_flood_of_long_answers_is_counted_in_full_and_kept_in_part() -> None:
    clock = Clock()
    watch = Watch(clock=clock)
    ref = TaskRef(family="demo.sum", version=1, params={}, seed=1, index=0)
    verdict = FAIL.model_copy(update={"why": "w" * 100_000})
    for i in range(2000):
        clock.now += 0.01
        watch.judged(ref, None, f"{i:04d}" + "x" * 100_000 + "the end", verdict)
    snapshot = watch.snapshot()
    assert snapshot.judged == {"demo.sum": {"fail": 2000}}
    assert KEPT / 2 < len(snapshot.answered) <= KEPT
    assert len(snapshot.model_dump_json()) < KEPT * 2 * ANSWER_CHARS
    newest = snapshot.answered[-1]
    assert newest.answer.endswith("xthe end")
    assert "characters …]" in newest.answer
    assert newest == watch.answer(newest.n)


def test_rare_verdicts_are_not_pushed_out_by_common_ones() -> None:
    clock = Clock()
    watch = Watch(clock=clock)
    ref = TaskRef(family="demo.sum", version=1, params={}, seed=1, index=0)
    watch.judged(ref, None, "odd", ERROR)
    for _ in range(1000):
        clock.now += 1
        watch.judged(ref, None, "5", PASS)
    assert next(one.answer for one in watch.snapshot().answered) == "odd"


def test_the_address_of_an_answer_is_bounded_too() -> None:
    watch = Watch(clock=Clock())
    params = {"text": "x" * 1_000_000}
    ref = TaskRef(family="demo.sum", version=1, params=params, seed=1, index=0)
    watch.judged(ref, None, "5", PASS)
    snapshot = watch.snapshot()
    assert snapshot.totals["verdicts"] == 1
    assert snapshot.answered == ()


def test_equal_errors_are_one_with_a_number_and_many_are_bounded() -> None:
    watch = Watch(clock=Clock())
    for i in range(3 * KEPT):
        watch.error("HTTP", f"line {i}")
        watch.error("store", "locked")
    faults = watch.snapshot().faults
    assert len(faults) == KEPT
    assert (faults[-1].what, faults[-1].times) == ("locked", 3 * KEPT)
    assert watch.snapshot().totals["errors"] == 6 * KEPT


def test_a_verdict_that_is_our_fault_is_an_error() -> None:
    watch = Watch(clock=Clock())
    ref = TaskRef(family="demo.sum", version=1, params={}, seed=1, index=0)
    watch.judged(ref, None, "raise", ERROR)
    (fault,) = watch.snapshot().faults
    assert (fault.where, fault.what) == ("verdict of demo.sum", "a fault of the family")


def test_a_later_snapshot_holds_only_what_changed() -> None:
    scheduler, watch = watched()
    first, second = scheduler.ask(2)
    scheduler.tell(first.id, [1.0])
    watch.measured(report(scheduler), None)
    whole = watch.snapshot()
    assert (len(whole.arms), len(heat(whole))) == (3, 1)
    nothing = watch.snapshot(whole.version)
    assert (nothing.arms, nothing.cells, nothing.tracks) == ({}, [], None)
    scheduler.tell(second.id, [0.0])
    watch.measured(report(scheduler), None)
    change = watch.snapshot(whole.version)
    assert set(change.arms) == {arm_of(scheduler, second)}
    assert {arm for arm, _ in heat(change)} == {arm_of(scheduler, second)}
    assert change.tracks is not None


def test_the_tickets_handed_out_can_be_read() -> None:
    scheduler, watch = watched()
    tickets = scheduler.ask(3)
    watch.served(served(tickets))
    watch.served(served(tickets))  # another rank reads the same ones
    snapshot = watch.snapshot()
    assert (snapshot.totals["tasks"], snapshot.position) == (6, 3)
    assert [one.ticket for one in snapshot.handed][:3] == list(tickets)


def served(tickets: Sequence[Ticket]) -> list[Served]:
    return [
        Served(ticket=ticket, task=ticket.ref.id, prompt="What is 2 + 2?", label="x")
        for ticket in tickets
    ]


def test_a_course_tells_what_is_mastered_open_and_waiting() -> None:
    levels = (0.1, 0.5, 0.9)
    recipe = Recipe(
        seed=1,
        mix=tuple(Mix(family="demo.sum", levels=(level,)) for level in levels),
        curriculum=Curriculum(
            strategy="uniform",
            wrappers=(
                Wrapper(
                    name="prerequisites",
                    options={
                        "needs": {"demo.sum#2": ["demo.sum"], "demo.sum#3": ["demo.sum@0.5"]},
                        "mastery": 0.6,
                    },
                ),
            ),
        ),
    )
    scheduler, _ = watched(recipe)
    start = course(scheduler, report(scheduler))
    assert start is not None
    assert [node.state for node in start.nodes] == ["open", "waiting", "waiting"]
    assert start.edges == ((0, 1), (1, 2))
    for _ in range(40):
        for ticket in scheduler.ask(16):
            scheduler.tell(ticket.id, [1.0 if ticket.level == 0.1 else 0.0] * 8)
    later = course(scheduler, report(scheduler))
    assert later is not None
    assert [node.state for node in later.nodes] == ["mastered", "open", "waiting"]


def test_a_recipe_without_prerequisites_has_no_course() -> None:
    scheduler, _ = watched()
    assert course(scheduler, report(scheduler)) is None


def test_it_may_be_told_from_many_threads_while_it_is_read() -> None:
    scheduler, watch = watched()
    ref = scheduler.space.arms[0].ref

    def tell() -> None:
        for i in range(500):
            watch.judged(ref, None, str(i), PASS)
            watch.snapshot(watch.version - 1)

    threads = [threading.Thread(target=tell) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    snapshot = watch.snapshot()
    assert snapshot.totals["verdicts"] == sum(snapshot.pace["verdicts"]) == 2000
    assert heat(snapshot) == {(0, 0): (100, 2000)}


@pytest.mark.parametrize("length", [0, 1, 29, 30, 31, 100])
def test_a_cut_keeps_the_beginning_and_the_end(length: int) -> None:
    text = "".join(chr(97 + i % 26) for i in range(length))
    short = cut(text, 30)
    if length <= 30:
        assert short == text
    else:
        assert short.startswith(text[:10])
        assert short.endswith(text[-20:])
        assert f"{length - 30} characters" in short
