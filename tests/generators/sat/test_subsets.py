"""sat.mcs and sat.mus: every set of clauses is judged as the definition says."""

import re
from itertools import combinations
from typing import Any

import pytest

from tasksynth import Family
from tasksynth.single import source
from tasksynth_sat import MaxSat, Mcs, Mus
from tasksynth_sat.families.maxsat import OverfullInstance
from tasksynth_sat.families.mcs import McsInstance
from tasksynth_sat.families.mus import MusInstance
from tasksynth_sat.formulas.cnf import Cnf
from tasksynth_sat.kinds.asked import Target
from tasksynth_sat.solving.subsets import consistent

HARD = Cnf(n_vars=2, clauses=((1,), (-1,), (2,), (-2,), (1, 2)))
FAMILIES: list[Family[Any, Any]] = [Mcs(), Mus()]


def mcs_of(target: Target) -> McsInstance:
    return McsInstance(cnf=HARD, form="math", wording=0, optimum=2, solution="11", target=target)


def mus_of(target: Target) -> MusInstance:
    return MusInstance(cnf=HARD, form="math", wording=0, mus=(0, 1), unique=False, target=target)


@pytest.mark.parametrize(
    ("answer", "smallest", "minimal"),
    [
        ("2, 4", "pass", "pass"),
        ("01010", "pass", "pass"),
        ("1, 4", "pass", "pass"),
        ("2, 3", "pass", "pass"),
        ("1, 3", "fail", "fail"),  # then the last clause is false
        ("1, 3, 5", "fail", "pass"),
        ("2, 4, 5", "fail", "fail"),
        ("2", "fail", "fail"),
        ("1, 2, 3, 4, 5", "fail", "fail"),
        ("00000", "fail", "fail"),
        ("6, 1", "unparsable", "unparsable"),
    ],
)
def test_correction_sets(answer: str, smallest: str, minimal: str) -> None:
    assert Mcs().verify(mcs_of("smallest"), answer).status == smallest
    assert Mcs().verify(mcs_of("minimal"), answer).status == minimal


@pytest.mark.parametrize(
    ("answer", "smallest", "minimal"),
    [
        ("1, 2", "pass", "pass"),
        ("\\boxed{\\{C_3, C_4\\}}", "pass", "pass"),
        ("patterns 3 and 4", "pass", "pass"),
        ("2, 4, 5", "fail", "pass"),
        ("01011", "fail", "pass"),
        ("1, 2, 3", "fail", "fail"),
        ("1, 3", "fail", "fail"),
        ("1", "fail", "fail"),
        ("1, 2, 3, 4, 5", "fail", "fail"),
        ("1, 1, 2", "unparsable", "unparsable"),
    ],
)
def test_contradictions(answer: str, smallest: str, minimal: str) -> None:
    assert Mus().verify(mus_of("smallest"), answer).status == smallest
    assert Mus().verify(mus_of("minimal"), answer).status == minimal


def test_the_two_clauses_of_one_variable() -> None:
    cnf = Cnf(n_vars=1, clauses=((1,), (-1,)))
    mcs = McsInstance(
        cnf=cnf, form="satquest_math", wording=0, optimum=1, solution="0", target="minimal"
    )
    assert [Mcs().verify(mcs, a).status for a in ("10", "01", "11")] == ["pass", "pass", "fail"]
    mus = MusInstance(
        cnf=cnf, form="satquest_math", wording=0, mus=(0, 1), unique=False, target="minimal"
    )
    assert [Mus().verify(mus, a).status for a in ("11", "10", "01")] == ["pass", "fail", "fail"]
    maxsat = OverfullInstance(cnf=cnf, form="math", wording=0, optimum=1, solution="0")
    assert [MaxSat().verify(maxsat, a).status for a in ("0", "1")] == ["pass", "pass"]


def satisfiable(cnf: Cnf, places: list[int]) -> bool:
    def holds(a: int, i: int) -> bool:
        return any((a >> (abs(x) - 1) & 1) == (x > 0) for x in cnf.clauses[i])

    return any(all(holds(a, i) for i in places) for a in range(1 << cnf.n_vars))


