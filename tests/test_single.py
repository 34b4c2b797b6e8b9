import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tasksynth import FamilyError, Task, TaskRef, UsageError, grade, make, source
from tasksynth.errors import TimeLimitError
from tasksynth.limits import time_limit


def ref(**changes: object) -> TaskRef:
    given = {"family": "demo.sum", "version": 1, "params": {"top": 9}, "seed": 1, "index": 0}
    return TaskRef.model_validate(given | changes)


def test_params_are_filled_in_before_anything_is_keyed() -> None:
    short, full = make(ref()), make(ref(params={"odd_only": False, "top": 9}))
    assert short == full
    assert isinstance(short.ref, TaskRef)
    assert short.ref.params == {"top": 9, "odd_only": False}


def test_neighbouring_seeds_and_indices_are_unrelated() -> None:
    first = [make(ref(params={"top": 10**6}, seed=1, index=i)).instance for i in range(200)]
    second = [make(ref(params={"top": 10**6}, seed=2, index=i)).instance for i in range(200)]
    assert not {str(x) for x in first} & {str(x) for x in second}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"version": 2}, "demo.sum@2 is not what is installed here, @1 is"),
        ({"family": "demo.sums"}, "Did you mean 'demo.sum'"),
        ({"params": {"top": "x"}}, "field 'top'"),
    ],
)
def test_refs_that_cannot_be_made_say_why(changes: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        make(ref(**changes))


def test_an_instance_that_its_own_schema_refuses_never_leaves_the_engine() -> None:
    with pytest.raises(FamilyError, match="refuses the instance: field 'a'"):
        source("demo.unvalidated", seed=0, params={"top": 5}).make(0)


def test_levels_outside_the_range_are_refused() -> None:
    with pytest.raises(UsageError, match=r"a level lies in \[0, 1\], got 1.5"):
        source("demo.sum", seed=0, level=1.5)


@pytest.mark.parametrize("damage", [{"version": 2}, {"instance": {"a": 1}}])
def test_a_task_of_another_version_or_damaged_is_an_error_not_a_zero(
    damage: dict[str, object],
) -> None:
    task = make(ref())
    if "version" in damage:
        task = task.model_copy(update={"ref": task.ref.model_copy(update=damage)})
    else:
        task = task.model_copy(update=damage)
    verdict = grade(task, "1")
    assert (verdict.status, verdict.reward) == ("error", None)


def test_grading_stops_at_the_time_limit_and_leaves_the_callers_timer_alone() -> None:
    fired = threading.Event()
    before = signal.signal(signal.SIGALRM, lambda *_: fired.set())
    signal.setitimer(signal.ITIMER_REAL, 60)
    try:
        verdict = grade(make(ref()), "loop")
        left, _ = signal.getitimer(signal.ITIMER_REAL)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert verdict.status == "error"
    assert "took longer than 1 s" in verdict.why
    assert 0 < left <= 60
    assert not fired.is_set()


def test_the_limit_cannot_be_swallowed_by_an_except_exception() -> None:
    def stubborn() -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                time.sleep(0.01)
            except Exception:  # noqa: BLE001 - what a careless family does
                continue

    with pytest.raises(TimeLimitError), time_limit(0.05):
        stubborn()


def test_grading_works_off_the_main_thread() -> None:
    verdicts = []
    task: Task = make(ref())
    thread = threading.Thread(target=lambda: verdicts.append(grade(task, "x")))
    thread.start()
    thread.join()
    assert verdicts[0].status == "unparsable"


def test_a_changed_copy_of_a_ref_has_an_id_of_its_own() -> None:
    first = ref()
    ids = {first.id}
    ids |= {first.model_copy(update=change).id for change in ({"index": 5}, {"seed": 2})}
    assert len(ids) == 3


def test_threads_make_the_same_tasks() -> None:
    stream = source("demo.sum", level=0.3, seed=5)
    tasks = [stream.make(index) for index in range(5)] * 2
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            for _ in range(50):
                made = threads.map(make, [task.ref for task in tasks])
                assert [task.instance for task in made] == [task.instance for task in tasks]
    finally:
        sys.setswitchinterval(interval)
