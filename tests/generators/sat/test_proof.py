"""`sat.proof`: certificates are accepted, everything else is not, and guessing does not pay."""

from functools import cache
from itertools import product
from statistics import median
from typing import Any

import numpy as np
import pytest
from pysat.solvers import Solver

from tasksynth.answers import Unreadable
from tasksynth.registry import get
from tasksynth.single import source
from tasksynth_sat.formulas.cnf import Cnf
from tasksynth_sat.reading.clause_sets import read_clause_set
from tasksynth_sat.solving.cores import Subformulas
from tasksynth_sat.solving.solvers import solve_clauses
from tasksynth_schemas import text_of

PROOF = get("sat.proof")
CERTIFICATES = ["rup", "core"]


@cache
def tasks(certificate: str, count: int, level: float) -> list[Any]:
    made = source("sat.proof", seed=3, level=level, params={"certificate": certificate})
    return [made.draw(i).instance for i in range(count)]


def verdict(x: Any, answer: str) -> str:
    return PROOF.verify(x, answer).status


@pytest.mark.parametrize("certificate", CERTIFICATES)
@pytest.mark.parametrize("level", [0, 0.4, 0.8])
def test_references_pass_and_formulas_resist_propagation(certificate: str, level: float) -> None:
    for x in tasks(certificate, 15, level):
        assert verdict(x, PROOF.solve(x)) == "pass"
        assert solve_clauses(x.cnf.clauses).status == "unsat"
        with Solver(name="m22", bootstrap_with=x.cnf.clauses) as solver:
            assert solver.propagate()[0], "unit propagation alone refutes the formula"
        assert x.limit < len(x.cnf.clauses)


def test_a_solver_s_own_proof_passes_where_it_is_short_enough() -> None:
    passed = 0
    for x in tasks("rup", 15, 0.4):
        with Solver(name="cadical195", bootstrap_with=x.cnf.clauses, with_proof=True) as solver:
            solver.solve()
            lines = solver.get_proof()
        longer = x.model_copy(update={"limit": len(lines)})
        text = "<answer>\n" + "\n".join(lines) + "\n</answer>"
        assert verdict(longer, text) == "pass"
        short = sum(not line.startswith("d") for line in lines) - 1 <= x.limit
        assert verdict(x, text) == ("pass" if short else "fail")
        passed += short
    assert passed < 15, "the limit never binds"


def test_a_longer_refutation_than_the_limit_fails() -> None:
    small = source("sat.proof", seed=3, params={"n_vars": 8, "max_guess": 1})
    for x in (small.draw(i).instance for i in range(5)):
        splits = (product(*((-v, v) for v in range(1, depth + 1))) for depth in range(8, 0, -1))
        lemmas = [" ".join(map(str, (*clause, 0))) for split in splits for clause in split]
        blind = "\n".join([*lemmas, "0"])
        assert verdict(x, f"<answer>{blind}</answer>") == "fail"
        longer = x.model_copy(update={"limit": len(lemmas)})
        assert verdict(longer, f"<answer>{blind}</answer>") == "pass", "it is a refutation"


def test_cores_are_judged_by_what_they_say() -> None:
    for x in tasks("core", 10, 0):
        rng = np.random.Generator(np.random.Philox(key=len(x.known)))
        known = [x.cnf.clauses.index(clause) for clause in x.known]
        others = [i for i in range(len(x.cnf.clauses)) if i not in known]
        said = [str(i + 1) for i in rng.permutation(known).tolist()]
        for form in (
            ", ".join(said),
            f"Answer: clauses {' and '.join(said)}",
            f"[{','.join(said)}]",
        ):
            assert verdict(x, form) == "pass"
        for spared in said:
            assert verdict(x, ", ".join(s for s in said if s != spared)) == "fail"
        room = [str(i + 1) for i in others[: x.limit - len(known)]]
        assert verdict(x, ", ".join(said + room)) == "pass", "slack is there to be used"
        assert verdict(x, ", ".join([*said, *room, str(others[-1] + 1)])) == "fail"


def test_any_unsatisfiable_part_within_the_limit_passes() -> None:
    for x in tasks("core", 6, 0):
        m = len(x.cnf.clauses)
        with Subformulas(x.cnf) as part:
            for key in range(10):
                order = np.random.Generator(np.random.Philox(key=key)).permutation(m).tolist()
                core = part.minimal_core(order)
                assert core is not None
                for i in core:
                    assert part.core([j for j in core if j != i]) is None
                wanted = "pass" if len(core) <= x.limit else "fail"
                assert verdict(x, " ".join(str(i + 1) for i in core)) == wanted


