"""Weighted partial MaxSAT: optima against enumeration, prompts read back, and no cheap way."""

import re
from functools import cache
from itertools import islice
from statistics import median
from typing import Any, get_args

import numpy as np
import pytest

from tasksynth import UsageError
from tasksynth.single import source
from tasksynth_sat import Weighted
from tasksynth_sat.beyond_np.weighted import WeightedInstance
from tasksynth_sat.drawing import cheapest, draw
from tasksynth_sat.drawing.optimum import optimum
from tasksynth_sat.formulas.cnf import Cnf
from tasksynth_sat.solving import choosing, priced
from tasksynth_sat.solving.priced import Priced
from tasksynth_sat.wording.questions import Own, Told
from tests.generators.sat.rereading import reread
from tests.generators.sat.retelling import retold

FAMILY = Weighted()
MUST = {"tale_zh": "必须", "tale_es": "obligatorio", "tale_de": "Pflicht"}


@cache
def drawn(level: float, count: int) -> list[WeightedInstance]:
    made = source(FAMILY.name, seed=11, level=level)
    return [made.draw(index).instance for index in range(count)]  # type: ignore[misc]


def priced_by_hand(x: WeightedInstance, assignment: int) -> int | None:
    """None where a clause fails that must hold."""
    total = 0
    for clause, weight in zip(x.cnf.clauses, x.weights, strict=True):
        if not any((assignment >> abs(y) - 1 & 1) == (y > 0) for y in clause):
            if not weight:
                return None
            total += weight
    return total


def test_three_methods_find_the_least_cost_of_all_assignments() -> None:
    for key in range(40):
        rng = np.random.Generator(np.random.Philox(key=key))
        clauses = tuple(islice(draw.clauses(rng, 6, 3), 40))
        weights = tuple(rng.integers(0, 9, 40).tolist())
        x: Any = WeightedInstance.trusted(cnf=Cnf(n_vars=6, clauses=clauses), weights=weights)
        costs = [cost for a in range(64) if (cost := priced_by_hand(x, a)) is not None]
        found = cheapest.by_search(x.cnf, weights)
        if not costs:
            assert found is None
            continue
        assert found is not None
        assert found.cost == min(costs) == cheapest.by_cores(x.cnf, weights)
        assert priced_by_hand(x, found.model) == min(costs)
        exact = optimum(x.cnf, weights)
        assert exact.violated == min(costs)
        assert exact.table.bit_count() == costs.count(min(costs))


def test_search_gives_up_at_its_budget() -> None:
    x = drawn(0.6, 8)[0]
    assert cheapest.by_search(x.cnf, x.weights, conflicts=10) is None


def test_assignments_are_judged_by_what_they_cost() -> None:
    for x in drawn(0.0, 40)[:4]:
        for a in range(1 << x.cnf.n_vars):
            cost = priced_by_hand(x, a)
            bits = format(a, f"0{x.cnf.n_vars}b")[::-1]
            verdict = FAMILY.verify(x, f"\\boxed{{{bits}}}")
            assert (verdict.status == "pass") == (cost == x.optimum)
            if cost is None:
                assert "must hold" in verdict.why
            elif cost > x.optimum:
                assert f"costs {cost}, and {x.optimum} need be" in verdict.why


@pytest.mark.parametrize("form", [*get_args(Own), *get_args(Told)])
def test_the_prompt_states_clauses_and_weights(form: str) -> None:
    made = source(FAMILY.name, seed=3, params={"n_vars": 6, "format": form, "max_guess": 1})
    for index in range(6):
        draw_ = made.draw(index)
        x: Any = draw_.instance
        text = draw_.task.text
        told = text.split("\n\n")[1]
        if form == "dimacs":
            rows = [line.split() for line in told.splitlines()]
            clauses = [tuple(map(int, row[1:-1])) for row in rows]
            marks = [row[0] for row in rows]
        else:
            marks = re.findall(r"\[(\w+)\]$", told, re.MULTILINE)
            plain = re.sub(r" \[\w+\]$", "", text, flags=re.MULTILINE)
            read = retold(plain, form[5:]) if form.startswith("tale") else reread(plain, form)
            clauses = [tuple(sorted(clause)) for clause in read]
        assert [tuple(sorted(c)) for c in clauses] == [tuple(sorted(c)) for c in x.cnf.clauses]
        must = "h" if form == "dimacs" else MUST.get(form, "must")
        assert [0 if mark == must else int(mark) for mark in marks] == [*x.weights]
        assert 0 in x.weights


@pytest.mark.parametrize(("level", "count"), [(0.0, 40), (0.5, 8)])
def test_no_descent_attains_the_optimum(level: float, count: int) -> None:
    tried: dict[str, float] = {}
    for seed, x in enumerate(drawn(level, count)):
        f = Priced(x.cnf, x.weights)
        rng = np.random.Generator(np.random.Philox(key=seed))
        plain = choosing.orders(x.cnf.n_vars)[0]
        orders = [[plain[i] for i in rng.permutation(len(plain)).tolist()] for _ in range(3)]
        for name, rate in priced.rates(f, x.optimum, orders).items():
            tried[name] = tried.get(name, 0) + rate
        for name, answer in FAMILY.baselines(x).items():
            tried[name] = tried.get(name, 0) + (FAMILY.verify(x, answer).status == "pass")
    assert max(tried.values()) <= 0.05 * count + 2, tried


def test_a_task_that_asks_little_is_told_from_one_that_does() -> None:
    """Without a bound, going by weight alone finds most optima of few variables."""
    made = source(FAMILY.name, seed=1, params={"n_vars": 7, "max_guess": 1})
    found = 0
    for index in range(20):
        x: Any = made.draw(index).instance
        ends = cheapest.by_rank(x.cnf, x.weights).values()
        found += any(cheapest.cost_of(x.cnf, x.weights, a) == x.optimum for a in ends)
    assert found > 8


def test_levels_take_more_and_more_conflicts() -> None:
    spent = [
        median(FAMILY.measure(x)["conflicts"] for x in drawn(at, 8)) for at in (0.0, 0.5, 0.75)
    ]
    assert spent[0] * 1.5 < spent[1] < spent[2] / 1.5


def test_what_is_given_up_is_worth_a_thought() -> None:
    for x in drawn(0.0, 40):
        assert FAMILY.measure(x)["given_up"] >= 2
        assert FAMILY.measure(x)["guess"] <= 0.05


def test_the_order_of_clauses_is_no_other_task() -> None:
    x = drawn(0.0, 40)[0]
    turned = Cnf(n_vars=x.cnf.n_vars, clauses=tuple(c[::-1] for c in x.cnf.clauses[::-1]))
    other = x.model_copy(update={"cnf": turned, "weights": x.weights[::-1], "wording": 7})
    assert FAMILY.canonical(other) == FAMILY.canonical(x)
    lighter = x.model_copy(update={"weights": tuple(min(w, 8) for w in x.weights)})
    assert FAMILY.canonical(lighter) != FAMILY.canonical(x)


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"format": "satquest_math"}, "texts have no weights; ask for another format"),
        ({"n_vars": 6, "n_clauses": 8, "hard": 0.9}, "of 8 clauses 7 must hold, .* at least 2"),
        ({"n_vars": 61}, "less than or equal to 60"),
    ],
)
def test_what_cannot_be_asked_is_refused(params: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        source(FAMILY.name, seed=1, params=params)
