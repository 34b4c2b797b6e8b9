"""What all five question families promise alike."""

from collections import Counter
from functools import cache
from itertools import islice
from typing import Any

import numpy as np
import pytest

from tasksynth import Family, UsageError
from tasksynth.answers import final_answer
from tasksynth.single import Source, source
from tasksynth_sat import Assignment, Decision, MaxSat, Mcs, Mus
from tasksynth_sat.families.assignment import AssignmentInstance
from tasksynth_sat.formulas.cnf import Cnf, from_bits, satisfies, violated
from tasksynth_schemas import text_of
from tests.generators.sat.rereading import reread

FAMILIES: list[Family[Any, Any]] = [Assignment(), Decision(), MaxSat(), Mcs(), Mus()]
COUNT = 120
by_name = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)


@cache
def drawn(name: str, level: float, count: int = COUNT) -> list[Any]:
    made = source(name, seed=11, level=level)
    return [made.draw(index).instance for index in range(count)]


def at(name: str, **params: Any) -> Source:
    return source(name, seed=3, params=params)


@by_name
@pytest.mark.parametrize("level", [0.0, 0.3, 0.6])
def test_no_trivial_strategy_beats_the_floor(family: Family[Any, Any], level: float) -> None:
    floor = family.floor(family.Params.at(level))
    passes: Counter[str] = Counter()
    for x in drawn(family.name, level):
        for name, answer in family.baselines(x).items():
            passes[name] += family.verify(x, answer).status == "pass"
    worst, count = passes.most_common(1)[0]
    noise = 2.6 * (floor * (1 - floor) / COUNT) ** 0.5  # one chance in 200
    assert count / COUNT <= floor + noise, worst


def _bare(family: Family[Any, Any], x: Any) -> str:
    """The reference answer without its box."""
    return final_answer(family.solve(x)) or ""


@by_name
@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_questions_state_their_formula_and_their_reference_passes(
    family: Family[Any, Any], level: float
) -> None:
    for x in drawn(family.name, level)[:25]:
        assert reread(text_of(family.prompt(x)), x.form) == x.cnf.clauses
        assert family.verify(x, family.solve(x)).reward == 1
        assert (
            family.verify(x, f"I tried 0101.\nSo it is \\boxed{{{_bare(family, x)}}}.").reward == 1
        )
        assert len(set(x.cnf.clauses)) == len(x.cnf.clauses)
        assert {abs(y) for clause in x.cnf.clauses for y in clause} == {*range(1, x.cnf.n_vars + 1)}


@by_name
def test_hostile_answers_neither_pass_nor_raise(family: Family[Any, Any]) -> None:
    for x in drawn(family.name, 0.3)[:10]:
        n, m = x.cnf.n_vars, len(x.cnf.clauses)
        every = " ".join(format(i, f"0{n}b") for i in range(1 << n)) + f" {_bare(family, x)}"
        hostile = [
            *(
                "",
                "\\boxed{}",
                "2",
                "01" * 3000,
                "?" * n,
                "*",
                "-1",
                "1_0",
                "\u0661\u0660",
                "\u00b2",
                "\x00" * n,
            ),
            *("x1=1", "\\boxed{" * 99, "{" * 9999, "9" * 999, "0x1", "None", "1e3", "1," * 9999),
            *(f"{family.solve(x)} or {other}" for other in ("1" * n, f"\\boxed{{{'1' * n}}}")),
            *(every, f"{_bare(family, x)} or {'1' * n}", "1" * (n + 1), "1" * (m + 1)),
            *(", ".join(str(i) for i in range(m + 2)), "1, 1", f"{m + 1}", "all", "none"),
        ]
        for answer in hostile:
            assert family.verify(x, answer).status in ("fail", "unparsable"), answer


@by_name
def test_the_order_of_clauses_and_literals_and_the_wording_change_no_task(
    family: Family[Any, Any],
) -> None:
    for x in drawn(family.name, 0.3)[:10]:
        turned = tuple(clause[::-1] for clause in x.cnf.clauses)
        other = x.model_copy(
            update={"cnf": Cnf(n_vars=x.cnf.n_vars, clauses=turned), "wording": 5, "form": "math"}
        )
        assert family.canonical(other) == family.canonical(x)
        assert family.verify(other, family.solve(x)).status == "pass"


@by_name
@pytest.mark.parametrize("form", ["satquest", "satquest_story", "rules", "any"])
def test_the_format_asked_for_is_the_format_given(family: Family[Any, Any], form: str) -> None:
    made = [at(family.name, format=form, max_guess=1).draw(i) for i in range(12)]
    forms = {draw.task.instance["form"] for draw in made}
    if form in ("satquest", "any"):
        assert len(forms) > 2
        assert all(f.startswith("satquest_") == (form == "satquest") for f in forms)
    else:
        assert forms == {form}


@by_name
def test_solver_statistics_come_from_one_run_or_from_shuffles(family: Family[Any, Any]) -> None:
    x = drawn(family.name, 0.6)[0]
    one, full = family.measure(x), family.measure_full(x)
    assert (
        one.keys()
        == full.keys() - {"local_search"}
        >= {"conflicts", "decisions", "propagations", "n_vars"}
    )
    assert one == family.measure(x)
    assert full == family.measure_full(x)


