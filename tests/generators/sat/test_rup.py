from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pysat.examples.musx import MUSX
from pysat.formula import WCNF
from pysat.solvers import Solver

from tasksynth.answers import Unreadable
from tasksynth_sat.formulas.cnf import Clause, Cnf
from tasksynth_sat.formulas.dimacs import write_dimacs
from tasksynth_sat.reading.proofs import read_proof
from tasksynth_sat.solving.rup import first_fault, refute, write_proof

ALL_SIGNS = Cnf(n_vars=3, clauses=tuple(product((1, -1), (2, -2), (3, -3))))


def formula(n_vars: int, count: int, *, seed: int, status: bool) -> Cnf:
    """Uniform 3-SAT of the wanted status, by trying seeds one after the other."""
    while True:
        rng = np.random.Generator(np.random.Philox(key=seed))
        variables = rng.random((count, n_vars)).argsort(axis=1)[:, :3] + 1
        rows = (variables * rng.choice([-1, 1], variables.shape)).tolist()
        clauses = tuple(dict.fromkeys(map(tuple, rows)))
        with Solver(name="cadical195", bootstrap_with=clauses) as solver:
            if solver.solve() == status:
                return Cnf(n_vars=n_vars, clauses=clauses)
        seed += 1000


def cadical_proof(clauses: Sequence[Clause]) -> str:
    with Solver(name="cadical195", bootstrap_with=clauses, with_proof=True) as solver:
        assert not solver.solve()
        return "\n".join(solver.get_proof())


def naive_rup(cnf: Cnf, lemmas: Sequence[Clause]) -> bool:
    """The definition, word for word, and as slow as that."""
    known = [set(clause) for clause in cnf.clauses]

    def contradicts(true: set[int]) -> bool:
        while True:
            if any(-literal in true for literal in true):
                return True
            left = [[x for x in c if -x not in true] for c in known if not c & true]
            if any(not clause for clause in left):
                return True
            units = {clause[0] for clause in left if len(clause) == 1}
            if not units:
                return False
            true = true | units

    for lemma in lemmas:
        if not contradicts({-literal for literal in lemma}):
            return False
        known.append(set(lemma))
    return contradicts(set())


@pytest.mark.parametrize("seed", range(6))
def test_the_proofs_of_a_solver_are_accepted(seed: int) -> None:
    cnf = formula(40, 240, seed=seed, status=False)
    assert first_fault(cnf, read_proof(cadical_proof(cnf.clauses), cnf.n_vars)) is None


@pytest.mark.parametrize("seed", range(3))
def test_a_proof_of_a_minimal_core_fails_without_any_one_of_its_clauses(seed: int) -> None:
    cnf = formula(20, 120, seed=seed, status=False)
    weighted = WCNF()
    for clause in cnf.clauses:
        weighted.append(list(clause), weight=1)
    with MUSX(weighted, verbosity=0) as extractor:
        core = [cnf.clauses[i - 1] for i in extractor.compute()]
    proof = read_proof(cadical_proof(core), cnf.n_vars)
    assert first_fault(Cnf(n_vars=cnf.n_vars, clauses=tuple(core)), proof) is None
    for i in range(len(core)):
        weaker = Cnf(n_vars=cnf.n_vars, clauses=(*core[:i], *core[i + 1 :]))
        assert first_fault(weaker, proof) is not None


def test_no_proof_refutes_a_satisfiable_formula() -> None:
    satisfiable = formula(30, 100, seed=1, status=True)
    for seed in range(5):
        proof = read_proof(cadical_proof(formula(30, 180, seed=seed, status=False).clauses), 30)
        assert first_fault(satisfiable, proof) is not None


@given(
    st.lists(
        st.lists(st.integers(-4, 4).filter(bool), max_size=3).map(tuple), min_size=1, max_size=6
    ),
    st.integers(0, 3),
)
def test_the_checker_is_the_definition(lemmas: list[Clause], dropped: int) -> None:
    clauses = (*ALL_SIGNS.clauses[dropped:], (4, -1, 2), (-4, -1, 2))
    cnf = Cnf(n_vars=4, clauses=clauses)
    upto = next((i + 1 for i, lemma in enumerate(lemmas) if not lemma), len(lemmas))
    assert (first_fault(cnf, lemmas) is None) == naive_rup(cnf, lemmas[:upto])


