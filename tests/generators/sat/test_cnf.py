import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tasksynth import UsageError
from tasksynth_sat.formulas.cnf import (
    Cnf,
    canonical,
    count_violated,
    from_bits,
    models,
    read_dimacs,
    satisfies,
    to_bits,
    violated,
    write_dimacs,
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


@given(cnfs())
def test_dimacs_round_trip(cnf: Cnf) -> None:
    assert read_dimacs(write_dimacs(cnf, comments=["p cnf 9 9", "0"])) == cnf


def test_dimacs_text_is_the_standard_one() -> None:
    cnf = Cnf(n_vars=3, clauses=((1, -2, 3), (-1, 2, 3), (1, 2), (-3,)))
    assert write_dimacs(cnf) == "p cnf 3 4\n1 -2 3 0\n-1 2 3 0\n1 2 0\n-3 0\n"
    assert [to_bits(a, 3) for a in models(cnf)] == ["110"]


def test_satlib_file_with_comments_split_clauses_and_trailer() -> None:
    text = "c uf3\nc\n p cnf 5  3 \n 1 -2\n 3 0 -1 2 0\nc in between\n3 0\n%\n0\n\n"
    assert read_dimacs(text) == Cnf(n_vars=5, clauses=((1, -2, 3), (-1, 2), (3,)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "f.cnf: no 'p cnf VARIABLES CLAUSES' line"),
        ("1 2 0", r"f.cnf:1: want 'p cnf VARIABLES CLAUSES' before the clauses, got '1 2 0'"),
        ("p cnf 3", r"f.cnf:1: want 'p cnf VARIABLES CLAUSES', got 'p cnf 3'"),
        ("p cnf -3 1", "f.cnf:1: want 'p cnf"),
        ("p cnf 2 1\np cnf 2 1", "f.cnf:2: a second 'p' line"),
        ("p cnf 2 1\n\n1 3 0", "f.cnf:3: literal 3 is beyond the 2 variables"),
        ("p cnf 2 1\n1 y 0", "f.cnf:2: want a literal or 0, got 'y'"),
        ("p cnf 2 1\n1 \u00b2 0", "f.cnf:2: want a literal or 0"),
        ("p cnf 2 2\n1 2 0", "f.cnf: the header promises 2 clauses, the file holds 1"),
        ("p cnf 2 1\n1 2", "f.cnf:2: the last clause has no closing 0"),
        ("p cnf 999999999 1\n1 0", "f.cnf:1: want at most 10000 variables"),
    ],
)
def test_dimacs_faults_are_named_with_their_line(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_dimacs(text, source="f.cnf")


@pytest.mark.parametrize("literal", [0, 3, -3])
def test_a_literal_of_no_variable_is_refused(literal: int) -> None:
    with pytest.raises(ValidationError, match=f"want literals from 1 to 2.*got {literal}"):
        Cnf(n_vars=2, clauses=((1, literal),))


def test_canonical_ignores_the_order_of_clauses_and_literals() -> None:
    one = Cnf(n_vars=3, clauses=((1, -2), (3,)))
    assert canonical(one) == canonical(Cnf(n_vars=3, clauses=((3,), (-2, 1))))
    assert canonical(one) != canonical(Cnf(n_vars=4, clauses=one.clauses))
