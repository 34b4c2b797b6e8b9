"""Every best order earns all, closer orders earn more than farther ones, and none is better."""

from itertools import permutations
from typing import Any

from tasksynth import registry
from tasksynth.single import source
from tasksynth_planning.routes.tours import Tour

FAMILY: Any = registry.get("planning.route")


def tasks(level: float, count: int, **params: Any) -> list[Any]:
    made = source("planning.route", seed=53, level=level, params=params)
    return [made.draw(index).instance for index in range(count)]


def given(x: Any, order: Any) -> Any:
    return FAMILY.verify(x, f"Answer: {', '.join(x.names[place] for place in order)}")


def back(tour: Tour, order: tuple[int, ...]) -> int:
    """When the van is back, told minute by minute."""
    minute, at, left = 0, 0, list(order)
    while left:
        minute += tour.travel[at][left[0]]
        at = left.pop(0)
        while minute < tour.opens[at]:
            minute += 1
        minute += tour.stay
    return minute + tour.travel[at][0]


def test_all_orders_tried_the_best_ones_pass_and_closeness_falls() -> None:
    for x in [*tasks(0.0, 6), *tasks(0.2, 3), *tasks(0.35, 1)]:
        orders = [
            order
            for order in permutations(range(1, len(x.names)))
            if all(order.index(a) < order.index(b) for a, b in x.tour.before)
        ]
        times = {order: back(x.tour, order) for order in orders}
        least = min(times.values())
        assert times[x.order] == least
        ranked = sorted(orders, key=lambda order: times[order])[:: max(1, len(orders) // 60)]
        verdicts = [given(x, order) for order in ranked]
        assert [v.status == "pass" for v in verdicts] == [times[o] == least for o in ranked]
        rewards = [verdict.reward for verdict in verdicts]
        assert rewards == sorted(rewards, reverse=True)
        assert all(v.reward <= 0.4 for v in verdicts if v.status != "pass")


def test_what_rules_of_thumb_find_earns_nothing_or_a_part() -> None:
    for level in (0.0, 0.5, 1.0):
        for x in tasks(level, 8):
            for name, answer in FAMILY.baselines(x).items():
                verdict = FAMILY.verify(x, answer)
                assert verdict.status == "fail"
                assert verdict.reward == 0 if name == "earliest next" else verdict.reward < 0.4


def test_a_pair_the_wrong_way_round_earns_nothing_and_is_named() -> None:
    for x in tasks(0.5, 6):
        a, b = x.tour.before[0]
        turned = [b if p == a else a if p == b else p for p in x.order]
        verdict = given(x, turned)
        assert verdict.reward == 0
        assert "does not come before" in verdict.why


def test_a_fixed_round_is_timed_as_the_prompt_says() -> None:
    travel = ((0, 10, 20), (10, 0, 5), (20, 5, 0))
    tour = Tour(travel=travel, opens=(0, 0, 60), stay=10, before=())
    x = FAMILY.Instance(tour=tour, names=("depot", "inn", "mill"), order=(1, 2), naive=99, states=3)
    # The mill opens at 9:00: by the inn, the van has called there by 9:10 and is back at 9:30.
    assert back(tour, (1, 2)) == 90
    assert given(x, (1, 2)).status == "pass"
    assert given(x, (2, 1)).why == "the van is back at 9:35, 5 minutes later than need be"


def test_orders_may_be_written_in_many_ways() -> None:
    (x,) = tasks(0.2, 1)
    names = [x.names[place] for place in x.order]
    for reply in (
        "Answer: depot -> " + " -> ".join(names) + " -> depot",
        "Answer:\n" + "\n".join(f"{i}. the {name}" for i, name in enumerate(names, 1)),
        "**Answer:** " + ", ".join(names),
        "Answer: $" + " \\rightarrow ".join(names) + "$",
        "Answer: $" + " \\to ".join(f"\\text{{{name}}}" for name in names) + "$",
        f"Answer: {', '.join(names)}, and back at the depot at 12:05.",
    ):
        assert FAMILY.verify(x, reply).status == "pass", reply
    for wrong in (names[:-1], [*names, names[0]], [*names[:-1], "moon"]):
        assert FAMILY.verify(x, "Answer: " + ", ".join(wrong)).status == "unparsable"


def test_a_round_that_goes_home_half_way_is_none() -> None:
    (x,) = tasks(0.2, 1)
    names = [x.names[place] for place in x.order]
    for at in (1, len(names) - 1):
        reply = "Answer: " + ", ".join([*names[:at], "depot", *names[at:]])
        assert "the depot stands between" in FAMILY.verify(x, reply).why
