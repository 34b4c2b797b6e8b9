"""Descents by propagation: what they find, and that formulas are drawn against them."""

from itertools import product
from typing import Any

import pytest

from tasksynth.single import source
from tasksynth_sat.formulas.cnf import Cnf, count_violated, satisfies
from tasksynth_sat.solving import choosing
from tasksynth_sat.solving.choosing import CONTRARY, RULES

CHAIN = ((1,), (-1, 2), (-2, 3), (-3, 4))
FORCED = tuple(clause for clause in product((1, -1), (2, -2), (3, -3)) if clause != (-1, -2, -3))


@pytest.mark.parametrize("rule", [*RULES, *CONTRARY])
def test_a_descent_follows_what_is_forced(rule: str) -> None:
    ends = dict(choosing.ends(4, CHAIN))[rule]
    assert set(ends) == {0b1111}


@pytest.mark.parametrize("rule", ["commonest", "weighed", "shortest", "commonest_variable"])
def test_a_descent_takes_the_commoner_sign_and_its_contrary_the_other(rule: str) -> None:
    assert set(dict(choosing.ends(3, FORCED))[rule]) == {0b111}
    assert not choosing.withstands(3, FORCED, 0.3, RULES)
    assert choosing.withstands(3, FORCED, 0.3, CONTRARY)


def test_a_descent_that_goes_on_leaves_one_clause_false_where_one_must_go() -> None:
    full = tuple(product((1, -1), (2, -2)))
    for _, ends in choosing.ends(2, full, through=True):
        assert {count_violated(Cnf(n_vars=2, clauses=full), end) for end in ends} == {1}


@pytest.mark.parametrize("name", ["sat.ksat", "sat.saturn", "sat.assignment"])
def test_large_formulas_withstand_every_rule(name: str) -> None:
    made: Any = source(name, seed=31, level=0.8)
    bound = choosing.allowed(made.draw(0).instance.cnf.n_vars, made.params.bits, 0.1)
    for index in range(8):
        cnf: Cnf = made.draw(index).instance.cnf
        for rule, ends in choosing.ends(cnf.n_vars, cnf.clauses):
            solved = sum(satisfies(cnf, end) for end in ends)
            assert solved <= max(1, bound * len(ends)), rule


def test_floors_fall_with_size_and_promise_nothing_where_formulas_are_sparse() -> None:
    floors = [choosing.floor(n, 0.8 * n, 0.1) for n in (4, 12, 25, 40, 60)]
    assert floors == sorted(floors, reverse=True)
    assert floors[-1] == 0.1
    assert choosing.floor(60, 20, 0.1) == 1
