from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasksynth_sat.formulas.cnf import Cnf, count_violated, satisfies
from tasksynth_sat.formulas.guess import bits, density, guess, strategies, within


@st.composite
def formulas(draw: st.DrawFn, max_vars: int = 11) -> Cnf:
    n_vars = draw(st.integers(1, max_vars))
    clause = st.lists(
        st.integers(1, n_vars).flatmap(lambda v: st.sampled_from([v, -v])),
        min_size=1,
        max_size=4,
        unique_by=abs,
    )
    return Cnf(n_vars=n_vars, clauses=tuple(map(tuple, draw(st.lists(clause, max_size=40)))))


def majority(cnf: Cnf, *, balanced: int) -> int:
    assignment = 0
    for v in range(1, cnf.n_vars + 1):
        lean = sum(clause.count(v) - clause.count(-v) for clause in cnf.clauses)
        assignment |= (balanced if lean == 0 else int(lean > 0)) << (v - 1)
    return assignment


def greedy(cnf: Cnf, assignment: int, *, last: bool) -> int:
    """At most ten flips, each strictly better and the best there is."""
    for _ in range(10):
        near = [assignment ^ 1 << v for v in range(cnf.n_vars)]
        best = min(reversed(near) if last else near, key=lambda a: count_violated(cnf, a))
        if count_violated(cnf, best) >= count_violated(cnf, assignment):
            break
        assignment = best
    return assignment


@settings(max_examples=300)
@given(formulas())
def test_guess_covers_every_trivial_strategy(cnf: Cnf) -> None:
    models = sum(satisfies(cnf, a) for a in range(1 << cnf.n_vars))
    assert density(cnf) == models / (1 << cnf.n_vars)
    tried = {0, (1 << cnf.n_vars) - 1}
    for balanced in (0, 1):
        start = majority(cnf, balanced=balanced)
        tried |= {start, *(greedy(cnf, start, last=last) for last in (False, True))}
    best = 1.0 if any(satisfies(cnf, a) for a in tried) else density(cnf)
    assert guess(cnf) >= best
    for bound in (0.05, 0.3):
        assert within(cnf.n_vars, cnf.clauses, bound) == (models > 0 and guess(cnf) <= bound)
    assert within(cnf.n_vars, cnf.clauses, 1.0)


@given(formulas())
def test_named_strategies_are_what_they_say(cnf: Cnf) -> None:
    named = strategies(cnf)
    start = majority(cnf, balanced=1)
    assert named["majority"] == start
    assert named["majority0"] == majority(cnf, balanced=0)
    assert named["greedy"] == greedy(cnf, start, last=False)
    assert named["greedy_last"] == greedy(cnf, start, last=True)
    assert (named["zeros"], named["ones"]) == (0, (1 << cnf.n_vars) - 1)
    if any(satisfies(cnf, a) for a in named.values()):
        assert guess(cnf) == 1


def test_unit_propagation_is_a_trivial_strategy() -> None:
    chain = tuple((-v, v + 1 if v % 2 else -v - 1) for v in range(1, 9))
    cnf = Cnf(n_vars=9, clauses=((1,), *chain, (1, 3, 5), (9, -1, -2)))
    assert strategies(cnf)["propagation"] & 0b11 == 0b11
    assert guess(Cnf(n_vars=3, clauses=((1,), (-1, 2), (-2, -3), (3, 2)))) == 1


def test_large_formulas_are_sampled_and_estimated() -> None:
    cnf = Cnf(n_vars=40, clauses=tuple((v, v + 1, v + 2) for v in range(1, 10, 3)))
    assert density(cnf) == pytest.approx((7 / 8) ** 3, abs=0.03)  # of 4,096 assignments
    assert bits(cnf) == pytest.approx(-3 * log2(7 / 8))
    assert density(Cnf(n_vars=40, clauses=((1,), (-1,)))) == 0


def test_bits_are_exact_for_small_formulas() -> None:
    assert bits(Cnf(n_vars=5, clauses=((1,), (2, 3)))) == pytest.approx(-log2(12 / 32))
    assert bits(Cnf(n_vars=5, clauses=((1,), (-1,)))) == 5
