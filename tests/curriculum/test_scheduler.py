"""The scheduler's promises, through its public door."""

from pathlib import Path

import pytest

from tasksynth import StateError, UsageError, make
from tasksynth.curriculum.journal.store import MemoryStore, SqliteStore, Store
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.pipeline.making.plan import plan
from tasksynth_schemas import Curriculum, Feedback, Mix, Recipe, Ticket
from tests.curriculum.helpers import recipe


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "run.db")


def test_tickets_are_consecutive_items_of_their_arms(store: Store) -> None:
    scheduler = Scheduler(recipe(), store)
    tickets = scheduler.ask(50) + scheduler.ask(30)
    assert [ticket.position for ticket in tickets] == list(range(80))
    by_arm: dict[str, list[int]] = {}
    for ticket in tickets:
        by_arm.setdefault(ticket.arm, []).append(ticket.ref.index)
    assert len(by_arm) == 10
    assert all(items == list(range(len(items))) for items in by_arm.values())
    assert make(tickets[0].ref).ref == tickets[0].ref


def test_the_same_messages_give_the_same_tickets_whatever_the_store(tmp_path: Path) -> None:
    def play(store: Store) -> list[Ticket]:
        scheduler = Scheduler(recipe("staged"), store)
        seen: list[Ticket] = []
        for _ in range(20):
            tickets = scheduler.ask(8)
            seen += tickets
            for ticket in tickets:
                scheduler.tell(ticket.id, [1.0] * 8)
        return seen

    assert play(MemoryStore()) == play(SqliteStore(tmp_path / "run.db", fsync=False))


def test_another_seed_gives_other_tickets() -> None:
    assert Scheduler(recipe(seed=1)).ask(20) != Scheduler(recipe(seed=2)).ask(20)


def test_a_key_gives_the_same_tickets_again_also_after_a_restart(tmp_path: Path) -> None:
    scheduler = Scheduler(recipe(), SqliteStore(tmp_path / "run.db"))
    first = scheduler.ask(8, key="w1-0")
    other = scheduler.ask(8, key="w2-0")
    assert scheduler.ask(8, key="w1-0") == first
    scheduler.close()
    again = Scheduler(recipe(), SqliteStore(tmp_path / "run.db"))
    assert again.ask(8, key="w2-0") == other
    assert again.ask(8, key="w1-0") == first
    assert again.position == 16


def test_a_key_used_for_another_number_is_refused() -> None:
    scheduler = Scheduler(recipe())
    scheduler.ask(8, key="a")
    with pytest.raises(UsageError, match="ask for 8 tickets, now for 9"):
        scheduler.ask(9, key="a")


def test_equal_cursors_read_equal_tickets_also_after_a_restart(tmp_path: Path) -> None:
    scheduler = Scheduler(recipe(), SqliteStore(tmp_path / "run.db"))
    ahead = scheduler.read(4, 8)
    assert scheduler.read(0, 12)[4:] == ahead
    assert scheduler.position == 12
    scheduler.ask(5)
    scheduler.close()
    again = Scheduler(recipe(), SqliteStore(tmp_path / "run.db"))
    assert again.read(4, 8) == ahead
    assert [ticket.position for ticket in again.read(10, 10)] == list(range(10, 20))


def test_a_cursor_far_past_the_end_is_refused() -> None:
    with pytest.raises(UsageError, match="ends at 0"):
        Scheduler(recipe()).read(10_000, 1)


def test_feedback_counts_once(store: Store) -> None:
    scheduler = Scheduler(recipe(), store)
    ticket = scheduler.ask(1)[0]
    assert scheduler.tell(ticket.id, [1.0, 0.0]).status == "ok"
    before = scheduler.state()
    assert scheduler.tell(ticket.id, [0.0, 0.0]).status == "duplicate"
    assert scheduler.tell("00000000:0", [0.0]).status == "unknown"
    assert scheduler.tell(f"{scheduler.run}:7", [0.0]).status == "unknown"
    assert scheduler.state().model_dump_json() == before.model_dump_json()
    assert before.tally.solved.sum() == 1
    assert before.tally.tries.sum() == 2


