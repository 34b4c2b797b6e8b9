"""Order, plan and diagnose judge by their own rules, in whatever form the answer comes."""

import itertools
import math
import tomllib
from collections import Counter
from contextlib import suppress
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from tasksynth import registry, source
from tasksynth.answers import Unreadable
from tasksynth.curriculum.space import arms_of
from tasksynth.rng import Stream
from tasksynth_curricula.diagnose import Diagnosis, candidates
from tasksynth_curricula.graphs import read_names
from tasksynth_curricula.order import Ordering, broken
from tasksynth_curricula.plan import Planning
from tasksynth_schemas import Recipe, TaskRef


@pytest.mark.parametrize(
    "text",
    [
        "Answer: Bado, Kuve, Zeri",
        "bado -> KUVE -> zeri",
        "Answer: It is Bado, then Kuve, then Zeri.",
        "1. Bado\n2. Kuve\n3. Zeri",
        "\\boxed{Bado, Kuve, Zeri}",
        "<answer>[Bado; Kuve; Zeri]</answer>",
        "**Answer:** `Bado`, `Kuve`, `Zeri`.",
        "- Bado\n- Kuve\n- Zeri",
        "Answer: 1. Bado 2. Kuve 3. Zeri",
        "<answer>Answer: Bado, Kuve, Zeri</answer>",
        "\\boxed{\\text{Bado} \\rightarrow \\text{Kuve} \\rightarrow \\text{Zeri}}",
        "Answer: Bado, Kuve, Zeri (each builds on the one before)",
        "> Answer: Bado, Kuve, Zeri",
    ],
)
def test_a_list_of_names_is_read_in_any_usual_form(text: str) -> None:
    assert read_names(text, ["Zeri", "Bado", "Kuve"]) == [1, 2, 0]


@pytest.mark.parametrize("text", ["Bado, Kuve (or Zeri)", "Bado (not Kuve)", "1. Bado 3. Kuve"])
def test_a_list_in_doubt_is_not_read_without_it(text: str) -> None:
    with suppress(Unreadable):
        assert read_names(f"Answer: {text}", ["Zeri", "Bado", "Kuve"]) not in ([1, 2], [1])


def test_any_topological_order_is_right_and_a_swap_of_an_edge_is_wrong() -> None:
    family = registry.get("curricula.order")
    made = source("curricula.order", seed=5, level=0.3)
    for i in range(20):
        x = made.draw(i).instance
        assert isinstance(x, Ordering)
        g = nx.DiGraph()
        g.add_nodes_from(range(len(x.listed)))
        g.add_edges_from((a, b) for b, direct in enumerate(x.skills.needs) for a in direct)
        for order in itertools.islice(nx.all_topological_sorts(g), 20):
            names = [x.skills.names[j] for j in order]
            assert family.verify(x, ", ".join(names)).status == "pass"
            a, b = names.index(x.skills.names[0]), names.index(x.skills.names[1])
            names[a], names[b] = names[b], names[a]
            assert family.verify(x, ", ".join(names)).status == "fail"
            assert family.verify(x, ", ".join(names[:-1])).status == "fail"


def brute_force(x: Planning) -> int:
    """Least cost over all sets of lessons."""
    best = 10**9
    for size in range(1, len(x.lessons) + 1):
        for chosen in itertools.combinations(x.lessons, size):
            cost = sum(lesson.cost for lesson in chosen)
            if cost >= best:
                continue
            known: set[int] = set()
            left = list(chosen)
            while ready := [lesson for lesson in left if set(lesson.needs) <= known]:
                for lesson in ready:
                    known |= set(lesson.teaches)
                    left.remove(lesson)
            if not left and set(x.goal) <= known:
                best = cost
    return best


def test_the_optimum_of_a_plan_is_that_of_a_search_over_all_sets() -> None:
    made = source("curricula.plan", seed=5, params={"skills": 6, "lessons": 11})
    for i in range(15):
        x = made.draw(i).instance
        assert isinstance(x, Planning)
        assert brute_force(x) == x.optimum


