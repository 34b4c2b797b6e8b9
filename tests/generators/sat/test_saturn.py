import json
import re
from typing import Any

import pytest

from tasksynth import TaskRef, UsageError, grade, rng_for, source
from tasksynth_sat.families.saturn import (
    Saturn,
    SaturnInstance,
    SaturnParams,
    difficulty,
    notation,
    variable_names,
)
from tasksynth_sat.formulas.cnf import Cnf, canonical


def draw(count: int, *, seed: int = 1, **params: Any) -> list[SaturnInstance]:
    tasks = source("sat.saturn", seed=seed, params=params)
    return [SaturnInstance.model_validate(tasks.make(i).instance) for i in range(count)]


@pytest.mark.parametrize(
    ("size", "d"),
    [
        ((3, 5, 5), 5.632451), ((3, 5, 6), 6.158520), ((3, 5, 13), 8.389474),
        ((6, 7, 40), 8.617878), ((3, 5, 15), 8.802376), ((4, 7, 20), 9.201211),
        ((3, 5, 20), 9.632451), ((3, 6, 20), 10.228819), ((5, 8, 40), 10.243856),
        ((3, 5, 25), 10.276307), ((3, 7, 20), 10.784544), ((4, 7, 40), 11.201211),
        ((4, 8, 40), 11.643856), ((3, 7, 40), 12.784544), ((3, 3, 1), -0.415037),
        ((3, 50, 200), 34.598235), ((3, 200, 850), 90.773161),
    ],
)  # fmt: skip
def test_saturns_difficulty(size: tuple[int, int, int], d: float) -> None:
    assert difficulty(*size) == pytest.approx(d, abs=5e-7)


def test_the_prompt_shows_the_formula_and_no_answer() -> None:
    task = source("sat.saturn", seed=7, level=0.3).make(0)
    x = SaturnInstance.model_validate(task.instance)
    (line,) = re.findall(r"^\{.*\}$", task.text, re.MULTILINE)
    shown = json.loads(line)
    assert shown == {"n_sat": 3, "k": x.cnf.n_vars, "clause": notation(x.cnf)}
    assert grade(task, task.text).status == "unparsable"
    assert not re.search(r"[01]{2}", task.text.replace(line, "").replace(str(x.cnf.n_vars), ""))


def test_variables_have_plain_names_past_z() -> None:
    assert variable_names(26)[-1] == "Z"
    assert variable_names(27)[0] == "x1"
    assert notation(Cnf(n_vars=30, clauses=((1, -30), (-2, 3)))) == "x1!x30 & !x2x3"
    task = source("sat.saturn", seed=0, params={"k": 40, "l": 160}).make(0)
    assert "x1, x2, ..., x40" in task.prompt
    solution = task.instance["solution"]
    assert grade(task, ", ".join(f"x{i}={b}" for i, b in enumerate(solution, 1))).status == "pass"


@pytest.mark.parametrize("size", [(3, 12, 12), (3, 50, 200), (5, 8, 40), (2, 9, 30)])
def test_every_size_that_exists_is_made_in_full(size: tuple[int, int, int]) -> None:
    n, k, clauses = size
    found = draw(100, n=n, k=k, l=clauses)
    assert {(x.n, x.cnf.n_vars, len(x.cnf.clauses)) for x in found} == {size}
    assert len({json.dumps(Saturn().canonical(x)) for x in found}) == 100


def test_large_formulas_are_made_in_full() -> None:
    family, p = Saturn(), SaturnParams(n=3, k=200, l=850)
    ref = TaskRef(family="sat.saturn", version=1, params=p.model_dump(), seed=0, index=0)
    refs = (ref.model_copy(update={"index": i}) for i in range(100))
    found = [family.generate(p, rng_for(ref)) for ref in refs]
    formulas = [x.cnf for x in found if x is not None]
    assert len(formulas) == 100
    assert all(len({*map(frozenset, cnf.clauses)}) == 850 for cnf in formulas)
    assert len({json.dumps(canonical(cnf)) for cnf in formulas}) == 100


@pytest.mark.parametrize("l_", [7, 6])
def test_the_fullest_formulas_are_made(l_: int) -> None:
    assert len(draw(2, n=3, k=3, l=l_)[0].cnf.clauses) == l_


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"n": 3, "k": 5, "l": 71}, r"no satisfiable formula has l=71.*allow .* = 70"),
        ({"n": 4, "k": 3}, "want n <= k distinct variables in a clause, got n=4, k=3"),
        ({"n": 3, "k": 5, "l": 5, "max_guess": 0.1}, r"leave at least 0.375 .* raise max_guess"),
        ({"n": 0}, "field 'n'"),
    ],
)
def test_what_cannot_exist_is_refused_with_the_reason(params: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        source("sat.saturn", seed=0, params=params)


def test_plain_sampling_has_the_density_of_saturns_own_data() -> None:
    found = draw(600, n=3, k=5, l=5, planting="saturn")
    mean = sum(x.cnf.table.bit_count() for x in found) / len(found)
    assert mean == pytest.approx(4094 / 250, abs=0.4)  # its 250 training rows of this size


def test_harder_levels_measure_harder() -> None:
    means = []
    for level in (0.0, 0.25, 0.5, 0.75, 1.0):
        tasks = source("sat.saturn", seed=5, level=level)
        measures = [tasks.make(i).measure for i in range(20)]
        means.append([sum(m[key] for m in measures) for key in ("difficulty", "propagations")])
    for feature in zip(*means, strict=True):
        assert list(feature) == sorted(feature)


def test_low_guess_formulas_are_sparse_in_solutions() -> None:
    tasks = source("sat.saturn", seed=5, params={"k": 5, "l": 20})
    measures = [tasks.make(i).measure for i in range(50)]
    assert all(0 < m["guess"] <= 0.1 for m in measures)
    plain = source("sat.saturn", seed=5, params={"k": 5, "l": 20, "max_guess": 1})
    assert sum(plain.make(i).measure["guess"] == 1 for i in range(50)) > 20


def test_duplicates_are_found_up_to_the_order_of_clauses_and_literals() -> None:
    family = Saturn()
    one = SaturnInstance(n=2, cnf=Cnf(n_vars=2, clauses=((1, -2), (1, 2))), solution="10")
    two = SaturnInstance(n=2, cnf=Cnf(n_vars=2, clauses=((2, 1), (-2, 1))), solution="11")
    assert family.canonical(one) == family.canonical(two)


def test_a_false_clause_is_named() -> None:
    task = source("sat.saturn", seed=1, params={"n": 1, "k": 2, "l": 2}).make(0)
    wrong = "".join("10"[int(bit)] for bit in task.instance["solution"])
    verdict = grade(task, wrong)
    assert verdict.status == "fail"
    assert verdict.reward == 0
    assert re.fullmatch(r"clause 1, (not )?[AB], is false", verdict.why)