def test_parts_add_up_to_a_group_and_a_repeated_part_counts_once() -> None:
    scheduler = Scheduler(recipe())
    ticket = scheduler.ask(1)[0]
    for i in range(7):
        assert scheduler.tell(ticket.id, [1.0], part=f"r{i}").status == "partial"
    assert scheduler.tell(ticket.id, [0.0], part="r3").status == "duplicate"
    assert scheduler.tell(ticket.id, [0.0], part="r7").status == "ok"
    tally = scheduler.state().tally
    assert (tally.tries.sum(), tally.solved.sum(), tally.mixed.sum()) == (8, 7, 1)


def test_an_attempt_without_a_reward_is_no_failure() -> None:
    scheduler = Scheduler(recipe())
    one, other = scheduler.ask(2)
    assert scheduler.tell(one.id, [1.0, None, None]).status == "ok"
    assert scheduler.tell(other.id, [None]).status == "ok"
    tally = scheduler.state().tally
    assert (tally.tries.sum(), tally.solved.sum()) == (1, 1)
    assert (tally.closed.sum(), tally.void.sum()) == (1, 1)


def test_an_unanswered_ticket_expires_and_its_parts_still_count() -> None:
    scheduler = Scheduler(recipe(lease=10))
    ticket, silent = scheduler.ask(2)
    assert ticket.lease == 10
    scheduler.tell(ticket.id, [1.0], part="only")
    scheduler.ask(10)
    assert scheduler.tell(silent.id, [1.0]).status == "late"
    tally = scheduler.state().tally
    assert (tally.expired.sum(), tally.tries.sum(), tally.solved.sum()) == (2, 1, 1)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -0.1, 1.5])
def test_a_reward_that_is_none_is_refused(bad: float) -> None:
    scheduler = Scheduler(recipe())
    ticket = scheduler.ask(1)[0]
    with pytest.raises(UsageError, match="rewards"):
        scheduler.tell(ticket.id, [bad])
    assert scheduler.tell(ticket.id, [1.0]).status == "ok"


@pytest.mark.parametrize("n", [0, -1, 5000])
def test_an_ask_for_too_many_or_none_is_refused(n: int) -> None:
    with pytest.raises(UsageError, match="want 1 to 4096 tickets"):
        Scheduler(recipe()).ask(n)


def test_a_run_goes_on_from_its_journal_with_the_same_state(tmp_path: Path) -> None:
    path = tmp_path / "run.db"
    scheduler = Scheduler(recipe("staged"), SqliteStore(path, fsync=False))
    for _ in range(400):
        for ticket in scheduler.ask(2):
            scheduler.tell_many([Feedback(ticket=ticket.id, rewards=(1.0, 0.0, 1.0))])
    before = scheduler.state().model_dump_json()
    scheduler.close()
    store = SqliteStore(path)
    kept = store.snapshot()
    assert kept is not None
    assert kept.seq >= 1000
    assert Scheduler.open(store).state().model_dump_json() == before


def test_two_processes_can_share_a_store(tmp_path: Path) -> None:
    one = Scheduler(recipe("staged"), SqliteStore(tmp_path / "run.db"))
    two = Scheduler(recipe("staged"), SqliteStore(tmp_path / "run.db"))
    for _ in range(30):
        tickets = one.ask(4) + two.ask(4)
        assert len({ticket.id for ticket in tickets}) == 8
        for i, ticket in enumerate(tickets):
            assert (one, two)[i % 2].tell(ticket.id, [1.0] * 8).status == "ok"
            assert (one, two)[i % 2 - 1].tell(ticket.id, [1.0] * 8).status == "duplicate"
    one.ask(1)
    two.ask(1)
    one.tell(f"{one.run}:0", [1.0])
    assert one.state().model_dump_json() == two.state().model_dump_json()