@by_name
@pytest.mark.parametrize("width", [2, 4, "mixed"])
def test_clauses_have_the_width_asked_for(family: Family[Any, Any], width: int | str) -> None:
    made = at(family.name, n_vars=9, ratio=6, width=width, max_guess=1)
    widths = Counter(len(c) for i in range(8) for c in made.draw(i).task.instance["cnf"]["clauses"])
    if width == "mixed":
        assert set(widths) > {2, 3, 4}
        assert widths[3] > widths[2] > widths[5]
    else:
        assert set(widths) == {width}


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        ("sat.decision", {"n_vars": 5, "width": 6}, "want a width from 2 to 5 for 5 variables"),
        ("sat.decision", {"n_vars": 4, "n_clauses": 30}, "satisfies only 28 different clauses"),
        ("sat.decision", {"n_vars": 8, "n_clauses": 8}, "at least 4 variables and 9 clauses"),
        ("sat.maxsat", {"n_vars": 8, "n_clauses": 17}, "at least 4 variables and 18 clauses"),
        ("sat.maxsat", {"n_vars": 60, "kind": "uniform"}, "up to 50 variables, got 60"),
        ("sat.mus", {"n_vars": 30, "kind": "uniform"}, "up to 10 variables, got 30"),
        ("sat.assignment", {"n_vars": 90, "n_clauses": 20}, "cannot mention all of 90 variables"),
        ("sat.mcs", {"n_vars": 65, "format": "satquest_story"}, "names for 64 variables"),
    ],
)
def test_what_cannot_exist_is_refused_with_the_reason(
    name: str, params: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        at(name, **params)


@pytest.mark.parametrize("family", [Assignment(), MaxSat()], ids=lambda family: family.name)
def test_assignments_are_judged_as_the_formula_says(family: Family[Any, Any]) -> None:
    for x in drawn(family.name, 0.0)[:40]:
        for a in range(1 << x.cnf.n_vars):
            bits = format(a, f"0{x.cnf.n_vars}b")[::-1]
            right = satisfies(x.cnf, a)
            if isinstance(family, MaxSat):
                right = len(violated(x.cnf, a)) == x.optimum
            verdict = family.verify(x, bits)
            assert (verdict.status == "pass") == right
            named = ", ".join(f"x_{{{v}}} = {bit}" for v, bit in enumerate(bits, 1))
            assert family.verify(x, named).status == verdict.status


def test_renaming_variables_keeps_the_verdict() -> None:
    rng = np.random.Generator(np.random.Philox(key=1))
    family = Assignment()
    for x in drawn(family.name, 0.3)[:20]:
        n = x.cnf.n_vars
        to = [0, *(rng.permutation(n) + 1).tolist()]
        clauses = tuple(tuple(to[y] if y > 0 else -to[-y] for y in c) for c in x.cnf.clauses)
        renamed = x.model_copy(update={"cnf": Cnf(n_vars=n, clauses=clauses)})
        for a in (from_bits(x.solution), *islice(rng.integers(0, 1 << n, 9).tolist(), 9)):
            moved = ["0"] * n
            for v in range(n):
                moved[to[v + 1] - 1] = str(a >> v & 1)
            plain = format(a, f"0{n}b")[::-1]
            assert family.verify(renamed, "".join(moved)).status == family.verify(x, plain).status


README = (
    *((1, 2, 3), (3, -1, 2), (1, 3, -2), (1, -2), (3, 1, -2), (3, -1, 2), (-3, -1), (-1, 2, 3)),
    *((-2, -3), (-2, 3, 1), (1, -3), (-3, -2, -1)),
)


@pytest.mark.parametrize(
    ("n", "clauses", "right"),
    [
        (3, README, {"110"}),  # the item that SATQuest's README shows
        (3, ((1, -2, 3), (-1, 2, 3), (1, 2), (-3,)), {"110"}),
        (2, ((1, -2), (2,)), {"11"}),
    ],
)
def test_known_formulas_have_their_known_models(
    n: int, clauses: tuple[tuple[int, ...], ...], right: set[str]
) -> None:
    cnf = Cnf(n_vars=n, clauses=clauses)
    x = AssignmentInstance(cnf=cnf, form="math", wording=0, solution=min(right))
    every = {format(a, f"0{n}b") for a in range(1 << n)}
    assert {bits for bits in every if Assignment().verify(x, bits).status == "pass"} == right
    truth = min(right)
    for answer in (f"Answer: 111{truth}", " ".join(sorted(every)), f"{truth[:-1]}", f"{truth}0"):
        assert Assignment().verify(x, answer).status == "unparsable"
    for answer in (f"Answer: {truth} (verified in 100 steps)", f"\\boxed{{{','.join(truth)}}}"):
        assert Assignment().verify(x, answer).status == "pass"


@pytest.mark.parametrize(("n", "m", "count"), [(12, 12, 20), (50, 200, 20), (200, 850, 3)])
def test_every_size_is_made_in_full(n: int, m: int, count: int) -> None:
    made = at("sat.assignment", n_vars=n, n_clauses=m, max_guess=1)
    tasks = [made.draw(i) for i in range(count)]
    assert len({draw.digest for draw in tasks}) == count
    assert all(draw.task.instance["cnf"]["n_vars"] == n for draw in tasks)


def test_guessing_pays_less_than_on_the_easiest_published_level() -> None:
    """There 51.2 % of random strings and 91 % of majority votes are right, of 5 variables too."""
    chance = [Assignment().measure(x)["guess"] for x in drawn_at_five()]
    assert max(chance) <= 0.2


def drawn_at_five() -> list[Any]:
    made = at("sat.assignment", n_vars=5, ratio=4)
    return [made.draw(index).instance for index in range(100)]