def test_a_plan_that_is_dearer_or_out_of_order_fails_and_says_why() -> None:
    family = registry.get("curricula.plan")
    draw = source("curricula.plan", seed=5, level=0.2).draw(0)
    x = draw.instance
    assert isinstance(x, Planning)
    right = family.solve(x).removeprefix("Answer: ").split(", ")
    extra = next(lesson.name for lesson in x.lessons if lesson.name not in right)
    dear = family.verify(x, ", ".join([*right, extra]))
    assert dear.status == "fail"
    assert "is enough" in dear.why or "not there yet" in dear.why
    assert "is not reached" in family.verify(x, ", ".join(right[:1])).why
    backwards = family.verify(x, ", ".join(right[::-1]))
    assert backwards.status == "fail"


def test_a_diagnosis_has_one_solution_that_was_not_tested() -> None:
    family = registry.get("curricula.diagnose")
    made = source("curricula.diagnose", seed=5, level=0.5)
    for i in range(50):
        x = made.draw(i).instance
        assert isinstance(x, Diagnosis)
        assert candidates(x) == [x.missing]
        assert x.missing not in x.passed + x.failed
        names = x.skills.names
        assert family.verify(x, ", ".join(names)).status == "unparsable"
        right = [name for name in names if family.verify(x, name).status == "pass"]
        assert [f"Answer: {name}" for name in right] == [family.solve(x)]


def test_guessing_an_order_is_right_less_often_than_the_floor() -> None:
    family = registry.get("curricula.order")
    made = source("curricula.order", seed=5, level=0.0)
    rng = Stream(b"guess").rng(0)
    passes = 0
    for i in range(500):
        x = made.draw(i % 50).instance
        assert isinstance(x, Ordering)
        names = np.array(x.skills.names)
        passes += family.verify(x, ", ".join(rng.permutation(names))).status == "pass"
    assert passes <= 12


NURSERY = Path(__file__).parents[3] / "datasets" / "recipes" / "nursery.toml"


def test_a_nursery_has_ladders_of_short_tasks_and_no_simple_rule_beats_their_floor() -> None:
    """Below level 0: a model that knows little is to see a reward now and then."""
    recipe = Recipe.model_validate(tomllib.loads(NURSERY.read_text()))
    arms = arms_of(recipe.mix, recipe.seed)
    tracks = Counter(arm.track for arm in arms)
    assert min(tracks.values()) >= 3
    for arm in arms:
        drawn = source(arm.ref.family, seed=1, params=arm.ref.params)
        for i in range(3):
            draw = drawn.draw(i)
            assert len(draw.task.text) < 900
            assert drawn.family.verify(draw.instance, drawn.family.solve(draw.instance)).reward == 1
    for arm in arms:
        if arm.ref.family.startswith("curricula."):
            family = registry.get(arm.ref.family)
            floor = family.floor(family.Params.model_validate(arm.ref.params))
            assert guessed(arm.ref, 40) <= floor + 3 * math.sqrt(floor * (1 - floor) / 40), arm.name


def guessed(ref: TaskRef, count: int) -> float:
    """The pass rate of the best simple rule."""
    family, drawn = registry.get(ref.family), source(ref.family, seed=1, params=ref.params)
    passes = Counter[str]()
    for i in range(count):
        x = drawn.draw(i).instance
        for rule, answer in family.baselines(x).items():
            passes[rule] += family.verify(x, answer).status == "pass"
    return max(passes.values()) / count


def test_an_order_of_few_skills_is_one_chain() -> None:
    made = source("curricula.order", seed=5, params={"skills": 4})
    for i in range(20):
        x = made.draw(i).instance
        assert isinstance(x, Ordering)
        right = [order for order in itertools.permutations(range(4)) if not broken(x, order)]
        assert right == [(0, 1, 2, 3)]