def test_a_store_of_another_recipe_is_refused(tmp_path: Path) -> None:
    Scheduler(recipe(seed=1), SqliteStore(tmp_path / "run.db")).close()
    with pytest.raises(StateError, match="another recipe"):
        Scheduler(recipe(seed=2), SqliteStore(tmp_path / "run.db"))


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run.db").write_text("no database at all, but long enough to be taken for one")
    with pytest.raises(StateError, match="no store of ours"):
        SqliteStore(tmp_path / "run.db")
    with pytest.raises(StateError, match="no run yet"):
        Scheduler.open(SqliteStore(tmp_path / "empty.db"))


def test_arms_are_added_while_running(store: Store) -> None:
    scheduler = Scheduler(recipe("staged"), store)
    for ticket in scheduler.ask(20):
        scheduler.tell(ticket.id, [1.0])
    added = scheduler.add(Mix(family="toy.sum", levels=(0.1, 0.9), params={"top": 99}, weight=50))
    assert [arm.name for arm in added] == ["toy.sum@0.1", "toy.sum@0.9"]
    assert {arm.track for arm in added} == {"toy.sum#2"}
    assert scheduler.add(Mix(family="toy.sum", levels=(0.1,), params={"top": 99})) == ()
    assert "toy.sum@0.1" in {ticket.arm for ticket in scheduler.ask(40)}
    again = Scheduler.open(store)
    assert again.state().model_dump_json() == scheduler.state().model_dump_json()


def test_explicit_params_of_one_family_are_a_ladder_in_the_order_written() -> None:
    mix = tuple(Mix(family="toy.sum", params={"terms": terms}) for terms in (2, 9, 5))
    scheduler = Scheduler(Recipe(mix=mix, curriculum=Curriculum(strategy="staged")))
    assert [arm.name for arm in scheduler.space.arms] == [
        "toy.sum{terms=2}",
        "toy.sum{terms=9}",
        "toy.sum{terms=5}",
    ]
    assert scheduler.space.rank.tolist() == [0, 1, 2]
    assert {ticket.arm for ticket in scheduler.ask(10)} == {"toy.sum{terms=2}"}


@pytest.mark.parametrize(
    ("curriculum", "message"),
    [
        (Curriculum(strategy="stagd"), "no strategy called 'stagd'; did you mean 'staged'?"),
        (
            Curriculum(strategy="staged", options={"epsilom": 1}),
            "strategy staged: no field 'epsilom'; did you mean 'epsilon'?",
        ),
        (Curriculum(strategy="staged", options={"epsilon": 2}), "less than or equal to 1, got 2"),
        (Curriculum(strategy="uniform", options={"x": 1}), "no field 'x'"),
    ],
)
def test_a_wrong_strategy_or_option_says_what_to_do(curriculum: Curriculum, message: str) -> None:
    mix = (Mix(family="toy.sum", levels=(0.5,)),)
    with pytest.raises(UsageError, match=message.replace("?", r"\?")):
        Scheduler(Recipe(mix=mix, curriculum=curriculum))


def test_calls_together_come_out_as_calls_one_by_one(store: Store) -> None:
    scheduler, plain = Scheduler(recipe("staged"), store), Scheduler(recipe("staged"))
    with scheduler.together():
        tickets = scheduler.ask(8)
        acks = [scheduler.tell(ticket.id, [1.0] * 8).status for ticket in tickets]
        with pytest.raises(UsageError):
            scheduler.read(99_999, 1)
        more = scheduler.ask(4)
    assert acks == ["ok"] * 8
    assert tickets == plain.ask(8)
    for ticket in tickets:
        plain.tell(ticket.id, [1.0] * 8)
    assert more == plain.ask(4)
    assert scheduler.state().model_dump_json() == plain.state().model_dump_json()


