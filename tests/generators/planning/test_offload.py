"""Only the whole front passes; an extreme of it earns nothing."""

from itertools import product
from typing import Any

import pytest

from benchmarks.optima import best_pairs
from tasksynth import registry
from tasksynth.single import source
from tasksynth_planning.fronts.offloads import EdgeServer, Offload, hypervolume

FAMILY: Any = registry.get("planning.offload")


def drawn(level: float, count: int) -> list[Any]:
    made = source("planning.offload", seed=29, level=level)
    return [made.draw(index) for index in range(count)]


def by_hand() -> Any:
    """Two tasks, one server that costs no energy to send to."""
    offload = Offload(
        work=(3, 2),
        data=(2, 3),
        time=3,
        energy=2,
        servers=(EdgeServer(send=1, energy=0, work=1),),
    )
    return FAMILY.Instance(offload=offload, front=((1, 0), (1, 1)))


def test_the_costs_of_an_assignment() -> None:
    offload = by_hand().offload
    assert offload.costs((0, 0)) == (15, 10)
    assert offload.costs((0, 1)) == (9, 6)  # the server: 3 ms to send, 2 ms to work
    assert offload.costs((1, 0)) == (6, 4)
    assert offload.costs((1, 1)) == (10, 0)


def test_the_area_between_points_and_the_nadir() -> None:
    assert hypervolume([(1, 3), (2, 1), (3, 0)], (3, 3)) == 2
    assert hypervolume([(1, 3), (3, 0)], (3, 3)) == 0
    assert hypervolume([(1, 1), (2, 2), (9, 9)], (3, 3)) == 4


def test_another_program_finds_the_same_pairs_in_the_words_of_the_prompt() -> None:
    for level, count in ((0.0, 5), (0.5, 3), (1.0, 1)):
        for draw in drawn(level, count):
            x = draw.instance
            assert best_pairs(draw.task.text) == {x.offload.costs(one) for one in x.front}


def test_only_the_whole_front_passes() -> None:
    for draw in drawn(0.0, 3):
        x = draw.instance
        words = FAMILY.solve(x).removeprefix("Answer: ").split(", ")
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
        rewards = []
        for count in range(1, len(words)):
            verdict = FAMILY.verify(x, f"Answer: {', '.join(words[:count])}")
            assert verdict.status == "fail"
            rewards.append(verdict.reward)
        assert rewards == sorted(rewards)
        assert rewards[0] == 0
        assert rewards[-1] <= 0.4
        extremes = FAMILY.verify(x, f"Answer: {words[0]}, {words[-1]}")
        assert extremes.reward == 0
        every = ["".join(one) for one in product("PA", repeat=len(x.offload.work))]
        many = FAMILY.verify(x, f"Answer: {', '.join(every)}")
        assert many.reward == 0
        assert many.why == f"32 assignments are listed, {len(words)} are asked for"


def test_another_assignment_with_the_same_pair_is_as_good() -> None:
    found = 0
    for draw in drawn(0.5, 4):
        x = draw.instance
        for number, one in enumerate(x.front):
            for other in product(range(3), repeat=len(one)):
                if other != one and x.offload.costs(other) == x.offload.costs(one):
                    listed = [*x.front[:number], other, *x.front[number + 1 :]]
                    words = ", ".join("".join("PAB"[at] for at in place) for place in listed)
                    assert FAMILY.verify(x, f"Answer: {words}").reward == 1
                    found += 1
    assert found


def test_cheap_lists_fail() -> None:
    for level in (0.0, 0.5):
        for draw in drawn(level, 3):
            x = draw.instance
            verdicts = [FAMILY.verify(x, answer) for answer in FAMILY.baselines(x).values()]
            assert all(verdict.status == "fail" for verdict in verdicts)
            assert all(verdict.reward <= 0.4 for verdict in verdicts)


def test_the_verdict_names_what_is_beaten_and_counts_what_is_missing() -> None:
    (draw,) = drawn(0.0, 1)
    words = FAMILY.solve(draw.instance).removeprefix("Answer: ").split(", ")
    few = FAMILY.verify(draw.instance, f"Answer: {', '.join(words[1:])}")
    assert few.why == f"1 of the {len(words)} best pairs are missing"
    offload = draw.instance.offload
    best = {offload.costs(one) for one in draw.instance.front}
    others = (one for one in product(range(2), repeat=5) if offload.costs(one) not in best)
    beaten = "".join("PA"[place] for place in next(others))
    bad = FAMILY.verify(draw.instance, f"Answer: {', '.join([*words[1:], beaten])}")
    assert bad.why == f"{beaten} is beaten by another assignment"


@pytest.mark.parametrize(
    "reply",
    [
        *("Answer: AP, AA", "Answer: AA and AP", "**Answer:** `AP`, `AA`", "Answer: ['AP', 'AA']"),
        *('Answer: [["A", "P"], ["A", "A"]]', "Answer: (A, P), (A, A)", "Answer: $AP, AA$"),
        "Answer:\n1. AP (6 ms, 4 mJ)\n2. AA (10 ms, 0 mJ)",
        "Answer:\n- AP: 6 ms and 4 mJ\n- AA: 10 ms and 0 mJ",
        *("Answer: AP (6, 4), AA (10, 0)", "Answer: AP (T=6, E=4), AA (T=10, E=0)"),
        "Answer: AP (time 6 ms, energy 4 mJ), AA (time 10 ms, energy 0 mJ)",
        "Answer:\n- AP -> time 6 ms, energy 4 mJ\n- AA -> time 10 ms, energy 0 mJ",
        "Answer:\n1: A, 2: phone\n1: A, 2: A",
        *("<answer>ap, aa</answer>", r"\boxed{AP, AA}", "```\nAP\nAA\n```", "Answer: AP, AA, AP"),
    ],
)
def test_lists_may_be_written_in_many_ways(reply: str) -> None:
    verdict = FAMILY.verify(by_hand(), reply)
    assert verdict.status == "pass", verdict.why


def test_letters_are_taken_one_by_one() -> None:
    (draw,) = drawn(0.0, 1)
    assert FAMILY.verify(draw.instance, "Answer: PA, PA, PA, PA, PA").status == "unparsable"


@pytest.mark.parametrize(
    "reply",
    [
        "Answer: A",
        "Answer: APA, AA",
        "Answer: AB, AA",
        "Answer: not AP, AA",
        "Answer: 5 7",
        "Answer: " + "9" * 5000,
    ],
)
def test_what_is_no_list_is_not_read(reply: str) -> None:
    assert FAMILY.verify(by_hand(), reply).status == "unparsable"