def by_definition(family: Family[Any, Any], x: Any, chosen: list[int]) -> bool:
    """Right under the question asked, decided by enumeration alone."""
    cnf, everything = x.cnf, range(len(x.cnf.clauses))
    if isinstance(family, Mcs):
        rest = [i for i in everything if i not in chosen]
        fine = satisfiable(cnf, rest)
        minimal = fine and not any(satisfiable(cnf, [*rest, i]) for i in chosen)
        size = x.optimum
    else:
        minimal = not satisfiable(cnf, chosen) and all(
            satisfiable(cnf, [j for j in chosen if j != i]) for i in chosen
        )
        size = len(x.mus)
    return minimal and (x.target == "minimal" or len(chosen) == size)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
@pytest.mark.parametrize("target", ["smallest", "minimal"])
@pytest.mark.parametrize("width", [3, "mixed"])
def test_verdicts_follow_the_definition(
    family: Family[Any, Any], target: str, width: int | str
) -> None:
    params = {"n_vars": 4, "n_clauses": 20, "target": target, "max_guess": 1, "width": width}
    made = source(family.name, seed=1, params=params)
    passed = 0
    for index in range(4):
        x: Any = made.draw(index).instance
        reference = {int(word) - 1 for word in re.findall(r"\d+", family.solve(x))}
        near = [sorted(reference ^ {i}) for i in range(20)]
        near += [sorted(reference ^ {i, j}) for i, j in combinations(range(20), 2)]
        for chosen in [sorted(reference), *near]:
            right = by_definition(family, x, chosen)
            answer = "".join("1" if i in chosen else "0" for i in range(20))
            assert (family.verify(x, answer).status == "pass") == right
            numbers = ", ".join(str(i + 1) for i in chosen)
            if numbers:
                assert (family.verify(x, numbers).status == "pass") == right
            passed += right
    assert passed >= 4


def test_large_sets_are_judged_without_a_truth_table() -> None:
    x: Any = (
        source(
            "sat.mcs",
            seed=1,
            params={"n_vars": 40, "n_clauses": 240, "target": "minimal", "max_guess": 1},
        )
        .draw(0)
        .instance
    )
    family = Mcs()
    reference = list(map(int, re.findall(r"\d+", family.solve(x))))
    assert family.verify(x, family.solve(x)).status == "pass"
    for more in (i for i in (1, 2, 3, 100, 200) if i not in reference):
        verdict = family.verify(x, ", ".join(map(str, [*reference, more])))
        assert verdict.status == "fail"
        assert verdict.why.endswith("could be kept")
    assert family.verify(x, "1, 2").status == "fail"
    assert family.verify(x, "1" * 240).status == "fail"


def test_no_verdict_rather_than_a_wrong_one_over_the_budget() -> None:
    x: Any = source("sat.mcs", seed=1, params={"n_vars": 60, "n_clauses": 360}).draw(0).instance
    with pytest.raises(Exception, match="not decided within 1 conflicts"):
        consistent(x.cnf, range(360), conflicts=1)


def test_degenerate_questions_are_never_asked() -> None:
    for index in range(60):
        x: Any = source("sat.mcs", seed=9, level=0.2).draw(index).instance
        clauses = range(len(x.cnf.clauses))
        assert x.optimum >= 2
        assert not any(consistent(x.cnf, [j for j in clauses if j != i]) for i in clauses)
        y: Any = source("sat.mus", seed=9, level=0.2).draw(index).instance
        assert 4 <= len(y.mus) <= 0.75 * len(y.cnf.clauses)


@pytest.mark.parametrize("size", [(60, 360), (40, 320)])
def test_a_wrong_answer_to_a_large_maxsat_is_refused_by_evaluation(size: tuple[int, int]) -> None:
    n, m = size
    made = source("sat.maxsat", seed=1, params={"n_vars": n, "n_clauses": m, "least": 5})
    family = MaxSat()
    for index in range(3):
        x: Any = made.draw(index).instance
        assert x.optimum == 5
        assert family.verify(x, family.solve(x)).status == "pass"
        verdict = family.verify(x, "0" * n)
        assert verdict.status == "fail"
        assert verdict.why.endswith("clauses are violated, 5 need be")