def test_calls_together_happen_all_or_not_at_all(tmp_path: Path) -> None:
    scheduler = Scheduler(recipe("staged"), SqliteStore(tmp_path / "run.db"))
    first = scheduler.ask(2)
    before = scheduler.state().model_dump_json()
    lost: list[Ticket] = []

    def fail() -> None:
        with scheduler.together():
            lost.extend(scheduler.ask(2))
            scheduler.tell(first[0].id, [1.0] * 8)
            raise KeyError

    seen: list[str] = []
    scheduler.follow(lambda event: seen.append(event.op), last=0)
    with pytest.raises(KeyError):
        fail()
    assert seen == []
    assert list(scheduler.ask(2)) == lost
    assert scheduler.tell(first[0].id, [1.0] * 8).status == "ok"
    assert seen == ["asked", "told"]
    scheduler.close()
    fresh = Scheduler(recipe("staged"), SqliteStore(tmp_path / "run.db"))
    assert fresh.state().model_dump_json() == scheduler.state().model_dump_json() != before


def test_a_follower_sees_the_newest_events_and_then_every_new_one(store: Store) -> None:
    def play(scheduler: Scheduler) -> None:
        for ticket in scheduler.ask(2):
            scheduler.tell(ticket.id, [1.0, 0.0])

    scheduler = Scheduler(recipe(), store)
    play(scheduler)
    seen: list[str] = []
    scheduler.follow(lambda event: seen.append(event.op), last=2)
    assert seen == ["told", "told"]
    play(scheduler)
    scheduler.tell(f"{scheduler.run}:0", [1.0])  # a repeat changes nothing
    assert seen[2:] == ["asked", "told", "told"]


def test_a_follower_sees_what_another_process_wrote_once_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "run.db"
    one, two = (Scheduler(recipe(), SqliteStore(path)) for _ in range(2))
    two.ask(1)
    seen: list[str] = []
    one.follow(lambda event: seen.append(event.op), last=100)
    assert seen == []
    one.tell(two.ask(3)[0].id, [1.0])
    assert seen == ["asked", "asked", "told"]
    two.close()
    one.close()


@pytest.mark.parametrize("shares", [{"train": 0.75, "test": 0.25}, {"test": 0.25, "train": 0.75}])
def test_a_recipe_with_splits_serves_its_training_tasks_and_new_ones(
    shares: dict[str, float],
) -> None:
    mix = (Mix(family="toy.sum", levels=(0.0, 1.0)), Mix(family="toy.product", levels=(0.5,)))
    even = Curriculum(strategy="uniform")
    split = Recipe(seed=3, count=120, mix=mix, splits=shares, curriculum=even)
    held: dict[str, set[str]] = {"train": set(), "test": set()}
    laid = plan(split)
    for segment in laid.segments:
        made = laid.cells[segment.cell].source()
        indices = range(segment.start, segment.start + segment.count)
        held[segment.split] |= {made.draw(i).task.id for i in indices}
    run = Scheduler(split)
    served = {ticket.ref.id for ticket in run.ask(400)}
    assert held["train"] < served
    assert not held["test"] & served
    assert len(served) == 400
    assert Scheduler.open(run.store).read(0, 400)[399] == run.read(399, 1)[0]


def test_what_is_for_another_split_alone_is_never_served() -> None:
    mix = (
        Mix(family="toy.sum", levels=(0.0, 1.0)),
        Mix(family="toy.product", levels=(0.5,), split="novel"),
        Mix(family="toy.product", levels=(0.2,), split="train"),
    )
    even = Curriculum(strategy="uniform")
    run = Scheduler(Recipe(count=60, mix=mix, splits={"train": 1.0}, curriculum=even))
    assert [arm.name for arm in run.space.arms] == ["toy.sum@0", "toy.sum@1", "toy.product@0.2"]
    with pytest.raises(UsageError, match="for the split 'novel', and the run serves 'train'"):
        run.add(mix[1])
    novel = Recipe(count=9, mix=mix[1:2], curriculum=even)
    assert len(Scheduler(novel).space.arms) == 1  # nothing else is there to be held out of
    with pytest.raises(UsageError, match="every ingredient is held out of the split 'train'"):
        Scheduler(Recipe(count=9, mix=mix[1:2], splits={"train": 1.0}, curriculum=even))


def test_a_recipe_keeps_its_name_when_recipes_learn_more() -> None:
    """The name of a run begins its tickets, and decides its draws: stores outlive a version."""
    assert Scheduler(recipe("staged")).run == "9c27635c"
