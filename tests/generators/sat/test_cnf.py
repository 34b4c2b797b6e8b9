import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tasksynth_sat.formulas.cnf import (
    Cnf,
    canonical,
    count_violated,
    from_bits,
    models,
    satisfies,
    to_bits,
    violated,
)


@st.composite
def cnfs(draw: st.DrawFn, max_vars: int = 7) -> Cnf:
    n_vars = draw(st.integers(1, max_vars))
    literal = st.integers(-n_vars, n_vars).filter(bool)
    clauses = draw(st.lists(st.lists(literal, max_size=4), max_size=12))
    return Cnf(n_vars=n_vars, clauses=tuple(map(tuple, clauses)))


def false_clauses(cnf: Cnf, bits: str) -> list[int]:
    true = {v if bit == "1" else -v for v, bit in enumerate(bits, 1)}
    return [i for i, clause in enumerate(cnf.clauses) if true.isdisjoint(clause)]


@given(cnfs(), st.data())
def test_evaluation_follows_the_definition(cnf: Cnf, data: st.DataObject) -> None:
    bits = data.draw(st.text("01", min_size=cnf.n_vars, max_size=cnf.n_vars))
    a = from_bits(bits)
    assert to_bits(a, cnf.n_vars) == bits
    assert violated(cnf, a) == false_clauses(cnf, bits)
    assert count_violated(cnf, a) == len(false_clauses(cnf, bits))
    assert satisfies(cnf, a) == (not false_clauses(cnf, bits))


@given(cnfs())
def test_truth_table_lists_exactly_the_models(cnf: Cnf) -> None:
    found = list(models(cnf))
    assert found == [a for a in range(1 << cnf.n_vars) if satisfies(cnf, a)]
    assert cnf.table.bit_count() == len(found)


def test_no_truth_table_of_a_large_formula() -> None:
    with pytest.raises(ValueError, match="at most 14 variables"):
        _ = Cnf(n_vars=15, clauses=((1,),)).table


@pytest.mark.parametrize("literal", [0, 3, -3])
def test_a_literal_of_no_variable_is_refused(literal: int) -> None:
    with pytest.raises(ValidationError, match=f"want literals from 1 to 2.*got {literal}"):
        Cnf(n_vars=2, clauses=((1, literal),))


def test_canonical_ignores_the_order_of_clauses_and_literals() -> None:
    one = Cnf(n_vars=3, clauses=((1, -2), (3,)))
    assert canonical(one) == canonical(Cnf(n_vars=3, clauses=((3,), (-2, 1))))
    assert canonical(one) != canonical(Cnf(n_vars=4, clauses=one.clauses))
