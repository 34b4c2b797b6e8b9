from collections.abc import Callable

import pytest

from tasksynth.single import source
from tasksynth_sat import Decision
from tasksynth_sat.families.decision import DecisionInstance, twin
from tasksynth_sat.formulas.cnf import Cnf
from tasksynth_sat.solving.solvers import solve, statistics

FAMILY = Decision()
SIZES = [(4, 16, 3), (5, 20, 3), (5, 20, "mixed"), (4, 16, "mixed"), (8, 32, 3), (16, 64, 3)]


def instances(n: int, m: int, width: object, count: int) -> list[DecisionInstance]:
    made = source("sat.decision", seed=5, params={"n_vars": n, "n_clauses": m, "width": width})
    found = [made.draw(i).instance for i in range(count)]
    return [x for x in found if isinstance(x, DecisionInstance)]


@pytest.mark.parametrize(("n", "m", "width"), [*SIZES, (50, 200, 3), (50, 200, "mixed")])
def test_the_label_is_right_and_the_twin_has_the_other(n: int, m: int, width: object) -> None:
    for x in instances(n, m, width, 40):
        assert len(x.cnf.clauses) == m
        assert solve(x.cnf).status == ("sat" if x.satisfiable else "unsat")
        other = twin(x)
        assert solve(other.cnf).status == ("unsat" if x.satisfiable else "sat")
        assert other.satisfiable != x.satisfiable
        assert twin(other) == x
        pairs = list(zip(x.cnf.clauses, other.cnf.clauses, strict=True))
        (ours, theirs), *more = [pair for pair in pairs if pair[0] != pair[1]]
        assert not more
        assert sum(a != b for a, b in zip(ours, theirs, strict=True)) == 1
        assert len(set(other.cnf.clauses)) == m


def repeats(cnf: Cnf) -> float:
    return len(cnf.clauses) - len(set(cnf.clauses))


def lopsided(cnf: Cnf) -> float:
    sums = [0] * (cnf.n_vars + 1)
    for clause in cnf.clauses:
        for x in clause:
            sums[abs(x)] += 1 if x > 0 else -1
    return sum(s * s for s in sums)


def positive(cnf: Cnf) -> float:
    return sum(x > 0 for clause in cnf.clauses for x in clause)


def neighbours(cnf: Cnf) -> float:
    known = set(cnf.clauses)
    flips = [(*c[:i], -c[i], *c[i + 1 :]) for c in cnf.clauses for i in range(len(c))]
    return sum(flip in known for flip in flips)


def length(cnf: Cnf) -> float:
    return sum(map(len, cnf.clauses))


@pytest.mark.parametrize("feature", [repeats, lopsided, positive, neighbours, length])
@pytest.mark.parametrize(("n", "m", "width"), SIZES)
def test_no_threshold_on_a_cheap_feature_tells_the_label(
    n: int, m: int, width: object, feature: Callable[[Cnf], float]
) -> None:
    pairs = [(x, twin(x)) for x in instances(n, m, width, 400)]
    sat = [feature(x.cnf if x.satisfiable else y.cnf) for x, y in pairs]
    unsat = [feature(y.cnf if x.satisfiable else x.cnf) for x, y in pairs]
    best = 0.5
    for threshold in sorted({*sat, *unsat}):
        below = sum(value < threshold for value in sat) + sum(value >= threshold for value in unsat)
        best = max(best, below / 800, 1 - below / 800)
    assert best <= 0.6


def test_labels_are_in_balance() -> None:
    found = instances(6, 24, 3, 600)
    assert abs(sum(x.satisfiable for x in found) / 600 - 0.5) < 0.06


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("1", True),
        ("\\boxed{0}", False),
        ("Answer: 0 (unsatisfiable; 1 clause contradicts)", False),
        ("Answer: satisfiable", True),
        ("UNSAT", False),
        ("yes", True),
    ],
)
def test_decisions_in_many_forms(answer: str, says: bool) -> None:
    for x in instances(5, 20, 3, 12):
        assert (FAMILY.verify(x, answer).status == "pass") == (x.satisfiable == says)


@pytest.mark.parametrize("answer", ["Answer: it is satisfiable or not", "0 1", "01", "maybe", ""])
def test_what_is_no_decision_is_not_read_as_one(answer: str) -> None:
    for x in instances(5, 20, 3, 12):
        assert FAMILY.verify(x, answer).status == "unparsable"


def test_formulas_of_two_hundred_variables_are_made() -> None:
    for x in instances(200, 850, 3, 2):
        assert statistics(x.cnf)["unknown"] == 0
