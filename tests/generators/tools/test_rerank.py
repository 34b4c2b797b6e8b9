"""Texts in order of what they fulfil: every best order passes, and no other."""

from itertools import permutations
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.single import source
from tasksynth.statistics.gains import above_chance, best, gain, luck
from tasksynth_tools.finding.search import tokens
from tasksynth_tools.ranking.papers import fulfilled
from tasksynth_tools.ranking.subjects import SUBJECTS, told

FAMILY: Any = registry.get("tools.rerank")


def tasks(level: float, count: int = 10) -> list[Any]:
    made = source("tools.rerank", seed=5, level=level)
    return [made.draw(index).instance for index in range(count)]


def graded(x: Any) -> list[tuple[int, str]]:
    """Grades and ids, best first."""
    found = [(fulfilled(paper, x.subject, x.wanted), paper.id) for paper in x.papers]
    return sorted(found, key=lambda one: -one[0])


def judged(x: Any, ids: list[str]) -> Any:
    return FAMILY.verify(x, f"Answer: {', '.join(ids)}")


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_equals_may_change_places_and_others_may_not(level: float) -> None:
    changed = 0
    for x in tasks(level):
        order = graded(x)
        ids = [name for _, name in order[: x.top]]
        for place in range(x.top):
            for other in range(place + 1, len(order)):
                swapped = [name for _, name in order]
                swapped[place], swapped[other] = swapped[other], swapped[place]
                verdict = judged(x, swapped[: x.top])
                alike = order[place][0] == order[other][0]
                assert (verdict.status == "pass") == alike
                assert verdict.reward == 1 if alike else verdict.reward <= 0.5
                changed += alike
        worse = judged(x, [name for _, name in order[::-1]][: x.top])
        assert (worse.reward, worse.why[:8]) == (0, "at place")
        assert judged(x, ids).parts["gain"] >= judged(x, ids[::-1]).parts["gain"]
    assert changed > 5


def test_what_names_no_such_order_is_unparsable() -> None:
    x = tasks(0.3, 1)[0]
    ids = [name for _, name in graded(x)][: x.top]
    for answer in (
        "",
        f"Answer: {', '.join(ids[1:])}",
        f"Answer: {', '.join([*ids[1:], ids[-1]])}",
        f"Answer: {', '.join([*ids[1:], 'AAA'])}",
        f"Answer: not {', '.join(ids)}",
        f"Answer: \u202e{', '.join(ids)}",
        f"Answer: {', '.join(ids[:-1])}, {ids[-1]} (or AAA)",
        f"Answer: {', '.join(ids)} (not sure)",
    ):
        assert FAMILY.verify(x, answer).status == "unparsable", answer
    for answer in (
        f"Answer: {', '.join(ids).lower()}",
        f'{{"answer": {ids!s}}}'.replace("'", '"'),
        "**Answer:**\n\n" + "\n".join(f"{n}. [{name}]" for n, name in enumerate(ids, 1)),
        f"\\boxed{{{' > '.join(ids)}}}",
        ", ".join(f"\\boxed{{{name}}}" for name in ids),
        f'{{"ranking": {ids!s}}}'.replace("'", '"'),
        "Answer:\n" + "\n".join(f"{n}. {name} (2 points)" for n, name in enumerate(ids, 1)),
    ):
        assert FAMILY.verify(x, answer).status == "pass", answer


@pytest.mark.parametrize("level", [0.0, 0.6, 1.0])
def test_texts_say_what_holds_and_nothing_else_of_it(level: float) -> None:
    """Read back by what each statement can mean."""
    for x in tasks(level):
        points = SUBJECTS[x.subject].points
        meanings = {
            told(point, value, otherwise=otherwise): (number, value)
            for number, point in enumerate(points)
            for value in point.values or (0, 1)
            for otherwise in (False, True)
        }
        for paper in x.papers:
            said = [meaning for text, meaning in meanings.items() if text in paper.text]
            assert dict(said) == paper.values
            assert len(said) == len(paper.values)
        assert len({len(paper.values) for paper in x.papers}) == 1


def test_other_words_share_none_by_which_one_searches() -> None:
    for subject in SUBJECTS:
        for point in subject.points:
            if not point.values:
                others = {*tokens(point.yes[1]), *tokens(point.no[1])}
                assert not others & set(tokens(point.ask)), point.ask


def test_chance_earns_nothing_on_average_and_is_rarely_right() -> None:
    for grades, top in (((3, 2, 1, 1, 0), 3), ((2, 2, 0, 0), 2), ((1, 1, 1, 0, 0), 4)):
        orders = [list(order[:top]) for order in permutations(grades)]
        mean = sum(map(gain, orders)) / len(orders)
        low, high = mean, gain(best(grades, top))
        for given in orders:
            assert above_chance(given, grades) == pytest.approx(
                max(0, (gain(given) - low) / (high - low))
            )
        right = sum(order == best(grades, top) for order in orders)
        assert luck(grades, top) == pytest.approx(right / len(orders))


def test_a_search_by_words_orders_worse_as_the_level_rises() -> None:
    means = []
    for level in (0.0, 0.5, 1.0):
        made = tasks(level, 30)
        means.append(sum(FAMILY.measure(x)["bm25_gain"] for x in made) / len(made))
    assert means[0] > means[1] + 0.2 > means[2] + 0.3
