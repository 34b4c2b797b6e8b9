"""Every best plan earns all, better plans earn more than worse ones, and none beats the proof."""

from functools import cache
from typing import Any

from tasksynth import registry
from tasksynth.single import source
from tasksynth_planning.shops.rules import RULES, ruled_from_the_end
from tasksynth_planning.shops.timing import Shop, finished

FAMILY: Any = registry.get("planning.schedule")


def tasks(level: float, count: int, **params: Any) -> list[Any]:
    made = source("planning.schedule", seed=67, level=level, params=params)
    return [made.draw(index).instance for index in range(count)]


def given(x: Any, order: Any) -> Any:
    return FAMILY.verify(x, f"Answer: {', '.join('ABCDEFGH'[job] for job in order)}")


def orders(counts: tuple[int, ...]) -> Any:
    if not any(counts):
        yield ()
    for job, count in enumerate(counts):
        if count:
            fewer = tuple(c - (one == job) for one, c in enumerate(counts))
            yield from ((job, *rest) for rest in orders(fewer))


def least(shop: Shop) -> int:
    """The best of all plans, by what is done and when jobs and machines are free: all of them."""

    @cache
    def visit(at: tuple[int, ...], ready: tuple[int, ...], free: tuple[int, ...]) -> int:
        ends = [max(ready)]
        for job, steps in enumerate(shop.jobs):
            if at[job] < len(steps):
                machine, minutes = steps[at[job]]
                end = max(ready[job], free[machine]) + minutes
                ends.append(
                    visit(
                        tuple(n + (one == job) for one, n in enumerate(at)),
                        tuple(end if one == job else t for one, t in enumerate(ready)),
                        tuple(end if one == machine else t for one, t in enumerate(free)),
                    )
                )
        return min(ends[1:], default=ends[0])

    return visit((0,) * len(shop.jobs), shop.arrives, (0,) * shop.machines)


def test_all_plans_tried_the_best_pass_and_rewards_fall() -> None:
    for x in tasks(0.0, 2):
        plans = list(orders(tuple(map(len, x.shop.jobs))))
        ends = {plan: finished(x.shop, plan) for plan in plans}
        best = min(ends.values())
        assert ends[x.order] == best
        ranked = sorted(plans, key=lambda plan: ends[plan])
        verdicts = [given(x, plan) for plan in ranked[:: len(ranked) // 50]]
        passed = [ends[plan] == best for plan in ranked[:: len(ranked) // 50]]
        assert [verdict.status == "pass" for verdict in verdicts] == passed
        rewards = [verdict.reward for verdict in verdicts]
        assert rewards == sorted(rewards, reverse=True)
        assert all(v.reward <= 0.4 for v in verdicts if v.status != "pass")


def test_dynamic_programming_finds_the_same_optimum() -> None:
    for x in tasks(0.2, 1):
        assert finished(x.shop, x.order) == least(x.shop)


def test_rules_of_thumb_earn_nothing() -> None:
    for level in (0.0, 0.5, 1.0):
        for x in tasks(level, 2):
            answers = FAMILY.baselines(x)
            assert all(FAMILY.verify(x, answers[name]).reward == 0 for name in RULES)
            assert FAMILY.verify(x, answers["by lot"]).status == "fail"


def test_a_rule_from_the_end_plans_the_last_steps_last() -> None:
    shop = Shop(machines=2, jobs=(((0, 3), (1, 4)), ((1, 2), (0, 9))), arrives=(0, 2))
    # From the end: the longest step, 9, is planned first, and so comes last; then 4, 3 and 2.
    assert ruled_from_the_end(shop, RULES["the longest step"]) == [1, 0, 0, 1]


def test_a_fixed_shop_is_timed_as_the_prompt_says() -> None:
    shop = Shop(machines=2, jobs=(((0, 3), (1, 4)), ((1, 2), (0, 5))), arrives=(0, 2))
    x = FAMILY.Instance(shop=shop, names=("lathe", "mill"), order=(0, 1, 1, 0), naive=13, nodes=1)
    # A: lathe 0-3, mill 4-8. B comes at 2: mill 2-4, lathe 4-9.
    assert finished(shop, (0, 1, 1, 0)) == 9
    assert given(x, (1, 0, 0, 1)).status == "pass"
    late = given(x, (0, 0, 1, 1))
    # B waits for A on the mill: 7-9, and is on the lathe until 14.
    assert late.why == "job B is done after 14 minutes, 5 later than need be"
    assert late.reward == 0
    assert "arrives after 2 minutes" in FAMILY.prompt(x)


def test_plans_may_be_written_in_many_ways() -> None:
    (x,) = tasks(0.0, 1)
    letters = ["ABCDEFGH"[job] for job in x.order]
    for reply in (
        "Answer: " + " -> ".join(letters),
        "Answer:\n" + "\n".join(f"{i}. {one}" for i, one in enumerate(letters, 1)),
        "**Answer:** " + "".join(letters),
        "Answer: [" + ", ".join(f"'{one}'" for one in letters) + "]",
        "Answer: $" + r" \rightarrow ".join(letters) + "$",
        "Answer: " + ", followed by ".join(letters),
        "Answer: " + ", ".join(f"Step {i}: {one}" for i, one in enumerate(letters, 1)),
        "Answer: " + ", ".join(f"{i}th {one}" for i, one in reversed([*enumerate(letters, 1)])),
        f"Answer: \u202e{letters}",
    ):
        assert FAMILY.verify(x, reply).status == "pass", reply
    for wrong in (letters[:-1], [*letters, "A"], [*letters[:-1], "Z"]):
        assert FAMILY.verify(x, "Answer: " + ", ".join(wrong)).status == "unparsable"
