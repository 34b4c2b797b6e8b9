"""Model counting: counts against enumeration, numbers read strictly, and no estimate that pays."""

from collections import Counter
from functools import cache
from itertools import islice
from statistics import median
from typing import Any, get_args

import numpy as np
import pytest

from tasksynth import UsageError
from tasksynth.answers import Unreadable
from tasksynth.single import source
from tasksynth_sat import ModelCount
from tasksynth_sat.beyond_np.count import CountInstance
from tasksynth_sat.drawing import draw
from tasksynth_sat.formulas.cnf import Cnf
from tasksynth_sat.reading.counts import read_count
from tasksynth_sat.solving import estimating, modelcount
from tasksynth_sat.wording.questions import Own, Told
from tests.generators.sat.rereading import reread
from tests.generators.sat.retelling import retold

FAMILY = ModelCount()


@cache
def drawn(level: float, count: int) -> list[CountInstance]:
    made = source(FAMILY.name, seed=11, level=level)
    return [made.draw(index).instance for index in range(count)]  # type: ignore[misc]


def holds(cnf: Cnf, assignment: int) -> bool:
    return all(any((assignment >> abs(y) - 1 & 1) == (y > 0) for y in c) for c in cnf.clauses)


@pytest.mark.parametrize("width", [2, 3, "mixed"])
def test_both_methods_count_what_enumeration_counts(width: Any) -> None:
    for key in range(25):
        rng = np.random.Generator(np.random.Philox(key=key))
        clauses = tuple(islice(draw.clauses(rng, 7, width), 1 + key))
        cnf = Cnf(n_vars=8, clauses=clauses)  # one variable is in none
        models = sum(holds(cnf, a) for a in range(256))
        assert modelcount.by_search(cnf).models == modelcount.by_sweep(cnf) == models
        assert modelcount.count(cnf).models == models


def test_formulas_of_apart_and_of_no_clauses_are_counted() -> None:
    for clauses, n, models in (
        ((), 5, 32), (((1, 2), (3, 4)), 4, 9), (((1,), (-1,)), 3, 0), (((1, 2), (3, 4)), 6, 36),
        (((), (1, 2)), 2, 0),
    ):  # fmt: skip
        cnf = Cnf(n_vars=n, clauses=clauses)
        assert modelcount.count(cnf).models == modelcount.by_sweep(cnf) == models
    chain = tuple((-v, v + 1) for v in range(1, 20))  # ordered: one more model than variables
    assert modelcount.count(Cnf(n_vars=20, clauses=chain)).models == 21


@pytest.mark.parametrize("form", [*get_args(Own), *get_args(Told)])
def test_the_prompt_states_the_formula_and_asks_for_a_number(form: str) -> None:
    made = source(FAMILY.name, seed=3, params={"n_vars": 7, "format": form})
    for index in range(6):
        one = made.draw(index)
        x: Any = one.instance
        text = one.task.text
        told = retold(text, form[5:]) if form.startswith("tale") else reread(text, form)
        assert [sorted(c) for c in told] == [sorted(c) for c in x.cnf.clauses]
        assert "\\boxed{}" in text
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
        assert FAMILY.verify(x, str(x.models + 1)).status == "fail"


@pytest.mark.parametrize(
    "text",
    [
        *("1234", "1,234", "1.234", "1 234", "1'234", "\\boxed{1\\,234}", "\\boxed{1{,}234}"),
        *("1234.0", "\uff11\uff12\uff13\uff14", "There are 1234 ways.", "1234 assignments"),
        "1234 of 4096",
        *("1234 (out of 4096)", "1234 out of 2^12", "N = 1234", "#SAT = 1234", "1234种"),
        *("2^10 + 210 = 1234", "1000 + 234 = 1234", "$1234$", "**1234**", "共有1234种安排"),
        *("1234 Möglichkeiten", "1234 maneras", "Answer: 1234", "Antwort: 1.234", "答案:1234"),
        *("1234 (verified)", '{"answer": 1234}', "<answer>1234</answer>"),
    ],
)
def test_a_number_is_read_in_many_forms(text: str) -> None:
    assert read_count(text, of=4096) == 1234


@pytest.mark.parametrize(
    "text",
    [
        *("", "1234 or 1235", "about 1234", "≈1234", "1234?", "not 1234", "at least 1234", "-1234"),
        *("1234, 1235", "between 1234 and 1240", "12,34", "1234.5", "1235 = 1234", "0x4D2", "1e3"),
        *("1234 of 4095", "约1234", "1234或1235", "etwa 1234", "unos 1234", "不是1234", "½1234"),
        *("9" * 60, "1234 5", "=", "\u0661\u0662 \u0665", "1234 / 4096 = 0.3", "²", "many"),
        *("\\boxed{}", "()" * 50_000 + "x", "1 " * 50_000, "1=" * 50_000),
    ],
)
def test_what_is_no_number_is_not_read(text: str) -> None:
    with pytest.raises(Unreadable, match="want one whole number"):
        read_count(text, of=4096)


@pytest.mark.parametrize("level", [0.0, 0.5])
def test_no_estimate_and_no_common_number_pays(level: float) -> None:
    tasks = drawn(level, 150)
    floor = FAMILY.floor(FAMILY.Params.at(level))
    passes = Counter[str]()
    for x in tasks:
        for name, said in FAMILY.baselines(x).items():
            passes[name] += FAMILY.verify(x, said).status == "pass"
    assert max(passes.values()) <= 150 * floor
    most_common = Counter(x.models for x in tasks).most_common(1)[0][1]
    assert most_common <= 150 * floor + 3
    assert min(x.models for x in tasks) >= 9


def test_estimates_are_near_and_still_not_the_number() -> None:
    """They say what they ought to: of clauses without a common variable, all is independent."""
    cnf = Cnf(n_vars=6, clauses=((1, 2, 3), (-4, 5, 6)))
    found = estimating.estimates(cnf)
    assert found["independent"] == found["pairs"] == found["second"] == 49
    assert found["first"] == 48
    near = [estimating.expected(x.cnf) / x.models for x in drawn(0.0, 150)]
    assert 0.8 < median(near) < 1.25


def test_levels_take_more_and_more_decisions() -> None:
    spent = [median(FAMILY.measure(x)["decisions"] for x in drawn(at, 8)) for at in (0, 0.5, 0.9)]
    assert spent[0] * 2 < spent[1] < spent[2] / 2


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"format": "satquest_story"}, "texts do not ask for a number"),
        ({"n_vars": 6, "least": 70}, "6 variables have 64 assignments, fewer than least=70"),
        ({"n_vars": 9, "ratio": 0.5}, "want a clause for each of 9 variables, got 4"),
        ({"n_vars": 45}, "less than or equal to 44"),
    ],
)
def test_what_cannot_be_asked_is_refused(params: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        source(FAMILY.name, seed=1, params=params)