@pytest.mark.parametrize("seed", range(4))
def test_an_independent_checker_agrees(seed: int) -> None:
    dratify = pytest.importorskip("dratify")
    cnf = formula(14, 80, seed=seed, status=False)
    proof = refute(cnf, most=200)
    assert proof is not None
    dimacs = dratify.parse_dimacs(write_dimacs(cnf))
    for lemmas in (proof, [*proof[1:-2], ()], [*proof[: len(proof) // 2], ()], [()]):
        theirs = dratify.check_proof(dimacs, write_proof(lemmas), check_rat=False)
        assert (first_fault(cnf, lemmas) is None) == theirs.ok


@pytest.mark.parametrize("n_vars", [4, 8, 16, 30])
def test_our_own_refutations_hold_and_are_short(n_vars: int) -> None:
    for seed in range(8):
        cnf = formula(n_vars, 6 * n_vars, seed=seed, status=False)
        proof = refute(cnf, most=300)
        assert proof is not None
        assert proof[-1] == ()
        assert first_fault(cnf, proof) is None
        assert naive_rup(cnf, proof)
        assert len(proof) <= 40
        assert refute(cnf, most=len(proof) - 2) is None or len(proof) == 1
        assert read_proof(write_proof(proof), n_vars) == proof


def test_each_step_counts() -> None:
    assert first_fault(ALL_SIGNS, [()]) is not None
    assert first_fault(ALL_SIGNS, [(1,), ()]) == "clause 1 (1) does not follow by unit propagation"
    assert first_fault(ALL_SIGNS, [(1, 2), (1,), ()]) == (
        "clause 3 (the empty clause) does not follow by unit propagation"
    )
    assert first_fault(ALL_SIGNS, [(1, 2), (1,), (2,), ()]) is None
    assert first_fault(ALL_SIGNS, [(1, 2), (1,)]) == "the clauses do not lead to the empty clause"
    assert first_fault(ALL_SIGNS, [(1, 2), (1,), (-2,)]) is None, "propagation does the rest"


@pytest.mark.parametrize(
    "answer",
    [
        "1 2 0\n1 0\n2 0\n0",
        "1 2 0 1 0 2 0 0",
        "1 2\n1\n2\n0",
        "<answer>\n1 2 0\n1 0\nd 1 2 3 0\n2 0\n0\n</answer>",
        "Done.\nAnswer:\n1 2 0\n1 0\n2 0\n0",
        "c a comment\n1 2 0\n\n1 0\n2 0\n0\n",
        "<answer>```\n1 2 0\n1 0\n2 0\n[]\n```</answer>",
        "[[1, 2], [1], [2], []]",
        "[[1, 2, 0], [1, 0], [2, 0], [0]]",
        r"\boxed{1 2 0\\ 1 0\\ 2 0\\ 0}",
    ],
)
def test_forms_of_a_proof(answer: str) -> None:
    assert read_proof(answer, 3) == [(1, 2), (1,), (2,), ()]


def test_signs_may_be_typeset() -> None:
    assert read_proof("\N{MINUS SIGN}1 2 0\n0", 3) == [(-1, 2), ()]
    assert read_proof("\N{ARABIC-INDIC DIGIT ONE} 2 0\n0", 3) == [(1, 2), ()]


@pytest.mark.parametrize(
    "answer",
    ["", "<answer></answer>", "1 2 x 0", "0 or 1", "1 4 0\n0", "[[1, 2], 3]", "[[1, true]]",
     "[[1, 2", "[" * 100_000, "9" * 100_000, "1 99999999999 0", "1.5 0", "d 1 2 0",
     "<think>1 2 0\n0", "\N{SUPERSCRIPT TWO} 0"],
)  # fmt: skip
def test_other_texts_are_unreadable(answer: str) -> None:
    with pytest.raises(Unreadable):
        read_proof(answer, 3)


@given(st.text(alphabet="0123-d c[]\n,<answer>/", max_size=120))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        lemmas = read_proof(text, 3)
    except Unreadable:
        return
    assert all(0 < abs(literal) <= 3 for lemma in lemmas for literal in lemma)