@pytest.mark.parametrize("certificate", CERTIFICATES)
def test_hostile_answers_never_pass_nor_raise(certificate: str) -> None:
    for x in tasks(certificate, 6, 0):
        everything = ", ".join(str(i) for i in range(1, len(x.cnf.clauses) + 1))
        given = "\n".join(" ".join(map(str, (*clause, 0))) for clause in x.cnf.clauses)
        hostile = [
            "", "0", "<answer>0</answer>", "<answer>\n\n</answer>", r"\boxed{}", r"\boxed{0}",
            everything, given, f"<answer>{given}\n0</answer>", text_of(PROOF.prompt(x)),
            "unsatisfiable", "Answer: UNSAT", "0 " * 90_000, "1 0\n" * 40_000,
            "1 -1 0\n" * 25_000 + "0", "[" * 190_000, f"<think>{PROOF.solve(x)}",
            "d 1 0", "-99999999 0\n0", "1e9 0",
            "\x00" * 1000, "1, 1, 1, 2", "1-40", "0, 1, 2",
        ]  # fmt: skip
        for answer in hostile:
            assert verdict(x, answer) in ("fail", "unparsable"), answer[:80]


@pytest.mark.parametrize("certificate", CERTIFICATES)
def test_no_trivial_strategy_beats_the_floor(certificate: str) -> None:
    passed: dict[str, list[bool]] = {}
    for level, count in ((0, 180), (0.3, 90), (0.7, 40)):
        for x in tasks(certificate, count, level):
            assert max(x.guess.values()) <= 0.05
            for name, answer in PROOF.baselines(x).items():
                passed.setdefault(name, []).append(verdict(x, answer) == "pass")
    assert all(len(hits) == 310 for hits in passed.values())
    floor = PROOF.floor(PROOF.Params.at(0, certificate=certificate))
    assert max(sum(hits) / len(hits) for hits in passed.values()) <= floor


@pytest.mark.parametrize("certificate", CERTIFICATES)
def test_higher_levels_need_longer_certificates_and_more_conflicts(certificate: str) -> None:
    for feature in ("limit", "conflicts"):
        spent = [
            median(PROOF.measure(x)[feature] for x in tasks(certificate, 40, level))
            for level in (0, 0.3, 0.7, 1)
        ]
        assert spent == sorted(spent)
        assert spent[-1] > 3 * spent[0]


@pytest.mark.parametrize("certificate", CERTIFICATES)
def test_prompts_state_the_limit_and_hold_no_answer(certificate: str) -> None:
    told = set()
    for x in tasks(certificate, 25, 0):
        prompt = text_of(PROOF.prompt(x))
        assert f" {x.limit} " in prompt
        assert verdict(x, prompt) != "pass"
        told.add(prompt.splitlines()[-1])
    assert len(told) == 3


def test_reordering_keeps_the_task_and_its_verdicts() -> None:
    for x in tasks("rup", 5, 0.3):
        turned = Cnf(n_vars=x.cnf.n_vars, clauses=tuple(c[::-1] for c in x.cnf.clauses[::-1]))
        y = x.model_copy(update={"cnf": turned})
        assert PROOF.canonical(y) == PROOF.canonical(x)
        assert verdict(y, PROOF.solve(x)) == "pass"


@pytest.mark.parametrize(
    ("answer", "core"),
    [
        ("Answer: 3, 1 and 7", (0, 2, 6)),
        ("Answer:\n3\n1\n7", (0, 2, 6)),
        (r"\boxed{\{3, 1, 7\}}", (0, 2, 6)),
        ('{"core": [3, 1, 7]}', (0, 2, 6)),
        ("Answer: clauses 3, 1, 7.\nTogether they contradict.", (0, 2, 6)),
    ],
)
def test_forms_of_a_core(answer: str, core: tuple[int, ...]) -> None:
    assert read_clause_set(answer, 7, asked="line") == core


@pytest.mark.parametrize(
    "answer", ["", "Answer: 0", "Answer: 8", "Answer: 1, 1", "1 or 2", "Answer: -3", "1.5", "all"]
)
def test_other_texts_name_no_core(answer: str) -> None:
    with pytest.raises(Unreadable):
        read_clause_set(answer, 4, asked="line")
